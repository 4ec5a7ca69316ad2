import { expect, it } from "vitest";
import { isFrameworkMetadata, unwrapLangChain, unwrapToolMessage } from "./langchain.ts";

const message = {
  lc: 1,
  type: "constructor",
  id: ["langchain", "schema", "messages", "ToolMessage"],
  kwargs: { content: "rain", tool_call_id: "c1" },
};

it.each<[name: string, given: unknown, read: unknown]>([
  ["a message", message, { value: "rain", id: "c1" }],
  ["a message under output", { output: message }, { value: "rain", id: "c1" }],
  ["a message among the callback's own", { output: message, kwargs: { tags: [] } }, { value: "rain", id: "c1" }],
  ["a message as text of its own", { output: JSON.stringify(message) }, { value: "rain", id: "c1" }],
  [
    "a message's repr",
    { output: "content='it\\'s rain' name='get_weather' tool_call_id='c1'" },
    { value: "it's rain", id: "c1" },
  ],
  ["a plain value under output", { output: "rain" }, { value: "rain" }],
  ["a plain value", "rain", { value: "rain" }],
  ["a result that merely has an output", { output: 7, unit: "C" }, { value: { output: 7, unit: "C" } }],
  ["nothing", undefined, { value: undefined }],
])("unwraps %s", (_, given, read) => {
  expect(unwrapLangChain(given)).toEqual(read);
});

it("unwraps a message by itself, and leaves other values alone", () => {
  expect(unwrapToolMessage({ content: "rain", type: "tool", tool_call_id: "c1" })).toEqual({ value: "rain", id: "c1" });
  expect(unwrapToolMessage({ output: "rain" })).toEqual({ value: { output: "rain" } });
});

it("tells the framework's metadata from the application's", () => {
  expect(["langgraph_step", "ls_provider", "session_id", "LANGSMITH_PROJECT"].every(isFrameworkMetadata)).toBe(true);
  expect(["tier", "session_idle", "versions_seen"].some(isFrameworkMetadata)).toBe(false);
});
