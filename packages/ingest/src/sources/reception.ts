import type { IngestSource } from "@spanloom/store";
import type { Emitter, ScopeItems } from "../decode/emitter.ts";
import { Faults } from "./faults.ts";
import { type Delivery, sourceOf, unreadSource } from "./source.ts";
import type { Sources } from "./sources.ts";
import type { Totals } from "./totals.ts";

/** What was found of the items of one resource and scope of a request. */
export class Tally {
  readonly emitter: Emitter;
  readonly received: number;
  changed = 0;
  rejected = 0;
  faults: Faults | undefined;
  readonly #atMs: number;

  constructor({ emitter, items }: ScopeItems, atMs: number) {
    this.emitter = emitter;
    this.received = items.length;
    this.#atMs = atMs;
  }

  /** `notes` say what of an item had to be changed. */
  change(notes: readonly string[]): void {
    this.changed++;
    this.faults ??= new Faults();
    for (const note of notes) this.faults.add("changed", 0, note, this.#atMs);
  }

  reject(reason: string): void {
    this.rejected++;
    this.faults ??= new Faults();
    this.faults.add("rejected", 0, reason, this.#atMs);
  }
}

/**
 * A request, from its arrival to its answer. What is found on the way counts once it is known whether it was taken: when it
 * is refused its sender comes again. Exactly one of `taken` and `refused` is called.
 */
export class Reception {
  readonly #sources: Sources;
  readonly #unread: IngestSource;
  #tallies: readonly Tally[] = [];

  constructor(sources: Sources, delivery: Delivery) {
    this.#sources = sources;
    this.#unread = unreadSource(delivery);
  }

  /** The envelope of the request could be read; returns a tally for each of its parts. */
  open(envelope: readonly ScopeItems[]): readonly Tally[] {
    const nowMs = Date.now();
    this.#tallies = envelope.map((items) => new Tally(items, nowMs));
    return this.#tallies;
  }

  /** What could be stored is committed; `resent` says of how many items of an emitter that they were there already. */
  taken(resent: ReadonlyMap<Emitter, number>): void {
    const senders = this.#count(({ emitter, received, changed, rejected }) => {
      const again = resent.get(emitter) ?? 0;
      return { received, changed, rejected, resent: again, stored: received - rejected - again };
    }, true);
    for (const totals of senders) totals.add({ requests: 1 });
  }

  /** Nothing of it was stored. `status` is that of HTTP. */
  refused(status: number, sentence: string): void {
    const faults = new Faults();
    faults.add("refused", status, sentence, Date.now());
    const senders = this.#count(({ received }) => ({ received }), false);
    for (const totals of senders) totals.add({ requests: 1, refused: 1 }, faults);
  }

  /** Resolves to the totals of all that sent something in the request. */
  #count(countsOf: (tally: Tally) => Parameters<Totals["add"]>[0], withFaults: boolean): ReadonlySet<Totals> {
    const senders = new Set<Totals>();
    let last: { readonly emitter: Emitter; readonly totals: Totals } | undefined;
    for (const tally of this.#tallies) {
      const { emitter } = tally;
      // A request may have a scope for each span; those of a resource stand side by side.
      const isLast = emitter.resource === last?.emitter.resource && emitter.scope.name === last.emitter.scope.name;
      const totals = isLast ? last!.totals : this.#sources.of(sourceOf(this.#unread, emitter));
      last = { emitter, totals };
      totals.add(countsOf(tally), withFaults ? tally.faults : undefined);
      senders.add(totals);
    }
    return senders.size > 0 ? senders : new Set([this.#sources.of(this.#unread)]);
  }
}
