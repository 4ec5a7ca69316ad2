import { ApiError, type Scorer } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** What judges the answers of an application, in versions that count up from 1 under a name in an experiment. */
export class Scorers {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  async register(experimentId: string, name: string, serialized: string): Promise<Scorer> {
    const scorerId = crypto.randomUUID();
    for (;;) {
      const [row] = await this.#db.query<Columns>(sql`
        insert into scorers as s (experiment_id, name, version, scorer_id, serialized, creation_time_ms)
        select ${experimentId}::bigint, ${storableText(name)}::text, coalesce(max(o.version), 0) + 1,
          coalesce(min(o.scorer_id), ${scorerId}::text), ${storableText(serialized)}::text, ${Date.now()}::bigint
        from scorers o where o.experiment_id = ${experimentId}::bigint and o.name = ${storableText(name)}::text
        on conflict do nothing
        returning ${columns}`);
      // Somebody else took the version in between: the next one is free.
      if (row !== undefined) return scorerOf(row);
    }
  }

  /** The latest version of each scorer, by experiment and name; of all active experiments where none is named. */
  async latest(experimentIds: readonly string[] | undefined): Promise<Scorer[]> {
    const isWanted =
      experimentIds === undefined ? sql`true` : sql`s.experiment_id = any(${[...experimentIds]}::bigint[])`;
    const rows = await this.#db.query<Columns>(sql`
      select distinct on (s.experiment_id, s.name collate "C") ${columns} from scorers s
      join experiments e on e.experiment_id = s.experiment_id and e.lifecycle_stage = 'active'
      where ${isWanted} order by s.experiment_id, s.name collate "C", s.version desc`);
    return rows.map(scorerOf);
  }

  /** The oldest first. Throws RESOURCE_DOES_NOT_EXIST where there is none. */
  async versions(experimentId: string, name: string): Promise<Scorer[]> {
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from scorers s
      where s.experiment_id = ${experimentId}::bigint and s.name = ${storableText(name)} order by s.version`);
    if (rows.length === 0) throw scorerNotFound(experimentId, name);
    return rows.map(scorerOf);
  }

  /** The latest where no version is named. Throws RESOURCE_DOES_NOT_EXIST. */
  async get(experimentId: string, name: string, version: number | undefined): Promise<Scorer> {
    const [row] = await this.#db.query<Columns>(sql`
      select ${columns} from scorers s
      where s.experiment_id = ${experimentId}::bigint and s.name = ${storableText(name)} and ${isVersion(version)}
      order by s.version desc limit 1`);
    if (row === undefined) throw scorerNotFound(experimentId, name, version);
    return scorerOf(row);
  }

  /** All versions where none is named. Throws RESOURCE_DOES_NOT_EXIST. */
  async delete(experimentId: string, name: string, version: number | undefined): Promise<void> {
    const deleted = await this.#db.execute(sql`
      delete from scorers s
      where s.experiment_id = ${experimentId}::bigint and s.name = ${storableText(name)} and ${isVersion(version)}`);
    if (deleted === 0) throw scorerNotFound(experimentId, name, version);
  }
}

const isVersion = (version: number | undefined) =>
  version === undefined ? sql`true` : sql`s.version = ${version}::integer`;

function scorerNotFound(experimentId: string, name: string, version?: number): ApiError {
  const which = version === undefined ? "" : ` and version ${version}`;
  return new ApiError(
    "RESOURCE_DOES_NOT_EXIST",
    `Scorer with name '${name}'${which} not found for experiment ${experimentId}.`,
  );
}

const columns = raw("s.experiment_id, s.name, s.version, s.scorer_id, s.serialized, s.creation_time_ms");

interface Columns {
  readonly experiment_id: bigint;
  readonly name: string;
  readonly version: number;
  readonly scorer_id: string;
  readonly serialized: string;
  readonly creation_time_ms: bigint;
}

function scorerOf(row: Columns): Scorer {
  return {
    experiment_id: Number(row.experiment_id),
    scorer_name: row.name,
    scorer_version: row.version,
    serialized_scorer: row.serialized,
    creation_time: Number(row.creation_time_ms),
    scorer_id: row.scorer_id,
  };
}
