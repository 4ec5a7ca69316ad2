import { type ExactObject, isExactObject, parseExact } from "@spanloom/wire";
import { inputsHash } from "../dataset-records.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import type { ImportedRow, MlflowTable } from "./mlflow-table.ts";

export const evaluationTables: readonly MlflowTable[] = [
  {
    name: "evaluation_datasets",
    title: "evaluation datasets",
    key: ["dataset_id"],
    shape: `dataset_id text, name text, schema text, digest text, created_time bigint, last_update_time bigint, created_by text,
      last_updated_by text, tags jsonb, experiment_ids jsonb`,
    insert: (x) => sql`
      with page as materialized (select * from ${x}),
      added as (
        insert into evaluation_datasets (dataset_id, name, digest, tags, schema, creation_time_ms, last_update_time_ms, created_by, last_updated_by)
        select dataset_id, name, coalesce(digest, ''), tags, schema::json, coalesce(created_time, 0),
          coalesce(last_update_time, created_time, 0), created_by, last_updated_by
        from page on conflict (dataset_id) do nothing returning dataset_id)
      insert into evaluation_dataset_experiments (dataset_id, experiment_id)
      select dataset_id, jsonb_array_elements_text(experiment_ids)::bigint from page join added using (dataset_id)
      on conflict do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join evaluation_datasets using (dataset_id)`,
  },
  {
    name: "evaluation_dataset_records",
    title: "their records",
    key: ["dataset_record_id"],
    prepare: datasetRecord,
    shape: `dataset_record_id text, dataset_id text, inputs text, outputs text, expectations text, tags text, source text,
      source_id text, source_type text, created_time bigint, last_update_time bigint, created_by text, last_updated_by text,
      inputs_hash text`,
    insert: (x) => sql`
      with added as (
        insert into evaluation_dataset_records (dataset_id, record_id, inputs_hash, inputs, outputs, expectations, tags, source,
          source_type, source_id, creation_time_ms, last_update_time_ms, created_by, last_updated_by)
        select dataset_id, dataset_record_id, decode(inputs_hash, 'hex'), inputs::json, outputs::json, expectations::json,
          coalesce(tags, '{}')::json, source::json,
          source_type, source_id, coalesce(created_time, 0), coalesce(last_update_time, created_time, 0), created_by, last_updated_by
        from ${x} order by created_time, dataset_record_id on conflict do nothing returning dataset_id)
      update evaluation_datasets d set record_count = d.record_count + a.n
      from (select dataset_id, count(*) as n from added group by dataset_id) a where a.dataset_id = d.dataset_id`,
    present: (x) => sql`
      select count(*) as n from ${x} join evaluation_dataset_records r on r.dataset_id = x.dataset_id and r.record_id = x.dataset_record_id`,
  },
  {
    name: "scorer_versions",
    title: "versions of scorers",
    key: ["scorer_id", "scorer_version"],
    shape:
      "scorer_id text, scorer_version int, serialized_scorer text, creation_time bigint, experiment_id bigint, scorer_name text",
    insert: (x) => sql`
      insert into scorers (experiment_id, name, version, scorer_id, serialized, creation_time_ms)
      select experiment_id, scorer_name, scorer_version, scorer_id, serialized_scorer, coalesce(creation_time, 0)
      from ${x} where experiment_id is not null on conflict do nothing`,
    present: (x) => sql`
      select count(*) as n from ${x} join scorers s on s.scorer_id = x.scorer_id and s.version = x.scorer_version`,
  },
  {
    name: "issues",
    title: "issues",
    key: ["issue_id"],
    shape: `issue_id text, experiment_id bigint, name text, description text, status text, severity text, root_causes jsonb,
      categories jsonb, source_run_id text, created_by text, created_timestamp bigint, last_updated_timestamp bigint`,
    insert: (x) => sql`
      insert into issues (issue_id, experiment_id, name, description, status, severity, root_causes, categories, source_run_id,
        created_by, creation_time_ms, last_update_time_ms)
      select issue_id, experiment_id, name, description, status, severity, ${texts("root_causes")}, ${texts("categories")},
        source_run_id, created_by, created_timestamp, last_updated_timestamp
      from ${x} on conflict do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join issues using (issue_id)`,
  },
  {
    name: "label_schemas",
    title: "label schemas",
    key: ["schema_id"],
    shape: `schema_id text, experiment_id bigint, name text, type text, instruction text, enable_comment boolean, input jsonb,
      is_default boolean, created_time bigint, last_update_time bigint`,
    insert: (x) => sql`
      insert into label_schemas (schema_id, experiment_id, name, type, instruction, enable_comment, input, is_default,
        creation_time_ms, last_update_time_ms)
      select schema_id, experiment_id, name, upper(type), instruction, coalesce(enable_comment, false), jsonb_strip_nulls(input),
        coalesce(is_default, false), created_time, last_update_time
      from ${x} on conflict do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join label_schemas using (schema_id)`,
  },
  {
    name: "review_queues",
    title: "review queues",
    key: ["queue_id"],
    shape: `queue_id text, experiment_id bigint, name text, queue_type text, owner text, users jsonb, schema_ids jsonb,
      creation_time_ms bigint, last_update_time_ms bigint`,
    insert: (x) => sql`
      insert into review_queues (queue_id, experiment_id, name, type, owner, users, schema_ids, creation_time_ms, last_update_time_ms)
      select queue_id, experiment_id, name, upper(queue_type), owner, ${texts("users")}, ${texts("schema_ids")},
        creation_time_ms, last_update_time_ms
      from ${x} on conflict do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join review_queues using (queue_id)`,
  },
  {
    name: "review_queue_items",
    title: "items of review queues",
    key: ["queue_id", "item_id"],
    shape: `queue_id text, item_id text, status text, completed_by text, completed_time_ms bigint, creation_time_ms bigint,
      last_update_time_ms bigint`,
    insert: (x) => sql`
      insert into review_queue_items (queue_id, item_id, status, completed_by, completed_time_ms, creation_time_ms, last_update_time_ms)
      select queue_id, item_id, upper(status), completed_by, completed_time_ms, creation_time_ms, last_update_time_ms
      from ${x} on conflict do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join review_queue_items using (queue_id, item_id)`,
  },
];

/** A column of JSON lists as an array of texts. */
function texts(column: string): Sql {
  return raw(
    `array(select jsonb_array_elements_text(case jsonb_typeof(${column}) when 'array' then ${column} else '[]' end))`,
  );
}

/** MLflow's column takes objects only: it keeps outputs, of whatever kind, under this key. */
const wrappedOutputs = "mlflow_wrapped";

/** MLflow's hash is another one than ours, its JSON may hold NaN, and what is absent is a `null` in it. */
function datasetRecord(row: ImportedRow): ImportedRow {
  const inputs = parseExact(String(row.inputs));
  const text = (column: string) => {
    const value = row[column] === null || row[column] === undefined ? null : parseExact(String(row[column]));
    return value === null ? null : JSON.stringify(value);
  };
  const outputs = row.outputs == null ? null : parseExact(String(row.outputs));
  const isWrapped = isExactObject(outputs ?? undefined) && Object.hasOwn(outputs as object, wrappedOutputs);
  return {
    ...row,
    inputs: JSON.stringify(inputs),
    inputs_hash: inputsHash(isExactObject(inputs) ? inputs : {}),
    ...Object.fromEntries(["outputs", "expectations", "tags", "source"].map((column) => [column, text(column)])),
    ...(isWrapped && { outputs: JSON.stringify((outputs as ExactObject)[wrappedOutputs]) }),
  };
}
