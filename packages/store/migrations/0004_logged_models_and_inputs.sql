-- Logged models, and what runs took in and gave out.
create table logged_models (
  model_id             text primary key,           -- m-<32 hex>
  experiment_id        bigint not null references experiments on delete cascade,
  name                 text not null,
  artifact_uri         text not null,
  creation_time_ms     bigint not null,
  last_updated_time_ms bigint not null,
  status               smallint not null,          -- LoggedModelStatus of proto/tracking/logged_model.proto
  status_message       text,
  model_type           text not null default '',   -- the sender's own word
  source_run_id        text not null default '',   -- '': made outside of a run
  lifecycle_stage      text not null default 'active' check (lifecycle_stage in ('active', 'deleted')),
  deleted_time_ms      bigint
);
create index logged_models_by_time on logged_models (experiment_id, creation_time_ms desc, model_id);
create index logged_models_by_run  on logged_models (source_run_id) where source_run_id <> '';

create table logged_model_params (
  model_id text not null references logged_models on delete cascade,
  key      text not null,
  value    text not null,
  primary key (model_id, key)
);

create table logged_model_tags (
  model_id text not null references logged_models on delete cascade,
  key      text not null,
  value    text not null,
  primary key (model_id, key)
);

-- Points of metrics that a run logged for a model, on a dataset or none (''). NaN is a flagged 0, as in latest_metrics.
create table logged_model_metrics (
  model_id       text not null references logged_models on delete cascade,
  key            text not null,
  timestamp_ms   bigint not null,
  step           bigint not null,
  run_id         text not null,
  dataset_name   text not null default '',
  dataset_digest text not null default '',
  value          double precision not null,
  is_nan         boolean not null
);
-- A point is there once. Names of datasets may be longer than an index takes.
create unique index logged_model_metrics_once on logged_model_metrics
  (model_id, key, timestamp_ms, step, run_id, value, is_nan, md5(dataset_name), md5(dataset_digest));
create index logged_model_metrics_by_run on logged_model_metrics (run_id);

-- What a run logged for models goes with the run, as does what it logged for itself. No foreign key, for the same reason.
create function delete_what_runs_logged_for_models() returns trigger language plpgsql as $$
begin
  delete from logged_model_metrics where run_id in (select run_id from gone);
  return null;
end $$;
create trigger delete_what_runs_logged_for_models after delete on runs
  referencing old table as gone for each statement execute function delete_what_runs_logged_for_models();

-- Datasets that runs used: one row a (experiment, name, digest).
create table datasets (
  dataset_id    bigint primary key generated always as identity,
  experiment_id bigint not null references experiments on delete cascade,
  name          text not null,
  digest        text not null,
  source_type   text not null,
  source        text not null,
  schema        text,
  profile       text,
  unique (experiment_id, name, digest)
);

create table run_datasets (
  run_id     text not null references runs on delete cascade,
  dataset_id bigint not null references datasets on delete cascade,
  position   bigint not null generated always as identity,  -- in the order in which they were logged
  tags       jsonb not null default '{}',                   -- mlflow.data.context: what for
  primary key (run_id, dataset_id)
);
create index run_datasets_by_dataset on run_datasets (dataset_id);

create table run_models (
  run_id    text not null references runs on delete cascade,
  model_id  text not null,
  direction text not null check (direction in ('input', 'output')),
  step      bigint not null default 0,  -- of an output: the training step of the checkpoint
  position  bigint not null generated always as identity,
  primary key (run_id, direction, model_id, step)
);
create index run_models_by_model on run_models (model_id);
