import type { ChartSeries } from "../../widgets/chart/series.ts";
import type { ChartedRun } from "./charted-run.ts";

/**
 * The lines of runs as one line a group: the mean of its runs, and as a band the lowest and the highest of them. At each
 * place where one of them has a point the others count with the value on their line there (runs are sampled at other
 * steps than each other), and not before their first or behind their last point. NaN and infinities count for nothing;
 * where nothing is left the group has a NaN. Runs without a group are left out.
 */
export function groupSeries(runs: readonly ChartedRun[], lines: readonly ChartSeries[]): ChartSeries[] {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const groups = new Map<string, { label: string; colour: number; lines: ChartSeries[] }>();
  for (const { runId, group, colour } of runs) {
    const line = lineOf.get(runId);
    if (!group || !line) continue;
    const found = groups.get(group.id) ?? { label: group.label, colour, lines: [] };
    found.lines.push(line);
    groups.set(group.id, found);
  }
  return [...groups].map(([id, { label, colour, lines }]) => ({
    id,
    label: `${label}, ${lines.length} ${lines.length === 1 ? "run" : "runs"}`,
    colour,
    ...summedUp(lines),
  }));
}

function summedUp(lines: readonly ChartSeries[]): Pick<ChartSeries, "x" | "y" | "band"> {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const count = new Uint32Array(x.length);
  const mean = new Float64Array(x.length);
  const low = new Array<number>(x.length).fill(Number.NaN);
  const high = new Array<number>(x.length).fill(Number.NaN);
  for (const line of lines) {
    eachValue(line, x, (at, value) => {
      count[at]! += 1;
      // So, and not as a sum, the mean of the largest numbers is still one.
      mean[at]! += (value - mean[at]!) / count[at]!;
      low[at] = Number.isNaN(low[at]) ? value : Math.min(low[at]!, value);
      high[at] = Number.isNaN(high[at]) ? value : Math.max(high[at]!, value);
    });
  }
  return { x, y: Array.from(mean, (value, at) => (count[at] ? value : Number.NaN)), band: { low, high } };
}

/** Calls `use` with the value of a line at each place of `places`, both rising, where it has a finite one. */
function eachValue(line: ChartSeries, places: readonly number[], use: (at: number, value: number) => void): void {
  let next = 0;
  for (let at = 0; at < places.length; at++) {
    const place = places[at]!;
    // The last of several points at one place counts, as it is the last that was logged.
    while (next < line.x.length && line.x[next]! <= place) next++;
    const before = next - 1;
    if (before < 0) continue;
    const value = valueBetween(line, before, place);
    if (Number.isFinite(value)) use(at, value);
  }
}

function valueBetween({ x, y }: ChartSeries, before: number, place: number): number {
  if (x[before] === place) return y[before]!;
  const after = before + 1;
  if (after >= x.length) return Number.NaN;
  const part = (place - x[before]!) / (x[after]! - x[before]!);
  return y[before]! * (1 - part) + y[after]! * part;
}
