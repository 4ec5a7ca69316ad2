import type { SpanContent, SpanSource } from "@spanloom/conventions";

export function hasConversation(content: SpanContent): boolean {
  return (content.inputMessages?.length ?? 0) + (content.outputMessages?.length ?? 0) > 0;
}

/** A query whose answer is documents stands with them. */
export function hasInputOutput(content: SpanContent): boolean {
  const withDocuments = (content.documents?.length ?? 0) > 0;
  return (
    (content.inputs !== undefined && !(withDocuments && content.inputs === content.query)) ||
    content.outputs !== undefined ||
    content.toolRun !== undefined ||
    (content.query !== undefined && !withDocuments)
  );
}

export interface SpanException {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** The exceptions recorded on a span, as OpenTelemetry's events of that name have them. */
export function exceptionsOf(source: Pick<SpanSource, "events">): SpanException[] {
  return source.events.filter(({ name }) => name === "exception").map(({ attributes }) => exceptionOf(attributes));
}

export function exceptionOf(attributes: SpanSource["attributes"]): SpanException {
  return {
    type: text(attributes["exception.type"]),
    message: text(attributes["exception.message"]),
    stack: text(attributes["exception.stacktrace"]),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
