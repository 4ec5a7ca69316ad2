import { plain } from "./json.ts";
import type { Attributes } from "./span-view.ts";

/**
 * Lists that were flattened into keys, `prefix.0.message.role`, put together again: `[{ message: { role } }]`.
 * Returns `undefined` where no key has the prefix. Gaps close: items keep their order, not their number, so that a
 * hostile index cannot ask for memory. Names of JavaScript's own (`__proto__`) are names like any other.
 */
export function unflatten(attributes: Attributes, prefix: string): readonly unknown[] | undefined {
  if (!hasLists(attributes)) return undefined;
  const start = `${prefix}.`;
  let root: Branch | undefined;
  for (const name in attributes) {
    if (!name.startsWith(start)) continue;
    const path = name.slice(start.length).split(".");
    if (!isIndex(path[0]!)) continue;
    root ??= new Map();
    plant(root, path, plain(attributes[name]));
  }
  return root === undefined ? undefined : (build(root) as readonly unknown[]);
}

/** Whether any key has a number in its path. Most spans' have none, and a reader asks for a dozen prefixes. */
function hasLists(attributes: Attributes): boolean {
  let found = known.get(attributes);
  if (found === undefined) {
    found = Object.keys(attributes).some((name) => /\.\d/.test(name));
    known.set(attributes, found);
  }
  return found;
}

const known = new WeakMap<Attributes, boolean>();

type Branch = Map<string, unknown>;

/** Deeper keys keep the rest of their path as one name. */
const deepestPath = 12;

function plant(root: Branch, path: readonly string[], value: unknown): void {
  const steps =
    path.length <= deepestPath ? path : [...path.slice(0, deepestPath - 1), path.slice(deepestPath - 1).join(".")];
  let here = root;
  for (const step of steps.slice(0, -1)) {
    const next = here.get(step);
    if (next instanceof Map) here = next as Branch;
    else {
      const branch: Branch = new Map();
      here.set(step, branch);
      here = branch;
    }
  }
  const leaf = steps.at(-1)!;
  if (!(here.get(leaf) instanceof Map)) here.set(leaf, value);
}

function build(branch: unknown): unknown {
  if (!(branch instanceof Map)) return branch;
  const entries = [...(branch as Branch)];
  if (entries.every(([key]) => isIndex(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => build(value));
  }
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of entries) object[key] = build(value);
  return object;
}

function isIndex(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}
