import type { Db } from "../postgres/db.ts";
import { join, type Sql, sql } from "../postgres/sql.ts";
import { filterPositions, type QueryWord } from "./words.ts";

/** Since when words are left out of filters, by hash; as Postgres writes the time. */
export type CommonSince = ReadonlyMap<number, string>;

export async function readCommonSince(db: Db, words: readonly QueryWord[]): Promise<CommonSince> {
  const hashes = [...new Set(words.flatMap((word) => word.hashes))];
  if (hashes.length === 0) return new Map();
  const rows = await db.query<{ word_hash: bigint; since: string }>(
    sql`select word_hash, since::text from common_words where word_hash = any(${hashes}::bigint[])`,
  );
  return new Map(rows.map(({ word_hash, since }) => [Number(word_hash), since]));
}

/** Whether a chunk (alias `c`) may hold all the words, by its filter. Without words every chunk may. */
export function mayHold(words: readonly QueryWord[], common: CommonSince): Sql {
  // Words that are common are the least worth checking.
  const ordered = words.toSorted((a, b) => commonness(a, common) - commonness(b, common));
  const each = ordered.map(
    (word) =>
      sql`(${join(
        word.hashes.map((hash) => holds(hash, common)),
        " or ",
      )})`,
  );
  return each.length === 0 ? sql`true` : sql`(c.words is null or ${join(each, " and ")})`;
}

function holds(hash: number, common: CommonSince): Sql {
  const bits = filterPositions(hash).map(
    (position) => sql`get_bit(c.words, ${position}::bigint % (octet_length(c.words) * 8)) = 1`,
  );
  const since = common.get(hash);
  const inFilter = sql`(${join(bits, " and ")})`;
  return since === undefined ? inFilter : sql`(c.created_at >= ${since}::timestamptz or ${inFilter})`;
}

function commonness(word: QueryWord, common: CommonSince): number {
  return word.hashes.some((hash) => common.has(hash)) ? 1 : 0;
}
