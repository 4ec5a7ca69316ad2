import { dayOf, dropPartitionsBefore } from "@spanloom/store";
import type { Job } from "./schedule.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Removes the traces of whole days that lie further back than `retentionDays`; 0 keeps everything. */
export function retention(retentionDays: number): Job {
  return {
    name: "retention",
    everyMs: hourMs,
    level: "info",
    async run(store) {
      if (retentionDays === 0) return undefined;
      const days = await dropPartitionsBefore(store.db, dayOf(Date.now() - retentionDays * dayMs));
      return days.length === 0 ? undefined : { days };
    },
  };
}
