import { type ChunkHead, readHead } from "../chunk-parts.ts";
import { superseded } from "../chunk-row.ts";
import { contentsOf, decompress, type StoredContent } from "../decompress.ts";
import { copyOut, integerIn, listIn } from "../postgres/copy-out.ts";
import type { Connection, Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { textOf } from "./attribute-leaf.ts";
import { aLongText, type ChunkItem, readChunkItems, somethingLong } from "./chunk-items.ts";
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
  /** Of each leaf the traces that need no further look. */
  const decided = leaves.map(() => new Set<number>());
  const isWanted = (chunk: ChunkOfTrace, leaf: number) =>
    chunk.leaves[leaf] === true && !decided[leaf]!.has(chunk.trace);
  /** Adds what the chunk has; nothing and false where a long text that is missing decides. */
  const look = async (chunk: ChunkOfTrace, { content, gaps }: ChunkHead): Promise<boolean> => {
    const { traceId } = traces[chunk.trace]!;
    const text = hasLook ? content.toString("latin1") : "";
    const wanted = leaves.map(({ mayHold }, i) => isWanted(chunk, i) && mayHold?.(text) !== false);
    if (!wanted.includes(true)) return true;
    const items = readChunkItems(content, chunk.kind, readsTexts, gaps).filter(
      ({ position }) => !chunk.isReplaced(position),
    );
    const chunkId = chunk.kind === chunkOfLogs ? null : chunk.chunkId;
    const found: bigint[][] = [];
    for (const [i, leaf] of leaves.entries()) {
      const spanIds: bigint[] = [];
      found.push(spanIds);
      if (!wanted[i]) continue;
      for (const item of await itemsWhere(connection, items, leaf)) {
        if (item === undefined) return false;
        spanIds.push(item.spanId);
        if (isOneEnough && chunkId !== null) break;
      }
    }
    for (const [i, spanIds] of found.entries()) {
      if (isOneEnough && chunkId !== null && spanIds.length > 0) decided[i]!.add(chunk.trace);
      for (const spanId of spanIds) {
        matches[i]!.traceIds.push(traceId);
        matches[i]!.spanIds.push(spanId);
        matches[i]!.chunkIds.push(chunkId);
      }
    }
    return true;
  };
  const chunks = await chunksOf(connection, question);
  // One piece of memory for one head after the other: they come to megabytes.
  const room = Buffer.allocUnsafe(isOfHeads(leaves) ? Math.max(0, ...chunks.map(({ rawBytes }) => rawBytes)) : 0);
  for (const isFirst of [true, false]) {
    const left = chunks.filter((chunk) => chunk.isFirst === isFirst && leaves.some((_, i) => isWanted(chunk, i)));
    for (const batch of batches(left)) {
      const read = await readBatch(connection, question, batch);
      const unread: ChunkOfTrace[] = [];
      for (const { chunk, content, isHead } of read)
        if (!(await look(chunk, isHead ? readHead(content, room) : { content, gaps: [] }))) unread.push(chunk);
      if (unread.length > 0)
        for (const { chunk, content } of await readWhole(connection, traces, unread))
          await look(chunk, { content, gaps: [] });
    }
  }
  return matches;
}

/** Whether the heads of chunks decide nearly always: where attributes are compared in JavaScript. */
function isOfHeads(leaves: readonly ContentLeaf[]): boolean {
  return leaves.every(({ attribute, holds }) => attribute !== undefined && holds !== undefined);
}

interface ReadChunk {
  readonly chunk: ChunkOfTrace;
  /** Or only its head. */
  readonly content: Buffer;
  readonly isHead: boolean;
}

/** The chunks but those that have been replaced since they were listed. */
async function readBatch(
  connection: Connection,
  { traces, leaves }: ContentQuestion,
  batch: readonly ChunkOfTrace[],
): Promise<ReadChunk[]> {
  const isHeads = isOfHeads(leaves);
  const later = batch.filter(({ stored }) => stored === undefined);
  const read = later.length > 0 ? await storedOf(connection, traces, later, isHeads) : undefined;
  const present = batch.flatMap((chunk) => {
    const stored = chunk.stored ?? read?.get(chunk.chunkId);
    return stored === undefined ? [] : [{ chunk, stored }];
  });
  if (!isHeads) return whole(present);
  const contents = await decompress(present.map(({ stored }) => stored.data));
  return present.map(({ chunk, stored }, i) => ({
    chunk,
    content: contents[i]!,
    isHead: stored.headBytes !== null,
  }));
}

async function readWhole(
  connection: Connection,
  traces: readonly TraceOfDay[],
  chunks: readonly ChunkOfTrace[],
): Promise<ReadChunk[]> {
  const read = await storedOf(connection, traces, chunks, false);
  return whole(
    chunks.flatMap((chunk) => {
      const stored = read.get(chunk.chunkId);
      return stored === undefined ? [] : [{ chunk, stored }];
    }),
  );
}

async function whole(
  chunks: readonly { readonly chunk: ChunkOfTrace; readonly stored: StoredContent }[],
): Promise<ReadChunk[]> {
  const contents = await contentsOf(chunks.map(({ stored }) => stored));
  return chunks.map(({ chunk }, i) => ({ chunk, content: contents[i]!, isHead: false }));
}

interface ChunkOfTrace {
  /** Which of the traces asked for it belongs to. */
  readonly trace: number;
  readonly chunkId: bigint;
  readonly kind: ChunkKind;
  /** Read before the others: where one span is enough, the chunk of each trace that says the most with the least. */
  readonly isFirst: boolean;
  readonly rawBytes: number;
  /** For each leaf, whether its words may be here. */
  readonly leaves: readonly boolean[];
  /** Whether a later version has come of the span at this position. */
  isReplaced(position: number): boolean;
  /** Of as many first chunks as make one batch; of the others it is read when their turn comes. Where heads decide, only the head. */
  readonly stored: StoredContent | undefined;
}

async function chunksOf(
  connection: Connection,
  { traces, leaves, common, isOneEnough }: ContentQuestion,
): Promise<readonly ChunkOfTrace[]> {
  const checks = join(
    leaves.map((leaf) => sql`case when coalesce(${mayDecide(leaf, common)}, true) then '1' else '0' end`),
    " || ",
  );
  // The only chunk of a trace that may match was looked at when that was found out; many tokens take 40 µs to compare.
  const all = "1".repeat(leaves.length);
  const flags = isOneEnough
    ? sql`case when c.kind = 0 and count(*) over (partition by w.trace) = 1 then ${raw(`'${all}'`)} else ${checks} end`
    : checks;
  const isFirst = raw(
    isOneEnough ? "row_number() over (partition by trace order by leaves desc, kind, raw_bytes) = 1" : "true",
  );
  const { bytes, rows } = await copyOut(
    connection,
    sql`
    select trace, chunk_id, kind, raw_bytes, is_first, leaves, traits,
      case when is_first and bytes <= ${batchBytes} then ${partOf(isOfHeads(leaves))} end as data, head_bytes
    from (select *, sum(raw_bytes) filter (where is_first) over (rows unbounded preceding) as bytes from (
      select *, ${isFirst} as is_first from (
      select w.trace, c.chunk_id, c.kind, c.raw_bytes, c.traits, c.data, c.head_bytes, ${flags} as leaves
      from ${listed(traces)} cross join lateral (
        select * from chunks c where ${inDays(traces)} and c.day = w.day and c.trace_id = w.trace_id offset 0
      ) c
    ) looked_at where leaves like '%1%') listed) added_up`,
  );
  return rows.map(([trace, chunkId, kind, rawBytes, isFirstOne, flags, traits, data, headBytes]) => {
    const { at, length } = listIn(bytes, traits);
    return {
      trace: Number(bytes.readBigInt64BE(trace!.start)) - 1,
      chunkId: bytes.readBigInt64BE(chunkId!.start),
      kind: bytes.readInt16BE(kind!.start) as ChunkKind,
      rawBytes: bytes.readInt32BE(rawBytes!.start),
      isFirst: bytes[isFirstOne!.start] === 1,
      leaves: Array.from(bytes.toString("latin1", flags!.start, flags!.end), (flag) => flag === "1"),
      isReplaced: (position) => position < length && (bytes.readInt32BE(at + position * 8 + 4) & superseded) !== 0,
      stored: data && { data: bytes.subarray(data.start, data.end), headBytes: integerIn(bytes, headBytes) },
    };
  });
}

/** Whether a chunk (alias `c`) can have a span for which the leaf holds. */
function mayDecide({ words, tokens, attribute }: ContentLeaf, common: CommonSince): Sql {
  const ofSpans = attribute === undefined ? sql`` : sql` and c.kind = 0`;
  const ofTokens = tokens === undefined ? sql`` : sql` and ${hasTokens([tokens])}`;
  return sql`(${mayHold(words, common)}${ofSpans}${ofTokens})`;
}

/** What is read of a chunk: its head, of which Postgres reads no more pages than it takes, or all. */
function partOf(isHeads: boolean): Sql {
  return raw(isHeads ? "case when head_bytes is null then data else substr(data, 1, head_bytes) end" : "data");
}

async function storedOf(
  connection: Connection,
  traces: readonly TraceOfDay[],
  chunks: readonly ChunkOfTrace[],
  isHeads: boolean,
): Promise<Map<bigint, StoredContent>> {
  const theirs = [...new Set(chunks.map(({ trace }) => traces[trace]!))];
  const { bytes, rows } = await copyOut(
    connection,
    sql`
    select c.chunk_id, c.data, c.head_bytes from ${listed(theirs)} cross join lateral (
      select chunk_id, ${partOf(isHeads)} as data, head_bytes from chunks c where ${inDays(theirs)} and c.day = w.day and c.trace_id = w.trace_id
        and c.chunk_id = any(${chunks.map(({ chunkId }) => chunkId)}::bigint[]) offset 0
    ) c`,
  );
  return new Map(
    rows.map(([chunkId, data, headBytes]) => [
      bytes.readBigInt64BE(chunkId!.start),
      { data: bytes.subarray(data!.start, data!.end), headBytes: integerIn(bytes, headBytes) },
    ]),
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

/**
 * The items for which the leaf holds, and undefined for one that does not say because a long text is missing. Looks at no
 * more items than are asked for, where Postgres need not be asked.
 */
async function itemsWhere(
  db: Db,
  items: readonly ChunkItem[],
  { attribute, matches, holds, holdsLong, inPostgres }: ContentLeaf,
): Promise<Iterable<ChunkItem | undefined>> {
  if (attribute !== undefined && holds !== undefined) {
    const { owner } = attribute;
    const key = Buffer.from(attribute.key);
    return where(items, (item) => {
      const sent = item.attribute(owner, key);
      return sent === aLongText ? holdsLong : sent === somethingLong ? undefined : holds(sent);
    });
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

function* where<Item>(items: readonly Item[], holds: (item: Item) => boolean | undefined): Generator<Item | undefined> {
  for (const item of items) {
    const answer = holds(item);
    if (answer !== false) yield answer === undefined ? undefined : item;
  }
}
