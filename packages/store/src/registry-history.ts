import { invalidParameter } from "@spanloom/wire";
import type { Db, Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** Who asked for a change: the user name that the request claimed. Nothing vouches for it. */
export type ChangedBy = string | undefined;

/**
 * One change of a model. A `model` changes its name, an `alias` the version that it points at, and a version its
 * `stage`. Without an old value it was made, without a new one it is gone.
 */
export interface RegistryChange {
  readonly name: string;
  readonly kind: "model" | "alias" | "stage";
  readonly alias?: string;
  readonly version?: number;
  readonly oldValue?: string | undefined;
  readonly newValue?: string | undefined;
  readonly changedBy: ChangedBy;
}

export interface RecordedChange extends Omit<RegistryChange, "name"> {
  readonly changeId: bigint;
  readonly changedAtMs: number;
}

export interface HistoryQuery {
  readonly name: string;
  readonly alias?: string | undefined;
  readonly version?: number | undefined;
  readonly limit: number;
  readonly pageToken?: string | undefined;
}

/** In the order given, as part of the transaction that makes them. */
export async function recordChanges(db: Db, changes: readonly RegistryChange[]): Promise<void> {
  if (changes.length === 0) return;
  const column = <T>(read: (change: RegistryChange) => T | undefined) => changes.map((change) => read(change) ?? null);
  await db.execute(sql`
    insert into registry_history (name, kind, alias, version, old_value, new_value, changed_by, changed_at_ms)
    select name, kind, alias, version, old_value, new_value, changed_by, ${Date.now()}
    from unnest(${column((change) => change.name)}::text[], ${column((change) => change.kind)}::text[],
      ${column((change) => change.alias)}::text[], ${column((change) => change.version)}::integer[],
      ${column((change) => change.oldValue)}::text[], ${column((change) => change.newValue)}::text[],
      ${column((change) => (change.changedBy === undefined ? undefined : storableText(change.changedBy)))}::text[])
      with ordinality as change (name, kind, alias, version, old_value, new_value, changed_by, position)
    order by position`);
}

/** Changes of a model, newest first; of a deleted one, too. */
export class RegistryHistory {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws INVALID_PARAMETER_VALUE for a page token that is none. */
  async list(query: HistoryQuery): Promise<{ changes: RecordedChange[]; nextPageToken?: string }> {
    const { alias, version, limit, pageToken } = query;
    const before = pageToken === undefined ? sql`true` : sql`change_id < ${readToken(pageToken)}`;
    const ofAlias = alias === undefined ? sql`true` : sql`kind = 'alias' and alias = ${storableText(alias)}`;
    const ofVersion =
      version === undefined
        ? sql`true`
        : sql`(version = ${version} or kind = 'alias' and ${String(version)} in (old_value, new_value))`;
    const rows = await this.#db.query<Columns>(sql`
      select change_id, kind, alias, version, old_value, new_value, changed_at_ms, changed_by from registry_history
      where name = ${storableText(query.name)} and ${ofAlias} and ${ofVersion} and ${before}
      order by change_id desc limit ${limit + 1}`);
    const changes = rows.slice(0, limit).map((row) => ({
      changeId: row.change_id,
      kind: row.kind,
      ...(row.alias !== null && { alias: row.alias }),
      ...(row.version !== null && { version: row.version }),
      oldValue: row.old_value ?? undefined,
      newValue: row.new_value ?? undefined,
      changedAtMs: Number(row.changed_at_ms),
      changedBy: row.changed_by ?? undefined,
    }));
    return { changes, ...(rows.length > limit && { nextPageToken: String(changes.at(-1)!.changeId) }) };
  }
}

interface Columns {
  readonly change_id: bigint;
  readonly kind: RegistryChange["kind"];
  readonly alias: string | null;
  readonly version: number | null;
  readonly old_value: string | null;
  readonly new_value: string | null;
  readonly changed_at_ms: bigint;
  readonly changed_by: string | null;
}

function readToken(token: string): bigint {
  if (!/^\d{1,18}$/.test(token)) {
    throw invalidParameter("page_token", "must be the next_page_token of an earlier answer", token);
  }
  return BigInt(token);
}
