import {
  type Baggage,
  context as otelContext,
  trace as otelTrace,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
} from "@opentelemetry/api";
import { W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import { names } from "@spanloom/conventions";
import { currentScope, type Scope, withScope } from "../context/scope.ts";
import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import { activeSpan } from "../span/active-span.ts";
import { runningRootOf } from "../trace/last-trace.ts";
import { mergeLabels, type TraceLabels } from "../trace/trace-labels.ts";

/** Headers as `fetch`, Node, Express and their like have them. */
export type IncomingHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null | undefined };

/**
 * The headers that make the spans of a called process children of the active one: W3C `traceparent` and `tracestate`, and
 * `baggage` with the trace's session and user. Empty where nothing runs.
 *
 * @example
 * await withSpan(
 *   async () => {
 *     await fetch("http://localhost:8080/search", { headers: getTracingHeaders() });
 *   },
 *   { name: "call the search service" },
 * );
 */
export function getTracingHeaders(): Record<string, string> {
  return safely("getTracingHeaders", headersNow, {});
}

/**
 * Runs `fn` as a part of the trace that the headers of a request tell of: spans without a parent here become children of the
 * caller's span, with its session and user. Headers that tell of none change nothing. Use it for callers that you
 * trust: what they say is believed.
 *
 * @example
 * const headers = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
 * withTracingHeaders(headers, () => startSpan({ name: "search" }).end());
 */
export function withTracingHeaders<T>(headers: IncomingHeaders, fn: () => T): T {
  const told = safely("withTracingHeaders", () => scopeOf(headers), undefined);
  if (told === undefined) return fn();
  const { remote } = told;
  const inScope = () => withScope(told, fn);
  if (remote === undefined || tracing().config.provider !== "global") return inScope();
  return otelContext.with(otelTrace.setSpanContext(otelContext.active(), remote), inScope);
}

function headersNow(): Record<string, string> {
  const { remote, labels, baggage } = currentScope();
  const span = activeSpan()?.otel;
  const active = span?.spanContext() ?? remote;
  const root = span && runningRootOf(span);
  let context = active === undefined ? ROOT_CONTEXT : otelTrace.setSpanContext(ROOT_CONTEXT, active);
  let carried = baggage ?? propagation.createBaggage();
  for (const [name, label] of [
    [names.session, labels?.session],
    [names.user, labels?.user],
  ] as const) {
    const value = root?.attributes[name] ?? label;
    if (typeof value === "string") carried = carried.setEntry(name, { value });
  }
  context = propagation.setBaggage(context, carried);
  const headers: Record<string, string> = {};
  for (const propagator of propagators()) propagator.inject(context, headers, setter);
  return headers;
}

/** `undefined` where the headers say nothing. */
function scopeOf(headers: IncomingHeaders): Scope | undefined {
  const carrier = Object.fromEntries(
    ["traceparent", "tracestate", "baggage"].flatMap((name) => {
      const value = headerOf(headers, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const context = propagators().reduce((so, each) => each.extract(so, carrier, getter), ROOT_CONTEXT);
  const remote = otelTrace.getSpanContext(context);
  const baggage = propagation.getBaggage(context);
  if (remote === undefined && baggage === undefined) return undefined;
  return {
    ...(baggage !== undefined && { baggage, labels: mergeLabels(currentScope().labels, labelsIn(baggage)) }),
    ...(remote !== undefined && !isActive(remote) && { remote, span: undefined, follow: undefined }),
  };
}

/** An HTTP instrumentation may have read the same headers, and its span is the nearer parent. */
function isActive({ traceId }: SpanContext): boolean {
  return activeSpan()?.otel.spanContext().traceId === traceId;
}

function labelsIn(baggage: Baggage): TraceLabels {
  const [session, user] = [names.session, names.user].map((name) => baggage.getEntry(name)?.value || undefined);
  return { session, user };
}

function headerOf(headers: IncomingHeaders, name: string): string | undefined {
  if (typeof headers.get === "function") return headers.get(name) ?? undefined;
  const entries = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = name in entries ? name : Object.keys(entries).find((each) => each.toLowerCase() === name);
  const value = key === undefined ? undefined : entries[key];
  return typeof value === "object" ? value.join(",") : value;
}

const propagators = () => [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
const setter = {
  set(headers: Record<string, string>, name: string, value: string) {
    headers[name] = value;
  },
};
const getter = {
  get: (carrier: Record<string, string>, name: string) => carrier[name],
  keys: (carrier: Record<string, string>) => Object.keys(carrier),
};
