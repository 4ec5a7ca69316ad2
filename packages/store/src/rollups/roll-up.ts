import type { Connection, Db, Pool } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { type Bucket, coverageOf, type Stretch } from "./coverage.ts";
import { addedUp, allTags, bucketsByAll, type Dimension, tracesBy, tracesByAll, wholeSums } from "./parts.ts";
import { type Period, periods } from "./periods.ts";

export interface RollUpOptions {
  /** When to stop, in milliseconds since 1970. */
  readonly untilMs: number;
  /** A bucket with fewer traces is not worth its rows: they are as quickly counted. */
  readonly minTraces?: number;
  /** False: whatever is marked, at once; for tests and for an import. */
  readonly waits?: boolean;
}

const rollUpLock = 7_203_685_514n;
/**
 * In a bucket a dimension is kept that has few values, or fewer than a quarter as many as traces. Users are kept by the day
 * however many they are: reading their rows is still several times quicker than reading traces.
 */
const fewValues = 50;
/** Longer keys of tags are never kept: they could not stand in the index. */
const maxDimension = 250;
/** With more keys than this a bucket has no tags. */
const maxTags = 100;
const maxCountedAnew = 4;

/**
 * Makes the buckets anew whose traces have changed, minutes before hours before days, until none is due or the time is
 * over; resolves to how many. Of several replicas one does it at a time. Killed at any moment, it leaves what was
 * committed, and the marks of what was not.
 */
export async function rollUp(db: Pool, options: RollUpOptions): Promise<number> {
  let made = 0;
  for (const period of periods.toReversed()) {
    for (let due = period.atOnce; due === period.atOnce && Date.now() < options.untilMs; made += due)
      due = await rollUpSome(db, period, options);
  }
  return made;
}

/**
 * Takes the marks away before it reads anything, so that whatever changes meanwhile leaves a mark behind: a bucket
 * without marks has all that was committed.
 */
function rollUpSome(db: Pool, period: Period, { minTraces = 200, waits = true }: RollUpOptions): Promise<number> {
  return db.transaction(async (connection) => {
    const [lock] = await connection.query<{ held: boolean }>(sql`
      select pg_try_advisory_xact_lock(${rollUpLock}) as held, set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`);
    if (!lock?.held) return 0;
    const due = await takeDue(connection, period, waits);
    if (due.length === 0) return 0;
    await removeBuckets(connection, due);
    for (const bucket of await largeOnes(connection, due, minTraces)) await makeBucket(connection, bucket, period);
    if (period.longer !== null) await mark(connection, due, period.longer);
    return due.length;
  });
}

async function takeDue(connection: Connection, period: Period, waits: boolean): Promise<Bucket[]> {
  const now = sql`extract(epoch from now()) - ${period.waitSeconds}::integer`;
  const isDue = sql`greatest(start_s + period_s, extract(epoch from min(marked_at))) < ${now}`;
  const rows = await connection.query<{ experiment_id: bigint; start_s: bigint }>(sql`
    with due as (
      select experiment_id, period_s, start_s from trace_rollup_marks where period_s = ${period.seconds}
      group by 1, 2, 3 having ${waits ? isDue : sql`true`} order by 3 desc limit ${period.atOnce}
    ), taken as (
      delete from trace_rollup_marks m using due where m.experiment_id = due.experiment_id
        and m.period_s = due.period_s and m.start_s = due.start_s
    )
    select experiment_id, start_s from due`);
  return rows.map((row) => ({ experimentId: String(row.experiment_id), periodS: period.seconds, startS: row.start_s }));
}

async function removeBuckets(db: Db, buckets: readonly Bucket[]): Promise<void> {
  for (const table of ["trace_rollup_buckets", "trace_rollups"]) {
    await db.execute(sql`delete from ${raw(table)} r using ${keysOf(buckets)}
      where r.experiment_id = k.experiment_id and r.period_s = k.period_s and r.start_s = k.start_s`);
  }
}

async function mark(db: Db, buckets: readonly Bucket[], periodS: number): Promise<void> {
  await db.execute(sql`insert into trace_rollup_marks (experiment_id, period_s, start_s)
    select distinct experiment_id, ${periodS}::integer, start_s / ${periodS} * ${periodS} from ${keysOf(buckets)}`);
}

async function largeOnes(db: Db, buckets: readonly Bucket[], minTraces: number): Promise<Bucket[]> {
  const rows = await db.query<{ position: number }>(sql`
    select (k.position - 1)::integer as position from ${keysOf(buckets)}
    where (select count(*) from (select from traces t where t.experiment_id = k.experiment_id
      and t.start_ns >= k.start_s * 1000000000 and t.start_ns < (k.start_s + k.period_s) * 1000000000
      limit ${minTraces}) counted) >= ${minTraces}`);
  return rows.map(({ position }) => buckets[position]!);
}

/**
 * Of the shorter buckets that it consists of, and of the traces between them. What a shorter one left out is counted anew,
 * since it may have few enough values for a longer one.
 */
async function makeBucket(db: Db, bucket: Bucket, period: Period): Promise<void> {
  const { experimentId, periodS, startS } = bucket;
  const toNs = (startS + BigInt(periodS)) * 1_000_000_000n;
  const whole: Stretch = { experimentId, fromNs: startS * 1_000_000_000n, toNs };
  const { buckets, gaps } = await coverageOf(db, [whole], { longestS: periodS - 1 });
  const missing = await leftOutOf(db, buckets);
  const again = missing.filter((each) => each !== allTags && each.length <= maxDimension).slice(0, maxCountedAnew);
  const lost = missing.filter((each) => !again.includes(each));
  const isThere = (dimension: Sql) =>
    sql`${dimension} <> all(${missing}::text[]) ${lost.includes(allTags) ? sql`and not ${isTag(dimension)}` : sql``}`;
  await db.execute(sql`
    with parts as materialized (
      select dimension, value, bin, ${addedUp} from (
        select * from (${bucketsByAll(buckets)}) bucket where ${isThere(sql`dimension`)}
        union all select * from (${tracesByAll(gaps)}) trace where ${isThere(sql`dimension`)}
        ${join(
          again.map(
            (each) => sql`union all select ${each}, anew.* from (${tracesBy(each as Dimension, [whole])}) anew`,
          ),
          " ",
        )}
      ) each group by 1, 2, 3
    ), rows as materialized (
      select dimension, value, ${addedUp}, coalesce(array_agg(bin order by bin) filter (where ended > 0), '{}') as bins,
        coalesce(array_agg(ended order by bin) filter (where ended > 0), '{}') as bin_traces
      from parts group by 1, 2
    ), many as (
      select dimension from rows group by 1
      having count(*) > greatest(${fewValues}, sum(traces) / 4) and not (dimension = 'user' and ${period.longer === null})
        or length(dimension) > ${maxDimension}
      union all select ${allTags} where (select count(distinct dimension) from rows where ${isTag(sql`dimension`)}) > ${maxTags}
      union all select unnest(${lost}::text[])
    ), covered as (
      insert into trace_rollup_buckets (experiment_id, period_s, start_s, left_out)
      select ${experimentId}::bigint, ${periodS}, ${startS}::bigint, array(select distinct dimension from many)
    )
    insert into trace_rollups (experiment_id, period_s, start_s, dimension, value, ${columns}, bins, bin_traces)
    select ${experimentId}::bigint, ${periodS}, ${startS}::bigint, dimension, value, ${columns}, bins, bin_traces
    from rows where dimension not in (select dimension from many)
      and not (${isTag(sql`dimension`)} and exists (select from many where many.dimension = ${allTags}))`);
}

async function leftOutOf(db: Db, buckets: readonly Bucket[]): Promise<string[]> {
  const rows = await db.query<{ dimension: string }>(sql`
    select distinct unnest(left_out) as dimension from ${keysOf(buckets)} join trace_rollup_buckets b
      on b.experiment_id = k.experiment_id and b.period_s = k.period_s and b.start_s = k.start_s order by 1`);
  return rows.map(({ dimension }) => dimension);
}

function isTag(dimension: Sql): Sql {
  return sql`starts_with(${dimension}, 'tags.')`;
}

const columns = raw(wholeSums.join(", "));

function keysOf(buckets: readonly Bucket[]) {
  return sql`unnest(${buckets.map(({ experimentId }) => experimentId)}::bigint[], ${buckets.map(({ periodS }) => periodS)}::integer[],
    ${buckets.map(({ startS }) => startS)}::bigint[]) with ordinality as k (experiment_id, period_s, start_s, position)`;
}
