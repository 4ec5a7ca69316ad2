import {
  type Assessment,
  type AssessmentSummary,
  artifactRoutes,
  assessmentRoutes,
  callOf,
  type DatasetUse,
  type EvaluationRow,
  evaluationDatasetRoutes,
  evaluationViewRoutes,
  experimentRoutes,
  type GetEvaluationResponse,
  type GetOverviewResponse,
  type GetPromptUseResponse,
  type GetVersionLineageResponse,
  type LabelSchema,
  labelSchemaRoutes,
  lineageViewRoutes,
  loggedModelRoutes,
  type MetricLine,
  metricRoutes,
  modelVersionRoutes,
  overviewRoutes,
  type Place,
  parseTraceId,
  placeRoutes,
  type RequestOf,
  type ResponseOf,
  type ReviewProgress,
  type RpcRows,
  registeredModelRoutes,
  registryViewRoutes,
  reviewQueueRoutes,
  reviewViewRoutes,
  runRoutes,
  runViewRoutes,
  type Scorer,
  type SessionSummary,
  scorerRoutes,
  sessionViewRoutes,
  type TraceSums,
  traceIdToMlflow,
  traceRoutes,
  traceViewRoutes,
  type VersionLink,
} from "@spanloom/wire";
import type {
  ArtifactOwner,
  Dataset,
  Evaluation,
  Experiment,
  FileInfo,
  LoggedModel,
  ModelVersion,
  RegisteredModel,
  ReviewItem,
  ReviewQueue,
  Run,
  RunGroup,
  TraceSkeleton,
  TraceSummary,
} from "./messages.ts";
import { requestJson } from "./request.ts";

/**
 * The REST calls of the app; paths, requests and responses are those of the route table. Each resolves with the
 * response message, and rejects with a `RequestError` or, when `signal` fires, with the signal's reason. Nothing is
 * cached here; that is react-query's work.
 */
export const client = {
  listTraces: (request: RequestOf<"listTraces">, signal?: AbortSignal) => call("listTraces", request, signal),

  getTraceSummary: async (traceId: string, columns: readonly string[], signal?: AbortSignal): Promise<TraceSummary> =>
    (await call("getTraceSummary", { trace_id: traceId, columns: [...columns] }, signal)).trace!,

  getTraceSkeleton: (traceId: string, signal?: AbortSignal): Promise<TraceSkeleton> =>
    call("getTraceSkeleton", { trace_id: traceId }, signal) as Promise<TraceSkeleton>,

  listSessions: (request: RequestOf<"listSessions">, signal?: AbortSignal) =>
    call("listSessions", request, signal) as Promise<{ sessions: SessionSummary[]; next_page_token: string }>,

  getOverview: (request: RequestOf<"getOverview">, signal?: AbortSignal) =>
    call("getOverview", request, signal) as Promise<GetOverviewResponse & { total: TraceSums }>,

  getSession: async (session: string, signal?: AbortSignal): Promise<SessionSummary> =>
    (await call("getSession", { session }, signal)).session as SessionSummary,

  /** Of at most 100 traces: what was said of each, without those of which nothing was said. */
  getAssessmentsOf: async (
    traceIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly Assessment[]>> => {
    const { trace_infos: infos = [] } = await call(
      "batchGetTraceInfos",
      { trace_ids: traceIds.map(traceIdToMlflow) },
      signal,
    );
    return new Map(
      infos.flatMap(({ trace_id: id = "", assessments = [] }) =>
        assessments.length > 0 ? [[parseTraceId(id) ?? id, assessments as Assessment[]]] : [],
      ),
    );
  },

  /** For good, with their spans; at most a few hundred of one experiment. */
  deleteTraces: (experimentId: string, traceIds: readonly string[]) =>
    call("deleteTracesV3", { experiment_id: experimentId, request_ids: traceIds.map(traceIdToMlflow) }),

  setTraceTag: (traceId: string, key: string, value: string) =>
    call("setTraceTagV3", { trace_id: traceIdToMlflow(traceId), key, value }),

  deleteTraceTag: (traceId: string, key: string) =>
    call("deleteTraceTagV3", { trace_id: traceIdToMlflow(traceId), key }),

  /** What was said of a trace and of its spans, the oldest first. */
  getAssessments: async (traceId: string, signal?: AbortSignal): Promise<readonly Assessment[]> =>
    ((await call("getTraceInfoV3", { trace_id: traceId }, signal)).trace?.trace_info?.assessments ??
      []) as Assessment[],

  createAssessment: (traceId: string, assessment: Assessment) =>
    call("createAssessment", { trace_id: traceIdToMlflow(traceId), assessment }),

  /** Changes those parts that `mask` names, with commas between them. */
  updateAssessment: (traceId: string, assessment: Assessment, mask: string) =>
    call("updateAssessment", {
      trace_id: traceIdToMlflow(traceId),
      assessment_id: assessment.assessment_id,
      assessment,
      update_mask: mask,
    }),

  /** What it overrode is valid again. */
  deleteAssessment: (traceId: string, assessmentId: string) =>
    call("deleteAssessment", { trace_id: traceIdToMlflow(traceId), assessment_id: assessmentId }),

  /** Questions that an experiment asks of its traces. */
  listLabelSchemas: async (experimentId: string, signal?: AbortSignal): Promise<readonly LabelSchema[]> =>
    ((await call("listLabelSchemas", { experiment_id: experimentId, max_results: 1_000 }, signal)).label_schemas ??
      []) as LabelSchema[],

  createLabelSchema: (request: RequestOf<"createLabelSchema">) => call("createLabelSchema", request),

  updateLabelSchema: (request: RequestOf<"updateLabelSchema">) => call("updateLabelSchema", request),

  /** Answers to it stay. */
  deleteLabelSchema: (schemaId: string) => call("deleteLabelSchema", { schema_id: schemaId }),

  listReviewQueues: async (experimentId: string, signal?: AbortSignal): Promise<readonly ReviewQueue[]> =>
    ((await call("listReviewQueues", { experiment_id: experimentId, max_results: 1_000 }, signal)).review_queues ??
      []) as ReviewQueue[],

  getReviewQueue: async (queueId: string, signal?: AbortSignal): Promise<ReviewQueue> =>
    (await call("getReviewQueue", { queue_id: queueId }, signal)).review_queue as ReviewQueue,

  createReviewQueue: async (request: RequestOf<"createReviewQueue">): Promise<ReviewQueue> =>
    (await call("createReviewQueue", request)).review_queue as ReviewQueue,

  /** The queue of a person, with all questions of the experiment; made where there is none. */
  getOrCreateUserQueue: async (experimentId: string, user: string): Promise<ReviewQueue> =>
    (await call("getOrCreateUserQueue", { experiment_id: experimentId, user })).review_queue as ReviewQueue,

  updateReviewQueue: (request: RequestOf<"updateReviewQueue">) => call("updateReviewQueue", request),

  /** For good. What was said of its traces stays. */
  deleteReviewQueue: (queueId: string) => call("deleteReviewQueue", { queue_id: queueId }),

  /** Resolves with the items, of those that were in it before as well. */
  addToReviewQueue: async (queueId: string, traceIds: readonly string[]) =>
    (
      await call("addItemsToReviewQueue", {
        queue_id: queueId,
        item_type: "TRACE",
        item_ids: traceIds.map(traceIdToMlflow),
      })
    ).items ?? [],

  removeFromReviewQueue: (queueId: string, traceIds: readonly string[]) =>
    call("removeItemsFromReviewQueue", { queue_id: queueId, item_ids: traceIds.map(traceIdToMlflow) }),

  listReviewItems: (request: RequestOf<"listReviewQueueItems">, signal?: AbortSignal) =>
    call("listReviewQueueItems", request, signal) as Promise<{ items?: ReviewItem[]; next_page_token?: string }>,

  /** Whoever was first stays: the answer says who that is. */
  setReviewStatus: async (request: RequestOf<"setReviewQueueItemStatus">): Promise<ReviewItem> =>
    (await call("setReviewQueueItemStatus", request)).item as ReviewItem,

  listReviewProgress: async (experimentId: string, signal?: AbortSignal): Promise<readonly ReviewProgress[]> =>
    (await call("listReviewProgress", { experiment_id: experimentId }, signal)).queues,

  getReviewChanges: (queueId: string, sinceMs: number, signal?: AbortSignal) =>
    call("getReviewChanges", { queue_id: queueId, since_ms: sinceMs }, signal) as Promise<{
      items: ReviewItem[];
      progress: ReviewProgress;
      read_at_ms: number;
    }>,

  searchEvaluationDatasets: async (request: RequestOf<"searchEvaluationDatasets">, signal?: AbortSignal) => {
    const { datasets = [], next_page_token = "" } = await call("searchEvaluationDatasets", request, signal);
    return { datasets: datasets as Dataset[], nextPageToken: next_page_token };
  },

  getEvaluationDataset: async (datasetId: string, signal?: AbortSignal): Promise<Dataset> =>
    (await call("getDataset", { dataset_id: datasetId }, signal)).dataset as Dataset,

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

  /** Resolves with its id. */
  createEvaluationDataset: async (name: string, experimentId: string | undefined): Promise<string> =>
    (await call("createDataset", { name, experiment_ids: experimentId === undefined ? [] : [experimentId] })).dataset
      ?.dataset_id ?? "",

  /** `records`: JSON text of a list of records. Those with the inputs of one that is there are merged into it. */
  mergeDatasetRecords: (datasetId: string, records: string) =>
    call("upsertDatasetRecords", { dataset_id: datasetId, records }),

  /** At most 200 ids a call. */
  readSpans: (traceId: string, spanIds: readonly string[], signal?: AbortSignal) =>
    call("readSpans", { trace_id: traceId, span_ids: [...spanIds] }, signal),

  findInTrace: (traceId: string, text: string, signal?: AbortSignal) =>
    call("findInTrace", { trace_id: traceId, text }, signal),

  suggestValues: async (request: RequestOf<"suggestValues">, signal?: AbortSignal) =>
    (await call("suggestValues", request, signal)).values,

  suggestKeys: (request: RequestOf<"suggestKeys">, signal?: AbortSignal) => call("suggestKeys", request, signal),

  getServer: (signal?: AbortSignal) => call("getServer", {}, signal),

  searchExperiments: (request: RequestOf<"searchExperiments">, signal?: AbortSignal) =>
    call("searchExperiments", request, signal) as Promise<{ experiments?: Experiment[]; next_page_token?: string }>,

  getExperiment: async (experimentId: string, signal?: AbortSignal): Promise<Experiment> =>
    (await call("getExperiment", { experiment_id: experimentId }, signal)).experiment as Experiment,

  createExperiment: async (name: string): Promise<string> =>
    (await call("createExperiment", { name })).experiment_id ?? "",

  renameExperiment: (experimentId: string, name: string) =>
    call("updateExperiment", { experiment_id: experimentId, new_name: name }),

  deleteExperiment: (experimentId: string) => call("deleteExperiment", { experiment_id: experimentId }),

  restoreExperiment: (experimentId: string) => call("restoreExperiment", { experiment_id: experimentId }),

  setExperimentTag: (experimentId: string, key: string, value: string) =>
    call("setExperimentTag", { experiment_id: experimentId, key, value }),

  deleteExperimentTag: (experimentId: string, key: string) =>
    call("deleteExperimentTag", { experiment_id: experimentId, key }),

  findPlaces: async (request: RequestOf<"findPlaces">, signal?: AbortSignal): Promise<readonly Place[]> =>
    (await call("findPlaces", request, signal)).places,

  getRun: async (runId: string, signal?: AbortSignal): Promise<Run> =>
    (await call("getRun", { run_id: runId }, signal)).run as Run,

  searchRuns: (request: RequestOf<"searchRuns">, signal?: AbortSignal) =>
    call("searchRuns", request, signal) as Promise<{ runs?: Run[]; next_page_token?: string }>,

  suggestRunKeys: (request: RequestOf<"suggestRunKeys">, signal?: AbortSignal) =>
    call("suggestRunKeys", request, signal),

  suggestRunValues: async (request: RequestOf<"suggestRunValues">, signal?: AbortSignal) =>
    (await call("suggestRunValues", request, signal)).values,

  countRuns: async (request: RequestOf<"countRuns">, signal?: AbortSignal): Promise<number> =>
    (await call("countRuns", request, signal)).count,

  groupRuns: (request: RequestOf<"groupRuns">, signal?: AbortSignal) =>
    call("groupRuns", request, signal) as Promise<{ groups: RunGroup[]; truncated: boolean }>,

  countChildRuns: async (request: RequestOf<"countChildRuns">, signal?: AbortSignal) =>
    (await call("countChildRuns", request, signal)).counts as { run_id: string; count: number }[],

  /** Resolves with the id of the new run. */
  createRun: async (request: RequestOf<"createRun">): Promise<string> =>
    (await call("createRun", request)).run?.info?.run_id ?? "",

  logBatch: (request: RequestOf<"logBatch">) => call("logBatch", request),

  updateRun: (request: RequestOf<"updateRun">) => call("updateRun", request),

  deleteRun: (runId: string) => call("deleteRun", { run_id: runId }),

  restoreRun: (runId: string) => call("restoreRun", { run_id: runId }),

  setRunTag: (runId: string, key: string, value: string) => call("setTag", { run_id: runId, key, value }),

  deleteRunTag: (runId: string, key: string) => call("deleteTag", { run_id: runId, key }),

  /** Versions that were registered from a run, a logged model or a trace, the newest first. */
  listVersionsOf: async (request: RequestOf<"listVersionsOf">, signal?: AbortSignal): Promise<readonly VersionLink[]> =>
    (await call("listVersionsOf", request, signal)).versions as VersionLink[],

  /** Without prompts, which are registered models too, unless the filter asks for them. */
  searchRegisteredModels: (request: RequestOf<"searchRegisteredModels">, signal?: AbortSignal) =>
    call("searchRegisteredModels", request, signal) as Promise<{
      registered_models?: RegisteredModel[];
      next_page_token?: string;
    }>,

  getRegisteredModel: async (name: string, signal?: AbortSignal): Promise<RegisteredModel> =>
    (await call("getRegisteredModel", { name }, signal)).registered_model as RegisteredModel,

  createRegisteredModel: (name: string, tags: { key: string; value: string }[] = []) =>
    call("createRegisteredModel", { name, tags }),

  renameRegisteredModel: (name: string, next: string) => call("renameRegisteredModel", { name, new_name: next }),

  describeRegisteredModel: (name: string, description: string) => call("updateRegisteredModel", { name, description }),

  /** For good, with its versions: the server cannot take it back. */
  deleteRegisteredModel: (name: string) => call("deleteRegisteredModel", { name }),

  setRegisteredModelTag: (name: string, key: string, value: string) =>
    call("setRegisteredModelTag", { name, key, value }),

  deleteRegisteredModelTag: (name: string, key: string) => call("deleteRegisteredModelTag", { name, key }),

  /** Moves the alias where there is one of that name. */
  setAlias: (name: string, alias: string, version: string) => call("setRegisteredModelAlias", { name, alias, version }),

  deleteAlias: (name: string, alias: string) => call("deleteRegisteredModelAlias", { name, alias }),

  searchModelVersions: (request: RequestOf<"searchModelVersions">, signal?: AbortSignal) =>
    call("searchModelVersions", request, signal) as Promise<{
      model_versions?: ModelVersion[];
      next_page_token?: string;
    }>,

  getModelVersion: async (name: string, version: string, signal?: AbortSignal): Promise<ModelVersion> =>
    (await call("getModelVersion", { name, version }, signal)).model_version as ModelVersion,

  createModelVersion: async (request: RequestOf<"createModelVersion">): Promise<ModelVersion> =>
    (await call("createModelVersion", request)).model_version as ModelVersion,

  describeModelVersion: (name: string, version: string, description: string) =>
    call("updateModelVersion", { name, version, description }),

  setModelVersionStage: (name: string, version: string, stage: string) =>
    call("transitionModelVersionStage", { name, version, stage, archive_existing_versions: false }),

  /** For good. */
  deleteModelVersion: (name: string, version: string) => call("deleteModelVersion", { name, version }),

  setModelVersionTag: (name: string, version: string, key: string, value: string) =>
    call("setModelVersionTag", { name, version, key, value }),

  deleteModelVersionTag: (name: string, version: string, key: string) =>
    call("deleteModelVersionTag", { name, version, key }),

  getVersionLineage: (name: string, version: string, signal?: AbortSignal) =>
    call("getVersionLineage", { name, version }, signal) as Promise<GetVersionLineageResponse>,

  listRegistryHistory: (request: RequestOf<"listRegistryHistory">, signal?: AbortSignal) =>
    call("listRegistryHistory", request, signal),

  searchLoggedModels: (request: RequestOf<"searchLoggedModels">, signal?: AbortSignal) =>
    call("searchLoggedModels", request, signal) as Promise<{ models?: LoggedModel[]; next_page_token?: string }>,

  getLoggedModel: async (modelId: string, signal?: AbortSignal): Promise<LoggedModel> =>
    (await call("getLoggedModel", { model_id: modelId }, signal)).model as LoggedModel,

  setLoggedModelTag: (modelId: string, key: string, value: string) =>
    call("setLoggedModelTags", { model_id: modelId, tags: [{ key, value }] }),

  deleteLoggedModelTag: (modelId: string, key: string) =>
    call("deleteLoggedModelTag", { model_id: modelId, tag_key: key }),

  getLoggedModelLineage: (modelId: string, signal?: AbortSignal) =>
    call("getLoggedModelLineage", { model_id: modelId }, signal),

  /** What the traces that used each version of a prompt add up to. */
  getPromptUse: (name: string, signal?: AbortSignal) =>
    call("getPromptUse", { name }, signal) as Promise<GetPromptUseResponse>,

  getRunLineage: (runId: string, signal?: AbortSignal) => call("getRunLineage", { run_id: runId }, signal),

  /** Of at most 100; those that there are not are left out. */
  readRuns: async (runIds: readonly string[], signal?: AbortSignal): Promise<readonly Run[]> =>
    (await call("readRuns", { run_ids: runIds }, signal)).runs as Run[],

  /** Points of one metric of at most 100 runs, as columns by step. */
  readMetricLines: async (
    request: RequestOf<"readMetricLines">,
    signal?: AbortSignal,
  ): Promise<readonly MetricLine[]> => (await call("readMetricLines", request, signal)).lines,

  listRunArtifacts: async (runId: string, path: string, signal?: AbortSignal): Promise<readonly FileInfo[]> =>
    ((await call("listArtifacts", { run_id: runId, path }, signal)).files ?? []) as FileInfo[],

  listLoggedModelArtifacts: async (modelId: string, path: string, signal?: AbortSignal): Promise<readonly FileInfo[]> =>
    ((await call("listLoggedModelArtifacts", { model_id: modelId, artifact_directory_path: path }, signal)).files ??
      []) as FileInfo[],
};

/** Where a whole trace is downloaded as OTLP/JSON; a plain link. */
export function traceDownloadUrl(traceId: string): string {
  return callOf(rows.downloadTrace, { trace_id: traceId }).path;
}

/** Where traces are downloaded as a file: those that match, or at most 200 that are named; a plain link. */
export function tracesExportUrl(request: TracesExport): string {
  return callOf(rows.downloadTraces, request).path;
}

export interface TracesExport {
  readonly format: "csv" | "jsonl";
  /** Of CSV: `name`, `duration_ms`, `tags.env`, … */
  readonly columns?: readonly string[];
  /** CSV without its first line. */
  readonly headless?: "1";
  readonly trace_ids?: readonly string[];
  readonly experiment_ids?: readonly string[];
  readonly filter?: string;
  readonly order_by?: string;
  readonly start_time_from_ms?: number;
  readonly start_time_to_ms?: number;
}

/** Where a file of a run, or of a logged model, is read: always sent as an attachment, ranges of it on request. */
export function artifactUrl(owner: ArtifactOwner, path: string): string {
  if (owner.kind === "run") return callOf(rows.getArtifact, { run_id: owner.id, path }).path;
  return callOf(rows.getLoggedModelArtifact, { model_id: owner.id, artifact_file_path: path }).path;
}

/** Where a file that a span refers to is read. */
export function traceAttachmentUrl(traceId: string, attachmentId: string): string {
  return callOf(rows.getTraceArtifact, { request_id: traceId, path: attachmentId }).path;
}

/** Where a page or PDF is looked at in a frame: sandboxed by the server. */
export function artifactViewUrl(owner: ArtifactOwner, path: string): string {
  if (owner.kind === "run") return callOf(rows.viewRunArtifact, { run_id: owner.id, path }).path;
  return callOf(rows.viewLoggedModelArtifact, { model_id: owner.id, path }).path;
}

/** Where all matching runs are downloaded as a CSV file; a plain link. */
export function runsCsvUrl(request: {
  experiment_ids: readonly string[];
  filter: string;
  view: string;
  order_by: readonly string[];
  columns: readonly string[];
}): string {
  return callOf(rows.downloadRuns, request).path;
}

/** Where all records of a dataset are downloaded, a line each; a plain link. */
export function datasetDownloadUrl(datasetId: string): string {
  return callOf(rows.downloadDataset, { dataset_id: datasetId }).path;
}

/** The address of the event stream of new and growing traces; see changes.ts. */
export function changesUrl(scope: { experimentId?: string; traceId?: string }): string {
  return callOf(rows.changes, { experiment_id: scope.experimentId, trace_id: scope.traceId }).path;
}

const rows = {
  ...artifactRoutes,
  ...assessmentRoutes,
  ...evaluationDatasetRoutes,
  ...evaluationViewRoutes,
  ...labelSchemaRoutes,
  ...lineageViewRoutes,
  ...loggedModelRoutes,
  ...metricRoutes,
  ...modelVersionRoutes,
  ...overviewRoutes,
  ...placeRoutes,
  ...registeredModelRoutes,
  ...registryViewRoutes,
  ...reviewQueueRoutes,
  ...reviewViewRoutes,
  ...runRoutes,
  ...runViewRoutes,
  ...scorerRoutes,
  ...sessionViewRoutes,
  ...traceViewRoutes,
  ...traceRoutes,
  ...experimentRoutes,
};

function call<Name extends RpcRows<typeof rows>>(
  name: Name,
  request: RequestOf<Name>,
  signal?: AbortSignal,
): Promise<ResponseOf<Name>> {
  const { method, path, body } = callOf(rows[name], request as object);
  return requestJson<ResponseOf<Name>>(method, path, body, signal);
}

function evaluationsOf({ runs, row_counts }: ResponseOf<"listDatasetRuns">): readonly Evaluation[] {
  return (runs as Run[]).map((run, at) => ({ ...run, row_count: row_counts[at] ?? 0 }));
}
