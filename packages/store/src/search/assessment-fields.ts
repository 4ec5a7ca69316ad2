/** Conditions on what was said of a trace (alias `t`), as the indexes on `assessments` (alias `a`) answer them. */
import type { Comparison, Scalar } from "@spanloom/filter";
import { parseJson } from "@spanloom/wire";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { compareText } from "./comparisons.ts";
import { isNumber } from "./tokens.ts";

const kinds: Readonly<Record<string, Sql>> = {
  feedback: sql`a.kind = 'feedback'`,
  expectation: sql`a.kind = 'expectation'`,
  assessment: sql`a.kind in ('feedback', 'expectation')`,
};

export function isOfAssessments({ field }: Comparison): boolean {
  return field === "issue.id" || kinds[field] !== undefined;
}

/** A valid assessment of the trace, or one of its session, says so. `offset 0` keeps the planner from joining them all. */
export function compareAssessments(comparison: Comparison): Sql {
  const { operator } = comparison;
  const matching = conditionOf({ ...comparison, operator: operator === "IS NULL" ? "IS NOT NULL" : operator });
  const said = sql`(exists (select from assessments a where a.trace_id = t.trace_id and ${matching} offset 0)
    or (t.experiment_id, t.session) in (${sessionsOf(matching)}))`;
  return operator === "IS NULL" ? sql`not coalesce(${said}, false)` : said;
}

/** The traces that the indexes name, unless those are too many: then any traces that are as many. */
export function assessmentSeed(comparison: Comparison): Sql | undefined {
  if (!isOfAssessments(comparison) || comparison.operator === "IS NULL") return undefined;
  const matching = conditionOf(comparison);
  const many = raw(String(maxSeeded + 1));
  return sql`t.trace_id = any((
    select case when count(*) > ${raw(String(maxSeeded))}
      then (select array_agg(any_trace.trace_id) from (select trace_id from traces limit ${many}) any_trace)
      else array_agg(m.trace_id) end
    from (
      (select a.trace_id from assessments a where ${matching} limit ${many})
      union all
      (select of_session.trace_id from traces of_session
       where (of_session.experiment_id, of_session.session) in (${sessionsOf(matching)}) limit ${many})
    ) m)::uuid[])`;
}

/** No less than the finder takes from an index. */
const maxSeeded = 50_000;

function sessionsOf(matching: Sql): Sql {
  return sql`select s.experiment_id, s.session from assessments a join traces s on s.trace_id = a.trace_id
    where a.is_of_session and ${matching} and s.session is not null`;
}

function conditionOf(comparison: Comparison): Sql {
  const { field, key = "", value } = comparison;
  if (field === "issue.id") return sql`(a.kind = 'issue' and a.name = ${String(value)}::text)`;
  return sql`(a.name = ${key}::text and ${kinds[field]!} and a.valid and ${saysSo(comparison)})`;
}

/** As the index has it. */
const text = raw("coalesce(a.value #>> '{}', 'null')");
const isNumeric = raw("json_typeof(a.value) = 'number'");

function saysSo(comparison: Comparison): Sql {
  const { operator, value } = comparison;
  switch (operator) {
    case "IS NOT NULL":
      return sql`true`;
    case "=":
      return equals(value as Scalar);
    case "!=":
      return sql`not coalesce(${equals(value as Scalar)}, false)`;
    case "IN":
      return sql`(${join((value as readonly Scalar[]).map(equals), " or ")})`;
    case "NOT IN":
      return sql`not coalesce(${join((value as readonly Scalar[]).map(equals), " or ")}, false)`;
    case "LIKE":
    case "ILIKE":
    case "RLIKE":
      // MLflow compares the JSON, in which a text has its quotes; most people do not know that.
      return sql`(${compareText(text, comparison)} or ${compareText(raw("a.value::jsonb::text"), comparison)})`;
    default:
      return sql`(${isNumeric} and a.score ${raw(operator)} ${value}::float8)`;
  }
}

/** By the text that it is or its JSON; a number, written with or without quotes, by its amount. */
function equals(value: Scalar): Sql {
  const written = String(value);
  const alternatives = [
    ...(typeof value === "number"
      ? []
      : [sql`(left(${text}, 100) = left(${written}::text, 100) and ${text} = ${written}::text)`]),
    ...(isNumber(written) ? [sql`(${isNumeric} and a.score = ${Number(written)}::float8)`] : []),
    ...jsonIn(written).map((json) => sql`a.value::jsonb = ${json}::jsonb`),
  ];
  return sql`(${join(alternatives, " or ")})`;
}

/** The text where it is JSON of a text, a list or an object. */
function jsonIn(written: string): string[] {
  if (!/^\s*["[{]/.test(written) || written.length > maxJson) return [];
  try {
    parseJson(written);
    return written.includes("\\u0000") || /\\ud[89a-f]/i.test(written) ? [] : [written];
  } catch {
    return [];
  }
}

/** Longer JSON could nest deeper than Postgres reads. */
const maxJson = 5000;
