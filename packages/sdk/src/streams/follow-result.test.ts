import { EventEmitter, once } from "node:events";
import { PassThrough, pipeline, Readable, Transform, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { followResult } from "./follow-result.ts";
import {
  ab,
  all,
  byteStream,
  bytes,
  LazyPromise,
  laterLetters,
  letters,
  PrivateIterator,
  ProviderStream,
  recorder,
  stringOf,
  webStream,
} from "./testing.ts";

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
