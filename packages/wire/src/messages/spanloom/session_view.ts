// Generated from proto/spanloom/session_view.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface SessionSummary {
  session: string;
  trace_count: number;
  /** the session is so long that counts and sums are of its newest 50,000 traces */
  is_sum_of_newest: boolean;
  /** traces with an error in them, whether it reached the root or not */
  failed_count: number;
  /** 32 hex digits */
  first_trace_id: string;
  last_trace_id: string;
  first_start_time_unix_nano: string;
  last_start_time_unix_nano: string;
  /** durations of the traces, without the time between them */
  busy_ns: number;
  input_tokens?: number;
  output_tokens?: number;
  /** absent where no model had a price */
  cost_usd?: number;
  /** some model calls with tokens had no price */
  cost_partial: boolean;
  /** at most ten */
  users: string[];
  experiment_ids: string[];
  first_input_preview: string;
  last_output_preview: string;
}
export const SessionSummary: MessageType<SessionSummary, "complete"> = message("spanloom.SessionSummary", "complete", () => [
  [1, "session", "string"],
  [2, "trace_count", "number64"],
  [3, "is_sum_of_newest", "bool"],
  [4, "failed_count", "number64"],
  [5, "first_trace_id", "string"],
  [6, "last_trace_id", "string"],
  [7, "first_start_time_unix_nano", "string"],
  [8, "last_start_time_unix_nano", "string"],
  [9, "busy_ns", "number64"],
  [10, "input_tokens", "number64", "optional"],
  [11, "output_tokens", "number64", "optional"],
  [12, "cost_usd", "double", "optional"],
  [13, "cost_partial", "bool"],
  [14, "users", "string", "repeated"],
  [15, "experiment_ids", "string", "repeated"],
  [16, "first_input_preview", "string"],
  [17, "last_output_preview", "string"],
]);

/** Sessions of some experiments, those with the newest traces first. */
export interface ListSessions {
  /** empty: all */
  experiment_ids: string[];
  /** occurs in the session's name, or in the name of its user; capitals or not */
  text: string;
  /** of the newest trace; 0: open */
  start_time_from_ms: number;
  start_time_to_ms: number;
  /** 1..200, default 50 */
  max_results: number;
  page_token: string;
}
export const ListSessions: MessageType<ListSessions, "complete"> = message("spanloom.ListSessions", "complete", () => [
  [1, "experiment_ids", "string", "repeated"],
  [2, "text", "string"],
  [3, "start_time_from_ms", "number64"],
  [4, "start_time_to_ms", "number64"],
  [5, "max_results", "int32"],
  [6, "page_token", "string"],
]);

export interface ListSessionsResponse {
  sessions: SessionSummary[];
  next_page_token: string;
}
export const ListSessionsResponse: MessageType<ListSessionsResponse, "complete"> = message("spanloom.ListSessions.Response", "complete", () => [
  [1, "sessions", "message", "repeated", SessionSummary],
  [2, "next_page_token", "string"],
]);

/** One session. */
export interface GetSession {
  session: string;
  /** empty: all */
  experiment_ids: string[];
}
export const GetSession: MessageType<GetSession, "complete"> = message("spanloom.GetSession", "complete", () => [
  [1, "session", "string"],
  [2, "experiment_ids", "string", "repeated"],
]);

export interface GetSessionResponse {
  session?: SessionSummary;
}
export const GetSessionResponse: MessageType<GetSessionResponse, "complete"> = message("spanloom.GetSession.Response", "complete", () => [
  [1, "session", "message", "optional", SessionSummary],
]);
