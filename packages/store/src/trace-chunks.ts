import { superseded } from "./chunk-row.ts";
import { contentsOf } from "./decompress.ts";
import { type CopiedList, copyOut, integerIn, listIn } from "./postgres/copy-out.ts";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import type { ChunkKind } from "./search/chunk-texts.ts";

/** A trace as its chunks name it: `TraceRow` is one. */
export interface TraceKey {
  readonly traceId: string;
  readonly day: string;
}

/** A chunk of one trace. */
export interface TraceChunk {
  readonly chunkId: bigint;
  readonly kind: ChunkKind;
  /** In their order in the content; without spans of which a later version has come. */
  readonly items: readonly ChunkedItem[];
  /** Uncompressed; empty where it was not asked for. */
  readonly content: Buffer;
}

/** A span, or a log record of one. */
export interface ChunkedItem {
  /** Which of the chunk's it is. */
  readonly index: number;
  readonly spanId: bigint;
  /** Its start, or the record's time. */
  readonly timeNs: bigint;
  /** What had to be changed so that the span could be stored. */
  readonly notes: readonly string[];
}

/**
 * The chunks of a trace for which `which` holds (a condition on `chunks`). What lies where is read from their arrays as
 * they are: a row a span takes both sides several times as long.
 */
export async function readTraceChunks(
  db: Pool,
  { traceId, day }: TraceKey,
  which: Sql,
  hasContent: boolean,
): Promise<TraceChunk[]> {
  const { bytes, rows } = await db.connection((connection) =>
    copyOut(
      connection,
      sql`select chunk_id, kind, span_ids, start_ns, traits, notes, ${hasContent ? sql`data, head_bytes` : sql`null, null`}
        from chunks where day = ${day}::date and trace_id = ${traceId}::uuid and ${which}`,
    ),
  );
  const contents = await contentsOf(
    rows.flatMap((row) => {
      const [data, headBytes] = row.slice(dataColumn);
      return data === undefined
        ? []
        : [{ data: bytes.subarray(data.start, data.end), headBytes: integerIn(bytes, headBytes) }];
    }),
  );
  return rows.map(([chunkId, kind, spanIds, times, traits, notes], i) => ({
    chunkId: bytes.readBigInt64BE(chunkId!.start),
    kind: bytes.readInt16BE(kind!.start) as ChunkKind,
    items: itemsIn(
      bytes,
      [spanIds, times, traits].map((field) => listIn(bytes, field)),
      // The binary form of jsonb is its text after a byte with a version.
      notes && JSON.parse(bytes.toString("utf8", notes.start + 1, notes.end)),
    ),
    content: contents[i] ?? nothing,
  }));
}

/** Which of the columns read. */
const dataColumn = 6;
const nothing = Buffer.alloc(0);

/** Elements of eight bytes lie 12 apart, those of four 8: the length of each stands before it. */
function itemsIn(
  bytes: Buffer,
  [spanIds, times, traits]: readonly CopiedList[],
  notes: Readonly<Record<string, readonly string[]>> | undefined,
): ChunkedItem[] {
  const items: ChunkedItem[] = [];
  for (let index = 0; index < spanIds!.length; index++) {
    // Log records have no traits.
    if (index < traits!.length && (bytes.readInt32BE(traits!.at + index * 8 + 4) & superseded) !== 0) continue;
    items.push({
      index,
      spanId: bytes.readBigInt64BE(spanIds!.at + index * 12 + 4),
      timeNs: bytes.readBigInt64BE(times!.at + index * 12 + 4),
      notes: notes?.[index] ?? [],
    });
  }
  return items;
}

/** By time, and where two are at the same by span. */
export function compareItems(a: ChunkedItem, b: ChunkedItem): number {
  if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs ? -1 : 1;
  return a.spanId === b.spanId ? 0 : a.spanId < b.spanId ? -1 : 1;
}
