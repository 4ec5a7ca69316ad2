import type { Run } from "@spanloom/wire";

/** A line a run, a column for everything that any of them has: params, metrics and tags by their names. */
export function runsCsv(runs: readonly Run[]): string {
  const rows = runs.map(columnsOf);
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const header = names.length === 0 ? fixed : names;
  const lines = [header, ...rows.map((row) => header.map((name) => row.get(name) ?? ""))];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

const fixed = ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"];

function columnsOf({ info, data }: Run): Map<string, string> {
  const columns = new Map<string, string>([
    ["run_id", info?.run_id ?? ""],
    ["experiment_id", info?.experiment_id ?? ""],
    ["status", String(info?.status ?? "")],
    ["artifact_uri", info?.artifact_uri ?? ""],
    ["start_time", timeOf(info?.start_time)],
    ["end_time", timeOf(info?.end_time)],
  ]);
  for (const { key, value } of data?.metrics ?? []) columns.set(`metrics.${key}`, String(value));
  for (const { key, value } of data?.params ?? []) columns.set(`params.${key}`, value ?? "");
  for (const { key, value } of data?.tags ?? []) columns.set(`tags.${key}`, value ?? "");
  return columns;
}

const timeOf = (ms: number | undefined): string =>
  ms ? `${new Date(ms).toISOString().slice(0, -1).replace("T", " ")}+00:00` : "";

/** RFC 4180. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
