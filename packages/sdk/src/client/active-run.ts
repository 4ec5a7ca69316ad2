import { ApiError, type DatasetInput, type Init, type ModelOutput, type RunStatus } from "@spanloom/wire";
import { reportOnce } from "../safely.ts";
import {
  type ArtifactInfo,
  type ArtifactRoot,
  artifactsAt,
  type DownloadOptions,
  type UploadOptions,
} from "./artifacts.ts";
import type { Connection } from "./connection.ts";
import { chunksOf, type EntryValues, entriesOf } from "./entries.ts";
import { localFiles } from "./local-files.ts";
import { type MetricPoint, MetricQueue } from "./metric-queue.ts";
import { openRuns } from "./open-runs.ts";
import type { CallOptions } from "./transport.ts";
import { nameOf, type UploadSource } from "./upload-source.ts";

/** How a run can end. */
export type RunEnd = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

/** Where and when a metric's points belong. */
export interface MetricOptions {
  /** Default 0; may be negative. */
  readonly step?: number | bigint | undefined;
  /** Milliseconds since 1970; default: now. */
  readonly timestampMs?: number | undefined;
  /** The logged model that was measured: the point is then kept for both. */
  readonly modelId?: string | undefined;
  /** What it was measured on. */
  readonly dataset?: { readonly name: string; readonly digest: string } | undefined;
}

/** A dataset that a run reads; texts, as the wire has them, and JSON where `Dataset` says so. */
export interface RunDataset {
  readonly dataset: Init<NonNullable<DatasetInput["dataset"]>>;
  /** What for: `training`, `evaluation`, … */
  readonly context?: string | undefined;
  readonly tags?: EntryValues | undefined;
}

/** What a run is, when its handle is made. */
export interface RunIdentity {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly artifactUri: string;
}

/**
 * A run that is being written. Metrics go to the server in the background, in batches, in the order of logging; everything
 * else resolves when it is stored. `end` stores what is left. All rejections are `ApiError`s.
 *
 * @example
 * const run = await client.startRun({ name: "fine-tune" });
 * run.logMetric("loss", 0.21, { step: 3 });
 * await run.logParams({ rate: 1e-4 });
 * await run.end();
 */
export class ActiveRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  /** Where its files are, such as `mlflow-artifacts:/0/<run>/artifacts`. */
  readonly artifactUri: string;
  readonly #connection: Connection;
  readonly #metrics: MetricQueue;
  /** Traces that were started in the run's scope and are not linked to it by a call yet. */
  #traceIds: string[] = [];
  #linking: Promise<unknown> = Promise.resolve();
  #ended: Promise<void> | undefined;

  constructor(connection: Connection, { runId, experimentId, name, artifactUri }: RunIdentity) {
    this.runId = runId;
    this.experimentId = experimentId;
    this.name = name;
    this.artifactUri = artifactUri;
    this.#connection = connection;
    const send = async (metrics: readonly MetricPoint[]) => {
      await connection.rest.logBatch({ run_id: runId, metrics });
    };
    this.#metrics = new MetricQueue({ send });
    openRuns().add(this);
  }

  /**
   * Called for each trace that starts in the run's scope. Its spans name the run, which is all that Spanloom needs; MLflow's
   * server reads it from a call only.
   *
   * @internal
   */
  traceStarted(traceId: string): void {
    this.#traceIds.push(traceId);
    if (this.#traceIds.length === 100) this.#linkTraces();
  }

  #linkTraces(): void {
    const trace_ids = this.#traceIds.splice(0);
    if (trace_ids.length === 0) return;
    const linked = this.#connection.rest.linkTracesToRun({ run_id: this.runId, trace_ids });
    this.#linking = Promise.all([this.#linking, linked]).catch((error) => reportOnce("linking traces to a run", error));
  }

  /** Logs a point. NaN and infinities are values like others; points need not come in order. */
  logMetric(key: string, value: number, options: MetricOptions = {}): void {
    this.logMetrics({ [key]: value }, options);
  }

  /** Logs a point of several metrics, with one step and time. */
  logMetrics(values: Readonly<Record<string, number>>, options: MetricOptions = {}): void {
    const { step = 0, timestampMs = Date.now(), modelId, dataset } = options;
    const points = Object.entries(values).map(([key, value]) => ({
      key,
      value: Number(value),
      timestamp: Math.trunc(timestampMs),
      step: typeof step === "number" ? Math.trunc(step) : step,
      model_id: modelId,
      dataset_name: dataset?.name,
      dataset_digest: dataset?.digest,
    }));
    this.#metrics.add(points);
  }

  /** Resolves when all points logged before are stored. Rejects with how many are not, and why. */
  flush(): Promise<void> {
    return this.#metrics.flush();
  }

  async logParam(key: string, value: unknown, options?: CallOptions): Promise<void> {
    await this.logParams({ [key]: value }, options);
  }

  /** A parameter never changes: the same value again is fine, another one is refused with INVALID_PARAMETER_VALUE. */
  async logParams(params: EntryValues, options?: CallOptions): Promise<void> {
    for (const chunk of chunksOf(entriesOf(params), 100)) {
      await this.#connection.rest.logBatch({ run_id: this.runId, params: chunk }, options);
    }
  }

  async setTag(key: string, value: unknown, options?: CallOptions): Promise<void> {
    await this.setTags({ [key]: value }, options);
  }

  async setTags(tags: EntryValues, options?: CallOptions): Promise<void> {
    for (const chunk of chunksOf(entriesOf(tags), 100)) {
      await this.#connection.rest.logBatch({ run_id: this.runId, tags: chunk }, options);
    }
  }

  async deleteTag(key: string, options?: CallOptions): Promise<void> {
    await this.#connection.rest.deleteTag({ run_id: this.runId, key }, options);
  }

  /** Notes which datasets and logged models the run reads. A dataset is known by its name and digest. */
  async logInputs(
    { datasets = [], modelIds = [] }: { datasets?: readonly RunDataset[]; modelIds?: readonly string[] },
    options?: CallOptions,
  ): Promise<void> {
    const request = {
      run_id: this.runId,
      datasets: datasets.map(({ dataset, context, tags = {} }) => ({
        dataset,
        tags: entriesOf({ ...(context !== undefined && { "mlflow.data.context": context }), ...tags }),
      })),
      models: modelIds.map((model_id) => ({ model_id })),
    };
    await this.#connection.rest.logInputs(request, options);
  }

  /** Notes which logged models came out of the run, at which step of training. */
  async logOutputs(models: readonly Init<ModelOutput>[], options?: CallOptions): Promise<void> {
    await this.#connection.rest.logOutputs({ run_id: this.runId, models }, options);
  }

  /**
   * Stores a file, streaming: a local file by its path or `file:` URL, bytes, a `Blob` or a stream. `path` is where it goes
   * below the run's files; default: the last name of the source.
   */
  async logArtifact(source: UploadSource, options: UploadOptions & { readonly path?: string } = {}): Promise<void> {
    const { path = nameOf(source), ...upload } = options;
    if (path === undefined || path === "") {
      throw new ApiError("INVALID_PARAMETER_VALUE", "The source has no name: say with `path` where it goes.");
    }
    await this.#files().upload(path, source, upload);
  }

  /** Stores all files below a local directory, with their paths below it, four at a time. */
  async logArtifacts(directory: string, options: UploadOptions & { readonly path?: string } = {}): Promise<void> {
    const { path: prefix, ...upload } = options;
    const files = localFiles(directory);
    const next = async () => {
      for await (const file of files) {
        const path = prefix === undefined ? file.path : `${prefix}/${file.path}`;
        await this.#files().upload(path, file.location, upload);
      }
    };
    await Promise.all([next(), next(), next(), next()]);
  }

  async logText(text: string, path: string, options?: CallOptions): Promise<void> {
    await this.#files().upload(path, new Blob([text]), { contentType: "text/plain; charset=utf-8", ...options });
  }

  /** `value` as `JSON.stringify` has it, indented. */
  async logJson(value: unknown, path: string, options?: CallOptions): Promise<void> {
    const text = JSON.stringify(value, null, 2) ?? "null";
    await this.#files().upload(path, new Blob([text]), { contentType: "application/json", ...options });
  }

  /** The answer with the file's bytes, unread: take its `body`, `text()`, `json()` or `arrayBuffer()`. */
  downloadArtifact(path: string, options?: DownloadOptions): Promise<Response> {
    return this.#files().download(path, options);
  }

  async *listArtifacts(directory = "", options?: CallOptions): AsyncGenerator<ArtifactInfo, void, undefined> {
    yield* await this.#files().list(directory, options);
  }

  /**
   * Ends the run and stores its metrics. Its status is set even where metrics were lost, which it then rejects with. A
   * second call gives the outcome of the first.
   */
  end(status: RunEnd = "FINISHED"): Promise<void> {
    this.#ended ??= this.#end(status);
    return this.#ended;
  }

  async #end(status: RunEnd): Promise<void> {
    openRuns().delete(this);
    this.#linkTraces();
    const [metrics] = await Promise.allSettled([this.flush(), this.#linking]);
    await this.#connection.rest.updateRun({ run_id: this.runId, status, end_time: Date.now() });
    if (metrics.status === "rejected") throw metrics.reason;
  }

  /** `await using run = await client.startRun()` ends it with its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  #files(): ArtifactRoot {
    return artifactsAt(this.#connection, this.artifactUri);
  }
}
