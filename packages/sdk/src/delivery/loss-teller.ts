import { diag } from "@opentelemetry/api";
import { Losses, type LossKind, sayLosses } from "./losses.ts";
import { unrefTimeout } from "./timers.ts";

/** Says by OpenTelemetry's `diag` what is lost: the first loss at once, what follows it once in `intervalMs`. */
export class LossTeller {
  readonly #untold = new Losses();
  readonly #url: string;
  readonly #intervalMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #soon = false;

  constructor(url: string, intervalMs: number) {
    this.#url = url;
    this.#intervalMs = intervalMs;
  }

  add(kind: LossKind, spans: number, reason: string): void {
    this.#untold.add(kind, spans, reason);
    if (this.#timer !== undefined || this.#soon) return;
    this.#soon = true;
    queueMicrotask(() => {
      this.#soon = false;
      this.tell();
    });
  }

  /** Whatever is untold, now. */
  tell(): void {
    const losses = this.#untold.take();
    if (losses.length === 0) return;
    diag.error(`@spanloom/sdk: not delivered to ${this.#url}: ${sayLosses(losses)}`);
    clearTimeout(this.#timer);
    this.#timer = unrefTimeout(() => {
      this.#timer = undefined;
      this.tell();
    }, this.#intervalMs);
  }

  stop(): void {
    this.tell();
    clearTimeout(this.#timer);
  }
}
