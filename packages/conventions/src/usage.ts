import { asCount } from "./attributes.ts";
import { at, isObject } from "./json.ts";
import type { Usage } from "./span-view.ts";

export type UsageParts = { -readonly [K in keyof Usage]: number | undefined };

/**
 * A `Usage` from what was found, in its unit: `inputTokens` holds cache reads and writes too. Senders that report
 * input without cache (`exclusive`) get them added; where nobody says so, details that exceed the total give it away.
 * `undefined` where nothing was found.
 */
export function usageOf(parts: UsageParts, unit: "inclusive" | "exclusive" | "unknown" = "unknown"): Usage | undefined {
  const cache = (parts.cacheReadTokens ?? 0) + (parts.cacheWriteTokens ?? 0);
  const input = parts.inputTokens;
  const exclusive = unit === "exclusive" || (input !== undefined && cache > input);
  const whole = input === undefined ? undefined : exclusive ? input + cache : input;
  const usage: UsageParts = {};
  let found = false;
  for (const key of usageKeys) {
    const value = key === "inputTokens" ? whole : parts[key];
    if (value === undefined) continue;
    usage[key] = value;
    found = true;
  }
  return found ? (usage as Usage) : undefined;
}

/** Field by field the first answer; the arithmetic is checked again, as the fields may come from two senders. */
export function mergeUsage(first: Usage | undefined, second: Usage | undefined): Usage | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return usageOf({ ...second, ...first });
}

/** Every count that a usage has. */
export const usageKeys = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWriteOneHourTokens",
  "reasoningTokens",
  "inputAudioTokens",
  "outputAudioTokens",
] as const satisfies readonly (keyof Usage)[];

/**
 * A provider's own usage object, as its API answers it (or as LangChain and the AI SDK hand it on). Anthropic's and
 * Bedrock's input is without cache, everyone else's includes it; Gemini counts thoughts apart from the answer.
 */
export function usageFromProvider(raw: unknown): Usage | undefined {
  if (!isObject(raw)) return undefined;
  const count = (...path: string[]) => asCount(at(raw, ...path));
  const thoughts = count("thoughtsTokenCount") ?? count("thoughts_token_count");
  const candidates = count("candidatesTokenCount") ?? count("candidates_token_count");
  const input = inputDetails(raw);
  const output = outputDetails(raw);
  return usageOf(
    {
      inputTokens:
        count("input_tokens") ??
        count("prompt_tokens") ??
        count("inputTokens") ??
        count("promptTokens") ??
        count("promptTokenCount") ??
        count("prompt_token_count"),
      outputTokens:
        count("output_tokens") ??
        count("completion_tokens") ??
        count("outputTokens") ??
        count("completionTokens") ??
        (candidates === undefined ? undefined : candidates + (thoughts ?? 0)),
      cacheReadTokens:
        count("cache_read_input_tokens") ??
        count("cacheReadInputTokens") ??
        count("cachedInputTokens") ??
        count("cachedContentTokenCount") ??
        count("cached_content_token_count") ??
        input.cacheReadTokens,
      cacheWriteTokens:
        count("cache_creation_input_tokens") ?? count("cacheWriteInputTokens") ?? input.cacheWriteTokens,
      cacheWriteOneHourTokens: count("cache_creation", "ephemeral_1h_input_tokens"),
      reasoningTokens: count("reasoningTokens") ?? thoughts ?? output.reasoningTokens,
      inputAudioTokens: input.inputAudioTokens,
      outputAudioTokens: output.outputAudioTokens,
    },
    isExclusive(raw) ? "exclusive" : "unknown",
  );
}

/** Anthropic and Bedrock count input apart from cache, and are the ones with these keys. */
function isExclusive(raw: object): boolean {
  return [
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "cacheReadInputTokens",
    "cacheWriteInputTokens",
  ].some((key) => Object.hasOwn(raw, key));
}

/** The parts of the input in any of the nestings that providers use. */
export function inputDetails(raw: unknown): UsageParts {
  const details =
    at(raw, "input_tokens_details") ??
    at(raw, "prompt_tokens_details") ??
    at(raw, "input_token_details") ??
    at(raw, "inputTokenDetails");
  const count = (...names: string[]) => firstCount(details, names);
  return {
    cacheReadTokens: count("cached_tokens", "cache_read", "cacheReadTokens"),
    cacheWriteTokens: count("cache_write_tokens", "cache_creation", "cache_write", "cacheWriteTokens"),
    inputAudioTokens: count("audio_tokens", "audio"),
  };
}

/** The parts of the output, likewise. */
export function outputDetails(raw: unknown): UsageParts {
  const details =
    at(raw, "output_tokens_details") ??
    at(raw, "completion_tokens_details") ??
    at(raw, "output_token_details") ??
    at(raw, "outputTokenDetails");
  const count = (...names: string[]) => firstCount(details, names);
  return {
    reasoningTokens: count("reasoning_tokens", "reasoning", "reasoningTokens"),
    outputAudioTokens: count("audio_tokens", "audio"),
  };
}

function firstCount(value: unknown, names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = asCount(at(value, name));
    if (found !== undefined) return found;
  }
  return undefined;
}
