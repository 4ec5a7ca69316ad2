/** What a search reads from Postgres before it is compiled. */
import { type Comparison, type FilterAst, FilterError } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { sql } from "../postgres/sql.ts";
import { contentOf, forEachLeaf, type Lookups } from "./compile.ts";
import { readCommonSince } from "./word-check.ts";

/** Throws `FilterError` for a regular expression that Postgres does not take. */
export async function lookUp(db: Db, filter: FilterAst | null): Promise<Lookups> {
  const leaves: FilterAst[] = [];
  if (filter !== null) forEachLeaf(filter, (leaf) => leaves.push(leaf));
  for (const leaf of leaves) if (leaf.kind === "comparison" && leaf.operator === "RLIKE") await judge(db, leaf);
  const words = leaves.flatMap((leaf) => contentOf(leaf)?.words ?? []);
  return { common: await readCommonSince(db, words) };
}

async function judge(db: Db, comparison: Comparison): Promise<void> {
  try {
    await db.query(sql`select '' ~ ${String(comparison.value)}::text`);
  } catch (error) {
    if ((error as { code?: string }).code !== invalidRegularExpression) throw error;
    throw new FilterError(
      `'${String(comparison.value)}' is no regular expression: ${(error as Error).message}`,
      comparison,
    );
  }
}

const invalidRegularExpression = "2201B";
