/** The modules of Node that are used where there are any; Bun, Deno and workerd have most of them. */
export interface NodeModules {
  "node:async_hooks": typeof import("node:async_hooks");
  "node:child_process": typeof import("node:child_process");
  "node:fs": typeof import("node:fs");
  "node:path": typeof import("node:path");
  "node:worker_threads": typeof import("node:worker_threads");
}

/** Asked for at the time of use: a bundle for browsers holds no import of `node:`. */
export function findNodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name) as NodeModules[Name] | undefined;
  } catch {
    return undefined; // edge runtimes have a `process` whose functions throw
  }
}
