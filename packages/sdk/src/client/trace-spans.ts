import { base64ToBytes, bytesToHex, type Received, type ResponseOf, traceIdToMlflow } from "@spanloom/wire";

type WireSpan = NonNullable<NonNullable<ResponseOf<"getTrace">["trace"]>["spans"]>[number];
type WireAttributes = WireSpan["attributes"];
type WireValue = NonNullable<NonNullable<WireAttributes>[number]["value"]>;

/** A span of a stored trace: OpenTelemetry's, with ids as text and attributes as a record. */
export interface TraceSpan {
  /** `tr-` and 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Absent: a root. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startTimeUnixNano: bigint;
  /** Absent: it still runs. */
  readonly endTimeUnixNano: bigint | undefined;
  readonly status: { readonly code: "UNSET" | "OK" | "ERROR"; readonly message: string };
  /** As they were sent. Integers past 2^53 are bigints. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly TraceEvent[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** An event of a span that was read back. */
export interface TraceEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Reads the form of the REST API: ids in base64, attributes as a list of typed values, enums by name. */
export function traceSpanOf(span: Received<WireSpan>): TraceSpan {
  const end = nanoOf(span.end_time_unix_nano);
  return {
    traceId: traceIdToMlflow(hexOf(span.trace_id)),
    spanId: hexOf(span.span_id),
    parentSpanId: hexOf(span.parent_span_id) || undefined,
    name: span.name ?? "",
    startTimeUnixNano: nanoOf(span.start_time_unix_nano),
    endTimeUnixNano: end === 0n ? undefined : end,
    status: { code: statusOf(span.status?.code), message: span.status?.message ?? "" },
    attributes: recordOfAttributes(span.attributes),
    events: (span.events ?? []).map((event) => ({
      name: event.name ?? "",
      timeUnixNano: nanoOf(event.time_unix_nano),
      attributes: recordOfAttributes(event.attributes),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId: traceIdToMlflow(hexOf(link.trace_id)),
      spanId: hexOf(link.span_id),
    })),
  };
}

/** A span in `traces.json`; attributes are plain values, or JSON in texts. */
export interface FileSpan {
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly parent_span_id?: string | null;
  readonly name?: string;
  readonly start_time_unix_nano?: number | bigint;
  readonly end_time_unix_nano?: number | bigint | null;
  readonly status?: { readonly code?: string; readonly message?: string };
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly events?: readonly {
    readonly name?: string;
    readonly time_unix_nano?: number | bigint;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
}

/** Reads the form of the file that MLflow's clients keep spans in. */
export function spanOfFile(span: FileSpan): TraceSpan {
  const code = span.status?.code;
  return {
    traceId: traceIdToMlflow(hexOf(span.trace_id)),
    spanId: hexOf(span.span_id),
    parentSpanId: hexOf(span.parent_span_id ?? "") || undefined,
    name: span.name ?? "",
    startTimeUnixNano: nanoOf(span.start_time_unix_nano),
    endTimeUnixNano: nanoOf(span.end_time_unix_nano ?? 0) || undefined,
    status: {
      code: statusOf(code?.startsWith("STATUS_CODE_") === false ? `STATUS_CODE_${code}` : code),
      message: span.status?.message ?? "",
    },
    attributes: span.attributes ?? {},
    events: (span.events ?? []).map((event) => ({
      name: event.name ?? "",
      timeUnixNano: nanoOf(event.time_unix_nano),
      attributes: event.attributes ?? {},
    })),
    links: [],
  };
}

const nanoOf = (time: number | bigint | undefined): bigint => BigInt(time ?? 0);

const hexOf = (base64: string | undefined): string => bytesToHex(base64ToBytes(base64 ?? "") ?? new Uint8Array());

function statusOf(code: unknown): TraceSpan["status"]["code"] {
  if (code === 2 || code === "STATUS_CODE_ERROR") return "ERROR";
  return code === 1 || code === "STATUS_CODE_OK" ? "OK" : "UNSET";
}

function recordOfAttributes(list: WireAttributes): Record<string, unknown> {
  return Object.fromEntries((list ?? []).map(({ key = "", value }) => [key, plainValueOf(value)]));
}

function plainValueOf(value: WireValue | undefined): unknown {
  if (value?.array_value !== undefined) return (value.array_value.values ?? []).map(plainValueOf);
  if (value?.kvlist_value !== undefined) return recordOfAttributes(value.kvlist_value.values);
  if (value?.double_value !== undefined) return Number(value.double_value); // "NaN" and "Infinity" are texts
  return value?.string_value ?? value?.int_value ?? value?.bool_value ?? value?.bytes_value;
}
