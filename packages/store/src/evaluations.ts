import { createHash } from "node:crypto";
import { isExactObject, parseExact } from "@spanloom/wire";
import { inputsHash } from "./dataset-records.ts";
import type { Pool } from "./postgres/db.ts";
import { join, type Sql, sql } from "./postgres/sql.ts";
import { runNotFound } from "./runs.ts";
import { containing } from "./search/containing.ts";
import { cursorIn, tokenOf } from "./search/page-token.ts";
import { storableText } from "./storable-text.ts";
import { spanIdHex } from "./trace-row.ts";

export interface EvaluationSearch {
  readonly experimentIds: readonly string[];
  /** Occurs in the name of the run or of a dataset that it took in; capitals or not. */
  readonly text?: string | undefined;
  readonly limit: number;
  readonly pageToken?: string | undefined;
}

/** The traces of an evaluation in the order in which they began; every list has one element a trace. */
export interface EvaluationMatrix {
  /** 32 hex digits. */
  readonly traceIds: readonly string[];
  /** 16 hex digits; the same for the same inputs. */
  readonly inputsHashes: readonly string[];
  /** Indices of traces that ended with an error. */
  readonly failed: readonly number[];
  /** -1 where unknown. */
  readonly durationsMs: readonly number[];
  readonly tokens: readonly number[];
  readonly costsUsd: readonly number[];
  readonly scores: readonly ScoreColumn[];
  readonly truncated: boolean;
}

/** What the traces have under one name. */
export interface ScoreColumn {
  readonly name: string;
  /** JSON text, at most `maxValueLength` characters; empty where a trace has none. */
  readonly values: string[];
  /** Indices of traces on which the scorer failed. */
  readonly errors: number[];
  /** Indices of traces on which it was not said by this run. */
  readonly others: number[];
}

export interface EvaluationRow {
  readonly traceId: string;
  /** 16 hex digits. */
  readonly rootSpanId: string | null;
  readonly inputPreview: string | null;
  readonly outputPreview: string | null;
  /** JSON of an object. */
  readonly expectations: string;
  readonly scores: readonly Score[];
}

export interface Score {
  readonly name: string;
  /** JSON text; undefined where the scorer failed. */
  readonly value: string | undefined;
  readonly rationale: string | null;
  readonly error: string | undefined;
  readonly sourceType: string;
  readonly sourceId: string | null;
}

const maxRows = 50_000;
const maxValueLength = 100;

/** Runs whose traces were scored, read as a matrix of traces and scores. */
export class Evaluations {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /**
   * Ids of the evaluations, the newest first: active runs that the client marked as such, and those that assessments name
   * as what made them. A walk along the index of runs by time, with two probes a run. Throws INVALID_PARAMETER_VALUE for
   * a page token that was not made for this search.
   */
  async list({ experimentIds, text = "", limit, pageToken }: EvaluationSearch) {
    const query = JSON.stringify(["evaluations", [...experimentIds].sort(), text]);
    const cursor = pageToken === undefined ? undefined : cursorIn(pageToken, query, ["bigint", "text"]);
    const conditions = [
      sql`r.experiment_id = any(${[...experimentIds]}::bigint[]) and r.lifecycle_stage = 'active'`,
      ...(cursor === undefined
        ? []
        : [
            sql`r.start_time_ms <= ${cursor[0]}::bigint
              and (r.start_time_ms < ${cursor[0]}::bigint or r.run_id > ${cursor[1]}::text)`,
          ]),
      ...(text === "" ? [] : [named(text)]),
    ];
    // Each of the two is a probe. The next run that assessments have is asked for, and not this run's: by how many
    // assessments a run has as a rule, a scan would find one soon, but of a run that has none it reads all of the server's.
    const rows = await this.#db.query<{ run_id: string; start_time_ms: bigint }>(sql`
      select r.run_id, r.start_time_ms from runs r
      cross join lateral (
        select from (
          (select from run_tags g where g.run_id = r.run_id and g.key = 'mlflow.runType' and g.value = 'genai_evaluate' limit 1)
          union all (
            select from (select a.run_id from assessments a where a.run_id >= r.run_id order by a.run_id limit 1) next
            where next.run_id = r.run_id)) marks limit 1) is_one
      where ${join(conditions, " and ")}
      order by r.start_time_ms desc, r.run_id limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      runIds: page.map(({ run_id }) => run_id),
      ...(rows.length > limit && last && { nextPageToken: tokenOf([String(last.start_time_ms), last.run_id], query) }),
    };
  }

  /** How many rows each of the runs has, in the order of the ids; what is more than `maxRows` is not counted. */
  async rowCounts(runIds: readonly string[]): Promise<number[]> {
    const rows = await this.#db.query<{ count: number }>(sql`
      select counted.count from unnest(${[...runIds]}::text[]) with ordinality as asked (run_id, place)
      cross join lateral (
        select count(*)::integer as count
        from (select from traces t where ${isOfRun(sql`asked.run_id`)} limit ${maxRows}) found) counted
      order by asked.place`);
    return rows.map(({ count }) => count);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST where there is no such run. One that scored nothing is an empty matrix. */
  async matrix(runId: string): Promise<EvaluationMatrix> {
    const id = storableText(runId);
    const [known, traces, said] = await Promise.all([
      this.#db.query(sql`select from runs where run_id = ${id}`),
      this.#db.query<TraceColumns>(sql`
        select t.trace_id, t.root_status = 2 as failed, (t.end_ns - t.start_ns)::float8 / 1e6 as duration_ms,
          (t.input_tokens + coalesce(t.output_tokens, 0))::float8 as tokens, t.cost_pico_usd::float8 / 1e12 as cost_usd,
          t.input_preview, t.metadata ->> 'mlflow.traceInputs' as inputs
        from traces t where ${isOfRun(id)} order by t.start_ns, t.trace_id limit ${maxRows + 1}`),
      // Lists as JSON: 50,000 rows, or Postgres' own arrays, take several times as long to read.
      this.#db.query<SaidColumns>(sql`
        select name, json_agg(trace_id) as trace_ids, json_agg(value) as values, json_agg(failed) as failed,
          json_agg(other) as others
        from (
          select a.name, a.trace_id, left(a.value::text, ${maxValueLength}) as value, a.error is not null as failed,
            a.run_id is null as other
          from traces t join assessments a on a.trace_id = t.trace_id
          where ${isOfRun(id)} and a.kind = 'feedback' and ${counts(id)}
          order by a.create_time_ms, a.position) said
        group by name order by name`),
    ]);
    if (known.length === 0) throw runNotFound(runId);
    const rows = traces.slice(0, maxRows);
    const places = new Map(rows.map(({ trace_id }, index) => [trace_id, index]));
    return {
      traceIds: rows.map(({ trace_id }) => trace_id.replaceAll("-", "")),
      inputsHashes: rows.map(({ input_preview, inputs }) => hashOf(input_preview ?? "", inputs ?? "")),
      failed: rows.flatMap(({ failed }, index) => (failed ? [index] : [])),
      durationsMs: rows.map(({ duration_ms }) => duration_ms ?? -1),
      tokens: rows.map(({ tokens }) => tokens ?? -1),
      costsUsd: rows.map(({ cost_usd }) => cost_usd ?? -1),
      scores: said.map((column) => scoreColumn(column, places)),
      truncated: traces.length > maxRows,
    };
  }

  /** Those of the traces (32 hex digits) that belong to the run, in this order. */
  async rows(runId: string, traceIds: readonly string[]): Promise<EvaluationRow[]> {
    const id = storableText(runId);
    const asked = sql`unnest(${[...traceIds]}::uuid[]) with ordinality as asked (trace_id, place)`;
    const [traces, said] = await Promise.all([
      this.#db.query<TextColumns>(sql`
        select t.trace_id, t.root_span_id, t.input_preview, t.output_preview
        from ${asked} join traces t using (trace_id) where ${isOfRun(id)} order by asked.place`),
      this.#db.query<ScoreColumns>(sql`
        select a.trace_id, a.name, a.kind, a.value::text as value, a.rationale, a.error, a.source_type, a.source_id
        from ${asked} join assessments a using (trace_id)
        where a.kind in ('feedback', 'expectation') and ${counts(id)}
        order by a.name, a.create_time_ms, a.position`),
    ]);
    const byTrace = Map.groupBy(said, ({ trace_id }) => trace_id);
    return traces.map(({ trace_id, root_span_id, input_preview, output_preview }) => {
      const own = byTrace.get(trace_id) ?? [];
      return {
        traceId: trace_id.replaceAll("-", ""),
        rootSpanId: root_span_id === null ? null : spanIdHex(root_span_id),
        inputPreview: input_preview,
        outputPreview: output_preview,
        expectations: expectationsOf(own),
        scores: scoresOf(own),
      };
    });
  }
}

function named(text: string): Sql {
  const pattern = containing(text);
  return sql`(r.name ilike ${pattern} or exists (
    select from run_datasets u join datasets d using (dataset_id) where u.run_id = r.run_id and d.name ilike ${pattern}))`;
}

/** Made in the run or linked to it. Traces in which scorers did their work are no rows. */
function isOfRun(runId: string | Sql): Sql {
  return sql`t.trace_id in (
      select m.trace_id from traces m where m.run_id = ${runId} union select trace_id from trace_runs where run_id = ${runId})
    and not t.tags ? 'mlflow.trace.sourceScorer'`;
}

/** What the run itself said, and what was said outside of any: not what another evaluation said of the same trace. */
function counts(runId: string): Sql {
  return sql`a.valid and (a.run_id = ${runId} or a.run_id is null)`;
}

/** Of several that say something under one name the last one counts. */
function scoreColumn({ name, trace_ids, values, failed, others }: SaidColumns, places: ReadonlyMap<string, number>) {
  const last = new Map<number, number>();
  for (const [at, traceId] of trace_ids.entries()) {
    const place = places.get(traceId);
    if (place !== undefined) last.set(place, at);
  }
  const column: ScoreColumn = { name, values: [], errors: [], others: [] };
  for (let place = 0; place < places.size; place += 1) {
    const at = last.get(place) ?? -1;
    column.values.push(at < 0 || failed[at] ? "" : values[at]!);
    if (failed[at]) column.errors.push(place);
    if (others[at]) column.others.push(place);
  }
  return column;
}

function expectationsOf(said: readonly ScoreColumns[]): string {
  const last = new Map(said.filter(({ kind }) => kind === "expectation").map((each) => [each.name, each.value]));
  return `{${[...last].map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(", ")}}`;
}

function scoresOf(said: readonly ScoreColumns[]): Score[] {
  const last = new Map(said.filter(({ kind }) => kind === "feedback").map((each) => [each.name, each]));
  return [...last.values()].map(({ name, value, rationale, error, source_type, source_id }) => ({
    name,
    value: error === null ? value : undefined,
    rationale,
    error: error === null ? undefined : error.error_message || error.error_code || "failed",
    sourceType: source_type,
    sourceId: source_id,
  }));
}

/**
 * Of inputs that are whole the hash that a record of a dataset has for them, in whatever order their keys come; of those
 * that were cut, or are no object, the hash of the text.
 */
function hashOf(preview: string, inputs: string): string {
  for (const text of [inputs, preview]) {
    const parsed = objectIn(text);
    if (parsed !== undefined) return inputsHash(parsed).slice(0, 16);
  }
  return createHash("sha256").update(`${preview}\0${inputs}`).digest("hex").slice(0, 16);
}

function objectIn(text: string) {
  if (!text.startsWith("{")) return undefined;
  try {
    const value = parseExact(text);
    return isExactObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

interface TraceColumns {
  readonly trace_id: string;
  readonly failed: boolean | null;
  readonly duration_ms: number | null;
  readonly tokens: number | null;
  readonly cost_usd: number | null;
  readonly input_preview: string | null;
  readonly inputs: string | null;
}

interface SaidColumns {
  readonly name: string;
  readonly trace_ids: string[];
  readonly values: string[];
  readonly failed: boolean[];
  readonly others: boolean[];
}

interface TextColumns {
  readonly trace_id: string;
  readonly root_span_id: bigint | null;
  readonly input_preview: string | null;
  readonly output_preview: string | null;
}

interface ScoreColumns {
  readonly trace_id: string;
  readonly name: string;
  readonly kind: "feedback" | "expectation";
  readonly value: string;
  readonly rationale: string | null;
  readonly error: { readonly error_code?: string; readonly error_message?: string } | null;
  readonly source_type: string;
  readonly source_id: string | null;
}
