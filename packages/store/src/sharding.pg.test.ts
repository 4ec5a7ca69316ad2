/** What a distributed Postgres asks of a table that it shards (Citus' docs, "Creating and modifying distributed objects"). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "./postgres/sql.ts";
import { type FreshStore, freshStore } from "./testing.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

const tablesWith = (column: string) => sql`
  select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attname = ${column}`;

test("every unique key of what traces are stored in has the trace id in it", async () => {
  const keys = await fresh.store.db.query<{ table: string; columns: readonly string[] }>(sql`
    select t.relname as table, array(
      select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
    from (${tablesWith("trace_id")}) t join pg_index i on i.indrelid = t.oid where i.indisunique order by 1`);
  expect([...new Set(keys.map(({ table }) => table))]).toEqual(["assessments", "chunks", "trace_runs", "traces"]);
  expect(keys.filter(({ columns }) => !columns.includes("trace_id"))).toEqual([]);
});

test.each(["trace_id", "metric_id"])("no foreign key leads to or from a table with %s", async (column) => {
  const tables = await fresh.store.db.query<{ relname: string }>(tablesWith(column));
  expect(tables.length).toBeGreaterThan(1);
  const links = await fresh.store.db.query(sql`
    select conname from pg_constraint
    where contype = 'f' and (conrelid in (select oid from (${tablesWith(column)}) f) or confrelid in (select oid from (${tablesWith(column)}) t))`);
  expect(links).toEqual([]);
});
