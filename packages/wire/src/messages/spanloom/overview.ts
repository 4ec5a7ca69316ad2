// Generated from proto/spanloom/overview.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

/** What some traces add up to. Counts, tokens and cost are exact; latencies lie within 1 % of the true ones. */
export interface TraceSums {
  trace_count: number;
  /** traces whose status is ERROR */
  failed_count: number;
  /** absent where no trace reported any */
  input_tokens?: number;
  output_tokens?: number;
  /** absent where no model had a price */
  cost_usd?: number;
  /** some model calls with tokens had no price */
  cost_partial: boolean;
  /** of the traces that have ended; absent while none has */
  latency_p50_ns?: number;
  latency_p95_ns?: number;
  latency_p99_ns?: number;
}
export const TraceSums: MessageType<TraceSums, "complete"> = message("spanloom.TraceSums", "complete", () => [
  [1, "trace_count", "number64"],
  [2, "failed_count", "number64"],
  [3, "input_tokens", "number64", "optional"],
  [4, "output_tokens", "number64", "optional"],
  [5, "cost_usd", "double", "optional"],
  [6, "cost_partial", "bool"],
  [7, "latency_p50_ns", "double", "optional"],
  [8, "latency_p95_ns", "double", "optional"],
  [9, "latency_p99_ns", "double", "optional"],
]);

/** The traces that began in one stretch of time. */
export interface TimeBucket {
  start_ms: number;
  sums?: TraceSums;
}
export const TimeBucket: MessageType<TimeBucket, "complete"> = message("spanloom.TimeBucket", "complete", () => [
  [1, "start_ms", "number64"],
  [2, "sums", "message", "optional", TraceSums],
]);

/** The traces that have one thing in common; of a tool its calls, with their own failures and latencies. */
export interface TraceGroup {
  /** absent: of the traces that have none */
  value?: string;
  sums?: TraceSums;
}
export const TraceGroup: MessageType<TraceGroup, "complete"> = message("spanloom.TraceGroup", "complete", () => [
  [1, "value", "string", "optional"],
  [2, "sums", "message", "optional", TraceSums],
]);

/** What the traces of some experiments add up to: all together, over time, and by one thing that they have. */
export interface GetOverview {
  /** empty: all */
  experiment_ids: string[];
  /** 0: open */
  start_time_from_ms: number;
  /** not included */
  start_time_to_ms: number;
  /** model (a trace counts for each that it called), tool, user, name, or tags.<key>; default model */
  by: string;
}
export const GetOverview: MessageType<GetOverview, "complete"> = message("spanloom.GetOverview", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "start_time_from_ms", "number64"],
  [3, "start_time_to_ms", "number64"],
  [4, "by", "string"],
]);

export interface GetOverviewResponse {
  total?: TraceSums;
  /** how long a bucket is; at most 60 of them */
  bucket_ms: number;
  /** in the order of time, without those in which no trace began */
  buckets: TimeBucket[];
  /** at most 50, those with the most traces first */
  groups: TraceGroup[];
  more_groups: boolean;
}
export const GetOverviewResponse: MessageType<GetOverviewResponse, "complete"> = message("spanloom.GetOverview.Response", "complete", () => [
  [1, "total", "message", "optional", TraceSums],
  [2, "bucket_ms", "number64"],
  [3, "buckets", "message", "repeated", TimeBucket],
  [4, "groups", "message", "repeated", TraceGroup],
  [5, "more_groups", "bool"],
]);
