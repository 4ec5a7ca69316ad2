import type { Operator } from "./ast.ts";
import { FilterError, type Place } from "./error.ts";
import { nearest } from "./nearest.ts";

/**
 * - `string`   text; quoted
 * - `choice`   one of a few texts (`values`), any case
 * - `number`   a number
 * - `integer`  a whole number
 * - `duration` milliseconds; units ns us ms s m h d
 * - `money`    US dollars; $ allowed
 * - `time`     milliseconds since 1970; a quoted ISO 8601 time is read as that
 * - `any`      text, number, true or false: an attribute
 * - `content`  what spans carry as input and output; only searched, never equal
 */
export type FieldType = "string" | "choice" | "number" | "integer" | "duration" | "money" | "time" | "any" | "content";

export interface Field {
  /** With its entity: `duration`, `tags`, `span.attributes`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly type: FieldType;
  /** Holds many values, each under a key: `tags.env`. */
  readonly keyed?: boolean;
  /** A condition on one span of the trace. */
  readonly ofSpan?: boolean;
  /** What a choice may be, or the values to propose of a string. */
  readonly values?: readonly string[];
  readonly sortable?: boolean;
  /** Where its type's operators are not all allowed. None at all: it is only there to order by. */
  readonly operators?: readonly Operator[];
  /** What messages about its values call it, where that is not its name. */
  readonly called?: string;
  /** In a strict set: a text may also stand without quotes, a number with them. */
  readonly lax?: boolean;
  /** What is wrong with a text as its value, if anything. */
  readonly flaw?: (text: string) => string | undefined;
  /** Why a field that the language knows cannot be searched (yet). */
  readonly unavailable?: string;
  /** One phrase for the reference. */
  readonly about: string;
}

export interface FieldSet {
  readonly resource: string;
  /** Words that may stand before a name with a dot and change nothing: `attributes.status`. */
  readonly prefixes: readonly string[];
  readonly fields: readonly Field[];
  /**
   * Values as MLflow's tracking search takes them: texts in quotes, with their case; numbers without quotes and units.
   * A text alone is no condition, and a name may stand in double quotes.
   */
  readonly strict?: boolean;
  /** Ordering by a field a second time is no mistake; it changes nothing. */
  readonly mayRepeatOrder?: boolean;
}

export interface ResolvedField {
  readonly field: Field;
  readonly key?: string;
  readonly strict?: boolean;
}

/** A name as written: `tags.env` is all text; in ``tags.`a b` `` the part in quotes is the key. */
export interface FieldPath extends Place {
  readonly text: string;
  readonly quotedKey?: string;
}

const allOperators = ["=", "!=", "IN", "NOT IN", "LIKE", "ILIKE", "RLIKE", "IS NULL", "IS NOT NULL"] as const;
const numeric = ["=", "!=", "<", "<=", ">", ">=", "IN", "NOT IN", "IS NULL", "IS NOT NULL"] as const;
const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  string: allOperators,
  choice: allOperators,
  number: numeric,
  integer: numeric,
  duration: numeric,
  money: numeric,
  time: numeric,
  any: ["=", "!=", "<", "<=", ">", ">=", "IN", "NOT IN", "LIKE", "ILIKE", "RLIKE", "IS NULL", "IS NOT NULL"],
  content: ["LIKE", "ILIKE"],
};

export function operatorsFor(field: Field): readonly Operator[] {
  return field.operators ?? operatorsOf[field.type];
}

/** The same without the fields that are only there to order by. */
export function comparable(fields: FieldSet): FieldSet {
  return { ...fields, fields: fields.fields.filter((field) => operatorsFor(field).length > 0) };
}

/** The field a name means, or nothing. Inside `span(…)` a name may leave out `span.`, and must be a field of spans. */
export function findField(fields: FieldSet, path: FieldPath, insideSpan: boolean): ResolvedField | undefined {
  if (insideSpan) {
    const own = lookUp(fields, { ...path, text: `span.${path.text}` }) ?? lookUp(fields, path);
    return own?.field.ofSpan ? own : undefined;
  }
  return lookUp(fields, path) ?? withoutPrefix(fields, path);
}

/** Like `findField`, and throws a `FilterError` that says which names there are. */
export function resolveField(fields: FieldSet, path: FieldPath, insideSpan: boolean): ResolvedField {
  const found = findField(fields, path, insideSpan);
  if (found === undefined) throw new FilterError(unknownField(fields, path, insideSpan), path);
  if (found.field.unavailable !== undefined) throw new FilterError(found.field.unavailable, path);
  return found;
}

function lookUp({ fields, strict }: FieldSet, { text, quotedKey }: FieldPath): ResolvedField | undefined {
  const name = text.toLowerCase();
  let best: { field: Field; length: number } | undefined;
  for (const field of fields) {
    for (const candidate of [field.name, ...(field.aliases ?? [])]) {
      if (field.keyed) {
        const isPrefix = quotedKey === undefined ? name.startsWith(`${candidate}.`) : name === `${candidate}.`;
        const hasKey = quotedKey !== undefined ? quotedKey !== "" : name.length > candidate.length + 1;
        if (isPrefix && hasKey && candidate.length > (best?.length ?? -1)) best = { field, length: candidate.length };
      } else if (name + (quotedKey?.toLowerCase() ?? "") === candidate) return { field, strict };
    }
  }
  return best && { field: best.field, key: quotedKey ?? text.slice(best.length + 1), strict };
}

function withoutPrefix(fields: FieldSet, path: FieldPath): ResolvedField | undefined {
  const name = path.text.toLowerCase();
  for (const prefix of fields.prefixes) {
    if (!name.startsWith(`${prefix}.`)) continue;
    const found = lookUp(fields, { ...path, text: path.text.slice(prefix.length + 1) });
    if (found !== undefined && !found.field.keyed && !found.field.ofSpan) return found;
  }
  return undefined;
}

function unknownField(fields: FieldSet, path: FieldPath, insideSpan: boolean): string {
  const written = path.text + (path.quotedKey ?? "");
  const served = fields.fields.filter((field) => field.unavailable === undefined && (!insideSpan || field.ofSpan));
  const names = served.map((field) => (field.keyed ? `${field.name}.<key>` : field.name));
  const spellings = served.flatMap((field) => (field.keyed ? [] : [field.name, ...(field.aliases ?? [])]));
  if (insideSpan) {
    return `'${written}' is no field of a span.${proposal(written, spellings)} Inside span(…) stand only ${list(names)}.`;
  }
  const dot = written.indexOf(".");
  const entity = dot < 0 ? "" : written.slice(0, dot).toLowerCase();
  const entities = [...new Set(served.flatMap((field) => [field.name, ...(field.aliases ?? [])].flatMap(entityOf)))];
  const isEntity = entities.includes(entity);
  if (dot > 0 && !isEntity && !fields.prefixes.includes(entity)) {
    const all = [...new Set([...fields.prefixes, ...entities])];
    const meant = nearest(entity, all);
    const hint = meant === undefined ? "" : ` Did you mean '${meant}${written.slice(dot)}'?`;
    return `Invalid entity type '${entity}'.${hint} Valid values are [${all.map((name) => `'${name}'`).join(", ")}].`;
  }
  const key = fields.prefixes.includes(entity) && !isEntity ? written.slice(dot + 1) : written;
  const valid = isEntity ? names.filter((name) => name.startsWith(`${entity}.`)) : names;
  return `Invalid attribute key '${key}' specified.${proposal(key, spellings)} Valid keys are ${list(valid.length > 0 ? valid : names)}.`;
}

function entityOf(name: string): string[] {
  return [name.split(".")[0]!];
}

function proposal(written: string, names: readonly string[]): string {
  const meant = nearest(written, names);
  return meant === undefined ? "" : ` Did you mean '${meant}'?`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
