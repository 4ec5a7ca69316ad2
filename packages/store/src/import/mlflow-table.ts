import type { Sql } from "../postgres/sql.ts";

export type ImportedRow = Readonly<Record<string, unknown>>;

/**
 * One table of MLflow's database and the statement that puts a page of it here. A statement run twice has the effect of
 * once, so that an import that was interrupted can go on after its last page, or begin again.
 */
export interface MlflowTable {
  /** Its name at MLflow. */
  readonly name: string;
  /** What people call its rows. */
  readonly title: string;
  /** The columns of MLflow's primary key, in its order. */
  readonly key: readonly string[];
  /** Columns that are read and their types here. What an older version lacks is null. */
  readonly shape: string;
  /** What is read from a row where SQL cannot. */
  readonly prepare?: (row: ImportedRow) => ImportedRow;
  /** `x` is a fragment for `from`: the page, as a table of that name. */
  readonly insert: (x: Sql) => Sql;
  /** Counts those rows of the page that are here, under `n`. */
  readonly present: (x: Sql) => Sql;
}
