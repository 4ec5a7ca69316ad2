import { spanTypes } from "@spanloom/conventions";
import type { Pool } from "./postgres/db.ts";
import { join, raw, type Sql, sql } from "./postgres/sql.ts";

/** Numbers about traces, spans or assessments, grouped for a chart. All names were checked against the tables below. */
export interface MetricQuery {
  readonly view: MetricView;
  readonly metric: string;
  readonly aggregations: readonly Aggregation[];
  readonly dimensions: readonly string[];
  readonly filters: readonly MetricFilter[];
  readonly experimentIds: readonly string[];
  readonly fromMs?: bigint;
  readonly toMs?: bigint;
  /** Adds the dimension `time_bucket`. */
  readonly intervalSeconds?: number;
  readonly limit: number;
  readonly offset: number;
}

export type MetricView = "TRACES" | "SPANS" | "ASSESSMENTS";

export type Aggregation =
  | { readonly type: "COUNT" | "SUM" | "AVG" | "MIN" | "MAX" }
  | { readonly type: "PERCENTILE"; readonly percentile: number };

/** One condition; several are all to be met. */
export interface MetricFilter {
  readonly field: MetricFilterField;
  /** Of a tag or of metadata. */
  readonly key?: string;
  readonly value: string;
}

export type MetricFilterField =
  | "trace.status"
  | "trace.tag"
  | "trace.metadata"
  | "span.name"
  | "span.status"
  | "span.type"
  | "assessment.name"
  | "assessment.type";

export interface MetricPoint {
  readonly dimensions: Readonly<Record<string, string>>;
  /** In the order of the aggregations; null where there was nothing to aggregate. */
  readonly values: readonly (number | null)[];
}

/** A `count` counts rows, or distinct values; `only` names the aggregations and dimensions of one that has not all. */
export interface MetricSource {
  readonly count: boolean;
  readonly value: string;
  readonly only?: { readonly aggregations: readonly Aggregation["type"][]; readonly dimensions: readonly string[] };
}

/** The metrics of each view, and how each is read from a row. */
export const metricSources: Readonly<Record<MetricView, Readonly<Record<string, MetricSource>>>> = {
  TRACES: {
    trace_count: { count: true, value: "t.trace_id" },
    session_count: { count: true, value: "t.session" },
    latency: { count: false, value: "(t.end_ns - t.start_ns) / 1e6" },
    input_tokens: { count: false, value: "t.input_tokens" },
    output_tokens: { count: false, value: "t.output_tokens" },
    total_tokens: {
      count: false,
      value: "coalesce(t.input_tokens + t.output_tokens, t.input_tokens, t.output_tokens)",
    },
    cache_read_input_tokens: { count: false, value: "t.cache_read_tokens" },
    cache_creation_input_tokens: { count: false, value: "t.cache_write_tokens" },
    total_cost: { count: false, value: "t.cost_pico_usd / 1e12" },
  },
  SPANS: {
    span_count: { count: true, value: "s.span_id" },
    latency: { count: false, value: "(s.end_ns - s.start_ns) / 1e6" },
    total_cost: { count: false, value: "s.cost_pico_usd / 1e12" },
  },
  ASSESSMENTS: {
    assessment_count: { count: true, value: "a.assessment_id" },
    assessment_value: {
      count: false,
      value: "a.score",
      only: { aggregations: ["AVG", "MIN", "MAX", "PERCENTILE"], dimensions: ["assessment_name"] },
    },
  },
};

const traceStatus = "case t.root_status when 2 then 'ERROR' when 0 then 'OK' when 1 then 'OK' else 'IN_PROGRESS' end";

export const metricDimensions: Readonly<Record<MetricView, Readonly<Record<string, string>>>> = {
  TRACES: { trace_name: "t.name", trace_status: traceStatus },
  SPANS: {
    span_name: "s.name",
    span_type: `(array[${spanTypes.map((type) => `'${type}'`).join(",")}])[s.type + 1]`,
    span_status: "case s.status when 1 then 'OK' when 2 then 'ERROR' else 'UNSET' end",
    span_model_name: "s.model",
    span_model_provider: "s.provider",
  },
  ASSESSMENTS: { assessment_name: "a.name", assessment_value: "a.value::jsonb::text" },
};

/** The rows of a view, with the row of their trace. */
const sources: Readonly<Record<MetricView, Sql>> = {
  TRACES: sql`traces t`,
  SPANS: sql`spans s join traces t using (day, trace_id)`,
  ASSESSMENTS: sql`assessments a join traces t using (trace_id)`,
};

export async function queryMetrics(db: Pool, query: MetricQuery): Promise<MetricPoint[]> {
  const { view, metric, aggregations, intervalSeconds, limit, offset } = query;
  const source = metricSources[view][metric];
  if (source === undefined) throw new TypeError(`no metric ${metric} of ${view}`);
  const names = [...(intervalSeconds === undefined ? [] : ["time_bucket"]), ...query.dimensions];
  const groups = names.map((name) =>
    name === "time_bucket" ? timeBucket(view, intervalSeconds!) : raw(metricDimensions[view][name]!),
  );
  const values = aggregations.map((aggregation) => aggregate(aggregation, source));
  const positions = raw(groups.map((_, index) => String(index + 1)).join(", "));
  const rows = await db.query<Record<string, string | number | null>>(sql`
    select ${join([...groups.map((group, i) => sql`${group} as ${raw(`d${i}`)}`), ...values.map((value, i) => sql`${value} as ${raw(`v${i}`)}`)], ", ")}
    from ${sources[view]}
    where ${join(conditions(query), " and ")}
    ${groups.length > 0 ? sql`group by ${positions} order by ${positions}` : sql``}
    limit ${limit} offset ${offset}`);
  return rows.map((row) => ({
    dimensions: Object.fromEntries(
      names.map((name, i) => [name, row[`d${i}`]]).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
    values: aggregations.map((_, i) => (row[`v${i}`] == null ? null : Number(row[`v${i}`]))),
  }));
}

function timeBucket(view: MetricView, seconds: number): Sql {
  const start = startOf(view);
  const nano = BigInt(seconds) * 1_000_000_000n;
  return sql`to_char(to_timestamp((${start} - mod(${start}, ${nano}::bigint)) / 1e9) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')`;
}

function aggregate(aggregation: Aggregation, { count, value }: { count: boolean; value: string }): Sql {
  const of = raw(value);
  switch (aggregation.type) {
    case "COUNT":
      return count && value === "t.session" ? sql`count(distinct ${of})` : sql`count(${of})`;
    case "PERCENTILE":
      return sql`percentile_cont(${aggregation.percentile / 100}::float8) within group (order by (${of})::float8)`;
    default:
      return sql`${raw(aggregation.type.toLowerCase())}((${of})::float8)`;
  }
}

/** Assessments are drawn at the time of their trace. */
function startOf(view: MetricView): Sql {
  return raw(view === "SPANS" ? "s.start_ns" : "t.start_ns");
}

function conditions({ view, metric, experimentIds, fromMs, toMs, filters }: MetricQuery): Sql[] {
  const start = startOf(view);
  return [
    sql`t.experiment_id = any(${[...experimentIds]}::bigint[])`,
    ...(view === "ASSESSMENTS" ? [sql`a.valid`] : []),
    ...(metric === "assessment_value" ? [sql`a.score is not null`] : []),
    ...(fromMs === undefined ? [] : [sql`${start} >= ${fromMs * 1_000_000n}::bigint`]),
    ...(toMs === undefined ? [] : [sql`${start} <= ${toMs * 1_000_000n + 999_999n}::bigint`]),
    ...filters.map((filter) => condition(view, filter)),
  ];
}

function condition(view: MetricView, { field, key, value }: MetricFilter): Sql {
  switch (field) {
    case "trace.status":
      return sql`${raw(traceStatus)} = ${value}`;
    case "trace.tag":
      return sql`t.tags @> ${JSON.stringify({ [key ?? ""]: value })}::jsonb`;
    case "trace.metadata":
      return sql`t.metadata @> ${JSON.stringify({ [key ?? ""]: value })}::jsonb`;
    case "assessment.name":
      return sql`a.name = ${value}`;
    case "assessment.type":
      return sql`a.kind = ${value}`;
    default: {
      const of = raw(metricDimensions.SPANS[field.replace(".", "_")]!);
      if (view === "SPANS") return sql`${of} = ${value}`;
      return sql`exists (select from spans s where s.day = t.day and s.trace_id = t.trace_id and ${of} = ${value})`;
    }
  }
}
