import { diag, trace as otelTrace, ProxyTracerProvider, type Tracer } from "@opentelemetry/api";
import { type ReadableSpan, type SpanLimits, type SpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type Attachments, createAttachments } from "../capture/attachments.ts";
import { type Config, type InitOptions, resolveConfig } from "../config/config.ts";
import { shared } from "../context/shared.ts";
import { createDelivery, type Delivery, type FlushOptions } from "../delivery/delivery.ts";
import { reportOnce, safely } from "../safely.ts";
import { type CaptureRules, captureRules } from "../span/attribute-value.ts";
import { abandonAll } from "../streams/followers.ts";
import { experimentHeaders } from "./experiment-headers.ts";
import { resourceOf } from "./resource.ts";
import { samplerOf } from "./sampler.ts";
import { scopeName } from "./scope-name.ts";
import { SpanHookCalls } from "./span-hooks.ts";
import { TraceRoots } from "./trace-roots.ts";

/** A tracer and where its spans go, as one `init` made them. */
export interface Tracing {
  readonly config: Config;
  readonly rules: CaptureRules;
  readonly tracer: Tracer;
  /** What a span goes through on its way to the server, in this order. */
  readonly processors: readonly SpanProcessor[];
  /** Sends a span that has ended once more, with attributes that it got since. */
  resend(span: ReadableSpan): void;
  flush(options?: FlushOptions): Promise<void>;
  flushWhenIdle(options?: FlushOptions): Promise<void>;
  shutdown(options?: FlushOptions): Promise<void>;
}

/** What is in use; made from the environment where nobody called `init`. */
export function tracing(): Tracing {
  const state = current();
  state.tracing ??= create({});
  return state.tracing;
}

/**
 * Sets up tracing: where spans go, as which experiment. Without a call, the environment decides at the first span. A second
 * call replaces the first, whose spans are still delivered if they have ended. Never throws: what is wrong in the options is told to
 * OpenTelemetry's `diag` and passed over.
 *
 * @example
 * init({ url: "http://localhost:5000", experiment: "support-agent" });
 */
export function init(options: InitOptions = {}): void {
  safely(
    "init",
    () => {
      const state = current();
      const replaced = state.tracing;
      state.tracing = create(options);
      replaced?.shutdown().catch((fault: unknown) => reportOnce("delivery before init was called again", fault));
    },
    undefined,
  );
}

/**
 * Resolves when all spans that ended before are delivered; rejects with a `DeliveryError` when some were not, or not within
 * `timeoutMs` (30 s unless given). What still waits then is tried on in the background.
 *
 * @example
 * await flush({ timeoutMs: 2_000 });
 */
export async function flush(options?: FlushOptions): Promise<void> {
  await current().tracing?.flush(options);
}

/**
 * Delivers what is left and stops tracing; spans that start later go nowhere until `init` is called. Rejects as `flush`.
 *
 * @example
 * await shutdown();
 */
export async function shutdown(options?: FlushOptions): Promise<void> {
  await current().tracing?.shutdown(options);
}

/**
 * For an OpenTelemetry provider that the application has of its own: its spans, and with `init({ provider: "global" })`
 * ours among them, are delivered as `init` says. `flush` and `shutdown` work as ever.
 *
 * @example
 * import { trace as otel } from "@opentelemetry/api";
 * import { TracerProvider } from "@opentelemetry/sdk-trace";
 *
 * init({ url: "http://localhost:5000", provider: "global" });
 * otel.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [spanloomSpanProcessor()] }));
 */
export function spanloomSpanProcessor(): SpanProcessor {
  const each = (tell: (processor: SpanProcessor) => void) =>
    safely("spanloomSpanProcessor", () => tracing().processors.forEach(tell), undefined);
  return {
    onStart: (span, parentContext) => each((processor) => processor.onStart(span, parentContext)),
    onEnding: (span) => each((processor) => processor.onEnding?.(span)),
    onEnd: (span) => each((processor) => processor.onEnd(span)),
    forceFlush: () => flush(),
    shutdown: () => shutdown(),
  };
}

function create(options: InitOptions): Tracing {
  const config = resolveConfig(options, (problem) => diag.warn(`@spanloom/sdk: ${problem}`));
  if (!config.enabled) return off(config);
  const delivery = config.deliver ? deliveryOf(config) : undefined;
  const attachments = config.deliver && config.attachments ? createAttachments(config) : undefined;
  const rules = captureRules(config, attachments);
  const processors: SpanProcessor[] = [new TraceRoots(), new SpanHookCalls(rules), ...config.spanProcessors];
  if (delivery !== undefined) processors.push(delivery);
  return {
    config,
    rules,
    tracer: config.provider === "global" ? otelTrace.getTracer(scopeName) : ownTracer(config, processors),
    processors,
    resend: (span) => delivery?.onEnd(span),
    ...endsOf(config, delivery, attachments),
  };
}

function deliveryOf(config: Config): Delivery {
  return createDelivery({ ...config, ...experimentHeaders(config), url: config.tracesUrl });
}

function ownTracer(config: Config, spanProcessors: SpanProcessor[]): Tracer {
  const provider = new TracerProvider({
    resource: resourceOf(config),
    sampler: samplerOf(config),
    spanLimits,
    spanProcessors,
  });
  return provider.getTracer(scopeName);
}

/** Spans of agents have many attributes and events; OpenTelemetry's 128 of each would drop the first of them. */
const spanLimits: SpanLimits = { attributeCountLimit: 1_024, eventCountLimit: 1_024, linkCountLimit: 1_024 };

function endsOf(
  config: Config,
  delivery: Delivery | undefined,
  attachments: Attachments | undefined,
): Pick<Tracing, "flush" | "flushWhenIdle" | "shutdown"> {
  const others = (tell: (processor: SpanProcessor) => Promise<void>) => config.spanProcessors.map(tell);
  const all = async (given: FlushOptions | undefined, own: Promise<void> | undefined, rest: Promise<void>[]) => {
    const files = attachments?.flush(given?.timeoutMs ?? config.flushTimeoutMs);
    await Promise.allSettled([files, ...rest]);
    await own;
    await files;
  };
  return {
    flush: (given) =>
      all(
        given,
        delivery?.flush(given),
        others((processor) => processor.forceFlush()),
      ),
    flushWhenIdle: (given) =>
      all(
        given,
        delivery?.flushWhenIdle(given),
        others((processor) => processor.forceFlush()),
      ),
    shutdown: (given) => {
      abandonAll();
      return all(
        given,
        delivery?.shutdown(given),
        others((processor) => processor.shutdown()),
      );
    },
  };
}

function off(config: Config): Tracing {
  const nothing = async () => undefined;
  return {
    config,
    rules: captureRules(config, undefined),
    tracer: new ProxyTracerProvider().getTracer(scopeName),
    processors: [],
    resend: () => undefined,
    flush: nothing,
    flushWhenIdle: nothing,
    shutdown: nothing,
  };
}

const current = shared<{ tracing: Tracing | undefined }>("tracing", () => ({ tracing: undefined }));
