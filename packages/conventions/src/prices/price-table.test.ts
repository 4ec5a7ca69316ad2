import { describe, expect, it } from "vitest";
import { defaultPrices, loadPriceTable } from "./default-prices.ts";
import { PriceTableError, readPriceTable } from "./price-table.ts";

const entry = { provider: "openai", models: "my-model", input: "1.5", output: "3" };
const file = (...entries: unknown[]) => ({ version: "ours-1", currency: "USD", entries });

describe("a price file", () => {
  it("turns USD a million tokens into 1e-12 USD a token, exactly", () => {
    const table = readPriceTable(file({ ...entry, cache_read: "0.003625" }));
    expect(table.find("openai", "my-model")).toEqual({
      input: 1_500_000,
      output: 3_000_000,
      cacheRead: 3_625,
      tiers: [],
    });
  });

  it("replaces and adds entries over the list prices, and names both versions", () => {
    const table = loadPriceTable(file(entry, { ...entry, models: ["gpt-4o"] }));
    expect(table.version).toBe(`${defaultPrices.version}+ours-1`);
    expect(table.find("openai", "my-model")?.input).toBe(1_500_000);
    expect(table.find("openai", "gpt-4o")?.input).toBe(1_500_000);
    expect(table.find("azure.ai.openai", "gpt-4o")?.input).toBe(2_500_000);
    expect(table.find("openai", "gpt-4o-mini")?.input).toBe(150_000);
  });

  it("takes a * at the end for every name that starts so; the longest wins, an exact name before all", () => {
    const table = readPriceTable(
      file(
        { ...entry, models: "prod-*", input: "1" },
        { ...entry, models: "prod-chat-*", input: "2" },
        { ...entry, models: "prod-chat-9", input: "3" },
      ),
    );
    const inputs = ["prod-x", "prod-chat-1", "prod-chat-9", "test-1"].map((name) => table.find("openai", name)?.input);
    expect(inputs).toEqual([1_000_000, 2_000_000, 3_000_000, undefined]);
  });

  it("gives no price for a model without provider when two providers differ", () => {
    const table = readPriceTable(file(entry, { ...entry, provider: "groq", input: "9" }));
    expect(table.find(undefined, "my-model")).toBeUndefined();
    expect(table.find("groq", "my-model")?.input).toBe(9_000_000);
  });

  it("picks the highest tier that the input is above, however they are ordered", () => {
    const tier = (above: number) => ({ above, input: "2", output: "4" });
    const table = readPriceTable(file({ ...entry, tiers: [tier(100), tier(1000)] }));
    expect(table.find("openai", "my-model")?.tiers.map((each) => each.aboveInputTokens)).toEqual([1000, 100]);
  });

  it("has the models of every provider that it names a source for", () => {
    const providers = new Set(defaultPrices.entries.flatMap((each) => each.providers));
    expect([...providers].sort()).toEqual([
      "anthropic",
      "aws.bedrock",
      "azure.ai.inference",
      "azure.ai.openai",
      "cohere",
      "deepseek",
      "gcp.gemini",
      "gcp.gen_ai",
      "gcp.vertex_ai",
      "groq",
      "mistral_ai",
      "openai",
      "perplexity",
      "x_ai",
    ]);
  });

  it("names no model of a provider twice", () => {
    const names = defaultPrices.entries.flatMap((each) =>
      each.providers.flatMap((provider) => each.models.map((model) => `${provider} ${model}`)),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["nothing", null, "the price file is null and must be an object"],
    ["no version", { currency: "USD", entries: [] }, "version is missing"],
    ["another currency", { version: "1", currency: "EUR", entries: [] }, 'currency is "EUR"'],
    ["entries that are no list", { version: "1", currency: "USD", entries: {} }, "entries is {} and must be a list"],
    ["a float", file({ ...entry, input: 1.5 }), "entries[0].input is 1.5"],
    ["a negative price", file({ ...entry, input: "-1" }), 'entries[0].input is "-1"'],
    ["too many decimals", file({ ...entry, output: "0.0000001" }), 'entries[0].output is "0.0000001"'],
    ["no input price", file({ provider: "openai", models: "m" }), "entries[0].input is missing"],
    ["no model", file({ ...entry, models: [] }), "entries[0].models is [] and must not be empty"],
    ["a * in the middle", file({ ...entry, models: "a*b" }), "may have a * only at its end"],
    ["a misspelt key", file({ ...entry, cached: "1" }), 'unknown key "cached"'],
    [
      "a tier that leaves a price out",
      file({ ...entry, tiers: [{ above: 5, input: "2" }] }),
      "entries[0].tiers[0].output is missing",
    ],
    ["a tier above nothing", file({ ...entry, tiers: [{ above: 0, input: "2", output: "2" }] }), "tiers[0].above is 0"],
  ])("refuses %s and says where", (_, json, message) => {
    expect(() => loadPriceTable(json)).toThrow(PriceTableError);
    expect(() => loadPriceTable(json)).toThrow(message);
  });
});
