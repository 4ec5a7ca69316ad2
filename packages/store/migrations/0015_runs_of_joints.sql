-- Whether the matrix of a block also has runs (store/src/search/joints.ts). Blocks of before have words and joints only.
alter table content_blocks add column has_runs boolean not null default false;
