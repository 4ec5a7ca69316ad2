import { randomBytes } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { Compressor } from "./compressor.ts";

test("every frame is whole, alone and in the order of its call, whatever their sizes", async () => {
  const compressor = new Compressor();
  const inputs = [0, 1, 100, 20_000, 3_000_000, 7, 65_536, 65_537].flatMap((size) => [
    randomBytes(size),
    Buffer.alloc(size, "ab"),
  ]);
  const frames = await Promise.all(inputs.map((input) => compressor.compress(input)));
  compressor.close();
  for (const [i, frame] of frames.entries()) expect(zstdDecompressSync(frame).equals(inputs[i]!)).toBe(true);
});
