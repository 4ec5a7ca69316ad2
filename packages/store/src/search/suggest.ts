/** What occurs, for completion in the filter bar: read from a sample of the newest rows, so that it takes milliseconds. */
import { type Field, fields, findField } from "@spanloom/filter";
import { contentsOf } from "../decompress.ts";
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { storableText } from "../storable-text.ts";
import { attributesOf, readChunkItems } from "./chunk-items.ts";
import { chunkOfSpans } from "./chunk-texts.ts";
import { spanText } from "./span-fields.ts";
import type { TokenOwner } from "./tokens.ts";
import { keyedText, sortExpression } from "./trace-fields.ts";

const maxSuggestions = 50;
const sampledTraces = 2_000;
/** Spans are read of fewer traces, and of a large trace not all. */
const sampledTracesForSpans = 100;
const sampledSpansPerTrace = 20;
/** Longer values are no help in a list. */
const maxValueLength = 200;

export interface SuggestedKeys {
  readonly spanAttributes: readonly string[];
  readonly resourceAttributes: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: readonly string[];
}

/** Keys and values that occur, for completion. */
export class Suggest {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Values of a field (with its key: `tags.env`, `span.attributes.gen_ai.request.model`) that begin with the prefix in any
   * case, the most frequent of the sample first. None for what is no field, or one without a list of values.
   */
  async values(experimentIds: readonly string[], field: string, prefix: string): Promise<readonly string[]> {
    const resolved = findField(fields.traces, pathOf(field), false);
    if (resolved === undefined) return [];
    const { field: found, key = "" } = resolved;
    if (found.type === "choice") return (found.values ?? []).filter((value) => hasPrefix(value, prefix));
    const owner = owners[found.name];
    if (owner !== undefined) return valuesInChunks(this.#db, experimentIds, owner, key || found.name, prefix);
    return valuesInRows(this.#db, sampleOf(found, storableText(key), experimentIds), prefix);
  }

  /** Keys that occur in the sample, in alphabetical order. */
  async keys(experimentIds: readonly string[]): Promise<SuggestedKeys> {
    const keysOf = (column: Sql) => sql`array(
      select distinct key from (select ${column} as document ${tracesOf(experimentIds, sampledTraces)}) d, jsonb_object_keys(document) key
      order by key limit ${maxKeys})`;
    const [row] = await this.#db.query<{ tags: string[]; metadata: string[] }>(
      sql`select ${keysOf(raw("t.tags"))} as tags, ${keysOf(raw("t.metadata"))} as metadata`,
    );
    const keys = { span: new Set<string>(), resource: new Set<string>() };
    for (const chunk of await sampledChunks(this.#db, experimentIds)) {
      for (const owner of ["span", "resource"] as const) {
        for (const [key] of attributesOf(chunk, owner)) if (keys[owner].size < maxKeys) keys[owner].add(key);
      }
    }
    return {
      spanAttributes: [...keys.span].sort(),
      resourceAttributes: [...keys.resource].sort(),
      tags: row?.tags ?? [],
      metadata: row?.metadata ?? [],
    };
  }
}

const maxKeys = 500;

/** Fields whose values stand in chunks alone. */
const owners: Readonly<Record<string, TokenOwner>> = {
  "span.attributes": "span",
  "resource.attributes": "resource",
  "scope.attributes": "scope",
  "scope.name": "scope",
  "scope.version": "scope",
};

async function valuesInChunks(
  db: Db,
  experimentIds: readonly string[],
  owner: TokenOwner,
  key: string,
  prefix: string,
): Promise<string[]> {
  const counts = new Map<string, number>();
  const keyBytes = Buffer.from(key);
  for (const chunk of await sampledChunks(db, experimentIds)) {
    for (const item of readChunkItems(chunk, chunkOfSpans, false)) {
      const sent = item.attribute(owner, keyBytes);
      if (sent === undefined || sent === null || typeof sent === "object") continue;
      const value = String(sent);
      if (value === "" || value.length > maxValueLength || !hasPrefix(value, prefix)) continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, maxSuggestions)
    .map(([value]) => value);
}

async function valuesInRows(db: Db, sample: Sql | undefined, prefix: string): Promise<string[]> {
  if (sample === undefined) return [];
  const rows = await db.query<{ value: string }>(sql`
    select value from (${sample}) sample
    where value <> '' and length(value) <= ${maxValueLength} and starts_with(lower(value), lower(${storableText(prefix)}::text))
    group by value order by count(*) desc, value limit ${maxSuggestions}`);
  return rows.map(({ value }) => value);
}

function sampleOf(field: Field, key: string, experimentIds: readonly string[]): Sql | undefined {
  switch (field.name) {
    case "model":
      return sql`select m as value from (select t.models ${tracesOf(experimentIds, sampledTraces)}) t, unnest(t.models) m`;
    case "tags":
    case "metadata":
      return sql`select ${keyedText(field.name, key)} as value ${tracesOf(experimentIds, sampledTraces)}`;
  }
  const text = spanText(field.name);
  if (text !== undefined) return sql`select ${text} as value ${spansOf(experimentIds)}`;
  if (field.ofSpan || !field.sortable || field.type !== "string") return undefined;
  const { sql: expression } = sortExpression({ field: field.name, direction: "asc" }, 0);
  return sql`select (${expression})::text as value ${tracesOf(experimentIds, sampledTraces)}`;
}

/** The content of some chunks of the newest traces, no large ones. */
async function sampledChunks(db: Db, experimentIds: readonly string[]): Promise<Buffer[]> {
  const rows = await db.query<{ data: Buffer; head_bytes: number | null }>(sql`
    select c.data, c.head_bytes ${tracesOf(experimentIds, sampledTracesForSpans)} cross join lateral (
      select data, head_bytes from chunks where chunks.day = t.day and chunks.trace_id = t.trace_id and kind = 0 and raw_bytes <= ${maxSampledBytes} limit 1
    ) c`);
  return contentsOf(rows.map(({ data, head_bytes }) => ({ data, headBytes: head_bytes })));
}

const maxSampledBytes = 1 << 18;

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

/** A name as people write it, its key perhaps in quotes. */
function pathOf(text: string): { text: string; quotedKey?: string; position: number; end: number } {
  const [, entity, key] = /^([a-z_.]+\.)[`"](.*)[`"]$/is.exec(text) ?? [];
  return { text: entity ?? text, ...(key === undefined ? {} : { quotedKey: key }), position: 0, end: text.length };
}

function hasPrefix(value: string, prefix: string): boolean {
  return value.toLowerCase().startsWith(prefix.toLowerCase());
}
