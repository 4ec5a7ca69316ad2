import Anthropic from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { init } from "@spanloom/sdk";
import { instrumentAnthropic, observe } from "@spanloom/sdk/anthropic";
import AnthropicV0 from "anthropic-v0";
import { betaZodTool as betaZodToolV0 } from "anthropic-v0/helpers/beta/zod";
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
  {
    major: 0,
    Client: AnthropicV0 as unknown as typeof Anthropic,
    zodTool: betaZodToolV0 as unknown as typeof betaZodTool,
  },
  { major: 1, Client: Anthropic, zodTool: betaZodTool },
];

/** claude-sonnet-4-6: 3 USD a million tokens in, 0.30 read from and 3.75 written to the cache (6 for an hour), 15 out. */
const usage = {
  input_tokens: 100,
  cache_read_input_tokens: 1_000,
  cache_creation_input_tokens: 500,
  cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 200 },
  output_tokens: 250,
  service_tier: "standard",
};
const costUsd = (100 * 3 + 1_000 * 0.3 + 300 * 3.75 + 200 * 6 + 250 * 15) / 1e6;
const hello = {
  model: "claude-sonnet-4-6",
  max_tokens: 500,
  messages: [{ role: "user" as const, content: "What is 6 × 7?" }],
};
const message = (content: unknown[], more: object = {}) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-6-20260115",
  content,
  stop_reason: "end_turn",
  stop_sequence: null,
  usage,
  ...more,
});
const text = (said: string) => ({ type: "text" as const, text: said });
/** The events of a stream: a thought, a text in two pieces, a call of a tool. */
const streamed = [
  { type: "message_start", message: message([], { stop_reason: null, usage: { ...usage, output_tokens: 1 } }) },
  { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Easy." } },
  { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "c2ln" } },
  { type: "content_block_stop", index: 0 },
  { type: "ping" },
  { type: "content_block_start", index: 1, content_block: text("") },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "It is " } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "42." } },
  { type: "content_block_stop", index: 1 },
  {
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "toolu_1", name: "note", input: {} },
  },
  { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: '{"value"' } },
  { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: ":42}" } },
  { type: "content_block_stop", index: 2 },
  { type: "message_delta", delta: { stop_reason: "tool_use", stop_sequence: null }, usage: { output_tokens: 250 } },
  { type: "message_stop" },
];
const streamedMessage = {
  role: "assistant",
  parts: [
    { type: "reasoning", text: "Easy." },
    { type: "text", text: "It is 42." },
    { type: "tool_call", id: "toolu_1", name: "note", arguments: { value: 42 } },
  ],
  finishReason: "tool_use",
};

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

describe.each(majors)("@anthropic-ai/sdk, major $major", ({ Client, zodTool }) => {
  const client = (more: object = {}) =>
    observe(new Client({ apiKey: "none", baseURL: provider.url, maxRetries: 0, ...more }));

  test("a message is one span with conversation, tools, answer, tokens of the cache and cost", async () => {
    provider.willAnswer({ json: message([text("It is 42.")]) });
    const observed = client();
    expect(observed).toBeInstanceOf(Client);

    const answer = await observed.messages.create({
      ...hello,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [
        {
          role: "user",
          content: [
            text("What is this?"),
            { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
          ],
        },
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_0", name: "look", input: { at: "image" } }] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "toolu_0", content: "6 × 7", is_error: true },
            { type: "text", text: "And?" },
          ],
        },
      ],
      tools: [
        { name: "look", description: "Looks", input_schema: { type: "object" } },
        { type: "web_search_20250305", name: "web_search" },
      ],
      ...({ temperature: 0.5 } as object), // no longer in the types of 1.x
      stop_sequences: ["\n"],
    });

    expect(answer.content).toEqual([text("It is 42.")]);
    const { tree, spans, summary } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat claude-sonnet-4-6"]);
    expect(spans[0]!.view).toMatchObject({
      provider: "anthropic",
      requestModel: "claude-sonnet-4-6",
      responseModel: "claude-sonnet-4-6-20260115",
      responseId: "msg_1",
      finishReasons: ["end_turn"],
      usage: {
        inputTokens: 1_600,
        cacheReadTokens: 1_000,
        cacheWriteTokens: 500,
        cacheWriteOneHourTokens: 200,
        outputTokens: 250,
      },
      modelParameters: { max_tokens: 500, temperature: 0.5, stop_sequences: ["\n"] },
      toolDefinitions: [{ name: "look", description: "Looks" }, { name: "web_search" }],
      inputMessages: [
        { role: "system", parts: [{ type: "text", text: "Be brief." }] },
        {
          role: "user",
          parts: [
            { type: "text", text: "What is this?" },
            { type: "media", modality: "image", mimeType: "image/png" },
          ],
        },
        { role: "assistant", parts: [{ type: "tool_call", id: "toolu_0", name: "look", arguments: { at: "image" } }] },
        { role: "tool", parts: [{ type: "tool_result", id: "toolu_0", result: "6 × 7", isError: true }] },
        { role: "user", parts: [{ type: "text", text: "And?" }] },
      ],
      outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "It is 42." }], finishReason: "end_turn" }],
    });
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("streams, read as events or through the helper, are gathered with thoughts, tool calls and cost", async () => {
    provider.willAnswer(eventStream(streamed, { named: true }), eventStream(streamed, { named: true }));
    let said = "";
    for await (const event of await client().messages.create({ ...hello, stream: true })) {
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") said += event.delta.text;
    }
    expect(said).toBe("It is 42.");
    const texts: string[] = [];
    const helper = client()
      .messages.stream(hello)
      .on("text", (delta) => texts.push(delta));
    expect((await helper.finalMessage()).stop_reason).toBe("tool_use");
    expect(texts).toEqual(["It is ", "42."]);

    const traces = await recorder.traces();
    expect(traces).toHaveLength(2);
    for (const { spans, summary } of traces) {
      expect(spans[0]!.view.outputMessages).toMatchObject([streamedMessage]);
      expect(spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
      expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
    }
  });

  test("an answer that is parsed by a schema is recorded once, and says that it is JSON", async () => {
    provider.willAnswer({ json: message([text('{"value":42}')]) });
    const format = { type: "json_schema" as const, schema: z.toJSONSchema(z.object({ value: z.number() })) };
    const output_config = { format: { ...format, parse: (content: string) => JSON.parse(content) } };
    const parsed = await client().messages.parse({ ...hello, output_config } as never);
    expect(parsed.parsed_output).toEqual({ value: 42 });
    const { spans } = await onlyTrace();
    expect(spans).toHaveLength(1);
    expect(spans[0]!.attributes["gen_ai.output.type"]).toBe("json");
    expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ type: "text", text: '{"value":42}' }] }]);
  });

  test("a stream that fails midway keeps what came, and is an error with the provider's word", async () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    provider.willAnswer(eventStream([...streamed.slice(0, 8), error], { named: true }));
    const read = async () => {
      for await (const _ of await client().messages.create({ ...hello, stream: true }));
    };
    await expect(read()).rejects.toThrow("Overloaded");
    const { tree, spans } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat claude-sonnet-4-6 !"]);
    expect(spans[0]!.attributes["error.type"]).toBe("overloaded_error");
    expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ text: "Easy." }, { text: "It is " }] }]);
  });

  test("attempts of a call are events, and the last error is the span's", async () => {
    const overloaded = {
      status: 529,
      headers: { "retry-after-ms": "1", "request-id": "req_1" },
      json: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
    };
    provider.willAnswer(overloaded, overloaded);
    await expect(client({ maxRetries: 1 }).messages.create(hello)).rejects.toBeInstanceOf(Client.APIError);
    const { spans } = await onlyTrace();
    expect(spans[0]!.events.map(({ name }) => name)).toEqual(["retry", "exception"]);
    expect(spans[0]!.attributes).toMatchObject({
      "error.type": "overloaded_error",
      "http.response.status_code": 529,
      "http.request.resend_count": 1,
      "http.response.header.x-request-id": ["req_1"],
    });
  });

  test("tools that Anthropic runs are in the answer, their ciphers are not", async () => {
    provider.willAnswer({
      json: message([
        { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "6 × 7" } },
        {
          type: "web_search_tool_result",
          tool_use_id: "srvtoolu_1",
          content: [
            { type: "web_search_result", url: "https://example.com", title: "Sums", encrypted_content: "c2VjcmV0" },
          ],
        },
        text("It is 42."),
      ]),
    });
    await client().beta.messages.create(hello);
    const { spans, tree } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat claude-sonnet-4-6"]);
    expect(spans[0]!.view.outputMessages).toMatchObject([
      {
        parts: [
          { type: "tool_call", id: "srvtoolu_1", name: "web_search", arguments: { query: "6 × 7" } },
          { type: "tool_result", id: "srvtoolu_1", result: [{ url: "https://example.com", title: "Sums" }] },
          { type: "text", text: "It is 42." },
        ],
      },
    ]);
    expect(spans[0]!.attributes["gen_ai.output.messages"]).not.toContain("c2VjcmV0");
  });

  test("toolRunner is one trace: an agent around the model's calls and the tools that it asked for", async () => {
    const use = { type: "tool_use", id: "toolu_1", name: "multiply", input: { a: 6, b: 7 } };
    provider.willAnswer(
      { json: message([use], { stop_reason: "tool_use" }) },
      { json: message([text("42")], { id: "msg_2" }) },
    );
    const multiply = zodTool({
      name: "multiply",
      description: "Multiplies",
      inputSchema: z.object({ a: z.number(), b: z.number() }) as never,
      run: ({ a, b }: { a: number; b: number }) => String(a * b),
    } as never);

    const final = await client().beta.messages.toolRunner({ ...hello, tools: [multiply] });

    expect(final.content).toEqual([text("42")]);
    const { tree, span, summary } = await onlyTrace();
    expect(tree).toEqual([
      "AGENT toolRunner",
      "  CHAT_MODEL chat claude-sonnet-4-6",
      "  TOOL execute_tool multiply",
      "  CHAT_MODEL chat claude-sonnet-4-6",
    ]);
    expect(span("execute_tool multiply").view.toolRun).toMatchObject({ arguments: { a: 6, b: 7 }, result: "42" });
    expect(summary.cost_usd).toBeCloseTo(2 * costUsd, 12);
    expect(summary.output_preview).toBe("42");
  });

  test("a streaming toolRunner of a client of an instrumented class is one trace from its first use", async () => {
    provider.willAnswer(
      eventStream(
        streamed.filter(({ index }) => index !== 2),
        { named: true },
      ),
    );
    class Fresh extends Client {}
    const stop = instrumentAnthropic(Fresh);
    const runner = new Fresh({ apiKey: "none", baseURL: provider.url }).beta.messages.toolRunner({
      ...hello,
      tools: [],
      stream: true,
    });
    for await (const stream of runner) await stream.finalMessage();
    stop();
    expect((await onlyTrace()).tree).toEqual(["AGENT toolRunner", "  CHAT_MODEL chat claude-sonnet-4-6"]);
  });

  test("counting tokens generates nothing and costs nothing", async () => {
    provider.willAnswer({ json: { input_tokens: 14 } });
    const { model, messages } = hello;
    expect(await client().messages.countTokens({ model, messages })).toMatchObject({ input_tokens: 14 });
    const { tree, spans, summary } = await onlyTrace();
    expect(tree).toEqual(["TASK count_tokens claude-sonnet-4-6"]);
    expect(spans[0]!.view.outputs).toEqual({ input_tokens: 14 });
    expect(summary.cost_usd ?? 0).toBe(0);
  });

  test("clients of an instrumented class and those made by withOptions are traced", async () => {
    provider.willAnswer({ json: message([text("a")]) }, { json: message([text("b")]) });
    class Fresh extends Client {}
    const stop = instrumentAnthropic(Fresh);
    const fresh = new Fresh({ apiKey: "none", baseURL: provider.url });
    await fresh.messages.create(hello);
    stop();
    await fresh.withOptions({ maxRetries: 0 }).messages.create(hello);
    expect((await recorder.traces()).map(({ summary }) => summary.output_preview)).toEqual(["a", "b"]);
  });

  test("without capture of content none is on the span", async () => {
    init({ url: recorder.url, captureContent: false });
    try {
      provider.willAnswer({ json: message([text("secret")]) });
      await client().messages.create({ ...hello, system: "secret", messages: [{ role: "user", content: "secret" }] });
      const { spans, summary } = await onlyTrace();
      expect(JSON.stringify(spans[0]!.attributes)).not.toContain("secret");
      expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
    } finally {
      init({ url: recorder.url });
    }
  });
});
