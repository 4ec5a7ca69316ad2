/** The selected rows of a table, by key. Rows that are not loaded any more may be among them. */
export interface TableSelection {
  readonly selected: ReadonlySet<string>;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
}

/** With `key` turned on or off. */
export function toggled(selected: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** With all rows from one to the other, both included, turned on, or off where `on` is false. */
export function withRange(
  selected: ReadonlySet<string>,
  keys: readonly string[],
  from: number,
  to: number,
  on = true,
): Set<string> {
  const next = new Set(selected);
  for (const key of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) on ? next.add(key) : next.delete(key);
  return next;
}

/** Whether all, some or none of the rows are selected. */
export function extentOf(selected: ReadonlySet<string>, keys: readonly string[]): "all" | "some" | "none" {
  const count = keys.reduce((sum, key) => sum + (selected.has(key) ? 1 : 0), 0);
  if (count === 0) return "none";
  return count === keys.length ? "all" : "some";
}
