import {
  ApiError,
  type Assessment,
  type AssessmentError,
  alreadyExists,
  type ExactJson,
  type Init,
  isRawNumber,
  type JsonValue,
  nanoToTimestamp,
  notFound,
  parseJson,
  timestampToNano,
  traceIdToMlflow,
  traceIdToUuid,
} from "@spanloom/wire";
import type { Changes } from "./changes.ts";
import type { Db, Pool } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { storableEntries, storableJson, storableText } from "./storable-text.ts";

export type AssessmentKind = "feedback" | "expectation" | "issue";

/** What an assessment says. */
export interface AssessmentValue {
  readonly kind: AssessmentKind;
  /** Any JSON. Of an issue: `{ issue_name }`. */
  readonly value: JsonValue | ExactJson;
  readonly error?: AssessmentError;
}

/** An assessment as a client sends it. `assessment.feedback`, `.expectation` and `.issue` are read in `said` only. */
export interface NewAssessment {
  readonly said: AssessmentValue;
  readonly assessment: Omit<Assessment, "feedback" | "expectation" | "issue">;
}

/** What is undefined stays as it is; metadata is merged. */
export interface AssessmentChange {
  readonly name?: string;
  readonly said?: AssessmentValue;
  readonly rationale?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What people, judges and code say of traces. Trace ids are 32 hex digits. */
export class Assessments {
  readonly #db: Pool;
  readonly #changes: Changes;

  /** What changes is told to open pages. */
  constructor(db: Pool, changes: Changes) {
    this.#db = db;
    this.#changes = changes;
  }

  /**
   * Stores an assessment under the id it has, or a new one. One that it overrides is no longer valid. Throws
   * RESOURCE_DOES_NOT_EXIST where the trace or what it overrides is missing, RESOURCE_ALREADY_EXISTS for an id in use.
   */
  async create(traceId: string, { said, assessment }: NewAssessment): Promise<Init<Assessment>> {
    const row = rowOf(said, assessment);
    const { overrides } = row;
    // The share of the trace's row is held against a deletion of the trace in between.
    const [made] = await this.#db.query<ChangedColumns>(sql`
      with trace as materialized (
        select trace_id from traces where trace_id = ${traceIdToUuid(traceId)}::uuid for key share
      ), overridden as (
        update assessments a set valid = false from trace
        where a.trace_id = trace.trace_id and a.assessment_id = ${overrides}::text returning a.assessment_id
      )
      insert into assessments as a (trace_id, ${insertedColumns})
      select trace.trace_id, ${insertedValues(row)} from trace
      where ${overrides}::text is null or exists (select from overridden)
      on conflict (trace_id, assessment_id) do nothing
      returning ${columns}, ${experimentOfTrace}`);
    if (made !== undefined) return this.#told(made);
    await this.#requireTrace(traceId);
    if (overrides !== null) await this.get(traceId, overrides);
    throw alreadyExists(
      `Trace '${traceIdToMlflow(traceId)}' already has an assessment with ID '${row.assessment_id}'.`,
    );
  }

  /** Stores assessments that came with a trace: one with a known id takes its place. */
  async put(traceId: string, all: readonly NewAssessment[]): Promise<void> {
    for (const { said, assessment } of all) {
      const row = rowOf(said, assessment);
      await this.#db.execute(sql`
        with overridden as (
          update assessments set valid = false
          where trace_id = ${traceIdToUuid(traceId)}::uuid and assessment_id = ${row.overrides}::text
            and assessment_id <> ${row.assessment_id}
        )
        insert into assessments as a (trace_id, ${insertedColumns})
        select trace_id, ${insertedValues(row)} from traces where trace_id = ${traceIdToUuid(traceId)}::uuid
        on conflict (trace_id, assessment_id) do update set name = excluded.name, kind = excluded.kind,
          value = excluded.value, score = excluded.score, error = excluded.error, source_type = excluded.source_type,
          source_id = excluded.source_id, rationale = excluded.rationale, metadata = excluded.metadata,
          span_id = excluded.span_id, overrides = excluded.overrides, create_time_ms = excluded.create_time_ms,
          update_time_ms = excluded.update_time_ms`);
    }
  }

  /** Throws RESOURCE_DOES_NOT_EXIST where the trace or the assessment is missing. */
  async get(traceId: string, assessmentId: string): Promise<Init<Assessment>> {
    const [row] = await this.#db.query<Columns>(sql`
      select ${columns} from assessments a
      where a.trace_id = ${traceIdToUuid(traceId)}::uuid and a.assessment_id = ${storableText(assessmentId)}`);
    if (row !== undefined) return assessmentOf(row);
    await this.#requireTrace(traceId);
    throw assessmentNotFound(traceId, assessmentId);
  }

  /** Throws as `get` does, and INVALID_PARAMETER_VALUE for a value of another kind. */
  async update(traceId: string, assessmentId: string, change: AssessmentChange): Promise<Init<Assessment>> {
    const { name, said, rationale, metadata } = change;
    const id = storableText(assessmentId);
    const isSaid = said !== undefined;
    const [row] = await this.#db.query<ChangedColumns>(sql`
      update assessments a set
        name = coalesce(${name === undefined ? null : storableText(name)}::text, a.name),
        value = case when ${isSaid}::boolean then ${isSaid ? storableJson(said.value) : null}::json else a.value end,
        score = case when ${isSaid}::boolean then ${isSaid ? scoreOf(said.value) : null}::float8 else a.score end,
        error = case when ${isSaid}::boolean then ${isSaid ? errorJson(said) : null}::jsonb else a.error end,
        rationale = coalesce(${rationale === undefined ? null : storableText(rationale)}::text, a.rationale),
        metadata = a.metadata || ${JSON.stringify(storableEntries(metadata ?? {}))}::jsonb,
        update_time_ms = ${Date.now()}::bigint
      where a.trace_id = ${traceIdToUuid(traceId)}::uuid and a.assessment_id = ${id}
        and a.kind = coalesce(${said?.kind ?? null}::text, a.kind)
      returning ${columns}, ${experimentOfTrace}`);
    if (row !== undefined) return this.#told(row);
    const { feedback, expectation } = await this.get(traceId, assessmentId);
    const is = feedback !== undefined ? "a Feedback" : expectation !== undefined ? "an Expectation" : "an Issue";
    throw new ApiError("INVALID_PARAMETER_VALUE", `Cannot update ${said?.kind ?? "the"} value on ${is} assessment.`);
  }

  /** Deletes the assessment where it exists; the one that it overrode is valid again. */
  async delete(traceId: string, assessmentId: string): Promise<void> {
    const [gone] = await this.#db.query<{ experiment_id: string | null }>(sql`
      with gone as (
        delete from assessments a
        where a.trace_id = ${traceIdToUuid(traceId)}::uuid and a.assessment_id = ${storableText(assessmentId)}
        returning a.trace_id, a.overrides, ${experimentOfTrace}
      ), restored as (
        update assessments a set valid = true from gone
        where a.trace_id = gone.trace_id and a.assessment_id = gone.overrides
      )
      select experiment_id from gone`);
    if (gone?.experiment_id) this.#changes.publish([{ traceId, experimentId: gone.experiment_id }]);
  }

  /** The assessments of each trace that has some, the oldest first. */
  async ofTraces(traceIds: readonly string[]): Promise<Map<string, Init<Assessment>[]>> {
    const found = new Map<string, Init<Assessment>[]>();
    if (traceIds.length === 0) return found;
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from assessments a where a.trace_id = any(${[...traceIds]}::uuid[])
      order by a.trace_id, a.create_time_ms, a.position`);
    for (const row of rows) {
      const traceId = row.trace_id.replaceAll("-", "");
      const list = found.get(traceId);
      if (list === undefined) found.set(traceId, [assessmentOf(row)]);
      else list.push(assessmentOf(row));
    }
    return found;
  }

  #told(row: ChangedColumns): Init<Assessment> {
    const { trace_id, experiment_id } = row;
    if (experiment_id !== null) {
      this.#changes.publish([{ traceId: trace_id.replaceAll("-", ""), experimentId: experiment_id }]);
    }
    return assessmentOf(row);
  }

  async #requireTrace(traceId: string): Promise<void> {
    const [trace] = await this.#db.query(sql`select from traces where trace_id = ${traceIdToUuid(traceId)}::uuid`);
    if (trace === undefined) throw notFound("Trace", traceIdToMlflow(traceId));
  }
}

/** Deletes what runs said of traces, when they are deleted. */
export async function deleteAssessmentsOfRuns(db: Db, runIds: readonly string[]): Promise<void> {
  await db.execute(sql`delete from assessments where run_id = any(${[...runIds]}::text[])`);
}

function assessmentNotFound(traceId: string, assessmentId: string): ApiError {
  return new ApiError(
    "RESOURCE_DOES_NOT_EXIST",
    `Assessment with ID '${assessmentId}' not found for trace '${traceIdToMlflow(traceId)}'`,
  );
}

const insertedColumns =
  raw(`assessment_id, name, kind, value, score, error, source_type, source_id, rationale, metadata,
  span_id, overrides, create_time_ms, update_time_ms`);

function insertedValues(row: ReturnType<typeof rowOf>) {
  return sql`${row.assessment_id}::text, ${row.name}::text, ${row.kind}::text, ${row.value}::json, ${row.score}::float8,
    ${row.error}::jsonb, ${row.source_type}::text, ${row.source_id}::text, ${row.rationale}::text, ${row.metadata}::jsonb,
    ${row.span_id}::text, ${row.overrides}::text, ${row.create_time_ms}::bigint, ${row.update_time_ms}::bigint`;
}

function rowOf(said: AssessmentValue, assessment: NewAssessment["assessment"]) {
  const now = Date.now();
  return {
    assessment_id: textOf(assessment.assessment_id) ?? `a-${crypto.randomUUID().replaceAll("-", "")}`,
    name: storableText(assessment.assessment_name ?? ""),
    kind: said.kind,
    value: storableJson(said.value),
    score: scoreOf(said.value),
    error: errorJson(said),
    source_type: assessment.source?.source_type ?? "SOURCE_TYPE_UNSPECIFIED",
    source_id: textOf(assessment.source?.source_id),
    rationale: said.kind === "expectation" ? null : textOf(assessment.rationale),
    metadata: JSON.stringify(storableEntries(assessment.metadata)),
    span_id: textOf(assessment.span_id),
    overrides: textOf(assessment.overrides),
    create_time_ms: msOf(assessment.create_time) ?? now,
    update_time_ms: msOf(assessment.last_update_time) ?? now,
  };
}

/** Empty counts as absent. */
const textOf = (text: string | undefined): string | null => (text ? storableText(text) : null);

function msOf(timestamp: string | undefined): bigint | undefined {
  const nano = timestamp === undefined ? undefined : timestampToNano(timestamp);
  return nano === undefined ? undefined : nano / 1_000_000n;
}

const errorJson = ({ error }: AssessmentValue): string | null => (error === undefined ? null : storableJson(error));

/** What charts add up. Numbers past those of a double have none. */
function scoreOf(value: AssessmentValue["value"]): number | null {
  if (isRawNumber(value)) return scoreOf(Number(value.rawJSON));
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number" || typeof value === "bigint") {
    return Number.isFinite(Number(value)) ? Number(value) : null;
  }
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return word === "yes" ? 1 : word === "no" ? 0 : null;
}

/** The value as text: it keeps digits that JavaScript's numbers lose. */
const columns =
  raw(`a.trace_id, a.assessment_id, a.name, a.kind, a.value::text as value, a.error, a.source_type, a.source_id,
  a.rationale, a.metadata, a.span_id, a.overrides, a.valid, a.create_time_ms, a.update_time_ms`);

interface Columns {
  readonly trace_id: string;
  readonly assessment_id: string;
  readonly name: string;
  readonly kind: AssessmentKind;
  readonly value: string;
  readonly error: AssessmentError | null;
  readonly source_type: NonNullable<NonNullable<Assessment["source"]>["source_type"]>;
  readonly source_id: string | null;
  readonly rationale: string | null;
  readonly metadata: Record<string, string>;
  readonly span_id: string | null;
  readonly overrides: string | null;
  readonly valid: boolean;
  readonly create_time_ms: bigint;
  readonly update_time_ms: bigint;
}

const experimentOfTrace = raw(
  "(select t.experiment_id::text from traces t where t.trace_id = a.trace_id) as experiment_id",
);

interface ChangedColumns extends Columns {
  readonly experiment_id: string | null;
}

function assessmentOf(row: Columns): Init<Assessment> {
  return {
    assessment_id: row.assessment_id,
    assessment_name: row.name,
    trace_id: traceIdToMlflow(row.trace_id.replaceAll("-", "")),
    span_id: row.span_id ?? undefined,
    source: { source_type: row.source_type, source_id: row.source_id ?? undefined },
    create_time: nanoToTimestamp(row.create_time_ms * 1_000_000n),
    last_update_time: nanoToTimestamp(row.update_time_ms * 1_000_000n),
    ...saidOf(row),
    rationale: row.rationale ?? undefined,
    metadata: row.metadata,
    overrides: row.overrides ?? undefined,
    valid: row.valid,
  };
}

/** Expectations that are lists or objects travel as text: protobuf's own values would make doubles of their integers. */
function saidOf({ kind, value: text, error }: Columns): Pick<Init<Assessment>, "feedback" | "expectation" | "issue"> {
  const value = parseJson(text);
  if (kind === "feedback") return { feedback: { value, error: error ?? undefined } };
  if (kind === "issue") return { issue: value as { issue_name?: string } };
  if (typeof value !== "object" || value === null) return { expectation: { value } };
  return { expectation: { serialized_value: { serialization_format: "JSON_FORMAT", value: text } } };
}
