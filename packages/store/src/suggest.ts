import type { Pool } from "./postgres/db.ts";
import { raw, type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/**
 * Keys and values that occur, for completion. They are taken from the newest traces only, so that an answer takes
 * milliseconds however much is stored.
 */
export class Suggest {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Values of a field as the search language names it, most frequent first. None for a field that has no such list. */
  async values(experimentIds: readonly string[], field: string, prefix: string): Promise<readonly string[]> {
    const source = sourceOf(storableText(field));
    if (source === undefined) return [];
    const rows = await this.#db.query<{ value: string }>(sql`
      with recent as ${recentTraces(experimentIds)}, found as (${source})
      select value from found where value is not null and value <> '' and starts_with(lower(value), lower(${storableText(prefix)}))
      group by value order by count(*) desc, value limit ${maxValues}`);
    return rows.map((row) => row.value.slice(0, maxValueLength));
  }

  async keys(experimentIds: readonly string[]) {
    const [row] = await this.#db.query<{ span: string[]; resource: string[]; tags: string[]; metadata: string[] }>(sql`
      with recent as ${recentTraces(experimentIds)},
      docs as materialized (${recentDocs})
      select
        array(select distinct key from docs, jsonb_object_keys(doc) key where key !~ '^[$]' order by 1 limit ${maxKeys}) as span,
        array(select distinct key from sources, jsonb_object_keys(resource) key
          where source_id in (select (doc->>'$source')::bigint from docs) order by 1 limit ${maxKeys}) as resource,
        array(select distinct key from recent, jsonb_object_keys(tags) key order by 1 limit ${maxKeys}) as tags,
        array(select distinct key from recent, jsonb_object_keys(metadata) key order by 1 limit ${maxKeys}) as metadata`);
    return {
      spanAttributes: row?.span ?? [],
      resourceAttributes: row?.resource ?? [],
      tags: row?.tags ?? [],
      metadata: row?.metadata ?? [],
    };
  }
}

const maxTraces = 500;
const maxSpans = 5000;
const maxValues = 50;
const maxValueLength = 256;
const maxKeys = 500;

function recentTraces(experimentIds: readonly string[]): Sql {
  const where = experimentIds.length === 0 ? sql`` : sql`where experiment_id = any(${[...experimentIds]}::bigint[])`;
  return sql`materialized (select * from traces ${where} order by start_ns desc limit ${maxTraces})`;
}

const recentDocs = sql`select s.doc from recent r, lateral (
  select doc from spans where day = r.day and trace_id = r.trace_id limit 100) s limit ${maxSpans}`;

/** The statement that gives one row a value, for a field such as `span.name`, `tags.env` or `resource.service.name`. */
function sourceOf(field: string): Sql | undefined {
  const column = traceColumns[field.replace(/^(?:trace|attributes?)\./, "")];
  if (column !== undefined) return sql`select ${raw(column)} as value from recent`;
  const [, scope, quoted] = /^(tags?|metadata|request_metadata|span\.attributes?|span|resource(?:\.attributes?)?)\.(.+)$/s.exec(field) ?? [];
  if (scope === undefined || quoted === undefined) return undefined;
  const key = quoted.replace(/^[`"](.*)[`"]$/s, "$1");
  if (scope.startsWith("tag")) return sql`select tags->>${key}::text as value from recent`;
  if (scope.endsWith("metadata")) return sql`select metadata->>${key}::text as value from recent`;
  if (scope.startsWith("resource")) {
    return sql`select resource->>${key}::text as value from sources
      where source_id in (select (doc->>'$source')::bigint from (${recentDocs}) d)`;
  }
  const docKey = scope === "span" ? spanFields[key] : key;
  return docKey === undefined ? undefined : sql`select doc->>${docKey}::text as value from (${recentDocs}) d`;
}

const traceColumns: Readonly<Record<string, string>> = {
  name: "name",
  session: "session",
  user: "end_user",
  run_id: "run_id",
  model_id: "model_id",
  model: "unnest(models)",
};

const spanFields: Readonly<Record<string, string>> = {
  name: "$name",
  type: "$type",
  status: "$status",
  kind: "$kind",
  model: "$model",
  provider: "$provider",
  tool: "$tool",
  agent: "$agent",
};
