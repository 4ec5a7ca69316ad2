import { withFollowedSpan } from "../../context/scope.ts";
import { safely } from "../../safely.ts";
import type { LiveSpan } from "../../span/live-span.ts";

/** What we need of a framework's `AsyncLocalStorage`. */
export interface RunStorage<Store> {
  getStore(): Store | undefined;
  run(store: Store, callback: (...args: never[]) => unknown, ...args: never[]): unknown;
}

/**
 * Some frameworks keep their own idea of what runs, in an AsyncLocalStorage of their own that they put under a global
 * symbol. From here on, whatever they run in it also runs with our span of it as the active one, so that `trace()` in a
 * tool nests under the tool. The framework may fill the store in later, so the span is asked for when it is needed.
 *
 * A storage is followed once; a second call changes nothing. Returns a function that ends it.
 */
export function followStorage<Store>(
  storage: RunStorage<Store>,
  spanOf: (store: Store) => LiveSpan | undefined,
): () => void {
  if (Object.hasOwn(storage, followed)) return () => {};
  const spanIn = (store: Store | undefined) =>
    store === undefined || store === null ? undefined : safely("following a framework", () => spanOf(store), undefined);
  const run = storage.run;
  const following: RunStorage<Store>["run"] = (store, callback, ...args) => {
    const original = () => run.call(storage, store, callback, ...args);
    if (store === undefined || store === null) return original();
    // A store that still says what the one around it says adds nothing: a span opened since then stays the active one.
    const before = spanIn(storage.getStore());
    return withFollowedSpan(() => {
      const now = spanIn(store);
      return now === before ? undefined : now;
    }, original);
  };
  Object.defineProperty(storage, followed, { value: true, configurable: true });
  storage.run = following;
  return () => {
    if (storage.run === following) storage.run = run;
    delete (storage as { [followed]?: true })[followed];
  };
}

const followed = Symbol.for("@spanloom/sdk followed");
