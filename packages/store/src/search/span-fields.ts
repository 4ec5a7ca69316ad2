/** The column map of spans: how each field of spans is stored. The table's alias is `s`; `doc` has what ingest/search-doc.ts writes. */
import type { Comparison, Scalar } from "@spanloom/filter";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { compareDuration, compareJson, compareNumber, compareText, jsonForms, never } from "./comparisons.ts";

/** Longer texts are not in `doc`. */
export const maxDocLength = 256;

/** Fields whose values stand in `doc` under a name of ours. */
const docNames: Readonly<Record<string, string>> = {
  "span.name": "$name",
  "span.type": "$type",
  "span.status": "$status",
  "span.kind": "$kind",
  "span.model": "$model",
  "span.provider": "$provider",
  "span.tool": "$tool",
  "span.agent": "$agent",
};

const tokens = raw(`(case when s.input_tokens is null and s.output_tokens is null then null
  else coalesce(s.input_tokens, 0)::bigint + coalesce(s.output_tokens, 0) end)`);

const columns: Readonly<Record<string, (comparison: Comparison) => Sql>> = {
  "span.duration": (comparison) => compareDuration(raw("(s.end_ns - s.start_ns)"), comparison),
  "span.ttft": (comparison) => compareNumber(raw("(s.ttft_us / 1e3)"), comparison),
  "span.tokens": (comparison) => compareNumber(tokens, comparison),
  "span.cost": (comparison) => compareNumber(raw("(s.cost_pico_usd / 1e12)"), comparison),
};

/** Whether the field is one of the resource or scope, which spans point to by `$source`. */
export function isOfSource({ field }: Comparison): boolean {
  return field.startsWith("resource.") || field.startsWith("scope.");
}

/**
 * The condition on a row of `spans` that a comparison means. `long` stands for the comparison with an attribute whose
 * value is too long for `doc`: what it is depends on whether chunks have been read (see compile.ts).
 */
export function spanCondition(comparison: Comparison, long: Sql): Sql {
  const column = columns[comparison.field];
  if (column !== undefined) return column(comparison);
  if (comparison.field === "span.attributes") return attributeCondition(comparison, long);
  const name = docNames[comparison.field];
  if (name === undefined) throw new Error(`spans have no column for the field ${comparison.field}`);
  const { operator, value } = comparison;
  if (name === "$name") {
    const is = compareText(raw("s.name"), comparison);
    return operator === "=" ? sql`(s.doc @> ${JSON.stringify({ $name: shortened(value) })}::jsonb and ${is})` : is;
  }
  if (operator === "=") return sql`s.doc @> ${JSON.stringify({ [name]: shortened(value) })}::jsonb`;
  return compareText(sql`(s.doc ->> ${name}::text)`, comparison);
}

/** Whether the comparison can only be decided for a long value by reading it. */
export function needsLongValue({ operator, value }: Comparison): boolean {
  if (operator === "LIKE" || operator === "ILIKE" || operator === "RLIKE") return true;
  return (Array.isArray(value) ? value : [value]).some(isLong) && /^(=|!=|IN|NOT IN)$/.test(operator);
}

/** The condition on a row of `sources` (alias `r`) that a comparison of resource or scope means. */
export function sourceCondition(comparison: Comparison): Sql {
  const { field, key = "" } = comparison;
  if (field === "scope.name") return compareText(sql`nullif(r.scope ->> 'name', '')`, comparison);
  if (field === "scope.version") return compareText(sql`nullif(r.scope ->> 'version', '')`, comparison);
  const attributes = field === "resource.attributes" ? raw("r.resource") : raw("(r.scope -> 'attributes')");
  return compareJson(sql`(${attributes} -> ${key}::text)`, comparison);
}

/**
 * The documents one of which `doc` contains when the comparison holds, for the GIN index; nothing where the index does
 * not help.
 */
export function documentsOf(comparison: Comparison): Record<string, unknown>[] | undefined {
  const { field, key = "", operator, value } = comparison;
  if (operator !== "=" && operator !== "IN") return undefined;
  const values = (Array.isArray(value) ? value : [value]) as Scalar[];
  const name = docNames[field];
  if (name !== undefined) return values.map((one) => ({ [name]: shortened(one) }));
  if (field !== "span.attributes" || values.some(isLong)) return undefined;
  return values.flatMap((one) => jsonForms(one).map((form) => ({ [docKey(key)]: JSON.parse(form) as unknown })));
}

/** The name in `doc` of a field that stands there under a name of ours. */
export function docName(field: string): string | undefined {
  return docNames[field];
}

/** An attribute whose own name starts with `$` is stored under a second one. */
export function docKey(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

function attributeCondition(comparison: Comparison, long: Sql): Sql {
  const { key = "", operator, value } = comparison;
  const isShort = sql`jsonb_exists(s.doc, ${docKey(key)}::text)`;
  const isLongHere = sql`coalesce(jsonb_exists(s.doc -> '$long', ${key}::text), false)`;
  const stored = sql`(s.doc -> ${docKey(key)}::text)`;
  switch (operator) {
    case "IS NOT NULL":
      return sql`(${isShort} or ${isLongHere})`;
    case "IS NULL":
      return sql`not (${isShort} or ${isLongHere})`;
    case "=":
    case "IN": {
      const documents = documentsOf(comparison);
      if (documents === undefined) {
        const short = operator === "IN" ? compareJson(stored, comparison) : never;
        return sql`(${short} or ${isLongHere} and ${long})`;
      }
      return sql`s.doc @> any(${documents.map((document) => JSON.stringify(document))}::jsonb[])`;
    }
    case "!=":
    case "NOT IN": {
      const isOther = needsLongValue(comparison) ? sql`${isLongHere} and ${long}` : isLongHere;
      return sql`(${compareJson(stored, { ...comparison, value })} or ${isOther})`;
    }
    case "LIKE":
    case "ILIKE":
    case "RLIKE":
      return sql`(${compareJson(stored, comparison)} or ${isLongHere} and ${long})`;
    default:
      return compareJson(stored, comparison);
  }
}

function isLong(value: unknown): boolean {
  return typeof value === "string" && value.length > maxDocLength;
}

function shortened(value: unknown): string {
  return String(value).slice(0, maxDocLength).toWellFormed();
}
