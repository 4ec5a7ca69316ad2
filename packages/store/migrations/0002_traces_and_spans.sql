-- A trace's row is the index of everything stored about it: lists read nothing else. It is kept right by every batch.
-- `day` names the partition that holds the trace's chunks. It is set when the trace is first
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
  chunk_count        integer not null default 0,
  -- Goes up with every write; starts anywhere, so that a trace deleted and sent again is not taken for what it was.
  revision           integer not null default floor(random() * 1e9),
  settled            boolean not null default true,   -- false: its chunks are to be merged once no more spans come
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
create index traces_unsettled     on traces (updated_at) where not settled;
create index traces_by_tag        on traces using gin (tags jsonb_path_ops);
create index traces_by_metadata   on traces using gin (metadata jsonb_path_ops);

-- Further runs that a trace was linked to (link-to-run); traces.run_id is the one it was made in.
create table trace_runs (
  trace_id uuid not null,
  run_id   text not null,
  primary key (trace_id, run_id)
);
create index trace_runs_by_run on trace_runs (run_id);

-- A chunk: spans of one trace that were committed together (or its log records: kind 1), in one row.
-- `data` is an OTLP TracesData (LogsData), binary protobuf, zstd: what was sent, exactly. Beside it stand columns for
-- trees and sums as arrays, one element a span, in the order of the spans in `data`. GenAI spans repeat themselves, so
-- a row a span would cost several times the bytes of its content (docs/decisions/0003).
create table chunks (
  chunk_id           bigint not null,
  created_at         timestamptz not null default now(),  -- the database's clock: common_words.since is compared with it
  trace_id           uuid not null,
  day                date not null,
  raw_bytes          integer not null,
  kind               smallint not null,     -- 0 spans, 1 log records
  reader_version     smallint not null,     -- of the conventions that the columns below were read with
  span_ids           bigint[] not null,     -- of kind 1: the span that the record names
  start_ns           bigint[] not null,     -- of kind 1: the record's time
  names              text[] not null,       -- of kind 1: the event's name
  record_ids         bigint[],              -- kind 1 only: a hash of each record, so that one sent again counts once
  parent_ids         bigint[],              -- 0: a root (no span has this id)
  end_ns             bigint[],              -- 0: still running
  size_bytes         integer[],             -- as it came; with end_ns says which of two versions of a span is newer
  traits             integer[],             -- packed, see the view
  -- The arrays below are null where no span of the chunk has a value.
  models             text[],
  providers          text[],
  tools              text[],
  agents             text[],
  response_ids       text[],                -- two spans of one model call share it: counted once
  input_tokens       integer[],
  output_tokens      integer[],
  cache_read_tokens  integer[],
  cache_write_tokens integer[],
  reasoning_tokens   integer[],
  ttft_us            integer[],
  cost_pico_usd      bigint[],
  notes              jsonb,                 -- {"<index>": [what had to be changed so that the span could be stored]}
  tokens             integer[] not null,    -- hashes of what is searched by value (search/tokens.ts)
  words              bytea,                 -- a bloom filter of its words that are not common (search/words.ts)
  data               bytea not null,
  primary key (day, trace_id, chunk_id)
) partition by range (day);
alter table chunks alter column data set storage external;  -- compressed already
create index chunks_by_token on chunks using gin (tokens);

-- A row a span. Its bytes are the `chunk_index`-th span of the chunk.
create view spans as
select c.day, c.trace_id, c.chunk_id, (s.position - 1)::integer as chunk_index, c.reader_version,
  s.span_id, nullif(s.parent_id, 0) as parent_id, s.start_ns, nullif(s.end_ns, 0) as end_ns, s.size_bytes, s.name,
  (s.traits & 7)::smallint as kind, (s.traits >> 3 & 3)::smallint as status,
  (s.traits >> 5 & 31)::smallint as type,       -- index into conventions.spanTypes
  (s.traits >> 10 & 15)::smallint as flags,     -- 1 exception, 2 usage is a rollup, 4 changed when stored, 8 usage without a price
  s.model, s.provider, s.tool, s.agent, s.response_id, s.input_tokens, s.output_tokens, s.cache_read_tokens, s.cache_write_tokens,
  s.reasoning_tokens, s.ttft_us, s.cost_pico_usd,
  array(select jsonb_array_elements_text(c.notes -> (s.position - 1)::text)) as notes
from chunks c cross join lateral unnest(c.span_ids, c.parent_ids, c.start_ns, c.end_ns, c.size_bytes, c.traits, c.names,
  c.models, c.providers, c.tools, c.agents, c.response_ids, c.input_tokens, c.output_tokens, c.cache_read_tokens, c.cache_write_tokens,
  c.reasoning_tokens, c.ttft_us, c.cost_pico_usd) with ordinality as s (span_id, parent_id, start_ns, end_ns, size_bytes,
  traits, name, model, provider, tool, agent, response_id, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
  reasoning_tokens, ttft_us, cost_pico_usd, position)
where c.kind = 0 and s.traits >> 14 & 1 = 0;    -- bit 14: a later version of the span came

-- A row a log record that names a span (OpenTelemetry's GenAI events).
create view log_records as
select c.day, c.trace_id, c.chunk_id, (r.position - 1)::integer as chunk_index, r.record_id, r.span_id, r.time_ns, r.event_name
from chunks c cross join lateral unnest(c.record_ids, c.span_ids, c.start_ns, c.names)
  with ordinality as r (record_id, span_id, time_ns, event_name, position)
where c.kind = 1;

-- Words that stand in so many chunks that the bloom filters leave them out from then on.
create table common_words (
  word_hash bigint primary key,
  since     timestamptz not null
);
