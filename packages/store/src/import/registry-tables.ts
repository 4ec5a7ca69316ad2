import { sql } from "../postgres/sql.ts";
import type { MlflowTable } from "./mlflow-table.ts";

export const registryTables: readonly MlflowTable[] = [
  {
    name: "registered_models",
    title: "registered models and prompts",
    key: ["name"],
    shape: "name text, creation_time bigint, last_updated_time bigint, description text",
    insert: (x) => sql`
        insert into registered_models (name, creation_time_ms, last_updated_time_ms, description)
        select name, coalesce(creation_time, 0), coalesce(last_updated_time, creation_time, 0), description
        from ${x} on conflict (name) do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join registered_models using (name)`,
  },
  {
    name: "registered_model_tags",
    title: "their tags",
    key: ["key", "name"],
    shape: "name text, key text, value text",
    insert: (x) => sql`
        update registered_models m set tags = t.tags || m.tags
        from (select name, jsonb_object_agg(key, coalesce(value, '')) as tags from ${x} group by name) t
        where t.name = m.name`,
    present: (x) => sql`select count(*) as n from ${x} join registered_models m using (name) where m.tags ? x.key`,
  },
  {
    name: "model_versions",
    title: "model versions",
    key: ["name", "version"],
    shape: `name text, version int, creation_time bigint, last_updated_time bigint, description text, user_id text,
        current_stage text, source text, run_id text, status text, status_message text, run_link text, storage_location text`,
    insert: (x) => sql`
        with added as (
          insert into model_versions (name, version, creation_time_ms, last_updated_time_ms, description, user_id, stage, source,
            storage_location, run_id, run_link, model_id, status, status_message)
          select name, version, coalesce(creation_time, 0), coalesce(last_updated_time, creation_time, 0), description, user_id,
            coalesce(current_stage, 'None'), source, nullif(storage_location, source), nullif(run_id, ''), run_link,
            substring(source from '^models:/(m-[^/]+)'), coalesce(status, 'READY'), status_message
          from ${x} where current_stage is distinct from 'Deleted_Internal' on conflict (name, version) do nothing),
        deleted as (  -- they keep their number, and nothing else
          insert into model_versions (name, version, creation_time_ms, last_updated_time_ms, stage)
          select name, version, coalesce(creation_time, 0), coalesce(last_updated_time, creation_time, 0), 'Deleted'
          from ${x} where current_stage = 'Deleted_Internal' on conflict (name, version) do nothing)
        update registered_models m set next_version = greatest(m.next_version, t.version + 1)
        from (select name, max(version) as version from ${x} group by name) t where t.name = m.name`,
    present: (x) => sql`select count(*) as n from ${x} join model_versions using (name, version)`,
  },
  {
    name: "model_version_tags",
    title: "tags of versions",
    key: ["key", "name", "version"],
    shape: "name text, version int, key text, value text",
    insert: (x) => sql`
        update model_versions v set tags = t.tags || v.tags
        from (select name, version, jsonb_object_agg(key, coalesce(value, '')) as tags from ${x} group by name, version) t
        where t.name = v.name and t.version = v.version`,
    present: (x) =>
      sql`select count(*) as n from ${x} join model_versions v using (name, version) where v.tags ? x.key`,
  },
  {
    name: "registered_model_aliases",
    title: "aliases",
    key: ["name", "alias"],
    shape: "name text, alias text, version int",
    insert: (x) => sql`
        insert into model_aliases (name, alias, version)
        select name, alias, version from ${x} join model_versions using (name, version) on conflict (name, alias) do nothing`,
    present: (x) => sql`select count(*) as n from ${x} join model_aliases using (name, alias)`,
  },
  {
    name: "webhooks",
    title: "webhooks",
    key: ["webhook_id"],
    shape: `webhook_id text, name text, description text, url text, status text, has_secret boolean, events jsonb,
      creation_timestamp bigint, last_updated_timestamp bigint, deleted_timestamp bigint`,
    // MLflow encrypts secrets with a key of its server's: without its secret a webhook must not send.
    insert: (x) => sql`
      insert into webhooks (webhook_id, name, description, url, events, status, creation_time_ms, last_updated_time_ms)
      select webhook_id, name, description, url, array(select jsonb_array_elements_text(events)),
        case when has_secret then 'DISABLED' else coalesce(status, 'ACTIVE') end, coalesce(creation_timestamp, 0),
        coalesce(last_updated_timestamp, creation_timestamp, 0)
      from ${x} where deleted_timestamp is null on conflict (webhook_id) do nothing`,
    present: (x) => sql`
      select count(*) as n from ${x} where deleted_timestamp is not null or exists (select from webhooks w where w.webhook_id = x.webhook_id)`,
  },
];
