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
 * Several may follow one storage (two tracers of one application): the first that knows the span gives it. Returns a
 * function that ends it.
 */
export function followStorage<Store>(storage: RunStorage<Store>, spanOf: SpanOf<Store>): () => void {
  const followed = storage as RunStorage<Store> & { [followers]?: Set<SpanOf<Store>> };
  const all = followed[followers] ?? new Set();
  if (followed[followers] === undefined) {
    followed[followers] = all;
    followed.run = followingRun(followed, all);
  }
  all.add(spanOf);
  return () => void all.delete(spanOf);
}

type SpanOf<Store> = (store: Store) => LiveSpan | undefined;

/** `run`, which stays in place once it is there: others may have wrapped it since. */
function followingRun<Store>(storage: RunStorage<Store>, all: ReadonlySet<SpanOf<Store>>): RunStorage<Store>["run"] {
  const run = storage.run;
  return (store, callback, ...args) => {
    const original = () => run.call(storage, store, callback, ...args);
    if (store === undefined || store === null || all.size === 0) return original();
    // A store that still says what the one around it says adds nothing: a span opened since then stays the active one.
    const before = spanIn(storage.getStore(), all);
    return withFollowedSpan(() => {
      const now = spanIn(store, all);
      return now === before ? undefined : now;
    }, original);
  };
}

function spanIn<Store>(store: Store | undefined, all: ReadonlySet<SpanOf<Store>>): LiveSpan | undefined {
  if (store === undefined || store === null) return undefined;
  for (const spanOf of all) {
    const span = safely("following a framework", () => spanOf(store), undefined);
    if (span !== undefined) return span;
  }
  return undefined;
}

const followers = Symbol.for("@spanloom/sdk followers");
