import type { FaultOutcome, IngestFault } from "@spanloom/store";
import { cleanText } from "../sanitise/index.ts";

/** Sentences told apart, of one source in one hour; of an outcome one more stands for the rest. */
const maxFaults = 12;
const maxSentenceLength = 500;

/** What was said of items or requests, counted by what the sentences have in common. */
export class Faults {
  readonly #faults = new Map<string, IngestFault>();

  get byKind(): ReadonlyMap<string, IngestFault> {
    return this.#faults;
  }

  add(outcome: FaultOutcome, status: number, sentence: string, atMs: number): void {
    const text = cleanText(sentence.slice(0, maxSentenceLength));
    const kind = `${outcome} ${status} ${commonPart(text)}`;
    this.#count(kind, { outcome, status, sentence: text, last: text, count: 1, firstMs: atMs, lastMs: atMs });
  }

  merge(others: ReadonlyMap<string, IngestFault>): void {
    for (const [kind, fault] of others) this.#count(kind, fault);
  }

  #count(kind: string, fault: IngestFault): void {
    const known = this.#faults.get(kind);
    if (known !== undefined) {
      known.count += fault.count;
      if (fault.lastMs >= known.lastMs) Object.assign(known, { last: fault.last, lastMs: fault.lastMs });
    } else if (this.#faults.size < maxFaults) this.#faults.set(kind, { ...fault });
    else {
      const { outcome, count, firstMs, lastMs } = fault;
      const sentence = "other reasons";
      const rest = { outcome, status: 0, sentence, last: sentence, count, firstMs, lastMs };
      const known = this.#faults.get(`${outcome} others`);
      if (known === undefined) this.#faults.set(`${outcome} others`, rest);
      else {
        known.count += count;
        known.lastMs = Math.max(known.lastMs, lastMs);
      }
    }
  }
}

/** A sentence without its numbers and what it quotes: those differ from span to span. */
function commonPart(sentence: string): string {
  return sentence.replace(/"(?:[^"\\]|\\.)*(?:"|$)|\d+/g, "#");
}
