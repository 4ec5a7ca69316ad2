import { percentileNs } from "./latency-bins.ts";
import type { Connection, Db } from "./postgres/db.ts";
import { join, raw, type Sql, sql } from "./postgres/sql.ts";
import { type Coverage, coverageOf, type Stretch } from "./rollups/coverage.ts";
import { addedUp, bucketsBy, bucketsOverTime, type Dimension, tracesBy, tracesOverTime } from "./rollups/parts.ts";
import { bounded, type SearchPool } from "./search/bounded.ts";
import { isColumnToo } from "./search/trace-fields.ts";

/** What some traces add up to. What is null was said by none of them; latencies are within 1 %, all else is exact. */
export interface TraceSums {
  /** By tool: calls. So are the latencies, and a call has neither tokens nor cost. */
  readonly traceCount: number;
  /** Whose status is ERROR. */
  readonly failedCount: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costPicoUsd: bigint | null;
  readonly costPartial: boolean;
  /** Of those that have ended. */
  readonly latencyNs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

export interface TraceOverview {
  readonly total: TraceSums;
  readonly bucketMs: number;
  /** In the order of time, without those in which no trace began. */
  readonly buckets: readonly { readonly startMs: number; readonly sums: TraceSums }[];
  /** Those with the most traces first, `maxGroups` at most. A value is null for the traces that have none. */
  readonly groups: readonly { readonly value: string | null; readonly sums: TraceSums }[];
  readonly moreGroups: boolean;
}

export interface OverviewQuery {
  /** All experiments where none is named. */
  readonly experimentIds: readonly string[];
  /** The trace started at this time or later. */
  readonly fromMs?: number;
  /** The trace started before this time. */
  readonly toMs?: number;
  /** What traces are told apart by. A trace counts for each model that it called. */
  readonly by: Exclude<Dimension, "all">;
}

const maxBuckets = 60;
const maxGroups = 50;
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const bucketLengths = [
  ...[1, 5, 15].map((count) => count * second),
  ...[1, 5, 15].map((count) => count * minute),
  ...[1, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 30, 90, 365, 3_650].map((count) => count * day),
];

/**
 * Adds up rollups, and single traces where there are none or where something has changed since they were made, in one
 * snapshot: what it says is what a list of the same traces would say at that moment. Throws DEADLINE_EXCEEDED where there
 * is too much to count one by one.
 */
export async function traceOverview(searches: SearchPool, query: OverviewQuery): Promise<TraceOverview> {
  const read = async (connection: Connection): Promise<TraceOverview> => {
    await configure(connection);
    const stretches = await stretchesOf(connection, query);
    const bucketMs = bucketLength(stretches);
    const overTime = await readBuckets(connection, stretches, bucketMs);
    const byGroup = await readGroups(connection, stretches, query.by);
    const buckets = grouped(overTime).map(([bucket, rows]) => ({
      startMs: Number(bucket) * bucketMs,
      sums: sumsOf(rows),
    }));
    const groups = grouped(byGroup)
      .map(([value, rows]) => ({ value, sums: sumsOf(rows) }))
      .sort((a, b) => b.sums.traceCount - a.sums.traceCount);
    return {
      total: sumsOf(overTime),
      bucketMs,
      buckets: buckets.sort((a, b) => a.startMs - b.startMs),
      groups: groups.slice(0, maxGroups),
      moreGroups: groups.length > maxGroups,
    };
  };
  return bounded(searches, "narrow the time range", () => searches.transaction(read));
}

/** The counts are to stay in memory. */
async function configure(db: Db): Promise<void> {
  await db.query(sql`set transaction isolation level repeatable read, read only`);
  await db.query(sql`set local work_mem to '64MB'`);
}

/** From the first trace of each experiment to its last one. */
async function stretchesOf(db: Db, { experimentIds, fromMs, toMs }: OverviewQuery): Promise<Stretch[]> {
  const bound = (ms: number) => BigInt(Math.trunc(Math.min(Math.max(ms, -9e12), 9e12))) * 1_000_000n;
  const isWithin = join(
    [
      ...(fromMs === undefined ? [] : [sql`t.start_ns >= ${bound(fromMs)}::bigint`]),
      ...(toMs === undefined ? [] : [sql`t.start_ns < ${bound(toMs)}::bigint`]),
    ],
    " and ",
    sql`true`,
  );
  const experiments =
    experimentIds.length === 0
      ? sql`(select distinct experiment_id from traces) x`
      : sql`unnest(${[...new Set(experimentIds)]}::bigint[]) as x (experiment_id)`;
  const rows = await db.query<{ experiment_id: bigint; first: bigint; last: bigint }>(sql`
    select x.experiment_id, first.start_ns as first, last.start_ns as last from ${experiments}
    cross join lateral (select t.start_ns from traces t where t.experiment_id = x.experiment_id and ${isWithin} order by t.start_ns limit 1) first
    cross join lateral (select t.start_ns from traces t where t.experiment_id = x.experiment_id and ${isWithin} order by t.start_ns desc limit 1) last`);
  return rows.map(({ experiment_id, first, last }) => ({
    experimentId: String(experiment_id),
    fromNs: first,
    toNs: last + 1n,
  }));
}

/** The shortest length of which `maxBuckets` hold all. */
function bucketLength(stretches: readonly Stretch[]): number {
  const [first = 0n] = stretches.map(({ fromNs }) => fromNs).sort(ascending);
  const end =
    stretches
      .map(({ toNs }) => toNs)
      .sort(ascending)
      .at(-1) ?? 1n;
  const count = (ms: number) => (end - 1n) / BigInt(ms * 1e6) - first / BigInt(ms * 1e6) + 1n;
  return bucketLengths.find((ms) => count(ms) <= maxBuckets) ?? bucketLengths.at(-1)!;
}

function ascending(a: bigint, b: bigint): number {
  return Number(a - b);
}

/** The sums of one value in one latency bin; those of no bin are of the value as well. */
interface PartRow {
  readonly value: string | null;
  readonly bin: number | null;
  readonly traces: number;
  readonly failed: number;
  readonly input: number;
  readonly inputs: number;
  readonly output: number;
  readonly outputs: number;
  readonly cost: bigint;
  readonly costs: number;
  readonly partial: number;
  /** With the latency of the bin. */
  readonly ended: number;
}

const columns: Sql = raw(
  `value::text, bin, ${["traces", "failed", "input", "inputs", "output", "outputs", "costs", "partial", "ended"]
    .map((name) => `${name}::float8`)
    .join(", ")}, cost::bigint as cost`,
);

async function readBuckets(db: Db, stretches: readonly Stretch[], bucketMs: number): Promise<readonly PartRow[]> {
  const { buckets, gaps } = await coverageOf(db, stretches, { longestS: bucketMs / 1_000 });
  const lengthNs = BigInt(bucketMs) * 1_000_000n;
  return db.query<PartRow>(sql`
    select ${columns} from (select value, bin, ${addedUp} from (
      ${bucketsOverTime(buckets, lengthNs)} union all ${tracesOverTime(gaps, lengthNs)}
    ) part group by 1, 2) added`);
}

/** First which values have the most traces, without their latencies, and then all about those. */
async function readGroups(db: Db, stretches: readonly Stretch[], by: Dimension): Promise<readonly PartRow[]> {
  // A tag that is a column as well is kept under the name of neither.
  const longestS =
    by.startsWith("tags.") && isColumnToo("tags", by.slice("tags.".length)) ? 0 : Number.MAX_SAFE_INTEGER;
  const coverage = await coverageOf(db, stretches, { longestS, dimension: by });
  const most = await db.query<{ value: string | null }>(sql`
    select value from (${partsBy(by, coverage, "none")}) part group by 1
    having sum(traces) > 0 order by sum(traces) desc, 1 limit ${maxGroups + 1}`);
  const values = most.flatMap(({ value }) => (value === null ? [] : [value]));
  const orNone = most.length > values.length ? sql`or value is null` : sql``;
  return db.query<PartRow>(sql`
    select ${columns} from (select value, bin, ${addedUp} from (${partsBy(by, coverage, "with bins")}) part
      where value = any(${values}::text[]) ${orNone} group by 1, 2) added`);
}

function partsBy(by: Dimension, { buckets, gaps }: Coverage, latencies: "with bins" | "none"): Sql {
  return sql`${bucketsBy(by, buckets, latencies)} union all ${tracesBy(by, gaps)}`;
}

function grouped(rows: readonly PartRow[]): [string | null, PartRow[]][] {
  return [...Map.groupBy(rows, ({ value }) => value)];
}

function sumsOf(rows: readonly PartRow[]): TraceSums {
  const bins = new Map<number, number>();
  for (const { bin, ended } of rows) if (bin !== null && ended > 0) bins.set(bin, (bins.get(bin) ?? 0) + ended);
  const sum = (key: Exclude<keyof PartRow, "value" | "bin" | "cost">) => rows.reduce((all, row) => all + row[key], 0);
  return {
    traceCount: sum("traces"),
    failedCount: sum("failed"),
    inputTokens: sum("inputs") > 0 ? sum("input") : null,
    outputTokens: sum("outputs") > 0 ? sum("output") : null,
    costPicoUsd: sum("costs") > 0 ? rows.reduce((all, { cost }) => all + cost, 0n) : null,
    costPartial: sum("partial") > 0,
    latencyNs:
      bins.size === 0
        ? null
        : { p50: percentileNs(bins, 0.5)!, p95: percentileNs(bins, 0.95)!, p99: percentileNs(bins, 0.99)! },
  };
}
