import type { TraceRow } from "@spanloom/store";
import type { Assessment, Init } from "@spanloom/wire";
import { csvLine, isoTime } from "./csv.ts";
import { traceSummary } from "./trace-summary.ts";

/** A fact of a trace, or what was said of it under a key. */
export type TraceColumn = Fact | `tags.${string}` | `metadata.${string}` | `assessments.${string}`;
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
  return Object.hasOwn(facts, name) || /^(tags|metadata|assessments)\../su.test(name);
}

/** Traces with what was said of them. */
export interface AssessedTraces {
  readonly rows: readonly TraceRow[];
  readonly assessments: ReadonlyMap<string, readonly Init<Assessment>[]>;
}

/** Traces as CSV, a piece a page, its first line the names of the columns unless `headless`. Times are ISO 8601. */
export async function* tracesCsv(
  pages: AsyncIterable<AssessedTraces>,
  columns: readonly TraceColumn[],
  headless: boolean,
): AsyncGenerator<string> {
  if (!headless) yield csvLine(columns);
  for await (const { rows, assessments } of pages) {
    yield rows
      .map((row) => {
        const trace = traceSummary(row);
        const said = assessments.get(row.traceId) ?? [];
        return csvLine(columns.map((column) => cellOf(column, trace, said)));
      })
      .join("");
  }
}

function cellOf(column: TraceColumn, trace: Summary, said: readonly Init<Assessment>[]): string {
  const [, of, key = ""] = /^(tags|metadata|assessments)\.(.+)$/su.exec(column) ?? [];
  if (of === "assessments") {
    return said
      .filter(({ assessment_name, valid }) => assessment_name === key && valid !== false)
      .map(saidText)
      .join("; ");
  }
  if (of === undefined) return facts[column as Fact](trace);
  const values = of === "tags" ? trace.tags : trace.metadata;
  return Object.hasOwn(values, key) ? (values[key] ?? "") : "";
}

function saidText({ feedback, expectation }: Init<Assessment>): string {
  const value = feedback ? feedback.value : (expectation?.serialized_value?.value ?? expectation?.value);
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
