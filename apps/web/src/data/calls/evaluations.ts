import type {
  AssessmentSummary,
  DatasetUse,
  EvaluationRow,
  GetEvaluationResponse,
  RequestOf,
  ResponseOf,
  Scorer,
} from "@spanloom/wire";
import type { Dataset, Evaluation, Run } from "../messages.ts";
import { call } from "./call.ts";

/** Evaluations, their datasets and scorers. */
export const evaluationCalls = {
  searchEvaluationDatasets: async (request: RequestOf<"searchEvaluationDatasets">, signal?: AbortSignal) => {
    const { datasets = [], next_page_token = "" } = await call("searchEvaluationDatasets", request, signal);
    return { datasets: datasets as Dataset[], nextPageToken: next_page_token };
  },

  getEvaluationDataset: async (datasetId: string, signal?: AbortSignal): Promise<Dataset> =>
    (await call("getDataset", { dataset_id: datasetId }, signal)).dataset as Dataset,

  /** Resolves with its id. */
  createEvaluationDataset: async (name: string, experimentId: string | undefined): Promise<string> =>
    (await call("createDataset", { name, experiment_ids: experimentId === undefined ? [] : [experimentId] })).dataset
      ?.dataset_id ?? "",

  /** For good. */
  deleteEvaluationDataset: (datasetId: string) => call("deleteDataset", { dataset_id: datasetId }),

  setEvaluationDatasetTag: (datasetId: string, key: string, value: string) =>
    call("setDatasetTags", { dataset_id: datasetId, tags: JSON.stringify({ [key]: value }) }),

  deleteEvaluationDatasetTag: (datasetId: string, key: string) =>
    call("deleteDatasetTag", { dataset_id: datasetId, key }),

  addDatasetToExperiment: (datasetId: string, experimentId: string) =>
    call("addDatasetToExperiments", { dataset_id: datasetId, experiment_ids: [experimentId] }),

  removeDatasetFromExperiment: (datasetId: string, experimentId: string) =>
    call("removeDatasetFromExperiments", { dataset_id: datasetId, experiment_ids: [experimentId] }),

  /** `records` is JSON text of a list. */
  getDatasetRecords: async (request: RequestOf<"getDatasetRecords">, signal?: AbortSignal) => {
    const { records = "[]", next_page_token = "" } = await call("getDatasetRecords", request, signal);
    return { records, nextPageToken: next_page_token };
  },

  /** JSON text of a record. */
  getDatasetRecord: async (datasetId: string, recordId: string, signal?: AbortSignal) =>
    (await call("getDatasetRecord", { dataset_id: datasetId, record_id: recordId }, signal)).record,

  updateDatasetRecord: (request: RequestOf<"updateDatasetRecord">) => call("updateDatasetRecord", request),

  /** `records`: JSON text of a list of records. Those with the inputs of one that is there are merged into it. */
  mergeDatasetRecords: (datasetId: string, records: string) =>
    call("upsertDatasetRecords", { dataset_id: datasetId, records }),

  deleteDatasetRecords: (datasetId: string, recordIds: readonly string[]) =>
    call("deleteDatasetRecords", { dataset_id: datasetId, dataset_record_ids: [...recordIds] }),

  getDatasetUses: async (datasetIds: readonly string[], signal?: AbortSignal): Promise<readonly DatasetUse[]> =>
    (await call("getDatasetUses", { dataset_ids: [...datasetIds] }, signal)).uses,

  listDatasetRuns: async (datasetId: string, signal?: AbortSignal): Promise<readonly Evaluation[]> =>
    evaluationsOf(await call("listDatasetRuns", { dataset_id: datasetId }, signal)),

  listEvaluations: async (request: RequestOf<"listEvaluations">, signal?: AbortSignal) => {
    const page = await call("listEvaluations", request, signal);
    return { evaluations: evaluationsOf(page), nextPageToken: page.next_page_token };
  },

  getEvaluation: (runId: string, signal?: AbortSignal): Promise<GetEvaluationResponse> =>
    call("getEvaluation", { run_id: runId }, signal),

  /** At most 200 ids a call. */
  readEvaluationRows: async (runId: string, traceIds: readonly string[]): Promise<readonly EvaluationRow[]> =>
    (await call("readEvaluationRows", { run_id: runId, trace_ids: [...traceIds] })).rows,

  summariseAssessments: (experimentId: string, signal?: AbortSignal) =>
    call("summariseAssessments", { experiment_ids: [experimentId] }, signal) as Promise<{
      summaries: AssessmentSummary[];
      is_of_newest: boolean;
    }>,

  listScorers: async (experimentId: string, signal?: AbortSignal): Promise<readonly Scorer[]> =>
    (await call("listScorers", { experiment_id: experimentId }, signal)).scorers ?? [],
};

function evaluationsOf({ runs, row_counts }: ResponseOf<"listDatasetRuns">): readonly Evaluation[] {
  return (runs as Run[]).map((run, at) => ({ ...run, row_count: row_counts[at] ?? 0 }));
}
