/**
 * A length of time in the unit a reader would choose: `850 ns`, `12.3 µs`, `3.45 ms`, `1.20 s`, `1 m 40 s`, `2 h 05 m`,
 * `3 d 4 h`. Three digits below a minute; a value that rounds up to the next unit is written in the next unit, and nothing
 * has no small one: `0 s`.
 */
export function formatDurationNs(durationNs: number): string {
  if (!Number.isFinite(durationNs)) return "–";
  if (durationNs < 0) return `−${formatDurationNs(-durationNs)}`;
  if (durationNs === 0) return "0 s";
  if (durationNs < 1_000) return `${Math.round(durationNs)} ns`;
  for (const [unit, ns] of [
    ["µs", 1e3],
    ["ms", 1e6],
    ["s", 1e9],
  ] as const) {
    const text = threeDigits(durationNs / ns);
    if (Number(text) < (unit === "s" ? 60 : 1_000)) return `${text} ${unit}`;
  }
  return longDuration(Math.round(durationNs / 1e9));
}

/** A length that was kept in microseconds, as the skeleton's columns are: none of these says that it was less than one. */
export function formatDurationUs(durationUs: number): string {
  return durationUs === 0 ? "< 1 µs" : formatDurationNs(durationUs * 1_000);
}

/** How long a trace took. Clients may tell it in milliseconds, so 0 says that it was less than one. */
export function formatTraceDurationNs(durationNs: number): string {
  return durationNs === 0 ? "< 1 ms" : formatDurationNs(durationNs);
}

/** The same in milliseconds: a run has begun and ended in one. */
export function formatDurationMs(durationMs: number): string {
  return durationMs === 0 ? "< 1 ms" : formatDurationNs(durationMs * 1e6);
}

function longDuration(seconds: number): string {
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${twoPlaces(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${twoPlaces(minutes % 60)} m`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  if (value < 99.95) return value.toFixed(1);
  return value.toFixed(0);
}

function twoPlaces(value: number): string {
  return String(value).padStart(2, "0");
}
