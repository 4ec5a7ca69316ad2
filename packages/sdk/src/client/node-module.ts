import { ApiError } from "@spanloom/wire";

/** The modules of Node that are used where there are any; Bun, Deno and workerd have most of them. */
interface NodeModules {
  "node:child_process": typeof import("node:child_process");
  "node:fs": typeof import("node:fs");
  "node:path": typeof import("node:path");
}

/** Asked for at the time of use: a bundle for browsers holds no import of `node:`. */
export function findNodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
}

/** Throws `ApiError` NOT_IMPLEMENTED that says what the platform lacks it for. */
export function nodeModule<Name extends keyof NodeModules>(name: Name, purpose: string): NodeModules[Name] {
  const found = findNodeModule(name);
  if (found === undefined)
    throw new ApiError("NOT_IMPLEMENTED", `There is no ${name} on this platform for ${purpose}.`);
  return found;
}
