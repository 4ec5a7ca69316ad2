-- What became of what was sent here (docs/decisions/0013), hour by hour and for each that sends. Replicas add to the same rows
-- every few seconds; the rows are for people to look at, and no other table depends on them.
create table ingest_sources (
  start_s   bigint  not null,             -- of the hour, unix seconds
  source_id uuid    not null,             -- md5 of who sends
  signal    text    not null,             -- traces, logs, other
  form      text    not null,             -- grpc, http/protobuf, http/json, http, api
  service   text    not null,             -- service.name; empty where nothing that was sent could be read
  sdk       text    not null,
  agent     text    not null,             -- of the User-Agent
  is_other  boolean not null,             -- stands for all that come after the most that are told apart
  requests  bigint  not null,
  refused   bigint  not null,             -- requests of which nothing was stored
  received  bigint  not null,             -- spans or log records of all requests that could be read
  stored    bigint  not null,
  resent    bigint  not null,
  changed   bigint  not null,             -- of the stored and re-sent ones
  rejected  bigint  not null,
  last_ms   bigint  not null,
  primary key (start_s, source_id)
) with (fillfactor = 70);                 -- rows are updated all the time, and no other index has to know of it

-- Why something was changed, rejected or refused: one row for all sentences that differ in numbers and names alone.
create table ingest_faults (
  start_s   bigint  not null,
  source_id uuid    not null,
  fault_id  uuid    not null,             -- md5 of outcome, status and the sentence without what differs
  outcome   text    not null,             -- changed, rejected, refused
  status    integer not null,             -- of HTTP, for what was refused; else 0
  sentence  text    not null,             -- the first one
  last      text    not null,             -- the last one
  count     bigint  not null,
  first_ms  bigint  not null,
  last_ms   bigint  not null,
  primary key (start_s, source_id, fault_id)
) with (fillfactor = 70);
