import { expect, it } from "vitest";
import { foldProvider } from "./providers.ts";

it.each<[given: string | undefined, folded: string | undefined]>([
  ["openai", "openai"],
  ["OpenAI", "openai"],
  ["openai.chat", "openai"],
  ["openai.responses", "openai"],
  ["Anthropic", "anthropic"],
  ["anthropic.messages", "anthropic"],
  ["amazon-bedrock", "aws.bedrock"],
  ["aws", "aws.bedrock"],
  ["AWS", "aws.bedrock"],
  ["azure", "azure.ai.openai"],
  ["azure-openai.chat", "azure.ai.openai"],
  ["az.ai.openai", "azure.ai.openai"],
  ["azure.ai.openai", "azure.ai.openai"],
  ["google.generative-ai", "gcp.gemini"],
  ["gemini", "gcp.gemini"],
  ["gcp.gemini", "gcp.gemini"],
  ["google.vertex.chat", "gcp.vertex_ai"],
  ["vertexai", "gcp.vertex_ai"],
  ["xai", "x_ai"],
  ["xai.chat", "x_ai"],
  ["mistral.chat", "mistral_ai"],
  ["mistralai", "mistral_ai"],
  ["My.Gateway", "my.gateway"],
  ["langchain", undefined],
  ["langgraph", undefined],
  ["strands-agents", undefined],
  ["  ", undefined],
  [undefined, undefined],
])("%s is %s", (given, folded) => {
  expect(foldProvider(given)).toBe(folded);
});
