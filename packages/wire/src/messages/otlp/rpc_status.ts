// Generated from proto/otlp/rpc_status.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface RpcStatus {
  /** a gRPC status code */
  code: number;
  message: string;
  details: Any[];
}
export const RpcStatus: MessageType<RpcStatus> = message("google.rpc.RpcStatus", "camel", () => [
  [1, "code", "int32"],
  [2, "message", "string"],
  [3, "details", "message", "repeated", Any],
]);

/** google.protobuf.Any: a message's full name after `type.googleapis.com/`, and its bytes. */
export interface Any {
  typeUrl: string;
  value: Uint8Array;
}
export const Any: MessageType<Any> = message("google.rpc.Any", "camel", () => [
  [1, "type_url", "string"],
  [2, "value", "bytes"],
]);

/** How long a throttled client should wait. */
export interface RetryInfo {
  retryDelay?: Seconds;
}
export const RetryInfo: MessageType<RetryInfo> = message("google.rpc.RetryInfo", "camel", () => [
  [1, "retry_delay", "message", "optional", Seconds],
]);

/** google.protobuf.Duration. */
export interface Seconds {
  seconds: bigint;
  nanos: number;
}
export const Seconds: MessageType<Seconds> = message("google.rpc.Seconds", "camel", () => [
  [1, "seconds", "int64"],
  [2, "nanos", "int32"],
]);

export interface BadRequest {
  fieldViolations: BadRequestFieldViolation[];
}
export const BadRequest: MessageType<BadRequest> = message("google.rpc.BadRequest", "camel", () => [
  [1, "field_violations", "message", "repeated", BadRequestFieldViolation],
]);

export interface BadRequestFieldViolation {
  /** a path into the request, such as resource_spans[0].scope_spans[0].spans[3].trace_id */
  field: string;
  description: string;
}
export const BadRequestFieldViolation: MessageType<BadRequestFieldViolation> = message("google.rpc.BadRequest.FieldViolation", "camel", () => [
  [1, "field", "string"],
  [2, "description", "string"],
]);
