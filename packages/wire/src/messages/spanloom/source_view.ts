// Generated from proto/spanloom/source_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

/** Why items were changed or rejected, or requests refused: sentences that differ in numbers and in what they quote count as one. */
export interface IngestFault {
  /** changed (it is stored, and says so) | rejected | refused (nothing of the request was stored) */
  outcome: string;
  /** of HTTP, where a request was refused by a receiver; else 0 */
  status: number;
  /** the first one */
  sentence: string;
  /** the last one */
  last_sentence: string;
  /** items; of refused: requests */
  count: number;
  first_ms: number;
  last_ms: number;
}
export const IngestFault: MessageType<IngestFault, "complete"> = message("spanloom.IngestFault", "complete", () => [
  [1, "outcome", "string"],
  [2, "status", "int32"],
  [3, "sentence", "string"],
  [4, "last_sentence", "string"],
  [5, "count", "number64"],
  [6, "first_ms", "number64"],
  [7, "last_ms", "number64"],
]);

/** Who sends, as far as it says so, and what became of it. Items are spans, of signal logs log records. */
export interface IngestSource {
  source_id: string;
  /** traces | logs | other (sent to where neither is taken) */
  signal: string;
  /** grpc | http/protobuf | http/json | http (another content type) | api (within a call of MLflow's API) */
  form: string;
  /** service.name; empty where it was not said or nothing could be read */
  service: string;
  /** telemetry.sdk.name (telemetry.sdk.language), else the scope's name */
  sdk: string;
  /** products of the User-Agent */
  agent: string;
  /** all beyond the 500 of an hour that a process tells apart */
  is_other: boolean;
  requests: number;
  refused_requests: number;
  /** items of all requests that could be read */
  received: number;
  stored: number;
  /** were stored already */
  resent: number;
  /** of stored and resent ones */
  changed: number;
  rejected: number;
  last_ms: number;
  stored_by_bucket: number[];
  rejected_by_bucket: number[];
  refused_requests_by_bucket: number[];
  /** at most 20, those that came last first */
  faults: IngestFault[];
}
export const IngestSource: MessageType<IngestSource, "complete"> = message("spanloom.IngestSource", "complete", () => [
  [1, "source_id", "string"],
  [2, "signal", "string"],
  [3, "form", "string"],
  [4, "service", "string"],
  [5, "sdk", "string"],
  [6, "agent", "string"],
  [7, "is_other", "bool"],
  [8, "requests", "number64"],
  [9, "refused_requests", "number64"],
  [10, "received", "number64"],
  [11, "stored", "number64"],
  [12, "resent", "number64"],
  [13, "changed", "number64"],
  [14, "rejected", "number64"],
  [15, "last_ms", "number64"],
  [16, "stored_by_bucket", "number64", "repeated"],
  [17, "rejected_by_bucket", "number64", "repeated"],
  [18, "refused_requests_by_bucket", "number64", "repeated"],
  [19, "faults", "message", "repeated", IngestFault],
]);

/** Who has sent in a time. Counts are of the whole hours that the time touches. */
export interface ListIngestSources {
  /** 0: open; who sent last before it is left out */
  from_ms: number;
  /** 0: open; not included */
  to_ms: number;
  /** 1..500, default 200 */
  max_results: number;
}
export const ListIngestSources: MessageType<ListIngestSources, "complete"> = message("spanloom.ListIngestSources", "complete", () => [
  [1, "from_ms", "number64"],
  [2, "to_ms", "number64"],
  [3, "max_results", "int32"],
]);

export interface ListIngestSourcesResponse {
  /** who sent last comes first */
  sources: IngestSource[];
  more_sources: boolean;
  /** of the first bucket */
  start_ms: number;
  /** whole hours; at most 48 buckets */
  bucket_ms: number;
  bucket_count: number;
}
export const ListIngestSourcesResponse: MessageType<ListIngestSourcesResponse, "complete"> = message("spanloom.ListIngestSources.Response", "complete", () => [
  [1, "sources", "message", "repeated", IngestSource],
  [2, "more_sources", "bool"],
  [3, "start_ms", "number64"],
  [4, "bucket_ms", "number64"],
  [5, "bucket_count", "int32"],
]);
