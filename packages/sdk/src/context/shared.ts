/**
 * State that an application has once, although it may load this package twice: as ESM and as CJS, or in two copies that a
 * bundler made. Made at first use, so importing does nothing. The key carries the version of what is shared.
 */
export function shared<T>(name: string, make: () => T): () => T {
  let known: T | undefined;
  return () => {
    if (known !== undefined) return known;
    const holder = globalThis as { [key]?: Record<string, unknown> };
    holder[key] ??= Object.create(null) as Record<string, unknown>;
    holder[key][name] ??= make();
    known = holder[key][name] as T;
    return known;
  };
}

const key = Symbol.for("@spanloom/sdk/1");
