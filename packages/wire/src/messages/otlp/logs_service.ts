// Generated from proto/otlp/logs_service.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { ResourceLogs } from "./logs.ts";

export interface ExportLogsServiceRequest {
  resourceLogs: ResourceLogs[];
}
export const ExportLogsServiceRequest: MessageType<ExportLogsServiceRequest> = message("opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest", "camel", () => [
  [1, "resource_logs", "message", "repeated", ResourceLogs],
]);

export interface ExportLogsServiceResponse {
  partialSuccess?: ExportLogsPartialSuccess;
}
export const ExportLogsServiceResponse: MessageType<ExportLogsServiceResponse> = message("opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse", "camel", () => [
  [1, "partial_success", "message", "optional", ExportLogsPartialSuccess],
]);

/** Unset on full success. `rejected_log_records` 0 with a message is a warning. */
export interface ExportLogsPartialSuccess {
  rejectedLogRecords: bigint;
  errorMessage: string;
}
export const ExportLogsPartialSuccess: MessageType<ExportLogsPartialSuccess> = message("opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess", "camel", () => [
  [1, "rejected_log_records", "int64"],
  [2, "error_message", "string"],
]);
