/** Lists in any order, a page at a time: the next page begins after the keys of the last row, whatever was added since. */
import type { Db } from "../postgres/db.ts";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { type Cursor, cursorIn, type KeyType, tokenOf } from "./page-token.ts";

export interface SortKey {
  readonly sql: Sql;
  readonly type: KeyType;
  readonly isDescending: boolean;
  /** Null is last in both directions. */
  readonly isNullable?: boolean;
}

export interface Listing {
  /** What is listed: `runs r`, with joins where the keys need them. */
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  /** No two rows have the same. */
  readonly keys: readonly SortKey[];
  /** The columns to read of each row. */
  readonly columns: Sql;
}

export interface Paging {
  readonly limit: number;
  readonly pageToken?: string;
  /** What a token is bound to. */
  readonly query: string;
}

export interface Page<Key> {
  readonly keys: readonly Key[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/** Throws INVALID_PARAMETER_VALUE for a token that is none of this query. */
export async function readPage<Row extends object, Key>(
  db: Db,
  listing: Listing,
  { limit, pageToken, query }: Paging,
  keyOf: (row: Row) => Key,
): Promise<Page<Key>> {
  const types = listing.keys.map(({ type }) => type);
  const cursor = pageToken ? cursorIn(pageToken, query, types) : undefined;
  const rows = await readRows<Row>(db, listing, limit, cursor);
  return pageOf(rows, limit, types.length, query, keyOf);
}

/** One row more than the page has, which says whether there is a next one; with the keys as k0, k1, … */
export function readRows<Row extends object>(
  db: Db,
  { from, conditions, keys, columns }: Listing,
  limit: number,
  cursor: Cursor | undefined,
): Promise<readonly Row[]> {
  const all = [...conditions, ...(cursor === undefined ? [] : [isAfter(keys, cursor)])];
  return db.query<Row>(sql`
    select ${columns}, ${keyColumns(keys)} from ${from}
    where ${join(all, " and ", sql`true`)}
    order by ${orderClause(keys)} limit ${limit + 1}`);
}

export function pageOf<Row extends object, Key>(
  rows: readonly Row[],
  limit: number,
  keyCount: number,
  query: string,
  keyOf: (row: Row) => Key,
): Page<Key> {
  const page = rows.slice(0, limit);
  const last = page.at(-1) as Readonly<Record<string, unknown>> | undefined;
  if (rows.length <= limit || last === undefined) return { keys: page.map(keyOf) };
  const end = Array.from({ length: keyCount }, (_, i) => (last[`k${i}`] === null ? null : String(last[`k${i}`])));
  return { keys: page.map(keyOf), nextPageToken: tokenOf(end, query) };
}

export function keyColumns(keys: readonly SortKey[]): Sql {
  return join(
    keys.map((key, i) => sql`${key.sql} as ${raw(`k${i}`)}`),
    ", ",
  );
}

/** The keys, of a subquery that has them as columns. */
export function keyNames(keys: readonly SortKey[]): Sql {
  return raw(keys.map((_, i) => `k${i}`).join(", "));
}

export function orderClause(keys: readonly SortKey[]): Sql {
  return join(
    keys.map((key) => sql`${key.sql}${raw(direction(key))}`),
    ", ",
  );
}

/** What comes after the cursor. */
export function isAfter(keys: readonly SortKey[], cursor: Cursor): Sql {
  const values = keys.map((key, i) => sql`${cursor[i] ?? null}::${raw(key.type)}`);
  const alternatives = keys.flatMap((key, i) => {
    if (cursor[i] === null) return [];
    const equal = keys
      .slice(0, i)
      .map((before, j) => (cursor[j] === null ? sql`${before.sql} is null` : sql`${before.sql} = ${values[j]}`));
    const beyond = sql`${key.sql} ${raw(key.isDescending ? "<" : ">")} ${values[i]}`;
    return [sql`(${join([...equal, key.isNullable ? sql`(${beyond} or ${key.sql} is null)` : beyond], " and ")})`];
  });
  // Tells an index on the first key where to begin.
  const first = keys[0]!;
  const from = first.isNullable ? [] : [sql`${first.sql} ${raw(first.isDescending ? "<=" : ">=")} ${values[0]}`];
  return sql`(${join([...from, sql`(${join(alternatives, " or ", sql`false`)})`], " and ")})`;
}

function direction({ isDescending, isNullable }: SortKey): string {
  return (isDescending ? " desc" : " asc") + (isNullable ? " nulls last" : "");
}
