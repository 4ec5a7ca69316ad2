import { names, type Usage } from "@spanloom/conventions";
import type { LiveSpan } from "../../span/live-span.ts";

/** Token counts, each optional; `inputTokens` holds cache reads and writes too, `outputTokens` reasoning. */
export type TokenCounts = { readonly [Count in keyof Usage]?: number | undefined };

/**
 * Records token counts under the names of OpenTelemetry's GenAI conventions. Those of audio are its per-modality names;
 * the part of a cache write that is kept for an hour has no name there and goes under Anthropic's.
 */
export function recordUsage(span: LiveSpan, usage: TokenCounts): void {
  for (const [count, name] of attributeNames) {
    const tokens = usage[count];
    if (tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0) span.setAttribute(name, tokens);
  }
}

/** The counts that are known, to put over others. */
export function definedCounts(usage: TokenCounts | undefined): TokenCounts {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, count]) => count !== undefined));
}

const attributeNames = [
  ["inputTokens", names.inputTokens],
  ["outputTokens", names.outputTokens],
  ["cacheReadTokens", "gen_ai.usage.cache_read.input_tokens"],
  ["cacheWriteTokens", "gen_ai.usage.cache_write.input_tokens"],
  ["cacheWriteOneHourTokens", "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens"],
  ["reasoningTokens", "gen_ai.usage.reasoning.output_tokens"],
  ["inputAudioTokens", "gen_ai.usage.audio.input_tokens"],
  ["outputAudioTokens", "gen_ai.usage.audio.output_tokens"],
] as const satisfies readonly (readonly [keyof Usage, string])[];
