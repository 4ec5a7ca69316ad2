import { hexToBytes, ProtoWriter } from "@spanloom/wire";
import type { AttributeValue, BenchSpan } from "./bench-span.ts";

const varint = 0;
const fixed64 = 1;
const length = 2;

/** A binary ExportTraceServiceRequest (a TracesData has the same bytes) of spans of one resource and scope. */
export function exportRequest(spans: readonly BenchSpan[]): Buffer {
  const writer = new ProtoWriter(spans.length * 2_500);
  nested(writer, 1, () => {
    nested(writer, 1, () => {
      for (const [key, value] of Object.entries(resource)) attribute(writer, 1, key, value);
    });
    nested(writer, 2, () => {
      nested(writer, 1, () => {
        text(writer, 1, "opentelemetry.instrumentation.bench");
        text(writer, 2, "1.0.0");
      });
      for (const span of spans) nested(writer, 2, () => writeSpan(writer, span));
    });
  });
  return Buffer.from(writer.finish());
}

/** One span's message alone. */
export function spanBytes(span: BenchSpan): Buffer {
  const writer = new ProtoWriter(4_096);
  writeSpan(writer, span);
  return Buffer.from(writer.finish());
}

const resource: Readonly<Record<string, AttributeValue>> = {
  "service.name": "bench",
  "service.version": "1.0.0",
  "telemetry.sdk.language": "nodejs",
  "telemetry.sdk.name": "opentelemetry",
  "telemetry.sdk.version": "2.0.0",
};

/** opentelemetry/proto/trace/v1/trace.proto, message Span. */
function writeSpan(writer: ProtoWriter, span: BenchSpan): void {
  bytes(writer, 1, hexToBytes(span.traceId));
  bytes(writer, 2, hexToBytes(span.spanId));
  if (span.parentSpanId !== "") bytes(writer, 4, hexToBytes(span.parentSpanId));
  text(writer, 5, span.name);
  writer.tag(6, varint);
  writer.uint32(span.kind);
  writer.tag(7, fixed64);
  writer.fixed64(span.startTimeUnixNano);
  writer.tag(8, fixed64);
  writer.fixed64(span.endTimeUnixNano);
  for (const key in span.attributes) attribute(writer, 9, key, span.attributes[key]!);
  if (span.status !== 0)
    nested(writer, 15, () => {
      writer.tag(3, varint);
      writer.uint32(span.status);
    });
}

function attribute(writer: ProtoWriter, field: number, key: string, value: AttributeValue): void {
  nested(writer, field, () => {
    text(writer, 1, key);
    nested(writer, 2, () => anyValue(writer, value));
  });
}

function anyValue(writer: ProtoWriter, value: AttributeValue): void {
  if (typeof value === "string") {
    text(writer, 1, value);
  } else if (typeof value === "boolean") {
    writer.tag(2, varint);
    writer.bool(value);
  } else if (typeof value === "object") {
    nested(writer, 5, () => {
      for (const item of value) nested(writer, 1, () => anyValue(writer, item));
    });
  } else if (Number.isInteger(value)) {
    writer.tag(3, varint);
    writer.int32(value);
  } else {
    writer.tag(4, fixed64);
    writer.double(value);
  }
}

function text(writer: ProtoWriter, field: number, value: string): void {
  writer.tag(field, length);
  writer.string(value);
}

function bytes(writer: ProtoWriter, field: number, value: Uint8Array): void {
  writer.tag(field, length);
  writer.bytes(value);
}

function nested(writer: ProtoWriter, field: number, write: () => void): void {
  writer.tag(field, length);
  const mark = writer.open();
  write();
  writer.close(mark);
}
