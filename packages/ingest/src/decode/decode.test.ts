import { OtlpDecodeError } from "@spanloom/wire/otlp";
import fc from "fast-check";
import { expect, test } from "vitest";
import { traceRequest } from "../testing.ts";
import { readEnvelope } from "./emitter.ts";
import { DecodedLogRecord } from "./log-record.ts";
import { OtlpReader } from "./reader.ts";
import { DecodedSpan } from "./span.ts";
import { maxTableBytes, TextTable } from "./text-table.ts";

const request = traceRequest(
  [
    {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      parentId: "00f067aa0ba902b7",
      name: "chat",
      attributes: {
        text: "naïve",
        big: 2n ** 53n + 1n,
        negative: -5,
        ratio: 0.5,
        flag: true,
        raw: new Uint8Array([0, 255]),
      },
    },
  ],
  { "service.name": "shop" },
);

const keys = new TextTable();

function decodeAll<Item>(
  body: Uint8Array,
  Decoded: new (...args: ConstructorParameters<typeof DecodedSpan>) => Item,
): Item[] {
  const reader = new OtlpReader(body, keys);
  return readEnvelope(reader).flatMap(({ emitter, items }) =>
    items.map(([start, end]) => new Decoded(reader, start, end, emitter)),
  );
}

test("a span is decoded with its resource, its scope and every type of attribute", () => {
  const [span] = decodeAll(request, DecodedSpan);
  expect(span).toMatchObject({
    name: "chat",
    resource: { "service.name": "shop" },
    scope: { name: "test-scope" },
    startTimeUnixNano: 1_760_000_000_000_000_000n,
  });
  expect({ ...span?.attributes }).toEqual({
    text: "naïve",
    big: 2n ** 53n + 1n,
    negative: -5,
    ratio: 0.5,
    flag: true,
    raw: Buffer.from([0, 255]),
  });
});

test("bytes that are cut, changed or made up throw OtlpDecodeError or nothing", () => {
  const changes = fc.array(fc.tuple(fc.nat(request.length - 1), fc.nat(255)), { maxLength: 12 });
  const changed = fc.tuple(changes, fc.nat(request.length)).map(([all, length]) => {
    const bytes = Uint8Array.from(request);
    for (const [at, byte] of all) bytes[at] = byte;
    return bytes.subarray(0, length);
  });
  fc.assert(
    fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      for (const Decoded of [DecodedSpan, DecodedLogRecord]) {
        try {
          decodeAll<unknown>(bytes, Decoded);
        } catch (error) {
          expect(error).toBeInstanceOf(OtlpDecodeError);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test("the table of texts tells a text as its bytes have it or not at all, whichever were kept before", () => {
  const table = new TextTable();
  const random = fc.uint8Array({ minLength: 1, maxLength: maxTableBytes });
  const alike = fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => Buffer.from(`llm.input_messages.${a}.message.${b}`));
  fc.assert(
    fc.property(fc.array(fc.oneof(random, alike), { maxLength: 40 }), (all) => {
      const bytes = Buffer.concat(all);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let start = 0;
      for (const { length } of all) {
        const end = start + length;
        const text = bytes.toString("utf8", start, end);
        expect([text, undefined]).toContain(table.find(view, start, end));
        table.keep(text, view, start, end);
        expect(table.find(view, start, end)).toBe(text);
        start = end;
      }
    }),
  );
});

test("bytes that are not UTF-8 are told each time they come, and of no span that has none", () => {
  const hasBadText = (text: Uint8Array) => {
    const placeholder = "0".repeat(text.length);
    const body = Buffer.from(
      traceRequest([
        { traceId: "af7651916cd43dd8448eb211c80319cc", spanId: "b7ad6b7169203331", attributes: { text: placeholder } },
      ]),
    );
    body.set(text, body.lastIndexOf(placeholder));
    return decodeAll(body, DecodedSpan)[0]!.hasBadText;
  };
  const bad = [[0xff], [0xc3], [0x61, 0x80, 0x62], [0xed, 0xa0, 0x80], Array<number>(200).fill(0xfe)];
  const good = ["a", "ü", "€", "\u{1F600}", "x".repeat(200)];
  for (let round = 0; round < 2; round++) {
    for (const bytes of bad) expect(hasBadText(Uint8Array.from(bytes)), String(bytes)).toBe(true);
    for (const text of good) expect(hasBadText(Buffer.from(text)), text).toBe(false);
  }
});
