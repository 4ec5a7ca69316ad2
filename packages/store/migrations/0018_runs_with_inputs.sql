-- Most runs take nothing in and give nothing out, and to find that out of each of a page of runs was a tenth of reading them.
-- False: neither run_datasets nor run_models has a row of the run. Of runs from before it is not known.
alter table runs add column has_inputs boolean not null default true;
alter table runs alter column has_inputs set default false;

-- A trigger, because an import and an older server that still runs write such rows as well.
create function mark_runs_with_inputs() returns trigger language plpgsql as $$
begin
  update runs set has_inputs = true where run_id in (select run_id from added) and not has_inputs;
  return null;
end $$;
create trigger run_datasets_mark after insert on run_datasets
  referencing new table as added for each statement execute function mark_runs_with_inputs();
create trigger run_models_mark after insert on run_models
  referencing new table as added for each statement execute function mark_runs_with_inputs();
