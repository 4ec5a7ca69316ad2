import { at, isObject, parseIfJson, str } from "../json.ts";
import { readResult } from "./parts.ts";

/**
 * What a LangChain tool was given or gave back, out of what its callbacks wrap around it: `{ output: ToolMessage }`,
 * `{ input_str, inputs, metadata, … }`. The id of the call is in the message.
 */
export function unwrapLangChain(value: unknown): { readonly value: unknown; readonly id?: string } {
  const inner = isObject(value) ? (value.output ?? value.outputs ?? value.inputs ?? value.input_str ?? value) : value;
  const message = at(inner, "kwargs");
  const id = str(at(message, "tool_call_id")) ?? str(at(inner, "tool_call_id"));
  const unwrapped = isObject(message) || id !== undefined ? at(message ?? inner, "content") : inner;
  return { value: unwrapped === undefined ? undefined : readResult(parseIfJson(unwrapped)), ...(id === undefined ? {} : { id }) };
}

/** Metadata that LangChain and LangGraph add to every run; what is left is the application's. */
export function isFrameworkMetadata(name: string): boolean {
  return framework.test(name);
}

const framework =
  /^(langgraph_|ls_|lc_|LANGSMITH_|LANGCHAIN_|__pregel|checkpoint_ns$|checkpoint_id$|versions$|revision_id$|usage_metadata$|session_id$|thread_id$|conversation_id$|user_id$)/;
