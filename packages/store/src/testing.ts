import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Connection, Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { openStore, type Store } from "./store.ts";

export { freePort } from "./postgres/free-port.ts";

export interface FreshStore {
  readonly store: Store;
  readonly connectionString: string;
  /** Closes the store and drops its database. */
  drop(): Promise<void>;
}

/** A store on a database of its own: real Postgres, and no test sees another's rows. */
export async function freshStore(options: { readonly idleSeconds?: number } = {}): Promise<FreshStore> {
  const { connectionString, drop } = await freshDatabase();
  const store = await openStore({ connectionString, ...options });
  return {
    store,
    connectionString,
    async drop() {
      await store.close();
      await drop();
    },
  };
}

/** A database cloned from the migrated template that `testing-setup.ts` made for the run. */
export async function freshDatabase(): Promise<Omit<FreshStore, "store">> {
  const server = process.env.SPANLOOM_TEST_POSTGRES;
  if (server === undefined)
    throw new Error("These tests need vitest's globalSetup packages/store/src/testing-setup.ts");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(server, `create database ${name} template ${templateName}`);
  return {
    connectionString: databaseUri(server, name),
    drop: () => asAdmin(server, `drop database ${name} with (force)`),
  };
}

export const templateName = "spanloom_template";

export function databaseUri(server: string, name: string): string {
  const uri = new URL(server);
  uri.pathname = `/${name}`;
  return uri.href;
}

export async function asAdmin(server: string, statement: string): Promise<void> {
  const client = new pg.Client(databaseUri(server, "postgres"));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same pool, which also has Postgres say how it will run whatever is asked in a connection or a transaction. */
export function withPlans<P extends Pool>(db: P): { readonly db: P; readonly plans: readonly string[] } {
  const plans: string[] = [];
  const explaining = (connection: Connection): Connection => ({
    ...connection,
    async query<Row extends object>(statement: Sql) {
      if (!statement.text.startsWith("select set_config")) {
        const rows = await connection.query<{ "QUERY PLAN": string }>(sql`explain ${statement}`);
        plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      }
      return await connection.query<Row>(statement);
    },
  });
  return {
    plans,
    db: {
      ...db,
      connection: (work) => db.connection((connection) => work(explaining(connection))),
      transaction: (work) => db.transaction((connection) => work(explaining(connection))),
    },
  };
}
