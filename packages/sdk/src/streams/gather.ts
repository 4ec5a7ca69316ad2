/** Puts the chunks of a stream together, within bounds of memory. */
export interface Gatherer {
  add(chunk: unknown): void;
  /** All texts: one text. All bytes that are UTF-8: their text. Else the list of chunks. Undefined where there were none. */
  result(): unknown;
}

/**
 * Keeps chunks until they are `maxBytes` together (about: objects are estimated), then counts them only. What is left out is
 * said in the result.
 *
 * @param combine Makes the result of the chunks in the application's own way, as `trace(fn, { gather })` gives it.
 */
export function gatherChunks(maxBytes: number, combine?: (chunks: unknown[]) => unknown): Gatherer {
  const chunks: unknown[] = [];
  let kept = 0;
  let left = 0;
  let isText = true;
  const decoder = new TextDecoder("utf-8", { fatal: true });

  return {
    add(chunk) {
      const said = chunk instanceof Uint8Array ? textOf(chunk) : chunk;
      if (typeof said !== "string") isText = false;
      const size = sizeOf(said, 0);
      if (chunks.length >= maxChunks || kept + size > maxBytes) {
        left++;
        return;
      }
      kept += size;
      chunks.push(said);
    },
    result() {
      const sign = left > 0 ? [`[${left} more chunks]`] : [];
      if (combine !== undefined) return combine(chunks);
      if (chunks.length + left === 0) return undefined;
      return isText ? [...chunks, ...sign].join("") : [...chunks, ...sign];
    },
  };

  /** Bytes are decoded now: who made them may fill the same buffer again. A letter may be cut by the end of a chunk. */
  function textOf(bytes: Uint8Array): unknown {
    try {
      return decoder.decode(bytes, { stream: true });
    } catch {
      return `[${bytes.byteLength} bytes]`;
    }
  }
}

const maxChunks = 10_000;

/** About how much memory a chunk holds, in bytes; looked at no deeper than is usual for chunks. */
function sizeOf(value: unknown, depth: number): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (depth === 4) return 64;
  let size = 16;
  let seen = 0;
  for (const key in value) {
    if (seen++ === 100) return size * 2;
    size += sizeOf((value as Record<string, unknown>)[key], depth + 1);
  }
  return size;
}
