import { usageFromProvider } from "@spanloom/conventions";
import { messageRequest, messageResponse } from "../anthropic/message.ts";
import { MessageEvents } from "../anthropic/message-events.ts";
import { chatChoices, chatFinishReasons, chatMessages, chatTools } from "../shared/chat-messages.ts";
import { ChatChunks } from "../shared/gather-chat.ts";
import { type Json, number, object, objects, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";
import { definedCounts, type TokenCounts } from "../shared/usage.ts";
import { converseRequest, converseResponse, converseStream } from "./converse.ts";
import { imageBody } from "./image-bodies.ts";

/** What the bodies of InvokeModel mean: they are each vendor's own. */
export interface ModelBody {
  readonly models: RegExp;
  request(body: Json): Omit<ModelRequest, "provider">;
  response(body: Json): ModelResponse;
  stream(): StreamGatherer;
}

/** By the id of the model, which may stand in an ARN or behind a region: `us.anthropic.claude-…`. */
export function bodyOf(modelId: string | undefined): ModelBody {
  return bodies.find(({ models }) => models.test(modelId ?? "")) ?? unknownBody;
}

const claude: ModelBody = {
  models: /anthropic\.claude/,
  request: (body) => ({ operation: "chat", ...messageRequest(body) }),
  response: messageResponse,
  stream() {
    const events = new MessageEvents();
    return { add: (event) => events.add(event), response: () => messageResponse(events.message()) };
  },
};

const nova: ModelBody = {
  models: /amazon\.nova-(micro|lite|pro|premier|2)/,
  request: (body) => ({ operation: "chat", ...converseRequest(body) }),
  response: converseResponse,
  stream: converseStream,
};

const titanText = promptBody({
  models: /amazon\.titan-(text|tg1)/,
  request: ({ inputText, textGenerationConfig }) => {
    const config = object(textGenerationConfig);
    const { maxTokenCount: max_tokens, temperature, topP: top_p, stopSequences: stop_sequences } = config;
    return { prompt: inputText, parameters: { max_tokens, temperature, top_p, stop_sequences } };
  },
  answer(body) {
    const result = objects(body.results)[0] ?? body;
    return {
      text: result.outputText,
      finishReason: text(result.completionReason),
      usage: {
        inputTokens: number(body.inputTextTokenCount),
        outputTokens: number(result.tokenCount) ?? number(result.totalOutputTextTokenCount),
      },
    };
  },
});

const llama = promptBody({
  models: /meta\.llama/,
  request: ({ prompt, max_gen_len: max_tokens, temperature, top_p }) => ({
    prompt,
    parameters: { max_tokens, temperature, top_p },
  }),
  answer: (body) => ({
    text: body.generation,
    finishReason: text(body.stop_reason),
    usage: { inputTokens: number(body.prompt_token_count), outputTokens: number(body.generation_token_count) },
  }),
});

const mistral = promptBody({
  models: /mistral\./,
  request: ({ prompt, max_tokens, temperature, top_p, top_k, stop: stop_sequences }) => ({
    prompt,
    parameters: { max_tokens, temperature, top_p, top_k, stop_sequences },
  }),
  answer(body) {
    const output = objects(body.outputs)[0] ?? {};
    return { text: output.text, finishReason: text(output.stop_reason) };
  },
});

const cohere = promptBody({
  models: /cohere\.command/,
  request({ message, prompt, max_tokens, temperature, p: top_p, k: top_k, stop_sequences, chat_history, preamble }) {
    const history = objects(chat_history).map((turn) => ({
      role: turn.role === "CHATBOT" ? "assistant" : "user",
      content: turn.message,
    }));
    return {
      system: text(preamble),
      history,
      prompt: message ?? prompt,
      parameters: { max_tokens, temperature, top_p, top_k, stop_sequences },
    };
  },
  answer(body) {
    const generation = objects(body.generations)[0] ?? object(body.response ?? body);
    return {
      // The last event of a stream repeats the whole text.
      text: body.event_type === "stream-end" ? undefined : generation.text,
      finishReason: text(generation.finish_reason) ?? text(body.finish_reason),
      id: text(generation.generation_id) ?? text(generation.id),
    };
  },
});

const embeddings: ModelBody = {
  models: /(amazon\.titan-embed|cohere\.embed)/,
  request: ({ inputText, texts, dimensions, input_type }) => ({
    operation: "embeddings",
    parameters: { input_type },
    attributes: typeof dimensions === "number" ? { "gen_ai.embeddings.dimension.count": dimensions } : {},
    content: () => ({ inputs: texts ?? inputText }),
  }),
  response(body) {
    // Cohere lists them, by type where several were asked for; Titan gives the one.
    const byType = Array.isArray(body.embeddings) ? body.embeddings : Object.values(object(body.embeddings))[0];
    const vectors = Array.isArray(byType) ? byType : body.embedding === undefined ? [] : [body.embedding];
    const dimensions = (vectors[0] as unknown[] | undefined)?.length;
    return {
      usage: { inputTokens: number(body.inputTextTokenCount) },
      attributes: dimensions === undefined ? {} : { "gen_ai.embeddings.dimension.count": dimensions },
      content: () => ({ outputs: { embeddings: vectors.length, dimensions } }),
    };
  },
  stream: () => ({ add: () => false, response: () => ({}) }),
};

/** Models that speak OpenAI's Chat Completions: gpt-oss, DeepSeek, Qwen, AI21, newer ones of Mistral and Llama. */
const chat: ModelBody = {
  models: /./,
  request: (body) => ({
    operation: "chat",
    parameters: {
      max_tokens: body.max_completion_tokens ?? body.max_tokens,
      temperature: body.temperature,
      top_p: body.top_p,
    },
    content: () => ({ messages: chatMessages(body.messages), tools: chatTools(body) }),
  }),
  response: (body) => ({
    id: text(body.id),
    model: text(body.model),
    finishReasons: chatFinishReasons(body.choices),
    usage: usageFromProvider(body.usage),
    content: () => ({ messages: chatChoices(body.choices) }),
  }),
  stream() {
    const chunks = new ChatChunks();
    return { add: (chunk) => chunks.add(chunk), response: () => chat.response(chunks.answer()) };
  },
};

/** Bodies of other models are recorded as they are. */
const unknownBody: ModelBody = {
  models: /./,
  request: (body) =>
    Array.isArray(body.messages)
      ? chat.request(body)
      : { operation: "invoke_model", content: () => ({ inputs: body }) },
  response: (body) => (Array.isArray(body.choices) ? chat.response(body) : { content: () => ({ outputs: body }) }),
  stream: () => chat.stream(),
};

const bodies: readonly ModelBody[] = [claude, nova, imageBody, embeddings, titanText, llama, mistral, cohere];

interface PromptAnswer {
  readonly text: unknown;
  readonly finishReason?: string | undefined;
  readonly id?: string | undefined;
  readonly usage?: TokenCounts;
}

/** The older bodies: one prompt, one text; a stream has pieces of the text, and the counts at its end. */
function promptBody(kind: {
  readonly models: RegExp;
  request(body: Json): {
    readonly prompt: unknown;
    readonly system?: string | undefined;
    readonly history?: readonly Json[];
    readonly parameters: Readonly<Record<string, unknown>>;
  };
  answer(body: Json): PromptAnswer;
}): ModelBody {
  const response = ({ text: said, finishReason, id, usage }: PromptAnswer): ModelResponse => ({
    id,
    finishReasons: [finishReason],
    usage,
    content: () => ({
      messages: [
        {
          role: "assistant",
          parts: [{ type: "text", content: text(said) ?? "" }],
          ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
        },
      ],
    }),
  });
  return {
    models: kind.models,
    request(body) {
      if (Array.isArray(body.messages)) return chat.request(body);
      const { prompt, system, history = [], parameters } = kind.request(body);
      return {
        operation: "text_completion",
        parameters,
        content: () => ({
          systemInstructions: system === undefined ? [] : [{ type: "text", content: system }],
          messages: chatMessages([...history, { role: "user", content: prompt }]),
        }),
      };
    },
    response: (body) => (Array.isArray(body.choices) ? chat.response(body) : response(kind.answer(body))),
    stream() {
      const chunks = new ChatChunks();
      let isChat = false;
      let whole: PromptAnswer = { text: "" };
      return {
        add(given) {
          const chunk = object(given);
          isChat ||= Array.isArray(chunk.choices);
          if (isChat) return chunks.add(chunk);
          const piece = kind.answer(chunk);
          const said = text(piece.text);
          whole = {
            text: `${whole.text}${said ?? ""}`,
            finishReason: piece.finishReason ?? whole.finishReason,
            id: piece.id ?? whole.id,
            usage: { ...whole.usage, ...definedCounts(piece.usage) },
          };
          return said !== undefined;
        },
        response: () => (isChat ? chat.response(chunks.answer()) : response(whole)),
      };
    },
  };
}
