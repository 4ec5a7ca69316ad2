import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshStore, freshStore } from "../testing.ts";
import { ensureSchema, listMigrations, SchemaError, upgradeSchema } from "./migrate.ts";
import { sql } from "./sql.ts";

let fresh: FreshStore;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.drop());

test("a migrated database needs nothing more", async () => {
  expect(await upgradeSchema(fresh.store.db)).toEqual([]);
  await ensureSchema(fresh.store.db);
});

test("replicas that migrate an empty database at once run each file once", async () => {
  const empty = await freshStore();
  await empty.store.db.query(sql`drop schema public cascade`);
  await empty.store.db.query(sql`create schema public`);
  const ran = await Promise.all([1, 2, 3].map(() => upgradeSchema(empty.store.db)));
  expect(ran.flat().length).toBe((await listMigrations()).length);
  await empty.drop();
});

test("a schema of an older version is refused with the sentence that says what to run", async () => {
  const old = await freshStore();
  await old.store.db.query(
    sql`delete from schema_migrations where version = (select max(version) from schema_migrations)`,
  );
  const { name } = (await listMigrations()).at(-1)!;
  await expect(ensureSchema(old.store.db)).rejects.toThrow(new RegExp(`lacks ${name}.* run 'spanloom db upgrade'`));
  await old.drop();
});

test("a schema of a newer version is refused", async () => {
  const newer = await freshStore();
  await newer.store.db.query(sql`insert into schema_migrations (version, name) values (9999, '9999_future.sql')`);
  await expect(ensureSchema(newer.store.db)).rejects.toThrow(SchemaError);
  await expect(ensureSchema(newer.store.db)).rejects.toThrow(/newer Spanloom/);
  await newer.drop();
});
