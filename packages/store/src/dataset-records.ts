/** What the records of an evaluation dataset are known by, and the types of their fields. */
import { createHash } from "node:crypto";
import { type ExactJson, type ExactObject, isExactObject, isRawNumber } from "@spanloom/wire";

/** A record as a client sends it. What is undefined was not sent. */
export interface DatasetRecord {
  readonly inputs: ExactObject;
  /** Null takes the outputs away. */
  readonly outputs?: ExactJson;
  readonly expectations?: ExactObject;
  readonly tags?: ExactObject;
  readonly source?: { readonly source_type: string; readonly source_data: ExactObject };
}

/** The same for equal inputs, in whatever order their keys come. */
export function inputsHash(inputs: ExactObject): string {
  return createHash("sha256").update(canonical(inputs)).digest("hex");
}

function canonical(value: ExactJson): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isExactObject(value)) return JSON.stringify(value);
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
    if (isExactObject(outputs)) addTypes(outputTypes, outputs);
    else if (Object.keys(outputTypes).length === 0) outputTypes = typeOf(outputs);
  }
  return { inputs: fields.inputs, outputs: outputTypes, expectations: fields.expectations, version };
}

function addTypes(types: Record<string, string>, values: ExactObject): void {
  for (const [key, value] of Object.entries(values)) if (!Object.hasOwn(types, key)) types[key] = typeOf(value);
}

/** In Python's words. */
function typeOf(value: ExactJson): string {
  if (value === null) return "null";
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  if (isRawNumber(value)) return /[.eE]/.test(value.rawJSON) ? "float" : "integer";
  return Array.isArray(value) ? "array" : "object";
}
