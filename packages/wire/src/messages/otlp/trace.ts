// Generated from proto/otlp/trace.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";
import { InstrumentationScope, KeyValue } from "./common.ts";
import { Resource } from "./resource.ts";

export type SpanKind = number;
export const SpanKind: EnumType = { name: "opentelemetry.proto.trace.v1.Span.SpanKind", values: {"SPAN_KIND_UNSPECIFIED":0,"SPAN_KIND_INTERNAL":1,"SPAN_KIND_SERVER":2,"SPAN_KIND_CLIENT":3,"SPAN_KIND_PRODUCER":4,"SPAN_KIND_CONSUMER":5} };

export type StatusCode = number;
export const StatusCode: EnumType = { name: "opentelemetry.proto.trace.v1.Status.StatusCode", values: {"STATUS_CODE_UNSET":0,"STATUS_CODE_OK":1,"STATUS_CODE_ERROR":2} };

/** Spans at rest: the same bytes as an ExportTraceServiceRequest. */
export interface TracesData {
  resourceSpans: ResourceSpans[];
}
export const TracesData: MessageType<TracesData> = message("opentelemetry.proto.trace.v1.TracesData", "camel", () => [
  [1, "resource_spans", "message", "repeated", ResourceSpans],
]);

export interface ResourceSpans {
  resource?: Resource;
  scopeSpans: ScopeSpans[];
  schemaUrl: string;
}
export const ResourceSpans: MessageType<ResourceSpans> = message("opentelemetry.proto.trace.v1.ResourceSpans", "camel", () => [
  [1, "resource", "message", "optional", Resource],
  [2, "scope_spans", "message", "repeated", ScopeSpans],
  [3, "schema_url", "string"],
]);

export interface ScopeSpans {
  scope?: InstrumentationScope;
  spans: Span[];
  schemaUrl: string;
}
export const ScopeSpans: MessageType<ScopeSpans> = message("opentelemetry.proto.trace.v1.ScopeSpans", "camel", () => [
  [1, "scope", "message", "optional", InstrumentationScope],
  [2, "spans", "message", "repeated", Span],
  [3, "schema_url", "string"],
]);

export interface Span {
  /** 16 bytes, not all zero */
  traceId: Uint8Array;
  /** 8 bytes, not all zero */
  spanId: Uint8Array;
  traceState: string;
  /** empty: a root */
  parentSpanId: Uint8Array;
  name: string;
  kind: number;
  startTimeUnixNano: bigint;
  /** 0: not ended */
  endTimeUnixNano: bigint;
  attributes: KeyValue[];
  droppedAttributesCount: number;
  events: SpanEvent[];
  droppedEventsCount: number;
  links: SpanLink[];
  droppedLinksCount: number;
  status?: Status;
  /** bits 0-7 W3C trace flags, 8 has-is-remote, 9 is-remote */
  flags: number;
}
export const Span: MessageType<Span> = message("opentelemetry.proto.trace.v1.Span", "camel", () => [
  [1, "trace_id", "bytes"],
  [2, "span_id", "bytes"],
  [3, "trace_state", "string"],
  [4, "parent_span_id", "bytes"],
  [5, "name", "string"],
  [6, "kind", "enum", "one", SpanKind],
  [7, "start_time_unix_nano", "fixed64"],
  [8, "end_time_unix_nano", "fixed64"],
  [9, "attributes", "message", "repeated", KeyValue],
  [10, "dropped_attributes_count", "uint32"],
  [11, "events", "message", "repeated", SpanEvent],
  [12, "dropped_events_count", "uint32"],
  [13, "links", "message", "repeated", SpanLink],
  [14, "dropped_links_count", "uint32"],
  [15, "status", "message", "optional", Status],
  [16, "flags", "fixed32"],
]);

export interface SpanEvent {
  timeUnixNano: bigint;
  name: string;
  attributes: KeyValue[];
  droppedAttributesCount: number;
}
export const SpanEvent: MessageType<SpanEvent> = message("opentelemetry.proto.trace.v1.Span.Event", "camel", () => [
  [1, "time_unix_nano", "fixed64"],
  [2, "name", "string"],
  [3, "attributes", "message", "repeated", KeyValue],
  [4, "dropped_attributes_count", "uint32"],
]);

export interface SpanLink {
  traceId: Uint8Array;
  spanId: Uint8Array;
  traceState: string;
  attributes: KeyValue[];
  droppedAttributesCount: number;
  flags: number;
}
export const SpanLink: MessageType<SpanLink> = message("opentelemetry.proto.trace.v1.Span.Link", "camel", () => [
  [1, "trace_id", "bytes"],
  [2, "span_id", "bytes"],
  [3, "trace_state", "string"],
  [4, "attributes", "message", "repeated", KeyValue],
  [5, "dropped_attributes_count", "uint32"],
  [6, "flags", "fixed32"],
]);

export interface Status {
  message: string;
  code: number;
}
export const Status: MessageType<Status> = message("opentelemetry.proto.trace.v1.Status", "camel", () => [
  [2, "message", "string"],
  [3, "code", "enum", "one", StatusCode],
]);
