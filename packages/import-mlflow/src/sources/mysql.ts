import { createConnection } from "mysql2/promise";
import type { SourceRow } from "./source.ts";
import type { SqlDialect } from "./sql-source.ts";

/** `mysql://…` of MySQL or MariaDB, also with SQLAlchemy's driver in the scheme (`mysql+pymysql://…`). */
export async function openMysql(uri: string): Promise<SqlDialect> {
  const url = new URL(uri.replace(/^(?:mysql|mariadb)(?:\+\w+)?:/, "mysql:"));
  const connection = await createConnection({
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    supportBigNumbers: true, // past 2^53 as text
    jsonStrings: true,
    timezone: "Z",
  });
  await connection.query("set session transaction read only");
  return {
    name: `MySQL at ${url.host}${url.pathname}`,
    quoted: (name) => `\`${name.replaceAll("`", "``")}\``,
    place: () => "?",
    seeksByRow: false,
    async tables() {
      const [rows] = await connection.query(
        "select table_name as name from information_schema.tables where table_schema = database()",
      );
      return (rows as { name: string }[]).map((row) => row.name);
    },
    async query(text, values) {
      const [rows] = await connection.query(text, [...values]);
      return rows as SourceRow[];
    },
    close: () => connection.end(),
  };
}
