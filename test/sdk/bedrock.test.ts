import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { init, trace } from "@spanloom/sdk";
import { instrumentBedrock, observe } from "@spanloom/sdk/bedrock";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventFrames, exceptionFrame } from "./event-stream-frames.ts";
import { type FakeProvider, type ProviderAnswer, startProvider } from "./provider.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider({ http2: true }), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const fresh = (more: object = {}) =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: provider.url,
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    maxAttempts: 1,
    ...more,
  });
const client = (more: object = {}) => observe(fresh(more));

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
/** Claude Sonnet 4.5 in a region: 3.30 USD a million tokens in, 0.33 read from and 4.125 written to the cache, 16.50 out. */
const usage = {
  inputTokens: 100,
  outputTokens: 200,
  totalTokens: 1_800,
  cacheReadInputTokens: 1_000,
  cacheWriteInputTokens: 500,
};
const costUsd = (100 * 3.3 + 1_000 * 0.33 + 500 * 4.125 + 200 * 16.5) / 1e6;
const hello = { modelId: claude, messages: [{ role: "user" as const, content: [{ text: "What is 6 × 7?" }] }] };
const answer = (content: unknown[], stopReason = "end_turn") => ({
  output: { message: { role: "assistant", content } },
  stopReason,
  usage,
  metrics: { latencyMs: 12 },
});
const stream = (frames: Iterable<Uint8Array>): ProviderAnswer => ({
  headers: { "content-type": "application/vnd.amazon.eventstream" },
  chunks: frames,
});
const events = [
  { type: "messageStart", payload: { role: "assistant" } },
  { type: "contentBlockDelta", payload: { contentBlockIndex: 0, delta: { reasoningContent: { text: "Easy." } } } },
  { type: "contentBlockStop", payload: { contentBlockIndex: 0 } },
  { type: "contentBlockDelta", payload: { contentBlockIndex: 1, delta: { text: "It is " } } },
  { type: "contentBlockDelta", payload: { contentBlockIndex: 1, delta: { text: "42." } } },
  {
    type: "contentBlockStart",
    payload: { contentBlockIndex: 2, start: { toolUse: { toolUseId: "t1", name: "note" } } },
  },
  { type: "contentBlockDelta", payload: { contentBlockIndex: 2, delta: { toolUse: { input: '{"value":' } } } },
  { type: "contentBlockDelta", payload: { contentBlockIndex: 2, delta: { toolUse: { input: "42}" } } } },
  { type: "messageStop", payload: { stopReason: "tool_use" } },
  { type: "metadata", payload: { usage, metrics: { latencyMs: 12 } } },
];

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

describe("Converse", () => {
  test("a call is one span with conversation, tools, media, answer, tokens of the cache and cost", async () => {
    provider.willAnswer({ json: answer([{ reasoningContent: { reasoningText: { text: "Easy." } } }, { text: "42" }]) });
    const output = await trace(
      () =>
        client().send(
          new ConverseCommand({
            modelId: claude,
            system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
            messages: [
              {
                role: "user",
                content: [
                  { text: "What is this?" },
                  { image: { format: "png", source: { bytes: Buffer.from("iVBORw0KGgo=", "base64") } } },
                ],
              },
              { role: "assistant", content: [{ toolUse: { toolUseId: "t0", name: "look", input: { at: "image" } } }] },
              {
                role: "user",
                content: [
                  { toolResult: { toolUseId: "t0", content: [{ json: { seen: "6 × 7" } }], status: "success" } },
                ],
              },
            ],
            inferenceConfig: { maxTokens: 100, temperature: 0.5, stopSequences: ["\n"] },
            toolConfig: {
              tools: [{ toolSpec: { name: "look", description: "Looks", inputSchema: { json: { type: "object" } } } }],
            },
          }),
        ),
      { name: "ask" },
    )();
    expect(output.stopReason).toBe("end_turn");

    const { tree, span, summary } = await onlyTrace();
    expect(tree).toEqual(["UNKNOWN ask", `  CHAT_MODEL chat ${claude}`]);
    expect(span(`chat ${claude}`).view).toMatchObject({
      provider: "aws.bedrock",
      finishReasons: ["end_turn"],
      usage: { inputTokens: 1_600, outputTokens: 200, cacheReadTokens: 1_000, cacheWriteTokens: 500 },
      modelParameters: { max_tokens: 100, temperature: 0.5, stop_sequences: ["\n"] },
      toolDefinitions: [{ name: "look", description: "Looks", parameters: { type: "object" } }],
      inputMessages: [
        { role: "system", parts: [{ text: "Be brief." }] },
        {
          role: "user",
          parts: [{ text: "What is this?" }, { type: "media", modality: "image", mimeType: "image/png" }],
        },
        { role: "assistant", parts: [{ type: "tool_call", id: "t0", name: "look", arguments: { at: "image" } }] },
        { role: "tool", parts: [{ type: "tool_result", id: "t0", result: { seen: "6 × 7" } }] },
      ],
      outputMessages: [
        {
          parts: [
            { type: "reasoning", text: "Easy." },
            { type: "text", text: "42" },
          ],
        },
      ],
    });
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("a stream is gathered; one that is left keeps what came", async () => {
    provider.willAnswer(stream(eventFrames(events)), stream(eventFrames(events)));
    let text = "";
    const whole = await client().send(new ConverseStreamCommand(hello));
    for await (const event of whole.stream!) text += event.contentBlockDelta?.delta?.text ?? "";
    expect(text).toBe("It is 42.");
    const left = await client().send(new ConverseStreamCommand(hello));
    for await (const event of left.stream!) if (event.contentBlockDelta?.delta?.text) break;

    const traces = await recorder.traces();
    expect(traces[0]!.spans[0]!.view).toMatchObject({
      finishReasons: ["tool_use"],
      outputMessages: [
        {
          parts: [
            { type: "reasoning", text: "Easy." },
            { type: "text", text: "It is 42." },
            { type: "tool_call", id: "t1", name: "note", arguments: { value: 42 } },
          ],
        },
      ],
    });
    expect(traces[0]!.spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
    expect(traces[0]!.summary.cost_usd).toBeCloseTo(costUsd, 12);
    expect(traces[1]!.spans[0]!.view.outputMessages).toMatchObject([
      { parts: [{ text: "Easy." }, { text: "It is " }] },
    ]);
  });

  test("an exception inside a stream is the span's error, with what came before", async () => {
    provider.willAnswer(
      stream([...eventFrames(events.slice(0, 4)), exceptionFrame("throttlingException", "Slow down")]),
    );
    const { stream: failing } = await client().send(new ConverseStreamCommand(hello));
    const read = async () => {
      for await (const _ of failing!);
    };
    await expect(read()).rejects.toThrow("Slow down");
    const { tree, spans } = await onlyTrace();
    expect(tree).toEqual([`CHAT_MODEL chat ${claude} !`]);
    expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ text: "Easy." }, { text: "It is " }] }]);
  });

  test("attempts of a call are events on its one span, and the last error is the span's", async () => {
    const throttled = {
      status: 429,
      headers: { "x-amzn-errortype": "ThrottlingException" },
      json: { message: "Slow down" },
    };
    provider.willAnswer(throttled, { json: answer([{ text: "42" }]) }, throttled);
    await client({ maxAttempts: 2 }).send(new ConverseCommand(hello));
    await expect(client().send(new ConverseCommand(hello))).rejects.toMatchObject({ name: "ThrottlingException" });

    const [retried, failed] = await recorder.traces();
    expect(retried!.spans[0]!.events.map(({ name }) => name)).toEqual(["retry"]);
    expect(retried!.spans[0]!.attributes["http.request.resend_count"]).toBe(1);
    expect(failed!.spans[0]!.attributes).toMatchObject({
      "error.type": "ThrottlingException",
      "http.response.status_code": 429,
    });
  });
});

interface Case {
  readonly modelId: string;
  readonly body: object;
  readonly answer: object;
  readonly headers?: Record<string, string>;
  /** The answer in pieces; the same text. */
  readonly pieces?: readonly object[];
  readonly span: string;
  readonly cost?: number;
  readonly tokens: object;
}

const said = [{ role: "user", content: "6 × 7?" }];
const metrics = {
  "amazon-bedrock-invocationMetrics": { inputTokenCount: 100, outputTokenCount: 20, invocationLatency: 10 },
};
const tokens = { inputTokens: 100, outputTokens: 20 };
const invoked: readonly Case[] = [
  {
    modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    body: { anthropic_version: "bedrock-2023-05-31", max_tokens: 50, messages: said },
    answer: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5-20250929",
      content: [{ type: "text", text: "42" }],
      stop_reason: "end_turn",
      usage: { input_tokens: 100, output_tokens: 20 },
    },
    pieces: [
      {
        type: "message_start",
        message: {
          id: "msg_1",
          role: "assistant",
          model: "claude-sonnet-4-5-20250929",
          content: [],
          usage: { input_tokens: 100, output_tokens: 1 },
        },
      },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "42" } },
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 20 } },
      { type: "message_stop", ...metrics },
    ],
    span: "CHAT_MODEL chat",
    tokens,
    cost: (100 * 3.3 + 20 * 16.5) / 1e6,
  },
  {
    modelId: "amazon.nova-lite-v1:0",
    body: { messages: [{ role: "user", content: [{ text: "6 × 7?" }] }], inferenceConfig: { maxTokens: 50 } },
    answer: {
      output: { message: { role: "assistant", content: [{ text: "42" }] } },
      stopReason: "end_turn",
      usage: tokens,
    },
    pieces: [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { delta: { text: "42" }, contentBlockIndex: 0 } },
      { messageStop: { stopReason: "end_turn" } },
      { metadata: { usage: tokens }, ...metrics },
    ],
    span: "CHAT_MODEL chat",
    tokens,
    cost: (100 * 0.06 + 20 * 0.24) / 1e6,
  },
  {
    modelId: "amazon.titan-text-express-v1",
    body: { inputText: "6 × 7?", textGenerationConfig: { maxTokenCount: 50 } },
    answer: { inputTextTokenCount: 100, results: [{ tokenCount: 20, outputText: "42", completionReason: "FINISH" }] },
    pieces: [
      { outputText: "4", index: 0, inputTextTokenCount: 100 },
      { outputText: "2", index: 0, totalOutputTextTokenCount: 20, completionReason: "FINISH", ...metrics },
    ],
    span: "LLM text_completion",
    tokens,
  },
  {
    modelId: "meta.llama3-1-70b-instruct-v1:0",
    body: { prompt: "6 × 7?", max_gen_len: 50 },
    answer: { generation: "42", prompt_token_count: 100, generation_token_count: 20, stop_reason: "stop" },
    pieces: [
      { generation: "4", prompt_token_count: 100, generation_token_count: 10, stop_reason: null },
      { generation: "2", prompt_token_count: null, generation_token_count: 20, stop_reason: "stop", ...metrics },
    ],
    span: "LLM text_completion",
    tokens,
  },
  {
    modelId: "mistral.mistral-large-2402-v1:0",
    body: { prompt: "6 × 7?", max_tokens: 50 },
    answer: { outputs: [{ text: "42", stop_reason: "stop" }] },
    headers: { "x-amzn-bedrock-input-token-count": "100", "x-amzn-bedrock-output-token-count": "20" },
    pieces: [{ outputs: [{ text: "42", stop_reason: "stop" }], ...metrics }],
    span: "LLM text_completion",
    tokens,
  },
  {
    modelId: "cohere.command-r-v1:0",
    body: { message: "6 × 7?", max_tokens: 50 },
    answer: { text: "42", generation_id: "g1", finish_reason: "COMPLETE" },
    headers: { "x-amzn-bedrock-input-token-count": "100", "x-amzn-bedrock-output-token-count": "20" },
    pieces: [
      { event_type: "text-generation", text: "42", is_finished: false },
      { event_type: "stream-end", response: { text: "42", finish_reason: "COMPLETE" }, is_finished: true, ...metrics },
    ],
    span: "LLM text_completion",
    tokens,
  },
  {
    modelId: "openai.gpt-oss-120b-1:0",
    body: { messages: said, max_completion_tokens: 50 },
    answer: {
      id: "c1",
      model: "openai.gpt-oss-120b-1:0",
      choices: [{ index: 0, message: { role: "assistant", content: "42" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 100, completion_tokens: 20 },
    },
    pieces: [
      { id: "c1", choices: [{ index: 0, delta: { content: "42" }, finish_reason: null }] },
      { id: "c1", choices: [{ index: 0, delta: {}, finish_reason: "stop" }], ...metrics },
    ],
    span: "CHAT_MODEL chat",
    tokens,
  },
];

describe("InvokeModel", () => {
  const input = ({ modelId, body }: Case) => ({ modelId, contentType: "application/json", body: JSON.stringify(body) });

  test.each(invoked)("the bodies of $modelId are read", async (each) => {
    provider.willAnswer({ json: each.answer, headers: each.headers });
    const { body } = await client().send(new InvokeModelCommand(input(each)));
    expect(JSON.parse(body.transformToString())).toEqual(each.answer);
    const { tree, summary, spans } = await onlyTrace();
    expect(tree).toEqual([`${each.span} ${each.modelId}`]);
    expect([summary.input_preview, summary.output_preview]).toEqual(["6 × 7?", "42"]);
    expect(spans[0]!.view.usage).toMatchObject(each.tokens);
    expect(spans[0]!.view.modelParameters).toMatchObject({ max_tokens: 50 });
    if (each.cost !== undefined) expect(summary.cost_usd).toBeCloseTo(each.cost, 12);
  });

  test.each(invoked)("the pieces of $modelId are gathered", async (each) => {
    const frames = each.pieces!.map((piece) => ({
      type: "chunk",
      payload: { bytes: Buffer.from(JSON.stringify(piece)).toString("base64") },
    }));
    provider.willAnswer(stream(eventFrames(frames)));
    const { body } = await client().send(new InvokeModelWithResponseStreamCommand(input(each)));
    let count = 0;
    for await (const _ of body!) count++;
    expect(count).toBe(each.pieces!.length);
    const { tree, summary, spans } = await onlyTrace();
    expect(tree).toEqual([`${each.span} ${each.modelId}`]);
    expect([summary.input_preview, summary.output_preview]).toEqual(["6 × 7?", "42"]);
    expect(spans[0]!.view.usage).toMatchObject(each.tokens);
    expect(spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
    if (each.cost !== undefined) expect(summary.cost_usd).toBeCloseTo(each.cost, 12);
  });

  test.each([
    [
      "amazon.titan-embed-text-v2:0",
      { inputText: "tea" },
      { embedding: [0.1, 0.2], inputTextTokenCount: 1_000 },
      "tea",
    ],
    ["cohere.embed-english-v3", { texts: ["tea"], input_type: "search_query" }, { embeddings: [[0.1, 0.2]] }, ["tea"]],
  ])("embeddings of %s record what was embedded, and the length of the vector", async (modelId, body, json, inputs) => {
    provider.willAnswer({ json });
    await client().send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
    const { tree, spans } = await onlyTrace();
    expect(tree).toEqual([`EMBEDDING embeddings ${modelId}`]);
    expect(spans[0]!.view).toMatchObject({ inputs, outputs: { embeddings: 1, dimensions: 2 } });
  });
});

const png = "iVBORw0KGgo=";
const jpeg = "/9j/4AAQSkZJRg==";

test.each<{ modelId: string; body: object; json: object; parts: object[]; drawn: object[]; reasons?: string[] }>([
  {
    modelId: "amazon.nova-canvas-v1:0",
    body: {
      taskType: "IMAGE_VARIATION",
      imageVariationParams: { text: "A cup of tea", images: [jpeg] },
      imageGenerationConfig: { numberOfImages: 2, width: 512, height: 512 },
    },
    json: { images: [png, png] },
    parts: [
      { type: "text", text: "A cup of tea" },
      { mimeType: "image/jpeg", base64: jpeg },
    ],
    drawn: [
      { mimeType: "image/png", base64: png },
      { mimeType: "image/png", base64: png },
    ],
  },
  {
    modelId: "amazon.titan-image-generator-v2:0",
    body: { taskType: "TEXT_IMAGE", textToImageParams: { text: "A cup of tea" } },
    json: { images: [png] },
    parts: [{ type: "text", text: "A cup of tea" }],
    drawn: [{ mimeType: "image/png", base64: png }],
  },
  {
    modelId: "stability.sd3-5-large-v1:0",
    body: { prompt: "A cup of tea", aspect_ratio: "1:1", output_format: "jpeg" },
    json: { seeds: [7], finish_reasons: ["Filter reason: prompt", null], images: [jpeg] },
    parts: [{ type: "text", text: "A cup of tea" }],
    drawn: [{ mimeType: "image/jpeg", base64: jpeg }],
    reasons: ["Filter reason: prompt"],
  },
])("images of $modelId are parts of its answer", async ({ modelId, body, json, parts, drawn, reasons }) => {
  provider.willAnswer({ json });
  await client().send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual([`LLM image_generation ${modelId}`]);
  expect(spans[0]!.view).toMatchObject({
    inputMessages: [{ role: "user", parts }],
    outputMessages: [{ role: "assistant", parts: drawn }],
    ...(reasons && { finishReasons: reasons }),
  });
});

test("every client is traced while the class is instrumented", async () => {
  provider.willAnswer({ json: answer([{ text: "a" }]) }, { json: answer([{ text: "b" }]) });
  const stop = instrumentBedrock(BedrockRuntimeClient);
  await fresh().send(new ConverseCommand(hello));
  stop();
  await fresh().send(new ConverseCommand(hello));
  expect((await recorder.traces()).map(({ summary }) => summary.output_preview)).toEqual(["a"]);
});

test("without capture of content none is on the span", async () => {
  init({ url: recorder.url, captureContent: false });
  try {
    provider.willAnswer({ json: answer([{ text: "secret" }]) });
    await client().send(
      new ConverseCommand({ modelId: claude, messages: [{ role: "user", content: [{ text: "secret" }] }] }),
    );
    const { spans, summary } = await onlyTrace();
    expect(JSON.stringify(spans[0]!.attributes)).not.toContain("secret");
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  } finally {
    init({ url: recorder.url });
  }
});
