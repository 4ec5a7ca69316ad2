import { expect, test } from "vitest";
import { providerOfUrl } from "./provider-of-url.ts";

test.each([
  ["https://api.openai.com/v1", "openai"],
  ["https://eu.api.openai.com/v1", "openai"],
  ["https://mine.openai.azure.com/openai", "azure.ai.openai"],
  ["https://mine.cognitiveservices.azure.com/openai/v1", "azure.ai.openai"],
  ["https://mine.services.ai.azure.com/models", "azure.ai.inference"],
  ["https://openrouter.ai/api/v1", "openrouter"],
  ["https://api.groq.com/openai/v1", "groq"],
  ["https://api.deepseek.com", "deepseek"],
  ["https://api.x.ai/v1", "x_ai"],
  ["https://api.together.xyz/v1", "together_ai"],
  ["https://generativelanguage.googleapis.com/v1beta/openai/", "gcp.gemini"],
  ["https://us-central1-aiplatform.googleapis.com/v1", "gcp.vertex_ai"],
  ["https://bedrock-runtime.us-east-1.amazonaws.com", "aws.bedrock"],
  ["http://localhost:11434/v1", "ollama"],
  ["http://localhost:8000/v1", "fallback"],
  ["https://openai.com.evil.example/v1", "fallback"],
  ["https://notopenai.com/v1", "fallback"],
  ["no address", "fallback"],
  [undefined, "fallback"],
])("%s is %s", (url, provider) => {
  expect(providerOfUrl(url, "fallback")).toBe(provider);
});
