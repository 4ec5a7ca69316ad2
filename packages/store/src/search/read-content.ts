import { superseded } from "../chunk-row.ts";
import { decompress } from "../decompress.ts";
import { copyOut, listIn } from "../postgres/copy-out.ts";
import type { Connection, Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { textOf } from "./attribute-leaf.ts";
import { type ChunkItem, readChunkItems } from "./chunk-items.ts";
import { type ChunkKind, chunkOfLogs } from "./chunk-texts.ts";
import { hasTokens, type LeafMatches } from "./compile.ts";
import { type ContentLeaf, readings } from "./content.ts";
import { type CommonSince, mayHold } from "./word-check.ts";

/** Uncompressed bytes that are read at once. */
const batchBytes = 8 << 20;

export interface TraceOfDay {
  readonly traceId: string;
  readonly day: string;
}

export interface ContentQuestion {
  readonly traces: readonly TraceOfDay[];
  readonly leaves: readonly ContentLeaf[];
  readonly common: CommonSince;
  /** Whether one span a trace is enough for each leaf; of log records, which may name a span that is not there, all are looked at. */
  readonly isOneEnough: boolean;
}

/** Reads the chunks of the traces that may decide a leaf, and gives for each leaf the spans for which it holds. */
export async function readContent(connection: Connection, question: ContentQuestion): Promise<LeafMatches[]> {
  const { traces, leaves, isOneEnough } = question;
  const matches = leaves.map((): LeafMatches => ({ traceIds: [], spanIds: [], chunkIds: [] }));
  const readsTexts = leaves.some(({ attribute }) => attribute === undefined);
  const hasLook = leaves.some(({ mayHold }) => mayHold !== undefined);
  const chunks = await chunksOf(connection, question);
  for (const batch of batches(chunks)) {
    const later = batch.filter((chunk) => chunk.data === undefined);
    const data = later.length > 0 ? await dataOf(connection, traces, later) : new Map<bigint, Buffer>();
    const contents = await Promise.all(
      batch.map((chunk) => {
        const compressed = chunk.data ?? data.get(chunk.chunkId);
        return compressed && decompress(compressed, chunk.rawBytes);
      }),
    );
    for (const [n, chunk] of batch.entries()) {
      const bytes = contents[n];
      if (bytes === undefined) continue; // replaced since it was listed
      const { traceId } = traces[chunk.trace]!;
      const text = hasLook ? bytes.toString("latin1") : "";
      const wanted = leaves.map(
        ({ mayHold }, i) =>
          chunk.leaves[i] === true &&
          mayHold?.(text) !== false &&
          !(isOneEnough && matches[i]!.traceIds.at(-1) === traceId && matches[i]!.chunkIds.at(-1) !== null),
      );
      if (!wanted.includes(true)) continue;
      const items = readChunkItems(bytes, chunk.kind, readsTexts).filter(({ position }) => !chunk.isReplaced(position));
      for (const [i, leaf] of leaves.entries()) {
        if (!wanted[i]) continue;
        const chunkId = chunk.kind === chunkOfLogs ? null : chunk.chunkId;
        for (const { spanId } of await itemsWhere(connection, items, leaf)) {
          matches[i]!.traceIds.push(traceId);
          matches[i]!.spanIds.push(spanId);
          matches[i]!.chunkIds.push(chunkId);
          if (isOneEnough && chunkId !== null) break;
        }
      }
    }
  }
  return matches;
}

interface ChunkOfTrace {
  /** Which of the traces asked for it belongs to. */
  readonly trace: number;
  readonly chunkId: bigint;
  readonly kind: ChunkKind;
  readonly rawBytes: number;
  /** For each leaf, whether its words may be here. */
  readonly leaves: readonly boolean[];
  /** Whether a later version has come of the span at this position. */
  isReplaced(position: number): boolean;
  /** Of as many chunks as make one batch; of the others it is read when their turn comes. */
  readonly data: Buffer | undefined;
}

async function chunksOf(
  connection: Connection,
  { traces, leaves, common }: ContentQuestion,
): Promise<readonly ChunkOfTrace[]> {
  const checks = join(
    leaves.map((leaf) => sql`case when coalesce(${mayDecide(leaf, common)}, true) then '1' else '0' end`),
    " || ",
  );
  const { bytes, rows } = await copyOut(
    connection,
    sql`
    select trace, chunk_id, kind, raw_bytes, leaves, traits, case when bytes <= ${batchBytes} then data end as data
    from (
      select w.trace, c.chunk_id, c.kind, c.raw_bytes, c.traits, c.data, ${checks} as leaves,
        sum(c.raw_bytes) over (rows unbounded preceding) as bytes
      from ${listed(traces)} cross join lateral (
        select * from chunks c where ${inDays(traces)} and c.day = w.day and c.trace_id = w.trace_id offset 0
      ) c
      where ${join(
        leaves.map((leaf) => mayDecide(leaf, common)),
        " or ",
        sql`false`,
      )}
    ) listed`,
  );
  return rows.map(([trace, chunkId, kind, rawBytes, flags, traits, data]) => {
    const { at, length } = listIn(bytes, traits);
    return {
      trace: Number(bytes.readBigInt64BE(trace!.start)) - 1,
      chunkId: bytes.readBigInt64BE(chunkId!.start),
      kind: bytes.readInt16BE(kind!.start) as ChunkKind,
      rawBytes: bytes.readInt32BE(rawBytes!.start),
      leaves: Array.from(bytes.toString("latin1", flags!.start, flags!.end), (flag) => flag === "1"),
      isReplaced: (position) => position < length && (bytes.readInt32BE(at + position * 8 + 4) & superseded) !== 0,
      data: data && bytes.subarray(data.start, data.end),
    };
  });
}

/** Whether a chunk (alias `c`) can have a span for which the leaf holds. */
function mayDecide({ words, tokens, attribute }: ContentLeaf, common: CommonSince): Sql {
  const ofSpans = attribute === undefined ? sql`` : sql` and c.kind = 0`;
  const ofTokens = tokens === undefined ? sql`` : sql` and ${hasTokens([tokens])}`;
  return sql`(${mayHold(words, common)}${ofSpans}${ofTokens})`;
}

async function dataOf(
  connection: Connection,
  traces: readonly TraceOfDay[],
  chunks: readonly ChunkOfTrace[],
): Promise<Map<bigint, Buffer>> {
  const theirs = [...new Set(chunks.map(({ trace }) => traces[trace]!))];
  const { bytes, rows } = await copyOut(
    connection,
    sql`
    select c.chunk_id, c.data from ${listed(theirs)} cross join lateral (
      select chunk_id, data from chunks c where ${inDays(theirs)} and c.day = w.day and c.trace_id = w.trace_id
        and c.chunk_id = any(${chunks.map(({ chunkId }) => chunkId)}::bigint[]) offset 0
    ) c`,
  );
  return new Map(
    rows.map(([chunkId, data]) => [bytes.readBigInt64BE(chunkId!.start), bytes.subarray(data!.start, data!.end)]),
  );
}

/** The traces as a table `w`. */
function listed(traces: readonly TraceOfDay[]): Sql {
  return sql`unnest(${traces.map(({ traceId }) => traceId)}::uuid[], ${traces.map(({ day }) => day)}::date[])
    with ordinality as w (trace_id, day, trace)`;
}

/** Lets the planner leave out the partitions of other days. */
function inDays(rows: readonly { readonly day: string }[]): Sql {
  return sql`c.day = any(${[...new Set(rows.map(({ day }) => day))]}::date[])`;
}

function* batches(chunks: readonly ChunkOfTrace[]): Generator<readonly ChunkOfTrace[]> {
  let batch: ChunkOfTrace[] = [];
  let size = 0;
  for (const chunk of chunks) {
    if (batch.length > 0 && size + chunk.rawBytes > batchBytes) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(chunk);
    size += chunk.rawBytes;
  }
  if (batch.length > 0) yield batch;
}

/** Looks at no more items than are asked for, where Postgres need not be asked. */
async function itemsWhere(
  db: Db,
  items: readonly ChunkItem[],
  { attribute, matches, holds, inPostgres }: ContentLeaf,
): Promise<Iterable<ChunkItem>> {
  if (attribute !== undefined && holds !== undefined) {
    const { owner } = attribute;
    const key = Buffer.from(attribute.key);
    return where(items, (item) => holds(item.attribute(owner, key)));
  }
  const textsOf = (item: ChunkItem): string[] => {
    if (attribute === undefined) return item.texts.flatMap(readings);
    const sent = item.attribute(attribute.owner, Buffer.from(attribute.key));
    return sent === undefined ? [] : [textOf(sent)];
  };
  if (matches !== undefined) return where(items, (item) => textsOf(item).some(matches));
  if (inPostgres === undefined) return [];
  const texts = items.flatMap((item, i) => textsOf(item).map((text) => ({ i, text: text.replaceAll("\0", "\ufffd") })));
  const rows = await db.query<{ i: number }>(sql`
    select distinct i from unnest(${texts.map(({ i }) => i)}::integer[], ${texts.map(({ text }) => text)}::text[]) as x (i, value)
    where value ${raw(inPostgres.operator)} ${inPostgres.pattern}::text`);
  return rows.map(({ i }) => items[i]!);
}

function* where<Item>(items: readonly Item[], holds: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (holds(item)) yield item;
}
