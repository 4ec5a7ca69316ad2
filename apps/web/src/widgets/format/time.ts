/** In which zone absolute times are written; the reader's choice, remembered. */
export type TimeZone = "local" | "utc";

/** Milliseconds since 1970 of a decimal nanosecond string off the wire; NaN for what is no number. */
export function unixMsOfNano(unixNano: string | bigint): number {
  if (typeof unixNano === "string" && !/^-?\d+$/.test(unixNano)) return Number.NaN;
  return Number(BigInt(unixNano) / 1_000n) / 1_000;
}

/** How long ago, in one unit: `now`, `12 s`, `5 m`, `3 h`, `2 d`; past a week the day, `Nov 3` or `2024-11-03`. */
export function formatRelative(unixMs: number, nowMs: number, zone: TimeZone): string {
  if (!Number.isFinite(unixMs)) return "–";
  const seconds = Math.round((nowMs - unixMs) / 1_000);
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? "in " : "";
  if (size < 3) return "now";
  if (size < 60) return `${sign}${size} s`;
  if (size < 3_600) return `${sign}${Math.floor(size / 60)} m`;
  if (size < 86_400) return `${sign}${Math.floor(size / 3_600)} h`;
  if (!isDay(unixMs, nowMs)) return `${sign}${Math.floor(size / 86_400)} d`;
  const then = calendar(unixMs, zone);
  return then.year === calendar(nowMs, zone).year ? `${months[then.month - 1]} ${then.day}` : isoDay(then);
}

/** Whether `formatRelative` names the day, because it is too far away to say how far. */
export function isDay(unixMs: number, nowMs: number): boolean {
  return Math.round(Math.abs(nowMs - unixMs) / 1_000) >= 7 * 86_400;
}

/** `2026-11-21 21:50:49.123`, with `UTC` behind it in that zone. */
export function formatExact(unixMs: number, zone: TimeZone): string {
  if (!Number.isFinite(unixMs)) return "–";
  const at = calendar(unixMs, zone);
  const time = [at.hour, at.minute, at.second].map(two).join(":");
  const suffix = zone === "utc" ? " UTC" : "";
  return `${isoDay(at)} ${time}.${String(at.ms).padStart(3, "0")}${suffix}`;
}

/** `21 Nov 21:50` for the ends of a time range; seconds only where they are not 0. */
export function formatMinute(unixMs: number, zone: TimeZone): string {
  if (!Number.isFinite(unixMs)) return "–";
  const at = calendar(unixMs, zone);
  const seconds = at.second === 0 ? "" : `:${two(at.second)}`;
  return `${at.day} ${months[at.month - 1]} ${two(at.hour)}:${two(at.minute)}${seconds}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface Calendar {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

/** Fields of a moment. Local time is read by moving the moment by the zone's offset, so that one set of getters does. */
function calendar(unixMs: number, zone: TimeZone): Calendar {
  const offsetMs = zone === "utc" ? 0 : -new Date(unixMs).getTimezoneOffset() * 60_000;
  const date = new Date(unixMs + offsetMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  };
}

function isoDay({ year, month, day }: Calendar): string {
  return `${year}-${two(month)}-${two(day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
