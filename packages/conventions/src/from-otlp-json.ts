import { fromBase64 } from "./base64.ts";
import type { Attributes, AttributeValue, LogEvent, SpanEvent, SpanSource } from "./span-view.ts";

/** A span of a payload, with the ids that join it to others: lower-case hex. */
export interface SpanSourceWithIds extends SpanSource {
  readonly traceId: string;
  readonly spanId: string;
  /** `null` on a root. */
  readonly parentSpanId: string | null;
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes }[];
}

/**
 * The spans of OTLP/JSON trace data (`TracesData`, an export request, or a list of them), with the log records of
 * `logs` that name them. Takes what senders and converters write: ids in hex or base64, 64-bit integers as text or
 * number. What has the wrong shape is passed over; it never throws.
 */
export function sourcesFromOtlpJson(traces: unknown, logs?: unknown): SpanSourceWithIds[] {
  const logsOf = logsBySpan([logs, traces]);
  const spans: SpanSourceWithIds[] = [];
  for (const resourceSpans of each(traces, "resourceSpans")) {
    const resource = attributesOf(field(field(resourceSpans, "resource"), "attributes"));
    for (const scopeSpans of list(field(resourceSpans, "scopeSpans"))) {
      const scope = scopeOf(field(scopeSpans, "scope"));
      for (const span of list(field(scopeSpans, "spans"))) spans.push(sourceOf(span, resource, scope, logsOf));
    }
  }
  return spans;
}

function sourceOf(
  span: unknown,
  resource: Attributes,
  scope: SpanSource["scope"],
  logsOf: ReadonlyMap<string, readonly LogEvent[]>,
): SpanSourceWithIds {
  const traceId = id(field(span, "traceId"), 16);
  const spanId = id(field(span, "spanId"), 8);
  const parent = id(field(span, "parentSpanId"), 8);
  return {
    traceId,
    spanId,
    parentSpanId: parent === "" || /^0+$/.test(parent) ? null : parent,
    name: string(field(span, "name")),
    kind: spanKind(field(span, "kind")),
    startTimeUnixNano: integer(field(span, "startTimeUnixNano")),
    endTimeUnixNano: integer(field(span, "endTimeUnixNano")),
    status: {
      code: statusCode(field(field(span, "status"), "code")),
      message: string(field(field(span, "status"), "message")),
    },
    attributes: attributesOf(field(span, "attributes")),
    events: list(field(span, "events")).map(eventOf),
    links: list(field(span, "links")).map((link) => ({
      traceId: id(field(link, "traceId"), 16),
      spanId: id(field(link, "spanId"), 8),
      attributes: attributesOf(field(link, "attributes")),
    })),
    resource,
    scope,
    logs: logsOf.get(`${traceId} ${spanId}`) ?? [],
  };
}

function eventOf(event: unknown): SpanEvent {
  return {
    name: string(field(event, "name")),
    timeUnixNano: integer(field(event, "timeUnixNano")),
    attributes: attributesOf(field(event, "attributes")),
  };
}

/** Log records by the span they name, in time order; records that name none are left out. */
function logsBySpan(payloads: readonly unknown[]): ReadonlyMap<string, readonly LogEvent[]> {
  const found = new Map<string, LogEvent[]>();
  for (const resourceLogs of payloads.flatMap((payload) => each(payload, "resourceLogs"))) {
    for (const scopeLogs of list(field(resourceLogs, "scopeLogs"))) {
      for (const record of list(field(scopeLogs, "logRecords"))) {
        const spanId = id(field(record, "spanId"), 8);
        if (spanId === "") continue;
        const key = `${id(field(record, "traceId"), 16)} ${spanId}`;
        const events = found.get(key) ?? [];
        events.push(logOf(record));
        found.set(key, events);
      }
    }
  }
  for (const events of found.values())
    events.sort((a, b) => (a.timeUnixNano < b.timeUnixNano ? -1 : a.timeUnixNano > b.timeUnixNano ? 1 : 0));
  return found;
}

function logOf(record: unknown): LogEvent {
  const attributes = attributesOf(field(record, "attributes"));
  const observed = integer(field(record, "observedTimeUnixNano"));
  const time = integer(field(record, "timeUnixNano"));
  const named = attributes["event.name"];
  return {
    eventName: string(field(record, "eventName")) || (typeof named === "string" ? named : ""),
    timeUnixNano: time === 0n ? observed : time,
    attributes,
    body: value(field(record, "body")),
  };
}

function scopeOf(scope: unknown): SpanSource["scope"] {
  return {
    name: string(field(scope, "name")),
    version: string(field(scope, "version")),
    attributes: attributesOf(field(scope, "attributes")),
  };
}

/** Attributes as a record without a prototype, so that a key named `__proto__` is a key. The last of equal keys wins. */
function attributesOf(pairs: unknown, depth = 0): Attributes {
  const attributes = Object.create(null) as Record<string, AttributeValue>;
  for (const pair of list(pairs)) {
    const key = field(pair, "key");
    if (typeof key === "string") attributes[key] = value(field(pair, "value"), depth);
  }
  return attributes;
}

const deepest = 64;

function value(any: unknown, depth = 0): AttributeValue {
  if (typeof any !== "object" || any === null || depth > deepest) return null;
  if (present(any, "stringValue")) return string(field(any, "stringValue"));
  if (present(any, "boolValue")) return field(any, "boolValue") === true || field(any, "boolValue") === "true";
  if (present(any, "intValue")) return safeInteger(field(any, "intValue"));
  if (present(any, "doubleValue")) return Number(field(any, "doubleValue"));
  if (present(any, "arrayValue"))
    return list(field(field(any, "arrayValue"), "values")).map((item) => value(item, depth + 1));
  if (present(any, "kvlistValue")) return attributesOf(field(field(any, "kvlistValue"), "values"), depth + 1);
  if (present(any, "bytesValue")) return fromBase64(string(field(any, "bytesValue"))) ?? null;
  return null;
}

function safeInteger(given: unknown): number | bigint {
  const whole = integer(given);
  return whole >= BigInt(Number.MIN_SAFE_INTEGER) && whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole) : whole;
}

/** A 64-bit integer from text or number; 0 where it is neither. */
function integer(given: unknown): bigint {
  if (typeof given === "bigint") return given;
  if (typeof given === "number") return Number.isFinite(given) ? BigInt(Math.trunc(given)) : 0n;
  return typeof given === "string" && /^[+-]?\d{1,20}$/.test(given) ? BigInt(given) : 0n;
}

/** An id of this many bytes in hex, out of hex or base64; "" where it is neither. */
function id(given: unknown, size: number): string {
  if (given instanceof Uint8Array) return hex(given);
  if (typeof given !== "string") return "";
  if (given.length === size * 2 && /^[0-9a-fA-F]+$/.test(given)) return given.toLowerCase();
  const decoded = fromBase64(given);
  return decoded?.length === size ? hex(decoded) : "";
}

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const codes = ["UNSET", "OK", "ERROR"];

function spanKind(given: unknown): number {
  return numbered(given, kinds, "SPAN_KIND_");
}

function statusCode(given: unknown): number {
  return numbered(given, codes, "STATUS_CODE_");
}

/** OTLP/JSON writes enums as numbers; other writers of protobuf JSON use the names. */
function numbered(given: unknown, all: readonly string[], prefix: string): number {
  if (typeof given === "number") return given;
  return typeof given === "string" ? Math.max(0, all.indexOf(given.replace(prefix, ""))) : 0;
}

function each(payload: unknown, name: string): readonly unknown[] {
  return Array.isArray(payload) ? payload.flatMap((one) => list(field(one, name))) : list(field(payload, name));
}

function list(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}

function present(holder: object, name: string): boolean {
  return field(holder, name) !== undefined && field(holder, name) !== null;
}

function string(given: unknown): string {
  return typeof given === "string" ? given : "";
}
