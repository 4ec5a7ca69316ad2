import type { MlflowSource, SourceRow, SourceTable, SourceValue } from "./source.ts";

/** What the databases that MLflow runs on do not agree about. */
export interface SqlDialect {
  readonly name: string;
  /** The names of the tables there are. */
  tables(): Promise<readonly string[]>;
  query(text: string, values: readonly SourceValue[]): Promise<readonly SourceRow[]>;
  quoted(name: string): string;
  /** The place of the n-th value, counted from 1. */
  place(n: number): string;
  close(): Promise<void>;
}

/** MLflow's tables in any database, read page by page along their primary keys. */
export async function sqlSource(dialect: SqlDialect): Promise<MlflowSource> {
  const { quoted, place } = dialect;
  const tables = new Set(await dialect.tables());
  if (!tables.has("experiments") || !tables.has("runs")) {
    await dialect.close();
    throw new Error(`${dialect.name} holds no tables of MLflow: there is no 'experiments' and 'runs' in it.`);
  }
  return {
    name: dialect.name,
    async count(table) {
      if (!tables.has(table)) return 0;
      const [row] = await dialect.query(`select count(*) as n from ${quoted(table)}`, []);
      return Number(row!.n);
    },
    async page({ name, key }: SourceTable, from, limit) {
      if (!tables.has(name)) return { rows: [], next: undefined };
      const columns = key.map(quoted).join(", ");
      const after = from === undefined ? [] : (JSON.parse(from, readBig) as SourceValue[]);
      // The first column once more by itself: MySQL finds the place in an index by it, but not by the whole row.
      const beyond =
        from === undefined
          ? ""
          : `where ${quoted(key[0]!)} >= ${place(1)} and (${columns}) > (${key.map((_, i) => place(i + 2)).join(", ")})`;
      const rows = await dialect.query(
        `select * from ${quoted(name)} ${beyond} order by ${columns} limit ${limit}`,
        from === undefined ? [] : [after[0]!, ...after],
      );
      const last = rows.at(-1);
      const isLastPage = rows.length < limit || last === undefined;
      const next = isLastPage
        ? undefined
        : JSON.stringify(
            key.map((column) => last[column]),
            printBig,
          );
      return { rows, next };
    },
    async rowsOf(table, column, values) {
      if (!tables.has(table) || values.length === 0) return [];
      const places = values.map((_, i) => place(i + 1)).join(", ");
      return dialect.query(`select * from ${quoted(table)} where ${quoted(column)} in (${places})`, values);
    },
    close: () => dialect.close(),
  };
}

const printBig = (_: string, value: unknown) => (typeof value === "bigint" ? { bigint: String(value) } : value);
const readBig = (_: string, value: unknown) =>
  typeof value === "object" && value !== null && "bigint" in value ? BigInt(value.bigint as string) : value;
