import { promisify } from "node:util";
import { zstdDecompress, zstdDecompressSync } from "node:zlib";

/** Small chunks are decompressed here: handing them to another thread and back takes longer. */
const maxBytesHere = 128 << 10;
const decompressElsewhere = promisify(zstdDecompress);

/** The content of a chunk, `chunks.data` with its `raw_bytes`. */
export function decompress(data: Buffer, rawBytes: number): Buffer | Promise<Buffer> {
  if (rawBytes > maxBytesHere) return decompressElsewhere(data);
  return decompressHere(data, rawBytes);
}

/** The same, where there is nothing to do meanwhile. */
export function decompressHere(data: Buffer, rawBytes: number): Buffer {
  // A buffer that is exactly full has zlib ask once more, with another buffer: half as much again.
  return zstdDecompressSync(data, { chunkSize: Math.max(1_024, rawBytes + 1) });
}
