-- Registered models and prompts (a prompt is a registered model with the tag mlflow.prompt.is_prompt).
create table registered_models (
  name                 text primary key,
  creation_time_ms     bigint not null,
  last_updated_time_ms bigint not null,
  description          text,
  next_version         integer not null default 1,  -- versions count up and are never given twice
  tags                 jsonb not null default '{}'
);

create table model_versions (
  name                 text not null references registered_models on update cascade on delete cascade,
  version              integer not null,
  creation_time_ms     bigint not null,
  last_updated_time_ms bigint not null,
  description          text,
  user_id              text,
  stage                text not null default 'None' check (stage in ('None', 'Staging', 'Production', 'Archived', 'Deleted')),
  source               text,
  storage_location     text,       -- where the files are, when source names another version or model
  copied_from_name     text,       -- the version that source names, followed when its model is renamed
  copied_from_version  integer,
  run_id               text,
  run_link             text,
  model_id             text,       -- the logged model that it was made from
  status               text not null default 'READY',
  status_message       text,
  tags                 jsonb not null default '{}',
  primary key (name, version),
  foreign key (copied_from_name, copied_from_version) references model_versions
    on update cascade on delete set null (copied_from_name, copied_from_version)
);
create index model_versions_by_time  on model_versions (last_updated_time_ms desc, name, version desc);
create index model_versions_by_stage on model_versions (name, stage, version desc);
create index model_versions_by_run   on model_versions (run_id) where run_id is not null;
create index model_versions_by_model on model_versions (model_id) where model_id is not null;
create index model_versions_by_copied_from on model_versions (copied_from_name, copied_from_version)
  where copied_from_name is not null;

create table model_aliases (
  name    text not null,
  alias   text not null,
  version integer not null,
  primary key (name, alias),
  foreign key (name, version) references model_versions on update cascade on delete cascade
);
create index model_aliases_by_version on model_aliases (name, version);

-- What happened to a model: who made, renamed or deleted it, set or removed which alias, moved which version to which
-- stage, and when. It goes with a renamed model and outlives a deleted one, so it refers to nothing.
create table registry_history (
  change_id     bigint primary key generated always as identity,
  name          text not null,
  kind          text not null check (kind in ('model', 'alias', 'stage')),
  alias         text,              -- of an alias
  version       integer,           -- of a stage: the version that moved
  old_value     text,              -- the name, version or stage before; null where there was none
  new_value     text,              -- null: deleted or removed
  changed_at_ms bigint not null,
  changed_by    text               -- the user name that the request claimed; null where it named nobody
);
create index registry_history_by_name on registry_history (name, change_id desc);

create table webhooks (
  webhook_id           text primary key,
  name                 text not null,
  description          text,
  url                  text not null,
  secret               text,                          -- signs what is sent; never given out
  events               text[] not null,               -- 'registered_model.created', …
  status               text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISABLED')),
  creation_time_ms     bigint not null,
  last_updated_time_ms bigint not null
);
create index webhooks_by_time on webhooks (creation_time_ms desc, webhook_id);

-- What is to be delivered, written with the change that it tells of. One replica at a time claims it until `due_at`; if
-- that replica dies, it is due again then. What was delivered or given up has no `due_at` and is kept for some days.
create table webhook_deliveries (
  delivery_id  text primary key,
  webhook_id   text not null references webhooks on delete cascade,
  event        text not null,
  body         text not null,
  attempts     smallint not null default 0,
  due_at       timestamptz default now(),
  delivered_at timestamptz,
  created_at   timestamptz not null default now(),
  failure      text                                   -- what the last attempt came to, where it failed
);
create index webhook_deliveries_due        on webhook_deliveries (webhook_id, due_at) where due_at is not null;
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, created_at desc);
create index webhook_deliveries_done       on webhook_deliveries (created_at) where due_at is null;
