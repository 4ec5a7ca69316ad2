import { alreadyExists, type Experiment, invalidParameter } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

export interface ExperimentQuery {
  readonly view: "active" | "deleted" | "all";
  readonly limit: number;
  readonly pageToken?: string;
}

export interface ExperimentPage {
  readonly experiments: readonly Experiment[];
  readonly nextPageToken?: string;
}

/** Experiments, as far as traces need them. */
export class Experiments {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws RESOURCE_ALREADY_EXISTS for a name that an experiment has, a deleted one included. */
  async create(name: string, artifactLocation: string | undefined): Promise<string> {
    const now = Date.now();
    const [row] = await this.#db.query<{ id: string }>(sql`
      with new_id as (select nextval(pg_get_serial_sequence('experiments', 'experiment_id')) as id)
      insert into experiments (experiment_id, name, artifact_location, creation_time_ms, last_update_time_ms)
      select id, ${storableText(name)}, coalesce(${artifactLocation === undefined ? null : storableText(artifactLocation)}::text, 'mlflow-artifacts:/' || id), ${now}, ${now} from new_id
      on conflict (name) do nothing
      returning experiment_id::text as id`);
    if (row === undefined) throw alreadyExists(`Experiment(name=${name}) already exists.`);
    return row.id;
  }

  /** Deleted ones included. */
  async get(experimentId: string): Promise<Experiment | undefined> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from experiments where experiment_id = ${experimentId}::bigint`,
    );
    return row && experimentOf(row);
  }

  /** Deleted ones included. */
  async getByName(name: string): Promise<Experiment | undefined> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from experiments where name = ${storableText(name)}`,
    );
    return row && experimentOf(row);
  }

  /** Newest first. Throws INVALID_PARAMETER_VALUE for a page token that is none. */
  async search({ view, limit, pageToken }: ExperimentQuery): Promise<ExperimentPage> {
    const stage = view === "all" ? sql`true` : sql`lifecycle_stage = ${view}`;
    const after = pageToken === undefined ? undefined : readToken(pageToken);
    const beyond =
      after === undefined
        ? sql`true`
        : sql`(creation_time_ms < ${after.createdMs} or (creation_time_ms = ${after.createdMs} and experiment_id > ${after.id}))`;
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from experiments where ${stage} and ${beyond}
      order by creation_time_ms desc, experiment_id limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      experiments: page.map(experimentOf),
      ...(rows.length > limit && last && { nextPageToken: `${last.creation_time_ms}-${last.experiment_id}` }),
    };
  }
}

const columns = sql`experiment_id, name, artifact_location, lifecycle_stage, creation_time_ms, last_update_time_ms`;

interface Columns {
  readonly experiment_id: bigint;
  readonly name: string;
  readonly artifact_location: string;
  readonly lifecycle_stage: string;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
}

function experimentOf(row: Columns): Experiment {
  return {
    experiment_id: String(row.experiment_id),
    name: row.name,
    artifact_location: row.artifact_location,
    lifecycle_stage: row.lifecycle_stage,
    creation_time: Number(row.creation_time_ms),
    last_update_time: Number(row.last_update_time_ms),
    tags: [],
    workspace: "default",
  };
}

function readToken(token: string): { createdMs: bigint; id: bigint } {
  const match = /^(\d{1,16})-(\d{1,18})$/.exec(token);
  if (match === null) throw invalidParameter("page_token", "must be the next_page_token of an earlier answer", token);
  return { createdMs: BigInt(match[1]!), id: BigInt(match[2]!) };
}
