import { Worker } from "node:worker_threads";
import type { FinishedChunk, FromThread, ToThread, UnfinishedChunk } from "./messages.ts";

/** A chunk that can be written to wherever there is room for it. */
export interface Encoding {
  readonly size: number;
  writeTo(bytes: Uint8Array, at: number): void;
}

export interface Finished {
  /** null: it has none, and may hold any word. */
  readonly words: Uint8Array | null;
  /** zstd */
  readonly data: Uint8Array;
  /** Of the first of its frames, where they are two. */
  readonly headBytes: number | null;
}

/** Where the words are kept that every replica leaves out of filters. */
export interface CommonWords {
  list(): Promise<readonly number[]>;
  /** Makes words common from now on; resolves when that is committed. */
  add(hashes: readonly number[]): Promise<void>;
}

export interface FinisherOptions {
  readonly common: CommonWords;
  /** Whether chunks get a filter now. They can do without: a search then reads them, until the content index has them. */
  readonly makesFilters?: () => boolean;
  readonly onError?: (error: unknown) => void;
}

interface Waiting {
  readonly encoding: Encoding;
  readonly kind: 0 | 1;
  readonly done: (finished: Finished) => void;
  readonly failed: (error: unknown) => void;
}

/** What the thread holds lives for one batch: a large young generation would only keep memory from the system. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/**
 * Gives chunks their word filter and compresses them in a thread of their own: two fifths of what storing a span costs.
 * Chunks of the same turn go in one message. A thread that dies fails what it had, and the next chunk starts another.
 */
export class ChunkFinisher {
  readonly #common: CommonWords;
  readonly #makesFilters: () => boolean;
  readonly #onError: (error: unknown) => void;
  #thread: Promise<Worker> | undefined;
  #gathered: Waiting[] = [];
  readonly #sent = new Map<number, readonly Waiting[]>();
  #lastId = 0;

  constructor({ common, makesFilters = () => true, onError = () => {} }: FinisherOptions) {
    this.#common = common;
    this.#makesFilters = makesFilters;
    this.#onError = onError;
  }

  /** `kind`: 0 TracesData, 1 LogsData. */
  finish(encoding: Encoding, kind: 0 | 1): Promise<Finished> {
    return new Promise((done, failed) => {
      if (this.#gathered.length === 0) setImmediate(() => void this.#send());
      this.#gathered.push({ encoding, kind, done, failed });
    });
  }

  async close(): Promise<void> {
    const thread = await this.#thread?.catch(() => undefined);
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #send(): Promise<void> {
    const batch = this.#gathered;
    this.#gathered = [];
    try {
      this.#thread ??= this.#start();
      const thread = await this.#thread;
      const id = ++this.#lastId;
      this.#sent.set(id, batch);
      const chunks = batch.map(({ encoding, kind }): UnfinishedChunk => ({ size: encoding.size, kind }));
      const bytes = joined(batch.map(({ encoding }) => encoding));
      const message: ToThread = { type: "finish", id, bytes, chunks, withFilters: this.#makesFilters() };
      thread.postMessage(message, [bytes.buffer]);
    } catch (error) {
      this.#thread = undefined;
      for (const { failed } of batch) failed(error);
    }
  }

  async #start(): Promise<Worker> {
    const common = await this.#common.list();
    const file = import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js";
    const thread = new Worker(new URL(file, import.meta.url), { workerData: common, resourceLimits });
    thread.unref();
    thread.on("message", (answer: FromThread) => this.#receive(thread, answer));
    thread.on("error", (error) => this.#fail(error));
    thread.on("exit", () => this.#fail(new Error("The thread that finishes chunks ended")));
    return thread;
  }

  #receive(thread: Worker, answer: FromThread): void {
    const batch = this.#sent.get(answer.id) ?? [];
    this.#sent.delete(answer.id);
    if ("error" in answer) {
      for (const { failed } of batch) failed(answer.error);
      return;
    }
    for (const [i, finished] of apart(answer.bytes, answer.chunks).entries()) batch[i]?.done(finished);
    if (answer.declared.length > 0) this.#declare(thread, answer.declared).catch(this.#onError);
  }

  /** Words are left out only after every search can know that they are. */
  async #declare(thread: Worker, hashes: readonly number[]): Promise<void> {
    await this.#common.add(hashes);
    const message: ToThread = { type: "common", hashes };
    thread.postMessage(message);
  }

  #fail(error: unknown): void {
    this.#thread = undefined;
    const batches = [...this.#sent.values()];
    this.#sent.clear();
    for (const { failed } of batches.flat()) failed(error);
  }
}

/** The chunks one after the other, in a buffer of its own that can be handed over. */
function joined(encodings: readonly Encoding[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(encodings.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const encoding of encodings) {
    encoding.writeTo(bytes, at);
    at += encoding.size;
  }
  return bytes;
}

function apart(bytes: Uint8Array, chunks: readonly FinishedChunk[]): Finished[] {
  let at = 0;
  const next = (size: number) => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  return chunks.map(({ words, data, head }) => ({
    words: words === null ? null : next(words),
    data: next(data),
    headBytes: head,
  }));
}
