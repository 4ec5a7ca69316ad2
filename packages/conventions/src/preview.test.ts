import { describe, expect, it } from "vitest";
import { previewOf } from "./preview.ts";
import type { SpanContent } from "./span-view.ts";

describe("previewOf", () => {
  it.each<[name: string, content: SpanContent, input: string | undefined, output: string | undefined]>([
    [
      "takes the last question and the last answer",
      {
        inputMessages: [
          { role: "user", parts: [{ type: "text", text: "first" }] },
          { role: "assistant", parts: [{ type: "text", text: "well" }] },
          { role: "user", parts: [{ type: "text", text: " second " }] },
          { role: "tool", parts: [{ type: "tool_result", result: "x" }] },
        ],
        outputMessages: [
          {
            role: "assistant",
            parts: [
              { type: "reasoning", text: "hm" },
              { type: "text", text: "done" },
            ],
          },
          { role: "assistant", parts: [{ type: "tool_call", name: "f" }] },
        ],
      },
      "second",
      "done",
    ],
    ["shows text as it is", { inputs: "question", outputs: "answer" }, "question", "answer"],
    ["shows the only field of an object", { inputs: { question: "q" }, outputs: { output: { text: "a" } } }, "q", "a"],
    [
      "shows the conversation in a value",
      {
        inputs: { messages: [["user", "q"]] },
        outputs: {
          messages: [
            { role: "user", content: "q" },
            { role: "assistant", content: "a" },
          ],
        },
      },
      "q",
      "a",
    ],
    ["shows other objects as JSON", { inputs: { a: 1, b: 2 }, outputs: [1, 2] }, '{"a":1,"b":2}', "[1,2]"],
    ["shows what was embedded", { inputs: ["x", "y"] }, "x\ny", undefined],
    [
      "shows a tool's arguments and result",
      { toolRun: { name: "f", arguments: { city: "Oslo" }, result: "rain" } },
      "Oslo",
      "rain",
    ],
    ["has nothing to show of empty values", { inputs: {}, outputs: [] }, undefined, undefined],
    ["has nothing to show of nothing", {}, undefined, undefined],
  ])("%s", (_, content, input, output) => {
    expect(previewOf(content)).toEqual({
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
    });
  });

  it("cuts at a thousand characters, never through one", () => {
    const { input } = previewOf({ inputs: "😀".repeat(600) });
    expect(input!.length).toBeLessThanOrEqual(1000);
    expect(input!.endsWith("😀…")).toBe(true);
  });
});
