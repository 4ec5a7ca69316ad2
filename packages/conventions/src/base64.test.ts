import fc from "fast-check";
import { expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

it("goes there and back, as Node does it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(bytes);
      expect(fromBase64(Buffer.from(bytes).toString("base64url"))).toEqual(bytes);
    }),
  );
});

it.each(["a", "a b=", "äöü", "abcde"])("refuses %s", (text) => {
  expect(fromBase64(text)).toBeUndefined();
});
