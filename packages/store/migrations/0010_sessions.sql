-- The newest traces that belong to a session, which is how sessions are listed.
create index traces_in_sessions_by_time on traces (experiment_id, start_ns desc, trace_id) where session is not null;
