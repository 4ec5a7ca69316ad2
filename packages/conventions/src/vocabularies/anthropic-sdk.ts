import { count, label } from "../attributes.ts";
import { ifAny } from "../facts.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** The Anthropic SDKs' own tracing: the standard's names, and a few of the API's details under `anthropic.*`. */
export const anthropicSdk: Vocabulary = {
  name: "anthropic-sdk",
  signs: [],
  emittedBy: ({ scope }) => scope.name.startsWith("com.anthropic.sdk."),
  facts: ({ attributes }) => {
    const reason = label(attributes, "anthropic.message.stop_reason");
    return ifAny({
      provider: "anthropic",
      usage: usageOf({
        cacheWriteOneHourTokens: count(attributes, "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"),
      }),
      finishReasons: reason === undefined ? undefined : [reason],
    });
  },
  content: () => undefined,
};
