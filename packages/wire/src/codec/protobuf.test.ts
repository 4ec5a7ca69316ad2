import { describe, expect, test } from "vitest";
import { OtlpDecodeError } from "../errors.ts";
import { ProtoReader, ProtoWriter, wireType } from "./protobuf.ts";

const written = (write: (writer: ProtoWriter) => void): Uint8Array => {
  const writer = new ProtoWriter(16);
  write(writer);
  return writer.finish().slice();
};

describe("numbers", () => {
  test.each([0, 1, 127, 128, 300, 2 ** 14, 2 ** 21 - 1, 2 ** 28, 2 ** 31, 2 ** 32 - 1])("uint32 %d", (value) => {
    expect(new ProtoReader(written((w) => w.uint32(value))).uint32()).toBe(value);
  });

  test.each([0, -1, 2 ** 31 - 1, -(2 ** 31)])("int32 %d, in ten bytes where it is negative", (value) => {
    const bytes = written((w) => w.int32(value));
    expect(bytes.length).toBeLessThanOrEqual(value < 0 ? 10 : 5);
    expect(new ProtoReader(bytes).int32()).toBe(value);
  });

  test.each([0n, 1n, -1n, 2n ** 28n, 2n ** 53n + 1n, 2n ** 56n, 2n ** 63n - 1n, -(2n ** 63n)])("int64 %d", (value) => {
    expect(new ProtoReader(written((w) => w.uint64(value))).int64()).toBe(value);
  });

  test("uint64 and fixed64 to the last bit", () => {
    const max = 2n ** 64n - 1n;
    expect(new ProtoReader(written((w) => w.uint64(max))).uint64()).toBe(max);
    expect(new ProtoReader(written((w) => w.fixed64(max))).fixed64()).toBe(max);
  });

  test("a varint in more bytes than it needs", () => {
    expect(new ProtoReader(Uint8Array.of(0x81, 0x80, 0x00)).uint32()).toBe(1);
    expect(new ProtoReader(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x01)).bool()).toBe(true);
  });
});

describe("lengths", () => {
  test.each([0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])("of %d bytes, nested and as text", (length) => {
    const bytes = written((writer) => {
      writer.tag(1, wireType.length);
      const mark = writer.open();
      writer.string("é".repeat(length >> 1));
      writer.close(mark);
      writer.uint32(7);
    });
    const reader = new ProtoReader(bytes);
    expect(reader.tag()).toBe(10);
    expect(reader.nested().string()).toBe("é".repeat(length >> 1));
    expect(reader.uint32()).toBe(7);
    expect(reader.pos).toBe(bytes.length);
  });

  test("past the end of a nested message are refused, though the buffer goes on", () => {
    const reader = new ProtoReader(Uint8Array.of(0x02, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00)).nested();
    expect(() => reader.view()).toThrow(OtlpDecodeError);
  });
});

test.each([
  ["a varint", [0x08, 0x96, 0x01]],
  ["eight bytes", [0x09, 1, 2, 3, 4, 5, 6, 7, 8]],
  ["a length", [0x0a, 2, 1, 2]],
  ["four bytes", [0x0d, 1, 2, 3, 4]],
  ["a group with a group in it", [0x0b, 0x08, 0x01, 0x13, 0x14, 0x0c]],
])("%s is stepped over", (_, bytes) => {
  const reader = new ProtoReader(Uint8Array.from([...bytes, 0x2a]));
  reader.skip(reader.tag());
  expect(reader.pos).toBe(bytes.length);
});

test("a writer that is reset starts anew in the same buffer", () => {
  const writer = new ProtoWriter();
  writer.string("first");
  writer.reset();
  writer.bool(true);
  expect([...writer.finish()]).toEqual([1]);
});
