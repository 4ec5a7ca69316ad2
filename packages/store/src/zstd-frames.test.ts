import { randomBytes } from "node:crypto";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { decompress } from "./decompress.ts";
import { joinFrames, zstdFrame } from "./zstd-frames.ts";

const level = (value: number) => ({ params: { [constants.ZSTD_c_compressionLevel]: value } });

/** Of every kind of block: stored as they are, of one byte, compressed with tables of their own and of the one before. */
const contents = [
  Buffer.from("x"),
  Buffer.alloc(0),
  Buffer.alloc(300, "ab"), // matches at offset 2 from the first byte on
  Buffer.alloc(70_000, "a"),
  randomBytes(10),
  randomBytes(70_000),
  Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * i) % 251)),
  Buffer.from(JSON.stringify(Array.from({ length: 4_000 }, (_, i) => ({ id: i, name: `name ${i % 40}` })))),
  Buffer.concat([randomBytes(200_000), Buffer.alloc(200_000, "abcdefgh")]),
  Buffer.alloc(64, "abcdefgh"), // at offset 8
  Buffer.alloc(64, "abcd"), // at offset 4
];

test("joined frames decompress to what each does, in any order and at any level", () => {
  const random = numbers(7);
  for (let round = 0; round < 60; round++) {
    const chosen = Array.from({ length: 1 + random(12) }, () => contents[random(contents.length)]!);
    const frames = chosen.map((content) => zstdFrame(zstdCompressSync(content, level(random(7) - 2)))!);
    const { frame, size, starts } = joinFrames(frames);
    const joined = zstdDecompressSync(frame);
    expect(joined.length).toBe(size);
    for (const [i, content] of chosen.entries())
      expect(joined.subarray(starts[i], starts[i]! + content.length).equals(content)).toBe(true);
  }
});

test("what cannot be joined is decompressed alone", async () => {
  const withChecksum = zstdCompressSync(contents[6]!, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const withoutSize = zstdCompressSync(contents[7]!, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } });
  const large = zstdCompressSync(contents[8]!);
  expect([withChecksum, withoutSize].map(zstdFrame)).toEqual([undefined, undefined]);
  const frames = [contents[0]!, contents[3]!].map((content) => zstdCompressSync(content));
  const read = await decompress([frames[0]!, withChecksum, large, withoutSize, frames[1]!]);
  const expected = [0, 6, 8, 7, 3].map((i) => contents[i]!);
  for (const [i, content] of expected.entries()) expect(read[i]!.equals(content)).toBe(true);
  expect(await decompress([])).toEqual([]);
});

test("bytes that are no frame, or not all of one, are refused", async () => {
  const frame = zstdCompressSync(contents[7]!);
  for (const broken of ["", "no", "no frame at all, but long"].map((text) => Buffer.from(text)))
    expect(zstdFrame(broken)).toBeUndefined();
  expect(zstdFrame(frame.subarray(0, frame.length - 1))).toBeUndefined();
  expect(zstdFrame(Buffer.concat([frame, frame]))).toBeUndefined();
  const bent = Buffer.from(frame);
  bent.fill(0xff, 20, 60);
  await expect(decompress([frame, bent])).rejects.toThrow();
});

/** A repeatable sequence of numbers below what is asked for. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}
