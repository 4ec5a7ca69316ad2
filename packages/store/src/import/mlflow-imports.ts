import { fillBlocks, leastPointsWithBlocks } from "../metric-blocks.ts";
import type { Db, Pool } from "../postgres/db.ts";
import { raw, type Sql, sql } from "../postgres/sql.ts";
import { storableJson, storableText } from "../storable-text.ts";
import { evaluationTables } from "./evaluation-tables.ts";
import type { ImportedRow, MlflowTable } from "./mlflow-table.ts";
import { modelTables } from "./model-tables.ts";
import { registryTables } from "./registry-tables.ts";
import { trackingTables } from "./tracking-tables.ts";

export interface ImportProgress {
  readonly position: string | undefined;
  readonly rowsRead: number;
  /** How many of the rows that were read are here. */
  readonly rowsHere: number;
  readonly isDone: boolean;
}

export interface ImportedPage {
  readonly rows: readonly ImportedRow[];
  /** Undefined: this was the last page. */
  readonly next: string | undefined;
}

/** Puts the rows of another installation's tables here, ids and times as they are, and remembers how far it came. */
export class MlflowImports {
  /** In the order in which they refer to one another. Traces come another way. */
  readonly tables: readonly MlflowTable[] = [...trackingTables, ...modelTables, ...registryTables, ...evaluationTables];
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** By table, of what was begun. */
  async progress(source: string): Promise<Map<string, ImportProgress>> {
    const rows = await this.#db.query<ProgressRow>(sql`
      select table_name, position, rows_read, rows_here, is_done from mlflow_imports where source = ${source}`);
    return new Map(rows.map((row) => [row.table_name, progressOf(row)]));
  }

  /** Stores a page and how far it brings the import, both or neither. */
  async put(source: string, table: MlflowTable, page: ImportedPage): Promise<ImportProgress> {
    return this.#db.transaction(async (db) => {
      let here = 0;
      if (page.rows.length > 0) {
        const x = asTable(page.rows, table);
        await db.execute(table.insert(x));
        const [counted] = await db.query<{ n: bigint }>(table.present(x));
        here = Number(counted!.n);
      }
      return remember(db, source, table.name, page, here);
    });
  }

  /** The same for rows that were stored another way: how far it came is all that is written. */
  async note(source: string, table: string, page: ImportedPage, here: number): Promise<ImportProgress> {
    return remember(this.#db, source, table, page, here);
  }

  /** Experiments of the source whose id or name belongs to another one here: importing them would mix the two. */
  async conflicts(experiments: readonly ImportedRow[]): Promise<{ id: string; name: string; here: string }[]> {
    const given = JSON.stringify(experiments.map((row) => ({ id: String(row.experiment_id), name: row.name })));
    const renamesDefault = experiments.some((row) => String(row.experiment_id) === "0" && row.name !== "Default");
    return this.#db.query(sql`
      select x.id::text as id, x.name, e.experiment_id || ' ' || e.name as here
      from jsonb_to_recordset(${given}::jsonb) as x(id bigint, name text)
      join experiments e on (e.experiment_id = x.id) <> (e.name = x.name)
      where (x.id <> 0 or e.experiment_id <> 0)  -- the default one is there on both sides, whatever it is called
        and not (e.experiment_id = 0 and e.name = 'Default' and ${renamesDefault})  -- and its name becomes free
      order by x.id limit 20`) as Promise<{ id: string; name: string; here: string }[]>;
  }

  /** Experiments are taken over as active, so that their traces can be stored; this deletes those that were deleted. */
  async deleteExperiments(experimentIds: readonly string[]): Promise<void> {
    await this.#db.execute(sql`
      update experiments set lifecycle_stage = 'deleted', deleted_time_ms = last_update_time_ms
      where experiment_id = any(${[...experimentIds]}::bigint[]) and lifecycle_stage = 'active'`);
  }

  /**
   * What can be said only when every row is here: which versions are copies of which, and the blocks that charts of long
   * metrics are drawn from. New experiments get ids above those that were taken over; a file store's are random numbers
   * and need no room.
   */
  async finish(): Promise<void> {
    await this.#db.execute(sql`
      update model_versions v set copied_from_name = o.name, copied_from_version = o.version
      from model_versions o
      where v.source like 'models:/%' and v.copied_from_name is null and v.stage <> 'Deleted' and o.stage <> 'Deleted'
        and v.source = 'models:/' || o.name || '/' || o.version`);
    const long = await this.#db.query<{ metric_id: bigint }>(sql`
      select metric_id from latest_metrics m where points > ${leastPointsWithBlocks}
        and not exists (select from metric_blocks b where b.metric_id = m.metric_id)`);
    for (const { metric_id } of long) await fillBlocks(this.#db, [metric_id]);
    await this.#db.query(sql`
      select setval(pg_get_serial_sequence('experiments', 'experiment_id'),
        greatest(nextval(pg_get_serial_sequence('experiments', 'experiment_id')), (select max(experiment_id) from experiments where experiment_id < 1e12)))`);
  }
}

interface ProgressRow {
  readonly table_name: string;
  readonly position: string | null;
  readonly rows_read: bigint;
  readonly rows_here: bigint;
  readonly is_done: boolean;
}

function progressOf(row: ProgressRow): ImportProgress {
  return {
    position: row.position ?? undefined,
    rowsRead: Number(row.rows_read),
    rowsHere: Number(row.rows_here),
    isDone: row.is_done,
  };
}

async function remember(
  db: Db,
  source: string,
  table: string,
  page: ImportedPage,
  here: number,
): Promise<ImportProgress> {
  const [row] = await db.query<ProgressRow>(sql`
    insert into mlflow_imports (source, table_name, position, rows_read, rows_here, is_done)
    values (${source}, ${table}, ${page.next ?? null}, ${page.rows.length}, ${here}, ${page.next === undefined})
    on conflict (source, table_name) do update set position = excluded.position, is_done = excluded.is_done,
      rows_read = mlflow_imports.rows_read + excluded.rows_read, rows_here = mlflow_imports.rows_here + excluded.rows_here
    returning table_name, position, rows_read, rows_here, is_done`);
  return progressOf(row!);
}

/** A page as a table `x` of a statement: one parameter, whatever the page's size. */
function asTable(rows: readonly ImportedRow[], { shape, prepare = (row) => row }: MlflowTable): Sql {
  const columns = shape.split(",").map((column) => column.trim().split(" ") as [name: string, type: string]);
  const objects = rows
    .map(prepare)
    .map((row) => Object.fromEntries(columns.map(([name, type]) => [name, storable(row[name], type)])));
  return sql`jsonb_to_recordset(${JSON.stringify(objects)}::jsonb) as x(${raw(shape)})`;
}

/** Databases without a type for truth have 0 and 1; integers past 2^53 stay whole as text. */
function storable(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return null;
  if (type === "jsonb" && typeof value === "string") return JSON.parse(storableJson(JSON.parse(value)));
  if (type === "boolean") return typeof value === "string" ? value === "1" : Boolean(value);
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" ? storableText(value) : value;
}
