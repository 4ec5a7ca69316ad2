import type { TableSort } from "../../widgets/table/column.ts";

/** The list can be ordered by these, as the search language names them; they are the `column` of a `TableSort` here. */
export const sortFields = ["start_time", "duration", "cost", "tokens", "span_count", "error_count", "name"] as const;
export type SortField = (typeof sortFields)[number];

export const newestFirst: TableSort = { column: "start_time" satisfies SortField, descending: true };

export function isSortField(name: string): name is SortField {
  return (sortFields as readonly string[]).includes(name);
}

export function orderByOf({ column, descending }: TableSort): string {
  return `${column} ${descending ? "desc" : "asc"}`;
}
