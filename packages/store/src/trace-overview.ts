import { binsPerE, instantBin, percentileNs } from "./latency-bins.ts";
import type { Connection, Pool } from "./postgres/db.ts";
import { join, raw, type Sql, sql } from "./postgres/sql.ts";
import { keyedText } from "./search/trace-fields.ts";

/** What some traces add up to. What is null was said by none of them; latencies are within 1 %, all else is exact. */
export interface TraceSums {
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

/** What traces are told apart by. A trace counts for each model that it called. */
export type OverviewBy = "model" | "name" | { readonly tag: string };

export interface OverviewQuery {
  /** All experiments where none is named. */
  readonly experimentIds: readonly string[];
  /** The trace started at this time or later. */
  readonly fromMs?: number;
  /** The trace started before this time. */
  readonly toMs?: number;
  readonly by: OverviewBy;
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
 * Reads the rows twice, on two connections at once: by time, which gives the totals as well, and by group. Latencies are
 * counted in bins of their logarithm, which can be added up and need no sorting of all rows.
 */
export async function traceOverview(db: Pool, query: OverviewQuery): Promise<TraceOverview> {
  const within = conditions(query);
  const [extent] = await db.query<{ first: bigint | null; last: bigint | null }>(
    sql`select min(t.start_ns) as first, max(t.start_ns) as last from traces t where ${within}`,
  );
  const bucketMs = bucketLength(extent?.first ?? 0n, extent?.last ?? 0n);
  const [overTime, byGroup] = await Promise.all([
    db.transaction((connection) => readBuckets(connection, within, bucketMs)),
    db.transaction((connection) => readGroups(connection, within, query.by)),
  ]);
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
}

/** The shortest length of which `maxBuckets` hold all. */
function bucketLength(firstNs: bigint, lastNs: bigint): number {
  const count = (ms: number) => lastNs / BigInt(ms * 1e6) - firstNs / BigInt(ms * 1e6) + 1n;
  return bucketLengths.find((ms) => count(ms) <= maxBuckets) ?? bucketLengths.at(-1)!;
}

/** One latency bin of one group. */
interface BinRow {
  readonly value: string | null;
  readonly bin: number | null;
  readonly traces: number;
  readonly failed: number;
  readonly input: bigint | null;
  readonly output: bigint | null;
  readonly cost: bigint | null;
  readonly partial: boolean;
}

async function readBuckets(connection: Connection, within: Sql, bucketMs: number): Promise<readonly BinRow[]> {
  await configure(connection);
  return connection.query<BinRow>(
    sql`select value::text, ${counted} from (
      select t.start_ns / ${BigInt(bucketMs) * 1_000_000n}::bigint as value, ${sums} from traces t
      where ${within} group by 1, 2) each`,
  );
}

async function readGroups(connection: Connection, within: Sql, by: OverviewBy): Promise<readonly BinRow[]> {
  await configure(connection);
  const value = by === "model" ? sql`t.models` : by === "name" ? sql`nullif(t.name, '')` : keyedText("tags", by.tag);
  const each = sql`select ${value} as value, ${sums} from traces t where ${within} group by 1, 2`;
  // Models are taken apart behind the first count: there are far fewer combinations of them than traces.
  const apart = sql`select m as value, bin, sum(traces)::bigint as traces, sum(failed)::bigint as failed,
      sum(input) as input, sum(output) as output, sum(cost) as cost, bool_or(partial) as partial
    from (${each}) combined left join lateral unnest(combined.value) m on true group by 1, 2`;
  return connection.query<BinRow>(sql`
    with each as materialized (${by === "model" ? apart : each}),
      most as (select value, sum(traces) from each group by value order by 2 desc, 1 limit ${maxGroups + 1})
    select each.value, ${counted} from each join most on each.value is not distinct from most.value`);
}

/** `bin` is null for a trace that has not ended. */
const sums: Sql = sql`case when t.end_ns <= t.start_ns then ${raw(String(instantBin))}
    else floor(ln((t.end_ns - t.start_ns)::float8) * ${raw(String(binsPerE))})::int end as bin,
  count(*) as traces, count(*) filter (where t.root_status = 2) as failed, sum(t.input_tokens) as input,
  sum(t.output_tokens) as output, sum(t.cost_pico_usd) as cost, bool_or(t.cost_partial) as partial`;

const counted: Sql = sql`bin, traces::float8 as traces, failed::float8 as failed, input::bigint as input,
  output::bigint as output, cost::bigint as cost, partial`;

/** Compiling costs more than it saves here, and the counts are to stay in memory. */
async function configure(connection: Connection): Promise<void> {
  await connection.query(sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
    set_config('statement_timeout', '30000', true)`);
}

function conditions({ experimentIds, fromMs, toMs }: OverviewQuery): Sql {
  const bound = (ms: number) => BigInt(Math.trunc(Math.min(Math.max(ms, -9e12), 9e12))) * 1_000_000n;
  const all = [
    ...(experimentIds.length === 0 ? [] : [sql`t.experiment_id = any(${[...experimentIds]}::bigint[])`]),
    ...(fromMs === undefined ? [] : [sql`t.start_ns >= ${bound(fromMs)}::bigint`]),
    ...(toMs === undefined ? [] : [sql`t.start_ns < ${bound(toMs)}::bigint`]),
  ];
  return join(all, " and ", sql`true`);
}

function grouped(rows: readonly BinRow[]): [string | null, BinRow[]][] {
  const groups = new Map<string | null, BinRow[]>();
  for (const row of rows) {
    const group = groups.get(row.value);
    if (group) group.push(row);
    else groups.set(row.value, [row]);
  }
  return [...groups];
}

function sumsOf(rows: readonly BinRow[]): TraceSums {
  const bins = new Map<number, number>();
  for (const { bin, traces } of rows) if (bin !== null) bins.set(bin, (bins.get(bin) ?? 0) + traces);
  const tokens = (key: "input" | "output") => {
    const sum = added(rows.map((row) => row[key]));
    return sum === null ? null : Number(sum);
  };
  return {
    traceCount: rows.reduce((sum, { traces }) => sum + traces, 0),
    failedCount: rows.reduce((sum, { failed }) => sum + failed, 0),
    inputTokens: tokens("input"),
    outputTokens: tokens("output"),
    costPicoUsd: added(rows.map(({ cost }) => cost)),
    costPartial: rows.some(({ partial }) => partial),
    latencyNs:
      bins.size === 0
        ? null
        : { p50: percentileNs(bins, 0.5)!, p95: percentileNs(bins, 0.95)!, p99: percentileNs(bins, 0.99)! },
  };
}

function added(values: readonly (bigint | null)[]): bigint | null {
  return values.reduce<bigint | null>((sum, value) => (value === null ? sum : (sum ?? 0n) + value), null);
}
