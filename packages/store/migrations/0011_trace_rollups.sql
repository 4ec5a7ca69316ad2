-- What traces add up to, minute by minute, hour by hour and day by day (docs/decisions/0012). The traces are the truth:
-- whatever no bucket covers is counted from them, so a bucket may be missing, and only must not be wrong.

-- A bucket that is covered: its traces began in [start_s, start_s + period_s) (unix seconds, UTC), and trace_rollups has
-- all that they add up to, unless trace_rollup_marks says that they have changed since.
create table trace_rollup_buckets (
  experiment_id bigint not null,
  period_s      integer not null,           -- 60, 3600 or 86400
  start_s       bigint not null,
  left_out      text[] not null,            -- dimensions with too many values to be worth keeping here
  primary key (experiment_id, period_s, start_s)
);

-- The sums of one value of one dimension in one bucket. No key, since a value may be null and any text.
create table trace_rollups (
  experiment_id bigint not null,
  period_s      integer not null,
  start_s       bigint not null,
  dimension     text not null,              -- all, model, name, user, tool, tags.<key>
  value         text,                       -- null: of the traces that have none; not kept for tags (all less the others)
  traces        bigint not null,            -- for tool: calls
  failed        bigint not null,
  input         bigint not null,            -- tokens
  inputs        bigint not null,            -- traces that said how many
  output        bigint not null,
  outputs       bigint not null,
  cost          numeric not null,           -- 1e-12 US dollars
  costs         bigint not null,
  partial       bigint not null,            -- traces whose cost is not whole
  bins          integer[] not null,         -- of latencies (store/src/latency-bins.ts), ascending
  bin_traces    bigint[] not null
);
create index trace_rollups_by_bucket on trace_rollups (experiment_id, dimension, period_s, start_s);

-- Buckets that are to be made anew. Written by whoever changes a trace, in the same transaction, and only ever added to:
-- writers of the same minute do not wait for each other. Deleted by whoever makes the bucket.
create table trace_rollup_marks (
  experiment_id bigint not null,
  period_s      integer not null,
  start_s       bigint not null,
  marked_at     timestamptz not null default now()
);
create index trace_rollup_marks_by_bucket on trace_rollup_marks (experiment_id, period_s, start_s);

-- As triggers, so that no way to write a trace can forget it: a server of the previous version, and psql, mark as well.
create function mark_trace_rollups() returns trigger language plpgsql as $$
begin
  insert into trace_rollup_marks (experiment_id, period_s, start_s)
  select distinct experiment_id, 60, start_ns / 60000000000 * 60 from changed where start_ns >= 0;
  return null;
end $$;
create trigger rollup_after_insert after insert on traces
  referencing new table as changed for each statement execute function mark_trace_rollups();
create trigger rollup_after_update after update on traces
  referencing new table as changed for each statement execute function mark_trace_rollups();
create trigger rollup_before_update after update on traces
  referencing old table as changed for each statement execute function mark_trace_rollups();
create trigger rollup_after_delete after delete on traces
  referencing old table as changed for each statement execute function mark_trace_rollups();

insert into trace_rollup_marks (experiment_id, period_s, start_s)
select distinct experiment_id, 60, start_ns / 60000000000 * 60 from traces where start_ns >= 0;

-- The slowest, the dearest and those with the most tokens, of an experiment: the orders that people ask for beside time.
create index traces_by_duration on traces (experiment_id, (end_ns - start_ns) desc nulls last);
create index traces_by_cost     on traces (experiment_id, cost_pico_usd desc nulls last);
create index traces_by_tokens   on traces (experiment_id, (case when input_tokens is null and output_tokens is null then null
  else coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end) desc nulls last);
