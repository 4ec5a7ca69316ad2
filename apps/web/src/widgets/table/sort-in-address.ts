import type { TableSort } from "./column.ts";

/** In the URL: `sort=name`, `sort=-metrics.f1` for the largest first. `otherwise` for what cannot be sorted by. */
export function readSort<Otherwise extends TableSort | undefined>(
  text: string | null,
  isSortable: (column: string) => boolean,
  otherwise: Otherwise,
): TableSort | Otherwise {
  const descending = text?.startsWith("-") ?? false;
  const column = (text ?? "").slice(descending ? 1 : 0);
  return isSortable(column) ? { column, descending } : otherwise;
}

export function writeSort({ column, descending }: TableSort): string {
  return `${descending ? "-" : ""}${column}`;
}

/** Undefined for the list's own order, which the URL leaves out. */
export function writeSortUnless(sort: TableSort, usual: TableSort): string | undefined {
  return sort.column === usual.column && sort.descending === usual.descending ? undefined : writeSort(sort);
}
