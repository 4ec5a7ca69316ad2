import { base64ToBytes, bytesToBase64, bytesToHex, hexToBytes } from "../ids.ts";
import type { JsonValue } from "./json.ts";

/**
 * `traces.json` as MLflow 2 writes it: hex ids in a `context`, which name OpenTelemetry's trace and not MLflow's, other
 * names of fields, and events in microseconds. Both ways between that form and the one of MLflow 3.
 */
type JsonObject = { [key: string]: JsonValue };

export function isVersion2(span: JsonObject): boolean {
  return typeof span.context === "object" && span.context !== null && span.trace_id === undefined;
}

/** `traceId`: 32 hex digits of the trace that the file belongs to. What is no id or time is left for the reader to refuse. */
export function fromVersion2(span: JsonObject, traceId: string): JsonObject {
  const context = span.context as JsonObject;
  return {
    trace_id: bytesToBase64(hexToBytes(traceId)),
    span_id: base64OfSpanId(context.span_id),
    parent_span_id: base64OfSpanId(span.parent_id ?? ""),
    name: span.name ?? "",
    start_time_unix_nano: span.start_time ?? null,
    end_time_unix_nano: span.end_time ?? null,
    attributes: span.attributes ?? {},
    status: { code: span.status_code ?? 0, message: span.status_message ?? "" },
    events: Array.isArray(span.events) ? span.events.map(eventFromVersion2) : (span.events ?? null),
  };
}

export function toVersion2(span: JsonObject): JsonObject {
  const status = span.status as JsonObject;
  return {
    name: span.name!,
    context: { span_id: hexOf(span.span_id), trace_id: `0x${hexOf(span.trace_id)}` },
    parent_id: hexOf(span.parent_span_id) || null,
    start_time: span.start_time_unix_nano!,
    end_time: span.end_time_unix_nano!,
    status_code: String(status.code).replace("STATUS_CODE_", ""),
    status_message: status.message!,
    attributes: span.attributes!,
    events: (span.events as JsonObject[]).map(({ name, time_unix_nano, attributes }) => ({
      name: name!,
      timestamp: Number(BigInt(time_unix_nano as number | bigint) / 1000n),
      attributes: attributes!,
    })),
  };
}

/** Microseconds, but for events that OpenTelemetry made: those of this century are told apart by their size. */
const firstNano = 100_000_000_000_000_000;

function eventFromVersion2(event: JsonValue): JsonValue {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return event;
  const { timestamp = null, ...rest } = event;
  const isMicros = typeof timestamp === "number" && Number.isInteger(timestamp) && timestamp < firstNano;
  return { ...rest, time_unix_nano: isMicros ? BigInt(timestamp) * 1000n : timestamp };
}

/** Some versions write `0x` before the digits and leave out zeros at the beginning. */
function base64OfSpanId(id: JsonValue | undefined): JsonValue {
  if (typeof id !== "string" || id === "") return id ?? null;
  const digits = id.replace(/^0x/, "").padStart(16, "0");
  return /^[0-9a-f]{16}$/i.test(digits) ? bytesToBase64(hexToBytes(digits)) : id;
}

function hexOf(base64: JsonValue | undefined): string {
  return bytesToHex(base64ToBytes(String(base64)) ?? new Uint8Array());
}
