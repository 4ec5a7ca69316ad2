/** How much came in per second of late: what came `windowMs` ago counts a third of what comes now. */
export class Rate {
  readonly #windowMs: number;
  #sum = 0;
  #at = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(amount: number, nowMs = Date.now()): void {
    this.#sum = this.#left(nowMs) + amount;
    this.#at = nowMs;
  }

  perSecond(nowMs = Date.now()): number {
    return (this.#left(nowMs) * 1000) / this.#windowMs;
  }

  #left(nowMs: number): number {
    return this.#sum * Math.exp((this.#at - nowMs) / this.#windowMs);
  }
}
