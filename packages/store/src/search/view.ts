import { raw, type Sql, sql } from "../postgres/sql.ts";

/** What of its life cycle is asked for. */
export type View = "active" | "deleted" | "all";

export function isInView(alias: string, view: View): Sql[] {
  return view === "all" ? [] : [sql`${raw(alias)}.lifecycle_stage = ${view}`];
}
