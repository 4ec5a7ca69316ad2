-- What people, judges and code say of a trace or of one of its spans. Deleted with the trace by who deletes the trace:
-- a foreign key would check traces one by one when a day of them is dropped.
create table assessments (
  trace_id       uuid not null,
  assessment_id  text not null,       -- a-<32 hex>, or as the client named it
  name           text not null,       -- of kind issue: the id of the issue
  kind           text not null check (kind in ('feedback', 'expectation', 'issue')),
  value          json not null,       -- any JSON, its keys in their order; of kind issue: {"issue_name": …}
  score          double precision,    -- what charts add up: a number, and true and 'yes' as 1, false and 'no' as 0
  error          jsonb,               -- {error_code, error_message, stack_trace}
  source_type    text not null,
  source_id      text,
  rationale      text,
  metadata       jsonb not null default '{}',
  span_id        text,                -- as the client wrote it
  overrides      text,
  valid          boolean not null default true,   -- false: a later one overrides it
  create_time_ms bigint not null,
  update_time_ms bigint not null,
  position       bigint not null generated always as identity,   -- those of one millisecond stay in their order
  -- The run that made it: goes when the run goes.
  run_id         text generated always as (metadata ->> 'mlflow.assessment.sourceRunId') stored,
  -- Said of a session: searches find every trace of the session by it.
  is_of_session  boolean not null generated always as (metadata ? 'mlflow.trace.session') stored,
  primary key (trace_id, assessment_id)
);
-- A search for a value asks these which traces have it (search/assessments.ts, which compares the same expressions).
create index assessments_by_value   on assessments (name, kind, left(coalesce(value #>> '{}', 'null'), 100), trace_id);
create index assessments_by_score   on assessments (name, kind, score, trace_id) where json_typeof(value) = 'number';
create index assessments_of_session on assessments (name, kind) where is_of_session;
create index assessments_by_run     on assessments (run_id) where run_id is not null;
