import { asLabel, count, has, labels, text, withPrefix } from "../attributes.ts";
import { ifAny, metadataOf, tagsOf } from "../facts.ts";
import { at } from "../json.ts";
import { findObject } from "../json-scan.ts";
import type { SpanFacts, SpanSource } from "../span-view.ts";
import { usageFromProvider, usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * The Vercel AI SDK's `@ai-sdk/otel` (version 7) speaks the standard's names. What is its own: the runtime context,
 * which carries session and user where the application sends them, and a few opt-in details.
 */
export const vercelAiV7: Vocabulary = {
  name: "vercel-ai-v7",
  signs: [],
  emittedBy: ({ scope }) => scope.name === "gen_ai" || scope.name === "ai",
  facts,
  content: () => undefined,
};

const contextPrefix = "ai.settings.context.";

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  if (has(attributes, "ai.operationId")) return undefined; // the classic telemetry, in the same scope
  const context = withPrefix(attributes, contextPrefix);
  const told = text(attributes, "ai.response.providerMetadata");
  const provider = told === undefined ? undefined : usageFromProvider(at(findObject(told, "anthropic"), "usage"));
  return ifAny({
    usage: usageOf({
      cacheReadTokens: count(attributes, "ai.usage.inputTokenDetails.cacheReadTokens"),
      cacheWriteTokens: count(attributes, "ai.usage.inputTokenDetails.cacheWriteTokens"),
      cacheWriteOneHourTokens: provider?.cacheWriteOneHourTokens,
      reasoningTokens: count(attributes, "ai.usage.outputTokenDetails.reasoningTokens"),
    }),
    session: asLabel(context?.sessionId ?? context?.session_id),
    user: asLabel(context?.userId ?? context?.user_id),
    tags: tagsOf(labels(attributes, `${contextPrefix}tags`)),
    metadata: metadataOf(context, (name) => ownFields.has(name)),
  });
}

const ownFields = new Set(["sessionId", "session_id", "userId", "user_id", "tags"]);
