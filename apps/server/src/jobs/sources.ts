import type { Ingest } from "@spanloom/ingest";
import { isTransient } from "@spanloom/store";
import type { Job } from "./schedule.ts";

const everyMs = 5_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Whoever invents names may fill every hour. */
const mostDays = 30;

/** Stores what was counted of those who send. While Postgres is away that waits in memory, which is bounded. */
export function storeSources(ingest: Pick<Ingest, "sources">): Job {
  return {
    name: "sources",
    everyMs,
    level: "debug",
    async run() {
      await ingest.sources.flush().catch((error) => {
        if (!isTransient(error)) throw error;
      });
      return undefined;
    },
  };
}

/** What was counted goes with the traces, and after 30 days at the latest. */
export function cleanSources(retentionDays: number): Job {
  const days = Math.min(retentionDays || mostDays, mostDays);
  return {
    name: "source retention",
    everyMs: hourMs,
    level: "debug",
    async run({ ingestSources }) {
      const rows = await ingestSources.dropBefore(Date.now() - days * dayMs);
      return rows === 0 ? undefined : { rows };
    },
  };
}
