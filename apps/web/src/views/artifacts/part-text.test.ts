import { expect, test } from "vitest";
import { partText } from "./part-text.ts";

const whole = new TextEncoder().encode("aé日🎉z\n".repeat(40));

test.each([1, 2, 3, 4, 5, 7, 64])("a text that is read in parts of %d bytes is the same text", (size) => {
  let text = "";
  for (let offset = 0, rounds = 0; offset < whole.length && rounds < 1_000; rounds++) {
    const bytes = whole.subarray(offset, offset + Math.max(size, 4));
    const part = partText({ bytes, offset, sizeBytes: whole.length });
    text += part.text;
    offset = part.endBytes;
  }
  expect(text).toBe(new TextDecoder().decode(whole));
});

test("a part from the middle begins with a whole character", () => {
  expect(partText({ bytes: whole.subarray(2, 7), offset: 2, sizeBytes: whole.length }).text).toBe("日");
});

test("bytes that are no text are shown as such, and reading goes on", () => {
  const bytes = new Uint8Array(8).fill(0x80);
  expect(partText({ bytes, offset: 8, sizeBytes: 100 }).endBytes).toBe(16);
});

test("UTF-16 with its mark is read", () => {
  const bytes = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0]);
  expect(partText({ bytes, offset: 0, sizeBytes: 6 }).text).toBe("ab");
});
