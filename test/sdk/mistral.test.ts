import { Mistral } from "@mistralai/mistralai";
import { init, trace } from "@spanloom/sdk";
import { instrumentMistral, observe } from "@spanloom/sdk/mistral";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { eventStream, type FakeProvider, startProvider } from "./provider.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const fresh = (more: object = {}) =>
  new Mistral({ apiKey: "none", serverURL: provider.url, retryConfig: { strategy: "none" }, ...more });
const client = () => observe(fresh());

/** mistral-large-2512: 0.5 USD a million tokens in, 1.5 out. */
const usage = { prompt_tokens: 1_000, completion_tokens: 200, total_tokens: 1_200 };
const costUsd = (1_000 * 0.5 + 200 * 1.5) / 1e6;
const model = "mistral-large-2512";
const hello = { model, messages: [{ role: "user" as const, content: "What is 6 × 7?" }] };
const answer = (message: object, finish_reason = "stop") => ({
  id: "cmpl-1",
  object: "chat.completion",
  created: 1_760_000_000,
  model,
  usage,
  choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason }],
});
const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
  id: "cmpl-2",
  object: "chat.completion.chunk",
  created: 1_760_000_000,
  model,
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

test("a chat is one span with conversation, tools, answer, tokens and cost", async () => {
  const calls = [{ id: "call_1", type: "function", function: { name: "note", arguments: '{"value":42}' }, index: 0 }];
  provider.willAnswer({ json: answer({ content: "It is 42.", tool_calls: calls }, "tool_calls") });
  const response = await trace(
    () =>
      client().chat.complete({
        model,
        temperature: 0.3,
        maxTokens: 100,
        messages: [
          { role: "system", content: "Be brief." },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", imageUrl: "https://example.com/sum.png" },
            ],
          },
          { role: "assistant", toolCalls: [{ id: "call_0", function: { name: "look", arguments: { at: "image" } } }] },
          { role: "tool", toolCallId: "call_0", name: "look", content: '{"seen":"6 × 7"}' },
        ],
        tools: [{ type: "function", function: { name: "note", description: "Notes", parameters: { type: "object" } } }],
      }),
    { name: "ask" },
  )();
  expect(response.choices?.[0]?.message?.content).toBe("It is 42.");

  const { tree, span, summary } = await onlyTrace();
  expect(tree).toEqual(["UNKNOWN ask", "  CHAT_MODEL chat mistral-large-2512"]);
  expect(span("chat mistral-large-2512").view).toMatchObject({
    provider: "mistral_ai",
    responseId: "cmpl-1",
    finishReasons: ["tool_calls"],
    usage: { inputTokens: 1_000, outputTokens: 200 },
    modelParameters: { temperature: 0.3, max_tokens: 100 },
    toolDefinitions: [{ name: "note", description: "Notes" }],
    inputMessages: [
      { role: "system", parts: [{ text: "Be brief." }] },
      { role: "user", parts: [{ text: "What is this?" }, { type: "media", uri: "https://example.com/sum.png" }] },
      { role: "assistant", parts: [{ type: "tool_call", id: "call_0", name: "look", arguments: { at: "image" } }] },
      { role: "tool", parts: [{ type: "tool_result", id: "call_0", result: { seen: "6 × 7" } }] },
    ],
    outputMessages: [
      {
        parts: [
          { type: "text", text: "It is 42." },
          { type: "tool_call", id: "call_1", name: "note", arguments: { value: 42 } },
        ],
      },
    ],
  });
  expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
});

test("a stream is gathered, thoughts in lists of parts included; one that is left keeps what came", async () => {
  const thinking = (text: string) => ({ content: [{ type: "thinking", thinking: [{ type: "text", text }] }] });
  const events = [
    chunk({ role: "assistant", content: "" }),
    chunk(thinking("Ea")),
    chunk(thinking("sy.")),
    chunk({ content: "It is " }),
    chunk({ content: "42." }),
    chunk({ content: "" }, "stop", { usage }),
  ];
  provider.willAnswer(eventStream(events, { done: true }), eventStream(events, { done: true }));
  let count = 0;
  for await (const _ of await client().chat.stream(hello)) count++;
  expect(count).toBe(6);
  for await (const { data } of await client().chat.stream(hello))
    if (data.choices[0]?.delta.content === "It is ") break;

  const [whole, left] = await recorder.traces();
  expect(whole!.spans[0]!.view).toMatchObject({
    outputMessages: [
      {
        parts: [
          { type: "reasoning", text: "Easy." },
          { type: "text", text: "It is 42." },
        ],
      },
    ],
    modelParameters: { stream: true },
  });
  expect(whole!.spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
  expect(whole!.summary.cost_usd).toBeCloseTo(costUsd, 12);
  expect(left!.spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ text: "Easy." }, { text: "It is " }] }]);
});

test("a parsed answer is one span and says that it is JSON", async () => {
  provider.willAnswer({ json: answer({ content: '{"value":42}' }) });
  const parsed = await client().chat.parse({ ...hello, responseFormat: z.object({ value: z.number() }) as never });
  expect(parsed?.choices?.[0]?.message?.parsed).toEqual({ value: 42 });
  const { spans } = await onlyTrace();
  expect(spans).toHaveLength(1);
  expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ text: '{"value":42}' }] }]);
});

test("agents, code, embeddings, OCR and moderation are spans with what went in and came out", async () => {
  const { agents, fim, embeddings, ocr, classifiers } = client();
  provider.willAnswer(
    { json: answer({ content: "Hi." }) },
    { json: { ...answer({ content: "return a + b" }), model: "codestral-2508" } },
    {
      json: {
        id: "e",
        object: "list",
        model: "mistral-embed",
        usage: { prompt_tokens: 1_000, completion_tokens: 0, total_tokens: 1_000 },
        data: [{ object: "embedding", index: 0, embedding: [0.1, 0.2] }],
      },
    },
    {
      json: {
        model: "mistral-ocr-2505",
        pages: [{ index: 0, markdown: "# Title", images: [], dimensions: null }],
        usage_info: { pages_processed: 1 },
      },
    },
    {
      json: {
        id: "m",
        model: "mistral-moderation-2411",
        results: [{ categories: { pii: true }, category_scores: { pii: 0.9 } }],
      },
    },
  );
  await agents.complete({ agentId: "ag_1", messages: hello.messages });
  await fim.complete({ model: "codestral-2508", prompt: "def add(a, b):", suffix: "add(1, 2)" });
  await embeddings.create({ model: "mistral-embed", inputs: ["tea"] });
  await ocr.process({
    model: "mistral-ocr-2505",
    document: { type: "document_url", documentUrl: "https://example.com/a.pdf" },
  });
  await classifiers.moderate({ model: "mistral-moderation-2411", inputs: ["my number is 1"] });

  const traces = await recorder.traces();
  expect(traces.flatMap(({ tree }) => tree)).toEqual([
    "CHAT_MODEL chat ag_1",
    "LLM text_completion codestral-2508",
    "EMBEDDING embeddings mistral-embed",
    "PARSER ocr mistral-ocr-2505",
    "GUARDRAIL moderation mistral-moderation-2411",
  ]);
  const views = traces.map(({ spans }) => spans[0]!.view);
  expect(views[0]!.responseModel).toBe(model);
  expect(views[1]).toMatchObject({
    inputs: { prompt: "def add(a, b):", suffix: "add(1, 2)" },
    outputMessages: [{ parts: [{ text: "return a + b" }] }],
  });
  expect(views[2]).toMatchObject({ inputs: ["tea"], outputs: { embeddings: 1, dimensions: 2 } });
  expect(views[3]).toMatchObject({ outputs: [{ index: 0, markdown: "# Title" }] });
  expect(views[4]!.outputs).toMatchObject([{ categories: { pii: true } }]);
  expect(traces[2]!.summary.cost_usd).toBeCloseTo((1_000 * 0.1) / 1e6, 12);
});

test("an error of the provider is on the span and reaches the application as it is", async () => {
  provider.willAnswer({
    status: 429,
    json: { object: "error", message: "Too many", type: "rate_limited", code: null },
  });
  await expect(client().chat.complete(hello)).rejects.toMatchObject({ statusCode: 429 });
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual(["CHAT_MODEL chat mistral-large-2512 !"]);
  expect(spans[0]!.attributes).toMatchObject({ "error.type": "rate_limited", "http.response.status_code": 429 });
});

test("attempts of a call are events on its one span, those without an answer too", async () => {
  const busy = { status: 503, json: { object: "error", message: "Busy" } };
  provider.willAnswer(busy, { hangsUp: true }, { json: answer({ content: "42" }) });
  const backoff = { initialInterval: 10, maxInterval: 20, exponent: 1.5, maxElapsedTime: 30_000 };
  const retryConfig = { strategy: "backoff", backoff, retryConnectionErrors: true };
  await observe(fresh({ retryConfig })).chat.complete(hello);
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual(["CHAT_MODEL chat mistral-large-2512"]);
  expect(spans[0]!.events).toMatchObject([
    { name: "retry", attributes: { "http.response.status_code": 503 } },
    { name: "retry", attributes: { "error.type": "ConnectionError" } },
  ]);
  expect(spans[0]!.attributes["http.request.resend_count"]).toBe(2);
});

test("a recording that is written down, at once and streamed, is a span with the text", async () => {
  const about = { id: "t", model: "voxtral-mini-2507", language: "en", segments: [], usage };
  const events = [
    { type: "transcription.language", audio_language: "en" },
    { type: "transcription.text.delta", text: "Tea, " },
    { type: "transcription.text.delta", text: "please." },
    { ...about, type: "transcription.done", text: "Tea, please.", finish_reason: "stop" },
  ];
  provider.willAnswer({ json: { ...about, text: "Tea, please." } }, eventStream(events, { named: true }));
  const { transcriptions } = client().audio;
  const file = { fileName: "order.mp3", content: Buffer.from("ID3") };
  expect((await transcriptions.complete({ model: "voxtral-mini-2507", file })).text).toBe("Tea, please.");
  for await (const _ of await transcriptions.stream({ model: "voxtral-mini-2507", file }));
  const traces = await recorder.traces();
  for (const { tree, spans } of traces) {
    expect(tree).toEqual(["LLM transcription voxtral-mini-2507"]);
    expect(spans[0]!.view).toMatchObject({ inputs: { file: "order.mp3" }, outputs: "Tea, please." });
    expect(spans[0]!.view.usage).toMatchObject({ inputTokens: 1_000, outputTokens: 200 });
  }
  expect(traces).toHaveLength(2);
});

test("every client is traced while the class is instrumented", async () => {
  provider.willAnswer({ json: answer({ content: "a" }) }, { json: answer({ content: "b" }) });
  const stop = instrumentMistral(Mistral);
  await fresh().chat.complete(hello);
  stop();
  await fresh().chat.complete(hello);
  expect((await recorder.traces()).map(({ summary }) => summary.output_preview)).toEqual(["a"]);
});

test("without capture of content none is on the span", async () => {
  init({ url: recorder.url, captureContent: false });
  try {
    provider.willAnswer({ json: answer({ content: "secret" }) });
    await client().chat.complete({ model, messages: [{ role: "user", content: "secret" }] });
    const { spans, summary } = await onlyTrace();
    expect(JSON.stringify(spans[0]!.attributes)).not.toContain("secret");
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  } finally {
    init({ url: recorder.url });
  }
});
