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
  /** Whether `(a, b) > (1, 2)` finds its place in an index; otherwise it is written out. */
  readonly seeksByRow: boolean;
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
      const { condition, values } = beyond(dialect, key, after);
      const rows = await dialect.query(
        `select * from ${quoted(name)} ${condition} order by ${columns} limit ${limit}`,
        values,
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

/** The condition for rows after one, and its values. */
function beyond({ quoted, place, seeksByRow }: SqlDialect, key: readonly string[], after: readonly SourceValue[]) {
  if (after.length === 0) return { condition: "", values: [] };
  if (seeksByRow) {
    const places = key.map((_, i) => place(i + 1)).join(", ");
    return { condition: `where (${key.map(quoted).join(", ")}) > (${places})`, values: after };
  }
  const values: SourceValue[] = [];
  const placed = (value: SourceValue) => place(values.push(value));
  const ranges = key.map((column, n) => {
    const same = key.slice(0, n).map((earlier, i) => `${quoted(earlier)} = ${placed(after[i]!)} and `);
    return `(${same.join("")}${quoted(column)} > ${placed(after[n]!)})`;
  });
  return { condition: `where ${ranges.join(" or ")}`, values };
}

const printBig = (_: string, value: unknown) => (typeof value === "bigint" ? { bigint: String(value) } : value);
const readBig = (_: string, value: unknown) =>
  typeof value === "object" && value !== null && "bigint" in value ? BigInt(value.bigint as string) : value;
