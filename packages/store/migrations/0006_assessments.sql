-- What people, judges and code say of a trace or of one of its spans.
create table assessments (
  trace_id       uuid not null,
  assessment_id  text not null,
  name           text not null,
  kind           text not null check (kind in ('feedback', 'expectation', 'issue')),
  value          jsonb,               -- any JSON; null where an error stands in its place
  error          jsonb,               -- {error_code, error_message, stack_trace}
  source_type    text not null,
  source_id      text not null default '',
  rationale      text,
  metadata       jsonb not null default '{}',
  span_id        bigint,
  overrides      text,
  valid          boolean not null default true,   -- false: a later one overrides it
  run_id         text,                -- metadata mlflow.assessment.sourceRunId: goes when the run goes
  create_time_ms bigint not null,
  update_time_ms bigint not null,
  primary key (trace_id, assessment_id)
);
create index assessments_by_name on assessments (name, kind, trace_id);
create index assessments_by_run  on assessments (run_id) where run_id is not null;
