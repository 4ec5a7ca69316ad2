import { promisify } from "node:util";
import { zstdDecompress, zstdDecompressSync } from "node:zlib";
import { joinParts } from "./chunk-parts.ts";
import { joinFrames, type ZstdFrame, zstdFrame } from "./zstd-frames.ts";

/** The content of a chunk as it is stored: `chunks.data` with its `head_bytes`. */
export interface StoredContent {
  readonly data: Buffer;
  /** Of the first of two frames; null where there is but one. */
  readonly headBytes: number | null;
}

/** The contents of chunks, each whole. */
export async function contentsOf(chunks: readonly StoredContent[]): Promise<Buffer[]> {
  const parts = await decompress(
    chunks.flatMap(({ data, headBytes }) =>
      headBytes === null ? [data] : [data.subarray(0, headBytes), data.subarray(headBytes)],
    ),
  );
  let next = 0;
  return chunks.map(({ headBytes }) => {
    const head = parts[next++]!;
    return headBytes === null ? head : joinParts({ head, texts: parts[next++]! });
  });
}

/** Larger frames are decompressed in other threads: of smaller ones it takes longer to hand them over and back. */
const maxBytesHere = 128 << 10;
/** Frames that are decompressed together come to no more; what they take is one piece of memory. */
const maxBytesTogether = 1 << 20;
const decompressElsewhere = promisify(zstdDecompress);

/** What is in the frames, each of which is whole. */
export async function decompress(frames: readonly Buffer[]): Promise<Buffer[]> {
  const contents = new Array<Buffer | Promise<Buffer>>(frames.length);
  let together: { readonly at: number; readonly frame: ZstdFrame }[] = [];
  let size = 0;
  const take = () => {
    const joined = joinFrames(together.map(({ frame }) => frame));
    // A buffer that is exactly full has zlib ask once more, with another buffer.
    const bytes = zstdDecompressSync(joined.frame, { chunkSize: Math.max(1_024, joined.size + 1) });
    for (const [i, { at, frame }] of together.entries())
      contents[at] = bytes.subarray(joined.starts[i], joined.starts[i]! + frame.size);
    together = [];
    size = 0;
  };
  for (const [at, bytes] of frames.entries()) {
    const frame = zstdFrame(bytes);
    if (frame === undefined || frame.size > maxBytesHere) {
      contents[at] = decompressElsewhere(bytes);
      continue;
    }
    if (size + frame.size > maxBytesTogether) take();
    together.push({ at, frame });
    size += frame.size;
  }
  if (together.length > 0) take();
  return Promise.all(contents);
}
