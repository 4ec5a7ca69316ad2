/** The parts of an order of runs that one index has each, in their order. */
import type { OrderBy } from "@spanloom/filter";
import type { Db } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import type { SortKey } from "./keyset.ts";
import type { Cursor } from "./page-token.ts";
import { anyOf, indexedLength, type LoggedField, loggedTables } from "./run-fields.ts";

export interface WalkedOrder {
  readonly experimentIds: readonly string[];
  readonly order: readonly OrderBy[];
  /** Of the order. */
  readonly keys: readonly SortKey[];
  readonly cursor: Cursor | undefined;
}

export interface Stretch {
  /** Rows of one experiment, `x.id`, with what they are ordered by as `edge`. */
  readonly source: Sql;
  readonly isDescending: boolean;
  /** From the row, `w`, to the run, `r`; empty where the row is the run. */
  readonly run: Sql;
  readonly conditions: readonly Sql[];
  readonly keys: readonly SortKey[];
  /** How many keys at the beginning are the same all along. */
  readonly constants: number;
  /** Where to begin, if that is in this stretch. */
  readonly cursor: Cursor | undefined;
}

/** From the cursor on; undefined stands for a part that no index has. */
export async function stretchesOf(db: Db, walked: WalkedOrder): Promise<readonly (Stretch | undefined)[]> {
  const { order, keys, cursor } = walked;
  const first = order[0]!;
  if (first.field === "start_time") return [byStart(first, keys, cursor, 0)];
  if (first.field === "metrics") {
    const nan = cursor?.[0] === "NaN";
    const stretches = [
      numbers(first, keys, nan ? undefined : cursor),
      notANumber(first, keys, nan ? cursor : undefined),
    ];
    return [...stretches, missing(walked)].slice(cursor?.[0] === null ? 2 : nan ? 1 : 0);
  }
  if (first.field !== "params" && first.field !== "tags") return [undefined];
  if (cursor?.[0] === null) return [missing(walked)];
  if (await hasLongTexts(db, walked)) return [undefined];
  return [texts(first, keys, cursor), missing(walked)];
}

function numbers({ key = "", direction }: OrderBy, keys: readonly SortKey[], cursor: Cursor | undefined): Stretch {
  const isDescending = direction === "desc";
  const from = cursor?.[0];
  const bound = isDescending ? sql`e.value <= -(${from}::float8)` : sql`e.value >= ${from}::float8`;
  const edge = raw(isDescending ? "(-w.edge)" : "w.edge");
  return {
    source: logged("metrics", key, sql`not e.is_nan and ${from == null ? sql`true` : bound}`),
    isDescending,
    run: toRun,
    conditions: [],
    keys: [{ ...keys[0]!, sql: edge, isNullable: false }, ...keys.slice(1)],
    constants: 0,
    cursor,
  };
}

function notANumber({ key = "", direction }: OrderBy, keys: readonly SortKey[], cursor: Cursor | undefined): Stretch {
  return {
    source: logged("metrics", key, sql`e.is_nan`),
    isDescending: direction === "desc",
    run: toRun,
    conditions: [],
    keys: [{ ...keys[0]!, sql: sql`'NaN'::float8` }, ...keys.slice(1)],
    constants: 1,
    cursor,
  };
}

function texts(order: OrderBy, keys: readonly SortKey[], cursor: Cursor | undefined): Stretch {
  const isDescending = order.direction === "desc";
  const from = cursor?.[0];
  const bound = from == null ? sql`true` : sql`e.value ${raw(isDescending ? "<=" : ">=")} ${from}::text`;
  return {
    source: logged(order.field as LoggedField, order.key ?? "", sql`${isIndexed} and ${bound}`),
    isDescending,
    run: toRun,
    conditions: [],
    keys: [{ ...keys[0]!, sql: raw("w.edge"), isNullable: false }, ...keys.slice(1)],
    constants: 0,
    cursor,
  };
}

/** Runs that lack what is ordered by come last, in the order of the next key; only one by start has an index. */
function missing({ order, keys, cursor }: WalkedOrder): Stretch | undefined {
  const [first, second] = order;
  if (second?.field !== "start_time") return undefined;
  const table = raw(loggedTables[first!.field as LoggedField]);
  const lacks = sql`not exists (select from ${table} e where e.run_id = r.run_id and e.key = ${first!.key ?? ""}::text)`;
  const none: SortKey = { ...keys[0]!, sql: raw(`null::${keys[0]!.type}`) };
  return byStart(second, [none, ...keys.slice(1)], cursor?.[0] === null ? cursor : undefined, 1, [lacks]);
}

function byStart(
  { direction }: OrderBy,
  keys: readonly SortKey[],
  cursor: Cursor | undefined,
  constants: number,
  conditions: readonly Sql[] = [],
): Stretch {
  const isDescending = direction === "desc";
  const from = cursor?.[constants];
  const bound = from == null ? sql`true` : sql`r.start_time_ms ${raw(isDescending ? "<=" : ">=")} ${from}::bigint`;
  return {
    source: sql`select r.*, r.start_time_ms as edge from runs r where r.experiment_id = x.id and ${bound}`,
    isDescending,
    run: sql``,
    conditions,
    keys,
    constants,
    cursor,
  };
}

/** Written out, for the planner to know the index by. */
const isIndexed = raw(`length(e.value) <= ${indexedLength}`);
const isLong = raw(`length(e.value) > ${indexedLength}`);

const toRun = sql`join runs r using (run_id)`;

function logged(field: LoggedField, key: string, condition: Sql): Sql {
  return sql`select e.run_id, e.value as edge from ${raw(loggedTables[field])} e
    where e.experiment_id = x.id and e.key = ${key}::text and ${condition}`;
}

/** Long texts are not in the index on the values, so that it does not have the order where there are some. */
async function hasLongTexts(db: Db, { experimentIds, order }: WalkedOrder): Promise<boolean> {
  const { field, key = "" } = order[0]!;
  const [row] = await db.query<{ found: boolean }>(sql`
    select exists (select from ${raw(loggedTables[field as LoggedField])} e
      where e.experiment_id = ${anyOf(experimentIds)} and e.key = ${key}::text and ${isLong}) as found`);
  return row?.found === true;
}
