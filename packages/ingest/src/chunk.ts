import { readerVersion } from "@spanloom/conventions";
import type { ChunkRow, LogChunkRow, LogRecordRow, SpanChunkRow } from "@spanloom/store";
import type { ChunkIds } from "./chunk-ids.ts";
import type { Emitter } from "./decode/emitter.ts";
import type { ChunkFinisher, Encoding } from "./finish/finisher.ts";
import { cleanText } from "./sanitise/index.ts";
import type { TokenReader } from "./search-tokens.ts";
import type { LinkedLog, SpanRecord } from "./span-record.ts";

/** What goes into a chunk: a span or a log record as it came, with who sent it. */
export interface ChunkItem {
  readonly traceId: string;
  readonly bytes: Uint8Array;
  readonly emitter: Emitter;
}

/** A chunk is read whole, so one of a large trace must not grow without end. */
const maxChunkBytes = 1 << 20;
const maxChunkItems = 512;

/** A TracesData or LogsData that is written when it is known where; its items lie there in `order`. */
interface ChunkEncoding<Item extends ChunkItem> extends Encoding {
  readonly order: readonly Item[];
}

/** The items grouped by who sent them: items of one sender lie together. */
function chunkEncoding<Item extends ChunkItem>(items: readonly Item[]): ChunkEncoding<Item> {
  const groups = new Map<Emitter, Item[]>();
  for (const item of items) {
    const group = groups.get(item.emitter);
    if (group === undefined) groups.set(item.emitter, [item]);
    else group.push(item);
  }
  const sizes: GroupSizes<Item>[] = [];
  let size = 0;
  for (const [emitter, group] of groups) {
    let scope = fieldSize(emitter.scopeBytes.length) + optionalSize(emitter.scopeSchemaUrl);
    for (const item of group) scope += fieldSize(item.bytes.length);
    const resource =
      fieldSize(emitter.resourceBytes.length) + fieldSize(scope) + optionalSize(emitter.resourceSchemaUrl);
    sizes.push({ emitter, items: group, scope, resource });
    size += fieldSize(resource);
  }
  const order = sizes.length === 1 ? sizes[0]!.items : sizes.flatMap((group) => group.items);
  return { size, order, writeTo: (bytes, at) => writeChunk(bytes, at, sizes) };
}

/** Spans or records of one sender, and how long the messages around them are. */
interface GroupSizes<Item extends ChunkItem> {
  readonly emitter: Emitter;
  readonly items: readonly Item[];
  readonly scope: number;
  readonly resource: number;
}

function writeChunk(bytes: Uint8Array, from: number, groups: readonly GroupSizes<ChunkItem>[]): void {
  let at = from;
  const header = (tag: number, length: number) => {
    bytes[at++] = tag;
    let rest = length;
    while (rest >= 0x80) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
  };
  const field = (tag: number, value: Uint8Array) => {
    header(tag, value.length);
    bytes.set(value, at);
    at += value.length;
  };
  for (const { emitter, items, scope, resource } of groups) {
    header(0x0a, resource); // resource_spans
    field(0x0a, emitter.resourceBytes);
    header(0x12, scope); // scope_spans
    field(0x0a, emitter.scopeBytes);
    for (const item of items) field(0x12, item.bytes);
    if (emitter.scopeSchemaUrl.length > 0) field(0x1a, emitter.scopeSchemaUrl);
    if (emitter.resourceSchemaUrl.length > 0) field(0x1a, emitter.resourceSchemaUrl);
  }
}

export interface ChunkTools {
  readonly finisher: ChunkFinisher;
  readonly chunkIds: ChunkIds;
  readonly tokens: TokenReader;
}

/** The chunks of the spans of one trace. They are finished in another thread. */
export function spanChunks(spans: readonly SpanRecord[], tools: ChunkTools): Promise<SpanChunkRow>[] {
  return makeChunks(spans, tools, (order) => ({
    kind: 0,
    readerVersion,
    tokens: tools.tokens.ofChunk(order),
    rows: order,
  }));
}

/** The chunks of the log records of one trace. */
export function logChunks(logs: readonly LinkedLog[], tools: ChunkTools): Promise<LogChunkRow>[] {
  return makeChunks(logs, tools, (order) => ({ kind: 1, readerVersion, tokens: noTokens, rows: order.map(logRow) }));
}

export const noTokens = new Int32Array();

/** Chunks of as many items as one may hold; `describe` gives their columns, for items in the order of their bytes. */
export function makeChunks<
  Item extends ChunkItem,
  Columns extends Pick<ChunkRow, "kind" | "readerVersion" | "tokens" | "rows">,
>(
  items: readonly Item[],
  { finisher, chunkIds }: ChunkTools,
  describe: (order: readonly Item[]) => Columns,
): Promise<Columns & Pick<ChunkRow, "traceId" | "chunkId" | "rawBytes" | "words" | "data" | "headBytes">>[] {
  return pieces(items).map(async (piece) => {
    const encoding = chunkEncoding(piece);
    const { traceId } = encoding.order[0]!;
    const columns = describe(encoding.order);
    const finished = await finisher.finish(encoding, columns.kind);
    return { ...columns, traceId, chunkId: chunkIds.next(), rawBytes: encoding.size, ...finished };
  });
}

function logRow({ recordId, spanId, timeNs, decoded }: LinkedLog): LogRecordRow {
  return {
    recordId,
    spanId,
    timeNs,
    eventName: cleanText(decoded.eventName).slice(0, 250),
  };
}

/** Cuts a trace's items into those of one chunk each. */
function pieces<Item extends ChunkItem>(items: readonly Item[]): Item[][] {
  const all: Item[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const next = item.bytes.length;
    const current = all.at(-1);
    if (current === undefined || size + next > maxChunkBytes || current.length >= maxChunkItems) {
      all.push([item]);
      size = next;
    } else {
      current.push(item);
      size += next;
    }
  }
  return all;
}

function fieldSize(length: number): number {
  return 1 + (length < 0x80 ? 1 : length < 0x4000 ? 2 : length < 0x200000 ? 3 : length < 0x10000000 ? 4 : 5) + length;
}

function optionalSize(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : fieldSize(bytes.length);
}
