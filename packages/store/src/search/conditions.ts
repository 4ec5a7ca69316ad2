/** From the AST of a search over plain tables to SQL; each resource says what its comparisons are. */
import type { Comparison, FilterAst } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { compareText } from "./comparisons.ts";

/**
 * How a comparison is answered where its values are in a table of their own: joined as the planner finds best, probed for
 * each row that is searched, or gathered once from an index on the values, for a search of few rows.
 */
export type Lookup = "joined" | "probed" | "gathered";

type Compare = (comparison: Comparison, lookup: Lookup) => Sql;

/** Rows that are few: a search of no more may look at each, and gather what it compares them with. */
export const fewRows = 1_000;

/**
 * More tables than these take the planner longer to think of than any order of them saves (four seconds for twenty): what
 * is beyond them is looked up for each row.
 */
const maxJoins = 5;

/** A comparison that has no answer, because the value is missing, does not hold; nor does it where it is negated inside. */
export function compileFilter(ast: FilterAst, compare: Compare, lookup: Lookup = "joined"): Sql {
  let compared = 0;
  const compile = (part: FilterAst): Sql => {
    switch (part.kind) {
      case "and":
      case "or":
        return sql`(${join(part.parts.map(compile), ` ${part.kind} `)})`;
      case "not":
        return sql`not coalesce(${compile(part.part)}, false)`;
      case "comparison":
        return compare(part, lookup === "joined" && ++compared > maxJoins ? "probed" : lookup);
      default:
        throw new Error(`a ${part.kind} in a search over plain tables`);
    }
  };
  return compile(ast);
}

/** A table of keys and values beside the one that is searched; its alias is `e`. */
export interface KeyedTable {
  readonly table: string;
  /** The column that its rows have in common with the row searched. */
  readonly link: string;
  /** The alias of the row searched. */
  readonly row: string;
  /** What an index on the values begins with. */
  readonly scope?: Sql;
  /** The order of that index. */
  readonly indexOrder?: string;
  /** Longer texts are not in the index on the values. */
  readonly indexedLength?: number;
  readonly lookup?: Lookup;
}

/** Some row of the table that has the key meets the condition; `isIndexed`: which an index on the values can tell. */
export function existsKeyed(keyed: KeyedTable, key: string, condition: Sql, isIndexed = false): Sql {
  const { table, link, row, scope, indexOrder, lookup = "joined" } = keyed;
  const scoped = scope === undefined ? sql`` : sql` and ${scope}`;
  const matching = sql`e.key = ${key}::text${scoped} and ${condition}`;
  if (lookup === "gathered" && indexOrder !== undefined && isIndexed) {
    // The order and the limit, which few rows do not reach, make the planner take the index whatever it thinks of the
    // table; of `is true` it makes no join.
    return sql`(${raw(`${row}.${link}`)} in (select ${raw(`e.${link}`)} from ${raw(table)} e
      where ${matching} order by ${raw(indexOrder)} limit ${raw(String(fewRows))})) is true`;
  }
  return sql`exists (select from ${raw(table)} e where ${raw(`e.${link} = ${row}.${link}`)} and ${matching}${whole(lookup)})`;
}

/** The end of a subquery that the planner must not turn into a join. */
export function whole(lookup: Lookup): Sql {
  return raw(lookup === "joined" ? "" : " offset 0");
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
    isIndexed,
  );
}

/** A text by key in a column of jsonb. */
export function compareJsonText(column: string, comparison: Comparison): Sql {
  const { key = "", operator, value } = comparison;
  if (operator === "=") return sql`${raw(column)} @> ${JSON.stringify({ [key]: value })}::jsonb`;
  return compareText(sql`(${raw(column)} ->> ${key}::text)`, comparison);
}
