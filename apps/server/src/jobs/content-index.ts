import type { Ingest } from "@spanloom/ingest";
import type { Store } from "@spanloom/store";
import type { Job } from "./schedule.ts";

const everyMs = 10_000;
/** Of each turn: other jobs wait meanwhile. */
const budgetMs = 2_000;
/** While ingest is busy, only one turn of so many is taken: searches ask the chunks themselves that no block has yet. */
const turnsWhenBusy = 60;

/** Keeps the index up that full-text search asks before it reads any content. */
export function contentIndex(ingest: Pick<Ingest, "isBusy">): Job {
  let waited = 0;
  return {
    name: "content index",
    everyMs,
    level: "debug",
    async run({ contentIndex }: Pick<Store, "contentIndex">) {
      if (ingest.isBusy && ++waited < turnsWhenBusy) {
        await contentIndex.look();
        return undefined;
      }
      waited = 0;
      const blocks = await contentIndex.build(budgetMs);
      return blocks === 0 ? undefined : { blocks };
    },
  };
}
