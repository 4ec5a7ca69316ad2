import type { ReactNode } from "react";

/** One column of a table. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly label: string;
  /** The label is for screen readers and menus; the head stays empty. */
  readonly unlabelled?: boolean;
  /** Neighbours with the same group stand under one heading. */
  readonly group?: string;
  /** Narrowest width in pixels; also the width, unless it grows. */
  readonly width: number;
  /** Its share of the room that is left, or how wide that may make it. */
  readonly grow?: number | { readonly upTo: number };
  readonly align?: "end";
  /** The end that a first click on the head puts on top. Absent: no order by this column. */
  readonly sortFirst?: "smallest" | "largest";
  /** It cannot be hidden. */
  readonly always?: boolean;
  /** What its menu offers beside what every column's does. */
  readonly menu?: ReactNode;
  readonly cell: (row: Row) => ReactNode;
}

export interface TableSort {
  /** Id of a column. */
  readonly column: string;
  readonly descending: boolean;
}

/** Tells of a name from the address whether it is a column that the rows can be in the order of. */
export function isSortableBy<Row>(columns: readonly TableColumn<Row>[]): (id: string) => boolean {
  return (id) => columns.some((column) => column.id === id && column.sortFirst !== undefined);
}

/** What a click on a head does: one end first, then the other, then (undefined) back to the list's own order. */
export function nextSort(
  current: TableSort | undefined,
  { id, sortFirst }: { readonly id: string; readonly sortFirst?: "smallest" | "largest" },
): TableSort | undefined {
  const first = { column: id, descending: sortFirst === "largest" };
  if (current?.column !== id) return first;
  return current.descending === first.descending ? { ...first, descending: !first.descending } : undefined;
}

/** Columns with `moved` put before the one that stands at `before`, or at the end. */
export function moveColumn<Id extends string>(ids: readonly Id[], moved: Id, before: Id | undefined): Id[] {
  if (moved === before) return [...ids];
  const rest = ids.filter((id) => id !== moved);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  return at < 0 ? [...ids] : [...rest.slice(0, at), moved, ...rest.slice(at)];
}
