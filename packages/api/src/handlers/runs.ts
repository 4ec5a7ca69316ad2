import { fields } from "@spanloom/filter";
import { runNotFound } from "@spanloom/store";
import { ApiError, type runRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import {
  boundedParameter,
  checkLength,
  experimentIdParameter,
  experimentIdParameters,
  invalidValue,
  maxKeyLength,
  maxTagValueLength,
  required,
  runIdParameter,
  valueParameter,
  viewOf,
} from "../parameters.ts";
import { checkBatch, metricParameter, modelMetricsOf, paramParameter, tagParameter } from "../run-log.ts";
import { searchParameters } from "../search-parameters.ts";

export const runs: Handlers<typeof runRoutes> = {
  async createRun({ store, tracking }, { experiment_id, user_id = "", run_name, start_time = 0, tags }) {
    const named = tags.map(({ key, value = "" }, at) => {
      const path = `tags[${at}]`;
      checkLength(`${path}.key`, required(`${path}.key`, key), maxKeyLength);
      return { key: key!, value: valueParameter(`${path}.value`, value, maxTagValueLength, tracking) };
    });
    const nameTag = named.findLast(({ key }) => key === "mlflow.runName")?.value;
    if (run_name && nameTag && run_name !== nameTag) {
      throw new ApiError(
        "INVALID_PARAMETER_VALUE",
        "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
          `(run_name='${run_name}', mlflow.runName='${nameTag}').`,
      );
    }
    const run = await store.runs.create({
      experimentId: experimentIdParameter(experiment_id),
      userId: user_id,
      startTimeMs: start_time,
      name: run_name,
      tags: named,
    });
    return { run };
  },

  async getRun({ store }, request) {
    const runId = runIdParameter(request);
    const run = await store.runs.get(runId);
    if (run === undefined) throw runNotFound(runId);
    return { run };
  },

  async updateRun({ store }, request) {
    const { status, end_time, run_name } = request;
    const change = { status, endTimeMs: end_time, name: run_name };
    return { run_info: await store.runs.update(runIdParameter(request), change) };
  },

  async deleteRun({ store }, request) {
    await store.runs.delete(runIdParameter(request));
    return {};
  },

  async restoreRun({ store }, request) {
    await store.runs.restore(runIdParameter(request));
    return {};
  },

  async searchRuns({ store }, request) {
    const { runs, nextPageToken } = await store.search.runs({
      ...searchParameters(fields.runs, request),
      experimentIds: experimentIdParameters(request.experiment_ids),
      view: viewOf(request.run_view_type),
      limit: boundedParameter("max_results", request.max_results, 1000, 50_000),
      pageToken: request.page_token || undefined,
    });
    return { runs, next_page_token: nextPageToken };
  },

  async setTag({ store, tracking }, request) {
    const runId = runIdParameter(request);
    await store.runs.log(runId, { tags: [tagParameter(request, tracking)] });
    return {};
  },

  async deleteTag({ store }, request) {
    const runId = runIdParameter(request);
    await store.runs.deleteTag(runId, required("key", request.key));
    return {};
  },

  async logParam({ store, tracking }, request) {
    const runId = runIdParameter(request);
    await store.runs.log(runId, { params: [paramParameter(request, tracking)] });
    return {};
  },

  async logBatch({ store, tracking }, request) {
    const runId = runIdParameter(request);
    if (!runIdShape.test(runId)) throw invalidValue("run_id", runId, ".");
    const metrics = request.metrics.map((metric, at) => metricParameter(metric, `metrics[${at}]`));
    const params = request.params.map((param, at) => paramParameter(param, tracking, `params[${at}].key`));
    const tags = request.tags.map((tag, at) => tagParameter(tag, tracking, `tags[${at}]`));
    checkBatch(metrics, params, tags);
    await store.runs.log(runId, { metrics, params, tags }, modelMetricsOf(request.metrics));
    return {};
  },
};

const runIdShape = /^[a-zA-Z0-9][\p{L}\p{N}_-]{0,255}$/u;
