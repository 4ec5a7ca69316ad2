/**
 * The messages that pages read, by the names they use. They are the wire's own; here only what an answer always has
 * (proto3 cannot say it) is made certain.
 */
import type {
  EvaluationDataset,
  GetTraceSkeletonResponse,
  GroupMetric,
  ReviewStatus,
  RunInfo,
  TraceSummary,
  Experiment as WireExperiment,
  FileInfo as WireFileInfo,
  LoggedModel as WireLoggedModel,
  LoggedModelInfo as WireLoggedModelInfo,
  ModelVersion as WireModelVersion,
  RegisteredModel as WireRegisteredModel,
  ReviewQueue as WireReviewQueue,
  ReviewQueueItem as WireReviewQueueItem,
  Run as WireRun,
  RunGroup as WireRunGroup,
} from "@spanloom/wire";

export type {
  GetServerResponse as ServerInfo,
  ListTracesResponse,
  Place,
  ReadSpansResponse,
  TraceSummary,
  TraceUsage,
} from "@spanloom/wire";

/** Columns of the tree in pre-order; see proto/spanloom/trace_view.proto for units and for what -1 means. */
export type TraceSkeleton = GetTraceSkeletonResponse & { trace: TraceSummary };

export type Experiment = WireExperiment & { experiment_id: string; name: string };

export type FileInfo = WireFileInfo & { path: string };

/** JSON leaves out empty lists. */
export type ReviewQueue = Partial<WireReviewQueue> & { queue_id: string; experiment_id: string; name: string };

/** `item_id` is the trace's, with `tr-`. */
export type ReviewItem = WireReviewQueueItem & { item_id: string; status: ReviewStatus };

/** An evaluation dataset; its records are asked for apart. */
export type Dataset = EvaluationDataset & { dataset_id: string; name: string };

/** Whose files are meant. */
export interface ArtifactOwner {
  readonly kind: "run" | "logged-model";
  readonly id: string;
}

/** Runs with the same values, and their metrics summed up. */
export type RunGroup = WireRunGroup & {
  readonly run_count: number;
  readonly values: readonly { readonly value?: string }[];
  readonly metrics: readonly Required<GroupMetric>[];
};

export type Run = WireRun & { info: RunInfo & { run_id: string; experiment_id: string } };

/** A run whose traces were scored, and how many of them are rows. */
export type Evaluation = Run & { readonly row_count: number };

/** JSON leaves out empty lists. */
export type RegisteredModel = Partial<WireRegisteredModel> & { name: string };

export type ModelVersion = Partial<WireModelVersion> & { name: string; version: string };

export type LoggedModel = Pick<WireLoggedModel, "data"> & {
  info: Partial<WireLoggedModelInfo> & { model_id: string; experiment_id: string };
};
