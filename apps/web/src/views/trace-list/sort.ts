/** The order of the list: one field, as the search language names it. */
export interface Sort {
  readonly field: SortField;
  readonly descending: boolean;
}

export const sortFields = ["start_time", "duration", "cost", "tokens", "span_count", "error_count", "name"] as const;
export type SortField = (typeof sortFields)[number];

export const newestFirst: Sort = { field: "start_time", descending: true };

/** In the URL: `sort=-duration`, `sort=name`. Anything else is newest first. */
export function readSort(text: string | null): Sort {
  const [, minus, name] = /^(-?)(\w+)$/.exec(text ?? "") ?? [];
  const field = sortFields.find((known) => known === name);
  return field ? { field, descending: minus === "-" } : newestFirst;
}

/** Undefined for the default, which the URL leaves out. */
export function writeSort(sort: Sort): string | undefined {
  return isNewestFirst(sort) ? undefined : `${sort.descending ? "-" : ""}${sort.field}`;
}

export function isNewestFirst({ field, descending }: Sort): boolean {
  return field === newestFirst.field && descending;
}

export function orderByOf({ field, descending }: Sort): string {
  return `${field} ${descending ? "desc" : "asc"}`;
}
