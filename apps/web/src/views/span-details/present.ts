import type { SpanContent, SpanSource } from "@spanloom/conventions";
import { isSameJson } from "../../widgets/json-view/json-text.ts";

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

export interface NamedValue {
  readonly title: string;
  readonly value: unknown;
}

/** What went in and what came out beside messages, with what each is. Many dialects say the same twice; it is there once. */
export function namedValues(content: SpanContent): { in: readonly NamedValue[]; out: readonly NamedValue[] } {
  const { toolRun: run, query, inputs, outputs } = content;
  const named = (title: string, value: unknown) => (value === undefined ? [] : [{ title, value }]);
  return {
    in: [
      ...named(`Arguments${run?.name ? ` of ${run.name}` : ""}`, run?.arguments),
      ...named("Query", query),
      ...(same(inputs, run?.arguments) || same(inputs, query) ? [] : named("Input", inputs)),
    ],
    out: [...named("Result", run?.result), ...(same(outputs, run?.result) ? [] : named("Output", outputs))],
  };
}

function same(a: unknown, b: unknown): boolean {
  return a !== undefined && isSameJson(a, b);
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
