import { tracing } from "../../provider/tracing.ts";
import type { LiveSpan } from "../../span/live-span.ts";

/** Whether this span takes messages, inputs and outputs; where not, nothing needs to be put together for it. */
export function recordsContent(_span: LiveSpan): boolean {
  return tracing().config.captureContent;
}

/** Sets an attribute that holds content, as JSON text; nothing where content is not recorded. */
export function setContent(span: LiveSpan, name: string, value: unknown): void {
  if (recordsContent(span)) span.setAttribute(name, value);
}
