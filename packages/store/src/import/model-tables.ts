import { raw, sql } from "../postgres/sql.ts";
import type { MlflowTable } from "./mlflow-table.ts";

export const modelTables: readonly MlflowTable[] = [
  {
    name: "logged_models",
    title: "logged models",
    key: ["model_id"],
    shape: `model_id text, experiment_id bigint, name text, artifact_location text, creation_timestamp_ms bigint,
        last_updated_timestamp_ms bigint, status int, status_message text, model_type text, source_run_id text, lifecycle_stage text`,
    insert: (x) => sql`
        insert into logged_models (model_id, experiment_id, name, artifact_uri, creation_time_ms, last_updated_time_ms, status,
          status_message, model_type, source_run_id, lifecycle_stage, deleted_time_ms)
        select model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status,
          status_message, coalesce(model_type, ''), coalesce(source_run_id, ''), coalesce(lifecycle_stage, 'active'),
          case lifecycle_stage when 'deleted' then last_updated_timestamp_ms end
        from ${x} on conflict (model_id) do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join logged_models using (model_id)`,
  },
  keyedByModel("logged_model_params", "params of logged models", "param"),
  keyedByModel("logged_model_tags", "tags of logged models", "tag"),
  {
    name: "logged_model_metrics",
    title: "metrics of logged models",
    key: ["model_id", "metric_name", "metric_timestamp_ms", "metric_step", "run_id"],
    shape: `model_id text, metric_name text, metric_timestamp_ms bigint, metric_step bigint, metric_value float8, run_id text,
        dataset_name text, dataset_digest text`,
    insert: (x) => sql`
        insert into logged_model_metrics (model_id, key, timestamp_ms, step, run_id, dataset_name, dataset_digest, value, is_nan)
        select model_id, metric_name, metric_timestamp_ms, metric_step, run_id, coalesce(dataset_name, ''),
          coalesce(dataset_digest, ''), coalesce(metric_value, 0), metric_value is null
        from ${x} on conflict do nothing`,
    present: (x) => sql`
        select count(*) as n from ${x} where exists (select from logged_model_metrics m where m.model_id = x.model_id
          and m.key = x.metric_name and m.timestamp_ms = x.metric_timestamp_ms and m.step = x.metric_step and m.run_id = x.run_id)`,
  },
];

function keyedByModel(name: string, title: string, prefix: "param" | "tag"): MlflowTable {
  return {
    name,
    title,
    key: ["model_id", `${prefix}_key`],
    shape: `model_id text, ${prefix}_key text, ${prefix}_value text`,
    insert: (x) => sql`
      insert into ${raw(name)} (model_id, key, value)
      select model_id, ${raw(`${prefix}_key, ${prefix}_value`)} from ${x} on conflict (model_id, key) do nothing`,
    present: (x) =>
      sql`select count(*) as n from ${x} join ${raw(name)} t on t.model_id = x.model_id and t.key = x.${raw(prefix)}_key`,
  };
}
