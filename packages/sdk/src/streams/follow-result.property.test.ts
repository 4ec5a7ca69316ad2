import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { followResult } from "./follow-result.ts";
import type { ResultObserver } from "./observer.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
const quiet: ResultObserver = { end() {}, fail() {} };

type Step = { readonly call: "next" | "return" | "throw"; readonly value: number };
const steps = fc.array(
  fc.record({ call: fc.constantFrom("next", "next", "next", "return", "throw"), value: fc.nat() }),
  { maxLength: 8 },
) as fc.Arbitrary<Step[]>;
const plan = fc.array(fc.constantFrom("yield", "await", "catch", "fail"), { maxLength: 6 });

/** A generator that does what the plan says, and tells what it is given. */
function* generator(plan: readonly string[], told: unknown[]): Generator<unknown, string, unknown> {
  try {
    for (const [index, what] of plan.entries()) {
      if (what === "fail") throw new Error(`failed at ${index}`);
      if (what === "catch") {
        try {
          told.push(yield `careful ${index}`);
        } catch (error) {
          told.push(String(error));
        }
      } else told.push(yield index);
    }
    return "done";
  } finally {
    told.push("closed");
  }
}
async function* asyncGenerator(plan: readonly string[], told: unknown[]): AsyncGenerator<unknown, string, unknown> {
  const inner = generator(plan, told);
  let given: unknown;
  for (;;) {
    const { done, value } = inner.next(given);
    if (done) return value as string;
    if (plan.includes("await")) await Promise.resolve();
    try {
      given = yield value;
    } finally {
      told.push("stepped");
    }
  }
}

async function outcomes(
  source: { next(v: unknown): unknown; return(v: never): unknown; throw(v: unknown): unknown },
  all: readonly Step[],
) {
  const got: unknown[] = [];
  for (const { call, value } of all) {
    try {
      got.push(await source[call](value as never));
    } catch (error) {
      got.push(`threw ${error}`);
    }
  }
  return got;
}

test("a followed generator answers next, return and throw as it would unfollowed, and is told the same", async () => {
  await fc.assert(
    fc.asyncProperty(plan, steps, fc.boolean(), async (plan, steps, isAsync) => {
      const make = isAsync ? asyncGenerator : generator;
      const [plainTold, followedTold]: unknown[][] = [[], []];
      const plain = await outcomes(make(plan, plainTold!), steps);
      const followed = await outcomes(followResult(make(plan, followedTold!), quiet), steps);
      expect(followed).toEqual(plain);
      expect(followedTold).toEqual(plainTold);
    }),
  );
});

test("every observer is told of one end, and of nothing after it", async () => {
  await fc.assert(
    fc.asyncProperty(plan, steps, async (plan, steps) => {
      const told: string[] = [];
      const observer: ResultObserver = {
        firstChunk: () => void told.push("first"),
        chunk: () => void told.push("chunk"),
        end: () => void told.push("over"),
        fail: () => void told.push("over"),
        cancel: () => void told.push("over"),
      };
      await outcomes(followResult(asyncGenerator(plan, []), observer), steps);
      expect(told.join(" ")).toMatch(/^(?:(?:first chunk(?: chunk)*)?(?: ?over)?)$/);
    }),
  );
});

test("what was consumed can be collected, whatever it was", async () => {
  const makers: (() => object)[] = [
    () => generator(["yield"], []),
    () => asyncGenerator(["yield"], []),
    () => new ReadableStream({ start: (controller) => controller.close() }),
    () => ({ [Symbol.asyncIterator]: () => asyncGenerator(["yield"], []) }),
  ];
  const left = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const followed = followResult(makers[index % makers.length]!(), quiet) as AsyncIterable<unknown>;
      for await (const _ of followed);
      return new WeakRef(followed);
    }),
  );
  const held = () => left.filter((ref) => ref.deref() !== undefined).length;
  for (let turn = 0; turn < 20 && held() > 4; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  // The machine may hold the last few of each kind in its registers and caches.
  expect(held()).toBeLessThanOrEqual(4);
}, 60_000);

test("an observer that throws changes nothing for the consumer", async () => {
  const broken = () => {
    throw new Error("observer");
  };
  const observer: ResultObserver = { firstChunk: broken, chunk: broken, end: broken, fail: broken, cancel: broken };
  expect([...followResult(generator(["yield", "yield"], []), observer)]).toEqual([0, 1]);
  expect(await followResult(Promise.resolve(1), observer)).toBe(1);
});
