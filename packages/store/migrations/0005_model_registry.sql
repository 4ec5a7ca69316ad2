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
  run_id               text,
  run_link             text,
  model_id             text,       -- the logged model that it was made from
  status               text not null default 'READY',
  status_message       text,
  tags                 jsonb not null default '{}',
  primary key (name, version)
);
create index model_versions_by_time  on model_versions (last_updated_time_ms desc, name, version desc);
create index model_versions_by_run   on model_versions (run_id) where run_id is not null;
create index model_versions_by_model on model_versions (model_id) where model_id is not null;

create table model_aliases (
  name    text not null,
  alias   text not null,
  version integer not null,
  primary key (name, alias),
  foreign key (name, version) references model_versions on update cascade on delete cascade
);
create index model_aliases_by_version on model_aliases (name, version);

-- Who set or removed which alias, and moved which version to which stage, and when.
create table registry_history (
  event_id      bigint primary key generated always as identity,
  name          text not null references registered_models on update cascade on delete cascade,
  kind          text not null check (kind in ('alias', 'stage')),
  alias         text,              -- of an alias
  version       integer,           -- of a stage: the version that moved
  old_value     text,              -- the version or stage before; null where there was none
  new_value     text,              -- null: removed
  changed_at_ms bigint not null,
  changed_by    text               -- null where the request named nobody
);
create index registry_history_by_name on registry_history (name, event_id desc);

create table webhooks (
  webhook_id           text primary key,
  name                 text not null,
  description          text,
  url                  text not null,
  secret               text,
  events               text[] not null,              -- 'registered_model.created', …
  status               text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISABLED')),
  creation_time_ms     bigint not null,
  last_updated_time_ms bigint not null,
  deleted_time_ms      bigint
);

-- What is still to be delivered: claimed by one replica at a time until `claimed_until`, tried again at `due_at`.
create table webhook_deliveries (
  delivery_id   text primary key,
  webhook_id    text not null references webhooks on delete cascade,
  event         text not null,
  body          text not null,
  attempts      smallint not null default 0,
  due_at        timestamptz not null default now(),
  claimed_until timestamptz,
  delivered_at  timestamptz,
  failure       text
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where delivered_at is null and failure is null;
