import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

/** Words that the bloom filters leave out (migrations/0002, `common_words`). */
export class CommonWordTable {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async list(): Promise<number[]> {
    const rows = await this.#pool.query<{ word_hash: bigint }>(sql`select word_hash from common_words`);
    return rows.map(({ word_hash }) => Number(word_hash));
  }

  /** Resolves after the commit: chunks written from then on may leave the words out. */
  async add(hashes: readonly number[]): Promise<void> {
    await this.#pool.execute(sql`insert into common_words (word_hash, since)
      select hash, now() from unnest(${[...hashes]}::bigint[]) hash order by hash on conflict do nothing`);
  }
}
