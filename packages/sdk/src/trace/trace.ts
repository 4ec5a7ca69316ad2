import type { SpanType } from "../span/span-type.ts";
import { finishWith, runWithSpan, startSpan } from "../span/start-span.ts";

export interface TraceOptions {
  /** The function's own name where absent. */
  readonly name?: string;
  readonly spanType?: SpanType | (string & {});
  readonly attributes?: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: any function can be traced
type AnyFunction = (...args: any[]) => any;

/**
 * Wraps a function so that each call is a span: its arguments are the inputs, its result the outputs. The wrapper has the
 * function's type, name, length and `this`.
 *
 * @example
 * const add = trace((a: number, b: number) => a + b, { name: "add" });
 * add(1, 2); // 3
 */
export function trace<F extends AnyFunction>(fn: F, options?: TraceOptions): F;
export function trace<F extends AnyFunction>(options: TraceOptions, fn: F): F;
export function trace(first: AnyFunction | TraceOptions, second?: AnyFunction | TraceOptions): AnyFunction {
  return typeof first === "function"
    ? wrap(first, (second as TraceOptions | undefined) ?? {})
    : wrap(second as AnyFunction, first);
}

function wrap(fn: AnyFunction, options: TraceOptions): AnyFunction {
  function traced(this: unknown, ...args: unknown[]): unknown {
    const span = startSpan({ ...options, name: options.name ?? (fn.name || "anonymous"), inputs: args });
    return finishWith(span, () => runWithSpan(span, () => fn.apply(this, args)));
  }
  Object.defineProperty(traced, "name", { value: fn.name, configurable: true });
  Object.defineProperty(traced, "length", { value: fn.length, configurable: true });
  return traced;
}
