import type { Ingest } from "@spanloom/ingest";
import type { Job } from "./schedule.ts";

/** A trace that has been still for so long is likely done; if it is not, it is settled again later. */
const stillSeconds = 60;
const everyMs = 30_000;

/** Merges the many small chunks of traces that arrived in pieces: their content repeats itself and shrinks several times. */
export function settle(ingest: Ingest): Job {
  return {
    name: "settle",
    everyMs,
    async run() {
      const traces = await ingest.settle(stillSeconds);
      return traces === 0 ? undefined : { traces };
    },
  };
}
