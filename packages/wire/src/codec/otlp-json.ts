import { OtlpDecodeError, shown } from "../errors.ts";
import { base64ToBytes, bytesToBase64, bytesToHex, hexToBytes } from "../ids.ts";
import { emptyMessage, isBig, isDefault } from "./binary.ts";
import type { Field, Init, MessageType } from "./descriptor.ts";
import { type JsonValue, parseJson } from "./json.ts";
import { maxDepth } from "./protobuf.ts";
import { utf8 } from "./utf8.ts";

/**
 * OTLP/JSON is protobuf's JSON with its own rules: ids are hex, enums are numbers, 64-bit integers decimal strings.
 * The decoder takes more than the rules allow, as senders do more: base64 ids, enum names, 64-bit integers as
 * numbers of any length, snake_case keys. Unknown keys are ignored. Throws `OtlpDecodeError` with the path.
 */
export function decodeOtlpJson<T>(type: MessageType<T>, text: string): T {
  let json: JsonValue;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new OtlpDecodeError(`not JSON: ${(error as Error).message}`, { cause: error });
  }
  try {
    return readMessage(type, json, 0) as T;
  } catch (error) {
    if (error instanceof Misfit) throw new OtlpDecodeError(`${error.path || "the request"}: ${error.message}`);
    throw error;
  }
}

/** Prints by the specification's rules: lowerCamelCase, hex ids, integer enums, 64-bit integers as strings. */
export function encodeOtlpJson<T>(type: MessageType<T>, message: Init<T>): string {
  return printMessage(type, message as Record<string, unknown>);
}

/** What is wrong with a value; the path is put together on the way out, so that reading costs nothing for it. */
class Misfit extends Error {
  path = "";

  at(step: string): this {
    this.path = this.path === "" || this.path.startsWith("[") ? step + this.path : `${step}.${this.path}`;
    return this;
  }
}

function readMessage(type: MessageType, json: JsonValue, depth: number): Record<string, unknown> {
  if (depth > maxDepth) throw new Misfit(`nested deeper than ${maxDepth} messages`);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw misfit("an object", json);
  const message = emptyMessage(type);
  for (const key in json) {
    const field = type.fieldNamed(key);
    const value = json[key]!;
    if (field === undefined || value === null) continue;
    try {
      message[field.key] =
        field.cardinality === "repeated" ? readList(field, value, depth) : readValue(field, value, depth);
    } catch (error) {
      throw error instanceof Misfit ? error.at(key) : error;
    }
  }
  return message;
}

function readList(field: Field, json: JsonValue, depth: number): unknown[] {
  if (!Array.isArray(json)) throw misfit("an array", json);
  return json.map((item, index) => {
    try {
      // null is no item of protobuf's, but a value without a kind is what a null in an array of values means.
      return readValue(field, item === null && field.kind === "message" ? {} : item, depth);
    } catch (error) {
      throw error instanceof Misfit ? error.at(`[${index}]`) : error;
    }
  });
}

function readValue(field: Field, json: JsonValue, depth: number): unknown {
  switch (field.kind) {
    case "message":
      return readMessage(field.message!, json, depth + 1);
    case "string":
      if (typeof json !== "string") throw misfit("a string", json);
      return json;
    case "bool":
      if (typeof json === "boolean") return json;
      if (json === "true" || json === "false") return json === "true";
      throw misfit("true or false", json);
    case "bytes":
      return readBytes(field, json);
    case "enum":
      return readEnum(field, json);
    case "double":
      return readDouble(json);
    default:
      return readInteger(field, json);
  }
}

function readBytes(field: Field, json: JsonValue): Uint8Array {
  if (typeof json !== "string") throw misfit("a string", json);
  const size = idSizes[field.name];
  if (size !== undefined) return readId(json, size);
  const bytes = base64ToBytes(json);
  if (bytes === undefined) throw misfit("base64", json);
  return bytes;
}

/**
 * Hex where it is hex, else base64 that has an id's size. Text that is neither becomes bytes of a wrong size, so that
 * whoever checks the span refuses that one span and not its whole request.
 */
function readId(text: string, size: number): Uint8Array {
  if (/^(?:[0-9a-f]{2})*$/i.test(text)) return hexToBytes(text);
  const bytes = base64ToBytes(text);
  if (bytes?.length === size) return bytes;
  const wrong = utf8(text);
  return wrong.length === size ? utf8(`${text}?`) : wrong;
}

const idSizes: Readonly<Record<string, number>> = { trace_id: 16, span_id: 8, parent_span_id: 8 };

function readEnum(field: Field, json: JsonValue): number {
  if (typeof json === "number" && Number.isInteger(json) && Math.abs(json) < 2 ** 31) return json;
  if (typeof json === "string") {
    const value = field.enum!.values[json] ?? (/^\d{1,9}$/.test(json) ? Number(json) : undefined);
    if (value !== undefined) return value;
  }
  throw misfit(`a number, or one of ${Object.keys(field.enum!.values).join(", ")}`, json);
}

function readDouble(json: JsonValue): number {
  if (typeof json === "number" || typeof json === "bigint") return Number(json);
  if (typeof json === "string" && doubleText.test(json)) return Number(json);
  throw misfit("a number", json);
}

const doubleText = /^(?:NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

function readInteger(field: Field, json: JsonValue): number | bigint {
  const { kind } = field;
  let value: bigint;
  if (typeof json === "bigint") value = json;
  else if (typeof json === "number" && Number.isInteger(json)) value = BigInt(json);
  else if (typeof json === "string" && /^-?\d{1,20}$/.test(json)) value = BigInt(json);
  else throw misfit("an integer", json);
  const bits = kind.endsWith("64") ? 64 : 32;
  const signed = kind.startsWith("int");
  const inRange = (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
  if (!inRange) throw misfit(`an integer of ${bits} bits${signed ? "" : " without a sign"}`, json);
  return isBig(kind) ? value : Number(value);
}

const misfit = (rule: string, json: JsonValue): Misfit => new Misfit(`must be ${rule}, got ${shown(json)}`);

function printMessage(type: MessageType, message: Record<string, unknown>): string {
  const members: string[] = [];
  for (const field of type.fields) {
    const value = message[field.key];
    if (value === undefined || value === null) continue;
    if (field.cardinality === "repeated") {
      const items = value as readonly unknown[];
      if (items.length > 0)
        members.push(`"${field.jsonName}":[${items.map((item) => printValue(field, item)).join(",")}]`);
    } else if (field.cardinality === "optional" || !isDefault(value)) {
      members.push(`"${field.jsonName}":${printValue(field, value)}`);
    }
  }
  return `{${members.join(",")}}`;
}

function printValue(field: Field, value: unknown): string {
  switch (field.kind) {
    case "message":
      return printMessage(field.message!, value as Record<string, unknown>);
    case "bytes":
      return JSON.stringify((field.name in idSizes ? bytesToHex : bytesToBase64)(value as Uint8Array));
    case "double":
      return Number.isFinite(value) ? printNumber(value as number) : `"${value}"`;
    case "string":
      return JSON.stringify(value);
    default:
      return typeof value === "bigint" ? `"${value}"` : String(value);
  }
}

/** JSON has a minus zero, but JavaScript does not print it. */
const printNumber = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
