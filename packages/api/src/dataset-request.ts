import { type DatasetRecord, type ExactJson, isObject, type JsonObject, parseExact } from "@spanloom/store";
import { ApiError, invalidParameter } from "@spanloom/wire";
import { shallowParameter } from "./json-parameter.ts";

/** The records in the parameter of that name: JSON text of a list of objects. */
export function recordsIn(text: string): DatasetRecord[] {
  const value = shallowParameter("records", exactIn("records", text));
  if (!Array.isArray(value)) throw invalidParameter("records", "must be a list of records");
  return value.map((record: ExactJson, index) => recordIn(record, `records[${index}]`));
}

function recordIn(record: ExactJson, at: string): DatasetRecord {
  if (!isObject(record)) throw invalidParameter(at, "must be an object", record);
  const { inputs = {}, outputs, source } = record;
  if (!isObject(inputs)) throw invalidParameter(`${at}.inputs`, "must be an object", inputs);
  return {
    inputs,
    ...(outputs === undefined ? {} : { outputs }),
    ...objectIn(record, "expectations", at),
    ...objectIn(record, "tags", at),
    ...(source === undefined || source === null ? {} : { source: sourceIn(source, `${at}.source`) }),
  };
}

function objectIn(
  record: JsonObject,
  name: "expectations" | "tags",
  at: string,
): { [Name in typeof name]?: JsonObject } {
  const value = record[name];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalidParameter(`${at}.${name}`, "must be an object", value);
  return { [name]: value };
}

function sourceIn(source: ExactJson, at: string): NonNullable<DatasetRecord["source"]> {
  if (!isObject(source)) throw invalidParameter(at, "must be an object", source);
  const { source_type, source_data = null } = source;
  const type = typeof source_type === "string" ? source_type.toUpperCase() : "";
  if (!sourceTypes.includes(type)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid dataset record source type: ${type}. Valid source types: [${sourceTypes.map((name) => `'${name}'`).join(", ")}]`,
    );
  }
  if (source_data !== null && !isObject(source_data))
    throw invalidParameter(`${at}.source_data`, "must be an object", source_data);
  return { source_type: type, source_data: source_data ?? {} };
}

/** An object of a record in the parameter of that name, as JSON text. */
export function recordPartIn(name: "expectations" | "tags", text: string): JsonObject {
  const value = shallowParameter(name, exactIn(name, text));
  if (!isObject(value)) throw invalidParameter(name, "must be an object", value);
  return value;
}

const sourceTypes: readonly string[] = ["UNSPECIFIED", "TRACE", "HUMAN", "DOCUMENT", "CODE"];

/** Tags as JSON text of an object. Values that are no text become their JSON; null is left out. */
export function tagsIn(text: string): Record<string, string> {
  const value = shallowParameter("tags", exactIn("tags", text));
  if (!isObject(value)) throw invalidParameter("tags", "must be an object", value);
  const tags = Object.entries(value).filter(([, tag]) => tag !== null);
  return Object.fromEntries(tags.map(([key, tag]) => [key, typeof tag === "string" ? tag : JSON.stringify(tag)]));
}

function exactIn(name: string, text: string): ExactJson {
  try {
    return parseExact(text);
  } catch {
    throw invalidParameter(name, "must be JSON", text);
  }
}
