/** From the AST of a search over plain tables to SQL; each resource says what its comparisons are. */
import type { Comparison, FilterAst } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { compareText } from "./comparisons.ts";

/** The SQL of a comparison; `isProbed`: looked up for each row, where it is in a table of its own. */
type Compare = (comparison: Comparison, isProbed: boolean) => Sql;

/**
 * More tables than these take the planner longer to think of than any order of them saves (four seconds for twenty): what
 * is beyond them is looked up for each row.
 */
const maxJoins = 5;

/** A comparison that has no answer, because the value is missing, does not hold; nor does it where it is negated inside. */
export function compileFilter(ast: FilterAst, compare: Compare, joins = maxJoins): Sql {
  let compared = 0;
  const compile = (part: FilterAst): Sql => {
    switch (part.kind) {
      case "and":
      case "or":
        return sql`(${join(part.parts.map(compile), ` ${part.kind} `)})`;
      case "not":
        return sql`not coalesce(${compile(part.part)}, false)`;
      case "comparison":
        return compare(part, ++compared > joins);
      default:
        throw new Error(`a ${part.kind} in a search over plain tables`);
    }
  };
  return compile(ast);
}

/** A table of keys and values beside the one that is searched; its alias is `e`. */
export interface KeyedTable {
  readonly table: string;
  /** How its rows belong to the row searched: `e.run_id = r.run_id`. */
  readonly link: string;
  /** What an index on the values begins with. */
  readonly scope?: Sql;
  /** Longer texts are not in the index on the values. */
  readonly indexedLength?: number;
  /** Looked up for each row, never joined. */
  readonly isProbed?: boolean;
}

/** Some row of the table that has the key meets the condition. */
export function existsKeyed({ table, link, scope, isProbed }: KeyedTable, key: string, condition: Sql): Sql {
  const scoped = scope === undefined ? sql`` : sql` and ${scope}`;
  return sql`exists (select from ${raw(table)} e
    where ${raw(link)}${scoped} and e.key = ${key}::text and ${condition}${whole(isProbed)})`;
}

/** The end of a subquery that the planner must not turn into a join. */
export function whole(isProbed = false): Sql {
  return raw(isProbed ? " offset 0" : "");
}

/** A text by key in a table of its own. */
export function compareKeyedText(keyed: KeyedTable, comparison: Comparison): Sql {
  const { key = "", operator, value } = comparison;
  if (operator === "IS NOT NULL") return existsKeyed(keyed, key, sql`true`);
  if (operator === "IS NULL") return sql`not ${existsKeyed(keyed, key, sql`true`)}`;
  const condition = compareText(raw("e.value"), comparison);
  const { indexedLength = 0 } = keyed;
  const isIndexed =
    (operator === "=" || operator === "IN") &&
    [value].flat().every((text) => [...String(text)].length <= indexedLength);
  return existsKeyed(
    keyed,
    key,
    isIndexed ? sql`${condition} and length(e.value) <= ${raw(String(indexedLength))}` : condition,
  );
}

/** A text by key in a column of jsonb. */
export function compareJsonText(column: string, comparison: Comparison): Sql {
  const { key = "", operator, value } = comparison;
  if (operator === "=") return sql`${raw(column)} @> ${JSON.stringify({ [key]: value })}::jsonb`;
  return compareText(sql`(${raw(column)} ->> ${key}::text)`, comparison);
}
