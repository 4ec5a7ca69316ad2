import type { Tracer } from "@opentelemetry/api";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { type Config, type InitOptions, resolveConfig } from "../config/config.ts";
import { shared } from "../context/shared.ts";
import { createDelivery, type FlushOptions } from "../delivery/delivery.ts";
import { reportOnce, safely } from "../safely.ts";

/** A tracer and where its spans go, as one `init` made them. */
export interface Tracing {
  readonly config: Config;
  readonly tracer: Tracer;
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

function create(options: InitOptions): Tracing {
  const config = resolveConfig(options, globalThis.process?.env ?? {});
  const delivery = createDelivery({ url: config.tracesUrl, headers: config.headers, queueSize: config.queueSize });
  const provider = new TracerProvider({
    resource:
      config.serviceName === undefined
        ? defaultResource()
        : defaultResource().merge(resourceFromAttributes({ "service.name": config.serviceName })),
    spanProcessors: [delivery],
  });
  return {
    config,
    tracer: provider.getTracer("@spanloom/sdk"),
    flush: (flushOptions) => delivery.flush(flushOptions),
    flushWhenIdle: (flushOptions) => delivery.flushWhenIdle(flushOptions),
    shutdown: (flushOptions) => delivery.shutdown(flushOptions),
  };
}

const current = shared<{ tracing: Tracing | undefined }>("tracing", () => ({ tracing: undefined }));
