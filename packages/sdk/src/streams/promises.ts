import { followObject, isConsumed } from "./followers.ts";
import { type ResultObserver, tellFailure, type Watch } from "./observer.ts";
import { method } from "./override.ts";

type Follow = (value: unknown, observer: ResultObserver) => unknown;
type Then = (onFulfilled?: unknown, onRejected?: unknown) => unknown;

export interface Thenable {
  readonly then: Then;
}

/** `await` looks into such a promise without calling its `then`, so nothing can be put over it. */
export function isPlainPromise(value: object): value is Promise<unknown> {
  return value instanceof Promise && value.constructor === Promise;
}

/** `follow` goes on with what the promise gives. */
export function followPlainPromise(promise: Promise<unknown>, observer: ResultObserver, follow: Follow): object {
  const followed = promise.then(
    (value) => follow(value, observer),
    (error: unknown) => {
      tellFailure(observer, error);
      throw error;
    },
  );
  for (const key of Reflect.ownKeys(promise)) {
    Object.defineProperty(followed, key, Object.getOwnPropertyDescriptor(promise, key)!);
  }
  return followed;
}

/**
 * A thenable of a class, as OpenAI's APIPromise or a query builder: it may start working, or read a body, only when it is
 * asked for its value. So it is never asked by us, and its other ways to the value are watched beside `then`.
 */
export function followThenable(thenable: Thenable, watch: Watch, follow: Follow): object {
  const { then } = thenable;
  const { withResponse, asResponse } = thenable as Partial<Record<string, unknown>> & Thenable;
  return followObject(thenable, watch, (followers) => {
    const told = new WeakSet<Watch>();
    const followAll = (value: unknown) => {
      let followed = value;
      for (const one of followers) {
        if (told.has(one)) continue;
        told.add(one);
        followed = follow(followed, one);
      }
      return followed;
    };
    const failed = (error: unknown) => {
      followers.fail(error);
      throw error;
    };
    const watched: Then = (onFulfilled, onRejected) => {
      isConsumed(followers);
      return new Promise((resolve, reject) => then.call(thenable, resolve, reject))
        .then(followAll, failed)
        .then(onFulfilled as never, onRejected as never);
    };
    const overrides = new Map<PropertyKey, PropertyDescriptor>([["then", method(watched)]]);
    if ("catch" in thenable)
      overrides.set(
        "catch",
        method((onRejected: unknown) => watched(undefined, onRejected)),
      );
    if ("finally" in thenable) {
      overrides.set(
        "finally",
        method((last: () => void) => (watched() as Promise<unknown>).finally(last)),
      );
    }
    if (typeof withResponse === "function") {
      overrides.set(
        "withResponse",
        method(async () => {
          isConsumed(followers);
          const answer = await withResponse.call(thenable).catch(failed);
          return { ...answer, data: followAll(answer.data) };
        }),
      );
    }
    if (typeof asResponse === "function") {
      overrides.set(
        "asResponse",
        method(() => {
          isConsumed(followers);
          return asResponse.call(thenable).then(followAll, failed);
        }),
      );
    }
    return overrides;
  });
}
