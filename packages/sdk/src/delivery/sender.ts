import { diag } from "@opentelemetry/api";
import { type Backoff, backoffMs } from "./backoff.ts";
import { encode, resourcesReady } from "./encode.ts";
import { countOf, type LossKind } from "./losses.ts";
import type { Answer } from "./otlp-answer.ts";
import type { Post } from "./post.ts";
import type { Batch, SpanQueue } from "./span-queue.ts";
import { pause, unrefTimeout, within } from "./timers.ts";

export interface SenderOptions {
  readonly url: string;
  readonly batchSpans: number;
  readonly batchBytes: number;
  /** How long a span waits for others to go with it. */
  readonly delayMs: number;
  readonly backoff: Backoff;
  /** False: spans are sent by `flush` only, for platforms where nothing may run between two requests. */
  readonly background: boolean;
  /** Without `background`: a request that was not heard of for so long ended with the invocation that made it. */
  readonly abandonedAfterMs: number;
  /** With each success: what the server says that it accepts (`Answer.accepts`). */
  onDelivered(accepts: string): void;
}

/** Called for spans that will never arrive. */
export type Lose = (kind: LossKind, spans: number, reason: string) => void;

/**
 * Takes spans from the queue and sends them, in the background as batches fill, and all of them on `flush`. A batch is
 * tried until it is delivered, until an answer says that it never will be, or until the queue has no more room for it.
 */
export class Sender {
  /** What came back for the last request that failed; undefined once one was delivered. */
  lastFailure: string | undefined;
  delivered = 0;

  readonly #queue: SpanQueue;
  readonly #lose: Lose;
  readonly #post: Post;
  readonly #options: SenderOptions;
  #batchBytes: number;
  #failures = 0;
  /** `Retry-After`: nothing is sent before, not even by `flush`. Milliseconds since the epoch. */
  #notBefore = 0;
  #lanes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #underway = new Set<Promise<unknown>>();
  #stopped = false;

  constructor(queue: SpanQueue, lose: Lose, post: Post, options: SenderOptions) {
    this.#queue = queue;
    this.#lose = lose;
    this.#post = post;
    this.#options = options;
    this.#batchBytes = options.batchBytes;
  }

  /** A span came into the queue. Called for each, so it does nothing but look, mostly. */
  wake(): void {
    if (!this.#options.background || this.#stopped) return;
    const most = this.#failures === 0 ? parallel : 1;
    if (this.#lanes < most && this.#queue.hasFullBatch(this.#options.batchSpans, this.#batchBytes)) {
      void this.#runLane(false);
    } else if (this.#timer === undefined && this.#lanes === 0) {
      this.#timer = unrefTimeout(() => {
        this.#timer = undefined;
        if (this.#lanes === 0) void this.#runLane(true);
      }, this.#options.delayMs);
    }
  }

  /**
   * Sends all that was in the queue when it was called; resolves when that is settled one way or the other, or after
   * `timeoutMs`. Afterwards the queue says what still waits, and the losses what was given up.
   */
  async flush(timeoutMs: number): Promise<void> {
    const until = this.#queue.next;
    const deadline = Date.now() + timeoutMs;
    const sent = this.#flushTo(until, deadline);
    if ((await within(sent, timeoutMs)) === "timeout") sent.catch(() => undefined);
    this.wake();
  }

  /** Nothing is sent in the background any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #flushTo(until: number, deadline: number): Promise<void> {
    if (!this.#options.background) this.#queue.reclaim(Date.now() - this.#options.abandonedAfterMs);
    while (this.#queue.unsettledBefore(until) > 0 && Date.now() + this.#waitMs() < deadline) {
      const others = [...this.#underway];
      const lanes = Array.from({ length: parallel }, () => this.#flushLane(until, deadline));
      await Promise.all(lanes);
      // Requests of another invocation cannot be awaited where the platform ties them to it; see `background`.
      if (this.#options.background) await Promise.all(others);
      else if (!this.#queue.hasWaiting) return;
    }
  }

  async #flushLane(until: number, deadline: number): Promise<void> {
    while (this.#queue.hasWaiting && this.#queue.unsettledBefore(until) > 0) {
      const wait = this.#waitMs();
      if (Date.now() + wait >= deadline) return;
      if (wait > 0) await pause(wait, { keepsAlive: true });
      if (!(await this.#sendNext())) {
        const rest = Math.min(backoffMs(this.#failures, this.#options.backoff), deadline - Date.now());
        if (rest > 0) await pause(rest, { keepsAlive: true });
        if (Date.now() >= deadline) return;
      }
    }
  }

  /** In the background; one while the server fails, more while batches fill faster than they are answered. */
  async #runLane(partial: boolean): Promise<void> {
    this.#lanes++;
    try {
      while (!this.#stopped) {
        const rest = this.#failures === 0 ? 0 : backoffMs(this.#failures, this.#options.backoff);
        const wait = Math.max(rest, this.#waitMs());
        if (wait > 0) await pause(wait, { keepsAlive: false });
        const full = this.#queue.hasFullBatch(this.#options.batchSpans, this.#batchBytes);
        if (this.#stopped || (!full && !(partial && this.#queue.hasWaiting))) return;
        if (!(await this.#sendNext()) && this.#lanes > 1) return;
      }
    } finally {
      this.#lanes--;
      if (this.#queue.hasWaiting) this.wake();
    }
  }

  #waitMs(): number {
    return Math.max(0, this.#notBefore - Date.now());
  }

  /** Sends the oldest batch; false when it has to be sent again. */
  #sendNext(): Promise<boolean> {
    const batch = this.#queue.take(this.#options.batchSpans, this.#batchBytes);
    if (batch === undefined) return Promise.resolve(true);
    const sent = this.#send(batch);
    this.#underway.add(sent);
    return sent.finally(() => this.#underway.delete(sent));
  }

  async #send(batch: Batch): Promise<boolean> {
    let broken = 0;
    let answer: Answer;
    try {
      await resourcesReady(batch.spans);
      const encoded = encode(batch.spans, batch.bytes);
      broken = encoded.broken;
      if (broken > 0) this.#lose("dropped", broken, `could not be encoded: ${String(encoded.fault)}`);
      answer = await this.#post(encoded.body);
    } catch (fault) {
      answer = { kind: "refused", reason: `could not be sent: ${String(fault)}` };
    }
    return this.#settle(batch, batch.spans.length - broken, answer);
  }

  #settle(batch: Batch, spans: number, answer: Answer): boolean {
    if (answer.kind === "delivered") {
      this.#recovered();
      this.#options.onDelivered(answer.accepts);
      this.#queue.settle(batch);
      const rejected = Math.min(Math.max(0, answer.rejected), spans);
      this.delivered += spans - rejected;
      this.#lose("rejected", rejected, answer.message || "the server did not say why");
      if (rejected === 0 && answer.message !== "")
        diag.warn(`@spanloom/sdk: ${this.#options.url} says: ${answer.message}`);
      return true;
    }
    this.lastFailure = answer.reason;
    if (answer.kind === "retry") {
      this.#failed(answer);
      this.#queue.putBack(batch);
      return false;
    }
    if (answer.kind === "too-large" && batch.spans.length > 1) {
      this.#batchBytes = Math.max(smallestBatchBytes, Math.min(this.#batchBytes, Math.ceil(batch.bytes / 2)));
      this.#queue.split(batch);
      return true;
    }
    this.#queue.settle(batch);
    this.#lose("refused", spans, answer.reason);
    return true;
  }

  #failed({ afterMs, reason }: Extract<Answer, { kind: "retry" }>): void {
    if (afterMs !== undefined)
      this.#notBefore = Math.max(this.#notBefore, Date.now() + Math.min(afterMs, longestWaitMs));
    this.#failures++;
    if (this.#failures === 1) {
      diag.warn(
        `@spanloom/sdk: ${this.#options.url} does not take spans (${reason}); ${countOf(this.#queue.spans)} wait and are tried again`,
      );
    }
  }

  #recovered(): void {
    this.lastFailure = undefined;
    if (this.#failures > 0) diag.info(`@spanloom/sdk: ${this.#options.url} takes spans again`);
    this.#failures = 0;
    this.#notBefore = 0;
  }
}

/** Requests at a time while the server answers. */
const parallel = 4;

/** A server that says 413 to everything must not bring batches down to nothing. */
const smallestBatchBytes = 16_384;

/** A `Retry-After` of next year is a mistake, and the queue would be full long before. */
const longestWaitMs = 5 * 60_000;
