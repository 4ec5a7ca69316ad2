/** Members that stand in for an object's own: a value, or a getter for what is one. */
export type Overrides = ReadonlyMap<PropertyKey, PropertyDescriptor>;

/**
 * Puts members over those of an object, in place, so that it stays the object that it is: `===`, instanceof, private
 * fields. One that cannot take them gets a Proxy, whose methods run on the object itself for the same reason.
 */
export function override<T extends object>(target: T, overrides: Overrides): { object: T; restore: () => void } {
  if (!takes(target, overrides)) return { object: proxied(target, overrides), restore: () => {} };
  const before = new Map<PropertyKey, PropertyDescriptor | undefined>();
  for (const [key, descriptor] of overrides) {
    const original = Object.getOwnPropertyDescriptor(target, key);
    before.set(key, original);
    Object.defineProperty(target, key, {
      ...descriptor,
      configurable: true,
      enumerable: original?.enumerable ?? false,
    });
  }
  return {
    object: target,
    restore() {
      for (const [key, original] of before) {
        const now = Object.getOwnPropertyDescriptor(target, key);
        const ours = overrides.get(key);
        // Somebody else may have put something over it since.
        if (now === undefined || now.value !== ours?.value || now.get !== ours?.get) continue;
        if (original === undefined) Reflect.deleteProperty(target, key);
        else Object.defineProperty(target, key, original);
      }
    },
  };
}

/** A method to put over another. */
export function method(run: (...args: never[]) => unknown): PropertyDescriptor {
  return { value: run, writable: true };
}

function takes(target: object, overrides: Overrides): boolean {
  if (!Object.isExtensible(target)) return false;
  return [...overrides.keys()].every((key) => Object.getOwnPropertyDescriptor(target, key)?.configurable !== false);
}

function proxied<T extends object>(target: T, overrides: Overrides): T {
  return new Proxy(target, {
    get(object, key) {
      const own = overrides.get(key);
      if (own !== undefined) return own.get ? own.get.call(object) : own.value;
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value !== "function") return value;
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      // A Proxy must tell the truth of what can never change.
      if (descriptor?.configurable === false && descriptor.writable === false) return value;
      return value.bind(object);
    },
  });
}
