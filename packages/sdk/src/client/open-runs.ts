import { currentScope } from "../context/scope.ts";
import { shared } from "../context/shared.ts";
import { hookExit } from "../delivery/exit-hooks.ts";
import { registerOnSpanStartHook } from "../provider/span-hooks.ts";
import type { LiveSpan } from "../span/live-span.ts";
import type { ActiveRun } from "./active-run.ts";

/** The runs of this program that have not ended: their metrics are stored, and they are KILLED, when a signal ends it. */
export interface OpenRuns {
  add(run: ActiveRun): void;
  delete(run: ActiveRun): void;
}

export const openRuns = shared("openRuns", (): OpenRuns => {
  const runs = new Set<ActiveRun>();
  let unhook: (() => void)[] = [];
  const all = async (end: (run: ActiveRun) => Promise<void>) => {
    await Promise.allSettled([...runs].map(end));
  };
  return {
    add(run) {
      runs.add(run);
      if (unhook.length > 0) return;
      const exit = hookExit({
        hasMore: () => false, // timers keep the program running until metrics are stored
        flush: () => all((run) => run.flush()),
        killed: () => all((run) => run.end("KILLED")),
        last: () => undefined,
      });
      unhook = [exit, registerOnSpanStartHook(noteRoot)];
    },
    delete(run) {
      runs.delete(run);
      if (runs.size > 0) return;
      for (const stop of unhook.splice(0)) stop();
    },
  };
});

function noteRoot({ otel, traceId }: LiveSpan): void {
  const isRoot = (otel as { parentSpanContext?: unknown }).parentSpanContext === undefined;
  if (isRoot) currentScope().run?.traceStarted(traceId);
}
