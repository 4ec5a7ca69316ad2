// Generated from proto/otlp/logs.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { AnyValue, InstrumentationScope, KeyValue } from "./common.ts";
import { Resource } from "./resource.ts";

/** Log records at rest: the same bytes as an ExportLogsServiceRequest. */
export interface LogsData {
  resourceLogs: ResourceLogs[];
}
export const LogsData: MessageType<LogsData> = message("opentelemetry.proto.logs.v1.LogsData", "camel", () => [
  [1, "resource_logs", "message", "repeated", ResourceLogs],
]);

export interface ResourceLogs {
  resource?: Resource;
  scopeLogs: ScopeLogs[];
  schemaUrl: string;
}
export const ResourceLogs: MessageType<ResourceLogs> = message("opentelemetry.proto.logs.v1.ResourceLogs", "camel", () => [
  [1, "resource", "message", "optional", Resource],
  [2, "scope_logs", "message", "repeated", ScopeLogs],
  [3, "schema_url", "string"],
]);

export interface ScopeLogs {
  scope?: InstrumentationScope;
  logRecords: LogRecord[];
  schemaUrl: string;
}
export const ScopeLogs: MessageType<ScopeLogs> = message("opentelemetry.proto.logs.v1.ScopeLogs", "camel", () => [
  [1, "scope", "message", "optional", InstrumentationScope],
  [2, "log_records", "message", "repeated", LogRecord],
  [3, "schema_url", "string"],
]);

export interface LogRecord {
  timeUnixNano: bigint;
  /** the protocol's SeverityNumber, 1 (trace) to 24 (fatal) */
  severityNumber: number;
  severityText: string;
  body?: AnyValue;
  attributes: KeyValue[];
  droppedAttributesCount: number;
  flags: number;
  traceId: Uint8Array;
  spanId: Uint8Array;
  observedTimeUnixNano: bigint;
  eventName: string;
}
export const LogRecord: MessageType<LogRecord> = message("opentelemetry.proto.logs.v1.LogRecord", "camel", () => [
  [1, "time_unix_nano", "fixed64"],
  [2, "severity_number", "int32"],
  [3, "severity_text", "string"],
  [5, "body", "message", "optional", AnyValue],
  [6, "attributes", "message", "repeated", KeyValue],
  [7, "dropped_attributes_count", "uint32"],
  [8, "flags", "fixed32"],
  [9, "trace_id", "bytes"],
  [10, "span_id", "bytes"],
  [11, "observed_time_unix_nano", "fixed64"],
  [12, "event_name", "string"],
]);
