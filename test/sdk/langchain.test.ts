import { CallbackManager } from "@langchain/core/callbacks/manager";
import * as messages from "@langchain/core/messages";
import * as prompts from "@langchain/core/prompts";
import * as retrievers from "@langchain/core/retrievers";
import * as runnables from "@langchain/core/runnables";
import * as tools from "@langchain/core/tools";
import * as langgraph from "@langchain/langgraph";
import * as prebuilt from "@langchain/langgraph/prebuilt";
import { ChatOpenAI } from "@langchain/openai";
import { trace } from "@spanloom/sdk";
import { instrumentLangChain, SpanloomTracer } from "@spanloom/sdk/langchain";
import * as v0 from "@spanloom/test-langchain-v0";
import { createAgent } from "langchain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type Recorder, startRecorder } from "./recorded.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

const v1 = { CallbackManager, messages, prompts, retrievers, runnables, tools, langgraph, prebuilt, ChatOpenAI };
// Both have what the tests use under the same names; their types are not each other's.
const versions = [
  { version: "1.x", lc: v1 },
  { version: "0.3", lc: v0 as unknown as typeof v1 },
];

const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] } as const;
const weatherCall = { id: "call_1", name: "get_weather", arguments: { city: "Paris" } };

describe.each(versions)("LangChain $version", ({ lc }) => {
  const model = (more: object = {}) =>
    new lc.ChatOpenAI({
      model: "gpt-4o-mini",
      apiKey: "none",
      maxRetries: 0,
      temperature: 0.2,
      configuration: { baseURL: `${provider.url}/v1` },
      ...more,
    });

  test("a chain of prompt, model and function is a tree with messages, tokens, cost and first token", async () => {
    provider.willAnswer(
      completion({ id: "chatcmpl-c", text: "Tea.", usage: { input: 120, output: 30, cached: 100, reasoning: 8 } }),
    );
    const chain = lc.prompts.ChatPromptTemplate.fromMessages([
      ["system", "Answer in one word."],
      ["human", "{question}"],
    ])
      .pipe(model())
      .pipe((answer: { content: unknown }) => String(answer.content).toUpperCase());

    const answer = await chain.invoke({ question: "What do I drink?" }, { callbacks: [new SpanloomTracer()] });

    expect(answer).toBe("TEA.");
    const [recorded] = await recorder.traces();
    expect(recorded?.tree).toEqual([
      "CHAIN RunnableSequence",
      "  PROMPT ChatPromptTemplate",
      "  CHAT_MODEL chat gpt-4o-mini",
      "  CHAIN RunnableLambda",
    ]);
    expect(recorded?.span("chat gpt-4o-mini").view).toMatchObject({
      provider: "openai",
      requestModel: "gpt-4o-mini",
      responseModel: "gpt-4o-mini-2024-07-18",
      responseId: "chatcmpl-c",
      finishReasons: ["stop"],
      usage: { inputTokens: 120, outputTokens: 30, cacheReadTokens: 100, reasoningTokens: 8 },
      inputMessages: [
        { role: "system", parts: [{ type: "text", text: "Answer in one word." }] },
        { role: "user", parts: [{ type: "text", text: "What do I drink?" }] },
      ],
      outputMessages: [{ role: "assistant", parts: [{ type: "text", text: "Tea." }] }],
      modelParameters: { temperature: 0.2 },
    });
    expect(recorded?.summary).toMatchObject({
      usage: { input_tokens: 120, output_tokens: 30, cache_read_tokens: 100, reasoning_tokens: 8 },
      cost_usd: expect.closeTo((20 * 0.15 + 100 * 0.075 + 30 * 0.6) / 1e6, 10),
    });
    expect(recorded?.spans[0]?.view).toMatchObject({ inputs: { question: "What do I drink?" }, outputs: "TEA." });
  });

  test("a streamed answer is recorded whole, with its usage and the time to its first token", async () => {
    provider.willAnswer(streamedCompletion({ text: "Green tea, hot.", usage: { input: 11, output: 4 } }));

    const stream = await model().stream("What do I drink?", { callbacks: [new SpanloomTracer()] });
    const said: string[] = [];
    for await (const chunk of stream) said.push(String(chunk.content));

    expect(said.join("")).toBe("Green tea, hot.");
    const [recorded] = await recorder.traces();
    expect(recorded?.spans).toHaveLength(1);
    expect(recorded?.spans[0]?.view).toMatchObject({
      type: "CHAT_MODEL",
      usage: { inputTokens: 11, outputTokens: 4 },
      outputMessages: [{ parts: [{ type: "text", text: "Green tea, hot." }] }],
      timeToFirstTokenSeconds: expect.any(Number),
    });
  });

  test("a graph's agent shows nodes, its tool's run paired with the call, and what trace() does inside the tool", async () => {
    provider.willAnswer(
      completion({ id: "chatcmpl-a", calls: [weatherCall], usage: { input: 50, output: 10 } }),
      completion({ id: "chatcmpl-b", text: "Sunny.", usage: { input: 80, output: 5 } }),
    );
    const look = trace((place: string) => `sunny in ${place}`, { name: "look out of the window" });
    const weather = lc.tools.tool(async (input) => look((input as { city: string }).city), {
      name: "get_weather",
      description: "The weather in a city",
      schema: city,
    });
    const agent = lc.prebuilt.createReactAgent({ llm: model(), tools: [weather], name: "forecaster" });

    await agent.invoke(
      { messages: [{ role: "user", content: "Weather in Paris?" }] },
      {
        callbacks: [new SpanloomTracer()],
        configurable: { thread_id: "thread-7" },
        metadata: { user_id: "ada", team: "web" },
        tags: ["demo"],
      },
    );

    const [recorded] = await recorder.traces();
    const tree = recorded!.tree.filter(
      (line) => !/CHAIN (Branch|RunnableSequence|RunnableLambda|prompt|call_model)/.test(line),
    );
    expect(tree.map((line) => line.trim())).toEqual([
      "WORKFLOW forecaster",
      "CHAIN agent",
      "CHAT_MODEL chat gpt-4o-mini",
      "CHAIN tools",
      "TOOL execute_tool get_weather",
      "UNKNOWN look out of the window",
      "CHAIN agent",
      "CHAT_MODEL chat gpt-4o-mini",
    ]);
    const tool = recorded!.span("execute_tool get_weather");
    expect(tool.view.toolRun).toEqual({
      id: "call_1",
      name: "get_weather",
      arguments: { city: "Paris" },
      result: "sunny in Paris",
    });
    expect(recorded!.span("look out of the window").parentSpanId).toBe(tool.spanId);
    expect(recorded!.span("chat gpt-4o-mini").view).toMatchObject({
      outputMessages: [{ parts: [{ type: "tool_call", ...weatherCall }] }],
      toolDefinitions: [{ name: "get_weather", parameters: { type: "object" } }],
    });
    expect(recorded!.summary).toMatchObject({
      session: "thread-7",
      user: "ada",
      tags: { demo: "true" },
      usage: { input_tokens: 130, output_tokens: 15 },
      input_preview: "Weather in Paris?",
      output_preview: "Sunny.",
    });
  });

  test("a failed call is an error on its span and on those above it, with the provider's word for it", async () => {
    provider.willAnswer({
      status: 429,
      json: { error: { message: "slow down", type: "tokens", code: "rate_limit_exceeded" } },
    });
    const chain = lc.runnables.RunnableLambda.from((text: string) => text).pipe(model());

    await expect(chain.invoke("hello", { callbacks: [new SpanloomTracer()] })).rejects.toThrow("slow down");

    const [recorded] = await recorder.traces();
    expect(recorded?.tree).toEqual([
      "CHAIN RunnableSequence !",
      "  CHAIN RunnableLambda",
      "  CHAT_MODEL chat gpt-4o-mini !",
    ]);
    const failed = recorded!.span("chat gpt-4o-mini");
    expect(failed.attributes).toMatchObject({ "error.type": "rate_limit_exceeded", "http.response.status_code": 429 });
    expect(failed.events.map(({ name }) => name)).toEqual(["exception"]);
    expect(recorded?.summary).toMatchObject({ state: "ERROR", error_count: 2 });
  });

  test("an answer by a schema, at the second attempt and about an image, is one trace with both attempts", async () => {
    provider.willAnswer(
      { status: 503, json: { error: { message: "busy", type: "server_error" } } },
      completion({ calls: [{ id: "call_1", name: "place", arguments: { city: "Paris" } }] }),
    );
    const structured = model().withStructuredOutput(city, { name: "place", method: "functionCalling" });
    const asked = new lc.messages.HumanMessage({
      content: [
        { type: "text", text: "Where is this?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ],
    });

    const answer = await structured
      .withRetry({ stopAfterAttempt: 2 })
      .invoke([asked], { callbacks: [new SpanloomTracer()] });

    expect(answer).toEqual({ city: "Paris" });
    const all = await recorder.traces();
    expect(all.map(({ tree }) => tree)).toEqual([
      [
        "CHAIN RunnableSequence",
        "  CHAIN RunnableSequence !",
        "    CHAT_MODEL chat gpt-4o-mini !",
        "  CHAIN RunnableSequence",
        "    CHAT_MODEL chat gpt-4o-mini",
        "    PARSER JsonOutputKeyToolsParser",
      ],
    ]);
    const [failed, taken] = all[0]!.spans.filter(({ view }) => view.type === "CHAT_MODEL");
    expect(failed?.attributes["http.response.status_code"]).toBe(503);
    expect(taken?.view).toMatchObject({
      toolDefinitions: [{ name: "place" }],
      inputMessages: [
        {
          role: "user",
          parts: [
            { type: "text", text: "Where is this?" },
            { type: "media", modality: "image", mimeType: "image/png", base64: "iVBORw0KGgo=" },
          ],
        },
      ],
      outputMessages: [{ parts: [{ type: "tool_call", name: "place", arguments: { city: "Paris" } }] }],
    });
  });

  test("parallel branches stay below their own parent, and a batch is one trace an input", async () => {
    const echo = (name: string) =>
      lc.runnables.RunnableLambda.from(async (text: string) =>
        trace(() => text + name, { name: `in ${name}` })(),
      ).withConfig({
        runName: name,
      });
    const both = lc.runnables.RunnableParallel.from({ left: echo("left"), right: echo("right") });

    await both.batch(["a", "b"], { callbacks: [new SpanloomTracer()] });

    const recorded = await recorder.traces();
    expect(recorded).toHaveLength(2);
    for (const each of recorded) {
      expect(each.span("in left").parentSpanId).toBe(each.span("left").spanId);
      expect(each.span("in right").parentSpanId).toBe(each.span("right").spanId);
    }
  });

  test("a retriever's documents are documents with their query", async () => {
    class Shelf extends lc.retrievers.BaseRetriever {
      lc_namespace = ["test"];
      override async _getRelevantDocuments(query: string) {
        return [{ pageContent: `about ${query}`, metadata: { page: 4 }, id: "doc-1" }];
      }
    }
    await new Shelf().invoke("tea", { callbacks: [new SpanloomTracer()] });

    const [recorded] = await recorder.traces();
    expect(recorded?.spans[0]?.view).toMatchObject({
      type: "RETRIEVER",
      query: "tea",
      documents: [{ id: "doc-1", content: "about tea", metadata: { page: 4 } }],
    });
  });

  test("a run inside our own span is its child, and a run inside trace() inside a tool is below that", async () => {
    provider.willAnswer(completion({ text: "inner" }));
    const tool = lc.tools.tool(
      async () =>
        trace(() => model().invoke("hi"), { name: "between" })().then((answer: { content: unknown }) =>
          String(answer.content),
        ),
      { name: "asks", description: "Asks a model", schema: { type: "object", properties: {} } },
    );
    const callbacks = [new SpanloomTracer()];
    await trace(() => tool.invoke({}, { callbacks }), { name: "request" })();

    const [recorded] = await recorder.traces();
    expect(recorded?.tree).toEqual([
      "UNKNOWN request",
      "  TOOL execute_tool asks",
      "    UNKNOWN between",
      "      CHAT_MODEL chat gpt-4o-mini",
    ]);
  });

  test("a graph that waits for a person is not an error", async () => {
    const { Annotation, Command, interrupt, MemorySaver, START, StateGraph } = lc.langgraph;
    const graph = new StateGraph(Annotation.Root({ answer: Annotation<string>() }))
      .addNode("ask", () => ({ answer: interrupt("really?") as string }))
      .addEdge(START, "ask")
      .compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: "t" }, callbacks: [new SpanloomTracer()] };
    await graph.invoke({}, config);
    await graph.invoke(new Command({ resume: "yes" }), config);

    const recorded = await recorder.traces();
    expect(recorded.map(({ summary }) => [summary.error_count, summary.session])).toEqual([
      [0, "t"],
      [0, "t"],
    ]);
    expect(recorded[0]!.span("ask").events.map(({ name }) => name)).toEqual(["langgraph.GraphInterrupt"]);
  });

  test("instrumented, every run is recorded once, with a tracer in callbacks too, and none after the undo", async () => {
    const undo = instrumentLangChain({ CallbackManager: lc.CallbackManager });
    const echo = lc.runnables.RunnableLambda.from((text: string) => text).withConfig({ runName: "echo" });
    await echo.invoke("a");
    await echo.invoke("b", { callbacks: [new SpanloomTracer()] });
    undo();
    await echo.invoke("c");

    const recorded = await recorder.traces();
    expect(recorded.map(({ tree, spans }) => `${tree.join()}: ${spans[0]?.view.inputs}`).sort()).toEqual([
      "CHAIN echo: a",
      "CHAIN echo: b",
    ]);
  });
});

test("createAgent of 1.x is an agent", async () => {
  provider.willAnswer(completion({ calls: [weatherCall] }), completion({ text: "Sunny." }));
  const weather = tools.tool(() => "sunny", { name: "get_weather", description: "Weather", schema: city });
  const model = new ChatOpenAI({
    model: "gpt-4o-mini",
    apiKey: "none",
    configuration: { baseURL: `${provider.url}/v1` },
  });
  const agent = createAgent({ model, tools: [weather], systemPrompt: "Be brief.", name: "forecaster" });
  await agent.invoke({ messages: [{ role: "user", content: "Weather?" }] }, { callbacks: [new SpanloomTracer()] });

  const [recorded] = await recorder.traces();
  expect(recorded?.spans[0]?.view).toMatchObject({ type: "AGENT", agent: "forecaster" });
  expect(recorded?.span("chat gpt-4o-mini").view.inputMessages?.[0]).toEqual({
    role: "system",
    parts: [{ type: "text", text: "Be brief." }],
  });
});

test("a tool that failed is an error, and its graph goes on", async () => {
  provider.willAnswer(completion({ calls: [weatherCall] }), completion({ text: "No idea." }));
  const weather = tools.tool(
    () => {
      throw new Error("no window");
    },
    { name: "get_weather", description: "Weather", schema: city },
  );
  const llm = new ChatOpenAI({
    model: "gpt-4o-mini",
    apiKey: "none",
    configuration: { baseURL: `${provider.url}/v1` },
  });
  const agent = prebuilt.createReactAgent({ llm, tools: [weather] });
  await agent.invoke({ messages: [{ role: "user", content: "Weather?" }] }, { callbacks: [new SpanloomTracer()] });

  const [recorded] = await recorder.traces();
  expect(recorded?.span("execute_tool get_weather").status).toEqual({ code: 2, message: "no window" });
  expect(recorded?.summary).toMatchObject({ state: "OK", output_preview: "No idea." });
});
