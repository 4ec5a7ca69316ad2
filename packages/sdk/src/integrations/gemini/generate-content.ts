import { usageFromProvider } from "@spanloom/conventions";
import { type Json, object, objects, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";
import type { TokenCounts } from "../shared/usage.ts";
import { geminiCandidates, geminiContents, geminiSystem, geminiTools } from "./contents.ts";

export function contentRequest(params: Json): Omit<ModelRequest, "provider"> {
  const config = object(params.config);
  return {
    operation: "generate_content",
    model: modelName(params.model),
    parameters: {
      temperature: config.temperature,
      top_p: config.topP,
      top_k: config.topK,
      max_tokens: config.maxOutputTokens,
      stop_sequences: config.stopSequences,
      seed: config.seed,
      presence_penalty: config.presencePenalty,
      frequency_penalty: config.frequencyPenalty,
      "choice.count": config.candidateCount === 1 ? undefined : config.candidateCount,
      thinking_budget_tokens: object(config.thinkingConfig).thinkingBudget,
      reasoning_effort: object(config.thinkingConfig).thinkingLevel,
    },
    attributes: text(config.responseMimeType)?.includes("json") ? { "gen_ai.output.type": "json" } : {},
    content: () => ({
      systemInstructions: geminiSystem(config.systemInstruction),
      messages: geminiContents(params.contents),
      tools: geminiTools(config.tools),
    }),
  };
}

export function contentResponse(response: Json): ModelResponse {
  const blocked = text(object(response.promptFeedback).blockReason);
  return {
    id: text(response.responseId),
    model: modelName(response.modelVersion),
    finishReasons: [...objects(response.candidates).map((candidate) => text(candidate.finishReason)), blocked],
    usage: geminiUsage(response.usageMetadata),
    content: () => ({ messages: geminiCandidates(response.candidates) }),
  };
}

/** Chunks repeat the shape of an answer; parts of one kind that follow one another are pieces of one text. */
export function contentStream(): StreamGatherer {
  let last: Json = {};
  const candidates = new Map<number, { content: { role: unknown; parts: Json[] }; finishReason?: unknown }>();
  return {
    add(given) {
      const chunk = object(given);
      const merged = Object.entries(chunk).filter(([, value]) => value !== undefined && value !== null);
      last = { ...last, ...Object.fromEntries(merged) };
      let output = false;
      for (const [at, candidate] of objects(chunk.candidates).entries()) {
        const index = typeof candidate.index === "number" ? candidate.index : at;
        const draft = candidates.get(index) ?? { content: { role: "model", parts: [] } };
        candidates.set(index, draft);
        draft.finishReason = candidate.finishReason ?? draft.finishReason;
        for (const part of objects(object(candidate.content).parts)) {
          output = true;
          addPart(draft.content.parts, part);
        }
      }
      return output;
    },
    response: () =>
      contentResponse({ ...last, candidates: [...candidates].sort(([a], [b]) => a - b).map(([, draft]) => draft) }),
  };
}

/** Gemini counts thoughts apart from the answer, and the results of tools apart from the prompt. */
export function geminiUsage(metadata: unknown): TokenCounts | undefined {
  const usage = usageFromProvider(metadata);
  if (usage === undefined) return undefined;
  const { toolUsePromptTokenCount, promptTokensDetails, candidatesTokensDetails } = object(metadata);
  const ofTools = typeof toolUsePromptTokenCount === "number" ? toolUsePromptTokenCount : 0;
  return {
    ...usage,
    ...(usage.inputTokens === undefined ? {} : { inputTokens: usage.inputTokens + ofTools }),
    inputAudioTokens: tokensOf(promptTokensDetails, "AUDIO"),
    outputAudioTokens: tokensOf(candidatesTokensDetails, "AUDIO"),
  };
}

/** `models/gemini-2.5-flash`, `projects/…/models/gemini-2.5-flash`: the model is the last word. */
export function modelName(model: unknown): string | undefined {
  return text(text(model)?.split("/").at(-1));
}

function tokensOf(details: unknown, modality: string): number | undefined {
  const found = objects(details).find((each) => each.modality === modality)?.tokenCount;
  return typeof found === "number" ? found : undefined;
}

function addPart(parts: Json[], part: Json): void {
  const before = parts.at(-1);
  const continues =
    typeof part.text === "string" && typeof before?.text === "string" && part.thought === before.thought;
  if (continues) parts[parts.length - 1] = { ...before, text: `${before.text}${part.text}` };
  else parts.push(part);
}
