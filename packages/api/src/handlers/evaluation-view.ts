import { assessmentSummary, type EvaluationRow as Row, type Store } from "@spanloom/store";
import { type EvaluationRow, type evaluationViewRoutes, type Init, invalidParameter } from "@spanloom/wire";
import { recordLines } from "../dataset-lines.ts";
import { recordPartIn } from "../dataset-request.ts";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameters, required, traceIdParameter } from "../parameters.ts";

const maxRead = 200;
const maxDatasetRuns = 200;

export const evaluationView: Handlers<typeof evaluationViewRoutes> = {
  async listEvaluations({ store }, request) {
    const page = await store.evaluations.list({
      experimentIds: someExperimentIds(request.experiment_ids),
      text: request.text,
      limit: boundedParameter("max_results", request.max_results || undefined, 100, 500),
      pageToken: request.page_token || undefined,
    });
    return { ...(await runsWithRows(store, page.runIds)), next_page_token: page.nextPageToken ?? "" };
  },

  async getEvaluation({ store }, { run_id }) {
    const matrix = await store.evaluations.matrix(required("run_id", run_id));
    return {
      trace_ids: [...matrix.traceIds],
      inputs_hashes: [...matrix.inputsHashes],
      failed: [...matrix.failed],
      durations_ms: [...matrix.durationsMs],
      tokens: [...matrix.tokens],
      costs_usd: [...matrix.costsUsd],
      scores: [...matrix.scores],
      truncated: matrix.truncated,
    };
  },

  async readEvaluationRows({ store }, { run_id, trace_ids }) {
    const ids = boundedList("trace_ids", trace_ids).map((id) => traceIdParameter("trace_ids", id));
    return { rows: (await store.evaluations.rows(required("run_id", run_id), ids)).map(rowMessage) };
  },

  async summariseAssessments({ store }, { experiment_ids }) {
    const { summaries, isOfNewest } = await assessmentSummary(store.db, someExperimentIds(experiment_ids));
    return {
      summaries: summaries.map((summary) => ({
        name: summary.name,
        kind: summary.kind,
        count: summary.count,
        trace_count: summary.traceCount,
        error_count: summary.errorCount,
        score_count: summary.scoreCount,
        pass_count: summary.passCount,
        pass_fail_count: summary.passFailCount,
        mean: summary.mean ?? undefined,
        min: summary.min ?? undefined,
        max: summary.max ?? undefined,
        sources: summary.sources.map(({ sourceType, count }) => ({ source_type: sourceType, count })),
        last_time_ms: summary.lastTimeMs,
      })),
      is_of_newest: isOfNewest,
    };
  },

  async getDatasetUses({ store }, { dataset_ids }) {
    const uses = await store.datasetUses.counts(boundedList("dataset_ids", dataset_ids));
    return {
      uses: uses.map(({ datasetId, experimentIds, runCount }) => ({
        dataset_id: datasetId,
        experiment_ids: [...experimentIds],
        run_count: runCount,
      })),
    };
  },

  async listDatasetRuns({ store }, { dataset_id }) {
    const ids = await store.datasetUses.runIds(required("dataset_id", dataset_id), maxDatasetRuns);
    return runsWithRows(store, ids);
  },

  async getDatasetRecord({ store }, { dataset_id, record_id }) {
    return {
      record: await store.evaluationDatasets.record(
        required("dataset_id", dataset_id),
        required("record_id", record_id),
      ),
    };
  },

  async updateDatasetRecord({ store }, { dataset_id, record_id, expectations, tags }) {
    return {
      record: await store.evaluationDatasets.updateRecord(
        required("dataset_id", dataset_id),
        required("record_id", record_id),
        {
          ...(expectations === undefined ? {} : { expectations: recordPartIn("expectations", expectations) }),
          ...(tags === undefined ? {} : { tags: recordPartIn("tags", tags) }),
        },
      ),
    };
  },

  async downloadDataset({ store }, { params }) {
    const dataset = await store.evaluationDatasets.get(required("dataset_id", params.dataset_id));
    return {
      headers: {
        "Content-Type": "application/jsonl; charset=utf-8",
        "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(dataset.name ?? "dataset")}.jsonl`,
      },
      body: recordLines(store.evaluationDatasets, dataset.dataset_id ?? ""),
    };
  },
};

async function runsWithRows({ runs, evaluations }: Pick<Store, "runs" | "evaluations">, ids: readonly string[]) {
  const found = await runs.getMany(ids);
  return { runs: found, row_counts: await evaluations.rowCounts(found.map(({ info }) => info?.run_id ?? "")) };
}

/** Of a whole server these are questions that take too long. */
function someExperimentIds(ids: readonly string[]): string[] {
  if (ids.length === 0) throw invalidParameter("experiment_ids", "must name at least one experiment");
  return experimentIdParameters(ids);
}

function boundedList(name: string, values: readonly string[]): readonly string[] {
  if (values.length < 1 || values.length > maxRead)
    throw invalidParameter(name, `must have between 1 and ${maxRead} ids`, values.length);
  return values;
}

function rowMessage(row: Row): Init<EvaluationRow> {
  return {
    trace_id: row.traceId,
    root_span_id: row.rootSpanId ?? "",
    input_preview: row.inputPreview ?? "",
    output_preview: row.outputPreview ?? "",
    expectations: row.expectations,
    scores: row.scores.map((score) => ({
      name: score.name,
      value: score.value ?? "",
      rationale: score.rationale ?? "",
      error: score.error ?? "",
      source_type: score.sourceType,
      source_id: score.sourceId ?? "",
    })),
  };
}
