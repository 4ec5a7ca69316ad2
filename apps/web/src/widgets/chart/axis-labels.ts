import { formatDurationNs } from "../format/duration.ts";
import { formatNumber } from "../format/number.ts";
import { formatCount } from "../format/quantity.ts";
import { formatExact, formatMinute, type TimeZone } from "../format/time.ts";
import type { XKind } from "./series.ts";

/** A place of the x axis in full, as the tooltip has it: `step 1,204`, the moment, or `+ 3 m 20 s`. */
export function placeText(x: number, kind: XKind, zone: TimeZone): string {
  if (kind === "step") return `step ${stepText(x)}`;
  if (kind === "time") return formatExact(x, zone);
  return `+ ${formatDurationNs(x * 1e9)}`;
}

/**
 * The labels of the ticks of an x axis, `distance` apart. The day stands at the first tick and where it changes; among days
 * of more than one year, the year.
 */
export function tickTexts(ticks: readonly number[], distance: number, kind: XKind, zone: TimeZone): string[] {
  if (kind === "step") return ticks.map(stepText);
  if (kind === "relative") return ticks.map((x) => (x === 0 ? "0" : formatDurationNs(x * 1e9)));
  const yearOf = (x: number | undefined) => (x === undefined ? "" : formatExact(x, zone).slice(0, 4));
  const manyYears = yearOf(ticks[0]) !== yearOf(ticks.at(-1));
  let lastLine = "";
  return ticks.map((x) => {
    const [day = "", month = "", minute = ""] = formatMinute(x, zone).split(" ");
    const date = `${day} ${month}`;
    const isDays = distance >= dayMs;
    if (isDays && !manyYears) return date;
    const time = distance < 1_000 ? formatExact(x, zone).slice(11, 23) : minute;
    const [line, below] = isDays ? [date, yearOf(x)] : [time, date];
    const changed = below !== lastLine;
    lastLine = below;
    return changed ? `${line}\n${below}` : line;
  });
}

/** Distances between ticks that read well, in the axis' own unit. */
export function tickDistances(kind: XKind): number[] | undefined {
  if (kind === "step") return undefined;
  const unit = kind === "time" ? 1_000 : 1;
  const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200];
  const days = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((count) => count * 86_400);
  const parts = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
  return [...parts, ...seconds, ...days].map((length) => length * unit);
}

const dayMs = 86_400_000;

function stepText(x: number): string {
  if (!Number.isInteger(x)) return formatNumber(x);
  return x < 0 ? `−${formatCount(-x)}` : formatCount(x);
}
