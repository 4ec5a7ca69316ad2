/**
 * Tracing of the client `@google/genai`, for the Gemini API and Vertex AI.
 *
 * @module
 */
import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { followResult } from "../../streams/follow-result.ts";
import { countAttempts, observeAttempts } from "../shared/attempts.ts";
import { type Json, object } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { ModelSpan } from "../shared/model-span.ts";
import { embeddingRequest, embeddingResponse } from "./embed-content.ts";
import { traceFunctionCalling } from "./function-calling.ts";
import { contentRequest, contentResponse, contentStream } from "./generate-content.ts";
import { imageRequest, imageResponse, videoRequest, videoResponse } from "./images-and-videos.ts";

/** What `observe` cannot know of a Gemini client. */
export interface GeminiOptions {
  /** `gcp.gemini` or `gcp.vertex_ai`, as the client is set up, where nothing is said. */
  readonly provider?: string;
}

/**
 * Traces the calls of a Google Gen AI client: `generateContent` and its stream, chats, embeddings, images, the start of
 * videos. Each request is one span below the active one; where the client calls functions by itself, they and the
 * requests are children of one span of an agent. Returns the same client, whose results, errors and timing stay as they are.
 *
 * @example
 * import { GoogleGenAI } from "@google/genai";
 * import { observe } from "@spanloom/sdk/gemini";
 *
 * const ai = observe(new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY }));
 * await ai.models.generateContent({ model: "gemini-2.5-flash", contents: "Hello" });
 */
export function observe<Client extends object>(client: Client, options: GeminiOptions = {}): Client {
  safely("observing a client", () => observeModels(object(client).models, options), undefined);
  return client;
}

/**
 * Traces every client, made before or after; takes the class `Models`, which all of them use. The span around functions
 * that the client calls by itself is there from a client's second call on; `observe` has it from the first. Returns a
 * function that ends it for clients that have not yet been used.
 *
 * @example
 * import { Models } from "@google/genai";
 * import { instrumentGemini } from "@spanloom/sdk/gemini";
 *
 * instrumentGemini(Models);
 */
export function instrumentGemini(Models: { readonly prototype: object }, options: GeminiOptions = {}): () => void {
  const prototype = Models.prototype as Record<string, unknown>;
  const restores = Object.keys(requests).map((name) => {
    const original = prototype[name];
    if (typeof original !== "function") return () => {};
    const observing = function (this: Record<string, Request>, params: unknown) {
      // The instance's own method is over this one now, and calls it again.
      const isFirst = safely("observing a client", () => observeModels(this, options), false);
      return isFirst && Object.hasOwn(this, name) ? this[name]!(params) : (original as Request).call(this, params);
    };
    prototype[name] = observing;
    return () => {
      if (prototype[name] === observing) prototype[name] = original;
    };
  });
  return () => {
    for (const restore of restores) restore();
  };
}

type Request = (params: unknown) => Promise<unknown>;

interface RequestKind {
  request(params: Json): Omit<ModelRequest, "provider">;
  response(answer: Json): ModelResponse;
  readonly streams?: true;
}

/**
 * The methods of `Models` that send a request each; everything else of the client (chats, the loop of function calling,
 * continuations) goes through them. Names with "Internal" are the client's own word for that.
 */
const requests: Readonly<Record<string, RequestKind>> = {
  generateContentInternal: { request: contentRequest, response: contentResponse },
  generateContentStreamInternal: {
    request: (params) => {
      const request = contentRequest(params);
      return { ...request, parameters: { ...request.parameters, stream: true } };
    },
    response: contentResponse,
    streams: true,
  },
  embedContentInternal: { request: embeddingRequest, response: embeddingResponse },
  generateImagesInternal: { request: imageRequest, response: imageResponse },
  editImageInternal: { request: imageRequest, response: imageResponse },
  upscaleImageInternal: { request: imageRequest, response: imageResponse },
  recontextImage: { request: imageRequest, response: imageResponse },
  generateVideosInternal: { request: videoRequest, response: videoResponse },
};

const observed = Symbol.for("@spanloom/sdk observed");

/** True where it was not observed before. */
function observeModels(models: unknown, options: GeminiOptions): boolean {
  if (typeof models !== "object" || models === null || Object.hasOwn(models, observed)) return false;
  Object.defineProperty(models, observed, { value: true });
  const { apiClient } = models as { apiClient?: { isVertexAI?(): boolean; clientOptions?: { httpOptions?: object } } };
  const { httpOptions } = apiClient?.clientOptions ?? {};
  if (httpOptions !== undefined) observeAttempts(httpOptions, (url, init) => fetch(url as string, init as RequestInit));
  const provider = () => options.provider ?? (apiClient?.isVertexAI?.() ? "gcp.vertex_ai" : "gcp.gemini");
  for (const [name, kind] of Object.entries(requests)) {
    const original = (models as Record<string, unknown>)[name];
    if (typeof original !== "function") continue;
    const value: Request = (params) => send(original.bind(models) as Request, kind, provider, params);
    Object.defineProperty(models, name, { value, configurable: true, writable: true });
  }
  safely("observing function calling", () => traceFunctionCalling(models), undefined);
  return true;
}

async function send(original: Request, kind: RequestKind, provider: () => string, params: unknown): Promise<unknown> {
  const call = safely(
    "recording a model request",
    () => new ModelSpan({ ...kind.request(object(params)), provider: provider() }),
    undefined,
  );
  if (call === undefined) return original(params);
  countAttempts(call.span);
  return runWithSpan(call.span, async () => {
    try {
      const answer = await original(params);
      if (kind.streams) return followResult(answer, call.observeStream(contentStream()));
      call.respond(() => kind.response(object(answer)));
      return answer;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  });
}
