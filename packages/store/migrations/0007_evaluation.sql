-- Evaluation datasets, scorers, issues, label schemas and review queues.
create table evaluation_datasets (
  dataset_id          text primary key,           -- d-<32 hex>
  name                text not null,
  digest              text not null,              -- changes with every write of records
  tags                jsonb not null default '{}',
  schema              json,                       -- {inputs, outputs, expectations}: the types of the fields seen so far
  record_count        integer not null default 0,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  created_by          text,
  last_updated_by     text
);
create index evaluation_datasets_by_time on evaluation_datasets (creation_time_ms desc, dataset_id desc);

create table evaluation_dataset_experiments (
  dataset_id    text not null references evaluation_datasets on delete cascade,
  experiment_id bigint not null,
  position      bigint not null generated always as identity,
  primary key (dataset_id, experiment_id)
);
create index evaluation_dataset_experiments_by_experiment on evaluation_dataset_experiments (experiment_id, dataset_id);

-- A record is known by its inputs: the SHA-256 of their canonical JSON. What it holds is kept as json, not jsonb: the
-- order of keys and the difference between 1 and 1.0 matter to the Python programs that read it.
create table evaluation_dataset_records (
  dataset_id          text not null references evaluation_datasets on delete cascade,
  record_id           text not null,              -- dr-<32 hex>
  inputs_hash         bytea not null,
  position            bigint not null generated always as identity,  -- in the order in which they were added
  inputs              json not null,
  outputs             json,
  expectations        json,
  tags                json not null default '{}',
  source              json,                       -- {source_type, source_data}
  source_type         text,
  source_id           text,                       -- the trace that it was made from, where it was
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  created_by          text,
  last_updated_by     text,
  primary key (dataset_id, record_id),
  unique (dataset_id, inputs_hash)
);
create index evaluation_dataset_records_by_position on evaluation_dataset_records (dataset_id, position);

create table scorers (
  experiment_id    bigint not null references experiments on delete cascade,
  name             text not null,
  version          integer not null,
  scorer_id        text not null,                 -- a uuid; the same for all versions
  serialized       text not null,                 -- JSON
  creation_time_ms bigint not null,
  primary key (experiment_id, name, version)
);

create table issues (
  issue_id            text primary key,           -- iss-<32 hex>
  experiment_id       bigint not null references experiments on delete cascade,
  name                text not null,
  description         text not null,
  status              text not null check (status in ('pending', 'rejected', 'resolved')),
  severity            text check (severity in ('not_an_issue', 'low', 'medium', 'high')),
  root_causes         text[] not null default '{}',
  categories          text[] not null default '{}',
  source_run_id       text,                       -- the run that found it
  created_by          text,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null
);
create index issues_by_experiment on issues (experiment_id, creation_time_ms desc, issue_id desc);

-- The questions that reviewers are asked of a trace; answers are assessments of the question's name.
create table label_schemas (
  schema_id           text primary key,           -- ls-<32 hex>
  experiment_id       bigint not null references experiments on delete cascade,
  name                text not null,
  type                text not null check (type in ('FEEDBACK', 'EXPECTATION')),
  instruction         text,
  enable_comment      boolean not null,
  input               jsonb not null,             -- LabelSchemaInput of proto/tracking/label_schema.proto
  is_default          boolean not null default false,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  unique (experiment_id, name)
);
create index label_schemas_by_time on label_schemas (experiment_id, creation_time_ms desc, schema_id);

create table review_queues (
  queue_id            text primary key,           -- rq-<32 hex>
  experiment_id       bigint not null references experiments on delete cascade,
  name                text not null,
  type                text not null check (type in ('USER', 'CUSTOM')),
  owner               text,
  users               text[] not null default '{}',   -- in lower case
  schema_ids          text[] not null default '{}',   -- questions; one that was deleted since may be among them
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null
);
create unique index review_queues_by_name on review_queues (experiment_id, lower(name));
create index review_queues_by_time on review_queues (experiment_id, creation_time_ms desc, queue_id);

create table review_queue_items (
  queue_id            text not null references review_queues on delete cascade,
  item_id             text not null,              -- a trace, tr-<32 hex>; goes with it
  status              text not null check (status in ('PENDING', 'COMPLETE', 'DECLINED')),
  completed_by        text,
  completed_time_ms   bigint,
  creation_time_ms    bigint not null,
  last_update_time_ms bigint not null,
  primary key (queue_id, item_id)
);
create index review_queue_items_by_item on review_queue_items (item_id);
create index review_queue_items_by_time on review_queue_items (queue_id, creation_time_ms desc, item_id);
