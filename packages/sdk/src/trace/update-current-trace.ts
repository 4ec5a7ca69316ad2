import type { Attributes } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { traceIdToMlflow } from "@spanloom/wire";
import { tracing } from "../provider/tracing.ts";
import { safely } from "../safely.ts";
import { activeSpan } from "../span/active-span.ts";
import { attributeValue } from "../span/attribute-value.ts";
import { lastRoot, runningRootOf } from "./last-trace.ts";
import { labelAttributes, labelText, type TraceLabels } from "./trace-labels.ts";

/** What can be said of a trace while it runs, and after. */
export interface TraceUpdate extends TraceLabels {
  /** The trace's name; else it is its root's. */
  readonly name?: string | undefined;
  /** Shown in lists as what was asked; else it is made of the root's inputs. */
  readonly requestPreview?: string | undefined;
  /** Shown in lists as the answer; else it is made of the root's outputs. */
  readonly responsePreview?: string | undefined;
  /** The application's own id of the request, by which the trace can be found: `client_request_id = '…'`. */
  readonly clientRequestId?: string | undefined;
}

/**
 * Says something of the trace that runs here, or, when it has ended, of the last one that ran here. Nothing happens where
 * there is none.
 *
 * @example
 * withSpan(
 *   () => {
 *     updateCurrentTrace({ session: "conversation-17", user: "ada", tags: { plan: "pro" } });
 *   },
 *   { name: "answer" },
 * );
 */
export function updateCurrentTrace(update: TraceUpdate): void {
  safely("updateCurrentTrace", () => apply(attributesOf(update ?? {})), undefined);
}

/**
 * The id (`tr-…`) of the trace that ended last in this async context: that of the request at hand, whatever others run.
 *
 * @example
 * await withSpan(async () => "hello", { name: "answer" });
 * const traceId = getLastActiveTraceId();
 */
export function getLastActiveTraceId(): string | undefined {
  return safely(
    "getLastActiveTraceId",
    () => {
      const root = lastRoot();
      return root === undefined ? undefined : traceIdToMlflow(root.spanContext().traceId);
    },
    undefined,
  );
}

function apply(attributes: Attributes): void {
  const active = activeSpan()?.otel;
  const running = active && runningRootOf(active);
  const last = lastRoot();
  const ended = active === undefined || last?.spanContext().traceId === active.spanContext().traceId ? last : undefined;
  if (running !== undefined) {
    running.setAttributes(attributes);
  } else if (ended !== undefined) {
    // It may wait for delivery still, or be delivered: the server keeps the one that says more.
    Object.assign(ended.attributes, attributes);
    tracing().resend(ended);
  } else {
    active?.setAttributes(attributes);
  }
}

function attributesOf({ name, requestPreview, responsePreview, clientRequestId, ...labels }: TraceUpdate): Attributes {
  const { rules } = tracing();
  const own = {
    [`${names.traceTagPrefix}mlflow.traceName`]: labelText(name),
    [names.traceInputPreview]: rules.captureContent ? labelText(requestPreview) : undefined,
    [names.traceOutputPreview]: rules.captureContent ? labelText(responsePreview) : undefined,
    [names.traceClientRequestId]: labelText(clientRequestId),
  };
  const said = { ...labelAttributes(labels), ...own };
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, attributeValue(key, value, rules)]));
}
