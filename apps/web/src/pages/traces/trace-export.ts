import { type TracesExport, tracesExportUrl } from "../../data/addresses.ts";
import { chunksOf } from "../../data/bulk.ts";
import { requestBlob } from "../../data/request.ts";
import type { TraceListRequest } from "../../data/traces.ts";
import type { BulkJob } from "../../views/bulk/bulk-jobs.tsx";
import { counted } from "../../views/bulk/selection-bar.tsx";
import { type ColumnId, keyOf } from "../../views/trace-list/columns.ts";
import { saveFile } from "../../widgets/save-file.ts";

type Format = TracesExport["format"];

/** The address of a file of all traces that match. The browser writes it to the disk as it comes, however large it is. */
export function allTracesUrl(request: TraceListRequest, format: Format, columns: readonly ColumnId[]): string {
  const { fromMs, toMs } = request.range.boundsMs(Date.now());
  return tracesExportUrl({
    format,
    experiment_ids: request.experimentIds,
    filter: request.filter,
    order_by: request.orderBy,
    start_time_from_ms: fromMs,
    start_time_to_ms: toMs,
    ...(format === "csv" && { columns: exportColumns(columns) }),
  });
}

/** As many as the server takes in one address. */
const mostNamed = 200;

/** Makes a file of the named traces, in parts, for their ids do not fit into one address. */
export function exportThese(
  traceIds: readonly string[],
  format: Format,
  columns: readonly ColumnId[],
): BulkJob<string> {
  const parts: Blob[] = [];
  return {
    total: traceIds.length,
    batches: () => chunksOf(traceIds, mostNamed),
    doing: `Downloading traces.${format}`,
    said: (count) => `${counted(count, "trace")} in traces.${format}`,
    async act(ids, signal) {
      const csv = { columns: exportColumns(columns), ...(parts.length > 0 && { headless: "1" as const }) };
      try {
        const url = tracesExportUrl({ format, trace_ids: ids, ...(format === "csv" && csv) });
        parts.push(await requestBlob(url, signal));
        return { done: ids };
      } catch (failure) {
        return { done: [], failure };
      }
    },
    after: (done) => {
      if (done.length === traceIds.length) saveFile(`traces.${format}`, new Blob(parts), types[format]);
    },
  };
}

const types: Record<Format, string> = { csv: "text/csv", jsonl: "application/jsonl" };

/** The columns of a CSV file for those of the table, and always the trace's id. */
export function exportColumns(columns: readonly ColumnId[]): string[] {
  return [...new Set(["trace_id", ...columns.flatMap(exported)])];
}

function exported(id: ColumnId): readonly string[] {
  const [, of] = /^(tag|meta|said|attr):/.exec(id) ?? [];
  if (of) return [`${{ tag: "tags", meta: "metadata", said: "assessments", attr: "attributes" }[of]}.${keyOf(id)}`];
  return Object.hasOwn(builtIn, id) ? builtIn[id]! : [];
}

const builtIn: Readonly<Record<string, readonly string[]>> = {
  status: ["state"],
  time: ["start_time"],
  name: ["name"],
  experiment: ["experiment_id"],
  input: ["input"],
  output: ["output"],
  duration: ["duration_ms"],
  spans: ["span_count"],
  errors: ["error_count"],
  tokens: ["input_tokens", "output_tokens"],
  cost: ["cost_usd"],
  session: ["session"],
  user: ["user"],
  models: ["models"],
  id: ["trace_id"],
};
