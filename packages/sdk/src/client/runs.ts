import type { Metric, Received, ViewType, Run as WireRun } from "@spanloom/wire";
import { currentScope, withScope } from "../context/scope.ts";
import { ActiveRun } from "./active-run.ts";
import { type ArtifactInfo, artifactsAt, type DownloadOptions } from "./artifacts.ts";
import type { Connection } from "./connection.ts";
import { type EntryValues, entriesOf, recordOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import { sourceTags } from "./source-tags.ts";
import type { CallOptions } from "./transport.ts";

/** A run as the server has it. */
export type Run = Received<WireRun>;

/** How to start a run. */
export interface StartRunOptions extends CallOptions {
  /** Default: two random words and a number, by the server. */
  readonly name?: string | undefined;
  /** Default: the client's experiment, or that of the run around it. */
  readonly experimentId?: string | undefined;
  /** Goes on with a run that there is, instead of making one. */
  readonly runId?: string | undefined;
  /** The run that this one is a part of. Default: the run around it; `null`: none. */
  readonly parent?: ActiveRun | string | null | undefined;
  readonly tags?: EntryValues | undefined;
  /** Shown as the run's note; Markdown. */
  readonly description?: string | undefined;
  /** Milliseconds since 1970; default: now. */
  readonly startTimeMs?: number | undefined;
}

/** Which runs to find. */
export interface RunSearch extends SearchOptions {
  /** Default: the client's experiment. */
  readonly experimentIds?: readonly string[] | undefined;
  readonly viewType?: ViewType | undefined;
}

/** The part of a client that has to do with runs. All reject with `ApiError`. */
export function runCalls(connection: Connection) {
  const { rest } = connection;

  async function open(options: StartRunOptions): Promise<ActiveRun> {
    const { runId, signal } = options;
    const run = runId === undefined ? await create(options) : await goOn(runId, options);
    const { run_id = runId, experiment_id = "", run_name = "", artifact_uri = "" } = run.info ?? {};
    return new ActiveRun(connection, {
      runId: run_id!,
      experimentId: experiment_id,
      name: run_name,
      artifactUri: artifact_uri,
    });

    async function goOn(run_id: string, { tags }: StartRunOptions): Promise<Run> {
      await rest.updateRun({ run_id, status: "RUNNING" }, { signal });
      const set = entriesOf(tags ?? {});
      if (set.length > 0) await rest.logBatch({ run_id, tags: set }, { signal });
      return (await rest.getRun({ run_id }, { signal })).run!;
    }
  }

  async function create(options: StartRunOptions): Promise<Run> {
    const { name, tags, description, startTimeMs = Date.now(), signal } = options;
    const { parent = getActiveRun() } = options;
    const parentId = parent instanceof ActiveRun ? parent.runId : parent;
    const inherited = parent instanceof ActiveRun ? parent.experimentId : undefined;
    const source = sourceTags();
    const all: Record<string, unknown> = {
      ...source,
      ...(parentId && { "mlflow.parentRunId": parentId }),
      ...(description !== undefined && { "mlflow.note.content": description }),
      ...tags,
    };
    const request = {
      experiment_id: options.experimentId ?? inherited ?? (await connection.defaultExperimentId()),
      run_name: name,
      user_id: source["mlflow.user"],
      start_time: Math.trunc(startTimeMs),
      tags: entriesOf(all),
    };
    return (await rest.createRun(request, { signal })).run!;
  }

  /**
   * Starts a run. With `fn` it is the active run of all that `fn` does and awaits: runs started there are its children, and
   * traces are linked to it. It ends with `fn`, as FAILED where that throws, and resolves to what `fn` gave. Without `fn`
   * it is yours to `end`, and active where `withRun` says so. A signal that ends the program ends it as KILLED.
   */
  function startRun(options?: StartRunOptions): Promise<ActiveRun>;
  function startRun<T>(fn: (run: ActiveRun) => T): Promise<Awaited<T>>;
  function startRun<T>(options: StartRunOptions, fn: (run: ActiveRun) => T): Promise<Awaited<T>>;
  async function startRun<T>(
    first: StartRunOptions | ((run: ActiveRun) => T) = {},
    second?: (run: ActiveRun) => T,
  ): Promise<ActiveRun | Awaited<T>> {
    const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
    const run = await open(options);
    if (fn === undefined) return run;
    let result: Awaited<T>;
    try {
      result = await withRun(run, () => fn(run));
    } catch (error) {
      await run.end("FAILED").catch(() => undefined); // the error of `fn` is the one to tell
      throw error;
    }
    await run.end();
    return result;
  }

  return {
    startRun,

    async getRun(runId: string, options?: CallOptions): Promise<Run> {
      return (await rest.getRun({ run_id: runId }, options)).run!;
    },

    async *searchRuns(search: RunSearch = {}): AsyncGenerator<Run, void, undefined> {
      const { filter, orderBy, viewType, pageSize, signal } = search;
      const experiment_ids = search.experimentIds ?? [await connection.defaultExperimentId()];
      const request = { experiment_ids, filter, order_by: orderBy, run_view_type: viewType, max_results: pageSize };
      yield* itemsOf(
        (page_token) => rest.searchRuns({ ...request, page_token }, { signal }),
        ({ runs }) => runs,
      );
    },

    /** It can be restored. */
    async deleteRun(runId: string, options?: CallOptions): Promise<void> {
      await rest.deleteRun({ run_id: runId }, options);
    },

    async restoreRun(runId: string, options?: CallOptions): Promise<void> {
      await rest.restoreRun({ run_id: runId }, options);
    },

    /** All points of a metric by timestamp, step and value. */
    getMetricHistory(
      runId: string,
      key: string,
      { pageSize = 25_000, signal }: CallOptions & { readonly pageSize?: number } = {},
    ): AsyncGenerator<MetricValue, void, undefined> {
      const request = { run_id: runId, metric_key: key, max_results: pageSize };
      return valuesOf(
        itemsOf(
          (page_token) => rest.getMetricHistory({ ...request, page_token }, { signal }),
          ({ metrics }) => metrics,
        ),
      );
    },

    async *listArtifacts(
      runId: string,
      directory = "",
      options?: CallOptions,
    ): AsyncGenerator<ArtifactInfo, void, undefined> {
      const { run } = await rest.getRun({ run_id: runId }, options);
      yield* await artifactsAt(connection, run?.info?.artifact_uri ?? "").list(directory, options);
    },

    /** The answer with the file's bytes, unread: take its `body`, `text()`, `json()` or `arrayBuffer()`. */
    async downloadArtifact(runId: string, path: string, options: DownloadOptions = {}): Promise<Response> {
      const { run } = await rest.getRun({ run_id: runId }, { signal: options.signal });
      return artifactsAt(connection, run?.info?.artifact_uri ?? "").download(path, options);
    },
  };
}

/** A point of a metric, its value a number also where it is none or infinite. */
export type MetricValue = Received<Metric> & { value: number };

async function* valuesOf(points: AsyncIterable<Received<Metric>>): AsyncGenerator<MetricValue, void, undefined> {
  for await (const point of points) yield { ...point, value: Number(point.value ?? 0) };
}

/**
 * The run that this code belongs to.
 *
 * @example
 * await client.startRun({ name: "evaluation" }, async () => {
 *   getActiveRun()?.logMetric("accuracy", 0.93);
 * });
 */
export function getActiveRun(): ActiveRun | undefined {
  return currentScope().run;
}

/**
 * Makes a run the active one of `fn` and of all that it awaits. The run does not end with it.
 *
 * @example
 * const run = await client.startRun();
 * await withRun(run, () => answer("What is MLflow?")); // its traces are linked to the run
 * await run.end();
 */
export function withRun<T>(run: ActiveRun, fn: () => T): T {
  return withScope({ run }, fn);
}

/**
 * A list of tags or parameters as a record.
 *
 * @example
 * const { data } = await client.getRun(runId);
 * const { rate } = entries(data?.params);
 */
export const entries = recordOf;
