import type { Store } from "@spanloom/store";
import { expect, test } from "vitest";
import { settle } from "./settle.ts";

test("settles until nothing is left, and says how many traces it were", async () => {
  let left = 250;
  const ingest = {
    async settle(_idleSeconds: number, limit = 1) {
      const done = Math.min(limit, left);
      left -= done;
      return done;
    },
  };
  expect(await settle(ingest).run({} as Store)).toEqual({ traces: 250 });
  expect(await settle(ingest).run({} as Store)).toBeUndefined();
});
