import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { acceptsUnfinishedSpans } from "@spanloom/wire/otlp";
import { encode } from "./encode.ts";
import type { Post } from "./post.ts";
import type { RunningSpans } from "./running-spans.ts";
import { unrefTimeout } from "./timers.ts";

/**
 * Sends spans that have run for a while, once, as they are by then: without an end. It is a courtesy to whoever looks at
 * the trace meanwhile, so an attempt that fails is not repeated and nothing counts as lost: the span comes when it ends.
 */
export class Announcer {
  readonly #running: RunningSpans;
  readonly #post: Post;
  readonly #afterMs: number;
  /** Undefined until a server has said. */
  #accepted: boolean | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(running: RunningSpans, post: Post, enabled: "auto" | boolean, afterMs: number) {
    this.#running = running;
    this.#post = post;
    this.#afterMs = afterMs;
    this.#accepted = enabled === "auto" ? undefined : enabled;
  }

  /** Whether spans without an end may be sent. */
  get accepted(): boolean {
    return this.#accepted === true;
  }

  /** Something was started. Called for each span, so it does nothing but look, mostly. */
  wake(): void {
    if (this.#timer !== undefined || this.#accepted === false) return;
    this.#timer = unrefTimeout(() => {
      this.#timer = undefined;
      void this.#announceDue();
    }, this.#afterMs / 4);
  }

  /** What a server said that it accepts, with any of its answers. */
  learn(accepts: string): void {
    this.#accepted ??= accepts.split(/\s*,\s*/).includes(acceptsUnfinishedSpans);
  }

  stop(): void {
    this.#accepted = false;
    clearTimeout(this.#timer);
  }

  async #announceDue(): Promise<void> {
    const due = this.#running.takeDue(Date.now() - this.#afterMs);
    if (this.#running.hasYoung) this.wake();
    if (due.length === 0) return;
    if (this.#accepted === undefined) await this.#ask();
    const still = due.filter(({ ended }) => !ended);
    if (this.accepted && still.length > 0) await this.#post(encode(still).body);
  }

  /** By an empty export request, which every receiver of OTLP answers and nobody counts. */
  async #ask(): Promise<void> {
    const answer = await this.#post(encode([] as ReadableSpan[]).body);
    if (answer.kind === "delivered") this.learn(answer.accepts);
    else if (answer.kind !== "retry") this.#accepted = false;
  }
}
