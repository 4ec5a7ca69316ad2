import { shared } from "../context/shared.ts";
import type { Watch } from "./observer.ts";
import { type Overrides, override } from "./override.ts";

/**
 * Those who watch one object. The object's methods are overridden once, however many follow it (a traced function that
 * returns what another traced function gave it), and become its own again when the last of them is done.
 */
export class Followers {
  readonly #watches = new Set<Watch>();

  get size(): number {
    return this.#watches.size;
  }

  get sawChunk(): boolean {
    return [...this.#watches].some((watch) => watch.sawChunk);
  }

  add(watch: Watch): void {
    this.#watches.add(watch);
  }

  remove(watch: Watch): void {
    this.#watches.delete(watch);
  }

  [Symbol.iterator](): Iterator<Watch> {
    return [...this.#watches].values();
  }

  chunk(value: unknown): void {
    for (const watch of this.#watches) watch.chunk(value);
  }

  end(outputs?: unknown): void {
    for (const watch of this) watch.end(outputs);
  }

  fail(error: unknown): void {
    for (const watch of this) watch.fail(error);
  }

  cancel(): void {
    for (const watch of this) watch.cancel();
  }

  /** Who came first is the innermost: the function that made the object. */
  within<T>(run: () => T): T {
    let wrapped = run;
    for (const watch of this.#watches) {
      const inner = wrapped;
      wrapped = () => watch.within(inner);
    }
    return wrapped();
  }
}

/**
 * Has `watch` follow an object by overriding some of its members. Gives the object itself; only one that cannot be changed
 * (frozen) comes back as a Proxy. An object that is collected before it was consumed abandons its watches, unless
 * `outlives` says that something else goes on when the object itself is gone.
 */
export function followObject<T extends object>(
  target: T,
  watch: Watch,
  overrides: (followers: Followers, self: () => T) => Overrides,
  { outlives = false } = {},
): T {
  const { groups, open, collected } = state();
  const known = groups.get(target)?.followers;
  if (known !== undefined && known.size >= maxFollowers) {
    watch.end(target);
    return target;
  }
  const followers = known ?? new Followers();
  followers.add(watch);
  open.add(watch);
  let followed = target;
  if (known === undefined) {
    const { object, restore } = override(
      target,
      overrides(followers, () => followed),
    );
    followed = object;
    groups.set(followed, { followers, restore });
  }
  if (!outlives) collected.register(followed, watch, watch);
  leaveWhenOver(new WeakRef<object>(followed), followers, watch);
  return followed;
}

/**
 * A function of its own, so that its closure has nothing of `followObject`'s: what `open` reaches must not hold the object,
 * or it could never be collected.
 */
function leaveWhenOver(weak: WeakRef<object>, followers: Followers, watch: Watch): void {
  const { groups, open, collected } = state();
  watch.whenOver(() => {
    followers.remove(watch);
    open.delete(watch);
    collected.unregister(watch);
    const object = weak.deref();
    if (followers.size > 0 || object === undefined) return;
    groups.get(object)?.restore();
    groups.delete(object);
  });
}

/** From now on the object may be collected: who consumes it holds something else. */
export function isConsumed(followers: Followers): void {
  for (const watch of followers) state().collected.unregister(watch);
}

/** Ends everything that is still followed; for `shutdown`. */
export function abandonAll(): void {
  for (const watch of [...state().open]) watch.abandon("shutdown");
}

/** An object that one function gives again and again, as a shared emitter, is a value and not each call's stream. */
const maxFollowers = 16;

const state = shared("followed", () => ({
  groups: new WeakMap<object, { readonly followers: Followers; readonly restore: () => void }>(),
  open: new Set<Watch>(),
  collected: new FinalizationRegistry<Watch>((watch) => watch.abandon("garbage-collected")),
}));
