import type { TimeZone } from "../../widgets/format/time.ts";

/** The value of a datetime-local field, `2026-11-21T10:00:00`, for a moment in a zone; empty for none. */
export function fieldOfMoment(unixMs: number | undefined, zone: TimeZone): string {
  if (unixMs === undefined) return "";
  const offsetMs = zone === "utc" ? 0 : -new Date(unixMs).getTimezoneOffset() * 60_000;
  return new Date(unixMs + offsetMs).toISOString().slice(0, 19);
}

/** The moment that stands in such a field; undefined for an empty or half-filled one. */
export function momentOfField(text: string, zone: TimeZone): number | undefined {
  const unixMs = text ? Date.parse(zone === "utc" ? `${text}Z` : text) : Number.NaN;
  return Number.isFinite(unixMs) && unixMs > 0 ? unixMs : undefined;
}
