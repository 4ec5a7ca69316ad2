import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import type { StoredChunk } from "@spanloom/store";
import { type Emitter, readEnvelope } from "./decode/emitter.ts";
import { OtlpReader } from "./decode/reader.ts";

/** A span or log record of a stored chunk: its bytes, and who sent it. */
export interface StoredItem {
  readonly bytes: Uint8Array;
  readonly emitter: Emitter;
}

const decompress = promisify(zstdDecompress);

/** The items of a chunk, each at its index. */
export async function itemsOfChunk({ data }: StoredChunk): Promise<StoredItem[]> {
  const bytes = await decompress(data);
  return readEnvelope(new OtlpReader(bytes)).flatMap(({ emitter, items }) =>
    items.map(([start, end]) => ({ emitter, bytes: bytes.subarray(start, end) })),
  );
}
