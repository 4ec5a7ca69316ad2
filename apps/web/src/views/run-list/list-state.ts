import type { TableSort } from "../../widgets/table/column.ts";
import { readColumnIds, writeColumnIds } from "../../widgets/table/column-ids.ts";
import { readSort, writeSort } from "../../widgets/table/sort-in-address.ts";
import { isRunColumnId, type RunColumnId } from "./columns.ts";
import type { Better } from "./metric-scale.ts";

/** All that decides what a table of runs shows. It lives in the URL, beside the state of the charts. */
export interface RunListState {
  readonly filter: string;
  /** Undefined: the newest first. */
  readonly sort: TableSort | undefined;
  /** Undefined: those that tell the runs apart. */
  readonly columns: readonly RunColumnId[] | undefined;
  /** `params.model`, `tags.team`, `dataset.name`; at most three. */
  readonly group: readonly string[];
  /** Which end of a metric is the good one, where its name does not tell. */
  readonly best: ReadonlyMap<string, Better>;
  readonly view: "active" | "deleted";
  /** Keys of rows whose rows below are shown. */
  readonly open: ReadonlySet<string>;
  readonly charts: "none" | "beside" | "only";
  readonly live: boolean;
}

export const mostGroupKeys = 3;

export function readRunListState(search: URLSearchParams): RunListState {
  const columns = readColumnIds(search.get("cols")).filter(isRunColumnId);
  const charts = search.get("charts");
  return {
    filter: search.get("q") ?? "",
    sort: readSort(search.get("sort"), isRunColumnId, undefined),
    columns: columns.length > 0 ? columns : undefined,
    group: search
      .getAll("group")
      .filter((name) => name === "dataset.name" || /^(params|tags)\../s.test(name))
      .slice(0, mostGroupKeys),
    best: new Map(search.getAll("best").flatMap(readBest)),
    view: search.get("view") === "deleted" ? "deleted" : "active",
    open: new Set(search.getAll("open")),
    charts: charts === "1" ? "beside" : charts === "only" ? "only" : "none",
    live: search.get("live") !== "0",
  };
}

/** Puts a state into the parameters of an address; what is as by default is left out, other parameters stay. */
export function writeRunListState(search: URLSearchParams, state: RunListState): void {
  const set = (name: string, value: string | undefined) => (value ? search.set(name, value) : search.delete(name));
  const setAll = (name: string, values: Iterable<string>) => {
    search.delete(name);
    for (const value of values) search.append(name, value);
  };
  set("q", state.filter);
  set("sort", state.sort && writeSort(state.sort));
  set("cols", state.columns && writeColumnIds(state.columns));
  setAll("group", state.group);
  setAll(
    "best",
    [...state.best].map(([metric, better]) => `${better}.${metric}`),
  );
  set("view", state.view === "deleted" ? "deleted" : undefined);
  setAll("open", state.open);
  set("charts", { none: undefined, beside: "1", only: "only" }[state.charts]);
  set("live", state.live ? undefined : "0");
}

/** `lowest.loss`. */
function readBest(text: string): [metric: string, better: Better][] {
  const [, better, metric] = /^(lowest|highest)\.(.+)$/s.exec(text) ?? [];
  return better && metric ? [[metric, better as Better]] : [];
}
