import type { PriceTable } from "@spanloom/conventions";
import {
  Batcher,
  CommonWordTable,
  ExperimentLookup,
  isOutOfSpace,
  isTransient,
  SpanWriter,
  type Store,
} from "@spanloom/store";
import { ChunkIds } from "./chunk-ids.ts";
import { commitBatch } from "./commit.ts";
import { TextTable } from "./decode/text-table.ts";
import { Durations } from "./durations.ts";
import { IngestError } from "./errors.ts";
import { ChunkFinisher } from "./finish/finisher.ts";
import { KnownSpans } from "./known-spans.ts";
import { defaultLimits, type IngestLimits } from "./limits.ts";
import type { IngestContext } from "./link.ts";
import { type ReadRequest, readLogs, readTraces } from "./pipeline.ts";
import type { Batch } from "./prepare.ts";
import { Rate } from "./rate.ts";
import type { Resent } from "./resent.ts";
import { TokenReader } from "./search-tokens.ts";
import { settleOne } from "./settle.ts";
import type { Reception } from "./sources/reception.ts";
import type { Delivery } from "./sources/source.ts";
import { Sources } from "./sources/sources.ts";

export interface IngestOptions {
  readonly store: Store;
  readonly prices: PriceTable;
  readonly limits?: Partial<IngestLimits>;
  /** Traces of which nobody says where they belong go here; "0" where nothing is said. */
  readonly defaultExperiment?: string;
  readonly log?: (message: string, error: unknown) => void;
  /** From so many bytes of requests a second on, work that can be made up for waits; 4 MB/s where nothing is said. */
  readonly busyBytesPerSecond?: number;
}

export interface IngestOutcome {
  readonly accepted: number;
  readonly rejected: number;
  /** Empty, or which is the first item that was rejected, and why. */
  readonly message: string;
}

/** While some wait for the disk or for their chunks to be compressed, the others copy: two left a quarter of two cores idle. */
const writers = 4;
/** Bytes of spans in one commit. */
const maxBatchBytes = 8 * 1024 * 1024;
const retryAfterSeconds = 2;
const rateWindowMs = 10_000;
/** Indexing content can keep up with so much. While more comes in, the cores belong to ingest. */
const defaultBusyBytesPerSecond = 4_000_000;

const noneResent: Resent = new Map();

/** The only writer of spans. Create one for each store in a process, and `close` it before the store. */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #limits: IngestLimits;
  readonly #experiments: ExperimentLookup;
  readonly #writer: SpanWriter;
  readonly #finisher: ChunkFinisher;
  readonly #chunkIds = new ChunkIds();
  readonly #texts = new TextTable();
  readonly #tokens = new TokenReader();
  readonly #knownSpans = new KnownSpans();
  readonly #batcher: Batcher<Batch, Resent>;
  readonly #received = new Rate(rateWindowMs);
  /** What becomes of all that is sent. A job of the server flushes it. */
  readonly sources: Sources;
  /** How long each commit took, its preparation with it. */
  readonly commits = new Durations();
  #pendingBytes = 0;

  constructor(options: IngestOptions) {
    const { store } = options;
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#experiments = new ExperimentLookup(store.db, store.artifactRoot);
    this.#writer = new SpanWriter(store.db);
    this.#finisher = new ChunkFinisher({
      common: new CommonWordTable(store.db),
      makesFilters: () => !this.isBusy || store.contentIndex.isBehind,
      onError: (error) => options.log?.("could not declare common words", error),
    });
    this.sources = new Sources(store.ingestSources);
    const commit = async (batches: readonly Batch[]) => {
      const startMs = performance.now();
      const resent = await this.#commit(batches);
      this.commits.add((performance.now() - startMs) / 1_000);
      return batches.map(() => resent);
    };
    this.#batcher = new Batcher({ commit, writers, maxWeight: maxBatchBytes });
  }

  /** Bytes of requests that have not been answered yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Whether so much has come in of late that other work of this process should wait. */
  get isBusy(): boolean {
    return this.#received.perSecond() > (this.#options.busyBytesPerSecond ?? defaultBusyBytesPerSecond);
  }

  /**
   * Stores the spans of a binary ExportTraceServiceRequest (also TracesData, which has the same shape) and resolves
   * after the commit. Sent again, it changes nothing. Throws IngestError where nothing of it could be stored; the
   * reception, if one is given, is told by whoever answers.
   */
  traces(body: Uint8Array, context: IngestContext = {}, reception?: Reception): Promise<IngestOutcome> {
    return this.#take(
      body,
      "traces",
      reception,
      (reception) => readTraces(body, context, reception, this.#dependencies),
      (spans) => ({ spans, logs: [] }),
      "span",
    );
  }

  /** The same for ExportLogsServiceRequest: log records that name a span join it, in whatever order they come. */
  logs(body: Uint8Array, context: IngestContext = {}, reception?: Reception): Promise<IngestOutcome> {
    return this.#take(
      body,
      "logs",
      reception,
      (reception) => readLogs(body, context, reception, this.#dependencies),
      (logs) => ({ spans: [], logs }),
      "log record",
    );
  }

  /**
   * Settles traces that have had no new span for `idleSeconds` (settle.ts), `limit` at most; resolves to how many. A job
   * of the server calls it now and then.
   */
  async settle(idleSeconds: number, limit = 100): Promise<number> {
    const tools = this.#chunkTools;
    let settled = 0;
    while (settled < limit && (await settleOne(this.#writer, tools, idleSeconds))) settled++;
    return settled;
  }

  /** Resolves when every request taken so far has its answer. */
  async close(): Promise<void> {
    await this.#batcher.drain();
    await this.#finisher.close();
    await this.sources.flush().catch((error) => this.#options.log?.("could not store the counts of sources", error));
  }

  get #dependencies() {
    const { prices } = this.#options;
    return { experiments: this.#experiments, prices, limits: this.#limits, texts: this.#texts, tokens: this.#tokens };
  }

  get #chunkTools() {
    return { finisher: this.#finisher, chunkIds: this.#chunkIds, tokens: this.#tokens };
  }

  /** A request that nobody else answers is counted here: it came with a call of MLflow's API. */
  async #take<Item>(
    body: Uint8Array,
    signal: Delivery["signal"],
    given: Reception | undefined,
    read: (reception: Reception) => Promise<ReadRequest<Item>>,
    batchOf: (items: readonly Item[]) => Batch,
    noun: string,
  ): Promise<IngestOutcome> {
    const reception = given ?? this.sources.receive({ signal, form: "api" });
    try {
      const { outcome, resent } = await this.#store(body, () => read(reception), batchOf, noun);
      reception.taken(resent);
      return outcome;
    } catch (error) {
      if (given === undefined) reception.refused(0, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #store<Item>(
    body: Uint8Array,
    read: () => Promise<ReadRequest<Item>>,
    batchOf: (items: readonly Item[]) => Batch,
    noun: string,
  ): Promise<{ readonly outcome: IngestOutcome; readonly resent: Resent }> {
    if (this.#pendingBytes > 0 && this.#pendingBytes + body.length > this.#limits.maxPendingBytes) {
      throw new IngestError(
        "overloaded",
        "More spans are waiting to be written than this server holds. Send them again in a moment.",
        {
          retryAfterSeconds,
        },
      );
    }
    this.#pendingBytes += body.length;
    this.#received.add(body.length);
    try {
      const { items, rejected } = await read();
      const resent = items.length > 0 ? await this.#batcher.add(batchOf(items), body.length) : noneResent;
      const [first] = rejected;
      const message =
        first === undefined
          ? ""
          : `${noun} ${first.index} was not stored: ${first.reason}${andMore(rejected.length - 1)}`;
      return { outcome: { accepted: items.length, rejected: rejected.length, message }, resent };
    } catch (error) {
      throw this.#told(error);
    } finally {
      this.#pendingBytes -= body.length;
    }
  }

  async #commit(batches: readonly Batch[]): Promise<Resent> {
    const batch = { spans: batches.flatMap(({ spans }) => spans), logs: batches.flatMap(({ logs }) => logs) };
    const { store, defaultExperiment = "0" } = this.#options;
    const context = {
      ...this.#chunkTools,
      writer: this.#writer,
      knownSpans: this.#knownSpans,
      defaultExperiment,
    };
    const { changed, resent } = await commitBatch(batch, context).catch((error) => {
      // A partition that retention has dropped meanwhile is made again.
      if ((error as { code?: string }).code !== "23514") throw error;
      this.#writer.forgetDays();
      return commitBatch(batch, context);
    });
    store.changes.publish(
      changed.map(({ traceId, experimentId }) => ({ traceId, experimentId: String(experimentId) })),
    );
    return resent;
  }

  /** The error as the sender should see it. */
  #told(error: unknown): unknown {
    if (error instanceof IngestError) return error;
    if (isOutOfSpace(error)) {
      return new IngestError(
        "storage-full",
        "The database has no room left; nothing was stored. Send it again later.",
        {
          retryAfterSeconds: 30,
          cause: error,
        },
      );
    }
    if (isTransient(error)) {
      return new IngestError(
        "unavailable",
        "The database cannot be reached right now; nothing was stored. Send it again in a moment.",
        {
          retryAfterSeconds,
          cause: error,
        },
      );
    }
    return error;
  }
}

function andMore(count: number): string {
  return count === 0 ? "" : ` (and ${count} more)`;
}
