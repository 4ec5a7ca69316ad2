import type { GetEvaluationResponse } from "@spanloom/wire";
import type { TableSort } from "../../widgets/table/column.ts";
import { deltaOf, type MatrixRow, type ScorePair } from "./comparison.ts";

/** Numbers of the traces themselves that a column shows. */
export const measures = ["durations_ms", "tokens", "costs_usd"] as const;
export type Measure = (typeof measures)[number];

/** What a row is ordered by in a column (`score.<name>`, `delta.<name>`, `change`, or a measure); undefined for none. */
function orderOf(
  column: string,
  pairs: ReadonlyMap<string, ScorePair>,
  current: GetEvaluationResponse,
): ((row: MatrixRow) => number | string) | undefined {
  if (column === "change") return ({ better, worse, broke }) => better - worse - 100 * broke;
  const measure = measures.find((each) => each === column);
  if (measure) return ({ at }) => (at < 0 || current[measure][at]! < 0 ? Number.NaN : current[measure][at]!);
  const [, of, name = ""] = /^(score|delta)\.(.*)$/s.exec(column) ?? [];
  const pair = pairs.get(name);
  if (!pair) return undefined;
  if (of === "delta") return ({ at, baselineAt }) => deltaOf(pair, at, baselineAt);
  const { current: scores } = pair;
  if (!scores) return undefined;
  if (pair.kind === "text") return ({ at }) => (at < 0 ? "" : scores.texts[at]!);
  return ({ at }) => (at < 0 ? Number.NaN : scores.numbers[at]!);
}

/** The rows in the order of a column; those that have nothing there come last either way. */
export function ordered(
  rows: readonly MatrixRow[],
  sort: TableSort | undefined,
  pairs: readonly ScorePair[],
  current: GetEvaluationResponse,
): readonly MatrixRow[] {
  const order = sort && orderOf(sort.column, new Map(pairs.map((pair) => [pair.name, pair])), current);
  if (!order) return rows;
  const sign = sort.descending ? -1 : 1;
  const keyed = rows.map((row, place) => ({ row, place, key: order(row) }));
  const isNothing = (key: number | string) => key === "" || Number.isNaN(key);
  return keyed
    .sort((a, b) => {
      const nothing = Number(isNothing(a.key)) - Number(isNothing(b.key));
      if (nothing !== 0 || isNothing(a.key)) return nothing || a.place - b.place;
      return a.key === b.key ? a.place - b.place : a.key < b.key ? -sign : sign;
    })
    .map(({ row }) => row);
}
