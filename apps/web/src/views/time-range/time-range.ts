import type { AskedRange } from "../../data/traces.ts";

/** The part of time that a list shows. `last` moves with the clock; an end of `between` may be open. */
export type TimeRange =
  | { readonly kind: "all" }
  | { readonly kind: "last"; readonly minutes: number }
  | { readonly kind: "between"; readonly fromMs?: number; readonly toMs?: number };

/** In the URL: `from=-1h`, or ISO times as `from=…&to=…`. What cannot be read is no limit. */
export function readTimeRange(search: URLSearchParams): TimeRange {
  const from = search.get("from") ?? "";
  const [, count, unit] = /^-(\d{1,6})([mhd])$/.exec(from) ?? [];
  if (count && unit && Number(count) > 0) return { kind: "last", minutes: Number(count) * minutesOf[unit as Unit] };
  const fromMs = readMoment(from);
  const toMs = readMoment(search.get("to") ?? "");
  if (fromMs === undefined && toMs === undefined) return { kind: "all" };
  return { kind: "between", ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}

/** The `from` and `to` of the URL; undefined where the parameter is to be left out. */
export function writeTimeRange(range: TimeRange): { from: string | undefined; to: string | undefined } {
  if (range.kind === "all") return { from: undefined, to: undefined };
  if (range.kind === "last") return { from: `-${spanOf(range.minutes)}`, to: undefined };
  const iso = (ms: number | undefined) =>
    ms === undefined ? undefined : new Date(ms).toISOString().replace(".000Z", "Z");
  return { from: iso(range.fromMs), to: iso(range.toMs) };
}

/** Both ends in milliseconds as of `nowMs`; 0 for an open one, as the API has it. */
export function boundsOf(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  if (range.kind === "all") return { fromMs: 0, toMs: 0 };
  if (range.kind === "last") return { fromMs: nowMs - range.minutes * 60_000, toMs: 0 };
  return { fromMs: range.fromMs ?? 0, toMs: range.toMs ?? 0 };
}

/** The range as a list asks for it: which one it is, and its ends when it is asked. */
export function askedRange(range: TimeRange): AskedRange {
  return { key: JSON.stringify(writeTimeRange(range)), boundsMs: (nowMs) => boundsOf(range, nowMs) };
}

/** From one moment to another, in whole seconds, such as a drag over a chart chooses. */
export function rangeBetween(fromMs: number, toMs: number): TimeRange {
  const whole = (ms: number) => Math.round(ms / 1_000) * 1_000;
  return { kind: "between", fromMs: whole(fromMs), toMs: Math.max(whole(fromMs) + 1_000, whole(toMs)) };
}

/** `90m`, `1h`, `7d`: the largest unit that divides. */
export function spanOf(minutes: number): string {
  if (minutes % minutesOf.d === 0) return `${minutes / minutesOf.d}d`;
  if (minutes % minutesOf.h === 0) return `${minutes / minutesOf.h}h`;
  return `${minutes}m`;
}

type Unit = "m" | "h" | "d";
const minutesOf: Record<Unit, number> = { m: 1, h: 60, d: 1_440 };

/** An ISO time; one without a zone is UTC, so that a link means the same to everybody. */
function readMoment(text: string): number | undefined {
  const [, moment, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const ms = moment ? Date.parse(moment + (zone ?? "Z")) : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
