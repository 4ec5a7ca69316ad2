import {
  type Aggregation,
  type MetricFilter,
  type MetricFilterField,
  type MetricView,
  metricDimensions,
  metricSources,
  queryMetrics,
} from "@spanloom/store";
import { invalidParameter, missingParameter } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import type { Request, Response } from "./handler.ts";
import { boundedParameter, experimentIdParameters } from "./parameters.ts";

type MetricsRequest = Request<"queryTraceMetrics">;

/** MLflow's trace metrics: what its charts are drawn from. */
export async function traceMetrics(
  { store }: ApiContext,
  request: MetricsRequest,
): Promise<Response<"queryTraceMetrics">> {
  const { experiment_ids, view_type, metric_name, start_time_ms, end_time_ms } = request;
  if (experiment_ids.length === 0) throw missingParameter("experiment_ids");
  if (view_type === undefined) throw missingParameter("view_type");
  if (!metric_name) throw missingParameter("metric_name");
  const aggregations = aggregationsOf(request, view_type);
  const limit = boundedParameter("max_results", request.max_results, 1000, 1000);
  const offset = offsetOf(request.page_token);
  const points = await queryMetrics(store.db, {
    view: view_type,
    metric: metric_name,
    aggregations,
    dimensions: dimensionsOf(request, view_type),
    filters: request.filters.map((filter) => filterOf(filter, view_type)),
    experimentIds: experimentIdParameters(experiment_ids),
    fromMs: start_time_ms === undefined ? undefined : timeOf("start_time_ms", start_time_ms),
    toMs: end_time_ms === undefined ? undefined : timeOf("end_time_ms", end_time_ms),
    intervalSeconds: intervalOf(request),
    limit: limit + 1,
    offset,
  });
  return {
    data_points: points.slice(0, limit).map(({ dimensions, values }) => ({
      metric_name,
      dimensions,
      values: Object.fromEntries(
        values
          .map((value, index) => [nameOf(aggregations[index]!), value])
          .filter((entry): entry is [string, number] => entry[1] !== null),
      ),
    })),
    next_page_token: points.length > limit ? String(offset + limit) : undefined,
  };
}

function aggregationsOf({ aggregations, metric_name }: MetricsRequest, view: MetricView): Aggregation[] {
  const known = metricSources[view];
  const metric = known[metric_name!];
  if (metric === undefined)
    throw invalidParameter("metric_name", `must be one of ${Object.keys(known).join(", ")} for ${view}`, metric_name);
  if (aggregations.length === 0) throw missingParameter("aggregations");
  return aggregations.map(({ aggregation_type, percentile_value }): Aggregation => {
    if (aggregation_type === undefined) throw missingParameter("aggregations.aggregation_type");
    if (metric.count && aggregation_type !== "COUNT") {
      throw invalidParameter("aggregations", `must be COUNT for ${metric_name}`, aggregation_type);
    }
    const allowed = metric.only?.aggregations;
    if (allowed !== undefined && !allowed.includes(aggregation_type))
      throw invalidParameter(
        "aggregations",
        `must be among ${allowed.join(", ")} for ${metric_name}`,
        aggregation_type,
      );
    if (aggregation_type !== "PERCENTILE") return { type: aggregation_type };
    if (percentile_value === undefined) throw missingParameter("aggregations.percentile_value");
    if (!(percentile_value >= 0 && percentile_value <= 100)) {
      throw invalidParameter("aggregations.percentile_value", "must be between 0 and 100", percentile_value);
    }
    return { type: "PERCENTILE", percentile: percentile_value };
  });
}

function dimensionsOf({ dimensions, metric_name }: MetricsRequest, view: MetricView): string[] {
  const known = metricSources[view][metric_name!]?.only?.dimensions ?? Object.keys(metricDimensions[view]);
  for (const name of dimensions) {
    if (!known.includes(name))
      throw invalidParameter("dimensions", `must be among ${known.join(", ")} for ${metric_name}`, name);
  }
  return [...new Set(dimensions)];
}

function intervalOf({ time_interval_seconds, start_time_ms, end_time_ms }: MetricsRequest): number | undefined {
  if (time_interval_seconds === undefined) return undefined;
  if (start_time_ms === undefined || end_time_ms === undefined) {
    throw invalidParameter(
      "time_interval_seconds",
      "needs start_time_ms and end_time_ms beside it",
      time_interval_seconds,
    );
  }
  return boundedParameter("time_interval_seconds", time_interval_seconds, 1, 100 * 366 * 86_400);
}

/** Bound to what nanoseconds in 64 bits can say: the year 2262. */
function timeOf(name: string, ms: number | bigint): bigint {
  const value = BigInt(ms);
  if (value < 0n || value > 9_223_372_036_853n) throw invalidParameter(name, "must be milliseconds since 1970", ms);
  return value;
}

/** One comparison such as `trace.tag.env = 'prod'` or `span.type = 'LLM'`; keys may stand in backticks or quotes. */
function filterOf(text: string, view: MetricView): MetricFilter {
  const match = filterShape.exec(text);
  if (match === null) {
    throw invalidParameter(
      "filters",
      "must each be one comparison of trace.status, trace.tag.<key>, trace.metadata.<key>, span.name, span.status, span.type, assessment.name or assessment.type with = and a quoted string",
      text,
    );
  }
  const { field, map, key, value } = match.groups!;
  const quoted = value!.slice(1, -1);
  if (field?.startsWith("assessment.") && view !== "ASSESSMENTS")
    throw invalidParameter("filters", `must not ask for assessments in the view ${view}`, text);
  if (field !== undefined) return { field: field as MetricFilterField, value: quoted };
  return {
    field: map === "trace.metadata" ? "trace.metadata" : "trace.tag",
    key: key!.replace(/^[`"](.*)[`"]$/s, "$1"),
    value: quoted,
  };
}

const filterShape =
  /^\s*(?:(?<field>trace\.status|span\.(?:name|status|type)|assessment\.(?:name|type))|(?<map>trace\.(?:tags?|metadata))\.(?<key>`[^`]+`|"[^"]+"|[^\s=`"]+))\s*=\s*(?<value>'[^']*'|"[^"]*")\s*$/s;

function offsetOf(token: string | undefined): number {
  if (!token) return 0;
  if (!/^\d{1,9}$/.test(token))
    throw invalidParameter("page_token", "must be the next_page_token of an earlier answer", token);
  return Number(token);
}

/** As Python prints the number: P95.0. */
function nameOf(aggregation: Aggregation): string {
  if (aggregation.type !== "PERCENTILE") return aggregation.type;
  const { percentile } = aggregation;
  return `P${Number.isInteger(percentile) ? `${percentile}.0` : percentile}`;
}
