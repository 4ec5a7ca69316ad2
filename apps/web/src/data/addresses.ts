import { callOf } from "@spanloom/wire";
import { rows } from "./calls/call.ts";
import type { ArtifactOwner } from "./messages.ts";
import { below } from "./prefix.ts";

/** Where a whole trace is downloaded as OTLP/JSON; a plain link. */
export function traceDownloadUrl(traceId: string): string {
  return addressOf(rows.downloadTrace, { trace_id: traceId });
}

/** Where traces are downloaded as a file: those that match, or at most 200 that are named; a plain link. */
export function tracesExportUrl(request: TracesExport): string {
  return addressOf(rows.downloadTraces, request);
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
  if (owner.kind === "run") return addressOf(rows.getArtifact, { run_id: owner.id, path });
  return addressOf(rows.getLoggedModelArtifact, { model_id: owner.id, artifact_file_path: path });
}

/** Where a file that a span refers to is read. */
export function traceAttachmentUrl(traceId: string, attachmentId: string): string {
  return addressOf(rows.getTraceArtifact, { request_id: traceId, path: attachmentId });
}

/** Where a page or PDF is looked at in a frame: sandboxed by the server. */
export function artifactViewUrl(owner: ArtifactOwner, path: string): string {
  if (owner.kind === "run") return addressOf(rows.viewRunArtifact, { run_id: owner.id, path });
  return addressOf(rows.viewLoggedModelArtifact, { model_id: owner.id, path });
}

/** Where all matching runs are downloaded as a CSV file; a plain link. */
export function runsCsvUrl(request: {
  experiment_ids: readonly string[];
  filter: string;
  view: string;
  order_by: readonly string[];
  columns: readonly string[];
}): string {
  return addressOf(rows.downloadRuns, request);
}

/** Where all records of a dataset are downloaded, a line each; a plain link. */
export function datasetDownloadUrl(datasetId: string): string {
  return addressOf(rows.downloadDataset, { dataset_id: datasetId });
}

/** The address of the event stream of new and growing traces; see changes.ts. */
export function changesUrl(scope: { experimentId?: string; traceId?: string }, sinceMs?: number): string {
  return addressOf(rows.changes, { experiment_id: scope.experimentId, trace_id: scope.traceId, since_ms: sinceMs });
}

function addressOf(...call: Parameters<typeof callOf>): string {
  return below(callOf(...call).path);
}
