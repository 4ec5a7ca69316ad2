/** What occurs, for completion in the filter bar: read from a sample of the newest rows, so that it takes milliseconds. */
import { type Field, fields, resolveField } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { docKey, docName } from "./span-fields.ts";
import { keyedText, sortExpression } from "./trace-fields.ts";

const maxSuggestions = 50;
const sampledTraces = 2_000;
/** Spans are read of fewer traces, and of a large trace not all. */
const sampledTracesForSpans = 100;
const sampledSpansPerTrace = 20;
const sampledSources = 1_000;
/** Longer values are no help in a list. */
const maxValueLength = 200;

/**
 * Values of a field (with its key: `tags.env`, `span.attributes.gen_ai.request.model`) that begin with the prefix in any
 * case, the most frequent of the sample first. Throws `FilterError` for a field that there is not.
 */
export async function suggestValues(
  db: Db,
  experimentIds: readonly string[],
  field: string,
  prefix: string,
): Promise<readonly string[]> {
  const { field: found, key } = resolveField(fields.traces, { text: field, position: 0, end: field.length }, false);
  const known = found.values ?? [];
  if (found.type === "choice") return known.filter((value) => hasPrefix(value, prefix));
  const sample = sampleOf(found, key ?? "", experimentIds);
  if (sample === undefined || prefix.includes("\0")) return [];
  const rows = await db.query<{ value: string }>(sql`
    select value from (${sample}) sample
    where value <> '' and length(value) <= ${maxValueLength} and starts_with(lower(value), lower(${prefix}::text))
    group by value order by count(*) desc, value limit ${maxSuggestions}`);
  const values = rows.map(({ value }) => value);
  return [...values, ...known.filter((value) => hasPrefix(value, prefix) && !values.includes(value))];
}

export interface SuggestedKeys {
  readonly spanAttributes: readonly string[];
  readonly resourceAttributes: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: readonly string[];
}

/** Keys that occur in the sample, in alphabetical order. */
export async function suggestKeys(db: Db, experimentIds: readonly string[]): Promise<SuggestedKeys> {
  const keysOf = (column: Sql, from: Sql) => sql`array(
    select distinct key from (select ${column} as document ${from}) d, jsonb_object_keys(document) key order by key limit ${maxKeys})`;
  const [row] = await db.query<{
    doc: string[];
    long: string[];
    resource: string[];
    tags: string[];
    metadata: string[];
  }>(sql`
    select
      ${keysOf(raw("s.doc"), spansOf(experimentIds))} as doc,
      array(select distinct key from (select s.doc -> '$long' as list ${spansOf(experimentIds)}) d,
        jsonb_array_elements_text(list) key limit ${maxKeys}) as long,
      ${keysOf(raw("r.resource"), newestSources)} as resource,
      ${keysOf(raw("t.tags"), tracesOf(experimentIds, sampledTraces))} as tags,
      ${keysOf(raw("t.metadata"), tracesOf(experimentIds, sampledTraces))} as metadata`);
  const { doc = [], long = [], resource = [], tags = [], metadata = [] } = row ?? {};
  const own = doc.flatMap((key) => (!key.startsWith("$") ? key : key.startsWith("$$") ? key.slice(1) : []));
  return { spanAttributes: [...new Set([...own, ...long])].sort(), resourceAttributes: resource, tags, metadata };
}

const maxKeys = 500;

function sampleOf(field: Field, key: string, experimentIds: readonly string[]): Sql | undefined {
  switch (field.name) {
    case "span.attributes":
      return sql`select s.doc ->> ${docKey(key)}::text as value ${spansOf(experimentIds)}`;
    case "resource.attributes":
      return sql`select r.resource ->> ${key}::text as value ${newestSources}`;
    case "scope.attributes":
      return sql`select r.scope -> 'attributes' ->> ${key}::text as value ${newestSources}`;
    case "scope.name":
    case "scope.version":
      return sql`select r.scope ->> ${field.name.slice("scope.".length)}::text as value ${newestSources}`;
    case "model":
      return sql`select m as value from (select t.models ${tracesOf(experimentIds, sampledTraces)}) t, unnest(t.models) m`;
    case "tags":
    case "metadata":
      return sql`select ${keyedText(field.name, key)} as value ${tracesOf(experimentIds, sampledTraces)}`;
  }
  const name = docName(field.name);
  if (name !== undefined) return sql`select s.doc ->> ${name}::text as value ${spansOf(experimentIds)}`;
  if (field.ofSpan || !field.sortable || field.type !== "string") return undefined;
  const { sql: expression } = sortExpression({ field: field.name, direction: "asc" }, 0);
  return sql`select (${expression})::text as value ${tracesOf(experimentIds, sampledTraces)}`;
}

const newestSources = sql`from (select * from sources order by first_seen desc limit ${sampledSources}) r`;

function tracesOf(experimentIds: readonly string[], limit: number): Sql {
  if (experimentIds.length === 0) return sql`from (select * from traces order by start_ns desc limit ${limit}) t`;
  return sql`from (
    select newest.* from unnest(${experimentIds}::bigint[]) as x (experiment_id)
    cross join lateral (
      select * from traces where traces.experiment_id = x.experiment_id order by start_ns desc limit ${limit}
    ) newest order by newest.start_ns desc limit ${limit}) t`;
}

function spansOf(experimentIds: readonly string[]): Sql {
  return sql`${tracesOf(experimentIds, sampledTracesForSpans)} cross join lateral (
    select * from spans where spans.day = t.day and spans.trace_id = t.trace_id limit ${sampledSpansPerTrace}
  ) s`;
}

function hasPrefix(value: string, prefix: string): boolean {
  return value.toLowerCase().startsWith(prefix.toLowerCase());
}
