import type { AsyncLocalStorage } from "node:async_hooks";
import { findNodeModule } from "../node-module.ts";

/** A value that follows a call through everything it awaits. */
export interface AsyncStorage<T> {
  get(): T | undefined;
  run<R>(value: T, fn: () => R): R;
  /** Sets the value for what follows in the caller; `false` where the platform cannot. */
  enter(value: T): boolean;
}

/**
 * Async-context storage on whatever the platform has, without an import of a `node:` module, so that a bundle for browsers
 * needs none. Where the platform has none (a browser), a value lasts for the synchronous part of a call only: spans
 * after an `await` need their parent given by hand.
 */
export function createAsyncStorage<T>(): AsyncStorage<T> {
  const Storage = asyncLocalStorage();
  return Storage === undefined ? stack<T>() : onPlatform(new Storage<T>());
}

/** Node, Bun and Deno (also workerd with `nodejs_compat`) give it through `process`; some edge runtimes as a global. */
function asyncLocalStorage(): typeof AsyncLocalStorage | undefined {
  const fromNode = findNodeModule("node:async_hooks")?.AsyncLocalStorage;
  return fromNode ?? (globalThis as { AsyncLocalStorage?: typeof AsyncLocalStorage }).AsyncLocalStorage;
}

function onPlatform<T>(storage: AsyncLocalStorage<T>): AsyncStorage<T> {
  return {
    get: () => storage.getStore(),
    run: (value, fn) => storage.run(value, fn),
    enter(value) {
      try {
        storage.enterWith(value);
        return true;
      } catch {
        return false; // workerd has the method, and throws
      }
    },
  };
}

function stack<T>(): AsyncStorage<T> {
  let current: T | undefined;
  return {
    get: () => current,
    run(value, fn) {
      const before = current;
      current = value;
      try {
        return fn();
      } finally {
        current = before;
      }
    },
    enter: () => false, // nothing would ever take it away again
  };
}
