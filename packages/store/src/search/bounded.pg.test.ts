import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../postgres/sql.ts";
import { RunTables } from "../run-tables.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { bounded } from "./bounded.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh?.drop());

test("a statement that takes longer than a search may is ended with a sentence, and the connection goes on", async () => {
  const { db } = fresh.store;
  await expect(
    bounded(db, "ask for less", (search) => search.query(sql`select pg_sleep(600)`), 1),
  ).rejects.toMatchObject({
    code: "DEADLINE_EXCEEDED",
    message: "The search took too long (more than 1 s); ask for less.",
  });
  const timeout = sql`select current_setting('statement_timeout') as value`;
  expect(await bounded(db, "", (search) => search.query(timeout), 7)).toEqual([{ value: "7s" }]);
  expect(await db.query(timeout)).toEqual([{ value: "0" }]);
});

test("other errors come as they are", async () => {
  await expect(bounded(fresh.store.db, "", (search) => search.query(sql`select 1 / 0`))).rejects.toThrow(
    /division by zero/,
  );
});

test("a table of runs whose count or groups take too long is given up", async () => {
  const { db } = fresh.store;
  const tables = new RunTables(db, 1);
  const scope = { experimentIds: ["0"], filter: null, view: "active" } as const;
  await db.transaction(async (holder) => {
    await holder.query(sql`lock table runs in access exclusive mode`);
    const tooLong = { code: "DEADLINE_EXCEEDED" };
    await Promise.all([
      expect(tables.count(scope)).rejects.toMatchObject(tooLong),
      expect(tables.groups(scope, [{ of: "tags", key: "t" }], [], 10)).rejects.toMatchObject(tooLong),
    ]);
  });
  expect(await tables.count(scope)).toBe(0);
});
