import type {
  Attributes,
  AttributeValue,
  Exception,
  Link,
  Span,
  SpanStatus,
  TimeInput,
  Tracer,
} from "@opentelemetry/api";
import type { LiveSpan } from "../../span/live-span.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";

/**
 * The tracer that versions 4 to 6 of the AI SDK take in `experimental_telemetry`. Their spans are spans of ours: below the
 * active one, active while the SDK's code runs in them, with redaction and limits. What they say in the SDK's own
 * attributes (`ai.*`) the server reads.
 */
export function aiTracer(): Tracer {
  const tracer: Tracer = {
    startSpan: (name, options = {}) =>
      facade(
        startSpan({
          name,
          ...(options.kind === undefined ? {} : { kind: options.kind }),
          ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
          ...(options.root === true ? { parent: null } : {}),
        }),
      ),
    startActiveSpan(name: string, ...given: unknown[]) {
      const run = given.at(-1) as (span: Span) => unknown;
      const span = tracer.startSpan(name, given.length > 1 ? (given[0] as object) : {}) as FacadeSpan;
      return runWithSpan(span.live, () => run(span)) as never;
    },
  };
  return tracer;
}

interface FacadeSpan extends Span {
  readonly live: LiveSpan;
}

/** OpenTelemetry's interface of a span over ours, so that attributes go the way of all others. */
function facade(live: LiveSpan): FacadeSpan {
  const { otel } = live;
  const then = (change: () => unknown): FacadeSpan => {
    change();
    return span;
  };
  const span: FacadeSpan = {
    live,
    spanContext: () => otel.spanContext(),
    isRecording: () => otel.isRecording(),
    setAttribute: (key: string, value: AttributeValue) => then(() => live.setAttribute(key, value)),
    setAttributes: (attributes: Attributes) => then(() => live.setAttributes(attributes)),
    addEvent: (name: string, given?: Attributes | TimeInput) =>
      then(() => live.addEvent(name, isAttributes(given) ? given : {})),
    addLink: (link: Link) => then(() => otel.addLink(link)),
    addLinks: (links: Link[]) => then(() => otel.addLinks(links)),
    setStatus: ({ code, message }: SpanStatus) => then(() => live.setStatus(code, message)),
    updateName: (name: string) => then(() => live.setName(name)),
    end: () => live.end(),
    recordException: (exception: Exception) => void live.recordException(errorOf(exception)),
  };
  return span;
}

function isAttributes(value: Attributes | TimeInput | undefined): value is Attributes {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

/** The SDK takes its errors apart before it records them. */
function errorOf(exception: Exception): unknown {
  if (typeof exception !== "object" || exception instanceof Error) return exception;
  const { name, message, stack } = exception as { name?: string; message?: string; stack?: string };
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
