import { isModelCall } from "./operations.ts";
import { recogniser } from "./recognise.ts";
import type { SpanContent, SpanFacts, SpanSource, SpanType, SpanView, Usage } from "./span-view.ts";
import { mergeUsage } from "./usage.ts";
import { anthropicSdk } from "./vocabularies/anthropic-sdk.ts";
import { evaluations } from "./vocabularies/evaluations.ts";
import { genkit } from "./vocabularies/genkit.ts";
import { googleAdk } from "./vocabularies/google-adk.ts";
import { laminar } from "./vocabularies/laminar.ts";
import { langfuse } from "./vocabularies/langfuse.ts";
import { langSmith } from "./vocabularies/langsmith.ts";
import { logfire } from "./vocabularies/logfire.ts";
import { mlflow } from "./vocabularies/mlflow.ts";
import { openInference } from "./vocabularies/openinference.ts";
import { openLlmetry } from "./vocabularies/openllmetry.ts";
import { otelGenai, otelGenaiDetails } from "./vocabularies/otel-genai.ts";
import { otelGenaiLegacy } from "./vocabularies/otel-genai-legacy.ts";
import { general, others } from "./vocabularies/others.ts";
import { pydanticAi } from "./vocabularies/pydantic-ai.ts";
import { strands } from "./vocabularies/strands.ts";
import { vercelAi } from "./vocabularies/vercel-ai.ts";
import { vercelAiV7 } from "./vocabularies/vercel-ai-v7.ts";
import { voltAgent } from "./vocabularies/voltagent.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Raised whenever the same span would be read differently, so that a store knows which views to read again. */
export const readerVersion = 4;

/**
 * Who is believed, in this order. A span may speak several vocabularies; the first answer to a *field* wins, so one
 * vocabulary may give the model and another the session.
 *
 * 1. The backend's own keys.
 * 2. Senders that put something of their own under the standard's keys: only they know what it means. They answer
 *    just those fields where they know better (or, AI SDK and LangSmith, all, as they write the standard's keys
 *    merely as a copy).
 * 3. The standard as it is now, on the span and then on its event.
 * 4. Dialects with names of their own.
 * 5. The standard as it was up to 1.36, and keys of no dialect.
 */
export const vocabularies: readonly Vocabulary[] = [
  mlflow,

  logfire,
  vercelAi,
  vercelAiV7,
  langSmith,
  strands,
  pydanticAi,
  googleAdk,
  laminar,

  otelGenai,
  otelGenaiDetails,

  openInference,
  openLlmetry,
  langfuse,
  voltAgent,
  genkit,
  anthropicSdk,

  otelGenaiLegacy,
  evaluations,
  others,
  general,
];

const spokenBy = recogniser(vocabularies);

/** The small facts of a span; called for every span at ingest. Never throws. */
export function readFacts(source: SpanSource): SpanFacts {
  const found: Draft = { type: "UNKNOWN", vocabularies: [] };
  let typed = false;
  for (let spoken = spokenBy(source); spoken !== 0; spoken &= spoken - 1) {
    const vocabulary = firstOf(spoken);
    const answer = ask(vocabulary, "facts", source);
    if (answer === undefined) continue;
    found.vocabularies.push(vocabulary.name);
    for (const field in answer) {
      const value = answer[field as keyof SpanFacts];
      if (value === undefined) continue;
      if (field === "type") {
        if (!typed) found.type = value as SpanType;
        typed = true;
      } else found[field] = merged(field, found[field], value);
    }
  }
  return finished(found);
}

type Draft = Record<string, unknown> & {
  type: SpanType;
  vocabularies: string[];
  usage?: Usage;
  usageScope?: "call" | "rollup";
};

/** What went into a span and came out of it; parses whatever holds it. Never throws. */
export function readContent(source: SpanSource): SpanContent {
  const found: Record<string, unknown> = {};
  for (let spoken = spokenBy(source); spoken !== 0; spoken &= spoken - 1) {
    const answer = ask(firstOf(spoken), "content", source);
    for (const field in answer) {
      const value = answer[field as keyof SpanContent];
      if (value === undefined) continue;
      found[field] = pieced.has(field)
        ? { ...(value as object), ...(found[field] as object | undefined) }
        : (found[field] ?? value);
    }
  }
  // A tool run is no conversation, though some dialects tell it as one.
  if (found.toolRun !== undefined) {
    delete found.inputMessages;
    delete found.outputMessages;
  }
  return found;
}

/** Of these each vocabulary may know a piece. */
const pieced: ReadonlySet<string> = new Set(["toolRun", "modelParameters"]);

export function readSpan(source: SpanSource): SpanView {
  return { ...readContent(source), ...readFacts(source), readerVersion };
}

/** The vocabulary of the lowest bit, which is the most believed. */
function firstOf(spoken: number): Vocabulary {
  return vocabularies[31 - Math.clz32(spoken & -spoken)]!;
}

/** A vocabulary that trips over hostile attributes says nothing; the span and the other vocabularies' answers stay. */
function ask<K extends "facts" | "content">(
  vocabulary: Vocabulary,
  what: K,
  source: SpanSource,
): ReturnType<Vocabulary[K]> | undefined {
  try {
    return vocabulary[what](source) as ReturnType<Vocabulary[K]>;
  } catch {
    return undefined;
  }
}

/** The first answer; of usage, tags and metadata the first for each of their fields. */
function merged(field: string, first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (field === "usage") return mergeUsage(first as SpanFacts["usage"], second as SpanFacts["usage"]);
  if (field === "tags" || field === "metadata") return { ...(second as object), ...(first as object) };
  return first;
}

function finished(found: Draft): SpanFacts {
  if (isNothing(found.usage)) {
    delete found.usage;
    delete found.usageScope;
  } else found.usageScope ??= isModelCall(found.type) ? "call" : "rollup";
  return found;
}

/** Instrumentations that lost the counts of a stream report zeros; no call has neither input nor output. */
function isNothing(usage: Usage | undefined): boolean {
  return usage === undefined || ((usage.inputTokens ?? 0) === 0 && (usage.outputTokens ?? 0) === 0);
}
