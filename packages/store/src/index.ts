export type { ArtifactRoots } from "./artifact-roots.ts";
export { type AssessmentSummary, assessmentSummary } from "./assessment-summary.ts";
export {
  type AssessmentChange,
  Assessments,
  type AssessmentValue,
  type NewAssessment,
} from "./assessments.ts";
export { Batcher } from "./batcher.ts";
export type { ChangeListener, Changes, TraceChange } from "./changes.ts";
export {
  type ChunkRow,
  type LogChunkRow,
  type LogRecordRow,
  type SpanChunkRow,
  type SpanRow,
  spanFlags,
} from "./chunk-row.ts";
export { CommonWordTable } from "./common-words.ts";
export type { DatasetRecord } from "./dataset-records.ts";
export { Datasets, type DatasetUse } from "./datasets.ts";
export { contentsOf } from "./decompress.ts";
export type { EvaluationDatasets } from "./evaluation-datasets.ts";
export type { EvaluationRow } from "./evaluations.ts";
export { ExperimentLookup } from "./experiment-lookup.ts";
export { type ExperimentOptions, Experiments, experimentNotFound } from "./experiments.ts";
export type { Garbage, GarbageItem, GarbageKind } from "./garbage.ts";
export { type ImportedPage, type ImportProgress, MlflowImports } from "./import/mlflow-imports.ts";
export type { MlflowTable } from "./import/mlflow-table.ts";
export {
  type FaultOutcome,
  type IngestCounts,
  type IngestFault,
  type IngestHour,
  type IngestSource,
  IngestSources,
  ingestHourMs,
  type ListedSource,
} from "./ingest-sources.ts";
export { issueSeverities, issueStatuses } from "./issues.ts";
export { defaultLabelSchema } from "./label-schemas.ts";
export type { ModelMetric } from "./logged-model-metrics.ts";
export { LoggedModels, type NewLoggedModel } from "./logged-models.ts";
export { MetricHistory } from "./metric-history.ts";
export type { MetricPoint as RunMetric } from "./metric-points.ts";
export { type Stage, stages, versionNotFound } from "./model-version-row.ts";
export { dateOf, dayOf, dayOfDate, dropPartitionsBefore } from "./partitions.ts";
export { type FoundPlace, type PlaceKind, placeKinds } from "./places.ts";
export { type Connection, type Db, isOutOfSpace, isTransient, openPool, type Pool } from "./postgres/db.ts";
export { DataDirectoryInUse, type EmbeddedPostgres, runningEmbedded, startEmbedded } from "./postgres/embedded.ts";
export { ensureSchema, SchemaError, upgradeSchema } from "./postgres/migrate.ts";
export { placeOf } from "./postgres/place.ts";
export { type PromptVersionUse, promptUse } from "./prompt-use.ts";
export { isPrompt } from "./registry-tags.ts";
export type { ReviewStatus } from "./review-queue-items.ts";
export { type NewReviewQueue, queueNameTaken } from "./review-queues.ts";
export { rollUp } from "./rollups/roll-up.ts";
export { type ModelUse, RunInputs } from "./run-inputs.ts";
export type { LinkedTraces, RunModel } from "./run-lineage.ts";
export type { KeyValue, RunLog } from "./run-log.ts";
export type { GroupKey, RunGroup, RunScope } from "./run-tables.ts";
export { type NewRun, type RunChange, type RunKey, Runs, runNotFound } from "./runs.ts";
export type { DatasetRef, LoggedModelOrder } from "./search/logged-models.ts";
export type { VersionKey } from "./search/model-versions.ts";
export { Suggest } from "./search/suggest.ts";
export { isNumber, type KeyTokens, keyTokens, maxTokenText, type TokenOwner } from "./search/tokens.ts";
export { Search } from "./search.ts";
export type { Session } from "./sessions.ts";
export { loggedModelOfSource, runOfSource, type SourceOwner } from "./source-owners.ts";
export type { SpanColumns } from "./span-columns.ts";
export { type FlatSpans, type MissingParent, type SpanTree, spanTree } from "./span-tree.ts";
export { SpanWriter, type SpanWriting } from "./span-writer.ts";
export { type SpanPayload, Spans } from "./spans.ts";
export { openStore, type Store, type StoreOptions } from "./store.ts";
export type { Place, PlacedSpanRow, SpanVersion, StoredChunk, StoredUsage } from "./stored-spans.ts";
export type { Origin, StoredTrace } from "./stored-trace.ts";
export type { TraceKey } from "./trace-chunks.ts";
export {
  type Aggregation,
  type MetricFilter,
  type MetricFilterField,
  type MetricPoint,
  type MetricQuery,
  type MetricView,
  metricDimensions,
  metricSources,
  queryMetrics,
} from "./trace-metrics.ts";
export { type OverviewQuery, type TraceSums, traceOverview } from "./trace-overview.ts";
export { type Pins, partitionDay, pinsOf, type TraceReport } from "./trace-report.ts";
export type { TraceRow, TraceState } from "./trace-row.ts";
export { Traces } from "./traces.ts";
export type { LinkedEntity, LinkedVersion } from "./version-lineage.ts";
export type { WebhookDelivery } from "./webhook-deliveries.ts";
export { type WebhookEventName, webhookBody, webhookEvents } from "./webhook-events.ts";
