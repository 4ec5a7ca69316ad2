import { isObject, parseExact } from "./exact-json.ts";

/** A record of an evaluation dataset; its parts are JSON text, as they were sent. */
export interface DatasetRecord {
  readonly id: string;
  readonly inputs: string;
  /** Empty where there are none. */
  readonly outputs: string;
  readonly expectations: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The trace that it was made from, 32 hex digits; empty where it was not. */
  readonly traceId: string;
  readonly changedMs: number;
}

/** From a page of records, JSON text of a list. */
export function readPage(text: string): DatasetRecord[] {
  return (parseExact(text) as readonly RecordJson[]).map(recordOf);
}

/** From JSON text of one record. */
export function readRecord(text: string): DatasetRecord {
  return recordOf(parseExact(text) as RecordJson);
}

type RecordJson = Readonly<Record<string, unknown>>;

function recordOf(record: RecordJson): DatasetRecord {
  return {
    id: String(record.dataset_record_id ?? ""),
    inputs: jsonOf(record.inputs),
    outputs: isEmpty(record.outputs) ? "" : jsonOf(record.outputs),
    expectations: isEmpty(record.expectations) ? "" : jsonOf(record.expectations),
    tags: tagsOf(record.tags),
    traceId: record.source_type === "TRACE" ? String(record.source_id ?? "").replace(/^tr-/, "") : "",
    changedMs: Number(jsonOf(record.last_update_time) || Number.NaN),
  };
}

/** JSON with a line a value, its numbers as they were written, to be read and edited. */
export function indented(json: string): string {
  return JSON.stringify(parseExact(json), null, 2);
}

function jsonOf(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}

/** Outputs that were not given are an empty object, as MLflow has it. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
}

function tagsOf(tags: unknown): Record<string, string> {
  if (!isObject(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
