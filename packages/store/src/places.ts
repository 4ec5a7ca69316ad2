/** Where one may want to go, by a part of its name. */
import type { Db } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { hasPromptTag } from "./registry-tags.ts";
import { storableText } from "./storable-text.ts";

export const placeKinds = ["experiment", "run", "logged_model", "model", "prompt", "session"] as const;
export type PlaceKind = (typeof placeKinds)[number];

export interface FoundPlace {
  readonly kind: PlaceKind;
  /** Of a model and a prompt the name. */
  readonly id: string;
  readonly name: string;
  /** Empty for what belongs to no experiment. */
  readonly experimentId: string;
  readonly experimentName: string;
  /** Of its start, making or last change; 0 for a session. */
  readonly timeMs: number;
}

/** Words beyond these narrow nothing that a name could still have. */
const maxWords = 8;

/** Finds what has a page. Deleted things are not found. */
export class Places {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * At most `limit` of each kind whose name has all words of the text in any case, or whose id begins with it; names that
   * begin with the text first, then the newest. An empty text gives the newest. Of sessions, which have no names, those
   * whose id begins with the text as it is written.
   */
  async find(text: string, kinds: readonly PlaceKind[], limit: number): Promise<readonly FoundPlace[]> {
    const wanted = storableText(text.trim());
    const found = await Promise.all(kinds.map((kind) => this.#db.query<PlaceRow>(searches[kind](wanted, limit))));
    return kinds.flatMap((kind, index) =>
      found[index]!.map((row) => ({
        kind,
        id: row.id,
        name: row.name,
        experimentId: row.experiment_id ?? "",
        experimentName: row.experiment_name ?? "",
        timeMs: row.time_ms,
      })),
    );
  }
}

interface PlaceRow {
  readonly id: string;
  readonly name: string;
  readonly experiment_id: string | null;
  readonly experiment_name: string | null;
  readonly time_ms: number;
}

const searches: Readonly<Record<PlaceKind, (text: string, limit: number) => Sql>> = {
  experiment: (text, limit) => sql`
    select experiment_id::text as id, name, null as experiment_id, null as experiment_name, last_update_time_ms::float8 as time_ms
    from experiments where lifecycle_stage = 'active' and (${hasWords(sql`name`, text)} or experiment_id::text = ${text})
    order by ${beginsFirst(sql`name`, text)}, last_update_time_ms desc limit ${limit}`,

  run: (text, limit) => sql`
    select r.run_id as id, r.name, r.experiment_id::text, e.name as experiment_name, r.start_time_ms::float8 as time_ms
    from ${text === "" ? newestRuns(limit) : namedRuns(text, limit)} r join experiments e using (experiment_id)
    order by ${beginsFirst(sql`r.name`, text)}, r.start_time_ms desc limit ${limit}`,

  logged_model: (text, limit) => sql`
    select m.model_id as id, m.name, m.experiment_id::text, e.name as experiment_name, m.creation_time_ms::float8 as time_ms
    from logged_models m join experiments e using (experiment_id)
    where m.lifecycle_stage = 'active' and e.lifecycle_stage = 'active'
      and (${hasWords(sql`m.name`, text)} or ${beginsWith(sql`m.model_id`, text)})
    order by ${beginsFirst(sql`m.name`, text)}, m.creation_time_ms desc limit ${limit}`,

  model: (text, limit) => registered(sql`not ${hasPromptTag}`, text, limit),
  prompt: (text, limit) => registered(hasPromptTag, text, limit),

  // From one session to the next along the index on them, however many traces each has.
  session: (text, limit) => sql`
    with recursive step (session, n) as (
      (select min(session), 1 from traces where session >= ${text}::text)
      union all
      select (select min(session) from traces where session > step.session), n + 1
      from step where starts_with(step.session, ${text}::text) and n < ${limit})
    select session as id, session as name, null as experiment_id, null as experiment_name, 0::float8 as time_ms
    from step where session <> '' and starts_with(session, ${text}::text)`,
};

/** From the index on each experiment's own, for there is none over all of them. */
function newestRuns(limit: number): Sql {
  return sql`(
    select each.* from experiments x cross join lateral (
      select * from runs where experiment_id = x.experiment_id and lifecycle_stage = 'active'
      order by start_time_ms desc limit ${limit}) each
    where x.lifecycle_stage = 'active' order by each.start_time_ms desc limit ${limit})`;
}

/** Every run is looked at once: 100,000 names take a quarter of a second. */
function namedRuns(text: string, limit: number): Sql {
  return sql`(
    select * from runs where lifecycle_stage = 'active' and (${hasWords(sql`name`, text)} or ${beginsWith(sql`run_id`, text)})
      and experiment_id in (select experiment_id from experiments where lifecycle_stage = 'active')
    order by ${beginsFirst(sql`name`, text)}, start_time_ms desc limit ${limit})`;
}

function registered(condition: Sql, text: string, limit: number): Sql {
  return sql`
    select name as id, name, null as experiment_id, null as experiment_name, last_updated_time_ms::float8 as time_ms
    from registered_models where ${condition} and ${hasWords(sql`name`, text)}
    order by ${beginsFirst(sql`name`, text)}, last_updated_time_ms desc limit ${limit}`;
}

function hasWords(column: Sql, text: string): Sql {
  const words = text.split(/\s+/).filter(Boolean).slice(0, maxWords);
  if (words.length === 0) return sql`true`;
  return sql`${column} ilike all(${words.map((word) => `%${likeLiteral(word)}%`)}::text[])`;
}

function beginsWith(column: Sql, text: string): Sql {
  return text === "" ? sql`false` : sql`starts_with(${column}, ${text}::text)`;
}

function beginsFirst(column: Sql, text: string): Sql {
  return sql`(${column} ilike ${`${likeLiteral(text)}%`}::text) desc`;
}

function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
