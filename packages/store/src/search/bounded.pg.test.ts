import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "../postgres/sql.ts";
import { RunTables } from "../run-tables.ts";
import { type FreshStore, freshStore } from "../testing.ts";
import { bounded, openSearchPool, type SearchPool } from "./bounded.ts";

let fresh: FreshStore;
let searches: SearchPool;
beforeAll(async () => {
  fresh = await freshStore();
  searches = openSearchPool({ connectionString: fresh.connectionString, maxConnections: 2, onError: () => {} }, 1);
});
afterAll(async () => {
  await searches?.close();
  await fresh?.drop();
});

test("a statement that takes longer than a search may is ended with a sentence, and the connection goes on", async () => {
  const tooLong = {
    code: "DEADLINE_EXCEEDED",
    message: "The search took too long (more than 1 s); ask for less.",
  };
  const sleep = sql`select pg_sleep(600)`;
  await expect(bounded(searches, "ask for less", (db) => db.query(sleep))).rejects.toMatchObject(tooLong);
  const inTransaction = bounded(searches, "ask for less", () => searches.transaction((db) => db.query(sleep)));
  await expect(inTransaction).rejects.toMatchObject(tooLong);
  const timeout = sql`select current_setting('statement_timeout') as value`;
  expect(await searches.query(timeout)).toEqual([{ value: "1s" }]);
  expect(await fresh.store.db.query(timeout)).toEqual([{ value: "0" }]);
});

test("other errors come as they are", async () => {
  await expect(bounded(searches, "", (db) => db.query(sql`select 1 / 0`))).rejects.toThrow(/division by zero/);
});

test("however many search, those who write find a connection", async () => {
  const { store } = fresh;
  const waiting: Promise<unknown>[] = [];
  await store.db.transaction(async (holder) => {
    await holder.query(sql`lock table datasets in access exclusive mode`);
    for (let i = 0; i < 50; i++) waiting.push(store.searches.query(sql`select from datasets`));
    expect((await store.runs.create({ experimentId: "0", userId: "", startTimeMs: 0, tags: [] })).info).toBeDefined();
  });
  await Promise.all(waiting);
});

test("a table of runs whose count or groups take too long is given up", async () => {
  const tables = new RunTables(searches);
  const scope = { experimentIds: ["0"], filter: null, view: "active" } as const;
  await fresh.store.db.transaction(async (holder) => {
    await holder.query(sql`lock table runs in access exclusive mode`);
    const tooLong = { code: "DEADLINE_EXCEEDED" };
    await Promise.all([
      expect(tables.count(scope)).rejects.toMatchObject(tooLong),
      expect(tables.groups(scope, [{ of: "tags", key: "t" }], [], 10)).rejects.toMatchObject(tooLong),
    ]);
  });
  expect(await tables.count(scope)).toBe(1);
});
