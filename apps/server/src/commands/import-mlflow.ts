import { ImportConflict, type ImportReport, importMlflow, openSource, type Progress } from "@spanloom/import-mlflow";
import { readOptions, UsageError } from "../config/load.ts";
import { completed, option } from "../config/option.ts";
import { options as serverOptions } from "../config/options.ts";
import { InvalidValue, type LogLevel, text, type ValueKind } from "../config/values.ts";
import { openCore } from "../core.ts";
import { createLog } from "../log.ts";
import { version } from "../version.ts";
import type { Command } from "./commands.ts";

const copyOrReference: ValueKind<"copy" | "reference"> = {
  placeholder: "copy|reference",
  parse(value) {
    if (value === "copy" || value === "reference") return value;
    throw new InvalidValue("copy or reference");
  },
  print: (value) => value,
};

const { dataDir, backendStoreUri, artifactsDestination, prices, logLevel } = serverOptions;

/** As MLflow's own server takes them for its MySQL. */
const mysqlSsl = (part: "CA" | "CERT" | "KEY", what: string) =>
  option({
    kind: text,
    default: "",
    mlflowVariable: `MLFLOW_MYSQL_SSL_${part}`,
    help: `${what} (PEM) for a MySQL over TLS whose URI has no ssl_${part.toLowerCase()}=….`,
  });

const options = {
  from: option({
    kind: text,
    default: "",
    required: true,
    flagOnly: true,
    help: "The old server's --backend-store-uri: sqlite:///…, postgresql://…, mysql://… or the folder of a file store.",
  }),
  artifacts: option({
    kind: copyOrReference,
    default: "copy",
    flagOnly: true,
    help: "copy: files on this machine's disks are copied to --artifacts-destination; reference: they stay where they are.",
  }),
  fromArtifacts: option({
    kind: text,
    default: "",
    flagOnly: true,
    help: "The old server's --artifacts-destination, when it is a directory that can be reached from here.",
  }),
  mysqlSslCa: mysqlSsl("CA", "File of the authorities to trust"),
  mysqlSslCert: mysqlSsl("CERT", "File of the client's certificate"),
  mysqlSslKey: mysqlSsl("KEY", "File of the client's key"),
  dataDir,
  backendStoreUri,
  artifactsDestination,
  prices,
  logLevel: option<LogLevel>({ ...logLevel, default: "warn" }),
};

export const importMlflowCommand: Command = {
  summary: "Takes over an MLflow installation with its ids, names and times. Interrupted, it goes on where it stopped.",
  options,
  async run(flags) {
    const chosen = readOptions(options, flags);
    const log = createLog(chosen.logLevel);
    const mysqlTls = { ca: chosen.mysqlSslCa, cert: chosen.mysqlSslCert, key: chosen.mysqlSslKey };
    const source = await openSource(chosen.from, mysqlTls).catch((error: Error) => {
      throw new UsageError(`--from ${error.message}`, { cause: error });
    });
    const opened: (() => unknown)[] = [() => source.close()];
    try {
      const core = await openCore(completed(serverOptions, chosen), log, (undo) => opened.push(undo));
      const api = core.api({
        version,
        otlpHttpPort: 0,
        otlpGrpcPort: 0,
        maxBodyBytes: serverOptions.maxBodyBytes.default as number,
        staticPrefix: "",
      });
      const bar = progressBar(process.stderr);
      const report = await importMlflow({
        source,
        store: core.store,
        traces: { api, ingest: core.ingest },
        ...(chosen.artifacts === "copy" && { artifacts: core.artifactStore() }),
        ...(chosen.fromArtifacts !== "" && { artifactsDestination: chosen.fromArtifacts }),
        onProgress: bar.show,
      }).finally(bar.end);
      process.stdout.write(summary(source.name, core.place, report));
      return report.isComplete ? 0 : 1;
    } catch (error) {
      throw error instanceof ImportConflict ? new UsageError(error.message, { cause: error }) : error;
    } finally {
      for (let undo = opened.pop(); undo !== undefined; undo = opened.pop()) await undo();
    }
  },
};

/** On a terminal one line that is written anew; elsewhere a line for each kind of thing when it is done. */
function progressBar(out: NodeJS.WriteStream): { show(progress: Progress): void; end(): void } {
  let last: Progress | undefined;
  const width = 30;
  const text = ({ title, done, total }: Progress) => {
    const filled = total === 0 ? width : Math.min(width, Math.floor((done / total) * width));
    const count = total === 0 ? `${done}` : `${done} of ${total}`;
    return `[${"=".repeat(filled)}${" ".repeat(width - filled)}] ${title}: ${count}`;
  };
  const finish = () => {
    if (last !== undefined && (last.done > 0 || last.total > 0)) out.write(out.isTTY ? "\n" : `${text(last)}\n`);
  };
  return {
    show(progress) {
      if (last !== undefined && last.title !== progress.title) finish();
      last = progress;
      if (out.isTTY && (progress.done > 0 || progress.total > 0)) out.write(`\r${text(progress)}\u001b[K`);
    },
    end() {
      finish();
      last = undefined;
    },
  };
}

function summary(from: string, to: string, { tables, files, skipped, isComplete }: ImportReport): string {
  const lines = tables.map(({ title, source, here }) => `  ${String(here).padStart(9)} of ${source} ${title}`);
  if (files !== undefined && files.files > 0)
    lines.push(`  ${String(files.files).padStart(9)} files, ${files.bytes} bytes`);
  const rest = skipped.length > shownSkips ? [`  … and ${skipped.length - shownSkips} more`] : [];
  return [
    `Imported ${from} into ${to}:`,
    ...lines,
    ...skipped.slice(0, shownSkips).map((sentence) => `  ${sentence}`),
    ...rest,
    isComplete ? "Every row that was there is here." : "Not everything that was there is here: see above.",
    "",
  ].join("\n");
}

const shownSkips = 20;
