import { fields, findField, parseFilter, parseOrderBy } from "@spanloom/filter";
import type { GroupKey, RunScope } from "@spanloom/store";
import { ApiError, invalidParameter, missingParameter, parseQuery, type runViewRoutes } from "@spanloom/wire";
import type { ApiContext } from "../context.ts";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameters, required } from "../parameters.ts";
import { isRunColumn, type RunColumn, runsCsv } from "../runs-csv.ts";

export const runView: Handlers<typeof runViewRoutes> = {
  async suggestRunKeys({ store }, { experiment_ids }) {
    const { metrics, params, tags } = await store.runTables.keys(experimentIdParameters(experiment_ids));
    return { metrics: [...metrics], params: [...params], tags: [...tags] };
  },

  async suggestRunValues({ store }, { experiment_ids, field, prefix }) {
    const text = required("field", field);
    const resolved = findField(fields.runs, { text, position: 0, end: text.length }, false);
    if (resolved === undefined) return { values: [] };
    const { field: found, key = "" } = resolved;
    const ids = experimentIdParameters(experiment_ids);
    return { values: await store.runTables.values(ids, found.name, key, prefix) };
  },

  async countRuns({ store }, request) {
    return { count: await store.runTables.count(scopeOf(request)) };
  },

  async countChildRuns({ store }, { experiment_ids, run_ids }) {
    if (run_ids.length < 1 || run_ids.length > maxParents)
      throw invalidParameter("run_ids", `must have between 1 and ${maxParents} ids`, run_ids.length);
    const counts = await store.runTables.childCounts(experimentIdParameters(experiment_ids), run_ids);
    return { counts: [...counts].map(([run_id, count]) => ({ run_id, count })) };
  },

  async groupRuns({ store }, request) {
    const { by, metrics } = request;
    if (by.length < 1 || by.length > maxGroupKeys)
      throw invalidParameter("by", `must have between 1 and ${maxGroupKeys} names`, by.length);
    if (metrics.length > maxGroupMetrics)
      throw invalidParameter("metrics", `must have at most ${maxGroupMetrics} keys`, metrics.length);
    const groups = await store.runTables.groups(scopeOf(request), by.map(groupKey), metrics, maxGroups + 1);
    return {
      groups: groups.slice(0, maxGroups).map(({ values, runCount, lastStartMs, metrics: measured }) => ({
        values: values.map((value) => (value === null ? {} : { value })),
        run_count: runCount,
        last_start_time: lastStartMs,
        metrics: measured.map((metric) => ({ ...metric })),
      })),
      truncated: groups.length > maxGroups,
    };
  },

  async readRuns({ store }, { run_ids }) {
    return { runs: await store.runs.getMany(readParameter(run_ids)) };
  },

  async readMetricLines({ store }, { run_ids, metric_key, first_step, last_step, max_points }) {
    const ids = readParameter(run_ids);
    const key = required("metric_key", metric_key);
    const limit = boundedParameter("max_points", max_points || undefined, maxPoints, maxPoints);
    if ((first_step === undefined) !== (last_step === undefined))
      throw missingParameter(first_step === undefined ? "first_step" : "last_step");
    const steps = first_step === undefined ? undefined : { first: first_step, last: last_step! };
    const sample = await store.metricHistory.sample(ids, key, limit, steps);
    return {
      lines: [...sample].map(([run_id, points]) => ({
        run_id,
        steps: points.map(({ step }) => Number(step)),
        times_ms: points.map(({ timestamp }) => timestamp),
        values: points.map(({ value }) => value),
      })),
    };
  },

  async downloadRuns(context, { queryString }) {
    const query = parseQuery(queryString);
    const all = (wanted: string) => query.filter(([name]) => name === wanted).map(([, value]) => value);
    const one = (wanted: string) => all(wanted)[0] ?? "";
    const scope = scopeOf({ experiment_ids: all("experiment_ids"), filter: one("filter"), view: one("view") });
    const orderBy = parseOrderBy(all("order_by"), fields.runs);
    const columns = all("columns").map(columnParameter);
    return {
      headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="runs.csv"' },
      body: runsCsv(pagesOf(context, scope, orderBy), columns.length > 0 ? columns : ["run_id", "run_name"]),
    };
  },
};

const maxParents = 1_000;
const maxRead = 100;
const maxPoints = 2_500;
const maxGroupKeys = 3;
const maxGroupMetrics = 50;
const maxGroups = 500;
/** Runs of a page of the download: enough to keep Postgres busy, few enough to hold. */
const downloadPage = 1_000;

async function* pagesOf({ store }: ApiContext, scope: RunScope, orderBy: ReturnType<typeof parseOrderBy>) {
  let pageToken: string | undefined;
  do {
    const page = await store.search.runs({ ...scope, orderBy, limit: downloadPage, ...(pageToken && { pageToken }) });
    yield page.runs;
    pageToken = page.nextPageToken;
  } while (pageToken);
}

function scopeOf(request: { experiment_ids: readonly string[]; filter: string; view: string }): RunScope {
  return {
    experimentIds: experimentIdParameters(request.experiment_ids),
    filter: parseFilter(request.filter, fields.runs),
    view: viewParameter(request.view),
  };
}

/** Each once. */
function readParameter(runIds: readonly string[]): string[] {
  if (runIds.length < 1 || runIds.length > maxRead)
    throw invalidParameter("run_ids", `must have between 1 and ${maxRead} ids`, runIds.length);
  return [...new Set(runIds)];
}

function viewParameter(view: string): RunScope["view"] {
  if (view === "" || view === "active") return "active";
  if (view === "deleted" || view === "all") return view;
  throw invalidParameter("view", "must be active, deleted or all", view);
}

function groupKey(name: string): GroupKey {
  if (name === "dataset.name") return { of: "dataset", key: "name" };
  const [, of, key] = /^(params|tags)\.(.+)$/su.exec(name) ?? [];
  if (of === undefined || key === undefined)
    throw invalidParameter("by", "must be params.<key>, tags.<key> or dataset.name", name);
  return { of: of as "params" | "tags", key };
}

function columnParameter(name: string): RunColumn {
  if (isRunColumn(name)) return name;
  throw new ApiError("INVALID_PARAMETER_VALUE", `There is no column '${name.slice(0, 200)}' of runs.`);
}
