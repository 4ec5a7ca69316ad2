import type { TableSort } from "./column.ts";

/** In the URL: `sort=name`, `sort=-metrics.f1` for the largest first. `otherwise` for what cannot be sorted by. */
export function readSort(text: string | null, sortable: readonly string[], otherwise: TableSort): TableSort {
  const descending = text?.startsWith("-") ?? false;
  const column = (text ?? "").slice(descending ? 1 : 0);
  return sortable.includes(column) ? { column, descending } : otherwise;
}

export function writeSort({ column, descending }: TableSort): string {
  return `${descending ? "-" : ""}${column}`;
}
