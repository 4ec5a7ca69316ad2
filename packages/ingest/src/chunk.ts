import { getRandomValues } from "node:crypto";
import type { ChunkRow } from "@spanloom/store";
import type { Compressor } from "./compressor.ts";
import type { Emitter } from "./decode/emitter.ts";
import type { WordFilters } from "./word-filters.ts";

/** What goes into a chunk: a span or a log record as it came, with who sent it. */
export interface ChunkItem {
  readonly traceId: string;
  readonly traceIdBytes: Uint8Array;
  readonly decoded: { readonly bytes: Uint8Array; readonly emitter: Emitter };
}

/** A chunk is read whole, so one of a large trace must not grow without end. */
export const maxChunkBytes = 1 << 20;
export const maxChunkItems = 512;

/**
 * The encoded TracesData or LogsData of the items, grouped by who sent them. An item's index in the chunk is its index in
 * `order` of the result: items of one sender lie together.
 */
export function encodeChunk<Item extends ChunkItem>(items: readonly Item[]): { bytes: Buffer; order: readonly Item[] } {
  const groups = new Map<Emitter, Item[]>();
  for (const item of items) {
    const group = groups.get(item.decoded.emitter);
    if (group === undefined) groups.set(item.decoded.emitter, [item]);
    else group.push(item);
  }
  const sizes: { emitter: Emitter; items: Item[]; scope: number; resource: number }[] = [];
  let total = 0;
  for (const [emitter, group] of groups) {
    let scope = fieldSize(emitter.scopeBytes.length) + optionalSize(emitter.scopeSchemaUrl);
    for (const { decoded } of group) scope += fieldSize(decoded.bytes.length);
    const resource =
      fieldSize(emitter.resourceBytes.length) + fieldSize(scope) + optionalSize(emitter.resourceSchemaUrl);
    sizes.push({ emitter, items: group, scope, resource });
    total += fieldSize(resource);
  }
  const out = Buffer.allocUnsafe(total);
  let at = 0;
  const header = (tag: number, length: number) => {
    out[at++] = tag;
    let rest = length;
    while (rest >= 0x80) {
      out[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    out[at++] = rest;
  };
  const field = (tag: number, bytes: Uint8Array) => {
    header(tag, bytes.length);
    out.set(bytes, at);
    at += bytes.length;
  };
  for (const { emitter, items: group, scope, resource } of sizes) {
    header(0x0a, resource); // resource_spans
    field(0x0a, emitter.resourceBytes);
    header(0x12, scope); // scope_spans
    field(0x0a, emitter.scopeBytes);
    for (const { decoded } of group) field(0x12, decoded.bytes);
    if (emitter.scopeSchemaUrl.length > 0) field(0x1a, emitter.scopeSchemaUrl);
    if (emitter.resourceSchemaUrl.length > 0) field(0x1a, emitter.resourceSchemaUrl);
  }
  return { bytes: out, order: sizes.flatMap((group) => group.items) };
}

export interface ChunkTools {
  readonly words: WordFilters;
  readonly compressor: Compressor;
}

export interface Chunk<Item> {
  readonly chunkId: bigint;
  /** The items by their index in the chunk. */
  readonly order: readonly Item[];
  readonly row: Promise<ChunkRow>;
}

/** The chunks of one trace's items: kind 0 of spans, 1 of log records. Compression goes on in other threads. */
export function makeChunks<Item extends ChunkItem>(
  kind: 0 | 1,
  items: readonly Item[],
  { words, compressor }: ChunkTools,
): Chunk<Item>[] {
  return [...pieces(items)].map((piece) => {
    const { bytes, order } = encodeChunk(piece);
    const { traceId, traceIdBytes } = piece[0]!;
    const chunkId = newChunkId();
    const filter = words.filterOf(bytes, kind);
    const row = compressor
      .compress(bytes)
      .then(
        (data): ChunkRow => ({ traceId, traceIdBytes, chunkId, kind, rawBytes: bytes.length, words: filter, data }),
      );
    return { chunkId, order, row };
  });
}

function newChunkId(): bigint {
  return getRandomValues(new BigInt64Array(1))[0] ?? 0n;
}

/** Cuts a trace's items into pieces that each make one chunk. */
function* pieces<Item extends ChunkItem>(items: readonly Item[]): Generator<readonly Item[]> {
  let from = 0;
  let size = 0;
  for (let i = 0; i < items.length; i++) {
    const next = items[i]?.decoded.bytes.length ?? 0;
    if (i > from && (size + next > maxChunkBytes || i - from >= maxChunkItems)) {
      yield items.slice(from, i);
      from = i;
      size = 0;
    }
    size += next;
  }
  if (from < items.length) yield from === 0 ? items : items.slice(from);
}

function fieldSize(length: number): number {
  return 1 + (length < 0x80 ? 1 : length < 0x4000 ? 2 : length < 0x200000 ? 3 : length < 0x10000000 ? 4 : 5) + length;
}

function optionalSize(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : fieldSize(bytes.length);
}
