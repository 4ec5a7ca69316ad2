import { describe, expect, it } from "vitest";
import type { SpanFacts } from "../span-view.ts";
import { defaultPrices } from "./default-prices.ts";
import { priceOf } from "./price-of.ts";

type Row = [
  what: string,
  provider: string | undefined,
  model: string | { requestModel?: string; responseModel?: string },
  usage: SpanFacts["usage"],
  /** [input, output] in 1e-12 USD, worked out by hand; undefined = no price. */
  cost: [input: number, output: number] | undefined,
];

/** 1e-12 USD. `usd(0.0025)` would be a float: the tables below say whole millionths instead. */
const micro = 1_000_000;

const rows: Row[] = [
  // OpenAI: 2.50 / 10.00, cached 1.25.
  ["plain chat", "openai", "gpt-4o", { inputTokens: 1000, outputTokens: 100 }, [2500 * micro, 1000 * micro]],
  [
    "a dated id",
    "openai",
    "gpt-4o-mini-2024-07-18",
    { inputTokens: 1000, outputTokens: 1000 },
    [150 * micro, 600 * micro],
  ],
  [
    "a dated id dearer than its family",
    "openai",
    "gpt-4o-2024-05-13",
    { inputTokens: 100, outputTokens: 100 },
    [500 * micro, 1500 * micro],
  ],
  [
    "cached input",
    "openai",
    "gpt-4o",
    { inputTokens: 1000, outputTokens: 0, cacheReadTokens: 400 },
    [600 * 2_500_000 + 400 * 1_250_000, 0],
  ],
  [
    "all of it cached",
    "openai",
    "gpt-4.1",
    { inputTokens: 800, outputTokens: 1, cacheReadTokens: 800 },
    [800 * 500_000, 8_000_000],
  ],
  [
    "reasoning inside output",
    "openai",
    "o3",
    { inputTokens: 10, outputTokens: 500, reasoningTokens: 448 },
    [20 * micro, 4000 * micro],
  ],
  [
    "gpt-5 with cache and reasoning",
    "openai",
    "gpt-5-2025-08-07",
    { inputTokens: 2000, outputTokens: 300, cacheReadTokens: 1024, reasoningTokens: 256 },
    [976 * 1_250_000 + 1024 * 125_000, 3000 * micro],
  ],
  [
    "no discount where the model has none",
    "openai",
    "gpt-5-pro",
    { inputTokens: 100, outputTokens: 10, cacheReadTokens: 50 },
    [1500 * micro, 1200 * micro],
  ],
  [
    "audio in and out",
    "openai",
    "gpt-4o-audio-preview-2024-12-17",
    { inputTokens: 120, outputTokens: 60, inputAudioTokens: 100, outputAudioTokens: 50 },
    [100 * 40_000_000 + 20 * 2_500_000, 50 * 80_000_000 + 10 * 10_000_000],
  ],
  [
    "realtime",
    "openai",
    "gpt-realtime",
    { inputTokens: 30, outputTokens: 10, inputAudioTokens: 10, outputAudioTokens: 10, cacheReadTokens: 5 },
    [5 * 400_000 + 10 * 32_000_000 + 15 * 4_000_000, 10 * 64_000_000],
  ],
  [
    "at the tier's limit",
    "openai",
    "gpt-5.4",
    { inputTokens: 272_000, outputTokens: 10 },
    [272_000 * 2_500_000, 150 * micro],
  ],
  [
    "one token past it",
    "openai",
    "gpt-5.4",
    { inputTokens: 272_001, outputTokens: 10 },
    [272_001 * 5_000_000, 225 * micro],
  ],
  [
    "cache writes since 5.6",
    "openai",
    "gpt-5.6-sol",
    { inputTokens: 1000, outputTokens: 0, cacheWriteTokens: 600 },
    [600 * 5_000_000 + 400 * 4_000_000, 0],
  ],
  ["embedding without output", "openai", "text-embedding-3-small", { inputTokens: 1000 }, [20 * micro, 0]],
  ["embedding with output 0", "openai", "text-embedding-3-large", { inputTokens: 10, outputTokens: 0 }, [1_300_000, 0]],
  [
    "fine-tuned",
    "openai",
    "ft:gpt-4o-mini-2024-07-18:acme::abc123",
    { inputTokens: 10, outputTokens: 10 },
    [3_000_000, 12_000_000],
  ],
  ["instruct era", "openai", "gpt-3.5-turbo-instruct", { inputTokens: 10, outputTokens: 10 }, [15_000_000, 20_000_000]],
  ["gpt-4-0613", "openai", "gpt-4-0613", { inputTokens: 10, outputTokens: 10 }, [300 * micro, 600 * micro]],
  ["vendor in front", "openai", "openai/gpt-4o-mini", { inputTokens: 20, outputTokens: 0 }, [3_000_000, 0]],
  ["capitals and blanks", "openai", " GPT-4o ", { inputTokens: 2, outputTokens: 0 }, [5_000_000, 0]],
  // Azure: the deployment is asked, the model answers.
  [
    "a deployment's name",
    "azure.ai.openai",
    { requestModel: "prod-chat", responseModel: "gpt-4o-2024-11-20" },
    { inputTokens: 10, outputTokens: 1 },
    [25_000_000, 10_000_000],
  ],
  [
    "Azure's spelling",
    "azure.ai.openai",
    "gpt-35-turbo",
    { inputTokens: 10, outputTokens: 10 },
    [5_000_000, 15_000_000],
  ],
  [
    "an unknown answer falls back to what was asked",
    "azure.ai.openai",
    { requestModel: "gpt-4.1-nano", responseModel: "router-7" },
    { inputTokens: 10, outputTokens: 10 },
    [1_000_000, 4_000_000],
  ],
  ["only a deployment's name", "azure.ai.openai", "prod-chat", { inputTokens: 10, outputTokens: 1 }, undefined],
  // Anthropic: Sonnet 4.5 is 3 / 15, read 0.30, write 3.75 and 6.
  [
    "Claude",
    "anthropic",
    "claude-sonnet-4-5-20250929",
    { inputTokens: 1000, outputTokens: 100 },
    [3000 * micro, 1500 * micro],
  ],
  [
    "read and written cache",
    "anthropic",
    "claude-sonnet-4-5",
    { inputTokens: 5000, outputTokens: 100, cacheReadTokens: 3000, cacheWriteTokens: 1500 },
    [3000 * 300_000 + 1500 * 3_750_000 + 500 * 3_000_000, 1500 * micro],
  ],
  [
    "an hour's cache",
    "anthropic",
    "claude-sonnet-4-5",
    { inputTokens: 2000, outputTokens: 1, cacheWriteTokens: 1000, cacheWriteOneHourTokens: 400 },
    [600 * 3_750_000 + 400 * 6_000_000 + 1000 * 3_000_000, 15_000_000],
  ],
  [
    "long context, cache too",
    "anthropic",
    "claude-sonnet-4-5",
    { inputTokens: 250_000, outputTokens: 1000, cacheReadTokens: 200_000 },
    [200_000 * 600_000 + 50_000 * 6_000_000, 22_500 * micro],
  ],
  [
    "Opus 4.1",
    "anthropic",
    "claude-opus-4-1-20250805",
    { inputTokens: 10, outputTokens: 10 },
    [150 * micro, 750 * micro],
  ],
  [
    "Opus 4.5 is cheaper",
    "anthropic",
    "claude-opus-4-5-20251101",
    { inputTokens: 10, outputTokens: 10 },
    [50 * micro, 250 * micro],
  ],
  ["-latest", "anthropic", "claude-3-5-haiku-latest", { inputTokens: 10, outputTokens: 10 }, [8_000_000, 40_000_000]],
  [
    "version with a dot",
    "anthropic",
    "claude-haiku-4.5",
    { inputTokens: 10, outputTokens: 10 },
    [10_000_000, 50_000_000],
  ],
  [
    "details beyond the input are billed, the rest never below 0",
    "anthropic",
    "claude-haiku-4-5",
    { inputTokens: 10, outputTokens: 0, cacheReadTokens: 100 },
    [100 * 100_000, 0],
  ],
  // Bedrock: regional profiles are 10 % dearer since Claude 4.5.
  [
    "regional profile",
    "aws.bedrock",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    { inputTokens: 1000, outputTokens: 100 },
    [3300 * micro, 1650 * micro],
  ],
  [
    "global profile",
    "aws.bedrock",
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    { inputTokens: 1000, outputTokens: 100 },
    [3000 * micro, 1500 * micro],
  ],
  [
    "vendor taken off by the instrumentation",
    "aws.bedrock",
    "claude-3-5-sonnet-20241022-v2:0",
    { inputTokens: 10, outputTokens: 10, cacheReadTokens: 10 },
    [3_000_000, 150_000_000],
  ],
  [
    "an ARN",
    "aws.bedrock",
    "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0",
    { inputTokens: 10, outputTokens: 10 },
    [11_000_000, 55_000_000],
  ],
  [
    "Nova",
    "aws.bedrock",
    "eu.amazon.nova-pro-v1:0",
    { inputTokens: 100, outputTokens: 10, cacheReadTokens: 40 },
    [60 * 800_000 + 40 * 200_000, 32_000_000],
  ],
  [
    "Llama",
    "aws.bedrock",
    "us.meta.llama3-3-70b-instruct-v1:0",
    { inputTokens: 100, outputTokens: 100 },
    [72_000_000, 72_000_000],
  ],
  ["Titan embeddings", "aws.bedrock", "amazon.titan-embed-text-v2:0", { inputTokens: 100 }, [2_000_000, 0]],
  [
    "a global profile of a model with one price",
    "aws.bedrock",
    "global.anthropic.claude-sonnet-4-20250514-v1:0",
    { inputTokens: 10, outputTokens: 0 },
    [30_000_000, 0],
  ],
  // Google.
  [
    "Vertex AI's @date",
    "gcp.vertex_ai",
    "claude-opus-4-1@20250805",
    { inputTokens: 10, outputTokens: 10 },
    [150 * micro, 750 * micro],
  ],
  [
    "models/ in front",
    "gcp.gemini",
    "models/gemini-2.5-flash",
    { inputTokens: 100, outputTokens: 10, cacheReadTokens: 50 },
    [50 * 300_000 + 50 * 30_000, 25_000_000],
  ],
  [
    "audio in",
    "gcp.gemini",
    "gemini-2.5-flash",
    { inputTokens: 100, outputTokens: 0, inputAudioTokens: 60 },
    [60 * 1_000_000 + 40 * 300_000, 0],
  ],
  [
    "audio that costs what text costs",
    "gcp.gemini",
    "gemini-2.5-pro",
    { inputTokens: 100, outputTokens: 0, inputAudioTokens: 60 },
    [125 * micro, 0],
  ],
  [
    "long prompt",
    "gcp.gemini",
    "gemini-2.5-pro",
    { inputTokens: 200_001, outputTokens: 100, reasoningTokens: 90 },
    [200_001 * 2_500_000, 1500 * micro],
  ],
  [
    "a numbered release",
    "gcp.vertex_ai",
    "publishers/google/models/gemini-2.0-flash-001",
    { inputTokens: 10, outputTokens: 10 },
    [1_000_000, 4_000_000],
  ],
  // Others.
  ["Mistral", "mistral_ai", "mistral-large-2411", { inputTokens: 10, outputTokens: 10 }, [20_000_000, 60_000_000]],
  ["Cohere", "cohere", "command-r7b-12-2024", { inputTokens: 10, outputTokens: 10 }, [375_000, 1_500_000]],
  [
    "DeepSeek: a hit is a cache read",
    "deepseek",
    "deepseek-chat",
    { inputTokens: 1000, outputTokens: 10, cacheReadTokens: 900 },
    [100 * 280_000 + 900 * 28_000, 4_200_000],
  ],
  ["Groq", "groq", "openai/gpt-oss-120b", { inputTokens: 100, outputTokens: 100 }, [15_000_000, 60_000_000]],
  ["xAI at 200,000", "x_ai", "grok-4.3", { inputTokens: 200_000, outputTokens: 10 }, [200_000 * 2_500_000, 50_000_000]],
  ["Perplexity", "perplexity", "sonar-pro", { inputTokens: 10, outputTokens: 10 }, [30_000_000, 150_000_000]],
  // Nobody says who answered.
  ["one price wherever it is sold", undefined, "gpt-4o-mini", { inputTokens: 10, outputTokens: 0 }, [1_500_000, 0]],
  [
    "told by the form of the name",
    undefined,
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    { inputTokens: 10, outputTokens: 0 },
    [11_000_000, 0],
  ],
  [
    "told by the vendor in front",
    undefined,
    "anthropic/claude-sonnet-4-5",
    { inputTokens: 10, outputTokens: 0 },
    [30_000_000, 0],
  ],
  // No price is not a price of 0.
  ["unknown model", "openai", "gpt-4o-ultra", { inputTokens: 10, outputTokens: 10 }, undefined],
  ["unknown provider", "openrouter", "gpt-4o", { inputTokens: 10, outputTokens: 10 }, undefined],
  ["another vendor's model", "openai", "anthropic/claude-sonnet-4-5", { inputTokens: 10, outputTokens: 10 }, undefined],
  ["no model", "openai", {}, { inputTokens: 10, outputTokens: 10 }, undefined],
  ["no usage", "openai", "gpt-4o", undefined, undefined],
  ["details alone", "openai", "gpt-4o", { cacheReadTokens: 10 }, undefined],
  [
    "output of a model that has none",
    "openai",
    "text-embedding-3-small",
    { inputTokens: 10, outputTokens: 1 },
    undefined,
  ],
  ["a name like a property of every object", "openai", "__proto__", { inputTokens: 10, outputTokens: 1 }, undefined],
  ["a name without end", "openai", "gpt-4o".repeat(100_000), { inputTokens: 10, outputTokens: 1 }, undefined],
  // Counts that are 0, cannot be, or are larger than any call.
  ["zero tokens cost nothing", "openai", "gpt-4o", { inputTokens: 0, outputTokens: 0 }, [0, 0]],
  ["only output", "openai", "gpt-4o", { outputTokens: 1 }, [0, 10_000_000]],
  ["negative", "openai", "gpt-4o", { inputTokens: -1, outputTokens: 10 }, undefined],
  ["a fraction", "openai", "gpt-4o", { inputTokens: 1.5, outputTokens: 10 }, undefined],
  ["not a number", "openai", "gpt-4o", { inputTokens: Number.NaN, outputTokens: 10 }, undefined],
  [
    "huge but exact",
    "openai",
    "gpt-4o-mini",
    { inputTokens: 10_000_000_000, outputTokens: 0 },
    [1_500_000_000_000_000, 0],
  ],
  ["too huge to be exact", "openai", "gpt-4", { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 0 }, undefined],
];

const facts = (more: Partial<SpanFacts>): SpanFacts => ({ type: "CHAT_MODEL", vocabularies: [], ...more });

describe("priceOf", () => {
  it.each(rows)("%s (%s)", (_, provider, model, usage, expected) => {
    const models = typeof model === "string" ? { requestModel: model } : model;
    const cost = priceOf(facts({ provider, usage, ...models }), defaultPrices);
    if (expected === undefined) return expect(cost).toBeUndefined();
    const [inputPicoUsd, outputPicoUsd] = expected;
    expect(cost).toEqual({
      inputPicoUsd,
      outputPicoUsd,
      totalPicoUsd: inputPicoUsd + outputPicoUsd,
      source: "computed",
      priceVersion: defaultPrices.version,
    });
  });

  const reported = { inputPicoUsd: 1, outputPicoUsd: 2, totalPicoUsd: 3, source: "reported" } as const;
  const call = { provider: "openai", requestModel: "gpt-4o", usage: { inputTokens: 1, outputTokens: 0 } };

  it("believes the sender's own cost first, also on a rollup", () => {
    expect(priceOf(facts({ ...call, reportedCost: reported }), defaultPrices)).toEqual(reported);
    expect(priceOf(facts({ ...call, usageScope: "rollup", reportedCost: reported }), defaultPrices)).toEqual(reported);
  });

  it("does not believe a negative cost", () => {
    const negative = { ...reported, totalPicoUsd: -3 };
    expect(priceOf(facts({ ...call, reportedCost: negative }), defaultPrices)?.totalPicoUsd).toBe(2_500_000);
  });

  it("computes nothing for a span that repeats the usage of others", () => {
    expect(priceOf(facts({ ...call, usageScope: "rollup" }), defaultPrices)).toBeUndefined();
  });
});
