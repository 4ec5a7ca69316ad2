import type { Sampler, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { CapturePath } from "../capture/capture.ts";
import { type Destination, destinationOf } from "./destination.ts";
import { type Environment, environment } from "./environment.ts";
import { type OptionValues, optionTable } from "./option-table.ts";
import type { Option } from "./values.ts";

/** What `init` takes. What is given here wins over variables; docs/reference/sdk-options.md lists all with their defaults. */
export interface InitOptions extends Partial<OptionValues> {
  /** MLflow's name of `url`. */
  readonly trackingUri?: string;
  readonly redact?: Redact;
  /** In place of the one that `sampleRate` or `OTEL_TRACES_SAMPLER` say. */
  readonly sampler?: Sampler;
  /** Told of each span besides the delivery to the server. */
  readonly spanProcessors?: readonly SpanProcessor[];
}

/**
 * Called with each value that is recorded and with every part of it; what it returns is recorded instead. `path` starts
 * with `inputs`, `outputs` or the attribute's name.
 */
export type Redact = (value: unknown, path: CapturePath) => unknown;

/** The options after variables and defaults. */
export interface Config extends Omit<OptionValues, "tracesUrl" | "headers" | "url">, Destination {
  readonly redact: Redact | undefined;
  readonly sampler: Sampler | undefined;
  readonly spanProcessors: readonly SpanProcessor[];
}

/**
 * Reads options: what was given, then variables, then defaults. A value that is none is told of and passed over, for
 * tracing must not stop an application.
 */
export function resolveConfig(options: InitOptions, tell: (problem: string) => void, env = environment()): Config {
  const given: Record<string, unknown> = { ...options, url: options.url ?? options.trackingUri };
  const values = Object.fromEntries(
    Object.entries<Option<unknown>>(optionTable).map(([name, row]) => [
      name,
      readOption(name, row, given[name], env, tell),
    ]),
  ) as unknown as OptionValues;
  return {
    ...values,
    ...destinationOf(values, given, env, tell),
    enabled: values.enabled && env.OTEL_SDK_DISABLED?.toLowerCase() !== "true",
    redact: isFunction(options.redact) ? options.redact : undefined,
    sampler: isFunction(options.sampler?.shouldSample) ? options.sampler : undefined,
    spanProcessors: Array.isArray(options.spanProcessors) ? options.spanProcessors.filter(isProcessor) : [],
  };
}

function readOption(
  name: string,
  { kind, variables, default: otherwise }: Option<unknown>,
  given: unknown,
  env: Environment,
  tell: (problem: string) => void,
): unknown {
  if (given !== undefined && given !== null) {
    const value = kind(given);
    if (value !== undefined) return value;
    tell(`The option ${name} cannot be ${show(given)}; it is passed over.`);
  }
  for (const variable of variables) {
    const said = env[variable];
    if (said === undefined || said.trim() === "") continue;
    const value = kind(said);
    if (value !== undefined) return value;
    tell(`The variable ${variable} cannot be ${show(said)}; it is passed over.`);
  }
  return otherwise;
}

function isProcessor(value: unknown): value is SpanProcessor {
  return isFunction((value as SpanProcessor | null)?.onStart) && isFunction((value as SpanProcessor).onEnd);
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

/** Never whole: a value in the wrong place may be a secret. */
function show(value: unknown): string {
  return typeof value === "string" ? `a text of ${value.length} characters` : `a value of type ${typeof value}`;
}
