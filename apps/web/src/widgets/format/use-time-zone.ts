import { useRemembered } from "../use-remembered.ts";
import type { TimeZone } from "./time.ts";

/** The zone in which this reader wants absolute times, and how to change it. */
export function useTimeZone(): [TimeZone, (zone: TimeZone) => void] {
  return useRemembered<TimeZone>("time-zone", (stored) => (stored === "utc" ? "utc" : "local"));
}
