import { DataDirectoryInUse, placeOf, runningEmbedded, startEmbedded } from "@spanloom/store";
import { UsageError } from "./config/load.ts";
import type { Options } from "./config/options.ts";
import type { Log } from "./log.ts";

export interface Database {
  readonly connectionString: string;
  /** Where it is, for people; never with its password. */
  readonly place: string;
  stop(): Promise<void>;
}

/**
 * The Postgres that options name, for a command that may run beside a server: where one runs on the data directory, its
 * Postgres is used and left running.
 */
export async function shareDatabase(
  options: Pick<Options, "backendStoreUri" | "dataDir">,
  log: Log,
): Promise<Database> {
  try {
    return await openDatabase(options, log);
  } catch (error) {
    const connectionString = error instanceof DataDirectoryInUse ? await runningEmbedded(options.dataDir) : undefined;
    if (connectionString === undefined) throw error;
    return { connectionString, place: options.dataDir, stop: async () => {} };
  }
}

/** The Postgres that an option names, or our own on the data directory. Throws `DataDirectoryInUse` when that is taken. */
export async function openDatabase(
  { backendStoreUri, dataDir }: Pick<Options, "backendStoreUri" | "dataDir">,
  log: Log,
): Promise<Database> {
  if (backendStoreUri !== "") {
    return {
      connectionString: backendStoreUri,
      place: `Postgres at ${placeOf(backendStoreUri)}`,
      stop: async () => {},
    };
  }
  const embedded = await startEmbedded({ dataDir, log: (line) => log.debug("postgres", { line }) }).catch(sentence);
  return { connectionString: embedded.connectionString, place: dataDir, stop: () => embedded.stop() };
}

/** What the embedded Postgres throws without a class or a code of its own is written for whoever starts the server. */
function sentence(error: Error): never {
  throw error.constructor === Error && !("code" in error) ? new UsageError(error.message, { cause: error }) : error;
}
