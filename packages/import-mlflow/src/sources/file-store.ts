import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FileTables } from "./file-tables.ts";
import type { MlflowSource, SourceRow } from "./source.ts";

/**
 * A file store (`./mlruns`, `file:///…/mlruns`) as the tables that MLflow's database would hold. A page goes on where the
 * one before ended; asked for any other place, the files are read from the beginning.
 */
export async function fileStore(uri: string): Promise<MlflowSource> {
  const root = uri.startsWith("file:") ? fileURLToPath(uri) : uri;
  if (!existsSync(root)) throw new Error(`There is no folder ${root}.`);
  const tables = new FileTables(root);
  const reading = new Map<string, { at: number; rows: AsyncIterator<SourceRow> }>();
  return {
    name: root,
    async count(table) {
      let n = 0;
      for await (const _ of tables.rows(table)) n++;
      return n;
    },
    async page({ name }, from, limit) {
      const start = Number(from ?? 0);
      let reader = reading.get(name);
      if (reader?.at !== start) {
        reader = { at: 0, rows: tables.rows(name)[Symbol.asyncIterator]() };
        for (; reader.at < start; reader.at++) await reader.rows.next();
        reading.set(name, reader);
      }
      const rows: SourceRow[] = [];
      while (rows.length < limit) {
        const { value, done } = await reader.rows.next();
        if (done) return { rows, next: undefined };
        rows.push(value);
        reader.at++;
      }
      return { rows, next: String(reader.at) };
    },
    async rowsOf(table, column, values) {
      const wanted = new Set(values.map(String));
      const ofTrace = await tables.traces.rowsOf(table, [...wanted]);
      if (ofTrace !== undefined) return ofTrace;
      const rows: SourceRow[] = [];
      for await (const row of tables.rows(table)) if (wanted.has(String(row[column]))) rows.push(row);
      return rows;
    },
    async close() {},
  };
}
