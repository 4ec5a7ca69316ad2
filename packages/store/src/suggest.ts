import type { Pool } from "./postgres/db.ts";
import { type SuggestedKeys, suggestKeys, suggestValues } from "./search/suggest.ts";

/**
 * Keys and values that occur, for completion. They are taken from the newest traces only, so that an answer takes
 * milliseconds however much is stored.
 */
export class Suggest {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Values of a field as the search language names it, most frequent first. None for a field that has no such list. */
  values(experimentIds: readonly string[], field: string, prefix: string): Promise<readonly string[]> {
    return suggestValues(this.#db, experimentIds, field, prefix);
  }

  keys(experimentIds: readonly string[]): Promise<SuggestedKeys> {
    return suggestKeys(this.#db, experimentIds);
  }
}
