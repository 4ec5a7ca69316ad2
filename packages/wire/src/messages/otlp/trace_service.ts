// Generated from proto/otlp/trace_service.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { ResourceSpans } from "./trace.ts";

export interface ExportTraceServiceRequest {
  resourceSpans: ResourceSpans[];
}
export const ExportTraceServiceRequest: MessageType<ExportTraceServiceRequest> = message("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", "camel", () => [
  [1, "resource_spans", "message", "repeated", ResourceSpans],
]);

export interface ExportTraceServiceResponse {
  partialSuccess?: ExportTracePartialSuccess;
}
export const ExportTraceServiceResponse: MessageType<ExportTraceServiceResponse> = message("opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse", "camel", () => [
  [1, "partial_success", "message", "optional", ExportTracePartialSuccess],
]);

/** Unset on full success. `rejected_spans` 0 with a message is a warning. */
export interface ExportTracePartialSuccess {
  rejectedSpans: bigint;
  errorMessage: string;
}
export const ExportTracePartialSuccess: MessageType<ExportTracePartialSuccess> = message("opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess", "camel", () => [
  [1, "rejected_spans", "int64"],
  [2, "error_message", "string"],
]);
