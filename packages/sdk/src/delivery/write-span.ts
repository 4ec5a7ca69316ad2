import type { HrTime, SpanContext } from "@opentelemetry/api";
import type { ReadableSpan, TimedEvent } from "@opentelemetry/sdk-trace";
import { type ProtoWriter, wireType } from "@spanloom/wire/otlp";

/**
 * The fields of a `Span` (opentelemetry/proto/trace/v1/trace.proto). What is empty or zero takes no bytes. Written straight
 * from OpenTelemetry's span, because this runs for each one and messages in between would be twice its memory.
 */
export function writeSpan(writer: ProtoWriter, span: ReadableSpan): void {
  const context = span.spanContext();
  writeIds(writer, context);
  if (span.parentSpanContext?.spanId) writeId(writer, 4, span.parentSpanContext.spanId);
  writeText(writer, 5, span.name);
  writeCount(writer, 6, span.kind + 1); // OTLP's kinds have an unspecified one before
  writeTime(writer, 7, span.startTime);
  writeTime(writer, 8, span.endTime);
  writeAttributes(writer, 9, span.attributes);
  writeCount(writer, 10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(writer, event);
  writeCount(writer, 12, span.droppedEventsCount);
  for (const { context: target, attributes, droppedAttributesCount } of span.links) {
    const at = open(writer, 13);
    writeIds(writer, target);
    writeAttributes(writer, 4, attributes);
    writeCount(writer, 5, droppedAttributesCount);
    writeFlags(writer, 6, target.traceFlags, target.isRemote);
    writer.close(at);
  }
  writeCount(writer, 14, span.droppedLinksCount);
  const status = open(writer, 15);
  writeText(writer, 2, span.status.message);
  writeCount(writer, 3, span.status.code);
  writer.close(status);
  writeFlags(writer, 16, context.traceFlags, span.parentSpanContext?.isRemote);
}

/** As repeated `KeyValue` (opentelemetry/proto/common/v1/common.proto). */
export function writeAttributes(writer: ProtoWriter, field: number, attributes: object | undefined): void {
  for (const key in attributes) {
    if (!Object.hasOwn(attributes, key)) continue;
    const at = open(writer, field);
    writeText(writer, 1, key);
    const value = open(writer, 2);
    writeValue(writer, (attributes as Record<string, unknown>)[key]);
    writer.close(value);
    writer.close(at);
  }
}

export function writeText(writer: ProtoWriter, field: number, text: string | undefined): void {
  if (!text) return;
  writer.tag(field, wireType.length);
  writer.string(text);
}

/** Starts a message in a field; ends with `writer.close` of what it gives. */
export function open(writer: ProtoWriter, field: number): number {
  writer.tag(field, wireType.length);
  return writer.open();
}

/** The one field of an `AnyValue` that fits; none for null, as the specification has it, and for what no attribute can be. */
function writeValue(writer: ProtoWriter, value: unknown): void {
  if (typeof value === "string") {
    writer.tag(1, wireType.length);
    writer.string(value);
  } else if (typeof value === "boolean") {
    writer.tag(2, wireType.varint);
    writer.bool(value);
  } else if (typeof value === "number") {
    writeNumber(writer, value);
  } else if (value instanceof Uint8Array) {
    writer.tag(7, wireType.length);
    writer.bytes(value);
  } else if (Array.isArray(value)) {
    const list = open(writer, 5);
    for (const item of value) {
      const at = open(writer, 1);
      writeValue(writer, item);
      writer.close(at);
    }
    writer.close(list);
  } else if (typeof value === "object" && value !== null) {
    const list = open(writer, 6);
    writeAttributes(writer, 1, value);
    writer.close(list);
  }
}

/** Whole numbers as integers, as far as 64 bits go. */
function writeNumber(writer: ProtoWriter, value: number): void {
  if (!Number.isInteger(value) || value < -(2 ** 63) || value >= 2 ** 63) {
    writer.tag(4, wireType.fixed64);
    writer.double(value);
    return;
  }
  writer.tag(3, wireType.varint);
  if (value >= 0 && value < 2 ** 32) writer.uint32(value);
  else writer.uint64(BigInt(value));
}

function writeEvent(writer: ProtoWriter, event: TimedEvent): void {
  const at = open(writer, 11);
  writeTime(writer, 1, event.time);
  writeText(writer, 2, event.name);
  writeAttributes(writer, 3, event.attributes);
  writeCount(writer, 4, event.droppedAttributesCount);
  writer.close(at);
}

/** The first three fields of a span and of a link. */
function writeIds(writer: ProtoWriter, { traceId, spanId, traceState }: SpanContext): void {
  writeId(writer, 1, traceId);
  writeId(writer, 2, spanId);
  writeText(writer, 3, traceState?.serialize());
}

/** Two hex digits a byte. */
function writeId(writer: ProtoWriter, field: number, hex: string): void {
  writer.tag(field, wireType.length);
  const at = writer.open();
  for (let digit = 0; digit < hex.length; digit += 8) {
    writer.fixed32(
      digitsAt(hex, digit) |
        (digitsAt(hex, digit + 2) << 8) |
        (digitsAt(hex, digit + 4) << 16) |
        (digitsAt(hex, digit + 6) << 24),
    );
  }
  writer.close(at);
}

function digitsAt(hex: string, at: number): number {
  return (digitOf(hex.charCodeAt(at)) << 4) | digitOf(hex.charCodeAt(at + 1));
}

/** The value of a hex digit of either case. */
function digitOf(code: number): number {
  return (code & 15) + (code > 57 ? 9 : 0);
}

function writeCount(writer: ProtoWriter, field: number, count: number | undefined): void {
  if (!count) return;
  writer.tag(field, wireType.varint);
  writer.uint32(count);
}

/** Nanoseconds since the epoch in 64 bits, in halves, for a bigint would be memory for each of them. */
function writeTime(writer: ProtoWriter, field: number, [seconds, nanos]: HrTime): void {
  const lowSeconds = seconds % 65_536;
  const highNanos = ((seconds - lowSeconds) / 65_536) * 1e9; // in units of 65,536 ns
  const low = (highNanos % 65_536) * 65_536 + lowSeconds * 1e9 + nanos;
  writer.tag(field, wireType.fixed64);
  writer.fixed32(low);
  writer.fixed32(Math.floor(highNanos / 65_536) + Math.floor(low / 2 ** 32));
}

/** Those of W3C, and beside them whether what they are of (of a span: its parent) is in another process. */
function writeFlags(writer: ProtoWriter, field: number, traceFlags: number, isRemote: boolean | undefined): void {
  writer.tag(field, wireType.fixed32);
  writer.fixed32((traceFlags & 0xff) | 0x100 | (isRemote === true ? 0x200 : 0));
}
