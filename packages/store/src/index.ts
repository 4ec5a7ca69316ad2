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
export { ExperimentLookup } from "./experiment-lookup.ts";
export { type ExperimentPage, type ExperimentQuery, Experiments } from "./experiments.ts";
export { dateOf, dayOf, dayOfDate, dropPartitionsBefore } from "./partitions.ts";
export { type Connection, type Db, isOutOfSpace, isTransient, openPool, type Pool } from "./postgres/db.ts";
export { DataDirectoryInUse, type EmbeddedPostgres, startEmbedded } from "./postgres/embedded.ts";
export { ensureSchema, SchemaError, upgradeSchema } from "./postgres/migrate.ts";
export { Suggest } from "./search/suggest.ts";
export { isNumber, type KeyTokens, keyTokens, maxTokenText, type TokenOwner } from "./search/tokens.ts";
export type { SpanColumns } from "./span-columns.ts";
export { type FlatSpans, type MissingParent, type SpanTree, spanTree } from "./span-tree.ts";
export { SpanWriter, type SpanWriting } from "./span-writer.ts";
export { type SpanPayload, Spans, type TraceKey } from "./spans.ts";
export { openStore, type Store, type StoreOptions } from "./store.ts";
export type { Place, PlacedSpanRow, SpanVersion, StoredChunk, StoredUsage } from "./stored-spans.ts";
export type { Origin, StoredTrace } from "./stored-trace.ts";
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
export { type Pins, partitionDay, pinsOf, type TraceReport } from "./trace-report.ts";
export type { TraceRow, TraceState } from "./trace-row.ts";
export { Traces } from "./traces.ts";
