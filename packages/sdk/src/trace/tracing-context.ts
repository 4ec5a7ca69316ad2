import { currentScope, type Scope, withScope } from "../context/scope.ts";
import { safely } from "../safely.ts";
import { mergeLabels, type TraceLabels } from "./trace-labels.ts";

/** What holds for the traces that start in a scope. */
export interface TracingContext extends TraceLabels {
  /** False: nothing is recorded in it. */
  readonly enabled?: boolean | undefined;
}

/**
 * Labels the traces that `fn` starts, and all that it awaits, whoever makes them; or records nothing there. Nests, the inner
 * one wins. A trace that runs already stays as it is: `updateCurrentTrace` is for that.
 *
 * @example
 * await tracingContext({ session: "conversation-17", tags: { plan: "pro" } }, async () => {
 *   await withSpan(async () => "hello", { name: "answer" });
 * });
 */
export function tracingContext<T>(context: TracingContext, fn: () => T): T {
  const change = safely<Scope>(
    "tracingContext",
    () => {
      const { enabled, ...labels } = context ?? {};
      const { labels: around, enabled: before } = currentScope();
      return { labels: mergeLabels(around, labels), enabled: typeof enabled === "boolean" ? enabled : before };
    },
    {},
  );
  return withScope(change, fn);
}
