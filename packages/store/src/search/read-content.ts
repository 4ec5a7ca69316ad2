import { superseded } from "../chunk-row.ts";
import { decompress } from "../decompress.ts";
import type { Db } from "../postgres/db.ts";
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

/** Reads the chunks of the traces that may decide a leaf, and gives for each leaf the spans for which it holds. */
export async function readContent(
  db: Db,
  traces: readonly TraceOfDay[],
  leaves: readonly ContentLeaf[],
  common: CommonSince,
): Promise<LeafMatches[]> {
  const matches = leaves.map((): LeafMatches => ({ traceIds: [], spanIds: [], chunkIds: [] }));
  const readsTexts = leaves.some(({ attribute }) => attribute === undefined);
  const hasLook = leaves.some(({ mayHold }) => mayHold !== undefined);
  const chunks = await chunksOf(db, traces, leaves, common);
  for (const batch of batches(chunks)) {
    const later = batch.filter((chunk) => chunk.data === null);
    const data = later.length > 0 ? await dataOf(db, later) : new Map<bigint, Buffer>();
    const contents = await Promise.all(
      batch.map((chunk) => {
        const compressed = chunk.data ?? data.get(chunk.chunk_id);
        return compressed && decompress(compressed, chunk.raw_bytes);
      }),
    );
    for (const [n, chunk] of batch.entries()) {
      const bytes = contents[n];
      if (bytes === undefined) continue; // replaced since it was listed
      const text = hasLook ? bytes.toString("latin1") : "";
      const wanted = leaves.map(({ mayHold }, i) => chunk.leaves[i] === true && mayHold?.(text) !== false);
      if (!wanted.includes(true)) continue;
      const items = readChunkItems(bytes, chunk.kind, readsTexts);
      for (const [i, leaf] of leaves.entries()) {
        const found = wanted[i] ? await itemsWhere(db, items, leaf) : [];
        for (const { spanId, position } of found) {
          if (chunk.replaced.includes(position)) continue;
          matches[i]!.traceIds.push(chunk.trace_id);
          matches[i]!.spanIds.push(spanId);
          matches[i]!.chunkIds.push(chunk.kind === chunkOfLogs ? null : chunk.chunk_id);
        }
      }
    }
  }
  return matches;
}

interface ChunkOfTrace {
  readonly trace_id: string;
  readonly day: string;
  readonly chunk_id: bigint;
  readonly kind: ChunkKind;
  readonly raw_bytes: number;
  /** For each leaf, whether its words may be here. */
  readonly leaves: readonly boolean[];
  /** Which of its spans a later version has come of. */
  readonly replaced: readonly number[];
  /** Of as many chunks as make one batch; of the others it is read when their turn comes. */
  readonly data: Buffer | null;
}

async function chunksOf(
  db: Db,
  traces: readonly TraceOfDay[],
  leaves: readonly ContentLeaf[],
  common: CommonSince,
): Promise<readonly ChunkOfTrace[]> {
  const checks = join(
    leaves.map((leaf) => sql`coalesce(${mayDecide(leaf, common)}, true)`),
    ", ",
  );
  return await db.query<ChunkOfTrace>(sql`
    select trace_id, day::text as day, chunk_id, kind, raw_bytes, leaves, replaced, case when bytes <= ${batchBytes} then data end as data
    from (
      select c.trace_id, c.day, c.chunk_id, c.kind, c.raw_bytes, c.data, array[${checks}] as leaves,
        array(select position::integer - 1 from unnest(c.traits) with ordinality as t (trait, position) where trait & ${superseded}::integer <> 0) as replaced,
        sum(c.raw_bytes) over (rows unbounded preceding) as bytes
      from unnest(${traces.map(({ traceId }) => traceId)}::uuid[], ${traces.map(({ day }) => day)}::date[]) as w (trace_id, day)
      cross join lateral (
        select * from chunks c where ${inDays(traces)} and c.day = w.day and c.trace_id = w.trace_id offset 0
      ) c
      where ${join(
        leaves.map((leaf) => mayDecide(leaf, common)),
        " or ",
        sql`false`,
      )}
    ) listed`);
}

/** Whether a chunk (alias `c`) can have a span for which the leaf holds. */
function mayDecide({ words, tokens, attribute }: ContentLeaf, common: CommonSince): Sql {
  const ofSpans = attribute === undefined ? sql`` : sql` and c.kind = 0`;
  const ofTokens = tokens === undefined ? sql`` : sql` and ${hasTokens([tokens])}`;
  return sql`(${mayHold(words, common)}${ofSpans}${ofTokens})`;
}

async function dataOf(db: Db, chunks: readonly ChunkOfTrace[]): Promise<Map<bigint, Buffer>> {
  const rows = await db.query<{ chunk_id: bigint; data: Buffer }>(sql`
    select w.chunk_id, c.data
    from unnest(${chunks.map((chunk) => chunk.trace_id)}::uuid[], ${chunks.map((chunk) => chunk.day)}::date[],
      ${chunks.map((chunk) => chunk.chunk_id)}::bigint[]) as w (trace_id, day, chunk_id)
    cross join lateral (
      select data from chunks c where ${inDays(chunks)} and c.day = w.day and c.trace_id = w.trace_id
        and c.chunk_id = w.chunk_id offset 0
    ) c`);
  return new Map(rows.map(({ chunk_id, data }) => [chunk_id, data]));
}

/** Lets the planner leave out the partitions of other days. */
function inDays(rows: readonly { readonly day: string }[]): Sql {
  return sql`c.day = any(${[...new Set(rows.map(({ day }) => day))]}::date[])`;
}

function* batches(chunks: readonly ChunkOfTrace[]): Generator<readonly ChunkOfTrace[]> {
  let batch: ChunkOfTrace[] = [];
  let size = 0;
  for (const chunk of chunks) {
    if (batch.length > 0 && size + chunk.raw_bytes > batchBytes) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(chunk);
    size += chunk.raw_bytes;
  }
  if (batch.length > 0) yield batch;
}

async function itemsWhere(
  db: Db,
  items: readonly ChunkItem[],
  { attribute, matches, holds, inPostgres }: ContentLeaf,
): Promise<readonly ChunkItem[]> {
  if (attribute !== undefined && holds !== undefined) {
    return items.filter((item) => holds(item.attribute(attribute.owner, attribute.key)));
  }
  const textsOf = (item: ChunkItem): string[] => {
    if (attribute === undefined) return item.texts.flatMap(readings);
    const sent = item.attribute(attribute.owner, attribute.key);
    return sent === undefined ? [] : [textOf(sent)];
  };
  if (matches !== undefined) return items.filter((item) => textsOf(item).some(matches));
  if (inPostgres === undefined) return [];
  const texts = items.flatMap((item, i) => textsOf(item).map((text) => ({ i, text: text.replaceAll("\0", "\ufffd") })));
  const rows = await db.query<{ i: number }>(sql`
    select distinct i from unnest(${texts.map(({ i }) => i)}::integer[], ${texts.map(({ text }) => text)}::text[]) as x (i, value)
    where value ${raw(inPostgres.operator)} ${inPostgres.pattern}::text`);
  return rows.map(({ i }) => items[i]!);
}
