import { type Artifacts, below } from "@spanloom/api";
import { ArtifactError } from "@spanloom/artifacts";
import type { GarbageItem, GarbageKind, Store } from "@spanloom/store";
import { ApiError, parseTraceId } from "@spanloom/wire";
import { UsageError } from "./config/load.ts";

export interface GarbageRequest {
  /** What is named is removed and nothing else; where nothing is named, all that was deleted. */
  readonly named: Readonly<Record<GarbageKind, readonly string[]>>;
  /** Only what was deleted at least this long ago. */
  readonly olderThanMs: number;
}

export interface GarbageOutcome {
  readonly removed: Readonly<Record<GarbageKind, number>>;
  readonly staleUploads: number;
  /** Of how many something could not be removed; they stay, for the next time. */
  readonly failed: number;
}

/** An upload that has stood still for longer than this will not go on. */
const staleUploadMs = 24 * 3600 * 1000;
const pageSize = 500;
const words: Readonly<Record<GarbageKind, string>> = {
  run: "Run",
  loggedModel: "Logged model",
  experiment: "Experiment",
};

/**
 * Removes for good what was deleted, its files first: should they not go, the row stays, and the next call tries again.
 * `say` gets a line for everything that went. Throws a `UsageError`, before anything is removed, for what is named and
 * may not be removed.
 */
export async function collectGarbage(
  store: Store,
  artifacts: Artifacts,
  { named, olderThanMs }: GarbageRequest,
  say: (line: string) => void,
): Promise<GarbageOutcome> {
  const beforeMs = Date.now() - olderThanMs;
  const isAll = Object.values(named).every((ids) => ids.length === 0);
  const removed = { run: 0, loggedModel: 0, experiment: 0 };
  let failed = 0;

  const remove = async (kind: GarbageKind, item: GarbageItem): Promise<void> => {
    try {
      if (kind === "experiment") await emptyExperiment(item.id);
      await removeFiles(item, kind);
      if (!(await store.garbage.remove(kind, item.id))) return;
      removed[kind]++;
      say(`${words[kind]} with ID ${item.id} has been permanently deleted.`);
    } catch (error) {
      if (!(error instanceof ArtifactError)) throw error;
      failed++;
      say(`${words[kind]} with ID ${item.id} stays: ${error.message}`);
    }
  };
  /** An experiment's runs and models go with it, and so do its traces. */
  const emptyExperiment = async (experimentId: string): Promise<void> => {
    for (const kind of ["run", "loggedModel"] as const) {
      for await (const item of pages((after) => store.garbage.below(kind, experimentId, after, pageSize)))
        await removeFiles(item, kind);
    }
  };
  const removeFiles = async ({ id, artifactUri }: GarbageItem, kind: GarbageKind): Promise<void> => {
    try {
      if (kind === "experiment") await removeExperimentFiles(id, artifactUri);
      else await removeTree(ownDirectory(artifactUri, id));
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
      say(`The files at ${artifactUri} are left where they are: ${error.message}`);
    }
  };
  const removeTree = async (uri: string): Promise<void> => {
    const { store: files, path } = await artifacts.open(uri);
    if (path !== "") await files.remove(path);
  };
  /** A directory that is named by the experiment is its own; of another, which may be shared, its traces' files go. */
  const removeExperimentFiles = async (experimentId: string, uri: string): Promise<void> => {
    if (uri.endsWith(`/${experimentId}`)) await removeTree(uri);
    else {
      const traces = below(await artifacts.open(uri), "traces");
      for (const { name } of await traces.store.list(traces.path)) {
        const traceId = parseTraceId(name);
        const row = traceId && (await store.traces.get(traceId));
        if (row && row.experimentId === experimentId) await traces.store.remove(below(traces, name).path);
      }
    }
    await store.traces.deleteUntil(experimentId, 2n ** 62n / 1_000_000n);
  };

  const wanted = new Map<GarbageKind, GarbageItem[]>();
  for (const kind of kinds) wanted.set(kind, await namedItems(store, kind, named[kind], beforeMs, olderThanMs));
  for (const kind of kinds) {
    const items = isAll
      ? pages((after) => store.garbage.list(kind, beforeMs, after, pageSize))
      : wanted.get(kind)!.values();
    for await (const item of items) if (!isKept(kind, item)) await remove(kind, item);
  }
  const staleUploads = isAll ? await artifacts.proxied().removeStaleUploads(Date.now() - staleUploadMs) : 0;
  if (staleUploads > 0) say(`${staleUploads} uploads that never ended have been removed.`);
  return { removed, staleUploads, failed };
}

/** An experiment goes last: what is below it and was deleted by itself is said to go, too. */
const kinds = ["run", "loggedModel", "experiment"] as const;

/** Spans that name no experiment go to the first one, so there must be one. */
const isKept = (kind: GarbageKind, { id }: GarbageItem): boolean => kind === "experiment" && id === "0";

async function namedItems(
  { garbage }: Store,
  kind: GarbageKind,
  ids: readonly string[],
  beforeMs: number,
  olderThanMs: number,
): Promise<GarbageItem[]> {
  const items = await garbage.find(kind, ids);
  for (const id of ids) {
    const item = items.find((candidate) => candidate.id === id);
    if (item === undefined) throw new UsageError(`${words[kind]} ${id} does not exist.`);
    if (!item.isDeleted)
      throw new UsageError(`${words[kind]} ${id} is not deleted: only what is can be removed for good.`);
    if (olderThanMs > 0 && (item.deletedMs ?? 0) > beforeMs)
      throw new UsageError(`${words[kind]} ${id} was deleted later than --older-than says.`);
    if (isKept(kind, item))
      throw new UsageError("Experiment 0 stays: spans that name no experiment go there. Its runs can be removed.");
  }
  return items;
}

/** `<experiment>/<run>/artifacts` lies in a directory of the run's own, which goes as a whole. */
function ownDirectory(uri: string, id: string): string {
  const whole = uri.replace(/\/+$/, "");
  return whole.endsWith(`/${id}/artifacts`) ? whole.slice(0, -"/artifacts".length) : whole;
}

/** Not this server's to remove: on a client's disk, or in a store that it has no driver for. */
const isOutOfReach = (error: unknown): error is Error =>
  (error instanceof ApiError && error.code === "PERMISSION_DENIED") ||
  (error instanceof ArtifactError && (error.problem === "unsupported" || error.problem === "invalid-path"));

async function* pages(read: (afterId: string) => Promise<GarbageItem[]>): AsyncGenerator<GarbageItem> {
  for (let after = ""; ; ) {
    const page = await read(after);
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.id;
  }
}
