/** The column map of spans: how each field that the view `spans` (alias `s`) has is compared. */
import { spanTypes } from "@spanloom/conventions";
import type { Comparison, Scalar } from "@spanloom/filter";
import { raw, type Sql } from "../postgres/sql.ts";
import { compareDuration, compareNumber, compareText } from "./comparisons.ts";
import { equalsToken, maxTokenText } from "./tokens.ts";

const allTokens = raw(`(case when s.input_tokens is null and s.output_tokens is null then null
  else coalesce(s.input_tokens, 0)::bigint + coalesce(s.output_tokens, 0) end)`);

const nameOf = (names: readonly string[], column: string) =>
  `(array[${names.map((name) => `'${name}'`).join(",")}])[${column} + 1]`;

/** Fields that are texts, as SQL. Each has a token of its value under its own name. */
const texts: Readonly<Record<string, string>> = {
  "span.name": "s.name",
  "span.type": nameOf(spanTypes, "s.type"),
  "span.status": nameOf(["UNSET", "OK", "ERROR"], "s.status"),
  "span.kind": nameOf(["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"], "s.kind"),
  "span.model": "s.model",
  "span.provider": "s.provider",
  "span.tool": "s.tool",
  "span.agent": "s.agent",
};

const numbers: Readonly<Record<string, (comparison: Comparison) => Sql>> = {
  "span.duration": (comparison) => compareDuration(raw("(s.end_ns - s.start_ns)"), comparison),
  "span.ttft": (comparison) => compareNumber(raw("(s.ttft_us / 1e3)"), comparison),
  "span.tokens": (comparison) => compareNumber(allTokens, comparison),
  "span.cost": (comparison) => compareNumber(raw("(s.cost_pico_usd / 1e12)"), comparison),
};

/** The condition on a row of `spans` that a comparison means. */
export function spanCondition(comparison: Comparison): Sql {
  const number = numbers[comparison.field];
  if (number !== undefined) return number(comparison);
  const text = texts[comparison.field];
  if (text === undefined) throw new Error(`spans have no column for the field ${comparison.field}`);
  return compareText(raw(text), comparison);
}

/** Tokens one of which a chunk has where the comparison holds for one of its spans; undefined: they cannot tell. */
export function spanTokens({ field, operator, value }: Comparison): readonly number[] | undefined {
  if (texts[field] === undefined || (operator !== "=" && operator !== "IN")) return undefined;
  const values = (Array.isArray(value) ? value : [value]) as readonly Scalar[];
  return values.map((one) => equalsToken("own", field.slice("span.".length), String(one).slice(0, maxTokenText)));
}

/** The SQL of a text field, for completion. */
export function spanText(field: string): Sql | undefined {
  const text = texts[field];
  return text === undefined ? undefined : raw(text);
}
