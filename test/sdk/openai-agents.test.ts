import {
  Agent,
  addTraceProcessor,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  Runner,
  run,
  setTraceProcessors,
  setTracingDisabled,
  tool,
  withCustomSpan,
  withTrace,
} from "@openai/agents";
import { trace } from "@spanloom/sdk";
import { instrumentOpenAIAgents, SpanloomProcessor } from "@spanloom/sdk/openai-agents";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type Recorder, startRecorder } from "./recorded.ts";
import { response, streamedResponse } from "./responses.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
  setTracingDisabled(false); // the library turns itself off where NODE_ENV is "test"
});
beforeEach(() => setTraceProcessors([new SpanloomProcessor()]));
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const client = () => new OpenAI({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0 }) as never;
const responses = () => new OpenAIResponsesModel(client(), "gpt-4o-mini");
const chat = () => new OpenAIChatCompletionsModel(client(), "gpt-4o-mini");

const weatherCall = { id: "call_1", name: "get_weather", arguments: { city: "Paris" } };
const weather = tool({
  name: "get_weather",
  description: "The weather in a city",
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => trace(() => `sunny in ${city}`, { name: "look out of the window" })(),
});

const models = [
  {
    api: "Responses",
    model: responses,
    answers: [
      response({ id: "resp_a", call: weatherCall, usage: { input: 50, output: 10, cached: 20, reasoning: 4 } }),
      response({ id: "resp_b", text: "Sunny.", usage: { input: 80, output: 5 } }),
    ],
  },
  {
    api: "Chat Completions",
    model: chat,
    answers: [
      completion({ id: "resp_a", calls: [weatherCall], usage: { input: 50, output: 10, cached: 20, reasoning: 4 } }),
      completion({ id: "resp_b", text: "Sunny.", usage: { input: 80, output: 5 } }),
    ],
  },
];

test.each(models)(
  "a run through $api is one trace of agent, turns, model calls and tools",
  async ({ model, answers }) => {
    provider.willAnswer(...answers);
    const agent = new Agent({ name: "forecaster", instructions: "Be brief.", model: model(), tools: [weather] });
    const runner = new Runner({ groupId: "chat-9", traceMetadata: { user_id: "ada" }, workflowName: "Forecast" });

    const result = await runner.run(agent, "Weather in Paris?");

    expect(result.finalOutput).toBe("Sunny.");
    const all = await recorder.traces();
    expect(all.map(({ tree }) => tree)).toHaveLength(1);
    const [recorded] = all;
    expect(recorded?.tree).toEqual([
      "WORKFLOW Forecast",
      "  AGENT invoke_agent forecaster",
      "    TASK turn 1",
      expect.stringMatching(/^ {6}CHAT_MODEL chat gpt-4o-mini/),
      "      TOOL execute_tool get_weather",
      "        UNKNOWN look out of the window",
      "    TASK turn 2",
      expect.stringMatching(/^ {6}CHAT_MODEL chat gpt-4o-mini/),
    ]);
    const [first, second] = recorded!.spans.filter(({ view }) => view.type === "CHAT_MODEL");
    expect(first?.view).toMatchObject({
      provider: "openai",
      responseModel: "gpt-4o-mini-2024-07-18",
      responseId: "resp_a",
      usage: { inputTokens: 50, outputTokens: 10, cacheReadTokens: 20, reasoningTokens: 4 },
      outputMessages: [{ role: "assistant", parts: [{ type: "tool_call", ...weatherCall }] }],
    });
    expect(second?.view.inputMessages?.at(-1)).toMatchObject({
      role: "tool",
      parts: [{ type: "tool_result", id: "call_1", result: "sunny in Paris" }],
    });
    expect(recorded?.span("execute_tool get_weather").view.toolRun).toMatchObject({
      name: "get_weather",
      arguments: { city: "Paris" },
      result: "sunny in Paris",
    });
    expect(recorded?.summary).toMatchObject({
      session: "chat-9",
      user: "ada",
      usage: { input_tokens: 130, output_tokens: 15, cache_read_tokens: 20, reasoning_tokens: 4 },
      cost_usd: expect.closeTo((110 * 0.15 + 20 * 0.075 + 15 * 0.6) / 1e6, 10),
      input_preview: "Weather in Paris?",
      output_preview: "Sunny.",
    });
  },
);

const streams = [
  { api: "Responses", model: responses, answer: streamedResponse({ text: "Hello there." }) },
  { api: "Chat Completions", model: chat, answer: streamedCompletion({ text: "Hello there." }) },
];

test.each(streams)("a streamed run through $api ends with its stream", async ({ model, answer }) => {
  provider.willAnswer(answer);
  const result = await run(new Agent({ name: "greeter", model: model() }), "Hi", { stream: true });
  for await (const _ of result) void _;
  await result.completed;

  const [recorded] = await recorder.traces();
  expect(recorded?.spans.every((span) => span.endTimeUnixNano > 0n)).toBe(true);
  expect(recorded?.spans.flatMap((span) => span.events)).toEqual([]);
  expect(recorded?.spans.find(({ view }) => view.type === "CHAT_MODEL")?.view).toMatchObject({
    usage: { inputTokens: 10, outputTokens: 5 },
    outputMessages: [{ parts: [{ type: "text", text: "Hello there." }] }],
  });
});

test("a run inside our own span belongs to its trace, two of them in withTrace to one below it", async () => {
  provider.willAnswer(response({ text: "one" }), response({ text: "two" }));
  const agent = new Agent({ name: "counter", model: responses() });
  await trace(
    () =>
      withTrace("Count", async () => {
        await run(agent, "1");
        await withCustomSpan(() => run(agent, "2"), { data: { name: "again", data: { times: 2 } } });
      }),
    { name: "request" },
  )();

  const all = await recorder.traces();
  expect(all).toHaveLength(1);
  expect(all[0]?.tree.filter((line) => !/turn|CHAT_MODEL/.test(line))).toEqual([
    "UNKNOWN request",
    "  WORKFLOW Count",
    "    AGENT invoke_agent counter",
    "    TASK again",
    "      AGENT invoke_agent counter",
  ]);
});

test("handoffs and guardrails are spans of their own", async () => {
  provider.willAnswer(
    response({ call: { id: "call_h", name: "transfer_to_billing", arguments: {} } }),
    response({ text: "Paid." }),
  );
  const billing = new Agent({ name: "billing", model: responses() });
  const triage = new Agent({
    name: "triage",
    model: responses(),
    handoffs: [billing],
    inputGuardrails: [{ name: "polite", execute: async () => ({ outputInfo: {}, tripwireTriggered: false }) }],
  });
  await run(triage, "Please, my bill");

  const [recorded] = await recorder.traces();
  const types = recorded!.spans.map(({ name, view }) => `${view.type} ${name}`);
  expect(types).toContain("GUARDRAIL guardrail polite");
  expect(types).toContain("TASK handoff to billing");
  expect(types).toContain("AGENT invoke_agent billing");
});

test("a model that fails is an error on its span and on the agent's", async () => {
  provider.willAnswer({ status: 500, json: { error: { message: "broken" } } });
  const agent = new Agent({ name: "unlucky", model: responses() });
  await expect(run(agent, "Hi")).rejects.toThrow();

  const [recorded] = await recorder.traces();
  expect(recorded?.tree.filter((line) => line.endsWith(" !")).map((line) => line.trim())).toEqual(
    expect.arrayContaining([expect.stringContaining("CHAT_MODEL"), expect.stringContaining("AGENT")]),
  );
  expect(recorded?.span("invoke_agent unlucky").status.message).toContain("broken");
});

test("instrument adds to the processors that are there, and its undo stops the recording", async () => {
  setTraceProcessors([]);
  const undo = instrumentOpenAIAgents({ addTraceProcessor });
  provider.willAnswer(response({ text: "a" }), response({ text: "b" }));
  const agent = new Agent({ name: "twice", model: responses() });
  await run(agent, "1");
  undo();
  await run(agent, "2");
  expect(await recorder.traces()).toHaveLength(1);
});
