import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base64ToBytes,
  bytesToBase64,
  bytesToHex,
  hexToBytes,
  parseSpanId,
  parseTraceId,
  spanIdFromBigint,
  spanIdToBigint,
  traceIdFromUuid,
  traceIdToMlflow,
  traceIdToUuid,
} from "./ids.ts";

const hex = "5b8efff798038103d269b633813fc60c";

describe("trace ids", () => {
  test.each([hex, hex.toUpperCase(), traceIdToMlflow(hex), traceIdToUuid(hex), traceIdToUuid(hex).toUpperCase()])(
    "%s is one",
    (text) => {
      expect(parseTraceId(text)).toBe(hex);
    },
  );

  test.each([
    "",
    "tr-",
    "0".repeat(32),
    hex.slice(1),
    `${hex}0`,
    `${hex.slice(1)}g`,
    `tr-${traceIdToUuid(hex)}`,
    `${hex}\n`,
  ])("%j is none", (text) => {
    expect(parseTraceId(text)).toBeUndefined();
  });

  test("go to uuid and back", () => {
    expect(traceIdFromUuid(traceIdToUuid(hex))).toBe(hex);
  });
});

describe("span ids", () => {
  test.each([
    ["0000000000000001", 1n],
    ["7fffffffffffffff", 9223372036854775807n],
    ["8000000000000000", -9223372036854775808n],
    ["ffffffffffffffff", -1n],
  ])("%s is the signed %s", (text, number) => {
    expect(spanIdToBigint(text)).toBe(number);
    expect(spanIdFromBigint(number)).toBe(text);
    expect(spanIdFromBigint(String(number))).toBe(text);
  });

  test.each(["", "0".repeat(16), "1".repeat(15), "1".repeat(17), "g".repeat(16)])("%j is none", (text) => {
    expect(parseSpanId(text)).toBeUndefined();
  });
});

test("bytes survive hex and base64, padded or not", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
      expect(base64ToBytes(bytesToBase64(bytes))).toEqual(bytes);
      expect(base64ToBytes(bytesToBase64(bytes).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_"))).toEqual(
        bytes,
      );
    }),
  );
});

test.each(["a", "a===", "ab!d", "äöüß", "abc=d"])("%s is no base64", (text) => {
  expect(base64ToBytes(text)).toBeUndefined();
});
