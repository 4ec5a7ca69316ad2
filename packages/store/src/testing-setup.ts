import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPool } from "./postgres/db.ts";
import { startEmbedded } from "./postgres/embedded.ts";
import { upgradeSchema } from "./postgres/migrate.ts";
import { asAdmin, databaseUri, templateName } from "./testing.ts";

/**
 * Vitest's globalSetup: one Postgres for the run, with a migrated template database that `freshStore` clones.
 * SPANLOOM_TEST_POSTGRES names an external server instead of the embedded one.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.SPANLOOM_TEST_TEMPLATE) return async () => {}; // another project of this run has made it
  const external = process.env.SPANLOOM_TEST_POSTGRES;
  const dataDir = await mkdtemp(join(tmpdir(), "spanloom-test-"));
  await chmod(dataDir, 0o755); // Postgres may run as another account
  // Tests may lose data in a crash of the machine; they must not wait for its disk.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
  const embedded = external === undefined ? await startEmbedded({ dataDir, settings }) : undefined;
  const server = external ?? embedded?.connectionString ?? "";
  await asAdmin(server, `drop database if exists ${templateName} with (force)`);
  await asAdmin(server, `create database ${templateName}`);
  const pool = openPool({
    connectionString: databaseUri(server, templateName),
    maxConnections: 1,
    onError: (error) => console.error(error),
  });
  await upgradeSchema(pool);
  await pool.close();
  process.env.SPANLOOM_TEST_POSTGRES = server;
  process.env.SPANLOOM_TEST_TEMPLATE = templateName;
  return async () => {
    await embedded?.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
