import type { TableSort } from "../../widgets/table/column.ts";
import { writeSort } from "../../widgets/table/sort-in-address.ts";
import { type Direction, type RowFilter, rowFilters } from "./comparison.ts";

/** What the page of an evaluation shows, as its address says it. */
export interface EvaluationState {
  /** Run to compare with. */
  readonly baseline: string | undefined;
  readonly filter: RowFilter | undefined;
  /** One bar of the histogram of one score. */
  readonly only: { readonly score: string; readonly bin: string } | undefined;
  /** Undefined: the order in which the traces began. */
  readonly sort: TableSort | undefined;
  /** Which way scores are better, where it is not the higher one. */
  readonly directions: ReadonlyMap<string, Direction>;
  /** Trace of the row that is open. */
  readonly row: string | undefined;
}

/** `/evaluations/:runId` */
export function evaluationAddress(runId: string, baseline?: string): string {
  return `/evaluations/${encodeURIComponent(runId)}${baseline ? `?with=${encodeURIComponent(baseline)}` : ""}`;
}

export function readState(search: URLSearchParams): EvaluationState {
  const show = search.get("show");
  const [score, bin] = search.getAll("only");
  const sort = search.get("sort");
  const directions = (["lower", "none"] as const).flatMap((direction) =>
    search.getAll(direction).map((name) => [name, direction] as const),
  );
  return {
    baseline: search.get("with") || undefined,
    filter: rowFilters.find((each) => each === show),
    only: score !== undefined && bin !== undefined ? { score, bin } : undefined,
    sort: sort ? { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") } : undefined,
    directions: new Map(directions),
    row: search.get("row") || undefined,
  };
}

/** The address with some of the state changed; what it says besides stays. */
export function withState(search: URLSearchParams, change: Partial<EvaluationState>): URLSearchParams {
  const state = { ...readState(search), ...change };
  const next = new URLSearchParams(search);
  const set = (name: string, values: readonly (string | undefined)[]) => {
    next.delete(name);
    for (const value of values) if (value) next.append(name, value);
  };
  const named = (direction: Direction) =>
    [...state.directions].flatMap(([name, each]) => (each === direction ? name : []));
  set("with", [state.baseline]);
  set("show", [state.filter]);
  set("only", state.only ? [state.only.score, state.only.bin] : []);
  set("sort", [state.sort && writeSort(state.sort)]);
  set("lower", named("lower"));
  set("none", named("none"));
  set("row", [state.row]);
  return next;
}
