-- How far the import of an MLflow installation has come, table by table: it goes on from there.
create table mlflow_imports (
  source     text not null,             -- where it is imported from, without a password
  table_name text not null,
  position   text,                      -- of the last page that is here
  rows_read  bigint not null default 0,
  rows_here  bigint not null default 0, -- of those that were read; counted after each page
  is_done    boolean not null default false,
  primary key (source, table_name)
);
