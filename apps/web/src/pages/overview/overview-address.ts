import { type TimeRange, writeTimeRange } from "../../views/time-range/time-range.ts";
import { experimentAddress } from "../experiment/experiment-tabs.ts";

/** The traces that a number of the page is of: the list of the same range, narrowed by a filter. */
export function tracesAddress(experimentId: string, range: TimeRange, filter = ""): string {
  const { from, to } = writeTimeRange(range);
  const search = new URLSearchParams({ ...(filter && { q: filter }), ...(from && { from }), ...(to && { to }) });
  return `${experimentAddress(experimentId, "traces")}${search.size > 0 ? `?${search}` : ""}`;
}

/** The filter for one group; `by` is model, tool, user, name or tags.<key>, and no value those that have none. */
export function groupFilter(by: string, value: string | undefined): string {
  const field = by.startsWith("tags.") ? `tags.\`${by.slice("tags.".length)}\`` : by === "tool" ? "span.tool" : by;
  return value === undefined ? `${field} IS NULL` : `${field} = '${value.replaceAll("'", "''")}'`;
}

/** Those of a group that count as failed: of a tool, whose calls did. */
export function failedGroupFilter(by: string, value: string | undefined): string {
  return `${groupFilter(by, value)} AND ${by === "tool" ? "span.status = 'ERROR'" : failedFilter}`;
}

/** Those that count as failed. */
export const failedFilter = "status = 'ERROR'";
