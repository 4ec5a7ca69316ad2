/** Resources all of whose fields are columns of their row, but for the keyed ones. */
import type { Comparison, OrderBy } from "@spanloom/filter";
import { raw, type Sql } from "../postgres/sql.ts";
import { compareNumber, compareText } from "./comparisons.ts";
import type { SortKey } from "./keyset.ts";
import type { KeyType } from "./page-token.ts";

export interface Column {
  readonly sql: string;
  readonly type: KeyType;
  readonly isNullable?: boolean;
}

export type Columns = Readonly<Record<string, Column>>;

export function compareColumn({ sql, type }: Column, comparison: Comparison): Sql {
  return type === "text" ? compareText(raw(sql), comparison) : compareNumber(raw(sql), comparison);
}

export function columnKey(column: Column, direction: OrderBy["direction"]): SortKey {
  return { ...column, sql: raw(column.sql), isDescending: direction === "desc" };
}

/** The order asked for, and then by the fields of `rest` that are not in it. */
export function withRest(orderBy: readonly OrderBy[], rest: readonly OrderBy[]): readonly OrderBy[] {
  return [...orderBy, ...rest.filter(({ field }) => orderBy.every((other) => other.field !== field))];
}
