import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { compress } from "./compress.ts";

const large = Buffer.from("spans ".repeat(1000));

test.each([
  ["gzip, deflate, br, zstd", "zstd"],
  ["gzip", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["zstd;q=0, gzip", "gzip"],
  ["gzip;q=0.0", undefined],
  ["identity", undefined],
  [undefined, undefined],
])("Accept-Encoding %s: %s", async (accepted, encoding) => {
  const answer = await compress(large, accepted);
  expect(answer.encoding).toBe(encoding);
  const plain = { zstd: zstdDecompressSync, gzip: gunzipSync }[answer.encoding!]?.(answer.body) ?? answer.body;
  expect(plain.equals(large)).toBe(true);
});

test("what fits a packet is sent as it is", async () => {
  expect((await compress(Buffer.from("{}"), "gzip")).encoding).toBeUndefined();
});
