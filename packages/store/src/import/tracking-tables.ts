import { raw, type Sql, sql } from "../postgres/sql.ts";
import type { MlflowTable } from "./mlflow-table.ts";

/** RunStatus of proto/tracking/run.proto; MLflow's tables hold its name. */
const runStatus = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 };

export const trackingTables: readonly MlflowTable[] = [
  {
    name: "experiments",
    title: "experiments",
    key: ["experiment_id"],
    shape:
      "experiment_id bigint, name text, artifact_location text, lifecycle_stage text, creation_time bigint, last_update_time bigint",
    insert: (x) => sql`
        insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time_ms, last_update_time_ms)
        select experiment_id, name, coalesce(artifact_location, 'mlflow-artifacts:/' || experiment_id), 'active',
          coalesce(creation_time, 0), coalesce(last_update_time, creation_time, 0)
        from ${x}
        on conflict (experiment_id) do update set name = excluded.name, artifact_location = excluded.artifact_location,
          creation_time_ms = excluded.creation_time_ms, last_update_time_ms = excluded.last_update_time_ms
        where experiments.experiment_id = 0 and experiments.name = 'Default'  -- every installation is born with it`,
    present: (x) => sql`select count(*) as n from ${x} join experiments using (experiment_id)`,
  },
  {
    name: "experiment_tags",
    title: "tags of experiments",
    key: ["key", "experiment_id"],
    shape: "experiment_id bigint, key text, value text",
    insert: (x) => sql`
        update experiments e set tags = t.tags || e.tags
        from (select experiment_id, jsonb_object_agg(key, coalesce(value, '')) as tags from ${x} group by experiment_id) t
        where t.experiment_id = e.experiment_id`,
    present: (x) => sql`select count(*) as n from ${x} join experiments e using (experiment_id) where e.tags ? x.key`,
  },
  {
    name: "runs",
    title: "runs",
    key: ["run_uuid"],
    shape: `run_uuid text, experiment_id bigint, name text, user_id text, status text, start_time bigint, end_time bigint,
        artifact_uri text, lifecycle_stage text, deleted_time bigint`,
    insert: (x) => sql`
        insert into runs (run_id, experiment_id, name, user_id, status, start_time_ms, end_time_ms, artifact_uri, lifecycle_stage, deleted_time_ms)
        select run_uuid, experiment_id, coalesce(name, ''), coalesce(user_id, ''), ${numberOf("status", runStatus)},
          coalesce(start_time, 0), end_time, coalesce(artifact_uri, ''), coalesce(lifecycle_stage, 'active'),
          case lifecycle_stage when 'deleted' then coalesce(deleted_time, 0) end
        from ${x} on conflict (run_id) do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join runs on run_id = run_uuid`,
  },
  keyedByRun("params", "params", "run_params"),
  keyedByRun("tags", "tags of runs", "run_tags"),
  {
    name: "latest_metrics",
    title: "metrics",
    key: ["key", "run_uuid"],
    shape: "run_uuid text, key text, value float8, timestamp bigint, step bigint, is_nan boolean",
    insert: (x) => sql`
        insert into latest_metrics (run_id, experiment_id, key, value, is_nan, step, timestamp_ms)
        select x.run_uuid, r.experiment_id, x.key, x.value, coalesce(x.is_nan, false), coalesce(x.step, 0), coalesce(x.timestamp, 0)
        from ${x} join runs r on r.run_id = x.run_uuid on conflict (run_id, key) do nothing`,
    present: (x) =>
      sql`select count(*) as n from ${x} join latest_metrics m on m.run_id = x.run_uuid and m.key = x.key`,
  },
  {
    name: "metrics",
    title: "points of metrics",
    key: ["key", "timestamp", "step", "run_uuid", "value", "is_nan"],
    shape: "run_uuid text, key text, value float8, timestamp bigint, step bigint, is_nan boolean",
    insert: (x) => sql`
        with counted as (
          update latest_metrics m set points = m.points + given.points
          from (select run_uuid, key, count(*) as points from ${x} group by run_uuid, key) as given
          where m.run_id = given.run_uuid and m.key = given.key)
        insert into metric_points (metric_id, step, timestamp_ms, value, is_nan)
        select m.metric_id, coalesce(x.step, 0), x.timestamp, x.value, coalesce(x.is_nan, false)
        from ${x} join latest_metrics m on m.run_id = x.run_uuid and m.key = x.key on conflict do nothing`,
    present: (x) => sql`
        select count(*) as n from ${x} join latest_metrics m on m.run_id = x.run_uuid and m.key = x.key
        join metric_points p on p.metric_id = m.metric_id and p.step = coalesce(x.step, 0) and p.timestamp_ms = x.timestamp
          and p.value = x.value and p.is_nan = coalesce(x.is_nan, false)`,
  },
  {
    name: "datasets",
    title: "datasets",
    key: ["experiment_id", "name", "digest"],
    shape: `experiment_id bigint, name text, digest text, dataset_source_type text, dataset_source text, dataset_schema text,
        dataset_profile text`,
    insert: (x) => sql`
        insert into datasets (experiment_id, name, digest, source_type, source, schema, profile)
        select experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile
        from ${x} on conflict (experiment_id, name, digest) do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join datasets using (experiment_id, name, digest)`,
  },
  {
    name: "inputs",
    title: "inputs and outputs of runs",
    key: ["source_type", "source_id", "destination_type", "destination_id"],
    shape: `source_type text, source_id text, destination_type text, destination_id text, step bigint, experiment_id bigint,
      dataset_name text, dataset_digest text, tags jsonb`,
    insert: (x) => sql`
      with page as materialized (select * from ${x}),
      used as (
        insert into run_datasets (run_id, dataset_id, tags)
        select p.destination_id, d.dataset_id, coalesce(p.tags, '{}') from page p
        join datasets d on d.experiment_id = p.experiment_id and d.name = p.dataset_name and d.digest = p.dataset_digest
        join runs r on r.run_id = p.destination_id
        on conflict (run_id, dataset_id) do nothing)
      insert into run_models (run_id, model_id, direction, step)
      select source_id, destination_id, case source_type when 'RUN_INPUT' then 'input' else 'output' end, coalesce(step, 0)
      from page join runs r on r.run_id = source_id where source_type in ('RUN_INPUT', 'RUN_OUTPUT')
      on conflict do nothing`,
    present: (x) => sql`
      select count(*) as n from ${x} where exists (select from run_datasets u join datasets d using (dataset_id)
        where u.run_id = x.destination_id and d.name = x.dataset_name and d.digest = x.dataset_digest)
      or exists (select from run_models m where m.run_id = x.source_id and m.model_id = x.destination_id)`,
  },
];

function numberOf(column: string, numbers: Readonly<Record<string, number>>): Sql {
  const cases = Object.entries(numbers).map(([name, number]) => `when '${name}' then ${number}`);
  return raw(`(case ${column} ${cases.join(" ")} else ${Object.values(numbers)[0]} end)`);
}

function keyedByRun(name: string, title: string, target: "run_params" | "run_tags"): MlflowTable {
  return {
    name,
    title,
    key: ["key", "run_uuid"],
    shape: "run_uuid text, key text, value text",
    insert: (x) => sql`
      insert into ${raw(target)} (run_id, experiment_id, key, value)
      select x.run_uuid, r.experiment_id, x.key, coalesce(x.value, '') from ${x} join runs r on r.run_id = x.run_uuid
      on conflict (run_id, key) do nothing`,
    present: (x) =>
      sql`select count(*) as n from ${x} join ${raw(target)} t on t.run_id = x.run_uuid and t.key = x.key`,
  };
}
