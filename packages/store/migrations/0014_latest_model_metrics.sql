-- Of each metric of a logged model the point that is last by time, step and run: what lists of models are ordered by. One row
-- over all datasets, where the scope is '', and one a dataset. Triggers keep it, so that every writer does, whichever
-- version of the server it belongs to.
create table latest_model_metrics (
  model_id      text not null,
  key           text not null,
  scope         text not null,
  experiment_id bigint not null,            -- the model's, which never changes
  timestamp_ms  bigint not null,
  step          bigint not null,
  run_id        text not null,
  value         double precision not null,
  is_nan        boolean not null,
  primary key (model_id, key, scope)
);
create index latest_model_metrics_by_value on latest_model_metrics (experiment_id, key, scope, is_nan, value, model_id);

-- Names of datasets may be longer than an index takes.
create function model_metric_scope(dataset_name text, dataset_digest text) returns text
  language sql immutable parallel safe
  return md5(dataset_name) || md5(dataset_digest);

-- Compares rows, so that the order in which points arrive does not matter; in the order of the keys, so that two writers
-- wait for each other and never in a circle.
create function keep_latest_model_metrics() returns trigger language plpgsql as $$
begin
  insert into latest_model_metrics as known (model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan)
  select distinct on (model_id, key, scope)
    model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan
  from points join logged_models using (model_id)
    cross join lateral unnest(array['', model_metric_scope(dataset_name, dataset_digest)]) as scope
  where scope = '' or dataset_name <> '' or dataset_digest <> ''
  order by model_id, key, scope, timestamp_ms desc, step desc, run_id, value desc, is_nan desc
  on conflict (model_id, key, scope) do update set
    timestamp_ms = excluded.timestamp_ms, step = excluded.step, run_id = excluded.run_id,
    value = excluded.value, is_nan = excluded.is_nan
  where (excluded.timestamp_ms, excluded.step, known.run_id, excluded.value, excluded.is_nan)
      > (known.timestamp_ms, known.step, excluded.run_id, known.value, known.is_nan);
  return null;
end $$;

-- Finds the latest points anew where some are gone. Who adds a point has locked its model, by the foreign key: so the lock
-- here waits for whoever is about to, and keeps out who comes later, and the statements after it see all points there are.
create function renew_latest_model_metrics() returns trigger language plpgsql as $$
begin
  perform from logged_models where model_id in (select model_id from points) order by model_id for update;
  delete from latest_model_metrics where (model_id, key) in (select model_id, key from points);
  insert into latest_model_metrics (model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan)
  select distinct on (model_id, key, scope)
    model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan
  from logged_model_metrics join logged_models using (model_id)
    cross join lateral unnest(array['', model_metric_scope(dataset_name, dataset_digest)]) as scope
  where (model_id, key) in (select model_id, key from points) and (scope = '' or dataset_name <> '' or dataset_digest <> '')
  order by model_id, key, scope, timestamp_ms desc, step desc, run_id, value desc, is_nan desc;
  return null;
end $$;

create trigger keep_latest_model_metrics after insert on logged_model_metrics
  referencing new table as points for each statement execute function keep_latest_model_metrics();
create trigger renew_latest_model_metrics after delete on logged_model_metrics
  referencing old table as points for each statement execute function renew_latest_model_metrics();

-- What is there already. The triggers hold off writers until this is committed.
insert into latest_model_metrics (model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan)
select distinct on (model_id, key, scope)
  model_id, key, scope, experiment_id, timestamp_ms, step, run_id, value, is_nan
from logged_model_metrics join logged_models using (model_id)
  cross join lateral unnest(array['', model_metric_scope(dataset_name, dataset_digest)]) as scope
where scope = '' or dataset_name <> '' or dataset_digest <> ''
order by model_id, key, scope, timestamp_ms desc, step desc, run_id, value desc, is_nan desc;
