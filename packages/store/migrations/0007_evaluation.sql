-- Evaluation datasets, scorers, issues, label schemas and review queues.
create table evaluation_datasets (
  dataset_id          text primary key,           -- d-<32 hex>
  name                text not null,
  digest              text not null,
  tags                jsonb not null default '{}',
  schema              text,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  created_by          text,
  last_updated_by     text
);
create index evaluation_datasets_by_time on evaluation_datasets (creation_time_ms desc, dataset_id);

create table evaluation_dataset_experiments (
  dataset_id    text not null references evaluation_datasets on delete cascade,
  experiment_id bigint not null,
  primary key (dataset_id, experiment_id)
);
create index evaluation_dataset_experiments_by_experiment on evaluation_dataset_experiments (experiment_id);

-- A record is known by its inputs: the SHA-256 of their canonical JSON.
create table evaluation_dataset_records (
  dataset_id          text not null references evaluation_datasets on delete cascade,
  record_id           text not null,              -- dr-<32 hex>
  inputs_hash         bytea not null,
  inputs              jsonb not null,
  outputs             jsonb,
  expectations        jsonb not null default '{}',
  tags                jsonb not null default '{}',
  source              jsonb,
  source_type         text,
  source_id           text,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  created_by          text,
  last_updated_by     text,
  primary key (dataset_id, record_id),
  unique (dataset_id, inputs_hash)
);
create index evaluation_dataset_records_by_time on evaluation_dataset_records (dataset_id, creation_time_ms, record_id);

create table scorers (
  experiment_id    bigint not null references experiments on delete cascade,
  name             text not null,
  version          integer not null,
  scorer_id        text not null,
  serialized       text not null,
  creation_time_ms bigint not null,
  primary key (experiment_id, name, version)
);

create table issues (
  issue_id            text primary key,           -- iss-<32 hex>
  experiment_id       bigint not null references experiments on delete cascade,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  body                jsonb not null              -- the message's other fields, as the API gives them
);
create index issues_by_experiment on issues (experiment_id, creation_time_ms desc);

create table label_schemas (
  schema_id           text primary key,           -- ls-<32 hex>
  experiment_id       bigint not null references experiments on delete cascade,
  name                text not null,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  body                jsonb not null,
  unique (experiment_id, name)
);

create table review_queues (
  queue_id            text primary key,
  experiment_id       bigint not null references experiments on delete cascade,
  name                text not null,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  body                jsonb not null,
  unique (experiment_id, name)
);

create table review_queue_items (
  queue_id            text not null references review_queues on delete cascade,
  item_id             text not null,              -- the id of what is to be reviewed: a trace
  position            bigint not null generated always as identity,
  status              text not null,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  body                jsonb not null default '{}',
  primary key (queue_id, item_id)
);
