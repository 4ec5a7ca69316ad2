/** The column map of spans: how each field that the view `spans` (alias `s`) has is compared. */
import { spanTypes } from "@spanloom/conventions";
import type { Comparison, Scalar } from "@spanloom/filter";
import { raw, type Sql, sql } from "../postgres/sql.ts";
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

/** Columns of the view `spans`, by the array of a chunk that each stands in; what is read out of it, where that is not the element. */
const unpacked: Readonly<Record<string, readonly [array: string, read?: string]>> = {
  span_id: ["span_ids"],
  name: ["names"],
  start_ns: ["start_ns"],
  end_ns: ["end_ns", "nullif(a.end_ns, 0)"],
  kind: ["traits", "(a.traits & 7)"],
  status: ["traits", "(a.traits >> 3 & 3)"],
  type: ["traits", "(a.traits >> 5 & 31)"],
  model: ["models"],
  provider: ["providers"],
  tool: ["tools"],
  agent: ["agents"],
  input_tokens: ["input_tokens"],
  output_tokens: ["output_tokens"],
  ttft_us: ["ttft_us"],
  cost_pico_usd: ["cost_pico_usd"],
};

/**
 * The spans (alias `s`) of the trace `t` that meet a condition: as the view `spans` has them, but only the arrays that
 * the condition names are unpacked, since all nineteen take several times as long.
 */
export function spansOfTrace(condition: Sql): Sql {
  const names = new Set(Array.from(condition.text.matchAll(/\bs\.([a-z_]+)/g), ([, name]) => name!));
  const arrays = new Set(["traits"]);
  const columns: string[] = [];
  for (const name of names) {
    if (name === "trace_id" || name === "chunk_id") {
      columns.push(`c.${name}`);
      continue;
    }
    const [array, read] = unpacked[name] ?? [];
    if (array === undefined) throw new Error(`a condition names ${name}, which is not unpacked`);
    arrays.add(array);
    columns.push(`${read ?? `a.${array}`} as ${name}`);
  }
  const lists = [...arrays];
  return sql`select from (
    select ${raw(columns.join(", "))} from chunks c
    cross join lateral unnest(${raw(lists.map((list) => `c.${list}`).join(", "))}) as a (${raw(lists.join(", "))})
    where c.day = t.day and c.trace_id = t.trace_id and c.kind = 0 and a.traits >> 14 & 1 = 0) s where ${condition}`;
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
