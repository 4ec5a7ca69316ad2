import type { Emitter } from "./decode/emitter.ts";

/** Of each emitter, how many of its items were left out because they were stored already, or came twice. */
export type Resent = ReadonlyMap<Emitter, number>;

interface Sent {
  readonly emitter: Emitter;
}

/** Counts those of `all` that are not in `kept`. */
export function countResent(resent: Map<Emitter, number>, all: readonly Sent[], kept: readonly Sent[]): void {
  if (all.length === kept.length) return;
  const keptItems = new Set(kept);
  for (const item of all) if (!keptItems.has(item)) resent.set(item.emitter, (resent.get(item.emitter) ?? 0) + 1);
}
