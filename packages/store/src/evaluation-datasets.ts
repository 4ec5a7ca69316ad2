import { createHash } from "node:crypto";
import { ApiError, type EvaluationDataset, type Init } from "@spanloom/wire";
import {
  existingRecords,
  mergedRow,
  newRow,
  type RecordColumns,
  type RecordRow,
  recordColumns,
  recordJson,
  storeRecords,
  textOrNull,
  userOf,
} from "./dataset-record-rows.ts";
import { type DatasetRecord, type DatasetSchema, inputsHash, schemaWith } from "./dataset-records.ts";
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

export class EvaluationDatasets {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  async create({ name, experimentIds, tags }: NewEvaluationDataset): Promise<Init<EvaluationDataset>> {
    const now = Date.now();
    const user = userOf(tags) ?? null;
    const [row] = await this.#db.query<Columns>(sql`
      with made as (
        insert into evaluation_datasets as d
          (dataset_id, name, digest, tags, creation_time_ms, last_update_time_ms, created_by, last_updated_by)
        values (${`d-${crypto.randomUUID().replaceAll("-", "")}`}, ${storableText(name)}, ${digestOf(name, now)}, ${JSON.stringify(storableEntries(tags))}::jsonb,
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

  /** The record's JSON. Throws RESOURCE_DOES_NOT_EXIST where the dataset or the record is missing. */
  async record(datasetId: string, recordId: string): Promise<string> {
    const [row] = await this.#db.query<RecordColumns>(sql`
      select ${recordColumns} from evaluation_dataset_records
      where dataset_id = ${storableText(datasetId)} and record_id = ${storableText(recordId)}`);
    if (row === undefined) throw recordNotFound(datasetId, recordId);
    return recordJson(row);
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
      if (row === undefined) throw recordNotFound(datasetId, recordId);
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

function datasetNotFound(datasetId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Evaluation dataset with id '${datasetId}' not found`);
}

function recordNotFound(datasetId: string, recordId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Dataset '${datasetId}' has no record '${recordId}'`);
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
