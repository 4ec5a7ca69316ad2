import type { Warp } from "./gaps.ts";

/** A stretch of the time axis in microseconds after the start of the trace. */
export interface TimeRange {
  readonly startUs: number;
  readonly endUs: number;
}

/** Between times and pixels, either way. With a `warp`, idle stretches take less room than they lasted. */
export interface TimeScale {
  readonly range: TimeRange;
  readonly widthPx: number;
  x(us: number): number;
  us(x: number): number;
}

export function timeScale(range: TimeRange, widthPx: number, warp?: Warp): TimeScale {
  const into = warp?.into ?? same;
  const back = warp?.back ?? same;
  const from = into(range.startUs);
  const perUs = widthPx / Math.max(into(range.endUs) - from, tinyUs);
  return {
    range,
    widthPx,
    x: (us) => (into(us) - from) * perUs,
    us: (x) => back(from + x / perUs),
  };
}

/** Keeps a range without length from dividing by zero. */
const tinyUs = 1e-9;

/** The shortest stretch that can be looked at: a microsecond over the whole width. */
const shortestUs = 1;

/** Zooms by `factor` (below 1: closer) around a time that stays where it is; never out of the trace. */
export function zoomAround(range: TimeRange, whole: TimeRange, us: number, factor: number): TimeRange {
  const length = Math.min(Math.max((range.endUs - range.startUs) * factor, shortestUs), whole.endUs - whole.startUs);
  const share = (us - range.startUs) / Math.max(range.endUs - range.startUs, tinyUs);
  return within({ startUs: us - share * length, endUs: us + (1 - share) * length }, whole);
}

/** Moves a range back into the trace without changing its length, where it fits. */
export function within(range: TimeRange, whole: TimeRange): TimeRange {
  const length = Math.min(range.endUs - range.startUs, whole.endUs - whole.startUs);
  const startUs = Math.min(Math.max(range.startUs, whole.startUs), whole.endUs - length);
  return { startUs, endUs: startUs + length };
}

/** The range that shows a span with some room on both sides. */
export function fitSpan(startUs: number, endUs: number, whole: TimeRange): TimeRange {
  const room = Math.max((endUs - startUs) * 0.08, shortestUs / 2);
  return within({ startUs: startUs - room, endUs: endUs + room }, whole);
}

/** `1200-4500.5`, microseconds; undefined for anything else. */
export function parseRange(text: string | null): TimeRange | undefined {
  const found = /^(\d{1,15}(?:\.\d{1,3})?)-(\d{1,15}(?:\.\d{1,3})?)$/.exec(text ?? "");
  if (!found) return undefined;
  const range = { startUs: Number(found[1]), endUs: Number(found[2]) };
  return range.endUs > range.startUs ? range : undefined;
}

export function printRange(range: TimeRange): string {
  const print = (us: number) => String(Math.round(Math.max(us, 0) * 1000) / 1000);
  return `${print(range.startUs)}-${print(range.endUs)}`;
}

/** Round times (1, 2 or 5 of a decimal unit; from a minute on, of minutes and hours) about `apartPx` apart. */
export function ticks(scale: TimeScale, apartPx: number): number[] {
  const { startUs, endUs } = scale.range;
  const wanted = ((endUs - startUs) * apartPx) / Math.max(scale.widthPx, 1);
  const step = roundStep(wanted);
  const found: number[] = [];
  const most = Math.ceil(scale.widthPx / apartPx) * 3 + 2;
  for (let at = Math.ceil(startUs / step) * step; at <= endUs && found.length < most; at += step) {
    const x = scale.x(at);
    // Where a gap is folded, round times fall together; keep the first.
    if (found.length === 0 || x - scale.x(found.at(-1) ?? 0) >= apartPx * 0.5) found.push(at);
  }
  return found;
}

const minuteUs = 60_000_000;
const longSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1440, 2880, 7200, 14_400].map(
  (minutes) => minutes * minuteUs,
);

function roundStep(wantedUs: number): number {
  if (wantedUs > minuteUs / 2) {
    const long = longSteps.find((step) => step >= wantedUs);
    if (long !== undefined) return long;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(wantedUs, tinyUs)));
  const step = [1, 2, 5, 10].find((times) => times * power >= wantedUs) ?? 10;
  return step * power;
}

function same(us: number): number {
  return us;
}
