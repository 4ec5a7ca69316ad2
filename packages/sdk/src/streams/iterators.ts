import { type Followers, followObject } from "./followers.ts";
import type { Watch } from "./observer.ts";
import { method, type Overrides, override } from "./override.ts";

type AnyIterator = {
  next(...args: unknown[]): unknown;
  return?(...args: unknown[]): unknown;
  throw?(...args: unknown[]): unknown;
};

/** A sync iterator or generator: `next` is where its code runs. */
export function followIterator<T extends object>(iterator: T, watch: Watch): T {
  return followObject(iterator, watch, (followers) => steps(iterator as AnyIterator, followers, now));
}

/** An async generator, or another object that is its own async iterator. */
export function followAsyncIterator<T extends object>(iterator: T, watch: Watch): T {
  return followObject(iterator, watch, (followers, self) => {
    const overrides = new Map(steps(iterator as AnyIterator, followers, later));
    const again = (iterator as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
    if (typeof again === "function") {
      overrides.set(
        Symbol.asyncIterator,
        method(() => {
          const own = again.call(iterator as AsyncIterable<unknown>);
          return own === (iterator as unknown) ? self() : watchedIterator(own, followers, iterator);
        }),
      );
    }
    return overrides;
  });
}

/** An object that makes async iterators, as the streams of OpenAI's and Anthropic's clients do. */
export function followAsyncIterable<T extends object>(iterable: T, watch: Watch): T {
  // Theirs keep the function in a field, which their `tee` and `toReadableStream` call as well.
  const key = typeof (iterable as { iterator?: unknown }).iterator === "function" ? "iterator" : Symbol.asyncIterator;
  const make = (iterable as Record<PropertyKey, unknown>)[key] as (...args: unknown[]) => object;
  return followObject(
    iterable,
    watch,
    (followers) =>
      new Map([
        [key, method((...args: unknown[]) => watchedIterator(make.apply(iterable, args), followers, iterable))],
      ]),
  );
}

/**
 * An async iterator of a followed object, watched for its followers. `of` is kept from being collected while the iterator
 * is in use: a loop holds nothing else.
 */
export function watchedIterator<T extends object>(iterator: T, followers: Followers, of: object): T {
  if (iteratorsOf.has(iterator)) return iterator;
  iteratorsOf.set(iterator, of);
  return override(iterator, steps(iterator as AnyIterator, followers, later)).object;
}

const iteratorsOf = new WeakMap<object, object>();

/** How to look at what a step gives: at once, or when its promise is settled. */
type Looking = (step: () => unknown, followers: Followers, look: (result: unknown) => void) => unknown;

const now: Looking = (step, followers, look) => {
  try {
    const result = followers.within(step);
    look(result);
    return result;
  } catch (error) {
    followers.fail(error);
    throw error;
  }
};

const later: Looking = (step, followers, look) => {
  let result: unknown;
  try {
    result = followers.within(step);
  } catch (error) {
    followers.fail(error);
    throw error;
  }
  // The promise of the look is the one given: who never handles its failure still hears of it.
  return Promise.resolve(result).then(
    (value) => {
      look(value);
      return value;
    },
    (error: unknown) => {
      followers.fail(error);
      throw error;
    },
  );
};

function steps(iterator: AnyIterator, followers: Followers, looking: Looking): Overrides {
  const { next, return: leave, throw: raise } = iterator;
  const look = (result: unknown) => {
    const { done, value } = Object(result) as IteratorResult<unknown>;
    if (!done) followers.chunk(value);
    else followers.end(followers.sawChunk ? undefined : value);
  };
  const overrides = new Map<PropertyKey, PropertyDescriptor>();
  overrides.set(
    "next",
    method((...args: unknown[]) => looking(() => next.apply(iterator, args), followers, look)),
  );
  if (typeof leave === "function") {
    const left = () => followers.cancel();
    overrides.set(
      "return",
      method((...args: unknown[]) => looking(() => leave.apply(iterator, args), followers, left)),
    );
  }
  if (typeof raise === "function") {
    overrides.set(
      "throw",
      method((...args: unknown[]) => looking(() => raise.apply(iterator, args), followers, look)),
    );
  }
  return overrides;
}
