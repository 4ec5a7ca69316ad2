import type { Cost, SpanFacts, Usage } from "../span-view.ts";
import type { ModelPrice, PriceTable, TokenPrices } from "./price-table.ts";

/**
 * What a span cost. The sender's own figure wins; else usage × list price. Undefined where that is not known for
 * certain (no usage, a sum that repeats other spans, a model or provider without a price, counts that cannot be):
 * no price is never a price of 0.
 */
export function priceOf(facts: SpanFacts, table: PriceTable): Cost | undefined {
  if (facts.reportedCost !== undefined && isCost(facts.reportedCost)) return facts.reportedCost;
  if (facts.usage === undefined || facts.usageScope === "rollup") return undefined;
  const price = modelPrice(facts, table);
  return price && costOf(facts.usage, price, table.version);
}

/** The model that answered says more than the one asked for: an alias, or a deployment's name on Azure. */
function modelPrice({ provider, responseModel, requestModel }: SpanFacts, table: PriceTable): ModelPrice | undefined {
  return (
    (responseModel === undefined ? undefined : table.find(provider, responseModel)) ??
    (requestModel === undefined ? undefined : table.find(provider, requestModel))
  );
}

function costOf(usage: Usage, price: ModelPrice, priceVersion: string): Cost | undefined {
  if (usage.inputTokens === undefined && usage.outputTokens === undefined) return undefined;
  if (!Object.values(usage).every((count) => count === undefined || isCount(count))) return undefined;
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  const prices = price.tiers.find((tier) => input > tier.aboveInputTokens) ?? price;
  if (output > 0 && prices.output === undefined) return undefined;

  const inputPicoUsd = inputCost(input, usage, prices);
  const outputPicoUsd = outputCost(output, usage, prices);
  const totalPicoUsd = inputPicoUsd + outputPicoUsd;
  // Past 2^53 (9,007 USD for one call) the figure would no longer be exact, and cannot be true.
  return Number.isSafeInteger(totalPicoUsd)
    ? { inputPicoUsd, outputPicoUsd, totalPicoUsd, source: "computed", priceVersion }
    : undefined;
}

/**
 * Input is the sum of three: read from a cache, written to one, and the rest. Providers differ in the prices only:
 * - Anthropic (also on Bedrock and Vertex AI) bills a write at 1.25 × input for five minutes and 2 × for an hour.
 * - OpenAI up to 5.5, Gemini, DeepSeek, xAI, Groq and others cache by themselves: they have no price for a write,
 *   which then costs what plain input costs.
 * - A model without a price for reads gives no discount on them.
 * Audio is a part of the uncached rest; where it has no price of its own it costs what text costs.
 */
function inputCost(input: number, usage: Usage, prices: TokenPrices): number {
  const read = usage.cacheReadTokens ?? 0;
  const write = usage.cacheWriteTokens ?? usage.cacheWriteOneHourTokens ?? 0;
  const writeOneHour = Math.min(usage.cacheWriteOneHourTokens ?? 0, write);
  const uncached = Math.max(0, input - read - write);
  const audio = Math.min(usage.inputAudioTokens ?? 0, uncached);
  const writePrice = prices.cacheWrite ?? prices.input;
  return (
    read * (prices.cacheRead ?? prices.input) +
    (write - writeOneHour) * writePrice +
    writeOneHour * (prices.cacheWriteOneHour ?? writePrice) +
    audio * (prices.inputAudio ?? prices.input) +
    (uncached - audio) * prices.input
  );
}

/** Reasoning is inside the output and costs the same. */
function outputCost(output: number, usage: Usage, { output: textPrice = 0, outputAudio }: TokenPrices): number {
  const audio = Math.min(usage.outputAudioTokens ?? 0, output);
  return audio * (outputAudio ?? textPrice) + (output - audio) * textPrice;
}

function isCost(cost: Cost): boolean {
  return isCount(cost.inputPicoUsd) && isCount(cost.outputPicoUsd) && isCount(cost.totalPicoUsd);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
