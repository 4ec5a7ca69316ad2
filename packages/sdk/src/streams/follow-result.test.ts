import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter, once } from "node:events";
import { PassThrough, pipeline, Readable, Transform, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { followResult } from "./follow-result.ts";
import { abandonAll } from "./followers.ts";

/** What an observer is told, one entry a call; `within` sets what code of the result sees as its context. */
function recorder() {
  const told: unknown[] = [];
  const observer = {
    firstChunk: () => void told.push("first"),
    chunk: (value: unknown) => void told.push(["chunk", value instanceof Uint8Array ? text(value) : value]),
    end: (outputs?: unknown) => void told.push(outputs === undefined ? "end" : ["end", outputs]),
    fail: (error: unknown) => void told.push(["fail", (error as Error).message]),
    cancel: () => void told.push("cancel"),
    abandon: (reason: string) => void told.push(["abandon", reason]),
    within: <T>(run: () => T) => context.run("span", run),
  };
  return { told, observer };
}
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
const context = new AsyncLocalStorage<string>();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);
const ab = ["first", ["chunk", "a"], ["chunk", "b"]];

function* letters() {
  yield "a";
  yield "b";
}
async function* laterLetters() {
  yield "a";
  await setImmediate();
  yield "b";
}
const webStream = (chunks: Iterable<unknown> | AsyncIterable<unknown> = letters()): ReadableStream =>
  (ReadableStream as unknown as { from(chunks: unknown): ReadableStream }).from(chunks);
const byteStream = () =>
  new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(bytes("a"));
      controller.enqueue(bytes("b"));
      controller.close();
    },
  });
async function all<T>(source: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of source) got.push(item);
  return got;
}
const stringOf = async (source: AsyncIterable<unknown>) =>
  (await all(source)).map((chunk) => (chunk instanceof Uint8Array ? text(chunk) : chunk)).join("");

/** OpenAI's and Anthropic's: a private field, an iterator in a field, `tee` that takes it from there. */
class ProviderStream {
  readonly iterator: () => AsyncIterator<string>;
  #closed = false;
  constructor(iterator: () => AsyncIterator<string>) {
    this.iterator = iterator;
  }
  get closed() {
    return this.#closed;
  }
  [Symbol.asyncIterator]() {
    this.#closed = true;
    return this.iterator();
  }
  tee() {
    const source = this.iterator();
    const taken: Promise<IteratorResult<string>>[] = [];
    const half = () => {
      let index = 0;
      return new ProviderStream(() => ({ next: () => (taken[index++] ??= source.next()) }) as AsyncIterator<string>);
    };
    return [half(), half()] as const;
  }
}
class PrivateIterator {
  #left = ["a", "b"];
  async next() {
    const value = this.#left.shift();
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  }
  [Symbol.asyncIterator]() {
    return this;
  }
}
/** A promise of a class with private fields that starts working when it is asked, as OpenAI's APIPromise. */
class LazyPromise<T> extends Promise<T> {
  #make: () => Promise<T>;
  asked = 0;
  static override get [Symbol.species]() {
    return Promise;
  }
  constructor(make: () => Promise<T>) {
    super((resolve) => resolve(undefined as T));
    this.#make = make;
  }
  #value?: Promise<T>;
  parse() {
    this.asked++;
    this.#value ??= this.#make();
    return this.#value;
  }
  // biome-ignore lint/suspicious/noThenProperty: that is what such a promise is
  override then<A = T, B = never>(
    ok?: ((value: T) => A | PromiseLike<A>) | null,
    no?: ((error: unknown) => B | PromiseLike<B>) | null,
  ) {
    return this.parse().then(ok, no);
  }
  async withResponse() {
    return { data: await this.parse(), response: new Response(null) };
  }
}

test.each<[string, unknown]>([
  ["text", "x"],
  ["undefined", undefined],
  ["an object", { a: 1 }],
  ["an array", [1]],
  ["a Map", new Map()],
  ["a Set", new Set([1])],
  ["bytes", bytes("a")],
  ["a function", () => 1],
  ["a revoked Proxy", (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()], // biome-ignore format: one case, one line
  [
    "an object whose getter throws",
    {
      get next() {
        throw new Error("no");
      },
    },
  ],
])("%s is a value: it ends at once and comes back as it is", (_what, value) => {
  const ends: unknown[] = [];
  const got = followResult(value, { end: (outputs) => ends.push(outputs), fail() {} });
  expect(Object.is(got, value)).toBe(true);
  expect(ends).toHaveLength(1);
  expect(Object.is(ends[0], value)).toBe(true);
});

describe("consumed to the end", () => {
  test.each<[string, () => object, (value: never) => unknown]>([
    ["a generator by a loop", letters, (value: Iterable<unknown>) => all(value)],
    ["a generator by spreading", letters, (value: Iterable<unknown>) => [...value]],
    [
      "a generator through iterator helpers",
      letters,
      (value: Iterator<unknown> & { map(f: unknown): Iterator<unknown> }) => [
        ...(value.map((x: unknown) => x) as unknown as Iterable<unknown>),
      ],
    ],
    [
      "a generator by yield*",
      letters,
      (value: Iterable<unknown>) => [
        ...(function* () {
          yield* value;
        })(),
      ],
    ],
    ["an async generator", laterLetters, all],
    [
      "an async generator by yield*",
      laterLetters,
      (value: AsyncIterable<unknown>) =>
        all(
          (async function* () {
            yield* value;
          })(),
        ),
    ],
    ["an object with private fields that is its own iterator", () => new PrivateIterator(), all],
    ["a frozen iterator with private fields", () => Object.freeze(new PrivateIterator()), all],
    ["an object that makes iterators", () => ({ [Symbol.asyncIterator]: laterLetters }), all],
    ["a provider's stream", () => new ProviderStream(laterLetters), all],
    [
      "both halves of a provider's stream",
      () => new ProviderStream(laterLetters),
      (value: ProviderStream) => Promise.all(value.tee().map(all)),
    ],
    ["a web stream by a loop", webStream, all],
    ["a web stream by values()", webStream, (value: ReadableStream) => all(value.values())],
    [
      "a web stream by a reader",
      webStream,
      async (value: ReadableStream) => {
        const reader = value.getReader();
        while (!(await reader.read()).done);
      },
    ],
    ["both halves of a web stream", webStream, (value: ReadableStream) => Promise.all(value.tee().map(all))],
    ["a web stream by pipeTo", webStream, (value: ReadableStream) => value.pipeTo(new WritableStream())],
    [
      "a web stream by pipeThrough",
      webStream,
      (value: ReadableStream) => all(value.pipeThrough(new TransformStream())),
    ],
    ["a web stream as a Node stream", webStream, (value: ReadableStream) => all(Readable.fromWeb(value as never))],
    ["a byte stream", byteStream, all],
    ["a byte stream as a Response", byteStream, (value: ReadableStream) => new Response(value).text()],
    ["a byte stream by tee", byteStream, (value: ReadableStream) => Promise.all(value.tee().map(all))],
    [
      "a byte stream into buffers of the reader",
      byteStream,
      async (value: ReadableStream) => {
        const reader = value.getReader({ mode: "byob" });
        while (!(await reader.read(new Uint8Array(1))).done);
      },
    ],
    ["a Node stream by a loop", () => Readable.from(letters()), all],
    ["a Node stream by events", () => Readable.from(letters()), (value: Readable) => once(value.resume(), "end")],
    [
      "a Node stream by pipe",
      () => Readable.from(letters()),
      (value: Readable) => once(value.pipe(new PassThrough()).resume(), "end"),
    ],
    [
      "a Node stream by pipeline",
      () => Readable.from(letters()),
      (value: Readable) => new Promise((resolve) => pipeline(value, new PassThrough().resume(), resolve)),
    ],
    [
      "a Transform",
      () =>
        Readable.from(letters()).pipe(
          new Transform({ objectMode: true, transform: (chunk, _encoding, done) => done(null, chunk) }),
        ),
      all,
    ],
    [
      "an emitter",
      () => new EventEmitter(),
      (value: EventEmitter) => {
        value.emit("data", "a");
        value.emit("data", "b");
        value.emit("end");
        value.emit("close");
      },
    ],
    ["a response of fetch", () => responseOf(byteStream()), (value: Response) => value.text()],
    ["the body of a response", () => responseOf(byteStream()), (value: Response) => all(value.body as never)],
    ["a response made by hand", () => new Response(byteStream()), (value: Response) => value.text()],
    [
      "a promise of an async generator",
      async () => laterLetters(),
      async (value: Promise<AsyncIterable<unknown>>) => all(await value),
    ],
    [
      "a lazy promise of a stream",
      () => new LazyPromise(async () => new ProviderStream(laterLetters)),
      async (value: LazyPromise<ProviderStream>) => all(await value),
    ],
    [
      "a lazy promise's stream that came with its response",
      () => new LazyPromise(async () => new ProviderStream(laterLetters)),
      async (value: LazyPromise<ProviderStream>) => all((await value.withResponse()).data),
    ],
    [
      "the AI SDK's result",
      () => ({ baseStream: webStream(), textStream: 1 }),
      (value: { baseStream: ReadableStream }) => all(value.baseStream.tee()[0]),
    ],
  ])("%s", async (_what, make, consume) => {
    const { told, observer } = recorder();
    const result = make();
    const followed = followResult(result, observer);
    expect(told).toEqual([]);
    await (consume as (value: unknown) => unknown)(followed);
    expect(told).toEqual([...ab, "end"]);
  });

  /** As fetch gives it: with an address, which a copy would not have. */
  function responseOf(body: ReadableStream): Response {
    return Object.defineProperty(new Response(body), "url", { value: "http://a.b/" });
  }

  test("the value that a generator returns is its output where it yields nothing", () => {
    const { told, observer } = recorder();
    // biome-ignore lint/correctness/useYield: one that yields nothing
    expect([...followResult((function* () { return 7; })(), observer)]).toEqual([]); // biome-ignore format: short
    expect(told).toEqual([["end", 7]]);
  });

  test("a Node stream that writes only ends when it has written", async () => {
    const { told, observer } = recorder();
    const sink = followResult(new Writable({ write: (_chunk, _encoding, done) => done() }), observer);
    sink.end("x");
    await once(sink, "close");
    expect(told).toEqual(["end"]);
  });

  test("whole bodies of a response come out, and are told", async () => {
    for (const name of ["json", "arrayBuffer", "blob"] as const) {
      const { told, observer } = recorder();
      const response = Object.defineProperty(new Response('{"a":1}'), "url", { value: "http://a.b/" });
      await followResult(response, observer)[name]();
      expect(told).toEqual(["first", ["chunk", '{"a":1}'], "end"]);
    }
    const { told, observer } = recorder();
    const empty = new Response(null, { status: 204 });
    expect(followResult(empty, observer)).toBe(empty);
    expect(told).toEqual([["end", empty]]);
  });
});

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

describe("what is given back", () => {
  test("is the same object, with its class, its private fields and no visible change", async () => {
    for (const made of [
      letters(),
      laterLetters(),
      new PrivateIterator(),
      new ProviderStream(laterLetters),
      webStream(),
      Readable.from(letters()),
      new EventEmitter(),
    ]) {
      const keys = Object.keys(made);
      expect(followResult(made as object, recorder().observer)).toBe(made);
      expect(Object.keys(made)).toEqual(keys);
    }
    const stream = followResult(new ProviderStream(laterLetters), recorder().observer);
    await all(stream);
    expect(stream.closed).toBe(true);
  });

  test("becomes itself again when it is over", async () => {
    const readable = followResult(Readable.from(letters()), recorder().observer);
    expect(Object.hasOwn(readable, "emit")).toBe(true);
    await all(readable);
    expect(["emit", "read"].filter((key) => Object.hasOwn(readable, key))).toEqual([]);
  });

  test("a Proxy of a frozen object is of its class", () => {
    const frozen = Object.freeze(new PrivateIterator());
    const followed = followResult(frozen, recorder().observer);
    expect(followed).toBeInstanceOf(PrivateIterator);
    expect(followed[Symbol.asyncIterator]()).toBe(followed);
  });

  test("a promise with more on it keeps that", async () => {
    const promise = Object.assign(Promise.resolve(1), { cancel: () => "cancelled" });
    const followed = followResult(promise, recorder().observer);
    expect([followed.cancel(), await followed]).toEqual(["cancelled", 1]);
  });

  test("a lazy promise is not asked for its value", async () => {
    const lazy = new LazyPromise(async () => 1);
    const { told, observer } = recorder();
    const followed = followResult(lazy, observer);
    await setImmediate();
    expect([lazy.asked, told]).toEqual([0, []]);
    expect([await followed, await followed, followed === lazy]).toEqual([1, 1, true]);
    expect(told).toEqual([["end", 1]]);
  });

  test("nothing is read that is not asked for", async () => {
    let made = 0;
    const source = () => new ReadableStream({ pull: (controller) => controller.enqueue(++made) }, { highWaterMark: 0 });
    const reader = followResult(source(), recorder().observer).getReader();
    await setImmediate();
    expect(made).toBe(0);
    await reader.read();
    expect(made).toBe(1);
    const eagerly = async (stream: ReadableStream) => {
      made = 0;
      const reader = stream.pipeThrough(new TransformStream()).getReader();
      await setImmediate();
      const before = made;
      await reader.read();
      await setImmediate();
      return [before, made];
    };
    expect(await eagerly(followResult(source(), recorder().observer))).toEqual(await eagerly(source()));
  });

  test("a stream that is read in two ways is locked as it would be", async () => {
    const { told, observer } = recorder();
    const stream = followResult(webStream(["a", "b"]), observer);
    const reader = stream.getReader();
    expect([stream.locked, () => stream.getReader()]).toEqual([true, expect.any(Function)]);
    expect(() => stream.getReader()).toThrow(TypeError);
    await reader.read();
    reader.releaseLock();
    expect(stream.locked).toBe(false);
    expect(await stringOf(stream.pipeThrough(new TransformStream()))).toBe("b");
    expect([stream.locked, told]).toEqual([false, [...ab, "end"]]);
  });

  test("two who follow one object are both told, and it is overridden once", async () => {
    const [inner, outer] = [recorder(), recorder()];
    const generator = laterLetters();
    followResult(followResult(generator, inner.observer), outer.observer);
    await all(generator);
    expect(inner.told).toEqual([...ab, "end"]);
    expect(outer.told).toEqual(inner.told);
  });

  test("an object that is given again and again becomes a value", () => {
    const emitter = new EventEmitter();
    const tolds = Array.from({ length: 100 }, () => {
      const { told, observer } = recorder();
      followResult(emitter, observer);
      return told;
    });
    expect(tolds.filter((told) => told.length === 1)).toHaveLength(84);
    emitter.emit("close");
    expect(tolds.every((told) => told.length === 1)).toBe(true);
    expect(Object.hasOwn(emitter, "emit")).toBe(false);
  });
});

describe("the context in which chunks are made", () => {
  const seen = () => context.getStore() ?? "none";
  test.each<[string, () => object, (value: never) => Promise<unknown[]>]>([
    [
      "a generator",
      function* () {
        yield seen();
        yield seen();
      },
      all,
    ],
    [
      "an async generator",
      async function* () {
        yield seen();
        await setImmediate();
        yield seen();
      },
      all,
    ],
    [
      "a web stream",
      () =>
        new ReadableStream(
          {
            pull(controller) {
              controller.enqueue(seen());
              controller.close();
            },
          },
          { highWaterMark: 0 },
        ),
      all,
    ],
    [
      "a web stream in a pipe",
      () =>
        new ReadableStream(
          {
            pull(controller) {
              controller.enqueue(seen());
              controller.close();
            },
          },
          { highWaterMark: 0 },
        ),
      (value: ReadableStream) => all(value.pipeThrough(new TransformStream())),
    ],
    [
      "a Node stream",
      () =>
        new Readable({
          objectMode: true,
          read() {
            this.push(seen());
            this.push(null);
          },
        }),
      all,
    ],
  ])("%s is made below its span, and its consumer is not", async (_what, make, consume) => {
    const chunks = await consume(followResult(make(), recorder().observer) as never);
    expect(new Set(chunks)).toEqual(new Set(["span"]));
    expect(seen()).toBe("none");
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
