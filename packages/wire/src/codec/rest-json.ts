import { ApiError, invalidParameter, wrongType } from "../errors.ts";
import { base64ToBytes, bytesToBase64 } from "../ids.ts";
import { emptyMessage, isBig, isDefault } from "./binary.ts";
import { type Field, JsonText, type MessageType, type Printable } from "./descriptor.ts";
import { type JsonValue, parseJson, printDouble, printJson } from "./json.ts";
import { maxDepth } from "./protobuf.ts";
import { durationToNano, timestampToNano } from "./time.ts";

/**
 * The JSON of the REST API. It is protobuf's with MLflow's habits: snake_case out and both spellings in (of what a
 * request must have, snake_case only), int64 as numbers even past 2^53, what is unset left out. Throws `ApiError`
 * INVALID_PARAMETER_VALUE that names the field.
 */
export function decodeRestJson<T>(type: MessageType<T>, json: JsonValue): T {
  return readMessage(type, json, "", 0) as T;
}

/**
 * A body as the clients' own server reads it: text that is not JSON counts as an empty object (then the first missing
 * field is what gets reported), and a JSON string that holds JSON is read twice. Python's NaN and Infinity are read,
 * which are no JSON, but what its programs write.
 */
export function parseRestBody(text: string): JsonValue {
  const parse = (json: string): JsonValue | undefined => {
    try {
      return parseJson(json);
    } catch {
      return undefined;
    }
  };
  const value = parse(text) ?? (pythonNumber.test(text) ? parse(quotePythonNumbers(text)) : undefined);
  const body = typeof value === "string" ? parse(value) : value;
  return typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
}

const pythonNumber = /NaN|Infinity/;

/** As the texts that protobuf's JSON has for them. What stands inside of texts stays. */
function quotePythonNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/gs, (found) => (found.startsWith('"') ? found : `"${found}"`));
}

export function encodeRestJson<T>(type: MessageType<T>, message: Printable<T>): string {
  return printMessage(type, message as Record<string, unknown>);
}

/** Reads one value of a field, as it stands in JSON or, being a string, in a query. `path` is what errors name. */
export function readRestValue(field: Field, json: JsonValue, path: string, depth = 0): unknown {
  switch (field.kind) {
    case "message":
      return readMessage(field.message!, json, path, depth + 1);
    case "string":
      if (typeof json !== "string") throw wrongType(path, json);
      return json;
    case "bool":
      if (typeof json !== "boolean") throw wrongType(path, json);
      return json;
    case "bytes": {
      const bytes = typeof json === "string" ? base64ToBytes(json) : undefined;
      if (bytes === undefined) throw wrongType(path, json);
      return bytes;
    }
    case "enum":
      return readEnum(field, json, path);
    case "double":
      return readDouble(json, path);
    case "value":
      return json;
    case "timestamp":
      if (typeof json !== "string" || timestampToNano(json) === undefined) {
        throw invalidParameter(path, "must be a time such as 2026-01-02T03:04:05.678Z", json);
      }
      return json;
    case "duration":
      if (typeof json !== "string" || durationToNano(json) === undefined) {
        throw invalidParameter(path, 'must be a duration such as "1.5s"', json);
      }
      return json;
    default:
      return readInteger(field, json, path);
  }
}

function readMessage(type: MessageType, json: JsonValue, path: string, depth: number): Record<string, unknown> {
  if (depth > maxDepth) throw invalidParameter(path, `must not nest deeper than ${maxDepth} levels`);
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrongType(path, json);
  const message = emptyMessage(type);
  for (const key in json) {
    const field = type.fieldNamed(key);
    const value = json[key];
    if (field === undefined) continue;
    if (field.name !== field.jsonName && field.name in json && field.jsonName in json) {
      throw new ApiError(
        "INVALID_PARAMETER_VALUE",
        `Request specifies both '${field.name}' and '${field.jsonName}'; provide only one of them.`,
      );
    }
    if (value === null || value === undefined) continue;
    if (key !== field.name && type.readAsNamed.includes(field.name)) continue;
    const at = path === "" ? field.name : `${path}.${field.name}`;
    const read = readField(field, value, at, depth);
    if (read !== undefined) message[field.key] = read;
  }
  return message;
}

function readField(field: Field, json: JsonValue, path: string, depth: number): unknown {
  if (field.cardinality === "repeated") {
    if (!Array.isArray(json)) throw wrongType(path, json);
    return json.map((item, index) => readRestValue(field, item, `${path}[${index}]`, depth));
  }
  if (field.cardinality === "map") {
    if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrongType(path, json);
    const entries = Object.entries(json).map(([key, item]) => [
      key,
      readRestValue(field, item, `${path}.${key}`, depth),
    ]);
    return Object.fromEntries(entries);
  }
  return readRestValue(field, json, path, depth);
}

/** In the request itself, a name that the enum does not have counts as absent, as with the clients' own server. */
function readEnum(field: Field, json: JsonValue, path: string): string | number | undefined {
  const { values } = field.enum!;
  const number = typeof json === "string" && /^\d+$/.test(json) ? Number(json) : json;
  const name =
    typeof json === "string" && Object.hasOwn(values, json)
      ? json
      : Object.keys(values).find((key) => values[key] === number);
  if (name !== undefined) return field.enumNames ? name : values[name]!;
  if (typeof number === "string" && /^\w+$/.test(path)) return undefined;
  if (typeof number === "number" && !path.includes(".")) throw wrongType(path, json);
  throw invalidParameter(path, `must be one of ${Object.keys(values).join(", ")}`, json);
}

/** Python's truth values are numbers, and its reader of protobuf's JSON takes them as such. */
function readDouble(json: JsonValue, path: string): number {
  if (typeof json === "number" || typeof json === "bigint" || typeof json === "boolean") return Number(json);
  if (typeof json === "string" && doubleText.test(json)) return Number(json);
  throw wrongType(path, json);
}

const doubleText = /^(?:NaN|-?Infinity|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

function readInteger(field: Field, json: JsonValue, path: string): number | bigint {
  let value: bigint;
  if (typeof json === "bigint") value = json;
  else if (typeof json === "number" && Number.isInteger(json)) value = BigInt(json);
  else if (typeof json === "string" && /^[+-]?\d{1,20}$/.test(json)) value = BigInt(json.replace("+", ""));
  else throw wrongType(path, json);
  const { kind } = field;
  const bits = kind.endsWith("64") ? 64 : 32;
  const signed = kind.startsWith("int") || kind === "number64";
  if ((signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) !== value) {
    throw invalidParameter(path, `must be an integer of ${bits} bits`, json);
  }
  const number = Number(value);
  if (Number.isSafeInteger(number)) return field.enumNames || !isBig(kind) ? number : value;
  if (kind === "number64") throw invalidParameter(path, "must be within 2^53", json);
  return value;
}

function printMessage(type: MessageType, message: Record<string, unknown>): string {
  let text = "";
  for (const { key, name, unset, print } of membersOf(type)) {
    const value = message[key];
    const printed = value === undefined ? unset : print(value);
    if (printed !== undefined) text += text === "" ? name + printed : `,${name}${printed}`;
  }
  return `{${text}}`;
}

/** How a field is printed, worked out once: an answer can have a hundred thousand messages. */
interface Member {
  readonly key: string;
  /** `"name":` */
  readonly name: string;
  /** What stands for it where it is unset; undefined: it is left out. */
  readonly unset: string | undefined;
  readonly print: (value: unknown) => string | undefined;
}

const members = new WeakMap<MessageType, readonly Member[]>();

function membersOf(type: MessageType): readonly Member[] {
  let known = members.get(type);
  if (known === undefined) {
    known = type.fields.map((field) => ({
      key: field.key,
      name: `"${field.name}":`,
      unset: unsetOf(type, field),
      print: printerOf(type, field),
    }));
    members.set(type, known);
  }
  return known;
}

function unsetOf(type: MessageType, field: Field): string | undefined {
  if (!type.complete || field.cardinality === "optional") return undefined;
  if (field.cardinality === "repeated") return "[]";
  if (field.cardinality === "map") return "{}";
  return field.kind === "enum" ? `"${Object.keys(field.enum!.values)[0]}"` : (unsetTexts[field.kind] ?? "0");
}

const unsetTexts: Readonly<Record<string, string>> = { string: '""', bytes: '""', bool: "false" };

function printerOf(type: MessageType, field: Field): (value: unknown) => string | undefined {
  const print = valuePrinterOf(field);
  if (field.cardinality === "repeated") {
    const printList = listPrinterOf(field, print);
    return (items) => {
      if (items instanceof JsonText) return items.text;
      return (items as unknown[]).length === 0 && !type.complete ? undefined : printList(items as unknown[]);
    };
  }
  if (field.cardinality === "map") {
    return (map) => {
      const entries = Object.entries(map as Record<string, unknown>);
      if (entries.length === 0 && !type.complete) return undefined;
      return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`).join(",")}}`;
    };
  }
  if (field.cardinality === "one" && !type.complete) return (value) => (isDefault(value) ? undefined : print(value));
  return print;
}

function listPrinterOf(field: Field, print: (value: unknown) => string): (items: readonly unknown[]) => string {
  const { kind } = field;
  if (kind === "string") return (items) => JSON.stringify(items);
  if (kind === "double" || kind === "int32" || kind === "number64") return (items) => printNumbers(items as number[]);
  return (items) => {
    let text = "";
    for (const item of items) text += text === "" ? print(item) : `,${print(item)}`;
    return `[${text}]`;
  };
}

/** The columns of a skeleton are long: no call per number. */
function printNumbers(numbers: readonly number[]): string {
  return numbers.every(Number.isFinite) ? JSON.stringify(numbers) : `[${numbers.map(printDouble).join(",")}]`;
}

function valuePrinterOf(field: Field): (value: unknown) => string {
  switch (field.kind) {
    case "message": {
      const { message } = field;
      return (value) => printMessage(message!, value as Record<string, unknown>);
    }
    case "bytes":
      return (value) => `"${bytesToBase64(value as Uint8Array)}"`;
    case "enum":
      return (value) => JSON.stringify(typeof value === "string" ? value : enumName(field, value as number));
    case "double":
      return (value) => printDouble(value as number);
    case "string":
    case "timestamp":
    case "duration":
      return (value) => JSON.stringify(value);
    case "value":
      return (value) => printJson(value);
    default:
      return String;
  }
}

function enumName(field: Field, number: number): string | number {
  const { values } = field.enum!;
  return Object.keys(values).find((name) => values[name] === number) ?? number;
}
