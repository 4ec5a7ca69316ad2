import { safely } from "../../safely.ts";
import { object } from "../shared/json.ts";
import { isObserved, observeStainless, type StainlessApi } from "./client.ts";

/**
 * Traces every client of a class from the first time that it is used. Returns a function that ends it for clients that
 * have not been used yet.
 */
export function instrumentStainless(clientClass: { readonly prototype: object }, api: StainlessApi): () => void {
  const isFresh = (client: unknown): client is object =>
    typeof client === "object" &&
    client !== null &&
    client instanceof (clientClass as unknown as new () => unknown) &&
    !isObserved(client);
  const methods = (["post", "get"] as const).map((name) =>
    replaceMethod(clientClass.prototype, name, (self) => isFresh(self) && observeStainless(self, api)),
  );
  const helpers = (api.helpers ?? []).map(({ classes, method }) => {
    const resource = classes.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      clientClass,
    );
    const { prototype } = object(typeof resource === "function" ? { prototype: resource.prototype } : {});
    return replaceMethod(object(prototype), method, (self) => {
      const client = object(self)._client;
      return isFresh(client) && observeStainless(client, api);
    });
  });
  return () => {
    for (const restore of [...methods, ...helpers]) restore();
  };
}

/**
 * Has `prepare` called before a method. Where it says that it put the instance's own method over it, that one is called,
 * which calls this one again with nothing left to prepare.
 */
function replaceMethod(prototype: object, name: string, prepare: (self: object) => unknown): () => void {
  const owner = ownerOf(prototype, name);
  const original = owner?.[name];
  if (owner === undefined || typeof original !== "function") return () => {};
  const preparing = function (this: Record<string, unknown>, ...args: unknown[]): unknown {
    const prepared = safely("observing a client", () => Boolean(prepare(this)) && Object.hasOwn(this, name), false);
    return (prepared ? (this[name] as typeof original) : original).apply(this, args);
  };
  owner[name] = preparing;
  return () => {
    if (owner[name] === preparing) owner[name] = original;
  };
}

/** The prototype that has the method: in older majors it is that of a class above. */
function ownerOf(prototype: object, name: string): Record<string, unknown> | undefined {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) return at as Record<string, unknown>;
  }
  return undefined;
}
