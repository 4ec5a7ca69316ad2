/** The order of a trace list, and paging by its keys. */
import type { OrderBy } from "@spanloom/filter";
import { join, raw, type Sql, sql } from "../postgres/sql.ts";
import { type Cursor, cursorIn, tokenOf } from "./page-token.ts";
import { type SortExpression, sortExpression } from "./trace-fields.ts";

export type { Cursor };

interface SortKey extends SortExpression {
  readonly isDescending: boolean;
}

export class TraceOrder {
  /** Newest first, and nothing before that: the order of the index on traces. */
  readonly isByTime: boolean;
  readonly #keys: readonly SortKey[];

  /** What is equal goes by start, newest first, and then by id. */
  constructor(orderBy: readonly OrderBy[], idleSeconds: number) {
    const rest: OrderBy[] = [
      { field: "start_time", direction: "desc" },
      { field: "trace_id", direction: "asc" },
    ];
    const all = [...orderBy, ...rest.filter(({ field }) => orderBy.every((other) => other.field !== field))];
    const end = all.findIndex(({ field }) => field === "trace_id") + 1; // nothing is equal after the id
    this.#keys = all.slice(0, end).map((key) => ({
      ...sortExpression(key, idleSeconds),
      isDescending: key.direction === "desc",
    }));
    this.isByTime = all[0]?.field === "start_time" && all[0].direction === "desc" && all[1]?.field === "trace_id";
  }

  /** `expression as k0, …` over the table `t`. */
  get columns(): Sql {
    return join(
      this.#keys.map((key, i) => sql`${key.sql} as ${raw(`k${i}`)}`),
      ", ",
    );
  }

  /** The keys of a row as a JSON list of texts: a cursor. */
  cursorOf(table: string): Sql {
    return raw(`jsonb_build_array(${this.#keys.map((_, i) => `${table}.k${i}::text`).join(", ")})`);
  }

  /** For `order by`, over the table `t`. */
  get clause(): Sql {
    return join(
      this.#keys.map((key) => sql`${key.sql}${raw(direction(key, false))}`),
      ", ",
    );
  }

  /** For `order by`, over a table that has the columns. */
  clauseOf(table: string, isReversed = false): Sql {
    return raw(this.#keys.map((key, i) => `${table}.k${i}${direction(key, isReversed)}`).join(", "));
  }

  /** What comes after the cursor. Null is last in both directions. */
  after(cursor: Cursor | undefined): Sql {
    if (cursor === undefined) return sql`true`;
    const values = this.#keys.map((key, i) => sql`${cursor[i] ?? null}::${raw(key.type)}`);
    const alternatives = this.#keys.flatMap((key, i) => {
      const equal = this.#keys
        .slice(0, i)
        .map((before, j) => (cursor[j] === null ? sql`${before.sql} is null` : sql`${before.sql} = ${values[j]}`));
      if (cursor[i] === null) return [];
      const beyond = sql`${key.sql} ${raw(key.isDescending ? "<" : ">")} ${values[i]}`;
      return [sql`(${join([...equal, isNeverNull(key) ? beyond : sql`(${beyond} or ${key.sql} is null)`], " and ")})`];
    });
    // Tells the index on the first key where to begin.
    const first = this.#keys[0]!;
    const from = isNeverNull(first) ? [sql`${first.sql} ${raw(first.isDescending ? "<=" : ">=")} ${values[0]}`] : [];
    return sql`(${join([...from, sql`(${join(alternatives, " or ", sql`false`)})`], " and ")})`;
  }

  /** A token that is good for the same query only. */
  tokenOf(cursor: Cursor, query: string): string {
    return tokenOf(cursor, query);
  }

  /** Throws an ApiError for a token that was not made by `tokenOf` for the same query. */
  cursorIn(token: string, query: string): Cursor {
    return cursorIn(
      token,
      query,
      this.#keys.map(({ type }) => type),
    );
  }
}

function isNeverNull({ sql: expression }: SortKey): boolean {
  return /^t\.(start_ns|trace_id|experiment_id|span_count::bigint|error_count::bigint)$/.test(expression.text);
}

function direction(key: SortKey, isReversed: boolean): string {
  const nulls = isNeverNull(key) ? "" : isReversed ? " nulls first" : " nulls last";
  return (key.isDescending !== isReversed ? " desc" : " asc") + nulls;
}
