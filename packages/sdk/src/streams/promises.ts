import { followObject, isConsumed } from "./followers.ts";
import type { Watch } from "./observer.ts";
import { method } from "./override.ts";

type Follow = (value: unknown, watch: Watch) => unknown;
type Then = (onFulfilled?: unknown, onRejected?: unknown) => unknown;

/** A promise or another thenable. `follow` goes on with what it gives. */
export function followPromise(promise: object, watch: Watch, follow: Follow): object {
  if (promise instanceof Promise && promise.constructor === Promise) {
    // `await` looks into such a promise without calling its `then`, so nothing can be put over it.
    const followed = promise.then(
      (value) => follow(value, watch),
      (error: unknown) => {
        watch.fail(error);
        throw error;
      },
    );
    for (const key of Reflect.ownKeys(promise)) {
      Object.defineProperty(followed, key, Object.getOwnPropertyDescriptor(promise, key)!);
    }
    return followed;
  }
  return followThenable(promise as { then: Then }, watch, follow);
}

/**
 * A thenable of a class, as OpenAI's APIPromise or a query builder: it may start working, or read a body, only when it is
 * asked for its value. So it is never asked by us, and its other ways to the value are watched beside `then`.
 */
function followThenable(thenable: { then: Then }, watch: Watch, follow: Follow): object {
  const { then } = thenable;
  const { withResponse, asResponse } = thenable as Record<string, unknown>;
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
