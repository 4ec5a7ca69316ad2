import { describe, expect, it } from "vitest";
import { mergeUsage, usageFromProvider, usageOf } from "./usage.ts";

describe("input tokens", () => {
  it.each<
    [
      name: string,
      unit: "inclusive" | "exclusive" | "unknown",
      input: number,
      read: number,
      write: number,
      whole: number,
    ]
  >([
    ["include cache where the sender counts so", "unknown", 1200, 1024, 100, 1200],
    ["get the cache added where details exceed them", "unknown", 76, 1024, 100, 1200],
    ["get it added where the sender is known to leave it out", "exclusive", 5000, 1024, 0, 6024],
    ["are not touched without cache", "exclusive", 21, 0, 0, 21],
  ])("%s", (_, unit, inputTokens, cacheReadTokens, cacheWriteTokens, whole) => {
    expect(usageOf({ inputTokens, cacheReadTokens, cacheWriteTokens }, unit)?.inputTokens).toBe(whole);
  });

  it("are set right when total and cache come from two vocabularies", () => {
    expect(mergeUsage({ inputTokens: 76 }, { cacheReadTokens: 1024, cacheWriteTokens: 100 })).toEqual({
      inputTokens: 1200,
      cacheReadTokens: 1024,
      cacheWriteTokens: 100,
    });
  });
});

describe("usageFromProvider", () => {
  it.each<[name: string, raw: unknown, usage: unknown]>([
    [
      "OpenAI chat",
      {
        prompt_tokens: 1200,
        completion_tokens: 160,
        prompt_tokens_details: { cached_tokens: 1024, audio_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 128 },
      },
      { inputTokens: 1200, outputTokens: 160, cacheReadTokens: 1024, reasoningTokens: 128, inputAudioTokens: 3 },
    ],
    [
      "OpenAI Responses",
      {
        input_tokens: 1200,
        output_tokens: 160,
        input_tokens_details: { cached_tokens: 1024 },
        output_tokens_details: { reasoning_tokens: 128 },
      },
      { inputTokens: 1200, outputTokens: 160, cacheReadTokens: 1024, reasoningTokens: 128 },
    ],
    [
      "Anthropic, whose input lacks the cache",
      {
        input_tokens: 5000,
        output_tokens: 160,
        cache_creation_input_tokens: 100,
        cache_read_input_tokens: 1024,
        cache_creation: { ephemeral_1h_input_tokens: 40 },
      },
      {
        inputTokens: 6124,
        outputTokens: 160,
        cacheReadTokens: 1024,
        cacheWriteTokens: 100,
        cacheWriteOneHourTokens: 40,
      },
    ],
    [
      "Gemini, which counts thoughts apart",
      { promptTokenCount: 1200, candidatesTokenCount: 32, thoughtsTokenCount: 128, cachedContentTokenCount: 1024 },
      { inputTokens: 1200, outputTokens: 160, cacheReadTokens: 1024, reasoningTokens: 128 },
    ],
    [
      "Bedrock",
      { inputTokens: 76, outputTokens: 160, cacheReadInputTokens: 1024, cacheWriteInputTokens: 100 },
      { inputTokens: 1200, outputTokens: 160, cacheReadTokens: 1024, cacheWriteTokens: 100 },
    ],
    [
      "LangChain",
      {
        input_tokens: 1200,
        output_tokens: 160,
        input_token_details: { cache_read: 1024, cache_creation: 100 },
        output_token_details: { reasoning: 128 },
      },
      { inputTokens: 1200, outputTokens: 160, cacheReadTokens: 1024, cacheWriteTokens: 100, reasoningTokens: 128 },
    ],
    ["something else", { tokens: "many", input_tokens: -1, output_tokens: "x" }, undefined],
    ["no object", "12", undefined],
  ])("reads %s", (_, raw, usage) => {
    expect(usageFromProvider(raw)).toEqual(usage);
  });
});
