import { expect, test } from "vitest";
import { chunksOf, eachOf, inBatches } from "./bulk.ts";

const never = new AbortController().signal;
const even = async (batch: readonly number[]) => {
  const done = batch.filter((n) => n % 2 === 0);
  return done.length === batch.length ? { done } : { done, failure: "odd" };
};

test("counts what was done and what was not, and goes on after a batch that was done in part", async () => {
  const counts: number[] = [];
  const result = await inBatches(chunksOf([1, 2, 3, 4, 5, 6], 3), even, (count) => counts.push(count), never);
  expect(result).toEqual({ done: [2, 4, 6], failed: 3, failure: "odd", stopped: false });
  expect(counts).toEqual([1, 3]);
});

test("ends with the first batch of which nothing was done", async () => {
  const result = await inBatches([[2], [1], [4]], even, () => {}, never);
  expect(result).toMatchObject({ done: [2], failed: 1 });
});

test("what was done before it was stopped is told, and no further batch is begun", async () => {
  const control = new AbortController();
  const result = await inBatches([[2], [4], [6]], even, (count) => count === 2 && control.abort(), control.signal);
  expect(result).toMatchObject({ done: [2, 4], stopped: true });
});

test("a list that cannot be read on is a failure, and what was done is still told", async () => {
  async function* pages() {
    yield [2];
    throw new Error("gone");
  }
  const result = await inBatches(pages(), even, () => {}, never);
  expect(result).toMatchObject({ done: [2], failed: 0, failure: new Error("gone"), stopped: false });
});

test("all of a batch are tried, a few at a time", async () => {
  let now = 0;
  let most = 0;
  const result = await eachOf(
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    async (n) => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      if (n === 1) throw new Error("first");
    },
    never,
  );
  expect(result.done.toSorted()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(result.failure).toEqual(new Error("first"));
  expect(most).toBeLessThanOrEqual(4);
});
