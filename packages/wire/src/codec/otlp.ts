import { LogsData } from "../messages/otlp/logs.ts";
import { ExportLogsServiceResponse } from "../messages/otlp/logs_service.ts";
import { TracesData } from "../messages/otlp/trace.ts";
import { ExportTraceServiceResponse } from "../messages/otlp/trace_service.ts";
import { decodeBinary, encodeBinary } from "./binary.ts";
import type { MessageType } from "./descriptor.ts";
import { decodeOtlpJson, encodeOtlpJson } from "./otlp-json.ts";

/**
 * What a receiver of ours takes beyond OTLP is said in this header of every answer, as words separated by commas; a sender
 * may do so once it was told. Other receivers do not send it.
 */
export const acceptsHeader = "spanloom-accepts";

/** Word of `acceptsHeader`: a span with end time 0 is one that runs, and is merged with the same span sent again, ended. */
export const acceptsUnfinishedSpans = "unfinished-spans";

/** What a body carries. `TracesData` and `ExportTraceServiceRequest` are the same bytes, as are those of logs. */
export type OtlpSignal = "traces" | "logs";

/** From here on there is one path: what came as JSON is stored as the binary form of the same message. */
export function otlpJsonToBinary(text: string, signal: OtlpSignal): Uint8Array {
  const type = dataType[signal];
  return encodeBinary(type, decodeOtlpJson(type, text));
}

/** Throws `OtlpDecodeError` for bytes that are no such message. */
export function binaryToOtlpJson(bytes: Uint8Array, signal: OtlpSignal): string {
  const type = dataType[signal];
  return encodeOtlpJson(type, decodeBinary(type, bytes));
}

/** The body of a successful answer. Nothing rejected and no message: the empty one. */
export function exportResponse(
  signal: OtlpSignal,
  rejected: number,
  message: string,
  format: "json" | "binary",
): Uint8Array | string {
  const unset = rejected === 0 && message === "";
  if (signal === "traces") {
    const partialSuccess = { rejectedSpans: BigInt(rejected), errorMessage: message };
    return write(ExportTraceServiceResponse, unset ? {} : { partialSuccess }, format);
  }
  const partialSuccess = { rejectedLogRecords: BigInt(rejected), errorMessage: message };
  return write(ExportLogsServiceResponse, unset ? {} : { partialSuccess }, format);
}

function write<T>(
  type: MessageType<T>,
  message: Parameters<typeof encodeBinary<T>>[1],
  format: "json" | "binary",
): Uint8Array | string {
  return format === "json" ? encodeOtlpJson(type, message) : encodeBinary(type, message);
}

const dataType = { traces: TracesData, logs: LogsData } as unknown as Record<OtlpSignal, MessageType<object>>;
