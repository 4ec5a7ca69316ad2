import { rollUp } from "@spanloom/store";
import type { Job } from "./schedule.ts";

/** Of each turn: other jobs wait meanwhile. */
const budgetMs = 3_000;

/** Keeps up what traces add up to, which overviews read instead of the traces. */
export const rollups: Job = {
  name: "rollups",
  everyMs: 10_000,
  level: "debug",
  async run({ db }) {
    const buckets = await rollUp(db, { untilMs: Date.now() + budgetMs });
    return buckets === 0 ? undefined : { buckets };
  },
};
