import { commonKind, type ScoreKind, type Scores } from "./scores.ts";

/** Which way a score is better; `none`: it only differs. */
export type Direction = "higher" | "lower" | "none";

/** One scorer in one or in both evaluations. */
export interface ScorePair {
  readonly name: string;
  readonly kind: ScoreKind;
  readonly direction: Direction;
  /** Absent where only the other evaluation has it. */
  readonly current?: Scores | undefined;
  readonly baseline?: Scores | undefined;
}

/** A row of the matrix: a trace, and the one of the baseline that had the same inputs. */
export interface MatrixRow {
  /** Id of its trace, of the baseline's where there is no other. */
  readonly key: string;
  /** Index in this evaluation; -1 where only the baseline has these inputs. */
  readonly at: number;
  /** Index in the baseline; -1 where it has no such inputs. */
  readonly baselineAt: number;
  /** Scores that are better, worse, or otherwise than the baseline's. */
  readonly better: number;
  readonly worse: number;
  readonly different: number;
  /** The trace or a scorer failed. */
  readonly hasError: boolean;
  /** This trace failed and the baseline's did not, or the other way round: 1, -1; else 0. */
  readonly broke: -1 | 0 | 1;
}

/** What of an evaluation is needed to compare it. */
export interface Side {
  readonly traceIds: readonly string[];
  readonly inputsHashes: readonly string[];
  readonly failed: ReadonlySet<number>;
}

/**
 * Pairs of indices with the same inputs, in the order of `current`; behind them those of the baseline that found none.
 * Where inputs occur several times, the first belongs to the first, the second to the second.
 */
export function aligned(current: readonly string[], baseline: readonly string[]): (readonly [number, number])[] {
  const places = new Map<string, number[]>();
  for (let at = baseline.length - 1; at >= 0; at--) {
    const same = places.get(baseline[at]!);
    if (same) same.push(at);
    else places.set(baseline[at]!, [at]);
  }
  const pairs = current.map((hash, at) => [at, places.get(hash)?.pop() ?? -1] as const);
  const left = [...places.values()].flat().sort((a, b) => a - b);
  return [...pairs, ...left.map((at) => [-1, at] as const)];
}

/** The rows of an evaluation, beside the baseline where one is given. */
export function matrixRows(current: Side, baseline: Side | undefined, pairs: readonly ScorePair[]): MatrixRow[] {
  const places = baseline
    ? aligned(current.inputsHashes, baseline.inputsHashes)
    : current.traceIds.map((_, at) => [at, -1] as const);
  return places.map(([at, baselineAt]) => {
    const failed = at >= 0 && current.failed.has(at);
    const failedBefore = baselineAt >= 0 && (baseline?.failed.has(baselineAt) ?? false);
    let [better, worse, different] = [0, 0, 0];
    let hasError = failed;
    for (const pair of pairs) {
      if (at >= 0 && pair.current?.errors.has(at)) hasError = true;
      const change = changeOf(pair, at, baselineAt);
      if (change === "better") better++;
      else if (change === "worse") worse++;
      else if (change === "different") different++;
    }
    return {
      key: at >= 0 ? current.traceIds[at]! : baseline!.traceIds[baselineAt]!,
      at,
      baselineAt,
      better,
      worse,
      different,
      hasError,
      broke: at < 0 || baselineAt < 0 || failed === failedBefore ? 0 : failed ? 1 : -1,
    };
  });
}

/** How a score changed; undefined where one of the two has none to compare. */
export function changeOf(
  { kind, direction, current, baseline }: ScorePair,
  at: number,
  baselineAt: number,
): "better" | "worse" | "different" | "same" | undefined {
  if (at < 0 || baselineAt < 0 || !current || !baseline) return undefined;
  const [text, before] = [current.texts[at]!, baseline.texts[baselineAt]!];
  // A scorer that failed on one side only says something else than a value does, but nothing better or worse.
  if (text === "" || before === "") {
    return current.errors.has(at) === baseline.errors.has(baselineAt) ? undefined : "different";
  }
  if (kind === "text") return text === before ? "same" : "different";
  const delta = current.numbers[at]! - baseline.numbers[baselineAt]!;
  if (delta === 0) return "same";
  if (direction === "none") return "different";
  return delta > 0 === (direction === "higher") ? "better" : "worse";
}

/** By how much a number is more than the baseline's; NaN where there is nothing to compare. */
export function deltaOf({ kind, current, baseline }: ScorePair, at: number, baselineAt: number): number {
  if (kind === "text" || !current || !baseline || at < 0 || baselineAt < 0) return Number.NaN;
  return current.numbers[at]! - baseline.numbers[baselineAt]!;
}

/** Scorers of both evaluations by name, this evaluation's first. */
export function pairScores(
  current: readonly Scores[],
  baseline: readonly Scores[] | undefined,
  directions: ReadonlyMap<string, Direction>,
): ScorePair[] {
  const before = new Map(baseline?.map((scores) => [scores.name, scores]));
  const names = new Set([...current, ...(baseline ?? [])].map(({ name }) => name));
  const own = new Map(current.map((scores) => [scores.name, scores]));
  return [...names].map((name) => {
    const [left, right] = [before.get(name), own.get(name)];
    const kind = left && right ? commonKind(left.kind, right.kind) : (right ?? left)!.kind;
    const direction = kind === "text" ? "none" : (directions.get(name) ?? "higher");
    return { name, kind, direction, ...(right && { current: right }), ...(left && { baseline: left }) };
  });
}

/** What a row has to be to be shown. */
export const rowFilters = ["regressed", "improved", "changed", "errors", "unpaired"] as const;
export type RowFilter = (typeof rowFilters)[number];

export function isShown(row: MatrixRow, filter: RowFilter): boolean {
  switch (filter) {
    case "regressed":
      return row.worse > 0 || row.broke > 0;
    case "improved":
      return row.better > 0 || row.broke < 0;
    case "changed":
      return row.better + row.worse + row.different > 0 || row.broke !== 0;
    case "errors":
      return row.hasError;
    case "unpaired":
      return row.at < 0 || row.baselineAt < 0;
  }
}
