import { observe } from "@spanloom/sdk/openai";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import OpenAIv5 from "openai-v5";
import OpenAIv6 from "openai-v6";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { eventStream, type FakeProvider, startProvider } from "./provider.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const majors = [
  { major: 5, Client: OpenAIv5 as unknown as typeof OpenAI },
  { major: 6, Client: OpenAIv6 as unknown as typeof OpenAI },
  { major: 7, Client: OpenAI },
];

/** gpt-5: 1.25 USD a million tokens in, 0.125 from the cache, 10 out. */
const usage = {
  input_tokens: 2_000,
  input_tokens_details: { cached_tokens: 1_500 },
  output_tokens: 400,
  output_tokens_details: { reasoning_tokens: 320 },
  total_tokens: 2_400,
};
const costUsd = (500 * 1.25 + 1_500 * 0.125 + 400 * 10) / 1e6;

const reasoning = { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Look it up first." }] };
const search = {
  type: "web_search_call",
  id: "ws_1",
  status: "completed",
  action: { type: "search", query: "weather Paris" },
};
const call = {
  type: "function_call",
  id: "fc_1",
  call_id: "call_1",
  name: "get_weather",
  arguments: '{"city":"Paris"}',
  status: "completed",
};
const message = (text: string) => ({
  type: "message",
  id: "msg_1",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text, annotations: [] }],
});
const response = (output: unknown[], more: object = {}) => ({
  id: "resp_1",
  object: "response",
  created_at: 1_760_000_000,
  model: "gpt-5-2025-08-07",
  status: "completed",
  output,
  usage,
  error: null,
  incomplete_details: null,
  service_tier: "default",
  ...more,
});

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

describe.each(majors)("openai $major: Responses", ({ Client }) => {
  const client = () => observe(new Client({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0 }));

  test("thoughts, tools of the provider, calls and text of an answer are told apart", async () => {
    provider.willAnswer({ json: response([reasoning, search, call, message("One moment.")]) });
    await client().responses.create({
      model: "gpt-5",
      instructions: "Be brief.",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Weather?" },
            { type: "input_image", image_url: "https://example.com/sky.png", detail: "auto" },
          ],
        },
        { type: "function_call", call_id: "call_0", name: "get_city", arguments: "{}" },
        { type: "function_call_output", call_id: "call_0", output: '{"city":"Paris"}' },
      ],
      reasoning: { effort: "low" },
      max_output_tokens: 500,
      tools: [
        { type: "web_search" },
        {
          type: "function",
          name: "get_weather",
          description: "The weather",
          parameters: { type: "object" },
          strict: false,
        },
      ],
    });

    const { tree, spans, summary } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat gpt-5"]);
    expect(spans[0]!.view).toMatchObject({
      provider: "openai",
      responseId: "resp_1",
      responseModel: "gpt-5-2025-08-07",
      finishReasons: ["tool_calls"],
      usage: { inputTokens: 2_000, cacheReadTokens: 1_500, outputTokens: 400, reasoningTokens: 320 },
      modelParameters: { max_tokens: 500, reasoning_effort: "low" },
      toolDefinitions: [{ name: "web_search" }, { name: "get_weather", description: "The weather" }],
      inputMessages: [
        { role: "system", parts: [{ type: "text", text: "Be brief." }] },
        {
          role: "user",
          parts: [
            { type: "text", text: "Weather?" },
            { type: "media", modality: "image", uri: "https://example.com/sky.png" },
          ],
        },
        { role: "assistant", parts: [{ type: "tool_call", id: "call_0", name: "get_city", arguments: {} }] },
        { role: "tool", parts: [{ type: "tool_result", id: "call_0", result: { city: "Paris" } }] },
      ],
      outputMessages: [
        {
          role: "assistant",
          parts: [
            { type: "reasoning", text: "Look it up first." },
            { type: "tool_call", id: "ws_1", name: "web_search", arguments: { action: { query: "weather Paris" } } },
            { type: "tool_call", id: "call_1", name: "get_weather", arguments: { city: "Paris" } },
            { type: "text", text: "One moment." },
          ],
        },
      ],
    });
    expect(spans[0]!.attributes).toMatchObject({
      "openai.api.type": "responses",
      "openai.response.service_tier": "default",
    });
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("a stream's last event is the answer; one that breaks off keeps what came", async () => {
    const begun = {
      type: "response.created",
      sequence_number: 0,
      response: response([], { status: "in_progress", usage: null }),
    };
    const added = { type: "response.output_item.added", output_index: 0, item: { ...message(""), content: [] } };
    const delta = (text: string) => ({
      type: "response.output_text.delta",
      item_id: "msg_1",
      output_index: 0,
      content_index: 0,
      delta: text,
    });
    const completed = { type: "response.completed", response: response([message("Sunny.")]) };
    provider.willAnswer(
      eventStream([begun, added, delta("Sun"), delta("ny."), completed], { named: true }),
      eventStream([begun, added, delta("Sun"), delta("ny.")], { named: true }),
    );
    const texts: string[] = [];
    for (const _ of [1, 2]) {
      let text = "";
      const stream = await client().responses.create({ model: "gpt-5", input: "Weather?", stream: true });
      for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;
      texts.push(text);
    }
    expect(texts).toEqual(["Sunny.", "Sunny."]);

    const [whole, broken] = await recorder.traces();
    expect(whole!.summary.cost_usd).toBeCloseTo(costUsd, 12);
    expect(whole!.spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
    for (const { summary } of [whole!, broken!])
      expect([summary.input_preview, summary.output_preview]).toEqual(["Weather?", "Sunny."]);
    expect(broken!.spans[0]!.view.finishReasons).toBeUndefined();
  });

  test("a parsed answer and the stream helper are one span each", async () => {
    provider.willAnswer({ json: response([message('{"value":42}')]) });
    const format = zodTextFormat(z.object({ value: z.number() }), "answer");
    const parsed = await client().responses.parse({ model: "gpt-5", input: "6 × 7?", text: { format } });
    expect(parsed.output_parsed).toEqual({ value: 42 });
    const begun = { type: "response.created", response: response([], { status: "in_progress", usage: null }) };
    const completed = { type: "response.completed", response: response([message("42")]) };
    provider.willAnswer(eventStream([begun, completed], { named: true }));
    const final = await client().responses.stream({ model: "gpt-5", input: "6 × 7?" }).finalResponse();
    expect(final.id).toBe("resp_1");

    const traces = await recorder.traces();
    expect(traces.map(({ tree }) => tree)).toEqual([["CHAT_MODEL chat gpt-5"], ["CHAT_MODEL chat gpt-5"]]);
    expect(traces[0]!.spans[0]!.attributes["gen_ai.output.type"]).toBe("json");
  });

  test("an answer made in the background is counted once, when it is fetched", async () => {
    const queued = response([], { status: "queued", usage: null, background: true });
    const done = response([message("42")], { background: true });
    provider.willAnswer(
      { json: queued },
      { json: { ...queued, status: "in_progress" } },
      { json: done },
      { json: done },
    );
    const { responses } = client();
    const { id } = await responses.create({ model: "gpt-5", input: "6 × 7?", background: true });
    for (const _ of [1, 2, 3]) await responses.retrieve(id);

    const traces = await recorder.traces();
    expect(traces.map(({ summary }) => summary.output_preview)).toEqual(["", "42"]);
    expect(traces[1]!.summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("a response that failed is an error although the request was answered", async () => {
    const error = { code: "server_error", message: "The model broke" };
    provider.willAnswer({ json: response([], { status: "failed", error, usage: null }) });
    await client().responses.create({ model: "gpt-5", input: "6 × 7?" });
    const { tree, spans } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat gpt-5 !"]);
    expect(spans[0]!.status.message).toBe("The model broke");
    expect(spans[0]!.attributes["error.type"]).toBe("server_error");
  });
});
