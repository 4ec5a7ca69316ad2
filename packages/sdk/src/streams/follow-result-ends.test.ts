import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { followResult } from "./follow-result.ts";
import { abandonAll } from "./followers.ts";
import { all, collect, LazyPromise, laterLetters, letters, ProviderStream, recorder, webStream } from "./testing.ts";

describe("given up or failed", () => {
  const failing = async function* () {
    yield "a";
    throw new Error("broken");
  };
  const brokenStream = () => webStream(failing());
  const rejects = (promise: Promise<unknown>) => promise.then(() => expect.unreachable(), (error: Error) => expect(error.message).toBe("broken")); // biome-ignore format: short
  const firstOf = async (source: AsyncIterable<unknown>) => {
    for await (const _ of source) break;
  };
  test.each<[string, () => object, (value: never) => unknown, unknown]>([
    [
      "a loop over a generator that is left",
      letters,
      (value: Iterable<unknown>) => {
        for (const _ of value) break;
      },
      "cancel",
    ],
    ["a loop over an async generator that is left", laterLetters, firstOf, "cancel"],
    ["a loop over a provider's stream that is left", () => new ProviderStream(laterLetters), firstOf, "cancel"],
    ["a loop over a web stream that is left", webStream, firstOf, "cancel"],
    [
      "a reader that cancels",
      webStream,
      async (value: ReadableStream) => {
        const reader = value.getReader();
        await reader.read();
        await reader.cancel();
      },
      "cancel",
    ],
    [
      "half a web stream that is cancelled with the other",
      webStream,
      async (value: ReadableStream) => {
        const [left, right] = value.tee();
        const reader = left.getReader();
        await reader.read();
        await Promise.all([reader.cancel(), right.cancel()]);
      },
      "cancel",
    ],
    [
      "a Node stream that is destroyed",
      () => Readable.from(letters()),
      async (value: Readable) => {
        await firstOf(value);
        if (!value.closed) await new Promise((resolve) => value.once("close", resolve));
      },
      "cancel",
    ],
    [
      "a generator that fails",
      () => failing(),
      (value: AsyncIterable<unknown>) => rejects(all(value)),
      ["fail", "broken"],
    ],
    [
      "a generator that is thrown into",
      letters,
      (value: Generator) => {
        value.next();
        expect(() => value.throw(new Error("broken"))).toThrow("broken");
      },
      ["fail", "broken"],
    ],
    ["a web stream that fails", brokenStream, (value: ReadableStream) => rejects(all(value)), ["fail", "broken"]],
    [
      "a web stream that fails in a pipe",
      brokenStream,
      (value: ReadableStream) => rejects(value.pipeTo(new WritableStream())),
      ["fail", "broken"],
    ],
    [
      "a Node stream that fails",
      () => Readable.from(failing()),
      (value: Readable) => rejects(all(value)),
      ["fail", "broken"],
    ],
    [
      "a Node stream that is destroyed with an error",
      () => Readable.from(letters()),
      async (value: Readable) => {
        await once(value, "readable");
        value.read();
        value.destroy(new Error("broken"));
        await rejects(once(value, "close"));
      },
      ["fail", "broken"],
    ],
    [
      "a response whose body fails",
      () => new Response(brokenStream().pipeThrough(new TextEncoderStream())),
      (value: Response) => value.text().catch(() => {}),
      ["fail", "broken"],
    ],
  ])("%s", async (_what, make, consume, last) => {
    const { told, observer } = recorder();
    await (consume as (value: unknown) => unknown)(followResult(make(), observer));
    expect(told).toEqual(["first", ["chunk", "a"], last]);
  });

  test.each([
    ["a promise", () => Promise.reject(new Error("broken"))],
    ["a lazy promise", () => new LazyPromise(() => Promise.reject(new Error("broken")))],
    [
      "a lazy promise, with its response",
      () => ({ promise: new LazyPromise(() => Promise.reject(new Error("broken"))) }),
    ],
  ])("%s that is rejected", async (_what, make) => {
    const { told, observer } = recorder();
    const made = make();
    const promise =
      "promise" in made
        ? (followResult(made.promise, observer) as LazyPromise<unknown>).withResponse()
        : followResult(made, observer);
    await rejects(promise as Promise<unknown>);
    expect(told).toEqual([["fail", "broken"]]);
  });

  // biome-ignore lint/correctness/useYield: one that fails before
  const refusing = async function* () {
    throw new Error("two");
  };
  test("an error that nobody handles is still unhandled", async () => {
    const unhandled: unknown[] = [];
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (error) => unhandled.push((error as Error).message));
    void followResult(Promise.reject(new Error("one")), recorder().observer);
    void followResult(refusing(), recorder().observer).next();
    const emitter = followResult(new EventEmitter(), recorder().observer);
    expect(() => emitter.emit("error", new Error("three"))).toThrow("three");
    await setImmediate();
    await setImmediate();
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
    expect(unhandled).toEqual(["one", "two"]);
  });
});

describe("never consumed", () => {
  test.each<[string, () => object]>([
    ["a generator", laterLetters],
    ["a provider's stream", () => new ProviderStream(laterLetters)],
    ["a web stream", webStream],
    ["a Node stream", () => Readable.from(letters())],
    ["a lazy promise", () => new LazyPromise(async () => 1)],
    ["a response", () => new Response("x")],
    [
      "an emitter with a method that holds it",
      () => {
        const emitter = new EventEmitter();
        return Object.assign(emitter, { emit: (event: string) => EventEmitter.prototype.emit.call(emitter, event) });
      },
    ],
  ])("%s is abandoned when it is collected", async (_what, make) => {
    const { told, observer } = recorder();
    followResult(make(), observer);
    for (let turn = 0; turn < 50 && told.length === 0; turn++) {
      collect();
      await setImmediate();
    }
    expect(told).toEqual([["abandon", "garbage-collected"]]);
  });

  test.each<[string, () => object, (value: never) => AsyncIterator<unknown>]>([
    [
      "a provider's stream",
      () => new ProviderStream(laterLetters),
      (value: ProviderStream) => value[Symbol.asyncIterator](),
    ],
    [
      "a web stream in a pipe",
      webStream,
      (value: ReadableStream) =>
        value.pipeThrough(new TransformStream())[Symbol.asyncIterator]() as AsyncIterator<unknown>,
    ],
    [
      "the body of a response",
      () => new Response("ab"),
      (value: Response) => value.body!.values() as AsyncIterator<unknown>,
    ],
  ])("%s of which only the iterator is left is not abandoned", async (_what, make, iterate) => {
    const { told, observer } = recorder();
    const iterator = iterate(followResult(make(), observer) as never);
    for (let turn = 0; turn < 5; turn++) {
      collect();
      await setImmediate();
    }
    while (!(await iterator.next()).done);
    expect(told.at(-1)).toBe("end");
  });

  test("shutdown abandons what is open", () => {
    const { told, observer } = recorder();
    const generator = followResult(letters(), observer);
    generator.next();
    abandonAll();
    expect(told).toEqual(["first", ["chunk", "a"], ["abandon", "shutdown"]]);
    expect([...generator]).toEqual(["b"]);
    expect(told).toHaveLength(3);
  });
});
