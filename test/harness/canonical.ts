import type { OtlpAttribute, OtlpSpan, OtlpTraces, OtlpValue } from "./otlp.ts";

/** A span in one form only, so that what was sent and what is read back can be compared with `toEqual`. */
export interface CanonicalSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, unknown>;
  events: { name: string; timeUnixNano: string; attributes: Record<string, unknown> }[];
  links: { traceId: string; spanId: string; attributes: Record<string, unknown> }[];
  status: { code: number; message: string };
  resource: Record<string, unknown>;
  scope: { name: string; version: string; attributes: Record<string, unknown> };
}

/** All spans of OTLP/JSON messages in order of their ids. Values keep their type: `int 1` is not `double 1`. */
export function canonicalSpans(...messages: OtlpTraces[]): CanonicalSpan[] {
  const spans = messages.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => ({
          ...canonicalSpan(span),
          resource: canonicalAttributes(resource?.attributes),
          scope: {
            name: scope?.name ?? "",
            version: scope?.version ?? "",
            attributes: canonicalAttributes(scope?.attributes),
          },
        })),
      ),
    ),
  );
  return spans.sort((a, b) => (a.traceId + a.spanId < b.traceId + b.spanId ? -1 : 1));
}

function canonicalSpan(span: OtlpSpan): Omit<CanonicalSpan, "resource" | "scope"> {
  return {
    traceId: span.traceId.toLowerCase(),
    spanId: span.spanId.toLowerCase(),
    parentSpanId: (span.parentSpanId ?? "").toLowerCase(),
    name: span.name ?? "",
    kind: span.kind ?? 0,
    startTimeUnixNano: String(span.startTimeUnixNano ?? "0"),
    endTimeUnixNano: String(span.endTimeUnixNano ?? "0"),
    attributes: canonicalAttributes(span.attributes),
    events: (span.events ?? []).map(({ name, timeUnixNano, attributes }) => ({
      name,
      timeUnixNano: String(timeUnixNano),
      attributes: canonicalAttributes(attributes),
    })),
    links: (span.links ?? []).map(({ traceId, spanId, attributes }) => ({
      traceId: traceId.toLowerCase(),
      spanId: spanId.toLowerCase(),
      attributes: canonicalAttributes(attributes),
    })),
    status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
  };
}

export function canonicalAttributes(attributes: readonly OtlpAttribute[] | undefined): Record<string, unknown> {
  return Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, canonicalValue(value ?? {})]));
}

function canonicalValue(value: OtlpValue): unknown {
  if ("stringValue" in value) return value.stringValue;
  if ("boolValue" in value) return value.boolValue;
  if ("intValue" in value) return { int: String(value.intValue) };
  if ("doubleValue" in value) return { double: String(value.doubleValue) };
  if ("arrayValue" in value) return (value.arrayValue.values ?? []).map(canonicalValue);
  if ("kvlistValue" in value) return { kvlist: canonicalAttributes(value.kvlistValue.values) };
  if ("bytesValue" in value) return { bytes: value.bytesValue };
  return null;
}
