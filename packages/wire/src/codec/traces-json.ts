import { OtlpDecodeError, shown } from "../errors.ts";
import { base64ToBytes, bytesToBase64, hexToBytes, parseSpanId, parseTraceId } from "../ids.ts";
import type { AnyValue, KeyValue } from "../messages/otlp/common.ts";
import { type Span, StatusCode, TracesData } from "../messages/otlp/trace.ts";
import { encodeBinary } from "./binary.ts";
import type { Init } from "./descriptor.ts";
import { type ExactJson, isRawNumber, parsePython, rawNumber } from "./exact-json.ts";
import { type JsonValue, parseJson, printJson } from "./json.ts";
import { fromVersion2, isVersion2, toVersion2 } from "./traces-json-v2.ts";

/**
 * `traces.json`: the file in which MLflow's clients keep a trace's spans as an artifact. Its attribute values are plain
 * JSON (TypeScript) or JSON text in strings (Python); both become OTLP values. Files of MLflow 2 do not name their trace:
 * `traceId` (32 hex digits) does. Throws `OtlpDecodeError` with the path.
 */
export function tracesJsonToBinary(text: string, traceId?: string): Uint8Array {
  let json: JsonValue;
  try {
    json = parseNumbers(text);
  } catch (error) {
    throw new OtlpDecodeError(`traces.json is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const spans = isObject(json) ? json.spans : undefined;
  if (!Array.isArray(spans)) throw new OtlpDecodeError('traces.json must be an object with a list "spans"');
  const given = spans.map((span, index) => objectAt(span, `spans[${index}]`));
  const isOld = traceId !== undefined && given.length > 0 && given.every(isVersion2);
  const objects = isOld ? given.map((span) => fromVersion2(span, traceId)) : given;
  const encoded = objects.length > 0 && objects.every(hasJsonTexts);
  const form: FileForm = isOld ? "version-2" : encoded ? "json-texts" : "plain";
  const scope = { name: fileScope, version: form };
  const scopeSpans = [{ scope, spans: objects.map((span, index) => readSpan(span, `spans[${index}]`, encoded)) }];
  return encodeBinary(TracesData, { resourceSpans: [{ scopeSpans }] });
}

/** How a file is written: with attribute values as Python has them or as TypeScript has, or by Python's client 2. */
export type FileForm = (typeof forms)[number];
const forms = ["json-texts", "plain", "version-2"] as const;

/** The form of the file that these spans came in, so that its client reads back what it wrote; Python's for all others. */
export function fileFormOf({ resourceSpans }: TracesData): FileForm {
  const scopes = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.map(({ scope }) => scope));
  const version = scopes.find((scope) => scope?.name === fileScope)?.version;
  return forms.find((form) => form === version) ?? "json-texts";
}

/** The file of a trace. */
export function printTracesJson(spans: readonly Span[], form: FileForm = "json-texts"): string {
  const printed = spans.map((span) => printSpan(span, form));
  return printJson({ spans: form === "version-2" ? printed.map(toVersion2) : printed });
}

/** Spans of a file have no scope of their own; this one says where they are from. */
const fileScope = "traces.json";

/** An OTLP value as JSON. Bytes become base64 text, numbers that JSON lacks become their names. */
export function anyValueToJson(value: AnyValue | undefined, double = plainDouble): JsonValue {
  if (value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return plainInteger(value.intValue);
  if (value.doubleValue !== undefined) return double(value.doubleValue);
  if (value.arrayValue !== undefined) return value.arrayValue.values.map((item) => anyValueToJson(item, double));
  if (value.kvlistValue !== undefined) return attributesToJson(value.kvlistValue.values, double);
  return value.bytesValue === undefined ? null : bytesToBase64(value.bytesValue);
}

/** A JSON value as an OTLP value. `null` is the value without a kind; a raw `1.0` is a double, as it is to Python. */
export function jsonToAnyValue(json: JsonValue | ExactJson): Init<AnyValue> {
  switch (typeof json) {
    case "string":
      return { stringValue: json };
    case "boolean":
      return { boolValue: json };
    case "bigint":
      return BigInt.asIntN(64, json) === json ? { intValue: json } : { doubleValue: Number(json) };
    case "number":
      return Number.isSafeInteger(json) ? { intValue: BigInt(json) } : { doubleValue: json };
    default:
      if (json === null) return {};
      if (isRawNumber(json)) {
        const { rawJSON: text } = json;
        return /[.eE]/.test(text) ? { doubleValue: Number(text) } : jsonToAnyValue(parseJson(text));
      }
      if (Array.isArray(json)) return { arrayValue: { values: json.map(jsonToAnyValue) } };
      return { kvlistValue: { values: jsonToAttributes(json as { [key: string]: JsonValue }) } };
  }
}

const plainDouble = (double: number): JsonValue => (Number.isFinite(double) ? double : String(double));

/** As Python writes it, to which 1 and 1.0 are two things. */
function pythonDouble(double: number): JsonValue {
  if (!Number.isInteger(double)) return plainDouble(double);
  return rawNumber(String(double).replace(/^-?\d+$/, "$&.0")) as unknown as JsonValue;
}

function attributesToJson(attributes: readonly KeyValue[], double: typeof plainDouble): { [key: string]: JsonValue } {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, anyValueToJson(value, double)]));
}

function jsonToAttributes(json: { readonly [key: string]: JsonValue | ExactJson }): Init<KeyValue>[] {
  return Object.entries(json).map(([key, value]) => ({ key, value: jsonToAnyValue(value) }));
}

type JsonObject = { [key: string]: JsonValue };

/** Python writes every value as JSON text. A value that is no text, or no JSON, shows that this file is not Python's. */
function hasJsonTexts(span: JsonObject): boolean {
  if (!isObject(span.attributes)) return true;
  return Object.values(span.attributes).every((value) => typeof value === "string" && parsed(value) !== undefined);
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseNumbers(text);
  } catch {
    return undefined;
  }
}

/** A number that Python wrote as a float is raw, whatever its value; all others are as `parseJson` has them. */
function parseNumbers(text: string): JsonValue {
  if (!pythonNumber.test(text)) return parseJson(text);
  return parsePython(text, (number) => (/[.eE]/.test(number) ? rawNumber(number) : parseJson(number))) as JsonValue;
}

/** What JavaScript reads as another number than Python wrote, or not at all. */
const pythonNumber = /\d\.0|\de|NaN|Infinity/;

function readSpan(span: JsonObject, path: string, encoded: boolean): Init<Span> {
  const attributes = objectAt(span.attributes ?? {}, `${path}.attributes`);
  const values = Object.entries(attributes).map(([key, value]): Init<KeyValue> => {
    const plain = encoded ? parsed(value as string)! : value;
    return { key, value: jsonToAnyValue(plain) };
  });
  return {
    traceId: readId(span.trace_id, 16, `${path}.trace_id`),
    spanId: readId(span.span_id, 8, `${path}.span_id`),
    parentSpanId: readId(span.parent_span_id ?? "", 8, `${path}.parent_span_id`),
    name: textAt(span.name ?? "", `${path}.name`),
    startTimeUnixNano: nanoAt(span.start_time_unix_nano, `${path}.start_time_unix_nano`),
    endTimeUnixNano: nanoAt(span.end_time_unix_nano, `${path}.end_time_unix_nano`),
    attributes: values,
    events: listAt(span.events, `${path}.events`).map((event, index) => {
      const at = `${path}.events[${index}]`;
      return {
        name: textAt(event.name ?? "", `${at}.name`),
        timeUnixNano: nanoAt(event.time_unix_nano, `${at}.time_unix_nano`),
        attributes: jsonToAttributes(objectAt(event.attributes ?? {}, `${at}.attributes`)),
      };
    }),
    links: listAt(span.links, `${path}.links`).map((link, index) => {
      const at = `${path}.links[${index}]`;
      return {
        traceId: readId(link.trace_id, 16, `${at}.trace_id`),
        spanId: readId(link.span_id, 8, `${at}.span_id`),
        attributes: jsonToAttributes(objectAt(link.attributes ?? {}, `${at}.attributes`)),
      };
    }),
    status: readStatus(span.status ?? {}, `${path}.status`),
  };
}

function readStatus(json: JsonValue, path: string): { code: number; message: string } {
  const status = objectAt(json, path);
  const { code = 0 } = status;
  const name = typeof code === "string" && !code.startsWith("STATUS_CODE_") ? `STATUS_CODE_${code}` : code;
  const number = typeof name === "string" ? StatusCode.values[name] : name;
  if (number !== 0 && number !== 1 && number !== 2) {
    throw new OtlpDecodeError(
      `${path}.code: must be one of ${Object.keys(StatusCode.values).join(", ")}, got ${shown(code)}`,
    );
  }
  return { code: number, message: textAt(status.message ?? "", `${path}.message`) };
}

/** Base64, or the hex that some versions wrote. An empty text is no id. */
function readId(json: JsonValue | undefined, size: number, path: string): Uint8Array {
  if (typeof json !== "string") throw new OtlpDecodeError(`${path}: must be an id in base64, got ${shown(json)}`);
  if (json === "") return new Uint8Array(0);
  const hex = size === 16 ? parseTraceId(json) : parseSpanId(json);
  const bytes = hex === undefined ? base64ToBytes(json) : hexToBytes(hex);
  if (bytes?.length !== size) throw new OtlpDecodeError(`${path}: must be ${size} bytes in base64, got ${shown(json)}`);
  return bytes;
}

function nanoAt(json: JsonValue | undefined, path: string): bigint {
  if (json === undefined || json === null) return 0n;
  const value =
    typeof json === "bigint"
      ? json
      : typeof json === "number" && Number.isInteger(json)
        ? BigInt(json)
        : typeof json === "string" && /^\d{1,20}$/.test(json)
          ? BigInt(json)
          : undefined;
  if (value === undefined || BigInt.asUintN(64, value) !== value) {
    throw new OtlpDecodeError(`${path}: must be nanoseconds since 1970, got ${shown(json)}`);
  }
  return value;
}

function textAt(json: JsonValue, path: string): string {
  if (typeof json !== "string") throw new OtlpDecodeError(`${path}: must be a string, got ${shown(json)}`);
  return json;
}

function objectAt(json: JsonValue, path: string): JsonObject {
  if (!isObject(json)) throw new OtlpDecodeError(`${path}: must be an object, got ${shown(json)}`);
  return json;
}

function listAt(json: JsonValue | undefined, path: string): JsonObject[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) throw new OtlpDecodeError(`${path}: must be an array, got ${shown(json)}`);
  return json.map((item, index) => objectAt(item, `${path}[${index}]`));
}

const isObject = (json: JsonValue | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

function printSpan(span: Span, form: FileForm): JsonObject {
  const attributes = span.attributes.map(({ key, value }): [string, JsonValue] => {
    const json = anyValueToJson(value, pythonDouble);
    return [key, form === "plain" ? json : printJson(json)];
  });
  return {
    trace_id: bytesToBase64(span.traceId),
    span_id: bytesToBase64(span.spanId),
    parent_span_id: bytesToBase64(span.parentSpanId),
    name: span.name,
    start_time_unix_nano: plainInteger(span.startTimeUnixNano),
    end_time_unix_nano: span.endTimeUnixNano === 0n ? null : plainInteger(span.endTimeUnixNano),
    attributes: Object.fromEntries(attributes),
    status: { code: statusName(span.status?.code ?? 0), message: span.status?.message ?? "" },
    events: span.events.map((event) => ({
      name: event.name,
      time_unix_nano: plainInteger(event.timeUnixNano),
      attributes: attributesToJson(event.attributes, pythonDouble),
    })),
    links: span.links.map((link) => ({
      trace_id: bytesToBase64(link.traceId),
      span_id: bytesToBase64(link.spanId),
      attributes: attributesToJson(link.attributes, pythonDouble),
    })),
  };
}

function statusName(code: number): string {
  return Object.keys(StatusCode.values).find((name) => StatusCode.values[name] === code) ?? "STATUS_CODE_UNSET";
}

const plainInteger = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
