/**
 * Tracing of the client `@aws-sdk/client-bedrock-runtime` (3.x).
 *
 * @module
 */
import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { followResult } from "../../streams/follow-result.ts";
import { countAttempts, recordAttempt } from "../shared/attempts.ts";
import { type Json, object } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { ModelSpan, type StreamGatherer } from "../shared/model-span.ts";
import { converseRequest, converseResponse, converseStream } from "./converse.ts";
import { invokeRequest, invokeResponse, invokeStream } from "./invoke-model.ts";

/**
 * Traces the calls of a Bedrock Runtime client: Converse and InvokeModel, both also streamed, the latter with the bodies
 * of Claude, Nova, Titan, Llama, Mistral, Cohere and of models that speak OpenAI's. Each call is one span below the active
 * one, its attempts events on it. The tracing is a middleware, the client's own way to be extended; results, errors and
 * timing stay as they are.
 *
 * @example
 * import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
 * import { observe } from "@spanloom/sdk/bedrock";
 *
 * const client = observe(new BedrockRuntimeClient({ region: "us-east-1" }));
 * const messages = [{ role: "user" as const, content: [{ text: "Hello" }] }];
 * await client.send(new ConverseCommand({ modelId: "amazon.nova-lite-v1:0", messages }));
 */
export function observe<Client extends object>(client: Client): Client {
  safely("observing a client", () => install(client), undefined);
  return client;
}

function install(client: object): void {
  const { middlewareStack } = object(client) as { middlewareStack?: MiddlewareStack };
  if (middlewareStack === undefined || Object.hasOwn(client, observed)) return;
  Object.defineProperty(client, observed, { value: true });
  middlewareStack.add(tracing, { step: "initialize", name: "spanloomTracing", priority: "high", override: true });
  // Behind the client's own retries, so that it is passed once for each attempt.
  middlewareStack.add(attempting, {
    step: "finalizeRequest",
    name: "spanloomAttempts",
    priority: "low",
    override: true,
  });
}

/**
 * Traces every client of the class, made before or after. Returns a function that ends it for clients that have not yet
 * been used.
 *
 * @example
 * import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
 * import { instrumentBedrock } from "@spanloom/sdk/bedrock";
 *
 * instrumentBedrock(BedrockRuntimeClient);
 */
export function instrumentBedrock(BedrockRuntimeClient: { readonly prototype: object }): () => void {
  const prototype = BedrockRuntimeClient.prototype as { send?: (...args: unknown[]) => unknown };
  const owns = Object.hasOwn(prototype, "send");
  const { send } = prototype;
  if (send === undefined) return () => {};
  const observing = function (this: object, ...args: unknown[]): unknown {
    return send.apply(observe(this), args);
  };
  // The method is that of a class above, which clients of other services have as well.
  Object.defineProperty(prototype, "send", { value: observing, configurable: true, writable: true });
  return () => {
    if (prototype.send !== observing) return;
    if (owns) prototype.send = send;
    else delete prototype.send;
  };
}

const observed = Symbol.for("@spanloom/sdk observed");

/** What we use of a client's middleware. */
interface MiddlewareStack {
  add(middleware: Middleware, options: Readonly<Record<string, unknown>>): void;
}

type Handler = (args: { readonly input: unknown }) => Promise<{ readonly output: unknown; readonly response: unknown }>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

interface Command {
  request(input: Json): Omit<ModelRequest, "provider">;
  response(output: Json, input: Json, headers: Json): ModelResponse;
  /** The field of the output that streams. */
  readonly streams?: "stream" | "body";
  stream?(input: Json): StreamGatherer;
}

const commands: Readonly<Record<string, Command>> = {
  ConverseCommand: {
    request: (input) => ({ operation: "chat", ...converseRequest(input) }),
    response: converseResponse,
  },
  ConverseStreamCommand: {
    request: (input) => streamed({ operation: "chat", ...converseRequest(input) }),
    response: converseResponse,
    streams: "stream",
    stream: converseStream,
  },
  InvokeModelCommand: { request: invokeRequest, response: invokeResponse },
  InvokeModelWithResponseStreamCommand: {
    request: (input) => streamed(invokeRequest(input)),
    response: invokeResponse,
    streams: "body",
    stream: invokeStream,
  },
};

const tracing: Middleware = (next, { commandName = "" }) => {
  const command = Object.hasOwn(commands, commandName) ? commands[commandName] : undefined;
  if (command === undefined) return next;
  return async (args) => {
    const input = object(args.input);
    const call = safely(
      "recording a model request",
      () => new ModelSpan({ ...command.request(input), provider: "aws.bedrock" }),
      undefined,
    );
    if (call === undefined) return next(args);
    countAttempts(call.span);
    return runWithSpan(call.span, async () => {
      try {
        const result = await next(args);
        safely("observing an answer", () => observeAnswer(call, command, input, result), undefined);
        return result;
      } catch (error) {
        call.fail(error);
        throw error;
      }
    });
  };
};

const attempting: Middleware = (next) => async (args) => {
  try {
    const result = await next(args);
    recordAttempt({ "http.response.status_code": statusOf(result.response) });
    return result;
  } catch (error) {
    const { name, $metadata } = object(error);
    recordAttempt({ "error.type": String(name), "http.response.status_code": object($metadata).httpStatusCode });
    throw error;
  }
};

function observeAnswer(
  call: ModelSpan,
  command: Command,
  input: Json,
  { output, response }: { readonly output: unknown; readonly response: unknown },
): void {
  const given = output as Record<string, unknown>;
  const gatherer = command.stream?.(input);
  if (gatherer !== undefined && command.streams !== undefined) {
    given[command.streams] = followResult(given[command.streams], call.observeStream(gatherer));
    return;
  }
  call.respond(() => command.response(object(given), input, object(object(response).headers)));
}

function streamed(request: Omit<ModelRequest, "provider">): Omit<ModelRequest, "provider"> {
  return { ...request, parameters: { ...request.parameters, stream: true } };
}

function statusOf(response: unknown): unknown {
  return object(response).statusCode;
}
