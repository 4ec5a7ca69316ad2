import type { TraceRow } from "@spanloom/store";
import { csvLine, isoTime } from "./csv.ts";
import { isAskedColumn } from "./trace-columns.ts";
import { traceSummary } from "./trace-summary.ts";

/** A fact of a trace, or what it has under a key. */
export type TraceColumn = Fact | `${"tags" | "metadata" | "assessments" | "attributes"}.${string}`;
type Fact = keyof typeof facts;

type Summary = ReturnType<typeof traceSummary>;

const facts = {
  trace_id: ({ trace_id }) => trace_id,
  experiment_id: ({ experiment_id }) => experiment_id,
  name: ({ name }) => name,
  state: ({ state }) => String(state),
  start_time: ({ start_time_unix_nano: nano }) => isoTime(Number(BigInt(nano) / 1_000_000n)),
  duration_ms: ({ duration_ns: ns }) => (ns === undefined ? "" : String(ns / 1e6)),
  span_count: ({ span_count }) => String(span_count),
  error_count: ({ error_count }) => String(error_count),
  input_tokens: ({ usage }) => String(usage?.input_tokens ?? ""),
  output_tokens: ({ usage }) => String(usage?.output_tokens ?? ""),
  cost_usd: ({ cost_usd }) => String(cost_usd ?? ""),
  session: ({ session }) => session,
  user: ({ user }) => user,
  models: ({ models }) => models.join(" "),
  run_id: ({ run_id }) => run_id,
  model_id: ({ logged_model_id }) => logged_model_id,
  input: ({ input_preview }) => input_preview,
  output: ({ output_preview }) => output_preview,
} satisfies Readonly<Record<string, (trace: Summary) => string>>;

/** What a CSV file of traces has where nothing else is asked for. */
export const usualTraceColumns = Object.keys(facts) as readonly Fact[];

export function isTraceColumn(name: string): name is TraceColumn {
  return Object.hasOwn(facts, name) || /^(tags|metadata|assessments|attributes)\../su.test(name);
}

/** Traces with those of their columns that are no facts of theirs. */
export interface TracesWithColumns {
  readonly rows: readonly TraceRow[];
  readonly columns: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Traces as CSV, a piece a page, its first line the names of the columns unless `headless`. Times are ISO 8601. */
export async function* tracesCsv(
  pages: AsyncIterable<TracesWithColumns>,
  columns: readonly TraceColumn[],
  headless: boolean,
): AsyncGenerator<string> {
  if (!headless) yield csvLine(columns);
  for await (const page of pages) {
    const traces = page.rows.map((row) => traceSummary(row, page.columns.get(row.traceId)));
    yield traces.map((trace) => csvLine(columns.map((column) => cellOf(column, trace)))).join("");
  }
}

function cellOf(column: TraceColumn, trace: Summary): string {
  if (isAskedColumn(column)) return trace.columns[column] ?? "";
  const [, of, key = ""] = /^(tags|metadata)\.(.+)$/su.exec(column) ?? [];
  if (of === undefined) return facts[column as Fact](trace);
  const values = of === "tags" ? trace.tags : trace.metadata;
  return Object.hasOwn(values, key) ? (values[key] ?? "") : "";
}
