import { fileURLToPath } from "node:url";
import type { SourceRow } from "./sources/source.ts";

/** Columns of MLflow's tables that hold the place of files. */
const uriColumns = new Set(["artifact_location", "artifact_uri", "source", "storage_location"]);

/** Where files were and where they are after the import. */
export interface Locations {
  /** Directories of this machine whose files are to be copied, and where to below the server's artifact root. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  isUri(column: string): boolean;
  /** The new place of what lies at a URI; the same where it was not copied. */
  readonly moved: (uri: string) => string;
}

export interface LocationOptions {
  /** Files on this machine's disks are copied to the server's artifact store; otherwise everything stays where it is. */
  readonly copy: boolean;
  /** What `mlflow-artifacts:/` stood for at the old server: its --artifacts-destination. */
  readonly destination?: string;
}

/** Decides by each experiment's own location: MLflow puts the files of its runs, models and traces below it. */
export function planLocations(experiments: readonly SourceRow[], { copy, destination }: LocationOptions): Locations {
  const copies: { from: string; to: string }[] = [];
  const prefixes: { old: string; now: string }[] = [];
  if (copy) {
    for (const row of experiments) {
      const location = String(row.artifact_location ?? "");
      const from = localPath(location);
      if (from === undefined) continue;
      const id = String(row.experiment_id);
      copies.push({ from, to: id });
      for (const old of new Set([location.replace(/\/$/, ""), from, `file://${from}`])) {
        prefixes.push({ old, now: `mlflow-artifacts:/${id}` });
      }
    }
    if (destination !== undefined) copies.push({ from: localPath(destination) ?? destination, to: "" });
  }
  prefixes.sort((a, b) => b.old.length - a.old.length);
  return {
    copies,
    isUri: (column) => uriColumns.has(column),
    moved(uri) {
      const found = prefixes.find(({ old }) => uri === old || uri.startsWith(`${old}/`));
      return found === undefined ? uri : found.now + uri.slice(found.old.length);
    },
  };
}

/** The path of a `file:` URI or of an absolute path; undefined for any other place. */
export function localPath(uri: string): string | undefined {
  if (uri.startsWith("/")) return uri.replace(/\/$/, "");
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri).replace(/\/$/, "");
  } catch {
    return undefined;
  }
}
