import type { LinearAxis } from "./linear-axis.ts";

/** An axis with a place for each of `count` texts, all as far apart: the first at the top, half a place from the end. */
export function textAxis(count: number): Pick<LinearAxis, "ticks" | "share"> {
  return {
    ticks: Array.from({ length: count }, (_, at) => at),
    share: (at) => 1 - (at + 0.5) / count,
  };
}
