import { placeOf } from "@spanloom/store";
import pg from "pg";
import type { SourceRow } from "./source.ts";
import type { SqlDialect } from "./sql-source.ts";

const int8 = 20;
const json = 114;
const jsonb = 3802;

/** `postgresql://…`, also with SQLAlchemy's driver in the scheme (`postgresql+psycopg2://…`). */
export async function openPostgres(uri: string): Promise<SqlDialect> {
  const connectionString = uri.replace(/^postgres(?:ql)?(?:\+\w+)?:/, "postgresql:");
  const types: pg.CustomTypesConfig = {
    getTypeParser: ((oid: number, format?: "text" | "binary") => {
      if (format !== "binary" && oid === int8) return BigInt;
      if (format !== "binary" && (oid === json || oid === jsonb)) return String; // as it was written: 1.0 is not 1
      return pg.types.getTypeParser(oid, format as "text");
    }) as never,
  };
  const client = new pg.Client({ connectionString, types, application_name: "spanloom import" });
  await client.connect();
  await client.query("set default_transaction_read_only = on");
  return {
    name: `Postgres at ${placeOf(connectionString)}`,
    quoted: (name) => `"${name.replaceAll('"', '""')}"`,
    place: (n) => `$${n}`,
    seeksByRow: true,
    async tables() {
      const { rows } = await client.query<{ name: string }>(
        "select table_name as name from information_schema.tables where table_schema = any(current_schemas(false))",
      );
      return rows.map((row) => row.name);
    },
    async query(text, values) {
      const { rows } = await client.query<SourceRow & pg.QueryResultRow>(text, [...values]);
      return rows;
    },
    close: () => client.end(),
  };
}
