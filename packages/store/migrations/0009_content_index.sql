-- What full-text search asks before it reads any content: blocks of chunks, each with a bit matrix of which words and joints
-- of words stand where (store/src/content-index). Made in the background, of all chunks that were committed before
-- `made_until`; newer ones are asked for the filters that they have of their own.
create table content_blocks (
  block_id   bigint primary key generated always as identity,
  made_until timestamptz not null,  -- every chunk with an earlier created_at is in this block or an older one
  last_day   date not null,         -- of its chunks: with that day's partition the block goes
  width      integer not null,      -- bytes of a row of the matrix: a bit a column
  starts     bytea not null,        -- for each column, and the end: which of `traces` is its first (int4, little-endian)
  traces     bytea not null,        -- ids of the traces whose texts the columns hold, 16 bytes each
  matrix     bytea not null         -- row after row; a word or joint sets its column's bit in each of its rows
);
-- As they are, so that single rows can be read out of the middle.
alter table content_blocks alter column matrix set storage external, alter column starts set storage external,
  alter column traces set storage external;

create index chunks_by_creation on chunks (created_at);
create index traces_by_user     on traces (end_user, start_ns) where end_user is not null;
