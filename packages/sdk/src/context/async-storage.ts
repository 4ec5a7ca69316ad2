import type { AsyncLocalStorage } from "node:async_hooks";

/** A value that follows a call through everything it awaits. */
export interface AsyncStorage<T> {
  get(): T | undefined;
  run<R>(value: T, fn: () => R): R;
}

/**
 * Async-context storage on whatever the platform has, without an import of a `node:` module, so that a bundle for browsers
 * needs none. Where the platform has none (a browser), a value lasts for the synchronous part of
 * a call only: spans after an `await` need their parent given by hand.
 */
export function createAsyncStorage<T>(): AsyncStorage<T> {
  return platformStorage<T>() ?? stack<T>();
}

function platformStorage<T>(): AsyncStorage<T> | undefined {
  const Storage = asyncLocalStorage();
  if (Storage === undefined) return undefined;
  const storage = new Storage<T>();
  return { get: () => storage.getStore(), run: (value, fn) => storage.run(value, fn) };
}

/** Node, Bun and Deno (also workerd with `nodejs_compat`) give it through `process`; some edge runtimes as a global. */
function asyncLocalStorage(): typeof AsyncLocalStorage | undefined {
  const fromNode = globalThis.process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return fromNode ?? (globalThis as { AsyncLocalStorage?: typeof AsyncLocalStorage }).AsyncLocalStorage;
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
  };
}
