import { insertExperiment } from "./experiments.ts";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";

const rememberMs = 10_000;
const maxRemembered = 10_000;

/**
 * Answers for ingest, which asks for every request: does an active experiment have this id, and which id has this
 * name? What is found is remembered for a few seconds; what is not found is asked again.
 */
export class ExperimentLookup {
  readonly #pool: Pool;
  readonly #artifactRoot: string;
  readonly #found = new Map<string, { readonly id: string; readonly until: number }>();

  constructor(pool: Pool, artifactRoot: string) {
    this.#pool = pool;
    this.#artifactRoot = artifactRoot;
  }

  async isActive(experimentId: string): Promise<boolean> {
    if (!/^\d{1,18}$/.test(experimentId)) return false;
    const found = await this.#remember(`id ${experimentId}`, () =>
      this.#pool.query<{ id: string }>(sql`
        select experiment_id::text as id from experiments
        where experiment_id = ${experimentId}::bigint and lifecycle_stage = 'active'`),
    );
    return found !== undefined;
  }

  /** The id of the experiment of this name, which is made where there is none; undefined where it was deleted. */
  async idOfName(name: string): Promise<string | undefined> {
    return this.#remember(`name ${name}`, async () => {
      const existing = () =>
        this.#pool.query<{ id: string }>(sql`
          select experiment_id::text as id from experiments where name = ${name} and lifecycle_stage = 'active'`);
      const found = await existing();
      if (found.length > 0) return found;
      const id = await insertExperiment(this.#pool, name, undefined, { artifactRoot: this.#artifactRoot });
      return id === undefined ? existing() : [{ id }]; // made by another replica in between, or deleted
    });
  }

  async #remember(key: string, ask: () => Promise<readonly { id: string }[]>): Promise<string | undefined> {
    const known = this.#found.get(key);
    if (known !== undefined && known.until > Date.now()) return known.id;
    this.#found.delete(key);
    const [row] = await ask();
    if (row === undefined) return undefined;
    if (this.#found.size >= maxRemembered) this.#found.clear();
    this.#found.set(key, { id: row.id, until: Date.now() + rememberMs });
    return row.id;
  }
}
