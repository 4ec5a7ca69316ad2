/** The fields of a trace's row that come from one span each, and which of the spans that have one gives it. */
import type { Origin } from "@spanloom/store";
import { cleanText } from "./sanitise/index.ts";
import { maxNs } from "./sanitise/times.ts";

/** The best value of each field so far. All spans offer some, so only the winners' are made what is stored. */
export class Offers {
  readonly #best: Partial<Record<FieldName, Offer>> = {};

  /** Of two values of one tier the one with the lower `ns` wins. */
  add(field: FieldName, value: string | undefined, tier: number, ns: bigint): void {
    if (value === undefined || value === "") return;
    const best = this.#best[field];
    if (best !== undefined && (tier > best.tier || (tier === best.tier && ns >= best.ns))) return;
    this.#best[field] = { value, tier, ns };
  }

  best(): TraceFields {
    const fields: Partial<Record<FieldName, Candidate>> = {};
    for (const name in this.#best) {
      const field = name as FieldName;
      const { value, tier, ns } = this.#best[field]!;
      const text = cleanText(value).slice(0, maxLengths[field] ?? maxShortLength);
      fields[field] = { value: text, origin: [tier, order(ns)] };
    }
    return fields;
  }
}

export type FieldName =
  | "experimentId"
  | "name"
  | "session"
  | "endUser"
  | "runId"
  | "modelId"
  | "clientRequestId"
  | "inputPreview"
  | "outputPreview";

interface Candidate {
  readonly value: string;
  readonly origin: Origin;
}

/** Sources of a field, the best first: said by the dialect for the whole trace; by its root; by any other span; by nobody. */
export const tier = { said: 0, root: 1, inner: 2, fallback: 3 } as const;

export type TraceFields = Readonly<Partial<Record<FieldName, Candidate>>>;

interface Offer {
  readonly value: string;
  readonly tier: number;
  readonly ns: bigint;
}

const maxShortLength = 250;
const maxPreviewLength = 500;
const maxLengths: Readonly<Partial<Record<FieldName, number>>> = {
  name: 4096,
  inputPreview: maxPreviewLength,
  outputPreview: maxPreviewLength,
};

export function isBetter(candidate: Origin, current: Origin): boolean {
  return candidate[0] < current[0] || (candidate[0] === current[0] && candidate[1] < current[1]);
}

/** Nanoseconds as text that sorts like the number. */
function order(ns: bigint): string {
  return ns.toString().padStart(19, "0");
}

/** The later, the lower. */
export function untilLast(ns: bigint): bigint {
  return maxNs - ns;
}
