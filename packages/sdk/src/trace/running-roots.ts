import type { ReadableSpan, Span } from "@opentelemetry/sdk-trace";
import { shared } from "../context/shared.ts";

/** The root of each trace that runs, by trace id. */
class RunningRoots {
  readonly #roots = new Map<string, Span>();

  add(root: Span): void {
    this.#roots.set(root.spanContext().traceId, root);
    if (this.#roots.size > mostRoots) this.#roots.delete(this.#roots.keys().next().value!);
  }

  delete(root: ReadableSpan): void {
    const { traceId } = root.spanContext();
    if (this.#roots.get(traceId) === root) this.#roots.delete(traceId);
  }

  /** `traceId` in OpenTelemetry's form. */
  of(traceId: string): Span | undefined {
    return this.#roots.get(traceId);
  }
}

/** Roots that nobody ever ends must not fill the memory. */
const mostRoots = 10_000;

export const runningRoots = shared("running roots", () => new RunningRoots());
