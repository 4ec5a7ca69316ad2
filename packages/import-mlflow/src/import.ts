import type { ArtifactStore } from "@spanloom/artifacts";
import { MlflowImports, type MlflowTable, type Store } from "@spanloom/store";
import { type CopiedFiles, copyArtifacts } from "./artifacts.ts";
import { joinRows } from "./joins.ts";
import { type Locations, planLocations } from "./locations.ts";
import type { MlflowSource, SourceRow } from "./sources/source.ts";
import { traceFiles } from "./trace-files.ts";
import { importTraces, type TraceTarget, traceTable } from "./traces.ts";

export interface ImportOptions {
  readonly source: MlflowSource;
  readonly store: Store;
  readonly traces: TraceTarget;
  /** Where copied files go; without it files stay where they are, and so do the URIs that name them. */
  readonly artifacts?: ArtifactStore;
  /** The directory behind the old server's `mlflow-artifacts:/`. */
  readonly artifactsDestination?: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly title: string;
  readonly done: number;
  readonly total: number;
}

/** What was found and what is here now, a line a table. */
export interface ImportReport {
  readonly tables: readonly { readonly title: string; readonly source: number; readonly here: number }[];
  readonly files: CopiedFiles | undefined;
  /** One sentence for each thing that could not be taken over. */
  readonly skipped: readonly string[];
  /** Whether every row of the source is here. */
  readonly isComplete: boolean;
}

const pageRows = 2_000;
/** Traces bring their spans along. */
const pageTraces = 50;

/** Ids of the source belong to something else here: nothing was imported. */
export class ImportConflict extends Error {}

/**
 * Takes over an MLflow installation with its ids, names and times. It may be interrupted: called again, it goes on after
 * the last page that was committed. Throws `ImportConflict` before anything is written where experiments of the source
 * and of this store are different ones of the same id or name.
 */
export async function importMlflow(options: ImportOptions): Promise<ImportReport> {
  const { source, store, onProgress = () => {} } = options;
  const imports = new MlflowImports(store.db);
  const experiments = await allRows(source, "experiments", ["experiment_id"]);
  await refuseConflicts(imports, experiments);
  const locations = planLocations(experiments, {
    copy: options.artifacts !== undefined,
    ...(options.artifactsDestination !== undefined && { destination: options.artifactsDestination }),
  });
  const before = await imports.progress(source.name);
  const skipped: string[] = [];
  const tables: { title: string; source: number; here: number }[] = [];

  const importTable = async (
    table: Pick<MlflowTable, "name" | "title" | "key">,
    limit: number,
    put: (rows: readonly SourceRow[], next: string | undefined) => Promise<{ rowsRead: number; rowsHere: number }>,
  ) => {
    const total = await source.count(table.name);
    let state = before.get(table.name);
    onProgress({ title: table.title, done: state?.rowsRead ?? 0, total });
    while (state?.isDone !== true) {
      const { rows, next } = await source.page(table, state?.position, limit);
      const { rowsRead, rowsHere } = await put(rows, next);
      state = { position: next, rowsRead, rowsHere, isDone: next === undefined };
      onProgress({ title: table.title, done: rowsRead, total });
    }
    if (total > 0) tables.push({ title: table.title, source: total, here: state.rowsHere });
  };

  for (const table of imports.tables) {
    await importTable(table, pageRows, async (rows, next) =>
      imports.put(source.name, table, {
        rows: (await joinRows(table.name, rows, source)).map((row) => moved(row, locations)),
        next,
      }),
    );
  }
  const files = traceFiles(options.artifactsDestination);
  await importTable(traceTable, pageTraces, async (rows, next) => {
    const here = await importTraces(rows, source, files, options.traces, (sentence) => skipped.push(sentence));
    return imports.note(source.name, traceTable.name, { rows, next }, here);
  });
  const copied =
    options.artifacts &&
    (await copyArtifacts(locations, options.artifacts, ({ files: done }) =>
      onProgress({ title: "files", done, total: 0 }),
    ));
  const deleted = experiments
    .filter((row) => row.lifecycle_stage === "deleted")
    .map((row) => String(row.experiment_id));
  await imports.deleteExperiments(deleted);
  await imports.finish();
  for (const { name, secret, deleted_timestamp } of await allRows(source, "webhooks", ["webhook_id"])) {
    if (deleted_timestamp != null || secret == null) continue;
    skipped.push(`The webhook '${name}' is switched off: its secret cannot be read. Set a new one, then activate it.`);
  }
  return { tables, files: copied, skipped, isComplete: tables.every(({ source, here }) => source === here) };
}

async function refuseConflicts(imports: MlflowImports, experiments: readonly SourceRow[]): Promise<void> {
  const workspaces = new Set(experiments.map(({ workspace }) => workspace ?? "default"));
  if (workspaces.size > 1 || (workspaces.size === 1 && !workspaces.has("default"))) {
    throw new ImportConflict(
      `Nothing was imported: there are several workspaces (${[...workspaces].join(", ")}), and here all names are in one.`,
    );
  }
  const conflicts = await imports.conflicts(experiments);
  if (conflicts.length === 0) return;
  const list = conflicts.map(({ id, name, here }) => `${id} ${name} (here: ${here})`).join(", ");
  throw new ImportConflict(
    `Nothing was imported: these experiments have an id or a name that is another experiment's here: ${list}. Import into an empty installation, or rename them first.`,
  );
}

async function allRows(source: MlflowSource, name: string, key: readonly string[]): Promise<SourceRow[]> {
  const all: SourceRow[] = [];
  let from: string | undefined;
  do {
    const { rows, next } = await source.page({ name, key }, from, pageRows);
    all.push(...rows);
    from = next;
  } while (from !== undefined);
  return all;
}

/** The row with every place of a file as it is after the import. */
function moved(row: SourceRow, locations: Locations): SourceRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === "string" && locations.isUri(column) ? locations.moved(value) : value,
    ]),
  );
}
