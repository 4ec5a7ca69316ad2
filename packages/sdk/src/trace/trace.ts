import { reportOnce, safely } from "../safely.ts";
import { type FinishOptions, finishWith } from "../span/finish-with.ts";
import type { SpanOptions } from "../span/live-span.ts";
import { openLiveSpan, startSpan } from "../span/start-span.ts";
import { argumentsByName } from "./arguments-by-name.ts";

/** How calls are recorded. */
export interface TraceOptions
  extends Pick<SpanOptions, "spanType" | "attributes" | "kind" | "capture" | "record" | "parent">,
    FinishOptions {
  /** The function's own name where absent. */
  readonly name?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: any function can be traced
type AnyFunction = (...args: any[]) => any;

/** Traces a method: as a decorator of the standard or of TypeScript's `experimentalDecorators`, or called with a function. */
export interface TraceDecorator {
  <F extends AnyFunction>(fn: F, context?: DecoratorContext): F;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor;
}

/**
 * Wraps a function so that each call is a span: its arguments are the inputs by name, its result the outputs. The span ends
 * when the result is complete: a promise settled, a generator or stream consumed. The wrapper stands for the function in
 * every way (type, name, length, `this`, properties). Also a decorator, with or without options.
 *
 * @example
 * const add = trace((a: number, b: number) => a + b, { name: "add" });
 * add(1, 2); // a span with the inputs { a: 1, b: 2 } and the output 3
 *
 * const search = trace({ name: "search", spanType: "RETRIEVER" }, async (query: string) => [`about ${query}`]);
 *
 * class Agent {
 *   @trace({ spanType: "AGENT" })
 *   async answer(question: string) {
 *     return (await search(question))[0];
 *   }
 * }
 */
export function trace<F extends AnyFunction>(fn: F, options?: TraceOptions): F;
export function trace<F extends AnyFunction>(method: F, context: DecoratorContext): F;
export function trace<F extends AnyFunction>(options: TraceOptions, fn: F): F;
export function trace(target: object, key: string | symbol, descriptor: PropertyDescriptor): PropertyDescriptor;
export function trace(options?: TraceOptions): TraceDecorator;
export function trace(first?: unknown, second?: unknown, third?: unknown): unknown {
  return safely("trace", () => tracedBy(first, second, third), undefined) ?? untraced(first, second);
}

function tracedBy(first: unknown, second: unknown, third: unknown): unknown {
  if (isDescriptor(third)) return decorate({}, first, second, third);
  if (typeof first === "function") {
    return isDecoratorContext(second) ? decorate({}, first, second) : wrap(first as AnyFunction, second);
  }
  if (typeof second === "function") return wrap(second as AnyFunction, first);
  return (...given: unknown[]) => decorate(first, given[0], given[1], given[2]);
}

/** The function itself, where options are of a kind that cannot even be looked at. */
function untraced(first: unknown, second: unknown): unknown {
  if (typeof first === "function") return first;
  return typeof second === "function" ? second : (target: unknown) => target;
}

/** As either kind of decorator, or as the second call of `trace(options)(fn)`. */
function decorate(options: unknown, target: unknown, context: unknown, descriptor?: unknown): unknown {
  if (isDescriptor(descriptor)) {
    const key = typeof descriptor.value === "function" ? "value" : "get";
    if (typeof descriptor[key] === "function") descriptor[key] = wrap(descriptor[key], options, context);
    return descriptor;
  }
  if (!isDecoratorContext(context)) return typeof target === "function" ? wrap(target as AnyFunction, options) : target;
  switch (context.kind) {
    case "method":
    case "getter":
      return wrap(target as AnyFunction, options, context.name);
    case "field":
      return (initial: unknown) =>
        typeof initial === "function" ? wrap(initial as AnyFunction, options, context.name) : initial;
    default:
      return target;
  }
}

/** A proxy, for it has all that the function has, what is set on it later too. */
function wrap(fn: AnyFunction, given: unknown, key?: unknown): AnyFunction {
  const options = (typeof given === "object" && given !== null ? given : {}) as TraceOptions;
  const fallback = typeof key === "symbol" ? (key.description ?? "anonymous") : String(key ?? "anonymous");
  const inputsOf = argumentsByName(fn);
  const startCall = (target: AnyFunction, args: unknown[]) => {
    try {
      return openLiveSpan(options, options.name ?? (target.name || fallback), inputsOf(args));
    } catch (fault) {
      reportOnce("trace", fault);
      return startSpan({ name: fallback });
    }
  };
  return new Proxy(fn, {
    apply: (target, self, args: unknown[]) =>
      finishWith(startCall(target, args), () => Reflect.apply(target, self, args), options),
  });
}

function isDecoratorContext(value: unknown): value is DecoratorContext {
  return typeof value === "object" && value !== null && "kind" in value && "addInitializer" in value;
}

function isDescriptor(value: unknown): value is PropertyDescriptor & Record<"value" | "get", AnyFunction | undefined> {
  return typeof value === "object" && value !== null && "configurable" in value;
}
