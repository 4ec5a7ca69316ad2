import { type CallableTool, type FunctionCall, GoogleGenAI, Models, type Part, RawReferenceImage } from "@google/genai";
import { init, trace } from "@spanloom/sdk";
import { instrumentGemini, observe } from "@spanloom/sdk/gemini";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventStream, type FakeProvider, startProvider } from "./provider.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const client = (more: object = {}) =>
  observe(new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.url }, ...more }));

/** Methods of images and videos are Vertex AI's alone. */
const vertex = () => client({ vertexai: true });
const png = "iVBORw0KGgo=";

/** gemini-2.5-flash: 0.30 USD a million tokens in, 0.03 from the cache, 2.50 out (thoughts included). */
const usageMetadata = {
  promptTokenCount: 1_000,
  cachedContentTokenCount: 400,
  candidatesTokenCount: 50,
  thoughtsTokenCount: 150,
  totalTokenCount: 1_200,
};
const costUsd = (600 * 0.3 + 400 * 0.03 + 200 * 2.5) / 1e6;
const model = "gemini-2.5-flash";
const answer = (parts: unknown[], more: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }],
  usageMetadata,
  modelVersion: "gemini-2.5-flash",
  responseId: "resp_1",
  ...more,
});
const weather = { name: "get_weather", description: "The weather", parametersJsonSchema: { type: "object" } };

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

test("content that is generated is one span with conversation, thoughts, parameters, tokens and cost", async () => {
  provider.willAnswer({
    json: answer([
      { text: "Simple.", thought: true },
      { text: "42", thoughtSignature: "c2ln" },
    ]),
  });
  const response = await client().models.generateContent({
    model,
    contents: [
      {
        role: "user",
        parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
      },
      { role: "model", parts: [{ functionCall: { name: "look", args: { at: "image" } } }] },
      { role: "user", parts: [{ functionResponse: { name: "look", response: { seen: "6 × 7" } } }] },
    ],
    config: {
      systemInstruction: "Be brief.",
      temperature: 0.3,
      maxOutputTokens: 100,
      responseMimeType: "application/json",
      tools: [{ functionDeclarations: [weather] }, { googleSearch: {} }],
    },
  });
  expect(response.text).toBe("42");

  const { tree, spans, summary } = await onlyTrace();
  expect(tree).toEqual(["CHAT_MODEL generate_content gemini-2.5-flash"]);
  expect(spans[0]!.view).toMatchObject({
    provider: "gcp.gemini",
    responseId: "resp_1",
    finishReasons: ["STOP"],
    usage: { inputTokens: 1_000, cacheReadTokens: 400, outputTokens: 200, reasoningTokens: 150 },
    modelParameters: { temperature: 0.3, max_tokens: 100 },
    toolDefinitions: [{ name: "get_weather", description: "The weather" }, { name: "googleSearch" }],
    inputMessages: [
      { role: "system", parts: [{ type: "text", text: "Be brief." }] },
      {
        role: "user",
        parts: [
          { type: "text", text: "What is this?" },
          { type: "media", modality: "image", mimeType: "image/png" },
        ],
      },
      { role: "assistant", parts: [{ type: "tool_call", name: "look", arguments: { at: "image" } }] },
      { role: "tool", parts: [{ type: "tool_result", id: "look", result: { seen: "6 × 7" } }] },
    ],
    outputMessages: [
      {
        role: "assistant",
        parts: [
          { type: "reasoning", text: "Simple." },
          { type: "text", text: "42" },
        ],
        finishReason: "STOP",
      },
    ],
  });
  expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
});

test("a stream is gathered, and one that is left keeps what came", async () => {
  const pieces = [
    {
      candidates: [{ content: { role: "model", parts: [{ text: "It is" }] } }],
      modelVersion: model,
      responseId: "resp_2",
    },
    { candidates: [{ content: { role: "model", parts: [{ text: " 42." }] } }] },
    {
      candidates: [
        {
          content: { role: "model", parts: [{ functionCall: { id: "c1", name: "note", args: { value: 42 } } }] },
          finishReason: "STOP",
        },
      ],
      usageMetadata,
    },
  ];
  provider.willAnswer(eventStream(pieces), eventStream(pieces));
  let text = "";
  for await (const chunk of await client().models.generateContentStream({
    model,
    contents: "6 × 7?",
    config: { automaticFunctionCalling: { disable: true } },
  }))
    text += chunk.candidates?.[0]?.content?.parts?.[0]?.text ?? "";
  expect(text).toBe("It is 42.");
  for await (const _ of await client().models.generateContentStream({
    model,
    contents: "6 × 7?",
    config: { automaticFunctionCalling: { disable: true } },
  }))
    break;

  const [whole, left] = await recorder.traces();
  expect(whole!.spans[0]!.view.outputMessages).toMatchObject([
    {
      parts: [
        { type: "text", text: "It is 42." },
        { type: "tool_call", id: "c1", name: "note", arguments: { value: 42 } },
      ],
    },
  ]);
  expect(whole!.spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
  expect(whole!.summary.cost_usd).toBeCloseTo(costUsd, 12);
  expect(left!.summary.output_preview).toBe("It is");
  expect(left!.tree).toEqual(["CHAT_MODEL generate_content gemini-2.5-flash"]);
});

test("each message of a chat is a span that has the conversation so far", async () => {
  provider.willAnswer({ json: answer([{ text: "Hello Ada." }]) }, { json: answer([{ text: "Ada." }]) });
  const chat = client().chats.create({ model });
  await chat.sendMessage({ message: "I am Ada." });
  await chat.sendMessage({ message: "Who am I?" });
  const [, second] = await recorder.traces();
  expect(second!.spans[0]!.view.inputMessages).toMatchObject([
    { role: "user", parts: [{ text: "I am Ada." }] },
    { role: "assistant", parts: [{ text: "Hello Ada." }] },
    { role: "user", parts: [{ text: "Who am I?" }] },
  ]);
});

test.each(["generateContent", "generateContentStream"] as const)(
  "functions that %s calls by itself are one trace with the requests",
  async (method) => {
    const call = answer([{ functionCall: { name: "get_weather", args: { city: "Paris" } } }]);
    const last = answer([{ text: "Sunny." }], { responseId: "resp_2" });
    provider.willAnswer(
      ...[call, last].map((each) => (method === "generateContent" ? { json: each } : eventStream([each]))),
    );
    const tool: CallableTool = {
      tool: async () => ({ functionDeclarations: [weather] }),
      callTool: async (calls: FunctionCall[]): Promise<Part[]> => {
        const look = trace((city: unknown) => `Sun in ${city}`, { name: "look it up" });
        return [{ functionResponse: { name: "get_weather", response: { result: look(calls[0]!.args?.city) } } }];
      },
    };
    const response = await client().models[method]({ model, contents: "Weather in Paris?", config: { tools: [tool] } });
    if (Symbol.asyncIterator in response) for await (const _ of response);
    else expect(response.text).toBe("Sunny.");

    const { tree, summary, span } = await onlyTrace();
    expect(tree).toEqual([
      `AGENT ${method}`,
      "  CHAT_MODEL generate_content gemini-2.5-flash",
      "  TOOL execute_tool get_weather",
      "    UNKNOWN look it up",
      "  CHAT_MODEL generate_content gemini-2.5-flash",
    ]);
    expect(span("execute_tool get_weather").view.toolRun).toMatchObject({ arguments: { city: "Paris" } });
    expect(summary.cost_usd).toBeCloseTo(2 * costUsd, 12);
  },
);

test("embeddings record what was embedded, and of the vectors their number and length", async () => {
  const values = [0.25, -0.5, 1];
  provider.willAnswer({ json: { embeddings: [{ values }, { values }] } });
  await client().models.embedContent({ model: "gemini-embedding-001", contents: ["tea", "coffee"] });
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual(["EMBEDDING embeddings gemini-embedding-001"]);
  expect(spans[0]!.view).toMatchObject({ inputs: ["tea", "coffee"], outputs: { embeddings: 2, dimensions: 3 } });
});

test("an image that a model of conversation draws is a part of its answer", async () => {
  const inlineData = { mimeType: "image/png", data: png };
  provider.willAnswer({ json: answer([{ text: "Here:" }, { inlineData }]) });
  await client().models.generateContent({ model: "gemini-2.5-flash-image", contents: "Draw tea." });
  const { spans } = await onlyTrace();
  expect(spans[0]!.view.outputMessages).toMatchObject([
    {
      parts: [
        { type: "text", text: "Here:" },
        { type: "media", modality: "image", mimeType: "image/png", base64: png },
      ],
    },
  ]);
});

const asked = { type: "text", text: "A cup of tea" };
const given = { type: "media", modality: "image", mimeType: "image/png", base64: png };
const stored = { type: "media", modality: "image", mimeType: "image/jpeg", uri: "gs://shelf/cup.jpg" };
const image = { imageBytes: png, mimeType: "image/png" };

test.each<{ method: string; call: (models: Models) => Promise<unknown>; input: object[]; parameters?: object }>([
  {
    method: "generateImages",
    call: (models) =>
      models.generateImages({
        model: "imagen-4",
        prompt: asked.text,
        config: { numberOfImages: 3, aspectRatio: "1:1" },
      }),
    input: [asked],
    parameters: { "choice.count": 3, aspect_ratio: "1:1" },
  },
  {
    method: "editImage",
    call: (models) => {
      const referenceImages = [Object.assign(new RawReferenceImage(), { referenceId: 1, referenceImage: image })];
      return models.editImage({ model: "imagen-4", prompt: asked.text, referenceImages });
    },
    input: [asked, given],
  },
  {
    method: "upscaleImage",
    call: (models) => models.upscaleImage({ model: "imagen-4", image, upscaleFactor: "x2" }),
    input: [given],
    parameters: { upscale_factor: "x2" },
  },
  {
    method: "recontextImage",
    call: (models) =>
      models.recontextImage({
        model: "imagen-4",
        source: {
          personImage: image,
          productImages: [{ productImage: { gcsUri: stored.uri, mimeType: stored.mimeType } }],
        },
      }),
    input: [given, stored],
  },
])(
  "$method records what it was asked with, the images, and which were withheld",
  async ({ call, input, parameters }) => {
    provider.willAnswer({
      json: {
        predictions: [
          { bytesBase64Encoded: png, mimeType: "image/png" },
          { gcsUri: stored.uri, mimeType: stored.mimeType },
          { raiFilteredReason: "People are not drawn." },
        ],
      },
    });
    await call(vertex().models);
    const { tree, spans, summary } = await onlyTrace();
    expect(tree).toEqual(["LLM image_generation imagen-4"]);
    expect(spans[0]!.view).toMatchObject({
      provider: "gcp.vertex_ai",
      ...(parameters && { modelParameters: parameters }),
      inputMessages: [{ role: "user", parts: input }],
      outputMessages: [{ role: "assistant", parts: [given, stored] }],
      finishReasons: ["People are not drawn."],
    });
    expect(summary.state).toBe("OK");
  },
);

test("of a video its start is recorded: what was asked, and the operation that will have it", async () => {
  const name = "projects/p/locations/l/publishers/google/models/veo-3/operations/7";
  provider.willAnswer({ json: { name } }, { status: 400, json: { error: { code: 400, message: "Too long." } } });
  const source = { prompt: "Tea is poured.", image };
  const film = () => vertex().models.generateVideos({ model: "veo-3", source, config: { durationSeconds: 8 } });
  expect((await film()).name).toBe(name);
  await expect(film()).rejects.toThrow("Too long.");
  const [begun, failed] = await recorder.traces();
  expect(begun!.tree).toEqual(["LLM video_generation veo-3"]);
  expect(begun!.spans[0]!.view).toMatchObject({
    modelParameters: { duration_seconds: 8 },
    inputMessages: [{ role: "user", parts: [{ type: "text", text: "Tea is poured." }, given] }],
    outputs: { operation: name, done: false },
  });
  expect(failed!.tree).toEqual(["LLM video_generation veo-3 !"]);
});

test("an error of the provider is on the span and reaches the application as it is", async () => {
  const error = { code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED" };
  provider.willAnswer({ status: 429, json: { error } });
  const asked = client().models.generateContent({ model, contents: "6 × 7?" });
  await expect(asked).rejects.toMatchObject({ name: "ApiError", status: 429 });
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual(["CHAT_MODEL generate_content gemini-2.5-flash !"]);
  expect(spans[0]!.attributes).toMatchObject({ "http.response.status_code": 429, "error.type": "RESOURCE_EXHAUSTED" });
});

test("attempts of a call are events on its one span", async () => {
  const busy = { status: 503, json: { error: { code: 503, message: "Busy", status: "UNAVAILABLE" } } };
  provider.willAnswer(busy, { json: answer([{ text: "42" }]) });
  const httpOptions = { baseUrl: provider.url, retryOptions: { attempts: 3, initialDelay: 0.01 } };
  await client({ httpOptions }).models.generateContent({ model, contents: "6 × 7?" });
  const { tree, spans } = await onlyTrace();
  expect(tree).toEqual(["CHAT_MODEL generate_content gemini-2.5-flash"]);
  expect(spans[0]!.events).toMatchObject([{ name: "retry", attributes: { "http.response.status_code": 503 } }]);
});

test("an answer by a schema is recorded once, and says that it is JSON", async () => {
  provider.willAnswer({ json: answer([{ text: '{"value":42}' }]) });
  const responseJsonSchema = { type: "object", properties: { value: { type: "number" } } };
  const config = { responseMimeType: "application/json", responseJsonSchema };
  await client().models.generateContent({ model, contents: "6 × 7?", config });
  const { spans } = await onlyTrace();
  expect(spans[0]!.attributes["gen_ai.output.type"]).toBe("json");
  expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ type: "text", text: '{"value":42}' }] }]);
});

test("every client is traced while the class Models is instrumented", async () => {
  provider.willAnswer({ json: answer([{ text: "a" }]) }, { json: answer([{ text: "b" }]) });
  const fresh = () => new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.url } });
  const stop = instrumentGemini(Models);
  await fresh().models.generateContent({ model, contents: "1" });
  stop();
  await fresh().models.generateContent({ model, contents: "2" });
  expect((await recorder.traces()).map(({ summary }) => summary.output_preview)).toEqual(["a"]);
});

test("without capture of content none is on the span", async () => {
  init({ url: recorder.url, captureContent: false });
  try {
    provider.willAnswer({ json: answer([{ text: "secret" }]) });
    await client().models.generateContent({ model, contents: "secret", config: { systemInstruction: "secret" } });
    const { spans, summary } = await onlyTrace();
    expect(JSON.stringify(spans[0]!.attributes)).not.toContain("secret");
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  } finally {
    init({ url: recorder.url });
  }
});
