/**
 * The SQL of what traces add up to. A part is a row of `value`, `bin` and sums; adding the sums of all parts with the same
 * value gives what is true of the value, and parts of traces and parts of rollups may be added to each other.
 */
import { superseded } from "../chunk-row.ts";
import { binsPerE, instantBin } from "../latency-bins.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { keyedText } from "../search/trace-fields.ts";
import type { Bucket, Stretch } from "./coverage.ts";

/** What traces are told apart by: all (not at all), model, name, user, tool or tags.<key>. */
export type Dimension = "all" | "model" | "name" | "user" | "tool" | `tags.${string}`;

/** In `left_out`: every key of a tag. */
export const allTags = "tags.*";

/** The columns of `trace_rollups`. A part has one more, `ended`: how many of its traces have ended with the latency of its bin. */
export const wholeSums = [
  "traces",
  "failed",
  "input",
  "inputs",
  "output",
  "outputs",
  "cost",
  "costs",
  "partial",
] as const;

/** Adds up the sums of a group of parts. */
export const addedUp: Sql = raw([...wholeSums, "ended"].map((name) => `sum(${name}) as ${name}`).join(", "));

const bin = (startNs: string, endNs: string) => `case when ${endNs} <= ${startNs} then ${instantBin}
  else floor(ln((${endNs} - ${startNs})::float8) * ${binsPerE})::integer end`;

/** Of traces `t`, grouped by anything and by `bin`. */
const sumsOfTraces: Sql = raw(`${bin("t.start_ns", "t.end_ns")} as bin,
  count(*) as traces, count(*) filter (where t.root_status = 2) as failed,
  coalesce(sum(t.input_tokens), 0) as input, count(t.input_tokens) as inputs,
  coalesce(sum(t.output_tokens), 0) as output, count(t.output_tokens) as outputs,
  coalesce(sum(t.cost_pico_usd), 0) as cost, count(t.cost_pico_usd) as costs,
  count(*) filter (where t.cost_partial) as partial, count(t.end_ns) as ended`);

/** Of spans `s` that are calls of tools; what a call cost is a part of what its trace did. */
const sumsOfCalls: Sql = raw(`${bin("s.start_ns", "nullif(s.end_ns, 0)")} as bin,
  count(*) as traces, count(*) filter (where s.traits >> 3 & 3 = 2) as failed,
  0 as input, 0::bigint as inputs, 0 as output, 0::bigint as outputs, 0 as cost, 0::bigint as costs,
  0::bigint as partial, count(nullif(s.end_ns, 0)) as ended`);

/** Each tool call of the traces `t`, as `s`. Only the columns are read, and only of chunks that have a tool. */
const joinCalls: Sql = sql`join chunks c on c.day = t.day and c.trace_id = t.trace_id and c.kind = 0 and c.tools is not null
  cross join lateral unnest(c.tools, c.start_ns, c.end_ns, c.traits) as s (tool, start_ns, end_ns, traits)`;
const isCall: Sql = sql`s.tool is not null and s.traits & ${raw(String(superseded))} = 0`;

/** Parts of single traces, by one dimension: `value, bin` and the sums. */
export function tracesBy(dimension: Dimension, gaps: readonly Stretch[]): Sql {
  const from = tracesOf(gaps);
  if (dimension === "tool")
    return sql`select s.tool as value, ${sumsOfCalls} ${from} ${joinCalls} where ${isCall} group by 1, 2`;
  const models = dimension === "model" ? sql`left join lateral unnest(t.models) m on true` : sql``;
  return sql`select ${valueBy(dimension)} as value, ${sumsOfTraces} ${from} ${models} group by 1, 2`;
}

/** As `tracesBy`, by the stretch of time in which the trace began: the number of nanoseconds `lengthNs` since 1970. */
export function tracesOverTime(gaps: readonly Stretch[], lengthNs: bigint): Sql {
  return sql`select t.start_ns / ${lengthNs}::bigint as value, ${sumsOfTraces} ${tracesOf(gaps)} group by 1, 2`;
}

/** As `tracesBy`, by all dimensions at once, with a column for which. */
export function tracesByAll(gaps: readonly Stretch[]): Sql {
  const traces = sql`select d.dimension, d.value, ${sumsOfTraces} ${tracesOf(gaps)} cross join lateral (
      values ('all', null), ('name', ${valueBy("name")}), ('user', ${valueBy("user")})
      union all select 'model', m from (values (0)) one left join unnest(t.models) m on true
      union all select 'tags.' || key, value from jsonb_each_text(t.tags) where value is not null
    ) d (dimension, value) group by 1, 2, 3`;
  const calls = sql`select 'tool', s.tool, ${sumsOfCalls} ${tracesOf(gaps)} ${joinCalls} where ${isCall} group by 1, 2, 3`;
  return sql`${traces} union all ${calls}`;
}

function valueBy(dimension: Exclude<Dimension, "tool">): Sql {
  switch (dimension) {
    case "all":
      return sql`null::text`;
    case "model":
      return sql`m`;
    case "name":
      return sql`nullif(t.name, '')`;
    case "user":
      return sql`t.end_user`;
    default:
      return keyedText("tags", dimension.slice("tags.".length));
  }
}

/** The table `t` of the traces that began in the stretches, which do not overlap. */
function tracesOf(gaps: readonly Stretch[]): Sql {
  return sql`from unnest(${gaps.map(({ experimentId }) => experimentId)}::bigint[], ${gaps.map(({ fromNs }) => fromNs)}::bigint[],
      ${gaps.map(({ toNs }) => toNs)}::bigint[]) as g (experiment_id, from_ns, to_ns)
    join traces t on t.experiment_id = g.experiment_id and t.start_ns >= g.from_ns and t.start_ns < g.to_ns`;
}

/** Parts of buckets by all dimensions, as `tracesByAll`. Each row of a bucket is a part of its sums, and one of each bin. */
export function bucketsByAll(buckets: readonly Bucket[]): Sql {
  return sql`select r.dimension, r.value, ${sumsOfRows(1)} ${rowsOf(buckets)} ${withBins}`;
}

/** As `tracesOverTime`, by when the bucket begins, of buckets that are no longer than that. */
export function bucketsOverTime(buckets: readonly Bucket[], lengthNs: bigint): Sql {
  return sql`select r.start_s * 1000000000 / ${lengthNs}::bigint as value, ${sumsOfRows(1)}
    ${rowsOf(buckets)} and r.dimension = 'all' ${withBins}`;
}

/** As `tracesBy`. Those without a tag are all of a bucket less those with one. */
export function bucketsBy(dimension: Dimension, buckets: readonly Bucket[], latencies: "with bins" | "none"): Sql {
  const bins =
    latencies === "none" ? raw("cross join (values (null::integer, 0::bigint, 1)) b (bin, ended, whole)") : withBins;
  const own = sql`select r.value, ${sumsOfRows(1)} ${rowsOf(buckets)} and r.dimension = ${dimension} ${bins}`;
  if (!dimension.startsWith("tags.")) return own;
  return sql`${own}
    union all select null, ${sumsOfRows(1)} ${rowsOf(buckets)} and r.dimension = 'all' ${bins}
    union all select null, ${sumsOfRows(-1)} ${rowsOf(buckets)} and r.dimension = ${dimension} ${bins}`;
}

/** Rollups `r` of the buckets; to be followed by conditions on them. */
function rowsOf(buckets: readonly Bucket[]): Sql {
  return sql`from unnest(${buckets.map(({ experimentId }) => experimentId)}::bigint[], ${buckets.map(({ periodS }) => periodS)}::integer[],
      ${buckets.map(({ startS }) => startS)}::bigint[]) as k (experiment_id, period_s, start_s)
    join trace_rollups r on r.experiment_id = k.experiment_id and r.period_s = k.period_s and r.start_s = k.start_s`;
}

/** The row as a whole, once, and each of its bins. */
const withBins: Sql = raw(`cross join lateral (
    select null::integer as bin, 0::bigint as ended, 1 as whole
    union all select l.bin, l.ended, 0 from unnest(r.bins, r.bin_traces) as l (bin, ended)
  ) b`);

function sumsOfRows(sign: 1 | -1): Sql {
  const whole = wholeSums.map((name) => `${sign} * b.whole * r.${name} as ${name}`);
  return raw(`b.bin, ${whole.join(", ")}, ${sign} * b.ended as ended`);
}
