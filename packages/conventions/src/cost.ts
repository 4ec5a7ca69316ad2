import type { Cost } from "./span-view.ts";

const picoPerUsd = 1e12;
/** A thousand dollars a span: more is a mistake of the sender, and would leave the range of exact sums. */
const dearestUsd = 1_000;

/** A cost as a sender states it, in US dollars. The total wins; without one it is the sum of its sides. */
export function reportedCost(usd: { input?: number; output?: number; total?: number }): Cost | undefined {
  const input = toPico(usd.input);
  const output = toPico(usd.output);
  const total = toPico(usd.total);
  if (input === undefined && output === undefined && total === undefined) return undefined;
  return {
    inputPicoUsd: input ?? 0,
    outputPicoUsd: output ?? 0,
    totalPicoUsd: total ?? (input ?? 0) + (output ?? 0),
    source: "reported",
  };
}

function toPico(usd: number | undefined): number | undefined {
  return usd !== undefined && usd >= 0 && usd <= dearestUsd ? Math.round(usd * picoPerUsd) : undefined;
}
