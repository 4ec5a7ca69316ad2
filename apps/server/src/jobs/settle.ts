import type { Ingest } from "@spanloom/ingest";
import type { Job } from "./schedule.ts";

/** A trace that has had no new span for this long is done, as far as one can know: a later span settles it again. */
const idleSeconds = 60;
const everyMs = 10_000;
/** Traces at a time, and the part of each turn that may be spent on them: ingest and other jobs come first. */
const tracesAtOnce = 100;
const budgetMs = 3_000;

/** Merges the many small chunks of traces that arrived in pieces: their content repeats itself and shrinks several times. */
export function settle(ingest: Pick<Ingest, "settle">): Job {
  return {
    name: "settle",
    everyMs,
    level: "debug",
    async run() {
      const until = Date.now() + budgetMs;
      let traces = 0;
      let last = 0;
      do {
        last = await ingest.settle(idleSeconds, tracesAtOnce);
        traces += last;
      } while (last === tracesAtOnce && Date.now() < until);
      return traces === 0 ? undefined : { traces };
    },
  };
}
