/** The column map of traces: how each field of `fields.traces` that is no span's is stored. The table's alias is `t`. */
import { type Comparison, FilterError, type OrderBy, type Scalar } from "@spanloom/filter";
import { parseTraceId, traceIdToUuid } from "@spanloom/wire";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { traceState } from "../trace-row.ts";
import { compareAssessments } from "./assessment-fields.ts";
import { compareDuration, compareNumber, compareText, compareTime, never, safePattern } from "./comparisons.ts";
import { linkedPromptPatterns, linkedPrompts } from "./linked-prompts.ts";

/** The condition on a row of `traces` that a comparison of a trace's own field means. */
export function traceCondition(comparison: Comparison, idleSeconds: number): Sql {
  const compare = comparisons[comparison.field];
  if (compare === undefined) throw new Error(`traces have no column for the field ${comparison.field}`);
  return compare(comparison, idleSeconds);
}

/** What to sort by: an expression that may be null, and its type in Postgres. */
export interface SortExpression {
  readonly sql: Sql;
  readonly type: "bigint" | "text" | "uuid";
}

export function sortExpression({ field, key }: OrderBy, idleSeconds: number): SortExpression {
  if (field === "metadata" && (key === tokenUsageKey || key === costKey)) {
    throw new FilterError(`Traces cannot be ordered by metadata.${key}; use tokens or cost.`, { position: 0, end: 0 });
  }
  if (field === "tags" || field === "metadata")
    return { sql: sql`(${keyedText(field, key ?? "")}) collate "C"`, type: "text" };
  if (field === "state" || field === "status") return { sql: stateText(field, idleSeconds), type: "text" };
  const expression = sortable[field];
  if (expression === undefined) throw new Error(`traces have no column to sort by ${field}`);
  return expression;
}

const tokens = raw(`(case when t.input_tokens is null and t.output_tokens is null then null
  else coalesce(t.input_tokens, 0) + coalesce(t.output_tokens, 0) end)`);

const sortable: Readonly<Record<string, SortExpression>> = {
  start_time: { sql: raw("t.start_ns"), type: "bigint" },
  end_time: { sql: raw("t.end_ns"), type: "bigint" },
  duration: { sql: raw("(t.end_ns - t.start_ns)"), type: "bigint" },
  tokens: { sql: tokens, type: "bigint" },
  input_tokens: { sql: raw("t.input_tokens"), type: "bigint" },
  output_tokens: { sql: raw("t.output_tokens"), type: "bigint" },
  cost: { sql: raw("t.cost_pico_usd"), type: "bigint" },
  span_count: { sql: raw("t.span_count::bigint"), type: "bigint" },
  error_count: { sql: raw("t.error_count::bigint"), type: "bigint" },
  experiment_id: { sql: raw("t.experiment_id"), type: "bigint" },
  trace_id: { sql: raw("t.trace_id"), type: "uuid" },
  name: { sql: raw(`t.name collate "C"`), type: "text" },
  session: { sql: raw(`t.session collate "C"`), type: "text" },
  user: { sql: raw(`t.end_user collate "C"`), type: "text" },
  run_id: { sql: raw(`t.run_id collate "C"`), type: "text" },
  model_id: { sql: raw(`t.model_id collate "C"`), type: "text" },
  client_request_id: { sql: raw(`t.client_request_id collate "C"`), type: "text" },
};

type Compare = (comparison: Comparison, idleSeconds: number) => Sql;

const comparisons: Readonly<Record<string, Compare>> = {
  state: (comparison, idleSeconds) => compareText(stateText("state", idleSeconds), comparison),
  status: (comparison, idleSeconds) => compareText(stateText("status", idleSeconds), comparison),
  name: (comparison) => compareText(raw("nullif(t.name, '')"), comparison),
  duration: (comparison) => compareDuration(raw("(t.end_ns - t.start_ns)"), comparison),
  start_time: (comparison) => compareTime(raw("t.start_ns"), comparison),
  end_time: (comparison) => compareTime(raw("t.end_ns"), comparison),
  tokens: (comparison) => compareNumber(tokens, comparison),
  input_tokens: (comparison) => compareNumber(raw("t.input_tokens"), comparison),
  output_tokens: (comparison) => compareNumber(raw("t.output_tokens"), comparison),
  cost: (comparison) => compareNumber(raw("(t.cost_pico_usd / 1e12)"), comparison),
  span_count: (comparison) => compareNumber(raw("t.span_count"), comparison),
  error_count: (comparison) => compareNumber(raw("t.error_count"), comparison),
  session: (comparison) => compareText(raw("t.session"), comparison),
  user: (comparison) => compareText(raw("t.end_user"), comparison),
  model_id: (comparison) => compareText(raw("t.model_id"), comparison),
  client_request_id: (comparison) => compareText(raw("t.client_request_id"), comparison),
  experiment_id: (comparison) => compareText(raw("t.experiment_id::text"), comparison),
  trace_id: compareTraceId,
  run_id: compareRun,
  model: compareModels,
  prompt: comparePrompt,
  tags: compareKeyed,
  metadata: compareKeyed,
  feedback: compareAssessments,
  expectation: compareAssessments,
  assessment: compareAssessments,
  "issue.id": compareAssessments,
};

const tokenUsageKey = "mlflow.trace.tokenUsage";
const costKey = "mlflow.trace.cost";

/** Metadata and tags of MLflow that are columns here. */
const columnOfKey: Readonly<Record<string, string>> = {
  "tags mlflow.traceName": "nullif(t.name, '')",
  "metadata mlflow.trace.session": "t.session",
  "metadata mlflow.trace.user": "t.end_user",
  "metadata mlflow.modelId": "t.model_id",
  "metadata mlflow.sourceRun": "t.run_id",
};

/** Null where the trace has no such key. */
export function keyedText(field: "tags" | "metadata", key: string): Sql {
  const stored = sql`t.${raw(field)} ->> ${key}::text`;
  const column = columnOfKey[`${field} ${key}`];
  return column === undefined ? sql`(${stored})` : sql`coalesce(${stored}, ${raw(column)})`;
}

/** Whether the value may be in a column of its own as well, under a name of ours. */
export function isColumnToo(field: "tags" | "metadata", key: string): boolean {
  return columnOfKey[`${field} ${key}`] !== undefined;
}

function compareKeyed(comparison: Comparison): Sql {
  const { field, key = "", operator, value } = comparison;
  const keyed = field as "tags" | "metadata";
  if (keyed === "metadata" && key === "mlflow.sourceRun") return compareRun(comparison);
  if (keyed === "metadata" && (key === tokenUsageKey || key === costKey)) return compareTotals(comparison);
  if (operator === "=" && !isColumnToo(keyed, key)) return containsTag(keyed, key, value as Scalar);
  return compareText(keyedText(keyed, key), comparison);
}

/** In the form that the GIN index answers. */
export function containsTag(field: "tags" | "metadata", key: string, value: Scalar): Sql {
  return sql`t.${raw(field)} @> ${JSON.stringify({ [key]: value })}::jsonb`;
}

/** MLflow keeps these as JSON in the metadata: what is asked of them is mostly whether they are there. */
function compareTotals(comparison: Comparison): Sql {
  const isUsage = comparison.key === tokenUsageKey;
  if (comparison.operator === "IS NULL" || comparison.operator === "IS NOT NULL") {
    return compareText(isUsage ? tokens : raw("t.cost_pico_usd"), comparison);
  }
  throw new FilterError(
    `metadata.${comparison.key} can only be asked for its existence; compare ${isUsage ? "tokens, input_tokens or output_tokens" : "cost"} instead.`,
    comparison,
  );
}

function stateText(field: "state" | "status", idleSeconds: number): Sql {
  if (field === "state") return traceState(idleSeconds, "t");
  return raw("(case t.root_status when 2 then 'ERROR' when 0 then 'OK' when 1 then 'OK' else 'IN_PROGRESS' end)");
}

function compareTraceId(comparison: Comparison): Sql {
  const { operator, value } = comparison;
  const ids = (Array.isArray(value) ? value : [value])
    .flatMap((id) => parseTraceId(String(id)) ?? [])
    .map(traceIdToUuid);
  switch (operator) {
    case "=":
    case "IN":
      return ids.length === 0 ? never : sql`t.trace_id = any(${ids}::uuid[])`;
    case "!=":
    case "NOT IN":
      return sql`t.trace_id <> all(${ids}::uuid[])`;
    default: {
      const hex = sql`replace(t.trace_id::text, '-', '')`;
      return sql`(${compareText(hex, comparison)} or ${compareText(sql`'tr-' || ${hex}`, comparison)})`;
    }
  }
}

/** The run that the trace was made in, or one that it was linked to later. */
function compareRun(comparison: Comparison): Sql {
  const { operator, value } = comparison;
  const linked = (condition: Sql) =>
    sql`exists (select from trace_runs r where r.trace_id = t.trace_id and ${condition})`;
  const any = sql`(t.run_id is not null or ${linked(sql`true`)})`;
  if (operator === "IS NOT NULL") return any;
  if (operator === "IS NULL") return sql`not ${any}`;
  const positive = {
    ...comparison,
    operator: operator === "!=" ? "=" : operator === "NOT IN" ? "IN" : operator,
  } as const;
  if (positive.operator === "=") {
    // As ids, so that the index on trace_runs is read once and not for each trace.
    const is = sql`(t.run_id = ${value}::text or t.trace_id = any(array(select r.trace_id from trace_runs r where r.run_id = ${value}::text)))`;
    return operator === "=" ? is : sql`(${any} and not coalesce(${is}, false))`;
  }
  const is = sql`(${compareText(raw("t.run_id"), positive)} or ${linked(compareText(raw("r.run_id"), positive))})`;
  return operator === "NOT IN" ? sql`(${any} and not coalesce(${is}, false))` : is;
}

/** A trace has several models; `!=` and NOT IN mean that it has some, and none of them is the value. */
function compareModels({ operator, value }: Comparison): Sql {
  const values = Array.isArray(value) ? value : [value];
  switch (operator) {
    case "IS NULL":
      return sql`cardinality(t.models) = 0`;
    case "IS NOT NULL":
      return sql`cardinality(t.models) > 0`;
    case "=":
    case "IN":
      return sql`t.models && ${values}::text[]`;
    case "!=":
    case "NOT IN":
      return sql`(cardinality(t.models) > 0 and not t.models && ${values}::text[])`;
    default:
      return sql`exists (select from unnest(t.models) m where ${compareText(raw("m"), { operator, value } as Comparison)})`;
  }
}

function comparePrompt(comparison: Comparison): Sql {
  const text = String(comparison.value);
  const slash = text.lastIndexOf("/");
  if (slash <= 0 || slash === text.length - 1) {
    throw new FilterError(`Expected name/version for prompt (e.g. 'support-answer/4'). Got '${text}'`, comparison);
  }
  const patterns = linkedPromptPatterns(text.slice(0, slash), text.slice(slash + 1));
  return sql`(${join(
    patterns.map((pattern) => sql`${linkedPrompts} like ${safePattern(pattern)}::text`),
    " or ",
  )})`;
}
