import type { TableSort } from "../../widgets/table/column.ts";
import { readSort, writeSortUnless } from "../../widgets/table/sort-in-address.ts";
import { readTimeRange, type TimeRange, writeTimeRange } from "../time-range/time-range.ts";
import { type ColumnId, readColumns, writeColumns } from "./columns.ts";
import { isSortField, newestFirst } from "./sort.ts";

/** All that decides what the list shows. It lives in the URL and nowhere else, so that every list is a link. */
export interface ListState {
  readonly filter: string;
  readonly range: TimeRange;
  readonly sort: TableSort;
  readonly columns: readonly ColumnId[];
  /** On unless the URL says `live=0`. */
  readonly live: boolean;
}

export function readListState(search: URLSearchParams, defaultColumns: readonly ColumnId[]): ListState {
  return {
    filter: search.get("q") ?? "",
    range: readTimeRange(search),
    sort: readSort(search.get("sort"), isSortField, newestFirst),
    columns: readColumns(search.get("cols"), defaultColumns),
    live: search.get("live") !== "0",
  };
}

/** The query string of a state; what is as by default is left out. */
export function writeListState(state: ListState, defaultColumns: readonly ColumnId[]): URLSearchParams {
  const search = new URLSearchParams();
  const set = (name: string, value: string | undefined) => value && search.set(name, value);
  set("q", state.filter);
  const { from, to } = writeTimeRange(state.range);
  set("from", from);
  set("to", to);
  set("sort", writeSortUnless(state.sort, newestFirst));
  set("cols", writeColumns(state.columns, defaultColumns));
  set("live", state.live ? undefined : "0");
  return search;
}
