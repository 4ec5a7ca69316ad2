/**
 * Tracing of the client `@mistralai/mistralai` (2.x).
 *
 * @module
 */
import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { followResult } from "../../streams/follow-result.ts";
import { countAttempts } from "../shared/attempts.ts";
import { object } from "../shared/json.ts";
import { ModelSpan } from "../shared/model-span.ts";
import { hookAttempts } from "./attempts.ts";
import { type MistralMethod, mistralMethods } from "./methods.ts";

/** What `observe` cannot know of a Mistral client. */
export interface MistralOptions {
  /** Who answers, as `gen_ai.provider.name`; `mistral_ai` where nothing is said. */
  readonly provider?: string;
}

/**
 * Traces the calls of a Mistral client: chat (also parsed and streamed), agents, fill-in-the-middle, embeddings, OCR,
 * moderation, transcription. Each call is one span below the active one. Returns the same client, whose results, errors
 * and timing stay as they are.
 *
 * @example
 * import { Mistral } from "@mistralai/mistralai";
 * import { observe } from "@spanloom/sdk/mistral";
 *
 * const client = observe(new Mistral({ apiKey: process.env.MISTRAL_API_KEY }));
 * await client.chat.complete({ model: "mistral-small-latest", messages: [{ role: "user", content: "Hello" }] });
 */
export function observe<Client extends object>(client: Client, options: MistralOptions = {}): Client {
  for (const [path, methods] of Object.entries(mistralMethods)) {
    const resource = () => path.split(".").reduce<unknown>((at, name) => object(at)[name], client);
    safely("observing a client", () => observeResource(resource(), methods, options), undefined);
  }
  return client;
}

/**
 * Traces every client of the class, made before or after. Returns a function that ends it for resources of clients that
 * have not yet been used.
 *
 * @example
 * import { Mistral } from "@mistralai/mistralai";
 * import { instrumentMistral } from "@spanloom/sdk/mistral";
 *
 * instrumentMistral(Mistral);
 */
export function instrumentMistral(Mistral: { readonly prototype: object }, options: MistralOptions = {}): () => void {
  // A client makes its resources when they are first asked for.
  const restores = [...new Set(Object.keys(mistralMethods).map((path) => path.split(".")[0]!))].map((name) => {
    const original = Object.getOwnPropertyDescriptor(Mistral.prototype, name);
    const { get } = original ?? {};
    if (original === undefined || get === undefined) return () => {};
    const observing = function (this: object): unknown {
      const resource: unknown = get.call(this);
      for (const [path, methods] of Object.entries(mistralMethods)) {
        const [first, second] = path.split(".");
        if (first !== name) continue;
        const found = () => (second === undefined ? resource : object(resource)[second]);
        safely("observing a client", () => observeResource(found(), methods, options), undefined);
      }
      return resource;
    };
    Object.defineProperty(Mistral.prototype, name, { ...original, get: observing });
    return () => Object.defineProperty(Mistral.prototype, name, original);
  });
  return () => {
    for (const restore of restores) restore();
  };
}

type Method = (request: unknown, ...rest: unknown[]) => Promise<unknown>;

const observed = Symbol.for("@spanloom/sdk observed");

function observeResource(
  resource: unknown,
  methods: Readonly<Record<string, MistralMethod>>,
  options: MistralOptions,
): void {
  if (typeof resource !== "object" || resource === null || Object.hasOwn(resource, observed)) return;
  Object.defineProperty(resource, observed, { value: true });
  hookAttempts(object((resource as { _options?: unknown })._options).hooks);
  for (const [name, method] of Object.entries(methods)) {
    const original = (resource as Record<string, unknown>)[name];
    if (typeof original !== "function") continue;
    const value: Method = (request, ...rest) =>
      send(() => original.call(resource, request, ...rest), method, request, options.provider ?? "mistral_ai");
    Object.defineProperty(resource, name, { value, configurable: true, writable: true });
  }
}

async function send(
  original: () => Promise<unknown>,
  method: MistralMethod,
  request: unknown,
  provider: string,
): Promise<unknown> {
  const call = safely(
    "recording a model request",
    () => new ModelSpan({ ...method.request(object(request)), provider }),
    undefined,
  );
  if (call === undefined) return original();
  countAttempts(call.span);
  return runWithSpan(call.span, async () => {
    try {
      const answer = await original();
      const gatherer = method.stream?.();
      if (gatherer !== undefined) return followResult(iteratedByPlatform(answer), call.observeStream(gatherer));
      call.respond(() => method.response(object(answer)));
      return answer;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  });
}

/**
 * The client's EventStream is a ReadableStream with an iterator for platforms whose streams have none, which calls the
 * platform's where there is one. Ours to follow is the platform's.
 */
function iteratedByPlatform(stream: unknown): unknown {
  const iterator = globalThis.ReadableStream?.prototype[Symbol.asyncIterator];
  if (typeof iterator === "function" && stream instanceof ReadableStream)
    Object.defineProperty(stream, Symbol.asyncIterator, { value: iterator, configurable: true, writable: true });
  return stream;
}
