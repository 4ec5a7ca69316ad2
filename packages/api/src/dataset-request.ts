import type { DatasetRecord } from "@spanloom/store";
import { ApiError, type ExactJson, type ExactObject, invalidParameter, isExactObject } from "@spanloom/wire";
import { exactParameter } from "./json-parameter.ts";

/** The records in the parameter of that name: JSON text of a list of objects. */
export function recordsIn(text: string): DatasetRecord[] {
  const value = exactParameter("records", text);
  if (!Array.isArray(value)) throw invalidParameter("records", "must be a list of records");
  return value.map((record: ExactJson, index) => recordIn(record, `records[${index}]`));
}

function recordIn(record: ExactJson, at: string): DatasetRecord {
  if (!isExactObject(record)) throw invalidParameter(at, "must be an object", record);
  const { inputs = {}, outputs, source } = record;
  if (!isExactObject(inputs)) throw invalidParameter(`${at}.inputs`, "must be an object", inputs);
  return {
    inputs,
    ...(outputs === undefined ? {} : { outputs }),
    ...objectIn(record, "expectations", at),
    ...objectIn(record, "tags", at),
    ...(source === undefined || source === null ? {} : { source: sourceIn(source, `${at}.source`) }),
  };
}

function objectIn(
  record: ExactObject,
  name: "expectations" | "tags",
  at: string,
): { [Name in typeof name]?: ExactObject } {
  const value = record[name];
  if (value === undefined || value === null) return {};
  if (!isExactObject(value)) throw invalidParameter(`${at}.${name}`, "must be an object", value);
  return { [name]: value };
}

function sourceIn(source: ExactJson, at: string): NonNullable<DatasetRecord["source"]> {
  if (!isExactObject(source)) throw invalidParameter(at, "must be an object", source);
  const { source_type, source_data = null } = source;
  const type = typeof source_type === "string" ? source_type.toUpperCase() : "";
  if (!sourceTypes.includes(type)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid dataset record source type: ${type}. Valid source types: [${sourceTypes.map((name) => `'${name}'`).join(", ")}]`,
    );
  }
  if (source_data !== null && !isExactObject(source_data))
    throw invalidParameter(`${at}.source_data`, "must be an object", source_data);
  return { source_type: type, source_data: source_data ?? {} };
}

/** An object of a record in the parameter of that name, as JSON text. */
export function recordPartIn(name: "expectations" | "tags", text: string): ExactObject {
  const value = exactParameter(name, text);
  if (!isExactObject(value)) throw invalidParameter(name, "must be an object", value);
  return value;
}

const sourceTypes: readonly string[] = ["UNSPECIFIED", "TRACE", "HUMAN", "DOCUMENT", "CODE"];

/** Tags as JSON text of an object. Values that are no text become their JSON, but Python's words for true and false; null is left out. */
export function tagsIn(text: string): Record<string, string> {
  const value = exactParameter("tags", text);
  if (!isExactObject(value)) throw invalidParameter("tags", "must be an object", value);
  const tags = Object.entries(value).filter(([, tag]) => tag !== null);
  return Object.fromEntries(tags.map(([key, tag]) => [key, tagText(tag)]));
}

function tagText(tag: unknown): string {
  if (typeof tag === "boolean") return tag ? "True" : "False";
  return typeof tag === "string" ? tag : JSON.stringify(tag);
}
