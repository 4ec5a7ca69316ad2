import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

export interface Encoded {
  /** An `ExportTraceServiceRequest`, binary. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Spans that could not be encoded and are not in it, with the fault of the last one. */
  readonly broken: number;
  readonly fault: unknown;
}

/** One span that cannot be encoded (a foreign instrumentation's, with a value that throws) must not take others along. */
export function encode(spans: readonly ReadableSpan[]): Encoded {
  try {
    return { body: serialize(spans), broken: 0, fault: undefined };
  } catch {
    let fault: unknown;
    const sound = spans.filter((span) => {
      try {
        serialize([span]);
        return true;
      } catch (error) {
        fault = error;
        return false;
      }
    });
    return { body: serialize(sound), broken: spans.length - sound.length, fault };
  }
}

/** Detectors may still be asking for the resource's attributes (a cloud's metadata server) when its first span ends. */
export async function resourcesReady(spans: readonly ReadableSpan[]): Promise<void> {
  const pending = new Set(
    spans.map(({ resource }) => resource).filter(({ asyncAttributesPending }) => asyncAttributesPending),
  );
  if (pending.size > 0) await Promise.allSettled([...pending].map((resource) => resource.waitForAsyncAttributes?.()));
}

function serialize(spans: readonly ReadableSpan[]): Uint8Array<ArrayBuffer> {
  return (ProtobufTraceSerializer.serializeRequest([...spans]) ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>;
}
