import { createHash } from "node:crypto";
import { ApiError, type EvaluationDataset, type Init } from "@spanloom/wire";
import {
  type DatasetRecord,
  type DatasetSchema,
  type ExactJson,
  inputsHash,
  type JsonObject,
  parseExact,
  schemaWith,
} from "./dataset-records.ts";
import type { Connection, Pool } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { storableEntries, storableText } from "./storable-text.ts";

export interface NewEvaluationDataset {
  readonly name: string;
  readonly experimentIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface RecordPage {
  /** JSON of each. */
  readonly records: readonly string[];
  readonly nextPosition?: bigint;
}

/** The tag that names who does something. */
const userTag = "mlflow.user";

export class EvaluationDatasets {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  async create({ name, experimentIds, tags }: NewEvaluationDataset): Promise<Init<EvaluationDataset>> {
    const now = Date.now();
    const user = tags[userTag] === undefined ? null : storableText(tags[userTag]);
    const [row] = await this.#db.query<Columns>(sql`
      with made as (
        insert into evaluation_datasets as d
          (dataset_id, name, digest, tags, creation_time_ms, last_update_time_ms, created_by, last_updated_by)
        values (${newId("d")}, ${storableText(name)}, ${digestOf(name, now)}, ${JSON.stringify(storableEntries(tags))}::jsonb,
          ${now}, ${now}, ${user}, ${user})
        returning ${columns}
      ), used as (
        insert into evaluation_dataset_experiments (dataset_id, experiment_id)
        select made.dataset_id, x.id from made, unnest(${[...experimentIds]}::bigint[]) with ordinality as x (id, place)
        order by place on conflict do nothing
      )
      select * from made`);
    return { ...datasetOf(row!), experiment_ids: [...experimentIds] };
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(datasetId: string): Promise<Init<EvaluationDataset>> {
    const [dataset] = await this.getMany([datasetId]);
    if (dataset === undefined) throw datasetNotFound(datasetId);
    return dataset;
  }

  /** Those of the ids that exist, in this order. */
  async getMany(datasetIds: readonly string[]): Promise<Init<EvaluationDataset>[]> {
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from unnest(${datasetIds.map(storableText)}::text[]) with ordinality as asked (id, place)
      join evaluation_datasets d on d.dataset_id = asked.id order by asked.place`);
    return rows.map(datasetOf);
  }

  async delete(datasetId: string): Promise<void> {
    await this.#db.execute(sql`delete from evaluation_datasets where dataset_id = ${storableText(datasetId)}`);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async setTags(datasetId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const changed = await this.#db.execute(sql`
      update evaluation_datasets set tags = tags || ${JSON.stringify(storableEntries(tags))}::jsonb
      where dataset_id = ${storableText(datasetId)}`);
    if (changed === 0) throw datasetNotFound(datasetId);
  }

  async deleteTag(datasetId: string, key: string): Promise<void> {
    await this.#db.execute(sql`
      update evaluation_datasets set tags = tags - ${storableText(key)}::text
      where dataset_id = ${storableText(datasetId)}`);
  }

  async experimentIds(datasetId: string): Promise<string[]> {
    const rows = await this.#db.query<{ experiment_id: bigint }>(sql`
      select experiment_id from evaluation_dataset_experiments where dataset_id = ${storableText(datasetId)}
      order by position`);
    return rows.map((row) => String(row.experiment_id));
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the dataset, and for an experiment of these. */
  async addToExperiments(datasetId: string, experimentIds: readonly string[]): Promise<Init<EvaluationDataset>> {
    return this.#db.transaction(async (db) => {
      const dataset = await touch(db, datasetId);
      const missing = await db.query<{ id: bigint }>(sql`
        select x.id from unnest(${[...experimentIds]}::bigint[]) with ordinality as x (id, place)
        where not exists (select from experiments e where e.experiment_id = x.id) order by place limit 1`);
      if (missing[0] !== undefined) {
        throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${missing[0].id}`);
      }
      await db.execute(sql`
        insert into evaluation_dataset_experiments (dataset_id, experiment_id)
        select ${storableText(datasetId)}, x.id from unnest(${[...experimentIds]}::bigint[]) with ordinality as x (id, place)
        order by place on conflict do nothing`);
      return dataset;
    });
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the dataset. */
  async removeFromExperiments(datasetId: string, experimentIds: readonly string[]): Promise<Init<EvaluationDataset>> {
    return this.#db.transaction(async (db) => {
      const dataset = await touch(db, datasetId);
      await db.execute(sql`
        delete from evaluation_dataset_experiments
        where dataset_id = ${storableText(datasetId)} and experiment_id = any(${[...experimentIds]}::bigint[])`);
      return dataset;
    });
  }

  /**
   * Adds the records. One whose inputs the dataset has is merged with that: outputs replaced where given, expectations
   * and tags key by key. Throws RESOURCE_DOES_NOT_EXIST.
   */
  async upsertRecords(
    datasetId: string,
    records: readonly DatasetRecord[],
  ): Promise<{ inserted: number; updated: number }> {
    return this.#db.transaction(async (db) => {
      const id = storableText(datasetId);
      const dataset = await locked(db, datasetId);
      const now = Date.now();
      const merged = new Map<string, RecordRow>();
      const hashes = records.map((record) => inputsHash(record.inputs));
      for (const [hash, row] of await existingRecords(db, id, hashes)) merged.set(hash, row);
      const known = merged.size;
      for (const [index, record] of records.entries()) {
        const hash = hashes[index]!;
        const before = merged.get(hash);
        merged.set(hash, before === undefined ? newRow(record, now) : mergedRow(before, record, now));
      }
      await storeRecords(db, id, merged);
      const inserted = merged.size - known;
      const schema = schemaWith(dataset.schema, records);
      const user = records.map(({ tags }) => userOf(tags)).findLast((name) => name !== undefined) ?? null;
      await db.execute(sql`
        update evaluation_datasets set last_update_time_ms = ${now}, last_updated_by = ${user},
          digest = ${digestOf(dataset.name, now)}, record_count = record_count + ${inserted},
          schema = ${schema === null ? null : JSON.stringify(schema)}::json
        where dataset_id = ${id}`);
      return { inserted, updated: records.length - inserted };
    });
  }

  /** A page of records in the order in which they were added, after the position. */
  async records(datasetId: string, limit: number, after: bigint | undefined): Promise<RecordPage> {
    const rows = await this.#db.query<RecordColumns>(sql`
      select ${recordColumns} from evaluation_dataset_records
      where dataset_id = ${storableText(datasetId)} and position > ${after ?? 0n}::bigint
      order by position limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    return { records: page.map(recordJson), nextPosition: rows.length > limit ? page.at(-1)?.position : undefined };
  }

  /**
   * Sets the expectations or the tags of a record as a whole; what is undefined stays. Resolves to the record's JSON. Throws
   * RESOURCE_DOES_NOT_EXIST where the dataset or the record is missing.
   */
  async updateRecord(
    datasetId: string,
    recordId: string,
    { expectations, tags }: Pick<DatasetRecord, "expectations" | "tags">,
  ): Promise<string> {
    return this.#db.transaction(async (db) => {
      const id = storableText(datasetId);
      const dataset = await locked(db, datasetId);
      const now = Date.now();
      const [row] = await db.query<RecordColumns>(sql`
        update evaluation_dataset_records set last_update_time_ms = ${now},
          expectations = coalesce(${textOrNull(expectations)}::json, expectations), tags = coalesce(${textOrNull(tags)}::json, tags)
        where dataset_id = ${id} and record_id = ${storableText(recordId)} returning ${recordColumns}`);
      if (row === undefined) {
        throw new ApiError("RESOURCE_DOES_NOT_EXIST", `Dataset '${datasetId}' has no record '${recordId}'`);
      }
      const schema = schemaWith(dataset.schema, [{ inputs: {}, ...(expectations && { expectations }) }]);
      await db.execute(sql`
        update evaluation_datasets set last_update_time_ms = ${now}, digest = ${digestOf(dataset.name, now)},
          schema = ${schema === null ? null : JSON.stringify(schema)}::json
        where dataset_id = ${id}`);
      return recordJson(row);
    });
  }

  /** Resolves to how many there were. */
  async deleteRecords(datasetId: string, recordIds: readonly string[]): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>(sql`
      with gone as (
        delete from evaluation_dataset_records
        where dataset_id = ${storableText(datasetId)} and record_id = any(${recordIds.map(storableText)}::text[])
        returning record_id
      ), counted as (
        update evaluation_datasets set record_count = record_count - (select count(*) from gone)
        where dataset_id = ${storableText(datasetId)}
      )
      select count(*)::integer as count from gone`);
    return row?.count ?? 0;
  }
}

const newId = (prefix: string): string => `${prefix}-${crypto.randomUUID().replaceAll("-", "")}`;

function datasetNotFound(datasetId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Evaluation dataset with id '${datasetId}' not found`);
}

function digestOf(name: string, time: number): string {
  return createHash("sha256").update(`${name}:${time}`).digest("hex").slice(0, 8);
}

/** Writers of one dataset wait for each other here. */
async function locked(db: Connection, datasetId: string): Promise<{ name: string; schema: DatasetSchema | null }> {
  const [dataset] = await db.query<{ name: string; schema: DatasetSchema | null }>(
    sql`select name, schema from evaluation_datasets where dataset_id = ${storableText(datasetId)} for update`,
  );
  if (dataset === undefined) throw datasetNotFound(datasetId);
  return dataset;
}

async function touch(db: Connection, datasetId: string): Promise<Init<EvaluationDataset>> {
  const [row] = await db.query<Columns>(sql`
    update evaluation_datasets d set last_update_time_ms = ${Date.now()}
    where d.dataset_id = ${storableText(datasetId)} returning ${columns}`);
  if (row === undefined) throw datasetNotFound(datasetId);
  return datasetOf(row);
}

const columns =
  raw(`d.dataset_id, d.name, d.digest, d.tags, d.schema::text as schema, d.record_count, d.creation_time_ms,
  d.last_update_time_ms, d.created_by, d.last_updated_by`);

interface Columns {
  readonly dataset_id: string;
  readonly name: string;
  readonly digest: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly schema: string | null;
  readonly record_count: number;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
  readonly created_by: string | null;
  readonly last_updated_by: string | null;
}

function datasetOf(row: Columns): Init<EvaluationDataset> {
  return {
    dataset_id: row.dataset_id,
    name: row.name,
    tags: JSON.stringify(row.tags),
    schema: row.schema ?? undefined,
    profile: row.record_count === 0 ? undefined : JSON.stringify({ num_records: row.record_count }),
    digest: row.digest,
    created_time: Number(row.creation_time_ms),
    last_update_time: Number(row.last_update_time_ms),
    created_by: row.created_by ?? undefined,
    last_updated_by: row.last_updated_by ?? undefined,
  };
}

/** What of a record may change, and what is set when it is made. JSON as text. */
interface RecordRow {
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

interface RecordColumns extends RecordRow {
  readonly dataset_id: string;
  readonly position: bigint;
}

const recordColumns = raw(`dataset_id, record_id, position, inputs::text as inputs, outputs::text as outputs,
  expectations::text as expectations, tags::text as tags, source::text as source, source_type, source_id,
  creation_time_ms, last_update_time_ms, created_by, last_updated_by`);

async function existingRecords(
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

function newRow({ inputs, outputs, expectations, tags, source }: DatasetRecord, now: number): RecordRow {
  const user = userOf(tags) ?? null;
  const sourceId = source?.source_data[source.source_type === "TRACE" ? "trace_id" : "source_id"];
  return {
    record_id: newId("dr"),
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

function mergedRow(row: RecordRow, { outputs, expectations, tags }: DatasetRecord, now: number): RecordRow {
  return {
    ...row,
    outputs: outputs === undefined ? row.outputs : jsonOrNull(outputs),
    expectations: mergedJson(row.expectations, expectations),
    tags: mergedJson(row.tags, tags) ?? "{}",
    last_update_time_ms: now,
    last_updated_by: userOf(tags) ?? row.last_updated_by,
  };
}

const textOrNull = (value: JsonObject | undefined): string | null => (value ? JSON.stringify(value) : null);

const jsonOrNull = (value: ExactJson | undefined): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

function mergedJson(before: string | null, more: JsonObject | undefined): string | null {
  if (more === undefined || Object.keys(more).length === 0) return before;
  return JSON.stringify({ ...(before === null ? {} : (parseExact(before) as JsonObject)), ...more });
}

function userOf(tags: JsonObject | undefined): string | undefined {
  const user = tags?.[userTag];
  return typeof user === "string" ? storableText(user) : undefined;
}

async function storeRecords(db: Connection, datasetId: string, records: ReadonlyMap<string, RecordRow>): Promise<void> {
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
function recordJson(row: RecordColumns): string {
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
