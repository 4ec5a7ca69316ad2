/**
 * Tracing of the client `openai` (majors 4 to 7), and of every provider that is called through it.
 *
 * @module
 */
import { type Json, object, text } from "../shared/json.ts";
import { providerOfUrl } from "../shared/provider-of-url.ts";
import { observeStainless, type StainlessApi, type StainlessClient } from "../stainless/client.ts";
import { instrumentStainless } from "../stainless/instrument.ts";
import { speech, transcriptions } from "./audio.ts";
import { observeBackground } from "./background.ts";
import { chatCompletions } from "./chat.ts";
import { completions } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { images } from "./images.ts";
import { moderations } from "./moderations.ts";
import { responses } from "./responses.ts";
import { observeRunTools } from "./run-tools.ts";

/** What `observe` cannot know of an OpenAI client. */
export interface OpenAiOptions {
  /**
   * Whom the client calls, as `gen_ai.provider.name`: prices hang on it. Known by the client's address for OpenAI, Azure,
   * OpenRouter, Groq, DeepSeek, xAI, Together, Fireworks, Mistral, Perplexity, Gemini and others; `openai` else.
   */
  readonly provider?: string;
  /**
   * Asks for the token counts of streamed chat completions (`stream_options.include_usage`), which the API leaves out
   * unless asked. The application then sees one more chunk at the end, without choices; hence off by default.
   */
  readonly includeStreamUsage?: boolean;
}

/**
 * Traces the calls of an OpenAI client: chat completions and their helpers (`parse`, `stream`, `runTools`), the Responses
 * API, embeddings, images, audio, moderation, completions. Each call is one span of OpenTelemetry's GenAI conventions
 * below the active one; retries are events on it. Returns the same client, whose results, errors and timing stay as they
 * are. Calling it again on the same client changes nothing.
 *
 * @example
 * import OpenAI from "openai";
 * import { observe } from "@spanloom/sdk/openai";
 *
 * const client = observe(new OpenAI());
 * await client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] });
 */
export function observe<Client extends object>(client: Client, options: OpenAiOptions = {}): Client {
  return observeStainless(client, openAi(options));
}

/**
 * Traces every client of the class, made before or after: `observe` for code that makes its clients elsewhere. Returns a
 * function that ends it for clients that have not yet been used.
 *
 * @example
 * import OpenAI from "openai";
 * import { instrumentOpenAI } from "@spanloom/sdk/openai";
 *
 * instrumentOpenAI(OpenAI);
 */
export function instrumentOpenAI(OpenAI: { readonly prototype: object }, options: OpenAiOptions = {}): () => void {
  return instrumentStainless(OpenAI, openAi(options));
}

function openAi({ provider, includeStreamUsage }: OpenAiOptions): StainlessApi {
  return {
    endpoints: [chatCompletions, responses, embeddings, completions, images, speech, transcriptions, moderations],
    provider: (client) => provider ?? providerOf(client),
    ...(includeStreamUsage ? { adjust: withStreamUsage } : {}),
    helpers: [{ classes: ["Chat", "Completions"], method: "runTools" }],
    observeHelpers(client) {
      observeRunTools(client);
      observeBackground(client, () => provider ?? providerOf(client));
    },
  };
}

/** Azure's client has a deployment's address, which may be a domain of one's own. */
function providerOf(client: StainlessClient): string {
  const isAzure = "apiVersion" in client && text(client.apiVersion) !== undefined;
  return providerOfUrl(client.baseURL, isAzure ? "azure.ai.openai" : "openai");
}

function withStreamUsage(path: string, body: Json): Json {
  if (body.stream !== true || !/(^|\/)completions$/.test(path)) return body;
  return { ...body, stream_options: { include_usage: true, ...object(body.stream_options) } };
}
