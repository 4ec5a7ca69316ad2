import { readdir, readFile } from "node:fs/promises";
import type { Connection, Pool } from "./db.ts";
import { sql } from "./sql.ts";

/** The schema in the database is not the one that this program works with. The message says what to do. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly file: URL;
}

/** Any number, the same in every replica: whoever holds it migrates, the others wait. */
const migrationLock = 7_203_685_511n;

/** The numbered files of `store/migrations`, in order. */
export async function listMigrations(): Promise<readonly Migration[]> {
  const folder = new URL("../../migrations/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return files.map((name) => ({ version: Number(name.slice(0, 4)), name, file: new URL(name, folder) }));
}

/**
 * Brings the schema to the newest version, each file in a transaction of its own; does nothing where it is already
 * there. Safe to call from every replica at once. Resolves to the names of the files that were run.
 */
export async function upgradeSchema(pool: Pool): Promise<readonly string[]> {
  const migrations = await listMigrations();
  return pool.connection(async (connection) => {
    await connection.query(sql`select pg_advisory_lock(${migrationLock})`);
    try {
      await connection.query(sql`create table if not exists schema_migrations (
        version integer primary key, name text not null, applied_at timestamptz not null default now())`);
      const applied = await appliedVersions(connection);
      refuseNewer(applied, migrations);
      const missing = migrations.filter(({ version }) => !applied.includes(version));
      for (const migration of missing) await run(connection, migration);
      return missing.map(({ name }) => name);
    } finally {
      await connection.query(sql`select pg_advisory_unlock(${migrationLock})`);
    }
  });
}

/**
 * For a start of the server: an empty database gets the schema, the right one is left alone, any other throws a
 * `SchemaError` whose sentence says what to run. A schema with data in it is never changed without being asked. Resolves
 * to whether it was made just now, by this process.
 */
export async function ensureSchema(pool: Pool): Promise<boolean> {
  const [tables] = await pool.query<{ ours: boolean; mlflow: boolean }>(sql`
    select to_regclass('schema_migrations') is not null as ours, to_regclass('alembic_version') is not null as mlflow`);
  if (!tables?.ours) {
    if (tables?.mlflow) {
      throw new SchemaError(
        "This database belongs to an MLflow server. Give Spanloom a database of its own (createdb spanloom).",
      );
    }
    return (await upgradeSchema(pool)).length > 0;
  }
  const migrations = await listMigrations();
  const applied = await settledVersions(pool, migrations.length);
  refuseNewer(applied, migrations);
  const missing = migrations.filter(({ version }) => !applied.includes(version));
  if (applied.length === 0) return (await upgradeSchema(pool)).length > 0;
  if (missing.length > 0) {
    throw new SchemaError(
      `The database schema lacks ${missing.map(({ name }) => name).join(", ")}, which this server needs. ` +
        "Back the database up, then run 'spanloom db upgrade' (in a clone: npm run spanloom -- db upgrade) with the same " +
        "--backend-store-uri or --data-dir.",
    );
  }
  return false;
}

/** Fewer versions than there are files may be another replica's work in progress: that is waited for, then looked at again. */
async function settledVersions(pool: Pool, wanted: number): Promise<number[]> {
  const applied = await appliedVersions(pool);
  if (applied.length >= wanted) return applied;
  return pool.connection(async (connection) => {
    await connection.query(sql`select pg_advisory_lock(${migrationLock})`);
    await connection.query(sql`select pg_advisory_unlock(${migrationLock})`);
    return appliedVersions(connection);
  });
}

async function appliedVersions(db: Pool | Connection): Promise<number[]> {
  const rows = await db.query<{ version: number }>(sql`select version from schema_migrations order by version`);
  return rows.map(({ version }) => version);
}

function refuseNewer(applied: readonly number[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ version }) => version));
  const unknown = applied.filter((version) => !known.has(version));
  if (unknown.length > 0) {
    throw new SchemaError(
      `The database schema has version ${unknown.at(-1)}, which this server (up to ${migrations.at(-1)?.version}) does not ` +
        "know: it was made by a newer Spanloom. Start that version, or restore a backup made before its upgrade.",
    );
  }
}

async function run(connection: Connection, migration: Migration): Promise<void> {
  await connection.client.query("begin");
  try {
    await connection.client.query(await readFile(migration.file, "utf8"));
    await connection.query(
      sql`insert into schema_migrations (version, name) values (${migration.version}, ${migration.name})`,
    );
    await connection.client.query("commit");
  } catch (error) {
    await connection.client.query("rollback");
    throw new SchemaError(`Migration ${migration.name} failed and changed nothing: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
