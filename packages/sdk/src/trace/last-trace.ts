import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { changeScope, currentScope } from "../context/scope.ts";
import { shared } from "../context/shared.ts";

/**
 * Remembers the last trace that ended in some async context: a request must not be told of the trace of another. The
 * context of whoever starts a root gets a new one, which also tells those around it.
 */
export interface LastTrace {
  /** The root of the last trace that ended here. */
  root: ReadableSpan | undefined;
  /** The trace that it was opened for runs. */
  isRunning: boolean;
  outer: LastTrace | undefined;
}

/** Called where a root starts, in the context of its caller. */
export function openLastTrace(): LastTrace {
  const { last: here } = currentScope();
  // What was opened here for a trace that runs yet is of a sibling, as in Promise.all, and not around this one.
  const outer = here?.isRunning === true ? here.outer : here;
  const last: LastTrace = { root: here?.root, isRunning: true, outer };
  cut(last);
  changeScope({ last });
  return last;
}

/** Called when the root ends, wherever that is. */
export function closeLastTrace(last: LastTrace, root: ReadableSpan): void {
  anywhere().root = root;
  last.isRunning = false;
  let each: LastTrace | undefined = last;
  for (let depth = 0; each !== undefined && depth < mostContexts; depth++) {
    each.root = root;
    each = each.outer;
  }
}

/** The root of the last trace that ended in this async context; where it began none, of the last one of all. */
export function lastRoot(): ReadableSpan | undefined {
  return (currentScope().last ?? anywhere()).root;
}

/** A loop of traced calls makes one context after the other, each around the next; without an end it would keep all. */
function cut(last: LastTrace): void {
  let each: LastTrace | undefined = last;
  for (let depth = 1; each !== undefined && depth < mostContexts; depth++) each = each.outer;
  if (each !== undefined) each.outer = undefined;
}

const mostContexts = 8;

const anywhere = shared("last trace", (): { root: ReadableSpan | undefined } => ({ root: undefined }));
