/** OTLP/JSON as the specification writes it: hex ids, 64-bit integers as decimal strings, enums as numbers. */
export interface OtlpTraces {
  resourceSpans: OtlpResourceSpans[];
}

export interface OtlpResourceSpans {
  resource?: { attributes?: OtlpAttribute[] };
  scopeSpans: { scope?: { name?: string; version?: string; attributes?: OtlpAttribute[] }; spans: OtlpSpan[] }[];
}

export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: OtlpAttribute[];
  events?: { timeUnixNano: string; name: string; attributes?: OtlpAttribute[] }[];
  links?: { traceId: string; spanId: string; attributes?: OtlpAttribute[] }[];
  status?: { code?: number; message?: string };
  flags?: number;
  droppedAttributesCount?: number;
}

export interface OtlpLogs {
  resourceLogs: {
    resource?: { attributes?: OtlpAttribute[] };
    scopeLogs: { scope?: { name?: string; version?: string }; logRecords: OtlpLogRecord[] }[];
  }[];
}

export interface OtlpLogRecord {
  timeUnixNano: string;
  eventName?: string;
  body?: OtlpValue;
  attributes?: OtlpAttribute[];
  traceId?: string;
  spanId?: string;
}

export interface OtlpAttribute {
  key: string;
  value?: OtlpValue;
}

export type OtlpValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { arrayValue: { values?: OtlpValue[] } }
  | { kvlistValue: { values?: OtlpAttribute[] } }
  | { bytesValue: string }
  | Record<string, never>;

/** Attributes from plain values: a bigint is an int64, a number a double unless it is whole, a Uint8Array bytes. */
export function attributes(values: Record<string, unknown>): OtlpAttribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: anyValueOf(value) }));
}

export function anyValueOf(value: unknown): OtlpValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "bigint") return { intValue: String(value) };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValueOf) } };
  if (typeof value === "object" && value !== null) {
    return { kvlistValue: { values: attributes(value as Record<string, unknown>) } };
  }
  return {};
}

/** One resource and one scope around some spans. */
export function tracesOf(
  spans: OtlpSpan[],
  resource: Record<string, unknown> = { "service.name": "test" },
): OtlpTraces {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes(resource) },
        scopeSpans: [{ scope: { name: "test", version: "1" }, spans }],
      },
    ],
  };
}

export function spansOf(traces: OtlpTraces): OtlpSpan[] {
  return traces.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** A span of one second, alone in its trace. */
export function spanWith(values: Record<string, unknown>): OtlpSpan {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: "span",
    kind: 1,
    startTimeUnixNano: "1767225600000000000",
    endTimeUnixNano: "1767225601000000000",
    attributes: attributes(values),
  };
}

export function newTraceId(): string {
  return hex(16);
}

export function newSpanId(): string {
  return hex(8);
}

function hex(length: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(length))).toString("hex");
}
