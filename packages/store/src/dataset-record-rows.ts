/** The rows of an evaluation dataset's records: made, merged, stored, and written as the API tells them. */
import { type ExactJson, type ExactObject, parseExact } from "@spanloom/wire";
import type { DatasetRecord } from "./dataset-records.ts";
import type { Connection } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** What of a record may change, and what is set when it is made. JSON as text. */
export interface RecordRow {
  readonly record_id: string;
  readonly inputs: string;
  readonly outputs: string | null;
  readonly expectations: string | null;
  readonly tags: string;
  readonly source: string | null;
  readonly source_type: string | null;
  readonly source_id: string | null;
  readonly creation_time_ms: number | bigint;
  readonly last_update_time_ms: number | bigint;
  readonly created_by: string | null;
  readonly last_updated_by: string | null;
}

export interface RecordColumns extends RecordRow {
  readonly dataset_id: string;
  readonly position: bigint;
}

export const recordColumns = raw(`dataset_id, record_id, position, inputs::text as inputs, outputs::text as outputs,
  expectations::text as expectations, tags::text as tags, source::text as source, source_type, source_id,
  creation_time_ms, last_update_time_ms, created_by, last_updated_by`);

export async function existingRecords(
  db: Connection,
  datasetId: string,
  hashes: readonly string[],
): Promise<Map<string, RecordRow>> {
  const rows = await db.query<RecordColumns & { hash: string }>(sql`
    select ${recordColumns}, encode(inputs_hash, 'hex') as hash from evaluation_dataset_records
    where dataset_id = ${datasetId} and inputs_hash = any(
      array(select decode(hash, 'hex') from unnest(${[...new Set(hashes)]}::text[]) as hash))`);
  return new Map(rows.map((row) => [row.hash, row]));
}

export function newRow({ inputs, outputs, expectations, tags, source }: DatasetRecord, now: number): RecordRow {
  const user = userOf(tags) ?? null;
  const sourceId = source?.source_data[source.source_type === "TRACE" ? "trace_id" : "source_id"];
  return {
    record_id: `dr-${crypto.randomUUID().replaceAll("-", "")}`,
    inputs: JSON.stringify(inputs),
    // As MLflow has it: outputs that were not given are an empty object, and those that are null are none.
    outputs: outputs === undefined ? "{}" : jsonOrNull(outputs),
    expectations: jsonOrNull(expectations),
    tags: JSON.stringify(tags ?? {}),
    source: source === undefined ? null : JSON.stringify(source),
    source_type: source?.source_type ?? null,
    source_id: typeof sourceId === "string" ? storableText(sourceId) : null,
    creation_time_ms: now,
    last_update_time_ms: now,
    created_by: user,
    last_updated_by: user,
  };
}

export function mergedRow(row: RecordRow, { outputs, expectations, tags }: DatasetRecord, now: number): RecordRow {
  return {
    ...row,
    outputs: outputs === undefined ? row.outputs : jsonOrNull(outputs),
    expectations: mergedJson(row.expectations, expectations),
    tags: mergedJson(row.tags, tags) ?? "{}",
    last_update_time_ms: now,
    last_updated_by: userOf(tags) ?? row.last_updated_by,
  };
}

export const textOrNull = (value: ExactObject | undefined): string | null => (value ? JSON.stringify(value) : null);

const jsonOrNull = (value: ExactJson | undefined): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

function mergedJson(before: string | null, more: ExactObject | undefined): string | null {
  if (more === undefined || Object.keys(more).length === 0) return before;
  return JSON.stringify({ ...(before === null ? {} : (parseExact(before) as ExactObject)), ...more });
}

/** Who the tags say does something. */
export function userOf(tags: ExactObject | undefined): string | undefined {
  const user = tags?.["mlflow.user"];
  return typeof user === "string" ? storableText(user) : undefined;
}

export async function storeRecords(
  db: Connection,
  datasetId: string,
  records: ReadonlyMap<string, RecordRow>,
): Promise<void> {
  const rows = [...records.values()];
  const column = (name: keyof RecordRow) => rows.map((row) => row[name]);
  await db.execute(sql`
    insert into evaluation_dataset_records (dataset_id, inputs_hash, record_id, inputs, outputs, expectations, tags, source,
      source_type, source_id, creation_time_ms, last_update_time_ms, created_by, last_updated_by)
    select ${datasetId}, decode(r.hash, 'hex'), r.record_id, r.inputs::json, r.outputs::json, r.expectations::json,
      r.tags::json, r.source::json, r.source_type, r.source_id, r.created_ms, r.updated_ms, r.created_by, r.updated_by
    from unnest(${[...records.keys()]}::text[], ${column("record_id")}::text[], ${column("inputs")}::text[],
      ${column("outputs")}::text[], ${column("expectations")}::text[], ${column("tags")}::text[], ${column("source")}::text[],
      ${column("source_type")}::text[], ${column("source_id")}::text[], ${column("creation_time_ms")}::bigint[],
      ${column("last_update_time_ms")}::bigint[], ${column("created_by")}::text[], ${column("last_updated_by")}::text[])
      with ordinality as r (hash, record_id, inputs, outputs, expectations, tags, source, source_type, source_id,
        created_ms, updated_ms, created_by, updated_by, place)
    order by r.place
    on conflict (dataset_id, inputs_hash) do update set outputs = excluded.outputs, expectations = excluded.expectations,
      tags = excluded.tags, last_update_time_ms = excluded.last_update_time_ms, last_updated_by = excluded.last_updated_by`);
}

/** The fields that hold JSON are written as they are stored. */
export function recordJson(row: RecordColumns): string {
  const plain = (name: string, value: string | number | null) =>
    value === null ? [] : [`${JSON.stringify(name)}: ${JSON.stringify(value)}`];
  const exact = (name: string, json: string | null) => (json === null ? [] : [`${JSON.stringify(name)}: ${json}`]);
  const members = [
    ...plain("dataset_record_id", row.record_id),
    ...plain("dataset_id", row.dataset_id),
    ...exact("inputs", row.inputs),
    ...exact("outputs", row.outputs),
    ...exact("expectations", row.expectations),
    ...exact("tags", row.tags),
    ...exact("source", row.source),
    ...plain("source_id", row.source_id),
    ...plain("source_type", row.source_type),
    ...plain("created_time", Number(row.creation_time_ms)),
    ...plain("last_update_time", Number(row.last_update_time_ms)),
    ...plain("created_by", row.created_by),
    ...plain("last_updated_by", row.last_updated_by),
  ];
  return `{${members.join(", ")}}`;
}
