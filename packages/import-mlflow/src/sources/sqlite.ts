import { existsSync } from "node:fs";
import type { SourceRow } from "./source.ts";
import type { SqlDialect } from "./sql-source.ts";

/** `sqlite:///relative.db` and `sqlite:////absolute.db`, as SQLAlchemy writes them. Opened for reading only. */
export async function openSqlite(uri: string): Promise<SqlDialect> {
  const path = decodeURIComponent(/^sqlite(?:\+\w+)?:\/\/\/([^?]*)/.exec(uri)?.[1] ?? "");
  if (path === "")
    throw new Error(`'${uri}' names no file: write sqlite:///mlflow.db or sqlite:////home/me/mlflow.db.`);
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  const { DatabaseSync } = await quietly(() => import("node:sqlite"));
  const database = new DatabaseSync(path, { readOnly: true });
  return {
    name: path,
    quoted: (name) => `"${name.replaceAll('"', '""')}"`,
    place: () => "?",
    seeksByRow: true,
    async tables() {
      const rows = database.prepare("select name from sqlite_master where type = 'table'").all();
      return rows.map((row) => String(row.name));
    },
    async query(text, values) {
      const statement = database.prepare(text);
      statement.setReadBigInts(true); // nanoseconds are past 2^53
      const given = values.map((value) => (typeof value === "boolean" ? Number(value) : value));
      return statement.all(...given) as SourceRow[];
    },
    async close() {
      database.close();
    },
  };
}

/** Node says once in a process that its SQLite may still change: nothing that whoever imports could do about. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
