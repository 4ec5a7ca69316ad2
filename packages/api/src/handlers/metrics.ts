import { ApiError, invalidParameter, type MetricWithRunId, type metricRoutes, parseQuery } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, required, runIdParameter } from "../parameters.ts";
import { metricParameter, modelMetricsOf } from "../run-log.ts";

export const metrics: Handlers<typeof metricRoutes> = {
  async logMetric({ store }, request) {
    const runId = runIdParameter(request);
    await store.runs.log(runId, { metrics: [metricParameter(request)] }, modelMetricsOf([request]));
    return {};
  },

  async getMetricHistory({ store }, request) {
    const runId = runIdParameter(request);
    const key = required("metric_key", request.metric_key);
    const limit =
      request.max_results === undefined ? undefined : boundedParameter("max_results", request.max_results, 1, 2 ** 31);
    const { metrics, nextPageToken } = await store.metricHistory.read(
      runId,
      key,
      limit,
      request.page_token || undefined,
    );
    return { metrics, next_page_token: nextPageToken };
  },

  async getMetricHistoryBulk({ store }, { queryString }) {
    const parameters = parseQuery(queryString);
    const valuesOf = (name: string) => parameters.filter(([other]) => other === name).map(([, value]) => value);
    const runIds = valuesOf("run_id");
    if (runIds.length === 0) throw refused("GetMetricHistoryBulk request must specify at least one run_id.");
    if (runIds.length > maxRuns) {
      throw refused(
        `GetMetricHistoryBulk request cannot specify more than ${maxRuns} run_ids. Received ${runIds.length} run_ids.`,
      );
    }
    const [key] = valuesOf("metric_key");
    if (key === undefined) throw refused("GetMetricHistoryBulk request must specify a metric_key.");
    const [wanted = String(maxBulkPoints)] = valuesOf("max_results");
    if (!/^-?\d{1,9}$/.test(wanted)) throw invalidParameter("max_results", "must be an integer", wanted);
    const limit = Math.max(0, Math.min(Number(wanted), maxBulkPoints));
    const points = await store.metricHistory.ofRuns(runIds, key, limit);
    return {
      headers: { "Content-Type": "application/json" },
      body: `{"metrics": [${points.map(printPoint).join(", ")}]}`,
    };
  },

  async getMetricHistoryBulkInterval({ store }, { run_ids, metric_key, start_step, end_step, max_results }) {
    if (run_ids.length === 0) required("run_ids", undefined);
    if (run_ids.length > maxRuns) {
      throw refused(
        `GetMetricHistoryBulkInterval request must specify at most ${maxRuns} run_ids. Received ${run_ids.length} run_ids. ${seeDocs}`,
      );
    }
    const key = required("metric_key", metric_key);
    if (max_results !== undefined && (max_results < 1 || max_results > maxSample))
      throw refused(`max_results must be between 1 and ${maxSample}. ${seeDocs}`);
    const steps = stepsParameter(start_step, end_step);
    const sample = await store.metricHistory.sample(run_ids, key, max_results ?? maxSample, steps);
    return {
      metrics: run_ids.flatMap((run_id) => (sample.get(run_id) ?? []).map((point) => ({ key, ...point, run_id }))),
    };
  },
};

const maxRuns = 100;
const maxBulkPoints = 25_000;
const maxSample = 2500;
const seeDocs = "See the API docs for more information about request parameters.";

function stepsParameter(first: number | undefined, last: number | undefined) {
  if (first === undefined && last === undefined) return undefined;
  if (first === undefined || last === undefined)
    throw refused("If either start step or end step are specified, both must be specified.");
  if (first > last)
    throw refused(`end_step must be greater than start_step. Found start_step=${first} and end_step=${last}.`);
  return { first, last };
}

/** As JSON but for NaN: the callers of this one endpoint expect Python's. */
function printPoint({ key, value, timestamp, step, run_id }: MetricWithRunId): string {
  const rest = `"timestamp": ${timestamp}, "step": ${step}, "run_id": ${JSON.stringify(run_id)}`;
  return `{"key": ${JSON.stringify(key)}, "value": ${value}, ${rest}}`;
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
