/** JSON of dataset records, with its numbers as they were written: to Python 1 and 1.0 are two things. */
import { createHash } from "node:crypto";

/** A record as a client sends it. What is undefined was not sent. */
export interface DatasetRecord {
  readonly inputs: JsonObject;
  /** Null takes the outputs away. */
  readonly outputs?: ExactJson;
  readonly expectations?: JsonObject;
  readonly tags?: JsonObject;
  readonly source?: { readonly source_type: string; readonly source_data: JsonObject };
}

export type JsonObject = { readonly [key: string]: ExactJson };

/** A number in it is a `RawNumber`. */
export type ExactJson = string | boolean | null | RawNumber | readonly ExactJson[] | JsonObject;

/** What `JSON.rawJSON` makes: `JSON.stringify` writes its text as it is. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** Throws `SyntaxError`. NaN and the infinities, which Python writes though JSON has none, are read as null. */
export function parseExact(text: string): ExactJson {
  try {
    return JSON.parse(text, exactNumbers) as ExactJson;
  } catch (error) {
    const without = text.replace(pythonNumber, (found, string) => string ?? (found === "" ? "" : "null"));
    if (without === text) throw error;
    return JSON.parse(without, exactNumbers) as ExactJson;
  }
}

/** A text in quotes, or a number that is none. */
const pythonNumber = /("(?:[^"\\]|\\.)*")|NaN|-?Infinity/g;

function exactNumbers(_key: string, value: unknown, { source = "" }: { source?: string } = {}): unknown {
  return typeof value === "number" ? rawJSON(source) : value;
}

const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

export function isObject(value: ExactJson | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawJSON(value);
}

/** The same for equal inputs, in whatever order their keys come. */
export function inputsHash(inputs: JsonObject): string {
  return createHash("sha256").update(canonical(inputs)).digest("hex");
}

function canonical(value: ExactJson): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(",")}}`;
}

/** The types of the fields that records have had, as MLflow keeps them. Outputs that are no object have one type. */
export interface DatasetSchema {
  readonly inputs: Record<string, string>;
  readonly outputs: Record<string, string> | string;
  readonly expectations: Record<string, string>;
  readonly version: string;
}

/** A field keeps the type that it had first. */
export function schemaWith(known: DatasetSchema | null, records: readonly DatasetRecord[]): DatasetSchema | null {
  if (known === null && records.length === 0) return null;
  const { version, ...fields } = structuredClone(
    known ?? { inputs: {}, outputs: {}, expectations: {}, version: "1.0" },
  );
  let outputTypes: DatasetSchema["outputs"] = fields.outputs;
  for (const { inputs, outputs, expectations = {} } of records) {
    addTypes(fields.inputs, inputs);
    addTypes(fields.expectations, expectations);
    if (outputs === undefined || outputs === null || typeof outputTypes === "string") continue;
    if (isObject(outputs)) addTypes(outputTypes, outputs);
    else if (Object.keys(outputTypes).length === 0) outputTypes = typeOf(outputs);
  }
  return { inputs: fields.inputs, outputs: outputTypes, expectations: fields.expectations, version };
}

function addTypes(types: Record<string, string>, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) if (!Object.hasOwn(types, key)) types[key] = typeOf(value);
}

/** In Python's words. */
function typeOf(value: ExactJson): string {
  if (value === null) return "null";
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  if (isRawJSON(value)) return /[.eE]/.test(value.rawJSON) ? "float" : "integer";
  return Array.isArray(value) ? "array" : "object";
}
