import type { Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type Config, type InitOptions, resolveConfig } from "../config/config.ts";
import { shared } from "../context/shared.ts";
import { reportOnce, safely } from "../safely.ts";

/** A tracer and where its spans go, as one `init` made them. */
export interface Tracing {
  readonly config: Config;
  readonly tracer: Tracer;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What is in use; made from the environment where nobody called `init`. */
export function tracing(): Tracing {
  const state = current();
  state.tracing ??= create({});
  return state.tracing;
}

/**
 * Sets up tracing: where spans go, as which experiment. Without a call, the environment decides at the first span. A second
 * call replaces the first, whose spans are still delivered. Never throws.
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
 * Resolves when all spans that ended before are delivered, rejects when some were not.
 *
 * @example
 * await flush();
 */
export async function flush(): Promise<void> {
  await current().tracing?.flush();
}

/**
 * Delivers what is left and stops tracing; spans that start later go nowhere until `init` is called.
 *
 * @example
 * await shutdown();
 */
export async function shutdown(): Promise<void> {
  await current().tracing?.shutdown();
}

function create(options: InitOptions): Tracing {
  const config = resolveConfig(options, globalThis.process?.env ?? {});
  const exporter = new OTLPTraceExporter({ url: config.tracesUrl, headers: { ...config.headers } });
  const provider = new TracerProvider({
    resource:
      config.serviceName === undefined
        ? defaultResource()
        : defaultResource().merge(resourceFromAttributes({ "service.name": config.serviceName })),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return {
    config,
    tracer: provider.getTracer("@spanloom/sdk"),
    flush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}

const current = shared<{ tracing: Tracing | undefined }>("tracing", () => ({ tracing: undefined }));
