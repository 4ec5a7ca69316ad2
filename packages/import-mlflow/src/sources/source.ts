/** What stands in a column of MLflow's tables, whichever database they are in. */
export type SourceValue = string | number | bigint | boolean | Uint8Array | null;
export type SourceRow = Readonly<Record<string, SourceValue>>;

/** Rows and the place to go on from: kept between two runs of an import, so it is plain text. */
export interface SourcePage {
  readonly rows: readonly SourceRow[];
  /** Undefined after the last page. */
  readonly next: string | undefined;
}

/** A table and the columns that tell its rows apart, in the order of its primary key. */
export interface SourceTable {
  readonly name: string;
  readonly key: readonly string[];
}

/**
 * An existing MLflow installation, read only. Every kind is read as the tables of MLflow's database, by their names and
 * columns there; a table that an older version lacks is empty.
 */
export interface MlflowSource {
  /** For people; never with a password. */
  readonly name: string;
  count(table: string): Promise<number>;
  page(table: SourceTable, from: string | undefined, limit: number): Promise<SourcePage>;
  /** The rows whose `column` is one of `values`. */
  rowsOf(table: string, column: string, values: readonly SourceValue[]): Promise<readonly SourceRow[]>;
  close(): Promise<void>;
}
