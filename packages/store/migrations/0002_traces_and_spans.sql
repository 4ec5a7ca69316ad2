-- A trace's row is the index of everything stored about it: lists read nothing else. It is kept right by every batch.
-- `day` names the partition that holds the trace's spans, log records and chunks. It is set when the trace is first
-- seen and never changes, so a trace lies in one partition whole, a span is unique by (trace, span), and retention
-- drops a partition and deletes that day's rows here.
-- Every large table starts with, or contains, trace_id, so that a distributed Postgres can shard by it.
create table traces (
  trace_id           uuid primary key,
  day                date not null,
  experiment_id      bigint not null,
  start_ns           bigint not null,       -- min(start) of the spans, or as a client reported it
  end_ns             bigint,                -- max(end); null while none has ended
  updated_at         timestamptz not null,  -- when the last span came
  root_span_id       bigint,                -- null while the root has not come
  root_status        smallint,              -- null: no ended root; 0 unset, 1 ok, 2 error (OTLP status code)
  span_count         integer not null,
  error_count        integer not null,
  input_tokens       bigint,
  output_tokens      bigint,
  cache_read_tokens  bigint,
  cache_write_tokens bigint,
  reasoning_tokens   bigint,
  cost_pico_usd      bigint,                -- 1e-12 US dollars; null where no model had a price
  cost_partial       boolean not null default false,
  name               text not null default '',
  session            text,
  end_user           text,
  run_id             text,
  model_id           text,                  -- logged model
  client_request_id  text,
  input_preview      text,
  output_preview     text,
  models             text[] not null default '{}',
  tags               jsonb not null default '{}',
  metadata           jsonb not null default '{}',
  -- Which span a field was taken from, so that a better source wins in whatever order they come (ingest/summarise.ts).
  origins            jsonb not null default '{}',
  -- What a client reported about the whole trace (MLflow's StartTraceV3); wins over what spans say.
  reported           jsonb
);
create index traces_by_time       on traces (experiment_id, start_ns desc, trace_id);
create index traces_by_time_all   on traces (start_ns desc, trace_id);
create index traces_by_session    on traces (session, start_ns) where session is not null;
create index traces_by_run        on traces (run_id, start_ns) where run_id is not null;
create index traces_by_model      on traces (model_id, start_ns) where model_id is not null;
create index traces_by_day        on traces (day);
create index traces_by_tag        on traces using gin (tags jsonb_path_ops);
create index traces_by_metadata   on traces using gin (metadata jsonb_path_ops);

-- Further runs that a trace was linked to (link-to-run); traces.run_id is the one it was made in.
create table trace_runs (
  trace_id uuid not null,
  run_id   text not null,
  primary key (trace_id, run_id)
);
create index trace_runs_by_run on trace_runs (run_id);

-- A narrow row a span. Its attributes, events and links are in span_chunks exactly as they came; `doc` holds what is
-- searched by equality under one index, so that several conditions meet in the same span:
--   every scalar attribute of at most 256 characters under its own key, and ours under names that start with `$`:
--   $name $type $status ("UNSET"|"OK"|"ERROR") $kind $model $provider $tool $agent, $source (a row of sources),
--   $long: the keys of attributes that are too large to be here (compare those in the chunk).
create table spans (
  start_ns           bigint not null,
  end_ns             bigint,                -- null: still running
  span_id            bigint not null,
  parent_id          bigint,                -- null: a root
  chunk_id           bigint not null,
  cost_pico_usd      bigint,
  trace_id           uuid not null,
  day                date not null,
  chunk_index        integer not null,      -- which span of the chunk, from 0
  size_bytes         integer not null,      -- of the span as it came; with end_ns says which of two versions is newer
  input_tokens       integer,
  output_tokens      integer,
  cache_read_tokens  integer,
  cache_write_tokens integer,
  reasoning_tokens   integer,
  ttft_us            integer,
  kind               smallint not null,
  status             smallint not null,
  type               smallint not null,     -- index into conventions.spanTypes
  flags              smallint not null,     -- bit 0 exception, 1 usage is a rollup, 2 changed when stored (notes), 3 has usage without a price
  reader_version     smallint not null,
  name               text not null,
  model              text,
  response_id        text,                  -- two spans of one model call share it: counted once
  doc                jsonb not null,
  notes              text[],                -- what had to be changed so that the span could be stored
  primary key (day, trace_id, span_id)
) partition by range (day);
create index spans_by_doc on spans using gin (doc jsonb_path_ops);

-- The content of spans: an OTLP TracesData (kind 0) or LogsData (kind 1), binary protobuf, zstd.
-- A chunk holds spans of one trace only. `words` is a bloom filter of the words in it that are not common.
create table span_chunks (
  chunk_id   bigint not null,
  created_at timestamptz not null default now(),  -- the database's clock: common_words.since is compared with it
  trace_id   uuid not null,
  day        date not null,
  kind       smallint not null,
  raw_bytes  integer not null,
  words      bytea,
  data       bytea not null,
  primary key (day, trace_id, chunk_id)
) partition by range (day);
alter table span_chunks alter column data set storage external;  -- compressed already
alter table span_chunks alter column words set storage plain;

-- Words that stand in so many chunks that the bloom filters leave them out from then on.
create table common_words (
  word_hash bigint primary key,
  since     timestamptz not null
);

-- Log records that name a span (OpenTelemetry's GenAI events). record_id is a hash of the record, so that a re-sent one counts once.
create table log_records (
  record_id   bigint not null,
  span_id     bigint not null,
  chunk_id    bigint not null,
  time_ns     bigint not null,
  trace_id    uuid not null,
  day         date not null,
  chunk_index integer not null,
  event_name  text not null,
  primary key (day, trace_id, record_id)
) partition by range (day);

-- Who sends: each (resource, scope) once. source_id is a 48-bit hash of both.
create table sources (
  source_id  bigint primary key,
  first_seen timestamptz not null,
  resource   jsonb not null,
  scope      jsonb not null               -- {"name", "version", "attributes"}
);
