import { encodeBinary, TracesData } from "@spanloom/wire/otlp";
import { describe, expect, test } from "vitest";
import { cutContent, joinParts, longText, readHead } from "./chunk-parts.ts";
import { aLongText, readChunkItems, somethingLong } from "./search/chunk-items.ts";

type AnyValue = Readonly<Record<string, unknown>>;

const text = (length: number, letter = "x"): AnyValue => ({ stringValue: letter.repeat(length) });

function content(attributes: Readonly<Record<string, AnyValue>>, spans = 1, more: object = {}): Buffer {
  const span = (i: number) => ({
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, i + 1),
    name: "n".repeat(i),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
    ...more,
  });
  return Buffer.from(
    encodeBinary(TracesData, {
      resourceSpans: [{ scopeSpans: [{ spans: Array.from({ length: spans }, (_, i) => span(i)) }] }],
    } as never),
  );
}

const key = (name: string) => Buffer.from(name);

describe("a content in two parts", () => {
  test("is the same again, whatever is in it", () => {
    let state = 3;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    for (let round = 0; round < 300; round++) {
      const attributes = Object.fromEntries(
        Array.from({ length: random(12) }, (_, i): [string, AnyValue] => {
          const lengths = [0, 1, longText - 1, longText, longText + 1, 3_000, 40_000];
          const value = text(lengths[random(lengths.length)]!, random(2) === 0 ? "a" : "\u{1f9f5}");
          return [`key${i}`, random(3) === 0 ? { arrayValue: { values: [value, text(5)] } } : value];
        }),
      );
      const events = [{ name: "e".repeat(random(600)), attributes: [{ key: "stack", value: text(random(900)) }] }];
      const whole = content(attributes, 1 + random(5), { events, status: { message: "m".repeat(random(500)) } });
      const parts = cutContent(whole);
      if (parts === undefined) continue;
      expect(joinParts(parts).equals(whole)).toBe(true);
      const head = readHead(parts.head);
      expect(head.content.length).toBe(whole.length);
      for (let i = 0; i < head.gaps.length; i += 2) {
        expect(head.gaps[i + 1]! - head.gaps[i]!).toBeGreaterThan(longText);
        for (const bytes of [whole, head.content]) bytes.fill(0, head.gaps[i], head.gaps[i + 1]);
      }
      expect(head.content.equals(whole)).toBe(true);
    }
  });

  test("stays in one where there is little to cut", () => {
    expect(cutContent(content({ a: text(longText) }, 20))).toBeUndefined();
    expect(cutContent(content({ a: text(longText + 1) }))).toBeUndefined();
    expect(cutContent(Buffer.alloc(0))).toBeUndefined();
    expect(cutContent(content({ a: text(longText + 1) }, 20))).toBeDefined();
  });

  test("bytes that are no spans come back as they are", () => {
    for (let round = 0; round < 200; round++) {
      const bytes = content({ a: text(2_000), b: text(700) }, 3);
      for (let i = 0; i < 5; i++) bytes[(round * 7919 + i * 104_729) % bytes.length] = (round * 31 + i) & 0xff;
      const parts = cutContent(bytes);
      if (parts !== undefined) expect(joinParts(parts).equals(bytes)).toBe(true);
    }
  });
});

test("a head tells short values, and of others that they are long", () => {
  const list = { arrayValue: { values: [text(2_000), text(3)] } };
  const map = { kvlistValue: { values: [{ key: "k".repeat(400), value: text(1) }] } };
  const parts = cutContent(
    content(
      { short: text(longText), long: text(longText + 1), list, map, number: { intValue: 7n }, other: text(600) },
      3,
    ),
  )!;
  const { content: head, gaps } = readHead(parts.head);
  for (const item of readChunkItems(head, 0, false, gaps)) {
    expect(item.attribute("span", key("short"))).toBe("x".repeat(longText));
    expect(item.attribute("span", key("number"))).toBe(7);
    expect(item.attribute("span", key("long"))).toBe(aLongText);
    expect(item.attribute("span", key("other"))).toBe(aLongText);
    expect(item.attribute("span", key("list"))).toBe(somethingLong);
    expect(item.attribute("span", key("map"))).toBe(somethingLong);
    expect(item.attribute("span", key("none"))).toBeUndefined();
  }
});
