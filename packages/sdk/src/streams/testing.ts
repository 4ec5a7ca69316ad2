import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What an observer is told, one entry a call; `within` sets what code of the result sees as its context. */
export function recorder() {
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
export const collect: () => void = runInNewContext("gc");
export const context = new AsyncLocalStorage<string>();
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
export const bytes = (value: string) => new TextEncoder().encode(value);
/** What is told of two chunks, `a` and `b`. */
export const ab = ["first", ["chunk", "a"], ["chunk", "b"]];

export function* letters() {
  yield "a";
  yield "b";
}
export async function* laterLetters() {
  yield "a";
  await setImmediate();
  yield "b";
}
export const webStream = (chunks: Iterable<unknown> | AsyncIterable<unknown> = letters()): ReadableStream =>
  (ReadableStream as unknown as { from(chunks: unknown): ReadableStream }).from(chunks);
export const byteStream = () =>
  new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(bytes("a"));
      controller.enqueue(bytes("b"));
      controller.close();
    },
  });
export async function all<T>(source: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of source) got.push(item);
  return got;
}
export const stringOf = async (source: AsyncIterable<unknown>) =>
  (await all(source)).map((chunk) => (chunk instanceof Uint8Array ? text(chunk) : chunk)).join("");

/** OpenAI's and Anthropic's: a private field, an iterator in a field, `tee` that takes it from there. */
export class ProviderStream {
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
export class PrivateIterator {
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
export class LazyPromise<T> extends Promise<T> {
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
