import { type Json, number, object, text } from "../shared/json.ts";

/**
 * The events of a streamed Response. Its last event repeats the whole response; where the stream breaks off before, the
 * items are as far as they came.
 */
export class ResponseEvents {
  #response: Json = {};
  #complete = false;
  readonly #items = new Map<number, Record<string, unknown>>();

  /** True where the event carries output of the model. */
  add(given: unknown): boolean {
    const event = object(given);
    const type = text(event.type) ?? "";
    if (typeof event.response === "object") {
      this.#response = object(event.response);
      this.#complete = lastEvents.has(type);
      return false;
    }
    if (type === "error") {
      this.#response = { ...this.#response, status: "failed", error: event.error ?? event };
      return false;
    }
    const index = number(event.output_index);
    if (index === undefined) return false;
    if (type === "response.output_item.added" || type === "response.output_item.done") {
      this.#items.set(index, { ...object(event.item) });
      return false;
    }
    return type.endsWith(".delta") && this.#append(index, type, event);
  }

  response(): Json {
    if (this.#complete) return this.#response;
    const items = [...this.#items].sort(([a], [b]) => a - b).map(([, item]) => item);
    // It did not end: the status of its first event would say that it still runs.
    const status = this.#response.status === "failed" ? "failed" : "unfinished";
    return { ...this.#response, status, output: items };
  }

  #append(index: number, type: string, event: Json): boolean {
    const delta = text(event.delta);
    const item = this.#items.get(index);
    if (delta === undefined || item === undefined) return delta !== undefined;
    switch (type) {
      case "response.output_text.delta":
      case "response.refusal.delta": {
        const content = list(item, "content", number(event.content_index) ?? 0);
        const field = type === "response.refusal.delta" ? "refusal" : "text";
        content.type = field === "text" ? "output_text" : "refusal";
        content[field] = `${content[field] ?? ""}${delta}`;
        break;
      }
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta": {
        const inSummary = type === "response.reasoning_summary_text.delta";
        const at = number(inSummary ? event.summary_index : event.content_index) ?? 0;
        const part = list(item, inSummary ? "summary" : "content", at);
        part.text = `${part.text ?? ""}${delta}`;
        break;
      }
      case "response.function_call_arguments.delta":
      case "response.mcp_call_arguments.delta":
        item.arguments = `${item.arguments ?? ""}${delta}`;
        break;
      case "response.custom_tool_call_input.delta":
        item.input = `${item.input ?? ""}${delta}`;
        break;
      case "response.code_interpreter_call_code.delta":
        item.code = `${item.code ?? ""}${delta}`;
        break;
    }
    return true;
  }
}

const lastEvents = new Set(["response.completed", "response.incomplete", "response.failed", "response.cancelled"]);

/** The part at this place of a list of the item, made where it is missing. */
function list(item: Record<string, unknown>, field: string, at: number): Record<string, unknown> {
  if (!Array.isArray(item[field])) item[field] = [];
  const parts = item[field] as Record<string, unknown>[];
  const place = Math.min(at, parts.length);
  parts[place] ??= {};
  return parts[place];
}
