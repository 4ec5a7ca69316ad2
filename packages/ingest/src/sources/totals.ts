import type { IngestCounts, IngestHour, IngestSource } from "@spanloom/store";
import { Faults } from "./faults.ts";

export const noCounts: IngestCounts = {
  requests: 0,
  refused: 0,
  received: 0,
  stored: 0,
  resent: 0,
  changed: 0,
  rejected: 0,
};

/** What came of one source in one hour, since it was last written. */
export class Totals implements IngestHour {
  readonly hourMs: number;
  readonly source: IngestSource;
  readonly counts = { ...noCounts };
  lastMs = 0;
  readonly #faults = new Faults();
  /** What this process has counted of all sources with the same form and signal. */
  readonly #process: IngestCounts;

  constructor(hourMs: number, source: IngestSource, ofProcess: IngestCounts) {
    this.hourMs = hourMs;
    this.source = source;
    this.#process = ofProcess;
  }

  get faults(): Faults["byKind"] {
    return this.#faults.byKind;
  }

  add(counts: Readonly<Partial<IngestCounts>>, faults?: Faults): void {
    for (const name in counts) {
      const count = counts[name as keyof IngestCounts] ?? 0;
      this.counts[name as keyof IngestCounts] += count;
      this.#process[name as keyof IngestCounts] += count;
    }
    if (faults !== undefined) this.#faults.merge(faults.byKind);
  }

  /** Takes back what could not be written: it was counted before. */
  restore({ counts, faults, lastMs }: IngestHour): void {
    for (const name in counts) this.counts[name as keyof IngestCounts] += counts[name as keyof IngestCounts];
    this.#faults.merge(faults);
    this.lastMs = Math.max(this.lastMs, lastMs);
  }
}
