-- Experiments as clients of the tracking API know them, and what is logged to runs.
alter table experiments
  add column tags            jsonb not null default '{}',
  add column deleted_time_ms bigint;
create index experiments_by_time on experiments (creation_time_ms desc, experiment_id);

create table runs (
  run_id          text primary key,
  experiment_id   bigint not null references experiments on delete cascade,
  name            text not null,
  user_id         text not null default '',
  status          smallint not null,          -- RunStatus of proto/tracking/run.proto
  start_time_ms   bigint not null default 0,  -- as the client said; 0 where it said nothing
  end_time_ms     bigint,
  artifact_uri    text not null,
  lifecycle_stage text not null default 'active' check (lifecycle_stage in ('active', 'deleted')),
  deleted_time_ms bigint                      -- `gc --older-than` counts from here
);
create index runs_by_start on runs (experiment_id, start_time_ms desc, run_id);

-- What is logged to a run. None of these refers to its run by a foreign key: the statement that writes them locks the
-- run's row itself, once and not once a row, and the trigger below takes them away with the run. The run's experiment,
-- which never changes, stands in them too, so that an index answers a search in one experiment.
create table run_params (
  run_id        text not null,
  key           text not null,
  experiment_id bigint not null,
  value         text not null,
  primary key (run_id, key)
);

create table run_tags (
  run_id        text not null,
  key           text not null,
  experiment_id bigint not null,
  value         text not null,
  primary key (run_id, key)
);

-- Of each metric the point that is greatest by (step, timestamp, value): what runs show, and are searched and ordered by.
-- NaN is a flagged 0, so that it has a place in orders; infinities are clamped.
create table latest_metrics (
  run_id        text not null,
  key           text not null,
  experiment_id bigint not null,
  metric_id     bigint not null generated always as identity,
  value         double precision not null,
  is_nan        boolean not null,
  step          bigint not null,
  timestamp_ms  bigint not null,
  points        bigint not null default 0,    -- how many were sent; one that is sent again counts again
  primary key (run_id, key)
);

-- Every point that was logged; the run and the key stand in latest_metrics.
create table metric_points (
  metric_id    bigint not null,
  step         bigint not null,
  timestamp_ms bigint not null,
  value        double precision not null,
  is_nan       boolean not null,
  primary key (metric_id, step, timestamp_ms, value, is_nan)
);

-- Of metrics with many points: the lowest and the highest of each few that arrived one after the other. A chart of a
-- million points is drawn from these (store/src/metric-blocks.ts).
create table metric_blocks (
  metric_id         bigint not null,
  block             bigint not null,
  low_value         double precision not null,
  low_step          bigint not null,
  low_timestamp_ms  bigint not null,
  high_value        double precision not null,
  high_step         bigint not null,
  high_timestamp_ms bigint not null,
  is_nan            boolean not null,         -- all of them are
  primary key (metric_id, block)
);

-- In which block the n-th point is, from 0: 64 a block, and 1,024 after the first million.
create function metric_block(n bigint) returns bigint language sql immutable parallel safe
  return case when n < 1048576 then n / 64 else 15360 + n / 1024 end;

-- These answer a search without a look at the table. Long texts do not fit into an index and are rarely searched for.
create index latest_metrics_by_value on latest_metrics (experiment_id, key, is_nan, value, run_id);
create index run_params_by_value     on run_params (experiment_id, key, value, run_id) where length(value) <= 250;
create index run_tags_by_value       on run_tags (experiment_id, key, value, run_id) where length(value) <= 250;
create index run_params_long         on run_params (experiment_id, key) where length(value) > 250;
create index run_tags_long           on run_tags (experiment_id, key) where length(value) > 250;

-- How often a key has a value, which the columns do not tell each for itself.
create statistics run_params_values    (mcv) on experiment_id, key, value from run_params;
create statistics run_tags_values      (mcv) on experiment_id, key, value from run_tags;
create statistics latest_metrics_keys  (mcv) on experiment_id, key from latest_metrics;

create function delete_what_runs_logged() returns trigger language plpgsql as $$
begin
  delete from run_params    where run_id in (select run_id from gone);
  delete from run_tags      where run_id in (select run_id from gone);
  delete from metric_points where metric_id in (select metric_id from latest_metrics where run_id in (select run_id from gone));
  delete from metric_blocks where metric_id in (select metric_id from latest_metrics where run_id in (select run_id from gone));
  delete from latest_metrics where run_id in (select run_id from gone);
  return null;
end $$;
create trigger delete_what_runs_logged after delete on runs
  referencing old table as gone for each statement execute function delete_what_runs_logged();

-- Ends a statement that would change a param; store/src/run-log.ts turns it into the sentence for the client.
create function refuse_param_change() returns text language plpgsql as $$
begin
  raise exception 'a param is written once' using errcode = 'SL001';
end $$;
