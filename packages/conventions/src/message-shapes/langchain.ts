import { at, isObject, parseIfJson, str } from "../json.ts";
import { parsePythonRepr } from "../python-repr.ts";
import { readResult } from "./parts.ts";

/** What a tool gave back, with the id of the call it answers where a message carries it. */
export interface ToolAnswer {
  readonly value: unknown;
  readonly id?: string;
}

/** A LangChain tool's answer out of what its callbacks wrap around it: `{ output: ToolMessage, kwargs }`. */
export function unwrapLangChain(value: unknown): ToolAnswer {
  return unwrapToolMessage(unwrapOutput(value));
}

/** A tool's answer that may be a LangChain message, in any of its three forms. Other values stay as they are. */
export function unwrapToolMessage(value: unknown): ToolAnswer {
  const inner = parseIfJson(value);
  const message = typeof inner === "string" ? fromRepr(inner) : (at(inner, "kwargs") ?? inner);
  const id = str(at(message, "tool_call_id"));
  const isMessage = id !== undefined || at(inner, "type") === "constructor";
  const unwrapped = isMessage ? at(message, "content") : inner;
  return {
    value: unwrapped === undefined ? undefined : readResult(unwrapped),
    ...(id === undefined ? {} : { id }),
  };
}

function unwrapOutput(value: unknown): unknown {
  if (!isObject(value) || !Object.keys(value).every((key) => wrapping.has(key))) return value;
  return value.output ?? value.outputs ?? value;
}

const wrapping = new Set(["output", "outputs", "kwargs", "tags", "metadata", "run_id", "color"]);

/** Python's tracer may write the message as its repr: `content='rain' name='get_weather' tool_call_id='call_1'`. */
function fromRepr(text: string): unknown {
  const fields = /^content=('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*") .*\btool_call_id='([^']*)'/s.exec(text);
  return fields === null ? undefined : { content: at(parsePythonRepr(`[${fields[1]!}]`), 0), tool_call_id: fields[2] };
}

/** Metadata that LangChain and LangGraph add to every run; what is left is the application's. */
export function isFrameworkMetadata(name: string): boolean {
  return framework.test(name);
}

const framework =
  /^(langgraph_|ls_|lc_|LANGSMITH_|LANGCHAIN_|__pregel|(checkpoint_ns|checkpoint_id|versions|revision_id|usage_metadata|session_id|sessionId|thread_id|threadId|conversation_id|user_id|userId)$)/;
