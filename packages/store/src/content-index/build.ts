/** Making the blocks of the content index. */
import { contentsOf } from "../decompress.ts";
import type { Connection, Db, Pool } from "../postgres/db.ts";
import { sql } from "../postgres/sql.ts";
import type { ChunkKind } from "../search/chunk-texts.ts";
import { MatrixBuilder } from "./matrix.ts";

/** Uncompressed content of a block: some 2,000 columns of ordinary text. While nothing is stored a tenth is enough. */
const blockBytes = 40_000_000;
const quietShare = 0.1;
const quietSeconds = 60;
/** Chunks that are read at once. */
const chunksAtOnce = 64;
/** A transaction that began this long ago and is not seen yet has been forgotten by everybody. */
const settleSeconds = 10;
/** Any number, the same in every replica: whoever holds it makes blocks. */
const buildingLock = 7_203_685_513n;

export interface WaitingContent {
  /** Whether there may be enough for a block: right or too hopeful. */
  readonly isEnough: boolean;
  /** Whether it is more than a search can read within its time. */
  readonly isTooMuch: boolean;
}

/** A search takes half a millisecond for a chunk of ten spans, and this is what it reads of larger ones meanwhile. */
const readableChunks = 20_000;
const readableBytes = 400_000_000;

/** What is in no block yet. */
export async function waitingContent(db: Db): Promise<WaitingContent> {
  const [row] = await db.query<{ bytes: bigint; chunks: number }>(sql`
    select coalesce(sum(raw_bytes), 0)::bigint as bytes, count(*)::integer as chunks from (
      select raw_bytes from chunks
      where created_at >= coalesce((select max(made_until) from content_blocks), '-infinity')
      order by created_at limit ${readableChunks}) as waiting`);
  const { bytes, chunks } = row!;
  return {
    isEnough: Number(bytes) >= blockBytes * quietShare,
    isTooMuch: Number(bytes) >= readableBytes || chunks >= readableChunks,
  };
}

interface Listed {
  readonly trace_id: string;
  readonly day: string;
  readonly chunk_id: bigint;
  readonly raw_bytes: number;
  readonly created_at: string;
}

/** Makes the next block where there is enough content for one; resolves to whether it did. */
export async function buildBlock(db: Pool, minBytes = blockBytes): Promise<boolean> {
  return db.transaction(async (connection) => {
    const [lock] = await connection.query<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(${buildingLock}) as held`,
    );
    if (!lock?.held) return false;
    const next = await nextChunks(connection, minBytes);
    if (next === undefined) return false;
    const builder = new MatrixBuilder();
    for (let from = 0; from < next.chunks.length; from += chunksAtOnce)
      await addChunks(connection, builder, next.chunks.slice(from, from + chunksAtOnce));
    const { width, starts, traces, matrix } = builder.finish();
    const lastDay = next.chunks
      .map(({ day }) => day)
      .sort()
      .at(-1);
    await connection.query(sql`insert into content_blocks (made_until, last_day, width, starts, traces, matrix, has_runs)
      values (${next.until}::timestamptz, ${lastDay}::date, ${width}, ${starts}, ${traces}, ${matrix}, true)`);
    return true;
  });
}

/**
 * The oldest chunks that are in no block, enough for one, and the time before which they were all made. A chunk's time is
 * the start of its transaction: what is younger than the oldest transaction that runs may yet get company.
 */
async function nextChunks(connection: Connection, minBytes: number) {
  const [range] = await connection.query<{ after: string; until: string }>(sql`
    select (coalesce((select max(made_until) from content_blocks), '-infinity') - interval '1 microsecond')::text as after,
      least(now() - make_interval(secs => ${settleSeconds}), (select min(xact_start) from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()))::text as until`);
  if (range === undefined) return undefined;
  const chunks: Listed[] = [];
  let bytes = 0;
  for (let after = range.after, more = true; more; ) {
    // All of a transaction have one time, and come together. The order is the column's: its text has no index.
    const rows = await connection.query<Listed>(sql`
      select trace_id, day, chunk_id, raw_bytes, created_at::text as created_at from chunks
      where created_at > ${after}::timestamptz and created_at < ${range.until}::timestamptz
      order by chunks.created_at fetch first ${chunksListed} rows with ties`);
    for (const [i, row] of rows.entries()) {
      if (bytes >= minBytes && row.created_at !== rows[i - 1]?.created_at) return { chunks, until: row.created_at };
      chunks.push(row);
      bytes += row.raw_bytes;
    }
    more = rows.length >= chunksListed;
    after = rows.at(-1)?.created_at ?? after;
  }
  const isQuiet = chunks.length > 0 && Date.now() - Date.parse(chunks.at(-1)!.created_at) > quietSeconds * 1_000;
  return bytes >= minBytes * (isQuiet ? quietShare : 1) ? { chunks, until: range.until } : undefined;
}

/** About as many as a block takes. */
const chunksListed = 2_000;

async function addChunks(connection: Connection, builder: MatrixBuilder, chunks: readonly Listed[]): Promise<void> {
  const rows = await connection.query<{
    trace_id: string;
    kind: ChunkKind;
    data: Buffer;
    head_bytes: number | null;
  }>(sql`
    select c.trace_id, c.kind, c.data, c.head_bytes
    from unnest(${chunks.map((chunk) => chunk.day)}::date[], ${chunks.map((chunk) => chunk.trace_id)}::uuid[],
      ${chunks.map((chunk) => chunk.chunk_id)}::bigint[]) as w (day, trace_id, chunk_id)
    join chunks c using (day, trace_id, chunk_id)`);
  const contents = await contentsOf(rows.map(({ data, head_bytes }) => ({ data, headBytes: head_bytes })));
  for (const [i, { trace_id, kind }] of rows.entries())
    builder.add(contents[i]!, kind, Buffer.from(trace_id.replaceAll("-", ""), "hex"));
}
