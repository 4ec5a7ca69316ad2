import type { LiveSpan } from "../../span/live-span.ts";

/** Whether this span takes content at all; where not, nothing needs to be put together for it. */
export function recordsContent(span: LiveSpan): boolean {
  return span.records("inputs") || span.records("outputs");
}

/** Sets an attribute that holds content, as JSON text. The span leaves it out where its side is not recorded. */
export function setContent(span: LiveSpan, name: string, value: unknown): void {
  span.setAttribute(name, value);
}
