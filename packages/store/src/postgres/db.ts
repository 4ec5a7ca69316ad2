import pg from "pg";
import { arrayLiteral } from "./array-literal.ts";
import type { Sql } from "./sql.ts";

/** What runs a statement: the pool, or one connection inside a transaction. */
export interface Db {
  query<Row extends object = Record<string, unknown>>(statement: Sql): Promise<readonly Row[]>;
  /** How many rows the statement changed. */
  execute(statement: Sql): Promise<number>;
}

/** A connection held for a while: a transaction, a COPY, a LISTEN. */
export interface Connection extends Db {
  readonly client: pg.PoolClient;
}

export interface Pool extends Db {
  readonly maxConnections: number;
  /** Connections that are open, and how many wait for one. */
  usage(): { readonly idle: number; readonly busy: number; readonly waiting: number };
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  connection<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  /** Of Postgres, what each connection begins with: `{ jit: "off" }`. Chosen by our code. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onError: (error: Error) => void;
}

const int8 = 20;
const date = 1082;

/** int8 as bigint, so that nanoseconds and ids keep every digit; a date as its text; everything else as pg reads it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format !== "binary" && oid === int8) return BigInt;
    if (format !== "binary" && oid === date) return String;
    return pg.types.getTypeParser(oid, format as "text");
  }) as pg.CustomTypesConfig["getTypeParser"],
};

export function openPool({ connectionString, maxConnections, settings = {}, onError }: PoolOptions): Pool {
  const begin = Object.entries(settings).map(([name, value]) => `set ${name} to '${value}'`);
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    types,
    application_name: "spanloom",
    connectionTimeoutMillis: 10_000,
    // Not as options of the connection, which a pooler in between would refuse.
    ...(begin.length > 0 && { onConnect: async (client) => void (await client.query(begin.join("; "))) }),
  });
  // An idle connection that dies is replaced by the pool; it must not end the process.
  pool.on("error", onError);

  /** The names of statements that `preparedShape` made, by their texts. */
  const shapes = new Map<string, string>();
  const connection = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let failure: unknown;
    // A held connection that breaks emits on the client itself; the statement under way fails as well.
    client.on("error", onError);
    try {
      return await work({ client, ...runner(client, shapes) });
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.off("error", onError);
      client.release(isBroken(failure));
    }
  };

  return {
    maxConnections,
    usage: () => ({ idle: pool.idleCount, busy: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }),
    ...runner(pool, shapes),
    connection,
    transaction: (work) =>
      connection(async (held) => {
        await held.client.query("begin");
        try {
          const result = await work(held);
          await held.client.query("commit");
          return result;
        } catch (error) {
          await held.client.query("rollback").catch(() => {});
          throw error;
        }
      }),
    close() {
      // A server that stops right after us may break connections that are saying good-bye.
      pool.off("error", onError).on("error", () => {});
      return pool.end();
    },
  };
}

/** Whether the error says that Postgres is away or has no room now: worth another try later, no fault of the data. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? "";
  return isBroken(error) || transientStates.has(code) || code.startsWith("53") || code.startsWith("58");
}

/** Whether Postgres ended the statement because it and others waited for each other. */
export function isDeadlock(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === "40P01";
}

/** Whether Postgres could not write for want of disk. */
export function isOutOfSpace(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code;
  return code === "53100" || code === "58030";
}

/** serialization_failure, deadlock_detected, lock_not_available, query_canceled, shutdowns, cannot_connect_now, read-only */
const transientStates = new Set(["40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "25006"]);

function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? "";
  return (
    code.startsWith("08") ||
    /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
      error.message,
    )
  );
}

function runner(queryable: Pick<pg.Pool, "query">, shapes: Map<string, string>): Db {
  return {
    async query<Row extends object>(statement: Sql) {
      const { rows } = await queryable.query<Row & pg.QueryResultRow>(configOf(statement, shapes));
      return rows;
    },
    async execute(statement) {
      const { rowCount } = await queryable.query(configOf(statement, shapes));
      return rowCount ?? 0;
    },
  };
}

/** Each prepared statement takes some ten kB of every connection, for as long as that lives. */
const maxShapes = 256;
/** Longer ones have more conditions than are asked for again and again, and take as much more of the memory. */
const maxShapeLength = 10_000;

function configOf(statement: Sql, shapes: Map<string, string>): pg.QueryConfig {
  const { text } = statement;
  const values = statement.values.map((value) => (Array.isArray(value) ? (arrayLiteral(value) ?? value) : value));
  const name = statement.isShape ? shapeName(text, shapes) : statement.name;
  return name === undefined ? { text, values } : { name, text, values };
}

function shapeName(text: string, shapes: Map<string, string>): string | undefined {
  if (!shapes.has(text) && shapes.size < maxShapes && text.length <= maxShapeLength)
    shapes.set(text, `shape-${shapes.size}`);
  return shapes.get(text);
}
