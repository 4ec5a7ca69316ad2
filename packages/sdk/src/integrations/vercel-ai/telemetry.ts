import type { Attributes } from "@opentelemetry/api";
import { safely } from "../../safely.ts";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { labelAttributes, labelText } from "../../trace/trace-labels.ts";
import { countAttempts, recordAttempt } from "../shared/attempts.ts";
import { type ModelRequest, modelSpanOptions, recordModelRequest, recordModelResponse } from "../shared/model-call.ts";
import { describeError, recordModelError } from "../shared/model-error.ts";
import type { ModelSpan } from "../shared/model-span.ts";
import { recordToolArguments, recordToolError, recordToolResult, toolSpanOptions } from "../shared/tool-run.ts";
import type * as Events from "./events.ts";
import { endMediaCall, type MediaCall, mediaCallNamed, startMediaCall } from "./media-calls.ts";
import {
  inputMessages,
  outputMessages,
  parametersOf,
  providerOf,
  systemInstructions,
  toolDefinitions,
  usageOf,
} from "./messages.ts";

/** The spans of one call of the AI SDK. */
interface Call {
  readonly root: LiveSpan;
  readonly start: Events.StartEvent;
  model?: LiveSpan | undefined;
  /** By the id of the model's call of the tool, or of the embedding call. */
  readonly parts: Map<string, LiveSpan>;
}

/**
 * The telemetry integration of version 7 of the AI SDK: each call (`generateText`, `streamText`, an agent's `generate`, …)
 * is a span with its model calls and tools below it. Tokens stand on the model calls alone.
 */
export class AiTelemetry {
  readonly #calls = new Map<string, Call>();
  /** Calls that are one span each. */
  readonly #media = new Map<string, { readonly kind: MediaCall; readonly span: ModelSpan }>();
  readonly #about: Attributes;

  /** `about`: what is said of every trace, as attributes of its root. */
  constructor(about: Attributes = {}) {
    this.#about = about;
  }

  onStart(event: Events.StartEvent): void {
    this.#do("a start", () => {
      // Version 6 has integrations as well, with other events and the spans of its tracer beside them.
      if (event.callId === undefined || event.operationId === undefined) return;
      const kind = mediaCallNamed(event.operationId.replace(/^ai\./, ""));
      if (kind !== undefined) {
        const span = startMediaCall(kind, { ...event }, event);
        span.span.setAttributes(this.#about);
        this.#media.set(event.callId, { kind, span });
        return;
      }
      const root = startSpan(rootSpan(event));
      root.setAttributes({ ...contextAttributes(event.runtimeContext), ...this.#about });
      if (event.recordInputs !== false) root.setInputs(inputsOf(event));
      this.#calls.set(event.callId, { root, start: event, parts: new Map() });
    });
  }

  onLanguageModelCallStart(event: Events.ModelCallStart): void {
    this.#startModel(event, {
      ...modelOf(event, this.#calls.get(event.callId)?.start),
      content: contentIf(event.recordInputs, () => ({
        systemInstructions: systemInstructions(event.instructions),
        messages: inputMessages(event.messages),
        tools: toolDefinitions(event.tools),
      })),
    });
  }

  onLanguageModelCallEnd(event: Events.ModelCallEnd): void {
    this.#endModel(event.callId, event.performance?.timeToFirstOutputMs, {
      id: event.responseId,
      model: event.modelId,
      finishReasons: [event.finishReason],
      usage: usageOf(event.usage),
      content: contentIf(event.recordOutputs, () => ({ messages: outputMessages(event.content) })),
    });
  }

  onObjectStepStart(event: Events.ObjectStepStart): void {
    this.#startModel(event, {
      ...modelOf(event, this.#calls.get(event.callId)?.start),
      content: contentIf(event.recordInputs, () => ({ messages: inputMessages(event.promptMessages) })),
    });
  }

  onObjectStepEnd(event: Events.ObjectStepEnd): void {
    this.#endModel(event.callId, event.msToFirstChunk, {
      id: event.response.id,
      model: event.response.modelId,
      finishReasons: [event.finishReason],
      usage: usageOf(event.usage),
      content: contentIf(event.recordOutputs, () => ({
        messages: outputMessages([{ type: "text", text: event.objectText }]),
      })),
    });
  }

  onToolExecutionStart({ callId, toolCall, recordInputs }: Events.ToolStart): void {
    this.#do("a tool's start", () => {
      const call = this.#calls.get(callId);
      if (call === undefined) return;
      const { toolCallId, toolName, input } = toolCall;
      const span = startSpan({ ...toolSpanOptions({ name: toolName, callId: toolCallId }), parent: call.root });
      if (recordInputs !== false) recordToolArguments(span, input);
      call.parts.set(toolCallId, span);
    });
  }

  onToolExecutionEnd({ callId, toolCall, toolOutput, recordOutputs }: Events.ToolEnd): void {
    this.#endPart(callId, toolCall.toolCallId, (span) => {
      if (toolOutput.type === "tool-error") recordToolError(span, toolOutput.error);
      else if (recordOutputs !== false) recordToolResult(span, toolOutput.output);
    });
  }

  onEmbedStart(event: Events.EmbedStart): void {
    const { callId, embedCallId, provider, modelId, values, recordInputs } = event;
    this.#startPart(callId, embedCallId, {
      operation: "embeddings",
      provider: providerOf(provider),
      model: modelId,
      content: contentIf(recordInputs, () => ({ inputs: values })),
    });
  }

  onEmbedEnd({ callId, embedCallId, embeddings, usage }: Events.EmbedEnd): void {
    this.#endPart(callId, embedCallId, (span) =>
      recordModelResponse(span, {
        usage: { inputTokens: usage?.tokens },
        attributes: { "gen_ai.embeddings.dimension.count": embeddings[0]?.length },
      }),
    );
  }

  onRerankStart({ callId, provider, modelId, query, documents, recordInputs }: Events.RerankStart): void {
    this.#startPart(callId, "rerank", {
      operation: "rerank",
      provider: providerOf(provider),
      model: modelId,
      content: contentIf(recordInputs, () => ({ inputs: { query, documents } })),
    });
  }

  onRerankEnd({ callId, ranking, recordOutputs }: Events.RerankEnd): void {
    this.#endPart(callId, "rerank", (span) => {
      if (recordOutputs !== false) span.setOutputs(ranking);
    });
  }

  /** Streamed transcripts have hooks of their own, with the same events. */
  experimental_onStreamTranscriptionStart(event: Events.StartEvent): void {
    this.onStart(event);
  }

  experimental_onStreamTranscriptionEnd(event: Events.EndEvent): void {
    this.onEnd(event);
  }

  onEnd(event: Events.EndEvent): void {
    const media = this.#endOfMedia(event.callId);
    if (media !== undefined) {
      endMediaCall(media.span, media.kind, { ...event }, event);
      return;
    }
    this.#end(event.callId, (root) => {
      const said = event.object ?? event.text;
      if (event.recordOutputs !== false && said !== undefined) root.setOutputs(said);
      if (event.error !== undefined) recordModelError(root, event.error);
    });
  }

  onAbort({ callId }: Events.CallEvent): void {
    this.#end(callId, (root) => root.addEvent("stream.cancelled"));
  }

  onError({ callId, error }: Events.ErrorEvent): void {
    this.#endOfMedia(callId)?.span.fail(error);
    const call = this.#calls.get(callId);
    if (call?.model !== undefined) this.#do("an error", () => recordModelError(call.model!, error));
    this.#end(callId, (root) => recordModelError(root, error));
  }

  /** Each attempt at the provider's request runs with the model's span as the active one: what is instrumented below it nests. */
  executeLanguageModelCall<T>({ callId, execute }: { callId: string; execute: () => PromiseLike<T> }): PromiseLike<T> {
    const span = this.#calls.get(callId)?.model;
    if (span === undefined) return execute();
    return runWithSpan(span, async () => {
      try {
        const answer = await execute();
        recordAttempt({});
        return answer;
      } catch (error) {
        const { type, status } = describeError(error);
        recordAttempt({
          ...(type === undefined ? {} : { "error.type": type }),
          ...(status === undefined ? {} : { "http.response.status_code": status }),
        });
        throw error;
      }
    });
  }

  /** So does a tool's own code. */
  executeTool<T>(given: { callId: string; toolCallId: string; execute: () => PromiseLike<T> }): PromiseLike<T> {
    const span = this.#calls.get(given.callId)?.parts.get(given.toolCallId);
    return span === undefined ? given.execute() : runWithSpan(span, given.execute);
  }

  #startModel({ callId }: Events.CallEvent, request: ModelRequest): void {
    this.#do("a model's start", () => {
      const call = this.#calls.get(callId);
      if (call === undefined) return;
      // A stream that is tried again starts anew without an end of the first try.
      call.model?.setStatus("ERROR").end();
      call.model = startSpan({ ...modelSpanOptions(request), parent: call.root });
      recordModelRequest(call.model, request);
      countAttempts(call.model);
    });
  }

  #endModel(
    callId: string,
    firstChunkMs: number | undefined,
    response: Parameters<typeof recordModelResponse>[1],
  ): void {
    this.#do("a model's end", () => {
      const call = this.#calls.get(callId);
      if (call?.model === undefined) return;
      recordModelResponse(call.model, response);
      const streams = call.start.operationId.startsWith("ai.stream");
      if (streams && firstChunkMs !== undefined)
        call.model.setAttribute("gen_ai.response.time_to_first_chunk", firstChunkMs / 1000);
      call.model.end();
      call.model = undefined;
    });
  }

  #startPart(callId: string, id: string, request: ModelRequest): void {
    this.#do("a start of a part", () => {
      const call = this.#calls.get(callId);
      if (call === undefined) return;
      const span = startSpan({ ...modelSpanOptions(request), parent: call.root });
      recordModelRequest(span, request);
      call.parts.set(id, span);
    });
  }

  #endPart(callId: string, id: string, record: (span: LiveSpan) => void): void {
    this.#do("an end of a part", () => {
      const call = this.#calls.get(callId);
      const span = call?.parts.get(id);
      if (span === undefined) return;
      record(span);
      span.end();
      call?.parts.delete(id);
    });
  }

  #end(callId: string, record: (root: LiveSpan) => void): void {
    this.#do("an end", () => {
      const call = this.#calls.get(callId);
      if (call === undefined) return;
      this.#calls.delete(callId);
      call.model?.end();
      for (const span of call.parts.values()) span.end();
      record(call.root);
      call.root.end();
    });
  }

  #endOfMedia(callId: string): { readonly kind: MediaCall; readonly span: ModelSpan } | undefined {
    const media = this.#media.get(callId);
    this.#media.delete(callId);
    return media;
  }

  #do(what: string, record: () => void): void {
    safely(`the AI SDK: ${what}`, record, undefined);
  }
}

/** By OpenTelemetry's names: text generation with tools is an agent's run, whether or not it uses any. */
function rootSpan({ operationId, functionId, modelId }: Events.StartEvent): SpanOptions {
  if (!/^ai\.(generate|stream)(Text|Object)$|[aA]gent/.test(operationId))
    return { name: functionId ?? operationId, spanType: "CHAIN" };
  return {
    name: `invoke_agent ${functionId ?? modelId}`,
    spanType: "AGENT",
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      ...(functionId === undefined ? {} : { "gen_ai.agent.name": functionId }),
    },
  };
}

function inputsOf({ instructions, system, prompt, messages, value, text }: Events.StartEvent): unknown {
  const asked = messages ?? prompt;
  if (asked === undefined) return value ?? text;
  const told = instructions ?? system;
  return told === undefined ? { messages: asked } : { system: told, messages: asked };
}

/** The settings stand on the start of the whole call. */
function modelOf(
  { provider, modelId, ...own }: Events.ModelCallStart | Events.ObjectStepStart,
  start: Events.StartEvent | undefined,
): Omit<ModelRequest, "content"> {
  return {
    operation: "chat",
    provider: providerOf(provider),
    model: modelId,
    parameters: parametersOf({ ...start, ...own }),
  };
}

function contentIf<C>(recorded: boolean | undefined, content: () => C): (() => C) | undefined {
  return recorded === false ? undefined : content;
}

/** Session and user, where the application has them in the runtime context. */
function contextAttributes(context: Readonly<Record<string, unknown>> | undefined): Attributes {
  const session = context?.sessionId ?? context?.session_id;
  const user = context?.userId ?? context?.user_id;
  return labelAttributes({ session: labelText(session), user: labelText(user) });
}
