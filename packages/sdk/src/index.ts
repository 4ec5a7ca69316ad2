export { SpanKind } from "@opentelemetry/api";
export { ApiError, type ChatMessage, type ErrorCode, type PromptTemplate } from "@spanloom/wire";
export {
  type ActiveModel,
  clearActiveModel,
  getActiveModel,
  type ModelReference,
  type NamedModel,
  setActiveModel,
  withActiveModel,
} from "./active-model/active-model.ts";
export { enableGitVersion, type GitVersion, type GitVersionOptions } from "./active-model/git-version.ts";
export {
  createExternalModel,
  finalizeLoggedModel,
  initializeLoggedModel,
  logModelParams,
} from "./active-model/model-calls.ts";
export { AttachmentError } from "./capture/attachments.ts";
export type { CapturePath } from "./capture/capture.ts";
export { maskSecrets } from "./capture/secrets.ts";
export type { ActiveRun, MetricOptions, RunDataset, RunEnd } from "./client/active-run.ts";
export type { ArtifactInfo, DownloadOptions, UploadOptions } from "./client/artifacts.ts";
export type {
  Assessment,
  AssessmentChange,
  AssessmentSource,
  NewExpectation,
  NewFeedback,
} from "./client/assessments.ts";
export { type Client, type ClientOptions, createClient } from "./client/client.ts";
export type { EntryValues } from "./client/entries.ts";
export type {
  DatasetRecord,
  DatasetSearch,
  EvaluationDataset,
  NewDataset,
  StoredRecord,
} from "./client/evaluation-datasets.ts";
export type { Experiment, ExperimentSearch, NewExperiment } from "./client/experiments.ts";
export type { LoggedModel, LoggedModelEnd, LoggedModelSearch, NewLoggedModel } from "./client/logged-models.ts";
export { MlflowClient, type MlflowTraceData, type MlflowTraceInfo } from "./client/mlflow-client.ts";
export type { SearchOptions } from "./client/pages.ts";
export type { PromptVersion } from "./client/prompt-version.ts";
export type { LoadPromptOptions, NewPrompt, Prompt } from "./client/prompts.ts";
export type { ModelVersion, NewModelVersion, RegisteredModel, Stage } from "./client/registry.ts";
export type { RestClient, StreamOptions } from "./client/rest.ts";
export {
  entries,
  getActiveRun,
  type MetricValue,
  type Run,
  type RunSearch,
  type StartRunOptions,
  withRun,
} from "./client/runs.ts";
export type { TraceEvent, TraceSpan } from "./client/trace-spans.ts";
export type { Trace, TraceInfo, TraceSearch } from "./client/traces.ts";
export type { CallOptions, TransportOptions } from "./client/transport.ts";
export type { UploadSource } from "./client/upload-source.ts";
export type { InitOptions, Redact } from "./config/config.ts";
export type { FlushOptions } from "./delivery/delivery.ts";
export { DeliveryError } from "./delivery/delivery-error.ts";
export { flushAfter, type WaitUntil, waitUntil } from "./delivery/wait-until.ts";
export {
  getTracingHeaders,
  getTracingHeaders as getTracingContextHeadersForHttpRequest,
  type IncomingHeaders,
  withTracingHeaders,
  withTracingHeaders as withTracingContextFromHeaders,
  withTracingHeaders as withTracingContextFromHeadersAsync,
} from "./propagation/headers.ts";
export { getTracer } from "./provider/scoped-tracer.ts";
export { registerOnSpanEndHook, registerOnSpanStartHook, type SpanHook } from "./provider/span-hooks.ts";
export { flush, flush as flushTraces, init, shutdown, spanloomSpanProcessor } from "./provider/tracing.ts";
export { getCurrentActiveSpan } from "./span/active-span.ts";
export { SpanAttributeKey, SpanStatusCode } from "./span/attribute-keys.ts";
export type {
  CaptureOption,
  LinkTarget,
  LiveSpan,
  SpanCost,
  SpanEnd,
  SpanOptions,
  SpanStatusName,
  StatusInput,
  TokenUsage,
} from "./span/live-span.ts";
export { runWithSpan } from "./span/run-with-span.ts";
export { SpanType } from "./span/span-type.ts";
export { startSpan } from "./span/start-span.ts";
export { withSpan } from "./span/with-span.ts";
export { type TraceDecorator, type TraceOptions, trace } from "./trace/trace.ts";
export type { TraceLabels } from "./trace/trace-labels.ts";
export { type TracingContext, tracingContext } from "./trace/tracing-context.ts";
export { getLastActiveTraceId, type TraceUpdate, updateCurrentTrace } from "./trace/update-current-trace.ts";
