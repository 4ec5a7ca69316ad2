import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import { Announcer } from "./announcer.ts";
import { DeliveryError } from "./delivery-error.ts";
import { encode } from "./encode.ts";
import { deliverAtExit } from "./exit-delivery.ts";
import { hookExit } from "./exit-hooks.ts";
import { LossTeller } from "./loss-teller.ts";
import { Losses, type LossKind } from "./losses.ts";
import { type DeliveryOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { createPost, type Post, requestHeaders } from "./post.ts";
import { isSampled, RunningSpans } from "./running-spans.ts";
import { Sender } from "./sender.ts";
import { type Batch, SpanQueue } from "./span-queue.ts";
import { spanBytes } from "./span-size.ts";
import { pause, within } from "./timers.ts";

/** How long to wait for delivery. */
export interface FlushOptions {
  /** How long to try; what is not delivered by then is in the error, and is tried on in the background. Default 30,000. */
  readonly timeoutMs?: number;
}

/** How many spans were seen, and what became of them. All but `waiting` and `running` only go up. */
export interface DeliveryStats {
  readonly delivered: number;
  readonly dropped: number;
  readonly refused: number;
  readonly rejected: number;
  /** Ended and not yet settled. */
  readonly waiting: number;
  /** Started and not yet ended. */
  readonly running: number;
}

/** A span processor that delivers over OTLP/HTTP. */
export interface Delivery extends SpanProcessor {
  /** Resolves when every span that has ended is delivered; rejects with a `DeliveryError` when some are not. */
  flush(options?: FlushOptions): Promise<void>;
  /** The same for spans that run now as well: it waits for them to end first. */
  flushWhenIdle(options?: FlushOptions): Promise<void>;
  /** `flush`, and no more; what ends later goes nowhere. */
  shutdown(options?: FlushOptions): Promise<void>;
  readonly stats: DeliveryStats;
}

/**
 * Makes the delivery to one address. Nothing is sent, and no timer runs, before the first span. Throws a `TypeError` for
 * an address that is none.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const resolved = resolveOptions(options);
  return new OtlpDelivery(resolved, createPost(resolved));
}

class OtlpDelivery implements Delivery {
  readonly #options: ResolvedOptions;
  readonly #queue: SpanQueue;
  readonly #running = new RunningSpans();
  readonly #sender: Sender;
  readonly #announcer: Announcer;
  /** Since the last flush. */
  readonly #losses = new Losses();
  readonly #teller: LossTeller;
  readonly #lost: Record<LossKind, number> = { dropped: 0, refused: 0, rejected: 0 };
  readonly #full: string;
  readonly #unhook: () => void;
  /** Spans with a smaller number were tried in vain as the program ended. */
  #givenUp = 0;
  #closed: Promise<void> | undefined;

  constructor(options: ResolvedOptions, post: Post) {
    this.#options = options;
    this.#queue = new SpanQueue({ maxSpans: options.queueSize, maxBytes: options.queueBytes });
    this.#teller = new LossTeller(options.url, options.reportIntervalMs);
    this.#announcer = new Announcer(this.#running, post, options.runningSpans, options.runningSpanAfterMs);
    this.#full = `the queue is full (queueSize ${options.queueSize} spans, queueBytes ${options.queueBytes})`;
    this.#sender = new Sender(this.#queue, this.#lose, post, {
      url: options.url,
      batchSpans: options.batchSize,
      batchBytes: options.batchBytes,
      delayMs: options.delayMs,
      backoff: options.backoff,
      background: options.background,
      abandonedAfterMs: options.timeoutMs,
      onDelivered: (accepts) => this.#announcer.learn(accepts),
    });
    this.#unhook =
      options.exitTimeoutMs === 0
        ? () => undefined
        : hookExit({
            hasMore: () => this.#queue.unsettledBefore(this.#queue.next) > 0 && this.#queue.next > this.#givenUp,
            flush: () => this.#flushAtExit(),
            last: () => this.#last(),
          });
  }

  onStart(span: ReadableSpan): void {
    if (this.#closed !== undefined) return;
    this.#running.add(span);
    if (this.#options.background) this.#announcer.wake();
  }

  onEnd(span: ReadableSpan): void {
    this.#running.delete(span);
    if (this.#closed !== undefined || !isSampled(span)) return;
    const dropped = this.#queue.add(span, spanBytes(span));
    if (dropped > 0) this.#lose("dropped", dropped, this.#full);
    this.#sender.wake();
  }

  /** OpenTelemetry's name for it. */
  forceFlush(): Promise<void> {
    return this.flush();
  }

  async flush({ timeoutMs = this.#options.flushTimeoutMs }: FlushOptions = {}): Promise<void> {
    const until = this.#queue.next;
    await this.#sender.flush(timeoutMs);
    this.#throwUndelivered(this.#queue.unsettledBefore(until));
  }

  async flushWhenIdle({ timeoutMs = this.#options.flushTimeoutMs }: FlushOptions = {}): Promise<void> {
    const started = Date.now();
    await within(this.#running.whenIdle(), timeoutMs);
    await pause(0, { keepsAlive: true }); // what ends in this turn of the event loop goes along
    await this.flush({ timeoutMs: Math.max(0, timeoutMs - (Date.now() - started)) });
  }

  shutdown(options: FlushOptions = {}): Promise<void> {
    this.#closed ??= this.#shutdown(options);
    return this.#closed;
  }

  get stats(): DeliveryStats {
    return {
      delivered: this.#sender.delivered,
      ...this.#lost,
      waiting: this.#queue.spans,
      running: this.#running.count,
    };
  }

  async #shutdown({ timeoutMs = this.#options.flushTimeoutMs }: FlushOptions): Promise<void> {
    this.#announcer.stop();
    await this.#sender.flush(timeoutMs);
    this.#sender.stop();
    this.#unhook();
    const waiting = this.#queue.spans;
    for (const batch of this.#rest()) this.#queue.settle(batch);
    this.#lose("dropped", waiting, `still waiting at shutdown${this.#lastFailure}`);
    this.#teller.stop();
    this.#throwUndelivered(0);
  }

  #throwUndelivered(waiting: number): void {
    const losses = this.#losses.take();
    if (waiting > 0 || losses.length > 0) {
      throw new DeliveryError(this.#options.url, waiting, losses, this.#sender.lastFailure);
    }
  }

  readonly #lose = (kind: LossKind, spans: number, reason: string): void => {
    if (spans <= 0) return;
    this.#lost[kind] += spans;
    this.#losses.add(kind, spans, reason);
    this.#teller.add(kind, spans, reason);
  };

  async #flushAtExit(): Promise<void> {
    const until = this.#queue.next;
    await this.#sender.flush(this.#options.exitTimeoutMs);
    if (this.#queue.unsettledBefore(until) > 0) this.#givenUp = until;
  }

  /** What nobody waited for: sent while the program stands still, if it can be, and told if it cannot. */
  #last(): void {
    const { url, headers, exitTimeoutMs } = this.#options;
    const batches = this.#rest();
    const unfinished = this.#announcer.accepted ? this.#running.all() : [];
    const tried = this.#queue.next <= this.#givenUp;
    if (!tried && batches.length + unfinished.length > 0 && typeof headers !== "function") {
      const bodies = [...batches.map(({ spans }) => spans), ...(unfinished.length > 0 ? [unfinished] : [])].map(
        (spans) => encode(spans).body,
      );
      const statuses = deliverAtExit(url, requestHeaders(headers), bodies, exitTimeoutMs);
      for (const [at, batch] of batches.entries()) {
        const status = statuses?.[at] ?? 0;
        if (status < 200 || status >= 300) continue;
        this.#sender.delivered += batch.spans.length;
        this.#queue.settle(batch);
      }
    }
    this.#lose("dropped", this.#queue.spans, `the program ended before they were delivered${this.#lastFailure}`);
    this.#teller.stop();
  }

  #rest(): readonly Batch[] {
    return this.#queue.all(this.#options.batchSize, this.#options.batchBytes);
  }

  get #lastFailure(): string {
    return this.#sender.lastFailure === undefined ? "" : ` (last answer: ${this.#sender.lastFailure})`;
  }
}
