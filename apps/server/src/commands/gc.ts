import { openArtifacts } from "@spanloom/api";
import { openStore } from "@spanloom/store";
import { artifactPlaces } from "../config/artifact-places.ts";
import { readOptions } from "../config/load.ts";
import { completed, option } from "../config/option.ts";
import { options as serverOptions } from "../config/options.ts";
import { duration, type LogLevel, list, text } from "../config/values.ts";
import { shareDatabase } from "../database.ts";
import { collectGarbage } from "../gc.ts";
import { createLog } from "../log.ts";
import type { Command } from "./commands.ts";

const { dataDir, backendStoreUri, artifactsDestination, defaultArtifactRoot, logLevel } = serverOptions;
const ids = (what: string) =>
  option({
    kind: list,
    default: [],
    defaultText: "all that are deleted",
    flagOnly: true,
    help: `Deleted ${what} to remove, separated by commas; where anything is named, nothing else is removed.`,
  });

const options = {
  olderThan: option({
    kind: duration,
    default: 0,
    flagOnly: true,
    help: "Only what was deleted at least this long ago, such as 7d6h or 1.5d.",
  }),
  runIds: ids("runs"),
  experimentIds: ids("experiments"),
  loggedModelIds: ids("logged models"),
  dataDir,
  backendStoreUri,
  artifactsDestination,
  defaultArtifactRoot,
  trackingUri: option({
    kind: text,
    default: "",
    flagOnly: true,
    help: "Taken because MLflow's command asks for it, and not needed: files are removed where they are.",
  }),
  logLevel: option<LogLevel>({ ...logLevel, default: "warn" }),
};

export const gc: Command = {
  summary: "Removes for good what was deleted: runs, logged models, experiments, with their files. A server may run.",
  options,
  async run(flags) {
    const chosen = readOptions(options, flags);
    const server = completed(serverOptions, chosen);
    const artifacts = await openArtifacts(artifactPlaces(server));
    const database = await shareDatabase(server, createLog(chosen.logLevel));
    try {
      const store = await openStore({ connectionString: database.connectionString, maxConnections: 2 });
      try {
        const { runIds, experimentIds, loggedModelIds, olderThan } = chosen;
        const named = { run: runIds, experiment: experimentIds, loggedModel: loggedModelIds };
        const say = (line: string) => process.stdout.write(`${line}\n`);
        const outcome = await collectGarbage(store, artifacts, { named, olderThanMs: olderThan }, say);
        const { run, loggedModel, experiment } = outcome.removed;
        say(`Removed ${run} runs, ${loggedModel} logged models and ${experiment} experiments.`);
        return outcome.failed === 0 ? 0 : 1;
      } finally {
        await store.close();
      }
    } finally {
      await database.stop();
    }
  },
};
