import { createOpenAI } from "@ai-sdk/openai";
import { CallbackManager } from "@langchain/core/callbacks/manager";
import { RunnableLambda } from "@langchain/core/runnables";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import * as agents from "@openai/agents";
import { registerInstrumentations } from "@spanloom/sdk/instrumentations";
import { generateText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { completion } from "./chat-completions.ts";
import { type FakeProvider, startProvider } from "./provider.ts";
import { type Recorder, startRecorder } from "./recorded.ts";
import { response } from "./responses.ts";

let provider: FakeProvider;
let recorder: Recorder;

beforeAll(async () => {
  [provider, recorder] = await Promise.all([startProvider(), startRecorder()]);
  agents.setTracingDisabled(false); // the library turns itself off where NODE_ENV is "test"
  agents.setTraceProcessors([]);
});
afterAll(() => Promise.all([provider.close(), recorder.close()]));

/** One call of each framework, as an application makes it that knows nothing of tracing. */
async function callAll(): Promise<void> {
  provider.willAnswer(completion({ text: "a" }), response({ text: "b" }), completion({ text: "c" }));
  const options = { apiKey: "none", baseURL: `${provider.url}/v1` };
  await new OpenAI(options).chat.completions.create({
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: "Hi" }],
  });
  const model = new agents.OpenAIResponsesModel(new OpenAI(options) as never, "gpt-4o-mini");
  await agents.run(new agents.Agent({ name: "helper", model }), "Hi");
  await generateText({ model: createOpenAI(options).chat("gpt-4o-mini"), prompt: "Hi" });
  await RunnableLambda.from((text: string) => text).invoke("Hi");
  const server = new Server({ name: "plain", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(CallToolRequestSchema, async () => ({ content: [] }));
  const client = new Client({ name: "plain", version: "1" });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([client.connect(here), server.connect(there)]);
  await client.callTool({ name: "any", arguments: {} });
  await client.close();
}

test("one registration records every framework, one undo ends it", async () => {
  const undo = registerInstrumentations({
    openai: OpenAI,
    openaiAgents: agents,
    vercelAi: {},
    langchain: { CallbackManager },
    mcp: { Client, Server },
  });
  await callAll();
  const recorded = await recorder.traces();
  expect(recorded.map(({ tree }) => tree[0]).sort()).toEqual([
    "AGENT invoke_agent gpt-4o-mini",
    "CHAIN RunnableLambda",
    "CHAT_MODEL chat gpt-4o-mini",
    "TOOL tools/call any",
    "WORKFLOW Agent workflow",
  ]);
  // The agent's model call is recorded by the agents' integration and by the client's: one call, counted once.
  const agent = recorded.find(({ tree }) => tree[0]?.startsWith("WORKFLOW"));
  expect(agent?.spans.filter(({ view }) => view.type === "CHAT_MODEL")).toHaveLength(2);
  expect(agent?.summary.usage).toMatchObject({ input_tokens: 10, output_tokens: 5 });

  undo();
  await callAll();
  expect((await recorder.traces()).map(({ tree }) => tree)).toEqual([]);
});

test("what cannot be instrumented does not keep the rest from it, and never throws into the application", async () => {
  const undo = registerInstrumentations({
    openai: null as never,
    mcp: 7 as never,
    langchain: { CallbackManager },
  });
  await RunnableLambda.from((text: string) => text).invoke("Hi");
  undo();
  expect((await recorder.traces()).map(({ tree }) => tree)).toEqual([["CHAIN RunnableLambda"]]);
});
