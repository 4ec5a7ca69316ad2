import { ApiError } from "@spanloom/wire";
import { describe, expect, test } from "vitest";
import { PromptCache } from "./prompt-cache.ts";

/** A cache with a clock, and a server that gives the number of the call until it is said to fail. */
function setUp() {
  let now = 0;
  let failure: Error | undefined;
  let calls = 0;
  const cache = new PromptCache<number>({ now: () => now });
  const load = async () => {
    calls++;
    await null;
    if (failure !== undefined) throw failure;
    return calls;
  };
  return {
    get: (key = "k", ttlMs = 100) => cache.get(key, load, { ttlMs, patienceMs: 1_000 }),
    cache,
    pass: (ms: number) => {
      now += ms;
    },
    fail: (error: Error | undefined) => {
      failure = error;
    },
    calls: () => calls,
  };
}

const away = new ApiError("TEMPORARILY_UNAVAILABLE", "away", { httpStatus: 0 });
const gone = new ApiError("RESOURCE_DOES_NOT_EXIST", "gone");

test("a value is loaded once in its time, however many ask", async () => {
  const { get, pass, calls } = setUp();
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  pass(99);
  expect(await get()).toBe(1);
  pass(1);
  expect(await get()).toBe(2);
  expect(calls()).toBe(2);
});

test("a time of 0 asks each time", async () => {
  const { get } = setUp();
  expect([await get("k", 0), await get("k", 0)]).toEqual([1, 2]);
});

describe("while the server is away", () => {
  test("an old value is given, and the server is not asked all the time", async () => {
    const { get, pass, fail, calls } = setUp();
    await get();
    fail(away);
    pass(200);
    expect(await get()).toBe(1);
    expect(await get()).toBe(1);
    expect(calls()).toBe(2);
    fail(undefined);
    pass(10_000);
    expect(await get()).toBe(3);
  });

  test("the error is told where there is no old value", async () => {
    const { get, fail } = setUp();
    fail(away);
    await expect(get()).rejects.toBe(away);
  });
});

test("a slow server is not waited for where there is an old value; the new one comes for later", async () => {
  let now = 0;
  const cache = new PromptCache<string>({ now: () => now });
  const options = { ttlMs: 100, patienceMs: 1 };
  await cache.get("k", async () => "old", options);
  now = 200;
  let answer: (value: string) => void = () => undefined;
  const slow = new Promise<string>((resolve) => {
    answer = resolve;
  });
  expect(await cache.get("k", () => slow, options)).toBe("old");
  answer("new");
  await slow;
  expect(await cache.get("k", () => Promise.reject(away), options)).toBe("new");
});

test("an answer that there is none takes the old value out", async () => {
  const { get, pass, fail } = setUp();
  await get();
  fail(gone);
  pass(200);
  await expect(get()).rejects.toBe(gone);
  fail(away);
  await expect(get()).rejects.toBe(away);
});

test("it forgets the oldest when it is full", async () => {
  const cache = new PromptCache<string>({ capacity: 2 });
  const load = (key: string) => cache.get(key, async () => key, { ttlMs: 1_000, patienceMs: 0 });
  await load("a");
  await load("b");
  await load("c");
  expect(await cache.get("a", async () => "again", { ttlMs: 1_000, patienceMs: 0 })).toBe("again");
  expect(await cache.get("c", async () => "again", { ttlMs: 1_000, patienceMs: 0 })).toBe("c");
});
