import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI } from "@google/genai";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { ChatOpenAI } from "@langchain/openai";
import { Mistral } from "@mistralai/mistralai";
import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Agent, OpenAIResponsesModel, Runner, setTraceProcessors, setTracingDisabled, tool } from "@openai/agents";
import { createClient, flush, init, shutdown, withSpan } from "@spanloom/sdk";
import * as anthropic from "@spanloom/sdk/anthropic";
import * as bedrock from "@spanloom/sdk/bedrock";
import * as gemini from "@spanloom/sdk/gemini";
import { SpanloomTracer } from "@spanloom/sdk/langchain";
import * as mcp from "@spanloom/sdk/mcp";
import * as mistral from "@spanloom/sdk/mistral";
import * as openai from "@spanloom/sdk/openai";
import { SpanloomProcessor } from "@spanloom/sdk/openai-agents";
import { telemetry } from "@spanloom/sdk/vercel-ai";
import { startMlflowServer } from "@spanloom/test/harness/mlflow-server.ts";
import { describeWith } from "@spanloom/test/harness/requires.ts";
import { until } from "@spanloom/test/harness/wait.ts";
import { generateText, jsonSchema, stepCountIs } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { weatherServer } from "./mcp-server.ts";
import { type FakeProvider, type ProviderAnswer, startProvider } from "./provider.ts";
import { response } from "./responses.ts";

/** One call through each integration, and what MLflow's own server, version 3.17.2, says of it over its API. */
interface Case {
  readonly name: string;
  readonly answers: readonly ProviderAnswer[];
  readonly call: () => Promise<unknown>;
  /** `TYPE name`, children indented below their parents; what the call is below is left out. */
  readonly tree: readonly string[];
  /** Tokens of the trace, in and out. */
  readonly usage?: readonly [input: number, output: number];
  /** Words in the inputs and the outputs of its spans. */
  readonly asked: string;
  readonly answered: string;
}

let provider: FakeProvider;
let http2: FakeProvider;

const weatherCall = { id: "call_1", name: "get_weather", arguments: { city: "Paris" } };
const twoSteps = [
  completion({ calls: [weatherCall], usage: { input: 50, output: 10 } }),
  completion({ text: "Sunny.", usage: { input: 80, output: 5 } }),
];
const openAiClient = () => new OpenAI({ apiKey: "none", baseURL: `${provider.url}/v1`, maxRetries: 0 });
const question = [{ role: "user" as const, content: "What is 6 × 7?" }];
const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

const cases: readonly Case[] = [
  {
    name: "openai",
    answers: [completion({ text: "It is 42.", usage: { input: 1_200, output: 300 } })],
    call: () => openai.observe(openAiClient()).chat.completions.create({ model: "gpt-4o-mini", messages: question }),
    tree: ["CHAT_MODEL chat gpt-4o-mini"],
    usage: [1_200, 300],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "openai, streaming",
    answers: [streamedCompletion({ text: "It is 42.", usage: { input: 1_200, output: 300 } })],
    call: async () => {
      const client = openai.observe(openAiClient());
      const stream = await client.chat.completions.create({ model: "gpt-4o-mini", messages: question, stream: true });
      for await (const _ of stream);
    },
    tree: ["CHAT_MODEL chat gpt-4o-mini"],
    usage: [1_200, 300],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "anthropic",
    answers: [
      {
        json: {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: "claude-sonnet-4-6-20260115",
          content: [{ type: "text", text: "It is 42." }],
          stop_reason: "end_turn",
          stop_sequence: null,
          usage: { input_tokens: 100, output_tokens: 250 },
        },
      },
    ],
    call: () =>
      anthropic
        .observe(new Anthropic({ apiKey: "none", baseURL: provider.url, maxRetries: 0 }))
        .messages.create({ model: "claude-sonnet-4-6", max_tokens: 500, messages: question }),
    tree: ["CHAT_MODEL chat claude-sonnet-4-6"],
    usage: [100, 250],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "gemini",
    answers: [
      {
        json: {
          candidates: [{ content: { role: "model", parts: [{ text: "It is 42." }] }, finishReason: "STOP", index: 0 }],
          usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 50, totalTokenCount: 1_050 },
          modelVersion: "gemini-2.5-flash",
          responseId: "resp_1",
        },
      },
    ],
    call: () =>
      gemini
        .observe(new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: provider.url } }))
        .models.generateContent({ model: "gemini-2.5-flash", contents: "What is 6 × 7?" }),
    tree: ["CHAT_MODEL generate_content gemini-2.5-flash"],
    usage: [1_000, 50],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "mistral",
    answers: [completion({ text: "It is 42.", usage: { input: 1_000, output: 200 } })],
    call: () =>
      mistral
        .observe(new Mistral({ apiKey: "none", serverURL: provider.url, retryConfig: { strategy: "none" } }))
        .chat.complete({ model: "mistral-large-2512", messages: question }),
    tree: ["CHAT_MODEL chat mistral-large-2512"],
    usage: [1_000, 200],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "bedrock",
    answers: [
      {
        json: {
          output: { message: { role: "assistant", content: [{ text: "It is 42." }] } },
          stopReason: "end_turn",
          usage: { inputTokens: 100, outputTokens: 200, totalTokens: 300 },
          metrics: { latencyMs: 12 },
        },
      },
    ],
    call: () => {
      const credentials = { accessKeyId: "none", secretAccessKey: "none" };
      const client = new BedrockRuntimeClient({
        region: "us-east-1",
        endpoint: http2.url,
        credentials,
        maxAttempts: 1,
      });
      const messages = [{ role: "user" as const, content: [{ text: "What is 6 × 7?" }] }];
      return bedrock.observe(client).send(new ConverseCommand({ modelId: claude, messages }));
    },
    tree: [`CHAT_MODEL chat ${claude}`],
    usage: [100, 200],
    asked: "6 × 7",
    answered: "It is 42.",
  },
  {
    name: "vercel-ai",
    answers: twoSteps,
    call: () =>
      generateText({
        model: createOpenAI({ apiKey: "none", baseURL: `${provider.url}/v1` }).chat("gpt-4o-mini"),
        prompt: "Weather in Paris?",
        tools: {
          get_weather: {
            description: "The weather in a city",
            inputSchema: jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } } }),
            execute: async ({ city }: { city: string }) => `sunny in ${city}`,
          },
        },
        stopWhen: stepCountIs(3),
        experimental_telemetry: telemetry({ functionId: "forecaster" }),
      } as never),
    tree: [
      "AGENT invoke_agent forecaster",
      "  CHAT_MODEL chat gpt-4o-mini",
      "  TOOL execute_tool get_weather",
      "  CHAT_MODEL chat gpt-4o-mini",
    ],
    usage: [130, 15],
    asked: "Weather in Paris?",
    answered: "Sunny.",
  },
  {
    name: "langchain",
    answers: [completion({ text: "Tea.", usage: { input: 120, output: 30 } })],
    call: () => {
      const configuration = { baseURL: `${provider.url}/v1` };
      const model = new ChatOpenAI({ model: "gpt-4o-mini", apiKey: "none", maxRetries: 0, configuration });
      const chain = ChatPromptTemplate.fromMessages([["human", "{question}"]]).pipe(model);
      return chain.invoke({ question: "What do I drink?" }, { callbacks: [new SpanloomTracer()] });
    },
    tree: ["CHAIN RunnableSequence", "  PROMPT ChatPromptTemplate", "  CHAT_MODEL chat gpt-4o-mini"],
    usage: [120, 30],
    asked: "What do I drink?",
    answered: "Tea.",
  },
  {
    name: "openai-agents",
    answers: [
      response({ call: weatherCall, usage: { input: 50, output: 10 } }),
      response({ text: "Sunny.", usage: { input: 80, output: 5 } }),
    ],
    call: () => {
      const get_weather = tool({
        name: "get_weather",
        description: "The weather in a city",
        parameters: z.object({ city: z.string() }),
        execute: async ({ city }) => `sunny in ${city}`,
      });
      const model = new OpenAIResponsesModel(openAiClient() as never, "gpt-4o-mini");
      const agent = new Agent({ name: "forecaster", instructions: "Be brief.", model, tools: [get_weather] });
      return new Runner({ workflowName: "Forecast" }).run(agent, "Weather in Paris?");
    },
    tree: [
      "WORKFLOW Forecast",
      "  AGENT invoke_agent forecaster",
      "    TASK turn 1",
      "      CHAT_MODEL chat gpt-4o-mini-2024-07-18",
      "      TOOL execute_tool get_weather",
      "    TASK turn 2",
      "      CHAT_MODEL chat gpt-4o-mini-2024-07-18",
    ],
    usage: [130, 15],
    asked: "Weather in Paris?",
    answered: "Sunny.",
  },
  {
    name: "mcp",
    answers: [],
    call: async () => {
      const client = mcp.observe(new McpClient({ name: "assistant", version: "1.0.0" }));
      const [here, there] = InMemoryTransport.createLinkedPair();
      await Promise.all([client.connect(here), weatherServer().connect(there)]);
      await client.callTool({ name: "get_weather", arguments: { city: "Paris" } });
      await client.close();
    },
    tree: [
      "TASK initialize",
      "TOOL tools/call get_weather",
      "  TOOL tools/call get_weather",
      "    UNKNOWN look out of the window",
    ],
    asked: "Paris",
    answered: "sunny in Paris",
  },
];

describeWith(["python"], "MLflow's own server shows a call through", () => {
  let mlflow: Awaited<ReturnType<typeof startMlflowServer>>;
  beforeAll(async () => {
    [mlflow, provider, http2] = await Promise.all([
      startMlflowServer(),
      startProvider(),
      startProvider({ http2: true }),
    ]);
    init({ url: mlflow.url, experiment: "integrations" });
    setTracingDisabled(false); // the library turns itself off where NODE_ENV is "test"
    setTraceProcessors([new SpanloomProcessor()]);
  });
  afterAll(async () => {
    await shutdown();
    await Promise.all([mlflow?.dispose(), provider?.close(), http2?.close()]);
  });

  test.each(cases)("$name", async ({ name, answers, call, tree, usage, asked, answered }) => {
    (name === "bedrock" ? http2 : provider).willAnswer(...answers);
    const traceId = await withSpan(
      async (span) => {
        await call();
        return span.traceId;
      },
      { name: "request" },
    );
    await flush();

    const client = createClient({ url: mlflow.url });
    const { info, spans } = await until(`the spans of ${name}`, async () => {
      const found = await client.getTrace(traceId).catch(() => undefined);
      return found !== undefined && found.spans.length > tree.length ? found : undefined;
    });
    const root = spans.find(({ parentSpanId }) => parentSpanId === undefined)!;
    expect(treeBelow(spans, root.spanId)).toEqual(tree);
    const said = (key: string) => JSON.stringify(spans.map(({ attributes }) => attributes[key]));
    expect(said("mlflow.spanInputs")).toContain(asked);
    expect(said("mlflow.spanOutputs")).toContain(answered);
    if (usage !== undefined) {
      expect(JSON.parse(info.trace_metadata!["mlflow.trace.tokenUsage"]!)).toMatchObject({
        input_tokens: usage[0],
        output_tokens: usage[1],
        total_tokens: usage[0] + usage[1],
      });
    }
  });
});

interface ReadSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly startTimeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

function treeBelow(spans: readonly ReadSpan[], parent: string, indent = ""): string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano))
    .flatMap(({ name, spanId, attributes }) => [
      `${indent}${String(attributes["mlflow.spanType"]).replaceAll('"', "")} ${name}`,
      ...treeBelow(spans, spanId, `${indent}  `),
    ]);
}
