import type { Span } from "@opentelemetry/api";
import type { Config } from "../config/config.ts";
import { shared } from "../context/shared.ts";
import { RecordingSpan } from "./recording-span.ts";

/** The LiveSpan of a span of OpenTelemetry, whichever tracer made it: always the same one. */
export function liveSpanOf(otel: Span, config: Config): RecordingSpan {
  let live = lives().get(otel);
  if (live === undefined) {
    live = new RecordingSpan(otel, config);
    lives().set(otel, live);
  }
  return live;
}

const lives = shared("live spans", () => new WeakMap<Span, RecordingSpan>());
