import type { InstrumentationScope } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { ProtoWriter } from "@spanloom/wire/otlp";
import { open, writeAttributes, writeSpan, writeText } from "./write-span.ts";

export interface Encoded {
  /** An `ExportTraceServiceRequest`, binary. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Spans that could not be encoded and are not in it, with the fault of the last one. */
  readonly broken: number;
  readonly fault: unknown;
}

/**
 * Spans as an export request (opentelemetry/proto/collector/trace/v1/trace_service.proto), those of one resource and
 * scope together; `bytes` is about what they are. One that cannot be encoded (a foreign instrumentation's, with a value that throws) does not take others along.
 */
export function encode(spans: readonly ReadableSpan[], bytes = spans.length * 1_024): Encoded {
  const writer = new ProtoWriter(bytes + envelopeBytes);
  let broken = 0;
  let fault: unknown;
  const attempt = (of: number, field: number, write: () => void) => {
    const before = writer.pos;
    try {
      const at = open(writer, field);
      write();
      writer.close(at);
    } catch (error) {
      writer.pos = before;
      broken += of;
      fault = error;
    }
  };
  for (const [resource, scopes] of grouped(spans)) {
    attempt(countOf(scopes), 1, () => {
      writeResource(writer, resource);
      writeText(writer, 3, resource.schemaUrl);
      for (const [scope, those] of scopes) {
        attempt(those.length, 2, () => {
          writeScope(writer, scope);
          writeText(writer, 3, scope.schemaUrl);
          for (const span of those) attempt(1, 2, () => writeSpan(writer, span));
        });
      }
    });
  }
  return { body: writer.finish() as Uint8Array<ArrayBuffer>, broken, fault };
}

/** Detectors may still be asking for the resource's attributes (a cloud's metadata server) when its first span ends. */
export async function resourcesReady(spans: readonly ReadableSpan[]): Promise<void> {
  const pending = new Set(
    spans.map(({ resource }) => resource).filter(({ asyncAttributesPending }) => asyncAttributesPending),
  );
  if (pending.size > 0) await Promise.allSettled([...pending].map((resource) => resource.waitForAsyncAttributes?.()));
}

type Grouped = Map<Resource, Map<InstrumentationScope, ReadableSpan[]>>;

function grouped(spans: readonly ReadableSpan[]): Grouped {
  const resources: Grouped = new Map();
  for (const span of spans) {
    const scopes = resources.get(span.resource) ?? new Map<InstrumentationScope, ReadableSpan[]>();
    const those = scopes.get(span.instrumentationScope) ?? [];
    if (those.push(span) > 1) continue;
    resources.set(span.resource, scopes.set(span.instrumentationScope, those));
  }
  return resources;
}

function countOf(scopes: ReadonlyMap<unknown, readonly ReadableSpan[]>): number {
  let spans = 0;
  for (const those of scopes.values()) spans += those.length;
  return spans;
}

/** For resource and scopes. Where letters take more bytes than were counted, the buffer grows. */
const envelopeBytes = 1_024;

function writeResource(writer: ProtoWriter, { attributes }: Resource): void {
  const at = open(writer, 1);
  writeAttributes(writer, 1, attributes);
  writer.close(at);
}

function writeScope(writer: ProtoWriter, scope: InstrumentationScope): void {
  const at = open(writer, 1);
  writeText(writer, 1, scope.name);
  writeText(writer, 2, scope.version);
  writer.close(at);
}
