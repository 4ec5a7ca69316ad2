/** What examples in doc comments take for granted: each name here is imported into the examples that use it. */

import { createOpenAI } from "@ai-sdk/openai";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableLambda } from "@langchain/core/runnables";
import { createClient } from "@spanloom/sdk";

export { Client } from "@modelcontextprotocol/sdk/client/index.js";
export { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
export { Server } from "@modelcontextprotocol/sdk/server/index.js";
export { generateText } from "ai";

export const client = createClient({ url: "http://localhost:5000", experiment: "docstrings" });

const run = await client.startRun({ name: "stage" });
await run.logParams({ rate: 0.1 });
await run.end();
export const { runId } = run;

export const answer = async (question: string) => `You asked: ${question}`;

export const chain = ChatPromptTemplate.fromTemplate("{question}").pipe(RunnableLambda.from(() => "A drink."));

export const model = createOpenAI({ apiKey: "none" }).chat("gpt-4o-mini");
