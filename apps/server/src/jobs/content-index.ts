import type { Store } from "@spanloom/store";
import type { Job } from "./schedule.ts";

const everyMs = 10_000;
/** Of each turn: ingest and other jobs come first. */
const budgetMs = 2_000;

/** Keeps the index up that full-text search asks before it reads any content. */
export const contentIndex: Job = {
  name: "content index",
  everyMs,
  level: "debug",
  async run({ contentIndex }: Pick<Store, "contentIndex">) {
    const blocks = await contentIndex.build(budgetMs);
    return blocks === 0 ? undefined : { blocks };
  },
};
