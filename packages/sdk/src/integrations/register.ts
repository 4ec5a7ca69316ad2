/**
 * One call that turns recording on for every framework and client of a program.
 *
 * @module
 */
import { safely } from "../safely.ts";
import { instrumentAnthropic } from "./anthropic/index.ts";
import { instrumentBedrock } from "./bedrock/index.ts";
import { instrumentGemini } from "./gemini/index.ts";
import { instrumentLangChain } from "./langchain/index.ts";
import { instrumentMcp } from "./mcp/index.ts";
import { instrumentMistral } from "./mistral/index.ts";
import { instrumentOpenAI } from "./openai/index.ts";
import { instrumentOpenAIAgents } from "./openai-agents/index.ts";
import { instrumentVercelAi } from "./vercel-ai/index.ts";

const instruments = {
  openai: instrumentOpenAI,
  anthropic: instrumentAnthropic,
  gemini: instrumentGemini,
  mistral: instrumentMistral,
  bedrock: instrumentBedrock,
  langchain: instrumentLangChain,
  openaiAgents: instrumentOpenAIAgents,
  mcp: instrumentMcp,
  vercelAi: instrumentVercelAi,
};

/** What to record, each by the class or module that its `instrument…` function takes. */
export type Instrumentations = {
  readonly [Name in keyof typeof instruments]?: NonNullable<Parameters<(typeof instruments)[Name]>[0]>;
};

/**
 * Turns recording on for frameworks and clients as a whole, in one place, where the code that makes the clients is not at hand.
 * It changes the classes that it is given: names that a module exports cannot be replaced from outside (ES modules are
 * read-only), so a function that a module exports bare, such as `generateText` of the AI SDK before version 7, takes
 * `observe` or `telemetry()` of its own entry. Returns a function that undoes all of it.
 *
 * @example
 * import { CallbackManager } from "@langchain/core/callbacks/manager";
 * import * as agents from "@openai/agents";
 * import { registerInstrumentations } from "@spanloom/sdk/instrumentations";
 * import OpenAI from "openai";
 *
 * const undo = registerInstrumentations({
 *   openai: OpenAI,
 *   langchain: { CallbackManager },
 *   openaiAgents: agents,
 *   vercelAi: {}, // version 7
 * });
 */
export function registerInstrumentations(given: Instrumentations): () => void {
  const undo: (() => void)[] = [];
  for (const name of Object.keys(instruments) as (keyof typeof instruments)[]) {
    const target = given[name];
    if (target === undefined) continue;
    const instrument = instruments[name] as (target: unknown) => () => void;
    undo.push(safely(`registerInstrumentations: ${name}`, () => instrument(target), nothing));
  }
  return () => {
    for (const each of undo.splice(0)) safely("undoing registerInstrumentations", each, undefined);
  };
}

function nothing(): void {}
