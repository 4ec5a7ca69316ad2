import { foldProvider, readToolDefinitions, usageFromProvider } from "@spanloom/conventions";
import { frameworkAnswer, frameworkMessages } from "../shared/framework-messages.ts";
import { text } from "../shared/json.ts";
import type { InputMessage, OutputMessage, ToolDefinition } from "../shared/messages.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { plainMessage } from "./messages.ts";
import { classOf } from "./run-kinds.ts";
import type { ExtraParams, Generation, LangChainMessage, LLMResult, Metadata, Serialized } from "./shapes.ts";

/** The request behind a model's run. `asked`: messages of a chat model, or the prompt of a text model. */
export function requestOf(
  serialized: Serialized,
  asked: readonly LangChainMessage[] | string,
  extra: ExtraParams | undefined,
  metadata: Metadata,
): ModelRequest {
  const given = extra?.invocation_params ?? {};
  return {
    operation: typeof asked === "string" ? "text_completion" : "chat",
    provider: foldProvider(text(metadata.ls_provider)) ?? providerByClass(classOf(serialized)),
    model: text(given.model) ?? text(given.model_name) ?? text(given.modelName) ?? text(metadata.ls_model_name),
    parameters: {
      temperature: given.temperature ?? metadata.ls_temperature,
      top_p: given.top_p ?? given.topP,
      top_k: given.top_k ?? given.topK,
      max_tokens: given.max_tokens ?? given.max_completion_tokens ?? given.maxTokens ?? metadata.ls_max_tokens,
      frequency_penalty: given.frequency_penalty,
      presence_penalty: given.presence_penalty,
      stop_sequences: given.stop ?? metadata.ls_stop,
      seed: given.seed,
      stream: given.stream,
    },
    content: () => ({ messages: messagesOf(asked), tools: toolsOf(given.tools) }),
  };
}

/** The answer in what LangChain gives at a run's end. */
export function responseOf({ generations, llmOutput }: LLMResult): ModelResponse {
  const answers = generations.flat();
  const message = answers[0]?.message;
  const about = { ...answers[0]?.generationInfo, ...message?.response_metadata };
  return {
    id: responseId(message, about),
    model: text(about.model_name) ?? text(about.model) ?? text(llmOutput?.model_name) ?? text(llmOutput?.model),
    finishReasons: answers.map(({ message, generationInfo }) =>
      finishReason({ ...generationInfo, ...message?.response_metadata }),
    ),
    usage:
      usageFromProvider(message?.usage_metadata) ??
      usageFromProvider(llmOutput?.tokenUsage ?? llmOutput?.estimatedTokenUsage ?? llmOutput?.usage),
    content: () => ({ messages: answers.flatMap(answered) }),
  };
}

function messagesOf(asked: readonly LangChainMessage[] | string): readonly InputMessage[] {
  if (typeof asked === "string") return [{ role: "user", parts: [{ type: "text", content: asked }] }];
  return frameworkMessages(asked.map(plainMessage)) ?? [];
}

function answered({ message, text: said }: Generation): readonly OutputMessage[] {
  if (message !== undefined) return frameworkAnswer([plainMessage(message)]) ?? [];
  return [{ role: "assistant", parts: said === undefined || said === "" ? [] : [{ type: "text", content: said }] }];
}

function toolsOf(given: unknown): readonly ToolDefinition[] | undefined {
  return readToolDefinitions(given)?.map((tool) => ({ type: "function", ...tool }));
}

function finishReason(about: Readonly<Record<string, unknown>>): string | undefined {
  return text(about.finish_reason) ?? text(about.stop_reason) ?? text(about.finishReason) ?? text(about.done_reason);
}

/** The provider's id. LangChain makes one up from the run's id (`run-…`) where the provider gave none. */
function responseId(
  message: LangChainMessage | undefined,
  about: Readonly<Record<string, unknown>>,
): string | undefined {
  const id = text(about.id) ?? text(message?.id);
  return id?.startsWith("run-") || id?.startsWith("lc_run-") ? undefined : id;
}

/** Where no metadata names it: `ChatAnthropic` is Anthropic's. */
function providerByClass(name: string | undefined): string {
  const bare = name?.replace(/^Chat|^AzureChat/, "").toLowerCase();
  return foldProvider(bare) ?? "unknown";
}
