/**
 * Tracing of the client `@anthropic-ai/sdk` (0.x and 1.x), and of its clients for Bedrock and Vertex AI.
 *
 * @module
 */
import { number, text } from "../shared/json.ts";
import { providerOfUrl } from "../shared/provider-of-url.ts";
import { observeStainless, type StainlessApi } from "../stainless/client.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { instrumentStainless } from "../stainless/instrument.ts";
import { messageRequest, messageResponse, messageStream } from "./message.ts";
import { observeToolRunner } from "./tool-runner.ts";

/** What `observe` cannot know of an Anthropic client. */
export interface AnthropicOptions {
  /** Whom the client calls, as `gen_ai.provider.name`; known by its address for Anthropic, Bedrock and Vertex AI. */
  readonly provider?: string;
}

/**
 * Traces the calls of an Anthropic client: `messages` (also `stream`, `parse`, the beta API and its `toolRunner`), with
 * tools, thinking, cache tokens and tools of the server; `countTokens`; the older `completions`. Each call is one span
 * below the active one. Returns the same client, whose results, errors and timing stay as they are.
 *
 * The client 1.x traces itself, too, where the application has an OpenTelemetry provider of its own. Where those spans reach
 * the same server as ours, the tokens of a pair in one trace count once; `ANTHROPIC_OPEN_TELEMETRY=false` turns the client's
 * spans off.
 *
 * @example
 * import Anthropic from "@anthropic-ai/sdk";
 * import { observe } from "@spanloom/sdk/anthropic";
 *
 * const client = observe(new Anthropic());
 * await client.messages.create({
 *   model: "claude-sonnet-5",
 *   max_tokens: 100,
 *   messages: [{ role: "user", content: "Hello" }],
 * });
 */
export function observe<Client extends object>(client: Client, options: AnthropicOptions = {}): Client {
  return observeStainless(client, anthropic(options));
}

/**
 * Traces every client of the class, made before or after. Returns a function that ends it for clients that have not yet
 * been used.
 *
 * @example
 * import Anthropic from "@anthropic-ai/sdk";
 * import { instrumentAnthropic } from "@spanloom/sdk/anthropic";
 *
 * instrumentAnthropic(Anthropic);
 */
export function instrumentAnthropic(
  Anthropic: { readonly prototype: object },
  options: AnthropicOptions = {},
): () => void {
  return instrumentStainless(Anthropic, anthropic(options));
}

function anthropic({ provider }: AnthropicOptions): StainlessApi {
  return {
    endpoints: [messages, countTokens, complete],
    provider: (client) => provider ?? providerOfUrl(client.baseURL, "anthropic"),
    helpers: [{ classes: ["Beta", "Messages"], method: "toolRunner" }],
    observeHelpers: observeToolRunner,
  };
}

const messages: Endpoint = {
  path: /^\/v1\/messages$/,
  operation: "chat",
  request: messageRequest,
  response: messageResponse,
  stream: messageStream,
};

/** How many tokens a request would have; nothing is generated, and nothing is billed. */
const countTokens: Endpoint = {
  path: /^\/v1\/messages\/count_tokens$/,
  operation: "count_tokens",
  request: messageRequest,
  response: (answer) => ({ content: () => ({ outputs: { input_tokens: number(answer.input_tokens) } }) }),
};

/** The API before messages: one text continues another. */
const complete: Endpoint = {
  path: /^\/v1\/complete$/,
  operation: "text_completion",
  request: (body) => ({
    model: text(body.model),
    parameters: {
      max_tokens: body.max_tokens_to_sample,
      temperature: body.temperature,
      top_p: body.top_p,
      top_k: body.top_k,
      stop_sequences: body.stop_sequences,
    },
    content: () => ({ messages: [{ role: "user", parts: [{ type: "text", content: text(body.prompt) ?? "" }] }] }),
  }),
  response: (answer) => ({
    id: text(answer.id),
    model: text(answer.model),
    finishReasons: [text(answer.stop_reason)],
    content: () => ({
      messages: [{ role: "assistant", parts: [{ type: "text", content: text(answer.completion) ?? "" }] }],
    }),
  }),
};
