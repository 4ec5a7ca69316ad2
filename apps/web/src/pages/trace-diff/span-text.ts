import type { Message, SpanView } from "@spanloom/conventions";
import { exactJson } from "../../widgets/json-view/json-text.ts";

/** What went into a span and what came out, as text to compare line by line: a conversation as turns, values as JSON. */
export function inputText(view: SpanView): string {
  if (view.inputMessages?.length) return conversation(view.inputMessages);
  return valueText(view.toolRun?.arguments ?? view.query ?? view.inputs);
}

export function outputText(view: SpanView): string {
  if (view.outputMessages?.length) return conversation(view.outputMessages);
  if (view.documents?.length) return valueText(view.documents);
  return valueText(view.toolRun?.result ?? view.outputs);
}

function conversation(messages: readonly Message[]): string {
  return messages.map(({ role, parts }) => `${role}:\n${parts.map(partText).join("\n")}`).join("\n\n");
}

function partText(part: Message["parts"][number]): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "reasoning":
      return `(reasoning) ${part.text}`;
    case "tool_call":
      return `→ ${part.name} ${valueText(part.arguments)}`;
    case "tool_result":
      return `← ${valueText(part.result)}`;
    case "media":
      return `(${part.mimeType ?? part.modality})`;
    case "other":
      return valueText(part.value);
  }
}

function valueText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : indented(value);
}

/** JSON with a line a value, so that lines are what differs. */
function indented(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each), 2) ?? "";
  } catch {
    return exactJson(value);
  }
}
