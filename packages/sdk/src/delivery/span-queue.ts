import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** Spans that are sent together. `first` is the number of its first span in the order in which they came. */
export interface Batch {
  readonly spans: ReadableSpan[];
  readonly sizes: number[];
  first: number;
  bytes: number;
  /** When it was taken last, in milliseconds since the epoch. */
  takenMs: number;
}

export interface QueueLimits {
  /** How many spans may wait or be under way. */
  readonly maxSpans: number;
  /** About how many bytes of OTLP they may be together. */
  readonly maxBytes: number;
}

/**
 * Spans that have ended and are not yet delivered, oldest first: those that wait, and the batches under way. Where it is
 * full, the oldest that is not under way is dropped: after a long outage the last minutes are what somebody wants to
 * see, and because a root ends after its children, a trace that is cut keeps the span with its name, input and output.
 */
export class SpanQueue {
  readonly #limits: QueueLimits;
  /** Where batches that have to be sent again wait, oldest first; all are older than anything in the ring. */
  readonly #again: Batch[] = [];
  readonly #underway = new Set<Batch>();
  // A ring, its length a power of two: neither end is ever moved.
  #spans: (ReadableSpan | undefined)[] = new Array(64);
  #sizes: number[] = new Array(64);
  #head = 0;
  #length = 0;
  #ringBytes = 0;
  #totalSpans = 0;
  #totalBytes = 0;
  /** How many spans ever came: the number of the next one. */
  #next = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Spans that wait or are under way. */
  get spans(): number {
    return this.#totalSpans;
  }

  get bytes(): number {
    return this.#totalBytes;
  }

  /** The number that the next span will have; all that came until now have a smaller one. */
  get next(): number {
    return this.#next;
  }

  /** Whether a batch can be taken that would be full, or one that was sent before. */
  hasFullBatch(maxSpans: number, maxBytes: number): boolean {
    return this.#length >= maxSpans || this.#ringBytes >= maxBytes || this.#again.length > 0;
  }

  get hasWaiting(): boolean {
    return this.#length > 0 || this.#again.length > 0;
  }

  /** Takes a span in; gives how many had to go for it, which may be the span itself. */
  add(span: ReadableSpan, bytes: number): number {
    const { maxSpans, maxBytes } = this.#limits;
    let dropped = 0;
    while (this.#totalSpans >= maxSpans || this.#totalBytes + bytes > maxBytes) {
      if (bytes > maxBytes || !this.#dropOldest()) return dropped + 1;
      dropped++;
    }
    if (this.#length === this.#spans.length) this.#grow();
    const at = (this.#head + this.#length) & (this.#spans.length - 1);
    this.#spans[at] = span;
    this.#sizes[at] = bytes;
    this.#length++;
    this.#ringBytes += bytes;
    this.#totalSpans++;
    this.#totalBytes += bytes;
    this.#next++;
    return dropped;
  }

  /** The oldest spans, now under way until `settle`, `putBack` or `split`; undefined when none waits. */
  take(maxSpans: number, maxBytes: number): Batch | undefined {
    const batch = this.#again.shift() ?? this.#fromRing(maxSpans, maxBytes);
    if (batch === undefined) return undefined;
    batch.takenMs = Date.now();
    this.#underway.add(batch);
    return batch;
  }

  /** Batches that were taken before a time and not heard of since have to be sent again. */
  reclaim(takenBeforeMs: number): void {
    for (const batch of this.#underway) if (batch.takenMs < takenBeforeMs) this.putBack(batch);
  }

  /** Takes all that wait; gives them after those that are under way already, oldest first. */
  all(maxSpans: number, maxBytes: number): readonly Batch[] {
    while (this.take(maxSpans, maxBytes) !== undefined);
    return [...this.#underway].sort((a, b) => a.first - b.first);
  }

  /** It was delivered, or never will be. */
  settle(batch: Batch): void {
    if (!this.#underway.delete(batch)) return;
    this.#totalSpans -= batch.spans.length;
    this.#totalBytes -= batch.bytes;
  }

  /** It has to be sent again. */
  putBack(batch: Batch): void {
    if (!this.#underway.delete(batch)) return;
    const at = this.#again.findIndex(({ first }) => first > batch.first);
    this.#again.splice(at === -1 ? this.#again.length : at, 0, batch);
  }

  /** It was too large: its halves have to be sent one by one. */
  split(batch: Batch): void {
    if (!this.#underway.delete(batch)) return;
    const half = Math.ceil(batch.spans.length / 2);
    for (const [from, to] of [
      [half, batch.spans.length],
      [0, half],
    ] as const) {
      const sizes = batch.sizes.slice(from, to);
      const spans = batch.spans.slice(from, to);
      const part = { spans, sizes, first: batch.first + from, bytes: sum(sizes), takenMs: 0 };
      this.#underway.add(part);
      this.putBack(part);
    }
  }

  /** How many of the spans before number `until` are not yet settled. */
  unsettledBefore(until: number): number {
    let count = Math.max(0, Math.min(this.#length, until - (this.#next - this.#length)));
    for (const batch of [...this.#underway, ...this.#again]) {
      count += Math.max(0, Math.min(batch.spans.length, until - batch.first));
    }
    return count;
  }

  #fromRing(maxSpans: number, maxBytes: number): Batch | undefined {
    if (this.#length === 0) return undefined;
    const batch: Batch = { spans: [], sizes: [], first: this.#next - this.#length, bytes: 0, takenMs: 0 };
    do {
      const bytes = this.#sizes[this.#head]!;
      batch.spans.push(this.#shift());
      batch.sizes.push(bytes);
      batch.bytes += bytes;
    } while (this.#length > 0 && batch.spans.length < maxSpans && batch.bytes + this.#sizes[this.#head]! <= maxBytes);
    return batch;
  }

  #dropOldest(): boolean {
    const batch = this.#again[0];
    if (batch !== undefined) {
      batch.spans.shift();
      const bytes = batch.sizes.shift()!;
      batch.first++;
      batch.bytes -= bytes;
      this.#totalBytes -= bytes;
      if (batch.spans.length === 0) this.#again.shift();
    } else if (this.#length > 0) {
      this.#totalBytes -= this.#sizes[this.#head]!;
      this.#shift();
    } else {
      return false;
    }
    this.#totalSpans--;
    return true;
  }

  #shift(): ReadableSpan {
    const span = this.#spans[this.#head]!;
    this.#spans[this.#head] = undefined;
    this.#ringBytes -= this.#sizes[this.#head]!;
    this.#head = (this.#head + 1) & (this.#spans.length - 1);
    this.#length--;
    return span;
  }

  #grow(): void {
    const inOrder = <T>(ring: T[]): T[] => [...ring.slice(this.#head), ...ring.slice(0, this.#head)];
    this.#spans = inOrder(this.#spans);
    this.#sizes = inOrder(this.#sizes);
    this.#spans.length *= 2;
    this.#sizes.length *= 2;
    this.#head = 0;
  }
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
