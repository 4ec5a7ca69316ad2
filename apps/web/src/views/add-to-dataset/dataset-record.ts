import type { SpanContent } from "@spanloom/conventions";
import type { Assessment } from "@spanloom/wire";
import { exactJson } from "../../widgets/json-view/json-text.ts";

/**
 * A record of an evaluation dataset as JSON text: the inputs and outputs of a span, and what people expected of it. The
 * inputs of a record are an object; what is none stands in one, under a name that says what it is.
 */
export function datasetRecord(
  content: SpanContent,
  said: readonly Assessment[],
  source: { readonly trace_id: string; readonly span_id?: string },
): string {
  const expectations = said.filter(({ expectation, valid }) => expectation && valid !== false).map(expectationText);
  const outputs = outputsOf(content);
  const members = [
    `"inputs":${exactJson(inputsOf(content))}`,
    ...(outputs === undefined ? [] : [`"outputs":${exactJson(outputs)}`]),
    ...(expectations.length === 0 ? [] : [`"expectations":{${expectations.join(",")}}`]),
    `"source":${exactJson({ source_type: "TRACE", source_data: source })}`,
  ];
  return `{${members.join(",")}}`;
}

function inputsOf({ inputs, inputMessages, query, toolRun }: SpanContent): object {
  if (isObject(inputs)) return inputs;
  if (inputs !== undefined) return { input: inputs };
  if (inputMessages) return { messages: inputMessages };
  if (query !== undefined) return { query };
  return isObject(toolRun?.arguments) ? toolRun.arguments : { input: toolRun?.arguments ?? null };
}

function outputsOf({ outputs, outputMessages, documents, toolRun }: SpanContent): unknown {
  return outputs ?? outputMessages ?? documents ?? toolRun?.result;
}

/** `"name":value`; a list or object came as JSON text and stays what it is, digits included. */
function expectationText({ assessment_name = "", expectation }: Assessment): string {
  const { serialized_value: serialized, value } = expectation ?? {};
  return `${JSON.stringify(assessment_name)}:${serialized ? (serialized.value ?? "null") : exactJson(value ?? null)}`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
