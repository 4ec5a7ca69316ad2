/**
 * The library's own items of a conversation (`@openai/agents-core` protocol), as those of the Responses API, which is what
 * they are modelled on: the names of fields differ, and a tool's result has a type of its own.
 */
export function responsesItem(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  const { callId, output, ...rest } = item as Record<string, unknown>;
  switch (rest.type) {
    case "function_call":
      return { ...rest, call_id: callId };
    case "function_call_result":
      return { type: "function_call_output", call_id: callId, output: resultOf(output) };
    case "hosted_tool_call":
      return { type: "server_tool_call", id: rest.id, name: rest.name, arguments: rest.arguments };
    default:
      return item;
  }
}

/** Text alone comes as `{ type: "text", text }`, or as a list of such parts. */
function resultOf(output: unknown): unknown {
  if (Array.isArray(output)) return output.map(resultOf);
  const { type, text } = (output ?? {}) as { type?: unknown; text?: unknown };
  return (type === "text" || type === "input_text") && typeof text === "string" ? text : output;
}
