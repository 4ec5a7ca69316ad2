import { type Context, trace as otelTrace } from "@opentelemetry/api";
import type { ReadableSpan, Span } from "@opentelemetry/sdk-trace";
import { changeScope, currentScope } from "../context/scope.ts";
import { shared } from "../context/shared.ts";

/**
 * Remembers the last trace that ended in some async context: a request must not be told of the trace of another. The
 * context of whoever starts a root gets a new one, which also tells those around it.
 */
export interface LastTrace {
  /** The root of the last trace that ended here. */
  root: ReadableSpan | undefined;
  /** The trace that it was opened for. */
  readonly trace: RunningTrace;
  outer: LastTrace | undefined;
}

/** What the spans of a trace in this process have in common; without its root once that has ended. */
interface RunningTrace {
  root: Span | undefined;
}

/** Called where a root starts, in the context of its caller. */
export function openLastTrace(root: Span): void {
  const { last: here } = currentScope();
  // What was opened here for a trace that runs yet is of a sibling, as in Promise.all, and not around this one.
  const outer = here?.trace.root === undefined ? here : here.outer;
  const trace: RunningTrace = { root };
  const last: LastTrace = { root: here?.root, trace, outer };
  cut(last);
  changeScope({ last });
  (root as Part)[runningTrace] = trace;
  (root as Part)[lastTrace] = last;
}

/** Called where another span starts, with the context that has its parent. */
export function joinTrace(span: Span, parentContext: Context): void {
  const trace = (otelTrace.getSpan(parentContext) as Part | undefined)?.[runningTrace];
  if (trace !== undefined) (span as Part)[runningTrace] = trace;
}

/** Called when a span ends, wherever that is; nothing happens for one that is no root. */
export function closeLastTrace(span: ReadableSpan): void {
  const last = (span as Part)[lastTrace];
  if (last === undefined) return;
  // Or an ended span would hold the roots of all later traces of its context.
  (span as Part)[lastTrace] = undefined;
  anywhere().root = span;
  last.trace.root = undefined;
  let each: LastTrace | undefined = last;
  for (let depth = 0; each !== undefined && depth < mostContexts; depth++) {
    each.root = span;
    each = each.outer;
  }
}

/** The root of the last trace that ended in this async context; where it began none, of the last one of all. */
export function lastRoot(): ReadableSpan | undefined {
  return (currentScope().last ?? anywhere()).root;
}

/** The root of a span's trace in this process, itself perhaps; `undefined` when it has ended. */
export function runningRootOf(span: object): Span | undefined {
  return (span as Part)[runningTrace]?.root;
}

/** A loop of traced calls makes one context after the other, each around the next; without an end it would keep all. */
function cut(last: LastTrace): void {
  let each: LastTrace | undefined = last;
  for (let depth = 1; each !== undefined && depth < mostContexts; depth++) each = each.outer;
  if (each !== undefined) each.outer = undefined;
}

const mostContexts = 8;

/** On the span itself, which costs the garbage collector less than a WeakMap of all of them. */
type Part = { [lastTrace]?: LastTrace | undefined; [runningTrace]?: RunningTrace };

const lastTrace = Symbol.for("@spanloom/sdk last trace");
const runningTrace = Symbol.for("@spanloom/sdk running trace");

const anywhere = shared("last trace", (): { root: ReadableSpan | undefined } => ({ root: undefined }));
