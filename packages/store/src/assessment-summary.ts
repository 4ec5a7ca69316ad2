import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

/** What was said of traces under one name. */
export interface AssessmentSummary {
  readonly name: string;
  readonly kind: "feedback" | "expectation";
  readonly count: number;
  readonly traceCount: number;
  /** Times that the scorer failed. */
  readonly errorCount: number;
  /** Values that are a number; true and 'yes' count as 1, false and 'no' as 0. */
  readonly scoreCount: number;
  /** Values that are true, 'yes', false or 'no', and those of them that are true or 'yes'. */
  readonly passFailCount: number;
  readonly passCount: number;
  /** Of the scores; null where there are none. */
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** The most frequent first. */
  readonly sources: readonly { readonly sourceType: string; readonly count: number }[];
  readonly lastTimeMs: number;
}

const maxTraces = 50_000;
const maxNames = 500;

/**
 * What the traces of some experiments were said to be, by kind and name; what was overridden is not counted. Looks at the
 * newest 50,000 traces, so that a page of an experiment with millions still opens.
 */
export async function assessmentSummary(
  db: Pool,
  experimentIds: readonly string[],
): Promise<{ readonly summaries: readonly AssessmentSummary[]; readonly isOfNewest: boolean }> {
  const newest = sql`select t.trace_id from traces t where t.experiment_id = any(${[...experimentIds]}::bigint[])
    order by t.start_ns desc limit ${maxTraces}`;
  const [[traces], rows] = await Promise.all([
    db.query<{ count: number }>(sql`select count(*)::int as count from (${newest}) newest`),
    db.query<Columns>(sql`
      with each as (
        select a.kind, a.name, a.source_type, count(*) as count, count(distinct a.trace_id) as traces,
          count(a.error) as errors, count(a.score) as scores, sum(a.score) as sum, min(a.score) as min, max(a.score) as max,
          count(a.score) filter (where json_typeof(a.value) <> 'number') as pass_fail,
          count(*) filter (where a.score = 1 and json_typeof(a.value) <> 'number') as passed,
          max(a.create_time_ms) as last_time_ms
        from (${newest}) newest join assessments a on a.trace_id = newest.trace_id
        where a.valid and a.kind in ('feedback', 'expectation')
        group by grouping sets ((a.kind, a.name, a.source_type), (a.kind, a.name))
      )
      select whole.kind, whole.name, whole.count::float8, whole.traces::float8, whole.errors::float8, whole.scores::float8,
        whole.sum / nullif(whole.scores, 0) as mean, whole.min, whole.max, whole.pass_fail::float8, whole.passed::float8,
        whole.last_time_ms::float8,
        (select json_agg(json_build_object('sourceType', part.source_type, 'count', part.count)
            order by part.count desc, part.source_type)
          from each part where part.kind = whole.kind and part.name = whole.name and part.source_type is not null) as sources
      from each whole where whole.source_type is null
      order by whole.kind desc, whole.name limit ${maxNames}`),
  ]);
  return { summaries: rows.map(summaryOf), isOfNewest: (traces?.count ?? 0) >= maxTraces };
}

interface Columns {
  readonly kind: "feedback" | "expectation";
  readonly name: string;
  readonly count: number;
  readonly traces: number;
  readonly errors: number;
  readonly scores: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly pass_fail: number;
  readonly passed: number;
  readonly last_time_ms: number;
  readonly sources: { sourceType: string; count: number }[];
}

function summaryOf(row: Columns): AssessmentSummary {
  return {
    name: row.name,
    kind: row.kind,
    count: row.count,
    traceCount: row.traces,
    errorCount: row.errors,
    scoreCount: row.scores,
    passFailCount: row.pass_fail,
    passCount: row.passed,
    mean: row.mean,
    min: row.min,
    max: row.max,
    sources: row.sources,
    lastTimeMs: row.last_time_ms,
  };
}
