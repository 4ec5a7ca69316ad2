/** From the AST of a search over plain tables to SQL; each resource says what its comparisons are. */
import type { Comparison, FilterAst } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { compareText } from "./comparisons.ts";

/** A comparison that has no answer, because the value is missing, does not hold; nor does it where it is negated inside. */
export function compileFilter(ast: FilterAst | null, compare: (comparison: Comparison) => Sql): Sql {
  if (ast === null) return sql`true`;
  switch (ast.kind) {
    case "and":
    case "or":
      return sql`(${join(
        ast.parts.map((part) => compileFilter(part, compare)),
        ` ${ast.kind} `,
      )})`;
    case "not":
      return sql`not coalesce(${compileFilter(ast.part, compare)}, false)`;
    case "comparison":
      return compare(ast);
    default:
      throw new Error(`a ${ast.kind} in a search over plain tables`);
  }
}

/** A table of keys and values beside the one that is searched. */
export interface KeyedTable {
  readonly table: string;
  /** How its rows belong to the row searched: `e.run_id = r.run_id`. */
  readonly link: string;
  readonly key?: string;
  readonly value?: string;
}

/** Some row of the table, under the alias `e`, that has the key, meets the condition. */
export function existsKeyed({ table, link, key = "key" }: KeyedTable, name: string, condition: Sql): Sql {
  return sql`exists (select from ${raw(table)} e where ${raw(link)} and e.${raw(key)} = ${name}::text and ${condition})`;
}

/** A text by key in a table of its own. */
export function compareKeyedText(keyed: KeyedTable, comparison: Comparison): Sql {
  const { key = "", operator } = comparison;
  if (operator === "IS NOT NULL") return existsKeyed(keyed, key, sql`true`);
  if (operator === "IS NULL") return sql`not ${existsKeyed(keyed, key, sql`true`)}`;
  return existsKeyed(keyed, key, compareText(raw(`e.${keyed.value ?? "value"}`), comparison));
}

/** A text by key in a column of jsonb. */
export function compareJsonText(column: string, comparison: Comparison): Sql {
  const { key = "", operator, value } = comparison;
  if (operator === "=") return sql`${raw(column)} @> ${JSON.stringify({ [key]: value })}::jsonb`;
  return compareText(sql`(${raw(column)} ->> ${key}::text)`, comparison);
}
