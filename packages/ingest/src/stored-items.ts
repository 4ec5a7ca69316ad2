import { contentsOf, type StoredChunk } from "@spanloom/store";
import { type Emitter, readEnvelope } from "./decode/emitter.ts";
import { OtlpReader } from "./decode/reader.ts";

/** A span or log record of a stored chunk: its bytes, and who sent it. */
export interface StoredItem {
  readonly bytes: Uint8Array;
  readonly emitter: Emitter;
}

/** The items of a chunk, each at its index. */
export async function itemsOfChunk(chunk: StoredChunk): Promise<StoredItem[]> {
  const [content] = await contentsOf([chunk]);
  const bytes = content!;
  return readEnvelope(new OtlpReader(bytes)).flatMap(({ emitter, items }) =>
    items.map(([start, end]) => ({ emitter, bytes: bytes.subarray(start, end) })),
  );
}
