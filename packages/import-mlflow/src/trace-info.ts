import type { SourceRow } from "./sources/source.ts";

/** A trace as MLflow's StartTraceV3 tells of it, in JSON. */
export interface TraceInfo {
  readonly trace_id: string;
  readonly trace_metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Puts together again what MLflow's database keeps apart: since 3.17 some tags and metadata are columns of their own. */
export function traceInfo(
  row: SourceRow,
  tags: readonly SourceRow[],
  metadata: readonly SourceRow[],
  assessments: readonly SourceRow[],
): TraceInfo {
  return {
    trace_id: String(row.request_id),
    client_request_id: row.client_request_id ?? undefined,
    trace_location: {
      type: "MLFLOW_EXPERIMENT",
      mlflow_experiment: { experiment_id: String(row.experiment_id) },
    },
    request_preview: row.request_preview ?? undefined,
    response_preview: row.response_preview ?? undefined,
    request_time: isoTime(row.timestamp_ms),
    execution_duration: row.execution_time_ms === null ? undefined : seconds(row.execution_time_ms),
    state: states.has(String(row.status)) ? String(row.status) : "STATE_UNSPECIFIED",
    trace_metadata: { ...ofColumns(row), ...entriesOf(metadata) },
    tags: { ...(row.trace_name ? { "mlflow.traceName": String(row.trace_name) } : {}), ...entriesOf(tags) },
    assessments: assessments.toSorted(byCreation).map(assessment),
  };
}

const states = new Set(["OK", "ERROR", "IN_PROGRESS"]);

/** Metadata that is columns since 3.17, in the words of the metadata. */
function ofColumns(row: SourceRow): Record<string, string> {
  const entries: Record<string, string> = {};
  if (row.session_id) entries["mlflow.trace.session"] = String(row.session_id);
  const usage = numbers(row, [
    "input_tokens",
    "output_tokens",
    "total_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "cache_creation_input_tokens_above_1hr",
  ]);
  if (usage !== undefined) entries["mlflow.trace.tokenUsage"] = usage;
  const cost = numbers(row, ["input_cost", "output_cost", "total_cost"]);
  if (cost !== undefined) entries["mlflow.trace.cost"] = cost;
  return entries;
}

function numbers(row: SourceRow, columns: readonly string[]): string | undefined {
  const found = columns.flatMap((column) => {
    const value = row[column];
    return value === null || value === undefined ? [] : [[column, Number(value)] as const];
  });
  return found.length === 0 ? undefined : JSON.stringify(Object.fromEntries(found));
}

/** What overrides another comes after it: storing it makes the other invalid. */
function byCreation(a: SourceRow, b: SourceRow): number {
  return (
    Number(a.created_timestamp ?? 0) - Number(b.created_timestamp ?? 0) ||
    Number((a.overrides ?? null) !== null) - Number((b.overrides ?? null) !== null)
  );
}

function assessment(row: SourceRow): object {
  const value = json(row.value);
  return {
    assessment_id: row.assessment_id,
    assessment_name: row.name,
    trace_id: row.trace_id,
    span_id: row.span_id ?? undefined,
    source: { source_type: row.source_type, source_id: row.source_id ?? undefined },
    create_time: isoTime(row.created_timestamp),
    last_update_time: isoTime(row.last_updated_timestamp),
    ...(row.assessment_type === "feedback" && { feedback: { value, error: json(row.error) ?? undefined } }),
    ...(row.assessment_type === "expectation" && { expectation: expectation(value) }),
    ...(row.assessment_type === "issue" && { issue: value }),
    rationale: row.rationale ?? undefined,
    metadata: json(row.assessment_metadata) ?? undefined,
    overrides: row.overrides ?? undefined,
    valid: row.valid === null ? undefined : Boolean(row.valid),
  };
}

/** Lists and objects travel as JSON text. */
function expectation(value: unknown): object {
  if (typeof value !== "object" || value === null) return { value };
  return { serialized_value: { serialization_format: "JSON_FORMAT", value: JSON.stringify(value) } };
}

function json(value: SourceRow[string] | undefined): unknown {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function entriesOf(rows: readonly SourceRow[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [String(row.key), String(row.value ?? "")]));
}

function isoTime(ms: SourceRow[string] | undefined): string {
  return new Date(Number(ms ?? 0)).toISOString();
}

function seconds(ms: SourceRow[string] | undefined): string {
  return `${(Number(ms ?? 0) / 1000).toFixed(3)}s`;
}
