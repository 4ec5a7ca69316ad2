import { currentScope } from "../context/scope.ts";
import type { LiveSpan } from "./live-span.ts";

/** The span that a new one becomes a child of. */
export function activeSpan(): LiveSpan | undefined {
  const scope = currentScope();
  return scope.follow?.() ?? scope.span;
}
