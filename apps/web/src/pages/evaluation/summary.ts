import type { ScoreKind, Scores } from "./scores.ts";

/** What the scores of one name add up to. */
export interface ScoreSummary {
  /** How many there are, without the traces on which the scorer failed or said nothing. */
  readonly count: number;
  /** NaN for texts, and where there are none. The share that passed, where they pass or fail. */
  readonly mean: number;
  readonly passed: number;
  readonly errors: number;
}

export function summaryOf({ numbers, texts, errors }: Scores): ScoreSummary {
  let [count, sum, passed] = [0, 0, 0];
  for (const [at, text] of texts.entries()) {
    if (text === "") continue;
    count++;
    sum += numbers[at]!;
    if (numbers[at] === 1) passed++;
  }
  return { count, mean: count === 0 ? Number.NaN : sum / count, passed, errors: errors.size };
}

/** A bar of a histogram. */
export interface Bin {
  /** Names it in the address: `pass`, `0.2~0.3`, `=friendly`. */
  readonly id: string;
  readonly label: string;
  /** The same where there is little room: of a stretch, where it begins. */
  readonly short: string;
  readonly has: (scores: Scores, at: number) => boolean;
  /** How it is coloured: what passed, what failed, or one of many. */
  readonly tone: "pass" | "fail" | "error" | "plain";
}

const mostWhole = 12;
const mostTexts = 8;
const binsAcross = 10;

/**
 * The bars that hold all scores of one name, in both evaluations: passed and failed; whole numbers one by one where they are
 * few, else ten stretches of the same length; the most frequent texts and the rest. Behind them what failed, if anything did.
 */
export function binsOf(kind: ScoreKind, all: readonly Scores[]): Bin[] {
  const bins = kind === "pass" ? passBins : kind === "number" ? numberBins(all) : textBins(all);
  return all.some(({ errors }) => errors.size > 0) ? [...bins, errorBin] : bins;
}

/** How many of the scores are in each bar. */
export function countsOf(bins: readonly Bin[], scores: Scores | undefined): number[] {
  const counts = bins.map(() => 0);
  if (!scores) return counts;
  for (let at = 0; at < scores.texts.length; at++) {
    const place = bins.findIndex((bin) => bin.has(scores, at));
    if (place >= 0) counts[place]!++;
  }
  return counts;
}

const errorBin: Bin = {
  id: "error",
  label: "error",
  short: "error",
  tone: "error",
  has: ({ errors }, at) => errors.has(at),
};

const passBins: Bin[] = [
  { id: "fail", label: "fail", short: "fail", tone: "fail", has: ({ numbers }, at) => numbers[at] === 0 },
  { id: "pass", label: "pass", short: "pass", tone: "pass", has: ({ numbers }, at) => numbers[at] === 1 },
];

function numberBins(all: readonly Scores[]): Bin[] {
  const values = all.flatMap(({ numbers }) => [...numbers].filter((value) => !Number.isNaN(value)));
  if (values.length === 0) return [];
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  if (low === high) return [between(low, high, low, high)];
  if (values.every(Number.isInteger) && high - low < mostWhole) {
    return Array.from({ length: high - low + 1 }, (_, index) =>
      between(low + index, low + index, low + index, low + index),
    );
  }
  const [from, to] = low >= 0 && high <= 1 ? [0, 1] : [low, high];
  const edge = (index: number) => Number((from + ((to - from) * index) / binsAcross).toPrecision(6));
  return Array.from({ length: binsAcross }, (_, index) => {
    const [start, end] = [edge(index), edge(index + 1)];
    const isFirst = index === 0;
    const isLast = index === binsAcross - 1;
    // Edges are rounded, so the outermost ones would leave the lowest or the highest out.
    return between(
      start,
      end,
      isFirst ? Number.NEGATIVE_INFINITY : start,
      isLast ? Number.POSITIVE_INFINITY : undefined,
    );
  });
}

/** A bar from `start` to `end`, which has what is at least `low` and at most `high`, or less than `end` where there is none. */
function between(start: number, end: number, low: number, high: number | undefined): Bin {
  return {
    id: `${start}~${end}`,
    label: start === end ? String(start) : `${start} to ${end}`,
    short: String(start),
    tone: "plain",
    has: ({ numbers }, at) => numbers[at]! >= low && (high === undefined ? numbers[at]! < end : numbers[at]! <= high),
  };
}

function textBins(all: readonly Scores[]): Bin[] {
  const counts = new Map<string, number>();
  for (const { texts } of all) {
    for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([text]) => text);
  const named = frequent.slice(0, mostTexts);
  const bins = named.map(
    (text): Bin => ({
      id: `=${text}`,
      label: text,
      short: text,
      tone: "plain",
      has: ({ texts }, at) => texts[at] === text,
    }),
  );
  if (frequent.length <= mostTexts) return bins;
  const known = new Set(named);
  const isOther = ({ texts }: Scores, at: number) => texts[at] !== "" && !known.has(texts[at]!);
  return [...bins, { id: "other", label: "others", short: "others", tone: "plain", has: isOther }];
}
