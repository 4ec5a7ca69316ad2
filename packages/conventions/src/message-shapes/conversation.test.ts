import { describe, expect, it } from "vitest";
import { readRequest, readResponse } from "./conversation.ts";
import { lastText } from "./text.ts";

const tools = [{ name: "get_weather", description: "Weather of a city", parameters: { type: "object" } }];

describe("readRequest", () => {
  it.each<[name: string, body: unknown]>([
    [
      "OpenAI chat",
      {
        model: "m",
        messages: [
          { role: "system", content: "S" },
          { role: "user", content: "Q" },
        ],
        tools: [{ type: "function", function: { ...tools[0] } }],
        temperature: 0,
      },
    ],
    [
      "OpenAI Responses",
      { model: "m", instructions: "S", input: "Q", tools: [{ type: "function", ...tools[0] }], temperature: 0 },
    ],
    [
      "Anthropic",
      {
        model: "m",
        system: [{ type: "text", text: "S" }],
        messages: [{ role: "user", content: "Q" }],
        tools: [{ name: "get_weather", description: "Weather of a city", input_schema: { type: "object" } }],
        temperature: 0,
      },
    ],
    [
      "Gemini",
      {
        model: "m",
        systemInstruction: { parts: [{ text: "S" }] },
        contents: [{ role: "user", parts: [{ text: "Q" }] }],
        tools: [{ functionDeclarations: [tools[0]] }],
        temperature: 0,
      },
    ],
    [
      "Bedrock",
      {
        system: [{ text: "S" }],
        messages: [{ role: "user", content: [{ text: "Q" }] }],
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: "get_weather",
                description: "Weather of a city",
                inputSchema: { json: { type: "object" } },
              },
            },
          ],
        },
        temperature: 0,
      },
    ],
    [
      "the AI SDK's prompt",
      {
        system: "S",
        prompt: "Q",
        tools: { get_weather: { description: "Weather of a city", inputSchema: { type: "object" } } },
        temperature: 0,
      },
    ],
  ])("reads %s", (_, body) => {
    const request = readRequest(JSON.stringify(body));
    expect([
      lastText(request.inputMessages, "system"),
      lastText(request.inputMessages, "user"),
      request.toolDefinitions,
      request.modelParameters?.temperature,
    ]).toEqual(["S", "Q", tools, 0]);
  });

  it.each([{ city: "Oslo" }, "text", 3, null, { messages: "" }, { input: ["a", "b"] }])(
    "finds no conversation in %j",
    (value) => {
      expect(readRequest(value).inputMessages).toBeUndefined();
    },
  );
});

describe("readResponse", () => {
  it.each<[name: string, body: unknown]>([
    ["OpenAI chat", { choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "A" } }] }],
    ["OpenAI completions", { choices: [{ text: "A", finish_reason: "stop" }] }],
    [
      "OpenAI Responses",
      {
        output: [
          { type: "reasoning", summary: [] },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "A" }] },
        ],
      },
    ],
    ["Anthropic", { type: "message", role: "assistant", content: [{ type: "text", text: "A" }] }],
    ["Gemini", { candidates: [{ content: { role: "model", parts: [{ text: "A" }] }, finishReason: "STOP" }] }],
    ["Bedrock", { output: { message: { role: "assistant", content: [{ text: "A" }] } } }],
    [
      "LangChain generations",
      {
        generations: [
          [{ text: "A", message: { lc: 1, type: "constructor", id: ["AIMessage"], kwargs: { content: "A" } } }],
        ],
      },
    ],
    [
      "LangGraph's whole conversation",
      {
        messages: [
          { role: "user", content: "Q" },
          { role: "assistant", content: "A" },
        ],
      },
    ],
    [
      "LangGraph's update",
      { output: [{ lg_name: "Command", update: { messages: [{ role: "assistant", content: "A" }] } }] },
    ],
    ["one message", { role: "assistant", content: "A" }],
  ])("reads %s", (_, body) => {
    const messages = readResponse(JSON.stringify(body));
    expect(lastText(messages, "assistant")).toBe("A");
    expect(messages?.some(({ role }) => role === "user")).toBe(false);
  });

  it.each(["A", { answer: 3 }, [1], null])("finds no answer in %j", (value) => {
    expect(readResponse(value)).toBeUndefined();
  });
});
