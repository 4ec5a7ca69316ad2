import type { Baggage, SpanContext } from "@opentelemetry/api";
import type { ActiveModel } from "../active-model/active-model.ts";
import type { ActiveRun } from "../client/active-run.ts";
import type { LiveSpan } from "../span/live-span.ts";
import type { LastTrace } from "../trace/last-trace.ts";
import type { TraceLabels } from "../trace/trace-labels.ts";
import { type AsyncStorage, createAsyncStorage } from "./async-storage.ts";
import { shared } from "./shared.ts";

/**
 * What is true for the code that runs now: the active span, the active model, what came in by headers. A scope is never
 * changed; `withScope` makes one that differs in some fields and lasts as long as the call and all that it awaits.
 *
 * It is our own storage and not OpenTelemetry's context, so that neither a missing nor a foreign context manager
 * (Sentry's, an APM's) can break the nesting of our spans, nor we theirs.
 */
export interface Scope {
  readonly span?: LiveSpan | undefined;
  /** Asked for the active span before `span` is; for frameworks that know it only later. */
  readonly follow?: (() => LiveSpan | undefined) | undefined;
  /** The span of another process that roots become children of. */
  readonly remote?: SpanContext | undefined;
  /** What came with it, and goes on to others. */
  readonly baggage?: Baggage | undefined;
  /** False: nothing is recorded. */
  readonly enabled?: boolean | undefined;
  /** What traces started here are labelled with. */
  readonly labels?: TraceLabels | undefined;
  /** The model that traces started here are linked to. */
  readonly model?: ActiveModel | undefined;
  /** The run that traces started here are linked to, and runs are children of. */
  readonly run?: ActiveRun | undefined;
  readonly last?: LastTrace | undefined;
}

export function currentScope(): Scope {
  return storage().get() ?? nothing;
}

/** Runs `fn` in a scope with these fields changed. What `fn` throws or returns is the caller's. */
export function withScope<T>(change: Scope, fn: () => T): T {
  return storage().run({ ...currentScope(), ...change }, fn);
}

/** Runs `fn` with an active span. For each traced call, so it makes one object and no more. */
export function withActiveSpan<T>(span: LiveSpan, fn: () => T): T {
  return storage().run({ ...currentScope(), span, follow: undefined }, fn);
}

/** Changes the scope for what follows in the caller, as far as the platform can: `false` where it cannot. */
export function changeScope(change: Scope): boolean {
  return storage().enter({ ...currentScope(), ...change });
}

/**
 * Runs `fn` with an active span that is asked for whenever it is needed. Where `spanNow` gives `undefined`, the span that
 * was active before stays it.
 */
export function withFollowedSpan<T>(spanNow: () => LiveSpan | undefined, fn: () => T): T {
  const { follow: before } = currentScope();
  return withScope({ follow: before === undefined ? spanNow : () => spanNow() ?? before() }, fn);
}

const nothing: Scope = {};
const storage = shared("scope", (): AsyncStorage<Scope> => createAsyncStorage());
