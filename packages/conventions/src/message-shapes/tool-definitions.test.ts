import { describe, expect, it } from "vitest";
import { readToolDefinitions } from "./tool-definitions.ts";

const weather = { name: "get_weather", description: "Weather of a city", parameters: { type: "object" } };

describe("readToolDefinitions", () => {
  it.each<[name: string, given: unknown]>([
    ["OpenTelemetry and the Responses API", [{ type: "function", ...weather }]],
    ["OpenAI chat", [{ type: "function", function: weather }]],
    ["Anthropic", [{ name: "get_weather", description: "Weather of a city", input_schema: { type: "object" } }]],
    ["Gemini", [{ functionDeclarations: [weather] }]],
    [
      "Bedrock",
      [
        {
          toolSpec: {
            name: "get_weather",
            description: "Weather of a city",
            inputSchema: { json: { type: "object" } },
          },
        },
      ],
    ],
    [
      "the AI SDK, each in JSON text",
      [
        JSON.stringify({
          type: "function",
          name: "get_weather",
          description: "Weather of a city",
          inputSchema: { type: "object" },
        }),
      ],
    ],
    ["OpenInference", [{ tool: { json_schema: JSON.stringify({ type: "function", function: weather }) } }]],
    [
      "Pydantic AI",
      [{ name: "get_weather", description: "Weather of a city", parameters_json_schema: { type: "object" } }],
    ],
    ["OpenLLMetry, with the schema in JSON text", [{ ...weather, parameters: '{"type":"object"}' }]],
    ["tools under their names", { get_weather: { description: "Weather of a city", inputSchema: { type: "object" } } }],
    ["all of it in JSON text", JSON.stringify([weather])],
  ])("reads %s", (_, given) => {
    expect(readToolDefinitions(given)).toEqual([weather]);
  });

  it("names a provider's own tool by its type", () => {
    expect(readToolDefinitions([{ type: "web_search" }])).toEqual([{ name: "web_search" }]);
  });

  it.each([[], null, "text", 3, [3], [{}]])("finds none in %j", (given) => {
    expect(readToolDefinitions(given)).toBeUndefined();
  });

  it("ends on wrappings without end", () => {
    let tool: object = weather;
    for (let depth = 0; depth < 20_000; depth++) tool = { function: tool };
    expect(readToolDefinitions([tool])).toBeUndefined();
  });
});
