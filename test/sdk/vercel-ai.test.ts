import { createOpenAI as openAi4 } from "@ai-sdk/openai";
import { init, trace } from "@spanloom/sdk";
import { instrumentVercelAi, observe, telemetry } from "@spanloom/sdk/vercel-ai";
import { ai as ai4, createOpenAI as openAi1 } from "@spanloom/test-ai-v4";
import * as ai7 from "ai";
import { createOpenAI as openAi2 } from "ai-sdk-openai-v2";
import { createOpenAI as openAi3 } from "ai-sdk-openai-v3";
import * as ai5 from "ai-v5";
import * as ai6 from "ai-v6";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  recorder = await startRecorder();
});
afterAll(() => recorder.close());
beforeEach(async () => {
  provider = await startProvider();
  await recorder.traces();
});
afterEach(() => provider.close());

// The tests use what all four have; their types are not each other's.
const versions = [
  { version: 4, ai: ai4 as unknown as typeof ai6, createOpenAI: openAi1 as unknown as typeof openAi3 },
  { version: 5, ai: ai5 as unknown as typeof ai6, createOpenAI: openAi2 as unknown as typeof openAi3 },
  { version: 6, ai: ai6, createOpenAI: openAi3 },
  { version: 7, ai: ai7 as unknown as typeof ai6, createOpenAI: openAi4 as unknown as typeof openAi3 },
];

const weatherCall = { id: "call_1", name: "get_weather", arguments: { city: "Paris" } };
const city = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
  additionalProperties: false,
};

const png = "iVBORw0KGgoAAAANSUhEUgAAAAE=";
const mp3 = Buffer.from("ID3 a recording of somebody who wants tea");

describe.each(versions)("version $version of the AI SDK", ({ version, ai, createOpenAI }) => {
  const openai = () =>
    createOpenAI({
      apiKey: "none",
      baseURL: `${provider.url}/v1`,
      ...(version === 4 && { compatibility: "strict" }),
    } as never);
  const model = () => openai().chat("gpt-4o-mini");
  const look = trace((place: string) => `sunny in ${place}`, { name: "look out of the window" });
  const weather = () => ({
    get_weather: {
      description: "The weather in a city",
      [version === 4 ? "parameters" : "inputSchema"]: ai.jsonSchema(city),
      execute: async (input: { city: string }) => look(input.city),
    },
  });
  const steps = version === 4 ? { maxSteps: 3 } : { stopWhen: ai.stepCountIs(3) };
  const types = (tree: readonly string[]) => tree.map((line) => line.trimEnd().replace(/(\S+) .*$/, "$1"));
  const outer = version === 7 ? "AGENT" : "CHAIN";

  test("generateText with a tool: two model calls and the tool's run below the call, tokens counted once", async () => {
    provider.willAnswer(
      completion({
        id: "chatcmpl-a",
        calls: [weatherCall],
        usage: { input: 50, output: 10, cached: 20, reasoning: 4 },
      }),
      completion({ id: "chatcmpl-b", text: "Sunny.", usage: { input: 80, output: 5 } }),
    );

    const { text } = await ai.generateText({
      model: model(),
      system: "Be brief.",
      prompt: "Weather in Paris?",
      temperature: 0.2,
      tools: weather(),
      ...steps,
      experimental_telemetry: telemetry({ functionId: "forecaster", session: "chat-7", user: "ada" }),
    } as never);

    expect(text).toBe("Sunny.");
    const all = await recorder.traces();
    expect(all).toHaveLength(1);
    const [recorded] = all;
    expect(types(recorded!.tree)).toEqual([outer, "  CHAT_MODEL", "  TOOL", "    UNKNOWN", "  CHAT_MODEL"]);
    const [first, second] = recorded!.spans.filter(({ view }) => view.type === "CHAT_MODEL");
    expect(first?.view).toMatchObject({
      provider: "openai",
      requestModel: "gpt-4o-mini",
      responseModel: "gpt-4o-mini-2024-07-18",
      responseId: "chatcmpl-a",
      usage: { inputTokens: 50, outputTokens: 10 },
      inputMessages: [
        { role: "system", parts: [{ type: "text", text: "Be brief." }] },
        { role: "user", parts: [{ type: "text", text: "Weather in Paris?" }] },
      ],
      outputMessages: [{ role: "assistant", parts: [{ type: "tool_call", ...weatherCall }] }],
      toolDefinitions: [{ name: "get_weather", description: "The weather in a city" }],
      modelParameters: { temperature: 0.2 },
    });
    if (version >= 6) expect(first?.view.usage).toMatchObject({ cacheReadTokens: 20, reasoningTokens: 4 });
    expect(second?.view.inputMessages?.at(-1)).toMatchObject({
      role: "tool",
      parts: [{ type: "tool_result", id: "call_1", result: "sunny in Paris" }],
    });
    expect(recorded!.spans.find(({ view }) => view.type === "TOOL")?.view).toMatchObject({
      tool: "get_weather",
      toolRun: { id: "call_1", name: "get_weather", arguments: { city: "Paris" }, result: "sunny in Paris" },
    });
    expect(recorded!.summary).toMatchObject({
      session: "chat-7",
      user: "ada",
      usage: { input_tokens: 130, output_tokens: 15 },
      cost_usd: expect.any(Number),
      input_preview: expect.stringContaining("Weather in Paris?"),
      output_preview: "Sunny.",
    });
  });

  test("streamText below our own span: the same tree, with the time to the first token", async () => {
    provider.willAnswer(
      streamedCompletion({ id: "chatcmpl-a", calls: [weatherCall], usage: { input: 50, output: 10 } }),
      streamedCompletion({ id: "chatcmpl-b", text: "Sunny all day.", usage: { input: 80, output: 5 } }),
    );

    const said = await trace(
      async () => {
        const result = ai.streamText({
          model: model(),
          prompt: "Weather in Paris?",
          tools: weather(),
          ...steps,
          experimental_telemetry: telemetry(),
        } as never);
        let text = "";
        for await (const part of result.textStream) text += part;
        return text;
      },
      { name: "request" },
    )();

    expect(said).toBe("Sunny all day.");
    const all = await recorder.traces();
    expect(all.map(({ tree }) => types(tree))).toEqual([
      ["UNKNOWN", `  ${outer}`, "    CHAT_MODEL", "    TOOL", "      UNKNOWN", "    CHAT_MODEL"],
    ]);
    const calls = all[0]!.spans.filter(({ view }) => view.type === "CHAT_MODEL");
    expect(calls.map(({ view }) => view.timeToFirstTokenSeconds)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(calls[1]?.view).toMatchObject({
      usage: { inputTokens: 80, outputTokens: 5 },
      outputMessages: [{ parts: [{ type: "text", text: "Sunny all day." }] }],
    });
    expect(all[0]!.summary.usage).toMatchObject({ input_tokens: 130, output_tokens: 15 });
  });

  test("generateObject keeps the object, embedMany what was embedded", async () => {
    provider.willAnswer(completion({ text: '{"city":"Paris"}', usage: { input: 30, output: 6 } }), {
      json: {
        object: "list",
        model: "text-embedding-3-small",
        data: [
          { object: "embedding", index: 0, embedding: [0.1, 0.2] },
          { object: "embedding", index: 1, embedding: [0.3, 0.4] },
        ],
        usage: { prompt_tokens: 7, total_tokens: 7 },
      },
    });
    const { object } = await ai.generateObject({
      model: model(),
      schema: ai.jsonSchema(city),
      mode: "json", // version 4 asks a tool otherwise
      prompt: "Which city?",
      experimental_telemetry: telemetry(),
    } as never);
    expect(object).toEqual({ city: "Paris" });
    await ai.embedMany({
      model: (openai() as never as Record<string, (id: string) => never>)[
        version === 4 ? "embedding" : version === 7 ? "embeddingModel" : "textEmbeddingModel"
      ]!("text-embedding-3-small"),
      values: ["tea", "coffee"],
      experimental_telemetry: telemetry(),
    } as never);

    const recorded = await recorder.traces();
    expect(recorded.map(({ tree }) => types(tree))).toEqual([
      [outer, "  CHAT_MODEL"],
      ["CHAIN", "  EMBEDDING"],
    ]);
    expect(recorded[0]?.spans[0]?.view.outputs).toEqual({ city: "Paris" });
    expect(recorded[0]?.summary.usage).toMatchObject({ input_tokens: 30, output_tokens: 6 });
    expect(recorded[1]?.spans[1]?.view).toMatchObject({
      inputs: ["tea", "coffee"],
      requestModel: "text-embedding-3-small",
      usage: { inputTokens: 7 },
    });
    expect(recorded[1]?.summary.usage).toMatchObject({ input_tokens: 7 });
  });

  test("a call that fails and a stream that is aborted end, the one as an error", async () => {
    provider.willAnswer({ status: 400, json: { error: { message: "no such model" } } });
    await expect(
      ai.generateText({ model: model(), prompt: "Hi", maxRetries: 0, experimental_telemetry: telemetry() } as never),
    ).rejects.toThrow("no such model");
    const [failed] = await recorder.traces();
    expect(failed?.summary.state).toBe("ERROR");
    expect(failed?.tree.every((line) => line.endsWith(" !"))).toBe(true);
    expect(failed?.spans[0]?.status.message).toContain("no such model");

    const abort = new AbortController();
    provider.willAnswer({
      headers: { "content-type": "text/event-stream" },
      chunks: (async function* () {
        const { chunks } = streamedCompletion({ text: "one two" });
        yield* [...(chunks as Iterable<string>)].slice(0, 2);
        await new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
      })(),
    });
    const result = ai.streamText({
      model: model(),
      prompt: "Hi",
      abortSignal: abort.signal,
      onError: () => undefined,
      experimental_telemetry: telemetry(),
    } as never);
    const read = (async () => {
      for await (const part of result.textStream) if (part !== "") abort.abort();
    })();
    await read.catch(() => undefined);
    // Version 4 never ends the spans of a stream that was aborted.
    expect(await recorder.traces()).toHaveLength(version === 4 ? 0 : 1);
    // They would be sent unfinished in a later test.
    init({ url: recorder.url });
  });

  test("observe turns recording on for every call and leaves the rest of the module as it is", async () => {
    provider.willAnswer(completion({ text: "Tea." }), completion({ text: "Tea." }));
    const { generateText, jsonSchema } = observe(ai, { session: "chat-8" });
    expect(jsonSchema).toBe(ai.jsonSchema);
    await generateText({ model: model(), prompt: "Hi" });
    await generateText({ model: model(), prompt: "Hi", experimental_telemetry: { isEnabled: false } });
    const recorded = await recorder.traces();
    expect(recorded.map(({ summary }) => summary.session)).toEqual(["chat-8"]);
  });

  test("a call about an image that is taken at the second attempt is one trace, its tokens counted once", async () => {
    const busy = { status: 503, headers: { "retry-after-ms": "1" }, json: { error: { message: "busy" } } };
    provider.willAnswer(busy, completion({ text: "A cup.", usage: { input: 40, output: 3 } }));
    await ai.generateText({
      model: model(),
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", image: Buffer.from(png, "base64"), mediaType: "image/png", mimeType: "image/png" },
          ],
        },
      ],
      experimental_telemetry: telemetry(),
    } as never);
    const all = await recorder.traces();
    // Versions 4 to 6 have a span for each attempt.
    const attempts = version === 7 ? ["  CHAT_MODEL"] : ["  CHAT_MODEL", "  CHAT_MODEL"];
    expect(all.map(({ tree }) => types(tree))).toEqual([[outer, ...attempts]]);
    if (version === 7)
      expect(all[0]?.spans[1]?.events).toMatchObject([
        { name: "retry", attributes: { "http.response.status_code": 503, "http.request.resend_count": 1 } },
      ]);
    else expect(all[0]?.spans[1]?.status).toEqual({ code: 2, message: "busy" });
    expect(all[0]?.spans.at(-1)?.view.inputMessages).toMatchObject([
      {
        role: "user",
        parts: [
          { type: "text", text: "What is this?" },
          { type: "media", modality: "image", mimeType: "image/png", base64: png },
        ],
      },
    ]);
    expect(all[0]?.summary).toMatchObject({ state: "OK", usage: { input_tokens: 40, output_tokens: 3 } });
  });

  type Made = { images: unknown[]; text: string };
  const media = () => {
    const observed = observe(ai, { session: "chat-9" }) as never as Record<string, (given: object) => Promise<Made>>;
    const named = (name: string) => observed[name] ?? observed[`experimental_${name}`]!;
    return {
      generateImage: named("generateImage"),
      generateSpeech: named("generateSpeech"),
      transcribe: named("transcribe"),
    };
  };

  test("images, speech and transcripts of an observed module are one span each, with what was asked and what came", async () => {
    const usage = { input_tokens: 12, output_tokens: 1_056, total_tokens: 1_068 };
    provider.willAnswer(
      { json: { created: 1, data: [{ b64_json: png }, { b64_json: png }], usage } },
      { headers: { "content-type": "audio/mpeg" }, chunks: [mp3] },
      { json: { text: "Tea, please." } },
    );
    const { generateImage, generateSpeech, transcribe } = media();
    const { images } = await generateImage({ model: openai().image("gpt-image-1"), prompt: "A cup of tea", n: 2 });
    expect(images).toHaveLength(2);
    await generateSpeech({ model: openai().speech("tts-1"), text: "Tea, please.", voice: "alloy" });
    const { text } = await transcribe({ model: openai().transcription("whisper-1"), audio: mp3 });
    expect(text).toBe("Tea, please.");

    const recorded = await recorder.traces();
    expect(recorded.map(({ tree }) => tree)).toEqual([
      ["LLM image_generation gpt-image-1"],
      ["LLM speech tts-1"],
      ["LLM transcription whisper-1"],
    ]);
    for (const { spans, summary } of recorded) {
      expect(spans[0]!.view.provider).toBe("openai");
      expect(summary).toMatchObject({ state: "OK", session: "chat-9" });
    }
    const [image, speech, transcript] = recorded.map(({ spans }) => spans[0]!.view);
    const drawn = { type: "media", modality: "image", mimeType: "image/png", base64: png };
    expect(image).toMatchObject({
      modelParameters: { "choice.count": 2 },
      inputMessages: [{ role: "user", parts: [{ type: "text", text: "A cup of tea" }] }],
      outputMessages: [{ role: "assistant", parts: [drawn, drawn] }],
    });
    if (version >= 6) expect(image?.usage).toMatchObject({ inputTokens: 12, outputTokens: 1_056 });
    expect(speech).toMatchObject({
      modelParameters: { voice: "alloy" },
      inputs: { input: "Tea, please." },
      outputs: { content_type: expect.stringMatching(/^audio\/(mpeg|mp3)$/), size_bytes: mp3.length },
    });
    expect(transcript).toMatchObject({ inputs: { audio: { size_bytes: mp3.length } }, outputs: "Tea, please." });
  });

  test("images, speech and transcripts that fail are errors, below the span in which they were asked for", async () => {
    provider.willAnswer(...Array(3).fill({ status: 400, json: { error: { message: "no such model" } } }));
    const { generateImage, generateSpeech, transcribe } = media();
    const request = trace(
      async () => [
        await generateImage({ model: openai().image("gpt-image-1"), prompt: "Tea" }).catch(String),
        await generateSpeech({ model: openai().speech("tts-1"), text: "Tea" }).catch(String),
        await transcribe({ model: openai().transcription("whisper-1"), audio: mp3 }).catch(String),
      ],
      { name: "request" },
    );
    expect(await request()).toEqual(Array(3).fill(expect.stringContaining("no such model")));
    const [recorded] = await recorder.traces();
    expect(recorded?.tree).toEqual([
      "UNKNOWN request",
      "  LLM image_generation gpt-image-1 !",
      "  LLM speech tts-1 !",
      "  LLM transcription whisper-1 !",
    ]);
    expect(recorded?.spans[1]?.attributes).toMatchObject({ "http.response.status_code": 400 });
  });

  test("content that is off is nowhere, counts and models stay", async () => {
    init({ url: recorder.url, captureContent: false });
    provider.willAnswer(completion({ text: "secret answer", usage: { input: 9, output: 3 } }));
    await ai.generateText({
      model: model(),
      system: "secret rule",
      prompt: "secret question",
      experimental_telemetry: telemetry(),
    });
    const [recorded] = await recorder.traces();
    init({ url: recorder.url });
    expect(
      JSON.stringify(recorded?.spans, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("secret");
    expect(recorded?.summary).toMatchObject({
      usage: { input_tokens: 9, output_tokens: 3 },
      models: ["gpt-4o-mini-2024-07-18"],
    });
  });
});

test.each([
  {
    version: 5,
    Agent: (ai5 as never as { Experimental_Agent: typeof ai6.ToolLoopAgent }).Experimental_Agent,
    ai: ai5,
    createOpenAI: openAi2,
  },
  { version: 6, Agent: ai6.ToolLoopAgent, ai: ai6, createOpenAI: openAi3 },
  { version: 7, Agent: ai7.ToolLoopAgent as never as typeof ai6.ToolLoopAgent, ai: ai7, createOpenAI: openAi4 },
])("an agent of version $version is recorded, made by an observed class", async ({ version, ai, createOpenAI }) => {
  provider.willAnswer(completion({ text: "Hello." }));
  const observed = observe(ai) as never as Record<string, typeof ai6.ToolLoopAgent>;
  const Agent = observed[version === 5 ? "Experimental_Agent" : "ToolLoopAgent"]!;
  const model = createOpenAI({ apiKey: "none", baseURL: `${provider.url}/v1` }).chat("gpt-4o-mini");
  const agent = new Agent({ model: model as never, instructions: "Greet.", id: "greeter" } as never);
  const { text } = await agent.generate({ prompt: "Hi" });
  expect(text).toBe("Hello.");
  const [recorded] = await recorder.traces();
  expect(recorded?.spans).toHaveLength(2);
  expect(recorded?.spans[0]?.view.agent).toBe("greeter");
});

test("version 7 is recorded without a word at the call, once instrument was called, until its undo", async () => {
  provider.willAnswer(completion({ text: "a" }), completion({ text: "b" }));
  const model = openAi4({ apiKey: "none", baseURL: `${provider.url}/v1` }).chat("gpt-4o-mini");
  const undo = instrumentVercelAi();
  await ai7.generateText({ model, prompt: "1" });
  undo();
  await ai7.generateText({ model, prompt: "2" });
  expect((await recorder.traces()).map(({ tree }) => tree)).toEqual([
    ["AGENT invoke_agent gpt-4o-mini", "  CHAT_MODEL chat gpt-4o-mini"],
  ]);
});

test("images that are changed record the images that were given with the prompt", async () => {
  provider.willAnswer({ json: { created: 1, data: [{ b64_json: png }] } });
  const { generateImage } = observe(ai7, { recordOutputs: false, functionId: "retouch" });
  const model = openAi4({ apiKey: "none", baseURL: `${provider.url}/v1` }).image("gpt-image-1");
  await generateImage({ model, prompt: { text: "Add a spoon", images: [Buffer.from(png, "base64")] } });
  const [recorded] = await recorder.traces();
  expect(recorded?.tree).toEqual(["LLM retouch"]);
  expect(recorded?.spans[0]?.view).toMatchObject({
    inputMessages: [
      {
        role: "user",
        parts: [
          { type: "text", text: "Add a spoon" },
          { type: "media", modality: "image", base64: png },
        ],
      },
    ],
  });
  expect(recorded?.spans[0]?.view.outputMessages).toBeUndefined();
});

test("version 7 tells the telemetry of one call of speech and of transcripts, streamed ones too", async () => {
  provider.willAnswer({ headers: { "content-type": "audio/mpeg" }, chunks: [mp3] }, { json: { text: "Tea." } });
  const openai = openAi4({ apiKey: "none", baseURL: `${provider.url}/v1` });
  const asked = telemetry({ functionId: "narrator", user: "ada" });
  await ai7.generateSpeech({ model: openai.speech("tts-1"), text: "Tea.", telemetry: asked });
  await ai7.transcribe({ model: openai.transcription("whisper-1"), audio: mp3, telemetry: telemetry() });
  const undo = instrumentVercelAi();
  // Streamed transcripts go over a socket, which no HTTP server answers: the model is made by hand.
  const model = {
    ...{ specificationVersion: "v4", provider: "openai.transcription", modelId: "gpt-realtime-whisper" },
    doStream: async () => ({
      stream: new ReadableStream({
        start(controller) {
          controller.enqueue({ type: "finish", text: "Tea it is.", segments: [] });
          controller.close();
        },
      }),
    }),
  };
  const stream = ai7.experimental_streamTranscribe({
    model: model as never,
    audio: new Blob([mp3]).stream() as never,
    inputAudioFormat: { type: "audio/pcm", rate: 24_000 } as never,
  });
  expect(await stream.text).toBe("Tea it is.");
  undo();
  const recorded = await recorder.traces();
  expect(recorded.map(({ tree, spans, summary }) => [tree.join(), spans[0]?.view.outputs, summary.user])).toEqual([
    ["LLM narrator", { content_type: "audio/mpeg", size_bytes: mp3.length }, "ada"],
    ["LLM transcription whisper-1", "Tea.", ""],
    ["LLM transcription gpt-realtime-whisper", "Tea it is.", ""],
  ]);
});
