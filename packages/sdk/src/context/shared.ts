/**
 * State that an application has once, although it may load this package twice: as ESM and as CJS, or in two copies that a
 * bundler made. Made at first use, so importing does nothing. The key carries the version of what is shared.
 */
export function shared<T>(name: string, make: () => T): () => T {
  return () => {
    const holder = globalThis as { [key]?: Record<string, unknown> };
    holder[key] ??= Object.create(null) as Record<string, unknown>;
    holder[key][name] ??= make();
    return holder[key][name] as T;
  };
}

const key = Symbol.for("@spanloom/sdk/1");
