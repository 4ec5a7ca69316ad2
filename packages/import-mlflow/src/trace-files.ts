import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { localPath } from "./locations.ts";
import type { TraceInfo } from "./trace-info.ts";

/** Spans that MLflow kept beside the files of an experiment and not in its database. */
export interface TraceFiles {
  /** The text of the trace's traces.json; undefined where it cannot be reached from here. */
  spansOf(info: TraceInfo): Promise<string | undefined>;
}

/** `destination` is the directory that `mlflow-artifacts:/` stood for at the old server, where that is known. */
export function traceFiles(destination: string | undefined): TraceFiles {
  return {
    async spansOf({ tags }) {
      const location = tags["mlflow.artifactLocation"] ?? "";
      const proxied = /^mlflow-artifacts:\/*(.*)$/.exec(location)?.[1];
      const directory = proxied === undefined ? localPath(location) : destination && join(destination, proxied);
      if (!directory) return undefined;
      return readFile(join(directory, "traces.json"), "utf8").catch(() => undefined);
    },
  };
}
