import { shared } from "../context/shared.ts";
import { hookExit } from "../delivery/exit-hooks.ts";
import type { ActiveRun } from "./active-run.ts";

/** The runs of this program that have not ended: their metrics are stored, and they are KILLED, when a signal ends it. */
export interface OpenRuns {
  add(run: ActiveRun): void;
  delete(run: ActiveRun): void;
}

export const openRuns = shared("openRuns", (): OpenRuns => {
  const runs = new Set<ActiveRun>();
  let unhook: (() => void) | undefined;
  const all = async (end: (run: ActiveRun) => Promise<void>) => {
    await Promise.allSettled([...runs].map(end));
  };
  return {
    add(run) {
      runs.add(run);
      unhook ??= hookExit({
        hasMore: () => false, // timers keep the program running until metrics are stored
        flush: () => all((run) => run.flush()),
        killed: () => all((run) => run.end("KILLED")),
        last: () => undefined,
      });
    },
    delete(run) {
      runs.delete(run);
      if (runs.size > 0) return;
      unhook?.();
      unhook = undefined;
    },
  };
});
