import { init, trace } from "@spanloom/sdk";
import { instrumentOpenAI, observe } from "@spanloom/sdk/openai";
import OpenAI, { AzureOpenAI } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import OpenAIv4 from "openai-v4";
import OpenAIv5 from "openai-v5";
import OpenAIv6 from "openai-v6";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type RecordedTrace, type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

// All majors have what these tests use; their types are not each other's.
const majors = [
  { major: 4, Client: OpenAIv4 as unknown as typeof OpenAI },
  { major: 5, Client: OpenAIv5 as unknown as typeof OpenAI },
  { major: 6, Client: OpenAIv6 as unknown as typeof OpenAI },
  { major: 7, Client: OpenAI },
];

const hello = { model: "gpt-4o-mini", messages: [{ role: "user" as const, content: "What is 6 × 7?" }] };
const weatherTool = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
};
/** gpt-4o-mini: 0.15 USD a million tokens in, 0.075 from the cache, 0.60 out. */
const usage = { input: 1_200, output: 300, cached: 1_000, reasoning: 8 };
const costUsd = (200 * 0.15 + 1_000 * 0.075 + 300 * 0.6) / 1e6;

async function onlyTrace(): Promise<RecordedTrace> {
  const traces = await recorder.traces();
  expect(traces.map(({ tree }) => tree.join("\n"))).toHaveLength(1);
  return traces[0]!;
}

describe.each(majors)("openai $major: chat completions", ({ Client }) => {
  const client = (more: object = {}) =>
    observe(new Client({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0, ...more }));

  test("a call is one span with messages, parameters, answer, tokens and cost, and gives what it gave before", async () => {
    provider.willAnswer(completion({ id: "chatcmpl-1", text: "42", usage }));
    const observed = client();
    expect(observed).toBeInstanceOf(Client);

    const answer = await observed.chat.completions.create({ ...hello, temperature: 0.2, max_tokens: 50, stop: "\n" });

    expect(answer.choices[0]?.message.content).toBe("42");
    const { tree, summary, spans } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat gpt-4o-mini"]);
    expect(spans[0]!.kind).toBe(3);
    expect(spans[0]!.view).toMatchObject({
      provider: "openai",
      requestModel: "gpt-4o-mini",
      responseModel: "gpt-4o-mini-2024-07-18",
      responseId: "chatcmpl-1",
      finishReasons: ["stop"],
      usage: { inputTokens: 1_200, outputTokens: 300, cacheReadTokens: 1_000, reasoningTokens: 8 },
      modelParameters: { temperature: 0.2, max_tokens: 50, stop_sequences: ["\n"] },
      inputMessages: [{ role: "user", parts: [{ type: "text", text: "What is 6 × 7?" }] }],
      outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "42" }], finishReason: "stop" }],
    });
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
    expect(summary.input_preview).toBe("What is 6 × 7?");
    expect(summary.output_preview).toBe("42");
  });

  test("a stream is gathered, with its tool calls, usage and time to first token", async () => {
    const calls = [
      { id: "call_1", name: "get_weather", arguments: { city: "Paris" } },
      { id: "call_2", name: "get_weather", arguments: { city: "Rome" } },
    ];
    provider.willAnswer(streamedCompletion({ id: "chatcmpl-2", text: "Let me look.", calls, usage }));

    const stream = await client().chat.completions.create({ ...hello, tools: [weatherTool], stream: true });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";

    expect(text).toBe("Let me look.");
    const { spans, summary } = await onlyTrace();
    expect(spans[0]!.view).toMatchObject({
      responseId: "chatcmpl-2",
      finishReasons: ["tool_calls"],
      toolDefinitions: [{ name: "get_weather", description: "The weather of a city" }],
      outputMessages: [
        {
          role: "assistant",
          parts: [
            { type: "text", text: "Let me look." },
            { type: "tool_call", id: "call_1", name: "get_weather", arguments: { city: "Paris" } },
            { type: "tool_call", id: "call_2", name: "get_weather", arguments: { city: "Rome" } },
          ],
        },
      ],
    });
    expect(spans[0]!.view.timeToFirstTokenSeconds).toBeGreaterThan(0);
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("usage of a stream is asked for only where the user allows it", async () => {
    provider.willAnswer(streamedCompletion({ text: "a" }), streamedCompletion({ text: "b" }));
    const without = await client().chat.completions.create({ ...hello, stream: true });
    for await (const _ of without);
    const asking = observe(new Client({ apiKey: "none", baseURL: `${provider.url}/v1` }), { includeStreamUsage: true });
    for await (const _ of await asking.chat.completions.create({ ...hello, stream: true }));

    const [first, second] = provider.requests.slice(-2).map(({ body }) => body as Record<string, unknown>);
    expect(first!.stream_options).toBeUndefined();
    expect(second!.stream_options).toEqual({ include_usage: true });
    expect(await recorder.traces()).toHaveLength(2);
  });

  test("a stream that the application leaves keeps what came, and is no error", async () => {
    provider.willAnswer(streamedCompletion({ text: "one two three four" }));
    for await (const chunk of await client().chat.completions.create({ ...hello, stream: true })) {
      if (chunk.choices[0]?.delta.content?.startsWith("two")) break;
    }
    const { spans } = await onlyTrace();
    expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ type: "text", text: "one two " }] }]);
    expect(spans[0]!.events.map(({ name }) => name)).toEqual(["stream.cancelled"]);
    expect(spans[0]!.status.code).not.toBe(2);
  });

  test("an error of the provider is on the span, with its status and type, and reaches the application as it is", async () => {
    const body = { error: { message: "No such model", type: "invalid_request_error", code: "model_not_found" } };
    provider.willAnswer({ status: 404, headers: { "x-request-id": "req_9" }, json: body });

    await expect(client().chat.completions.create(hello)).rejects.toBeInstanceOf(Client.NotFoundError);

    const { tree, spans } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat gpt-4o-mini !"]);
    expect(spans[0]!.status.message).toBe("404 No such model");
    expect(spans[0]!.attributes).toMatchObject({
      "error.type": "model_not_found",
      "http.response.status_code": 404,
      "http.response.header.x-request-id": ["req_9"],
    });
    expect(spans[0]!.view.inputMessages).toHaveLength(1);
  });

  test("attempts of one call are events on its one span", async () => {
    const overloaded = { status: 429, headers: { "retry-after-ms": "1" }, json: { error: { message: "Slow down" } } };
    provider.willAnswer(overloaded, overloaded, completion({ text: "42" }));

    await client({ maxRetries: 2 }).chat.completions.create(hello);

    const { spans, tree } = await onlyTrace();
    expect(tree).toEqual(["CHAT_MODEL chat gpt-4o-mini"]);
    expect(spans[0]!.events.map(({ name, attributes }) => [name, attributes["http.response.status_code"]])).toEqual([
      ["retry", 429],
      ["retry", 429],
    ]);
    expect(spans[0]!.attributes["http.request.resend_count"]).toBe(2);
  });

  test("withResponse, asResponse and a promise that is awaited twice stay what they are, one span each", async () => {
    provider.willAnswer(completion({ text: "a" }), completion({ text: "b" }), completion({ text: "c" }));
    const { chat } = client();

    const { data, response } = await chat.completions.create(hello).withResponse();
    expect([data.choices[0]?.message.content, response.status]).toEqual(["a", 200]);
    const raw = (await (await chat.completions.create(hello).asResponse()).json()) as typeof data;
    expect(raw.choices[0]?.message.content).toBe("b");
    const promise = chat.completions.create(hello);
    expect((await promise).choices).toEqual((await promise).choices);

    const traces = await recorder.traces();
    const isNodeFetch = !(response instanceof Response);
    expect(traces.map(({ summary }) => summary.output_preview)).toEqual(["a", isNodeFetch ? "" : "b", "c"]);
  });

  test("images and files of a message are told apart", async () => {
    provider.willAnswer(completion({ text: "A cat." }));
    await client().chat.completions.create({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
            { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
            { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
          ],
        },
      ],
    });
    const { spans } = await onlyTrace();
    expect(spans[0]!.view.inputMessages).toMatchObject([
      { role: "system", parts: [{ type: "text", text: "Be brief." }] },
      {
        role: "user",
        parts: [
          { type: "text", text: "What is this?" },
          { type: "media", modality: "image", uri: "https://example.com/cat.png" },
          { type: "media", modality: "image", mimeType: "image/png" },
          { type: "media", modality: "audio", mimeType: "audio/wav" },
        ],
      },
    ]);
  });

  test("a call inside a traced function is its child", async () => {
    provider.willAnswer(completion({ text: "42" }));
    await trace(() => client().chat.completions.create(hello), { name: "ask" })();

    expect((await onlyTrace()).tree).toEqual(["UNKNOWN ask", "  CHAT_MODEL chat gpt-4o-mini"]);
  });

  test("runTools is one trace: an agent around the model's calls and the functions that it asked for", async () => {
    const calls = [{ id: "call_1", name: "get_weather", arguments: { city: "Paris" } }];
    provider.willAnswer(
      completion({ id: "chatcmpl-a", calls, usage }),
      completion({ id: "chatcmpl-b", text: "Sunny.", usage }),
    );
    const { chat, beta } = client() as OpenAI & { beta: { chat: OpenAI["chat"] } };
    const { completions } = "runTools" in chat.completions ? chat : beta.chat;

    const runner = completions.runTools({
      ...hello,
      tools: [
        {
          type: "function",
          function: {
            ...weatherTool.function,
            parse: JSON.parse,
            function: trace((input: { city: string }) => `Sun in ${input.city}`, { name: "look it up" }),
          },
        },
      ],
    });

    expect(await runner.finalContent()).toBe("Sunny.");
    const { tree, summary, span } = await onlyTrace();
    expect(tree).toEqual([
      "AGENT runTools",
      "  CHAT_MODEL chat gpt-4o-mini",
      "  TOOL execute_tool get_weather",
      "    UNKNOWN look it up",
      "  CHAT_MODEL chat gpt-4o-mini",
    ]);
    expect(span("execute_tool get_weather").view.toolRun).toMatchObject({
      arguments: { city: "Paris" },
      result: "Sun in Paris",
    });
    expect(summary.cost_usd).toBeCloseTo(2 * costUsd, 12);
    expect(summary.output_preview).toBe("Sunny.");
  });

  test("embeddings record what was embedded, and of the vectors their number and length", async () => {
    const vector = Buffer.from(new Float32Array([0.25, -0.5, 1, 0]).buffer).toString("base64");
    const embedding = (index: number) => ({ object: "embedding", index, embedding: vector });
    const data = [embedding(0), embedding(1)];
    const counts = { prompt_tokens: 2_000, total_tokens: 2_000 };
    provider.willAnswer({ json: { object: "list", model: "text-embedding-3-small", data, usage: counts } });

    const answer = await client().embeddings.create({ model: "text-embedding-3-small", input: ["tea", "coffee"] });

    expect(answer.data).toHaveLength(2);
    const { tree, spans, summary } = await onlyTrace();
    expect(tree).toEqual(["EMBEDDING embeddings text-embedding-3-small"]);
    expect(spans[0]!.view).toMatchObject({ inputs: ["tea", "coffee"], outputs: { embeddings: 2, dimensions: 4 } });
    expect(summary.cost_usd).toBeCloseTo((2_000 * 0.02) / 1e6, 12);
  });
});

describe("openai: what surrounds the calls", () => {
  const client = (more: object = {}) =>
    observe(new OpenAI({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0, ...more }));

  test("an answer that is parsed by a schema is recorded once, and says that it is JSON", async () => {
    const Answer = z.object({ value: z.number() });
    provider.willAnswer(completion({ text: '{"value":42}' }));

    const answer = await client().chat.completions.parse({
      ...hello,
      response_format: zodResponseFormat(Answer, "answer"),
    });

    expect(answer.choices[0]?.message.parsed).toEqual({ value: 42 });
    const { spans } = await onlyTrace();
    expect(spans).toHaveLength(1);
    expect(spans[0]!.attributes["gen_ai.output.type"]).toBe("json");
    expect(spans[0]!.view.outputMessages).toMatchObject([{ parts: [{ type: "text", text: '{"value":42}' }] }]);
  });

  test("the stream helper of the client works, and its aborted call is marked", async () => {
    provider.willAnswer(streamedCompletion({ text: "Hello there." }));
    const runner = client().chat.completions.stream(hello);
    expect((await runner.finalMessage()).content).toBe("Hello there.");
    const abort = new AbortController();
    async function* endless() {
      for (let n = 0; n < 10_000; n++) {
        const choices = [{ index: 0, delta: { content: `${n} ` }, finish_reason: null }];
        yield `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", model: "gpt-4o-mini", choices })}\n\n`;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    provider.willAnswer({ headers: { "content-type": "text/event-stream" }, chunks: endless() });
    const stream = await client().chat.completions.create({ ...hello, stream: true }, { signal: abort.signal });
    for await (const _ of stream) abort.abort();

    const [, aborted] = await recorder.traces();
    expect(aborted!.spans[0]!.events.map(({ name }) => name)).toEqual(["stream.cancelled"]);
    expect(aborted!.summary.output_preview).toMatch(/^0/);
  });

  test("tee, toReadableStream and the raw body of a stream give all to the application and one span each", async () => {
    provider.willAnswer(...["a b", "c d", "e f"].map((text) => streamedCompletion({ text, usage })));
    const create = () => client().chat.completions.create({ ...hello, stream: true });
    const [left, right] = (await create()).tee();
    const texts = ["", ""];
    for await (const chunk of left) texts[0] += chunk.choices[0]?.delta.content ?? "";
    for await (const chunk of right) texts[1] += chunk.choices[0]?.delta.content ?? "";
    expect(texts).toEqual(["a b", "a b"]);
    expect(await new Response((await create()).toReadableStream()).text()).toContain('"d"');
    const response = await client()
      .chat.completions.create({ ...hello, stream: true })
      .asResponse();
    let raw = "";
    for await (const bytes of response.body!) raw += new TextDecoder().decode(bytes);
    expect(raw).toContain("[DONE]");

    const traces = await recorder.traces();
    expect(traces.map(({ summary }) => summary.output_preview)).toEqual(["a b", "c d", "e f"]);
    for (const { summary } of traces) expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("a client made by withOptions, and a client of an instrumented class, are traced", async () => {
    provider.willAnswer(completion({ text: "a" }), completion({ text: "b" }), completion({ text: "c" }));
    await client().withOptions({ timeout: 1_000 }).chat.completions.create(hello);
    class Fresh extends OpenAI {}
    const stop = instrumentOpenAI(Fresh);
    const fresh = () => new Fresh({ apiKey: "none", baseURL: `${provider.url}/v1` });
    await fresh().chat.completions.create(hello);
    stop();
    await fresh().chat.completions.create(hello);

    const traces = await recorder.traces();
    expect(traces.map(({ summary }) => summary.output_preview)).toEqual(["a", "b"]);
  });

  test("runTools of a client of an instrumented class is one trace from its first use", async () => {
    provider.willAnswer(completion({ id: "chatcmpl-a", text: "Sunny." }));
    const stop = instrumentOpenAI(OpenAI);
    const fresh = new OpenAI({ apiKey: "none", baseURL: `${provider.url}/v1` });
    const tool = { type: "function" as const, function: { ...weatherTool.function, function: () => "Sun" } };
    expect(await fresh.chat.completions.runTools({ ...hello, tools: [tool] }).finalContent()).toBe("Sunny.");
    stop();
    expect((await onlyTrace()).tree).toEqual(["AGENT runTools", "  CHAT_MODEL chat gpt-4o-mini"]);
  });

  test.each([undefined, null, 7, {}, Object.freeze({ post() {}, get() {} }), { post: 1, get: 2 }])(
    "what is no client comes back as it is: %o",
    (value) => {
      expect(observe(value as never)).toBe(value);
    },
  );

  test("observing a client again changes nothing", async () => {
    provider.willAnswer(completion({ text: "a" }));
    const observed = client();
    expect(observe(observe(observed))).toBe(observed);
    await observed.chat.completions.create(hello);
    expect((await onlyTrace()).spans).toHaveLength(1);
  });

  test.each([
    ["https://openrouter.ai/api/v1", "openrouter"],
    ["https://api.groq.com/openai/v1", "groq"],
    ["https://api.deepseek.com", "deepseek"],
  ])("%s is the provider %s", async (baseURL, name) => {
    provider.willAnswer(completion({ text: "42" }));
    const redirected: typeof fetch = (url, init) => fetch(`${provider.url}${new URL(String(url)).pathname}`, init);
    await client({ baseURL, fetch: redirected }).chat.completions.create(hello);
    expect((await onlyTrace()).spans[0]!.view.provider).toBe(name);
  });

  test("Azure is told by its client, and priced by the model that answers, not by the deployment's name", async () => {
    provider.willAnswer(completion({ text: "42", usage }));
    const azure = observe(
      new AzureOpenAI({ apiKey: "none", apiVersion: "2024-10-21", baseURL: `${provider.url}/openai`, maxRetries: 0 }),
    );
    await azure.chat.completions.create({ ...hello, model: "my-deployment" });
    const { spans, summary } = await onlyTrace();
    expect(spans[0]!.view).toMatchObject({ provider: "azure.ai.openai", requestModel: "my-deployment" });
    expect(provider.requests.at(-1)!.path).toBe("/openai/deployments/my-deployment/chat/completions");
    expect(summary.cost_usd).toBeCloseTo(costUsd, 12);
  });

  test("a cost that the provider states is taken over", async () => {
    const answer = completion({ text: "42", usage }).json as { usage: object };
    provider.willAnswer({ json: { ...answer, usage: { ...answer.usage, cost: 0.0123 } } });
    await client().chat.completions.create(hello);
    expect((await onlyTrace()).summary.cost_usd).toBe(0.0123);
  });

  test("without capture of content no message, tool or answer is on the span, but counts and model are", async () => {
    init({ url: recorder.url, captureContent: false });
    try {
      provider.willAnswer(streamedCompletion({ text: "secret answer", usage }));
      const messages = [{ role: "user" as const, content: "secret question" }];
      const tools = [{ ...weatherTool, function: { ...weatherTool.function, description: "secret tool" } }];
      const stream = await client().chat.completions.create({ model: "gpt-4o-mini", messages, tools, stream: true });
      for await (const _ of stream);
      const { spans } = await onlyTrace();
      expect(JSON.stringify(spans[0], (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
        "secret",
      );
      expect(spans[0]!.view).toMatchObject({ responseModel: "gpt-4o-mini-2024-07-18", usage: { inputTokens: 1_200 } });
    } finally {
      init({ url: recorder.url });
    }
  });

  test.each([
    ["null", null],
    ["a text", "hello"],
    ["a list", [1, 2]],
    ["choices that are none", { choices: "none", usage: "much", id: 7, model: {} }],
    ["choices of nothing", { choices: [null, 1, { message: null }, { message: { content: 5, tool_calls: "x" } }] }],
    ["keys of prototypes", JSON.parse('{"__proto__":{"polluted":true},"choices":[{"message":{"constructor":1}}]}')],
    ["counts that cannot be", { choices: [], usage: { prompt_tokens: -1, completion_tokens: 1e300 } }],
    ["text with NUL and half a letter", completion({ text: "a\u0000b\ud800" }).json],
  ])("an answer that is %s reaches the application as without tracing", async (_, json) => {
    provider.willAnswer({ json }, { json });
    const plain = new OpenAI({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0 });
    const outcome = (asked: PromiseLike<unknown>) => Promise.resolve(asked).then(JSON.stringify, String);
    const expected = await outcome(plain.chat.completions.create(hello));
    expect(await outcome(client().chat.completions.create(hello))).toBe(expected);
    expect((await onlyTrace()).spans).toHaveLength(1);
  });

  test("a request whose body cannot be read is sent as without tracing, and its span has what could be read", async () => {
    provider.willAnswer(completion({ text: "42" }));
    const cycle: Record<string, unknown> = { role: "user", content: "6 × 7?" };
    Object.defineProperty(cycle, "self", { value: cycle, enumerable: false });
    const messages = new Proxy([cycle], {
      get(target, key, receiver) {
        if (key === "filter") throw new Error("not for you");
        return Reflect.get(target, key, receiver);
      },
    });
    const answer = await client().chat.completions.create({ model: "gpt-4o-mini", messages: messages as never });
    expect(answer.choices[0]?.message.content).toBe("42");
    expect((await onlyTrace()).summary.output_preview).toBe("42");
  });

  test("images, speech, transcription, moderation and completions are spans with what went in and came out", async () => {
    const { images, audio, moderations, completions } = client();
    provider.willAnswer(
      { json: { created: 1, data: [{ b64_json: "iVBORw0KGgo=" }], usage: { input_tokens: 10, output_tokens: 100 } } },
      { headers: { "content-type": "audio/mpeg" }, chunks: ["mp3"] },
      { json: { text: "Hello.", usage: { type: "tokens", input_tokens: 14, output_tokens: 3 } } },
      { json: { id: "modr-1", model: "omni-moderation-latest", results: [{ flagged: true }] } },
      {
        json: {
          id: "cmpl-1",
          model: "gpt-3.5-turbo-instruct",
          choices: [{ text: "b", finish_reason: "stop", index: 0 }],
        },
      },
    );
    await images.generate({ model: "gpt-image-1", prompt: "A cat" });
    const spoken = await audio.speech.create({ model: "tts-1", voice: "alloy", input: "Hello." });
    expect(await spoken.text()).toBe("mp3");
    const file = new File(["sound"], "hello.wav", { type: "audio/wav" });
    expect((await audio.transcriptions.create({ model: "gpt-4o-transcribe", file })).text).toBe("Hello.");
    await moderations.create({ input: "something bad" });
    await completions.create({ model: "gpt-3.5-turbo-instruct", prompt: "a" });

    const traces = await recorder.traces();
    expect(traces.flatMap(({ tree }) => tree)).toEqual([
      "LLM image_generation gpt-image-1",
      "LLM speech tts-1",
      "LLM transcription gpt-4o-transcribe",
      "GUARDRAIL moderation",
      "LLM text_completion gpt-3.5-turbo-instruct",
    ]);
    const views = traces.map(({ spans }) => spans[0]!.view);
    expect(views[0]!.outputMessages).toMatchObject([{ parts: [{ type: "media", modality: "image" }] }]);
    expect(views[1]).toMatchObject({ inputs: { input: "Hello." }, outputs: { content_type: "audio/mpeg" } });
    expect(views[2]).toMatchObject({
      inputs: { file: { name: "hello.wav", type: "audio/wav", size: 5 } },
      outputs: "Hello.",
      usage: { inputTokens: 14, outputTokens: 3 },
    });
    expect(views[3]).toMatchObject({ inputs: "something bad", outputs: [{ flagged: true }] });
    expect(views[4]).toMatchObject({
      inputMessages: [{ parts: [{ text: "a" }] }],
      outputMessages: [{ parts: [{ text: "b" }] }],
    });
  });
});
