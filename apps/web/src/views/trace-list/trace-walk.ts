/** A list of traces to walk through on their pages. It travels in the history's state, so it is there after a reload. */
export interface TraceWalk {
  /** The address of the list. */
  readonly list: string;
  /** Some of its traces, in its order. */
  readonly ids: readonly string[];
}

/** History entries are small: so many traces before and behind the opened one. */
const reach = 250;

/** The walk that begins at the trace at `at`. */
export function walkFrom(list: string, ids: readonly string[], at: number): TraceWalk {
  return { list, ids: ids.slice(Math.max(0, at - reach), at + reach + 1) };
}

/** The walk in a history's state; undefined where there is none, as for a page that was opened by its link. */
export function readWalk(state: unknown): TraceWalk | undefined {
  const { walk } = (isObject(state) ? state : {}) as { walk?: unknown };
  if (!isObject(walk)) return undefined;
  const { list, ids } = walk as { list?: unknown; ids?: unknown };
  // Only an address of ours is led back to.
  if (typeof list !== "string" || !/^\/(?!\/)/.test(list) || !Array.isArray(ids)) return undefined;
  return { list, ids: ids.filter((id) => typeof id === "string") };
}

/** Who stands before and behind a trace in a walk. */
export function neighbours(
  { ids }: TraceWalk,
  traceId: string,
): { previous: string | undefined; next: string | undefined } {
  const at = ids.indexOf(traceId);
  return at < 0 ? { previous: undefined, next: undefined } : { previous: ids[at - 1], next: ids[at + 1] };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
