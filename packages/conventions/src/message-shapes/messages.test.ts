import { describe, expect, it } from "vitest";
import type { Message, MessagePart } from "../span-view.ts";
import { readMessages } from "./messages.ts";

const call = { type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Oslo" } } as const;
const result = { type: "tool_result", id: "c1", result: "rain" } as const;
const image = { type: "media", modality: "image", mimeType: "image/png", base64: "aGk=" } as const;

function text(value: string): MessagePart {
  return { type: "text", text: value };
}

/** The same turn in the shape of each provider and framework. */
const cases: [name: string, given: unknown, read: Message[]][] = [
  ["text content", [{ role: "user", content: "hi" }], [{ role: "user", parts: [text("hi")] }]],
  [
    "a developer is the system",
    [{ role: "developer", content: "be terse" }],
    [{ role: "system", parts: [text("be terse")] }],
  ],
  [
    "OpenAI: tool calls beside empty content",
    [
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }],
      },
    ],
    [{ role: "assistant", parts: [call] }],
  ],
  [
    "OpenAI: a tool's answer",
    [{ role: "tool", tool_call_id: "c1", content: "rain" }],
    [{ role: "tool", parts: [result] }],
  ],
  [
    "OpenAI: a choice",
    [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "ok" } }],
    [{ role: "assistant", parts: [text("ok")], finishReason: "stop" }],
  ],
  [
    "OpenAI: an image",
    [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } }] }],
    [{ role: "user", parts: [image] }],
  ],
  [
    "OpenAI: a refusal",
    [{ role: "assistant", content: null, refusal: "no" }],
    [{ role: "assistant", parts: [text("no")] }],
  ],
  [
    "OpenAI: an old function call",
    [{ role: "assistant", function_call: { name: "f", arguments: "{}" }, content: null }],
    [{ role: "assistant", parts: [{ type: "tool_call", name: "f", arguments: {} }] }],
  ],
  [
    "DeepSeek: reasoning beside content",
    [{ role: "assistant", reasoning_content: "hm", content: "ok" }],
    [{ role: "assistant", parts: [{ type: "reasoning", text: "hm" }, text("ok")] }],
  ],
  [
    "Responses: items",
    [
      { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] },
      { type: "function_call", id: "fc", call_id: "c1", name: "get_weather", arguments: '{"city":"Oslo"}' },
      { type: "function_call_output", call_id: "c1", output: "rain" },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "ok" }] },
    ],
    [
      { role: "assistant", parts: [{ type: "reasoning", text: "hm" }] },
      { role: "assistant", parts: [call] },
      { role: "tool", parts: [result] },
      { role: "assistant", parts: [text("ok")] },
    ],
  ],
  [
    "Anthropic: blocks; a tool's answer comes as the user",
    [
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "x" },
          { type: "tool_use", id: "c1", name: "get_weather", input: { city: "Oslo" } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: "rain" }] }],
      },
      { role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } }] },
    ],
    [
      { role: "assistant", parts: [{ type: "reasoning", text: "hm" }, call] },
      { role: "tool", parts: [result] },
      { role: "user", parts: [image] },
    ],
  ],
  [
    "Anthropic: a tool that failed",
    [{ role: "user", content: [{ type: "tool_result", tool_use_id: "c1", is_error: true, content: "rain" }] }],
    [{ role: "tool", parts: [{ ...result, isError: true }] }],
  ],
  [
    "Gemini: parts",
    [
      { role: "user", parts: [{ text: "hi" }, { inlineData: { mimeType: "image/png", data: "aGk=" } }] },
      {
        role: "model",
        parts: [
          { text: "hm", thought: true },
          { functionCall: { id: "c1", name: "get_weather", args: { city: "Oslo" } } },
        ],
      },
      { role: "user", parts: [{ functionResponse: { id: "c1", name: "get_weather", response: "rain" } }] },
    ],
    [
      { role: "user", parts: [text("hi"), image] },
      { role: "assistant", parts: [{ type: "reasoning", text: "hm" }, call] },
      { role: "tool", parts: [{ ...result, name: "get_weather" }] },
    ],
  ],
  [
    "Bedrock: blocks without a type",
    [
      { role: "user", content: [{ text: "hi" }, { image: { format: "png", source: { bytes: "aGk=" } } }] },
      {
        role: "assistant",
        content: [
          { reasoningContent: { reasoningText: { text: "hm" } } },
          { toolUse: { toolUseId: "c1", name: "get_weather", input: { city: "Oslo" } } },
        ],
      },
      { role: "user", content: [{ toolResult: { toolUseId: "c1", content: [{ text: "rain" }] } }] },
    ],
    [
      { role: "user", parts: [text("hi"), image] },
      { role: "assistant", parts: [{ type: "reasoning", text: "hm" }, call] },
      { role: "tool", parts: [result] },
    ],
  ],
  [
    "OpenTelemetry: parts, either word for a result",
    [
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "hm" },
          { type: "tool_call", id: "c1", name: "get_weather", arguments: { city: "Oslo" } },
        ],
        finish_reason: "tool_call",
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] },
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", result: "rain" }] },
      {
        role: "user",
        name: "ida",
        parts: [
          { type: "blob", modality: "image", mime_type: "image/png", content: "aGk=" },
          { type: "new_kind", x: 1 },
        ],
      },
    ],
    [
      { role: "assistant", parts: [{ type: "reasoning", text: "hm" }, call], finishReason: "tool_call" },
      { role: "tool", parts: [result] },
      { role: "tool", parts: [result] },
      {
        role: "user",
        name: "ida",
        parts: [image, { type: "other", kind: "new_kind", value: { type: "new_kind", x: 1 } }],
      },
    ],
  ],
  [
    "AI SDK: parts",
    [
      {
        role: "assistant",
        content: [{ type: "tool-call", toolCallId: "c1", toolName: "get_weather", input: { city: "Oslo" } }],
      },
      {
        role: "tool",
        content: [
          { type: "tool-result", toolCallId: "c1", toolName: "get_weather", output: { type: "text", value: "rain" } },
        ],
      },
      { role: "user", content: [{ type: "file", mediaType: "image/png", data: "aGk=" }] },
    ],
    [
      { role: "assistant", parts: [call] },
      { role: "tool", parts: [{ ...result, name: "get_weather" }] },
      { role: "user", parts: [image] },
    ],
  ],
  [
    "LangChain: serialised, in a batch of one",
    [
      [
        {
          lc: 1,
          type: "constructor",
          id: ["langchain_core", "messages", "SystemMessage"],
          kwargs: { content: [{ type: "text", text: "be terse" }] },
        },
        {
          lc: 1,
          type: "constructor",
          id: ["langchain_core", "messages", "AIMessage"],
          kwargs: {
            content: "",
            id: "run-1",
            tool_calls: [{ name: "get_weather", args: { city: "Oslo" }, id: "c1", type: "tool_call" }],
            response_metadata: { finish_reason: "tool_calls" },
          },
        },
        {
          lc: 1,
          type: "constructor",
          id: ["langchain_core", "messages", "ToolMessage"],
          kwargs: { content: "rain", tool_call_id: "c1" },
        },
      ],
    ],
    [
      { role: "system", parts: [text("be terse")] },
      { role: "assistant", parts: [call], finishReason: "tool_calls" },
      { role: "tool", parts: [result] },
    ],
  ],
  [
    "LangChain: pairs",
    [
      ["system", "be terse"],
      ["human", "hi"],
    ],
    [
      { role: "system", parts: [text("be terse")] },
      { role: "user", parts: [text("hi")] },
    ],
  ],
  [
    "LangChain: dicts",
    [
      { type: "human", data: { content: "hi" } },
      { type: "ai", content: "ok" },
    ],
    [
      { role: "user", parts: [text("hi")] },
      { role: "assistant", parts: [text("ok")] },
    ],
  ],
  [
    "tool calls that stand twice count once",
    [
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "c1", name: "get_weather", input: { city: "Oslo" } }],
        tool_calls: [{ id: "c1", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }],
      },
    ],
    [{ role: "assistant", parts: [call] }],
  ],
  [
    "blocks written as text",
    [
      {
        role: "assistant",
        content: '[{"type": "tool_use", "id": "c1", "name": "get_weather", "input": {"city": "Oslo"}}]',
      },
    ],
    [{ role: "assistant", parts: [call] }],
  ],
  [
    "JSON that a user pasted stays text",
    [{ role: "user", content: '[{"price": 3}]' }],
    [{ role: "user", parts: [text('[{"price": 3}]')] }],
  ],
  ["the list as JSON text", '[{"role":"user","content":"hi"}]', [{ role: "user", parts: [text("hi")] }]],
];

describe("readMessages", () => {
  it.each(cases)("%s", (_, given, read) => {
    expect(readMessages(given)).toEqual(read);
  });

  it.each([
    "text",
    3,
    null,
    [],
    {},
    [1, 2],
    ["user", "text"].slice(0, 1),
    [{ city: "Oslo" }],
    { role: 3 },
    [{ role: "user", content: "x" }, 3],
  ])("finds no messages in %j", (value) => {
    expect(readMessages(value)).toBeUndefined();
  });
});
