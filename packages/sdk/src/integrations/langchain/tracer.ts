import type { Attributes } from "@opentelemetry/api";
import { isFrameworkMetadata } from "@spanloom/conventions";
import { safely } from "../../safely.ts";
import type { LiveSpan } from "../../span/live-span.ts";
import { labelAttributes, labelText } from "../../trace/trace-labels.ts";
import { setContent } from "../shared/content.ts";
import { parsedArguments } from "../shared/messages.ts";
import { modelSpanOptions, recordModelRequest, recordModelResponse } from "../shared/model-call.ts";
import { recordModelError } from "../shared/model-error.ts";
import { RunSpans } from "../shared/run-spans.ts";
import { recordToolArguments, recordToolError, recordToolResult, toolSpanOptions } from "../shared/tool-run.ts";
import { followLangChain } from "./active-run.ts";
import { plainValue } from "./messages.ts";
import { requestOf, responseOf } from "./model-run.ts";
import { chainSpan, classOf, isHidden } from "./run-kinds.ts";
import {
  type ExtraParams,
  isMessage,
  type LangChainMessage,
  type LLMResult,
  type Metadata,
  type RetrievedDocument,
  type Serialized,
} from "./shapes.ts";

type Tags = readonly string[] | undefined;

/**
 * A callback handler that records every run of LangChain.js (0.3 and 1.x) and LangGraph.js as a span: models, chains, tools,
 * retrievers, graphs and their nodes. One handler serves any number of runs, at once too. It keeps no LangChain class, so
 * it fits whichever version is installed.
 *
 * @example
 * await chain.invoke({ question: "What is tea?" }, { callbacks: [new SpanloomTracer()] });
 */
export class SpanloomTracer {
  /** LangChain tells handlers apart by it: one of this name is enough. */
  readonly name = "spanloom_tracer";
  /** Runs are told in order and at once, not later from a queue, as the active span depends on it. */
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  readonly lc_serializable = false;
  readonly #runs = new RunSpans();

  /** LangChain copies handlers for each run; the runs of one tracer belong together. */
  copy(): this {
    return this;
  }

  /** The span of a run that has not ended. */
  spanOf(runId: string | undefined): LiveSpan | undefined {
    return this.#runs.get(runId);
  }

  handleChainStart(
    chain: Serialized,
    inputs: unknown,
    runId: string,
    parentRunId?: string,
    tags?: Tags,
    metadata?: Metadata,
    runType?: string,
    runName?: string,
  ): void {
    this.#do("a chain's start", () => {
      if (isHidden(tags ?? [])) {
        this.#runs.hide(runId, parentRunId);
        return;
      }
      const options = chainSpan({ serialized: chain, name: runName, metadata: metadata ?? {}, runType });
      const span = this.#start(runId, parentRunId, options, tags, metadata);
      span.setInputs(unwrapped(plainValue(inputs), "input"));
    });
  }

  handleChainEnd(outputs: unknown, runId: string): void {
    this.#do("a chain's end", () => {
      if (!this.#runs.isHidden(runId)) this.#runs.get(runId)?.setOutputs(unwrapped(plainValue(outputs), "output"));
      this.#runs.end(runId);
    });
  }

  handleChainError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  handleChatModelStart(
    model: Serialized,
    messages: readonly (readonly LangChainMessage[])[],
    runId: string,
    parentRunId?: string,
    extra?: ExtraParams,
    tags?: Tags,
    metadata?: Metadata,
  ): void {
    this.#startModel(model, messages.flat(), runId, parentRunId, extra, tags, metadata);
  }

  handleLLMStart(
    model: Serialized,
    prompts: readonly string[],
    runId: string,
    parentRunId?: string,
    extra?: ExtraParams,
    tags?: Tags,
    metadata?: Metadata,
  ): void {
    this.#startModel(model, prompts.join("\n"), runId, parentRunId, extra, tags, metadata);
  }

  handleLLMNewToken(_token: string, _index: unknown, runId: string): void {
    this.#do("a token", () => this.#runs.get(runId)?.setTimeToFirstToken());
  }

  /** 1.x: streams of content blocks. */
  handleChatModelStreamEvent(_event: unknown, runId: string): void {
    this.#do("a token", () => this.#runs.get(runId)?.setTimeToFirstToken());
  }

  handleLLMEnd(output: LLMResult, runId: string): void {
    this.#do("a model's end", () => {
      const span = this.#runs.get(runId);
      if (span !== undefined) recordModelResponse(span, responseOf(output));
      this.#runs.end(runId);
    });
  }

  handleLLMError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  handleToolStart(
    tool: Serialized,
    input: unknown,
    runId: string,
    parentRunId?: string,
    tags?: Tags,
    metadata?: Metadata,
    runName?: string,
    toolCallId?: string,
  ): void {
    this.#do("a tool's start", () => {
      const options = toolSpanOptions({ name: runName ?? classOf(tool) ?? "tool", callId: toolCallId });
      recordToolArguments(this.#start(runId, parentRunId, options, tags, metadata), parsedArguments(input));
    });
  }

  handleToolEnd(output: unknown, runId: string): void {
    this.#do("a tool's end", () => {
      const span = this.#runs.get(runId);
      if (span !== undefined) recordToolOutput(span, output);
      this.#runs.end(runId);
    });
  }

  handleToolError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  handleRetrieverStart(
    retriever: Serialized,
    query: string,
    runId: string,
    parentRunId?: string,
    tags?: Tags,
    metadata?: Metadata,
    name?: string,
  ): void {
    this.#do("a retriever's start", () => {
      const span = this.#start(
        runId,
        parentRunId,
        {
          name: `retrieval ${name ?? classOf(retriever) ?? "retriever"}`,
          spanType: "RETRIEVER",
          attributes: { "gen_ai.operation.name": "retrieval" },
        },
        tags,
        metadata,
      );
      setContent(span, "gen_ai.retrieval.query.text", query);
    });
  }

  handleRetrieverEnd(documents: readonly RetrievedDocument[], runId: string): void {
    this.#do("a retriever's end", () => {
      const span = this.#runs.get(runId);
      if (span !== undefined) setContent(span, "gen_ai.retrieval.documents", documents.map(recordedDocument));
      this.#runs.end(runId);
    });
  }

  handleRetrieverError(error: unknown, runId: string): void {
    this.#fail(runId, error);
  }

  #startModel(
    model: Serialized,
    asked: readonly LangChainMessage[] | string,
    runId: string,
    parentRunId: string | undefined,
    extra: ExtraParams | undefined,
    tags: Tags,
    metadata: Metadata = {},
  ): void {
    this.#do("a model's start", () => {
      const request = requestOf(model, asked, extra, metadata);
      recordModelRequest(this.#start(runId, parentRunId, modelSpanOptions(request), tags, metadata), request);
    });
  }

  #start(
    runId: string,
    parentRunId: string | undefined,
    options: Parameters<RunSpans["start"]>[2],
    tags: Tags,
    metadata: Metadata | undefined,
  ): LiveSpan {
    followLangChain();
    const first = this.#runs.get(parentRunId) === undefined;
    const span = this.#runs.start(runId, parentRunId, options);
    // What the application says of the whole call is said once, at its first run; LangChain hands it down to all.
    if (first) span.setAttributes(aboutTrace(tags ?? [], metadata ?? {}));
    return span;
  }

  #fail(runId: string, error: unknown): void {
    this.#do("an error", () => {
      const span = this.#runs.get(runId);
      if (span !== undefined && !this.#runs.isHidden(runId)) recordFailure(span, error);
      this.#runs.end(runId);
    });
  }

  #do(what: string, record: () => void): void {
    safely(`LangChain: ${what}`, record, undefined);
  }
}

/** An interrupt waits for a person, a command goes on in the graph above: LangGraph throws them, and neither is a fault. */
function recordFailure(span: LiveSpan, error: unknown): void {
  const name = (error as { name?: unknown } | null | undefined)?.name;
  if (name === "GraphInterrupt" || name === "NodeInterrupt" || name === "ParentCommand")
    span.addEvent(`langgraph.${name}`);
  else recordModelError(span, error);
}

/** A tool's answer: of a message its content, with the id of the call that it answers. */
function recordToolOutput(span: LiveSpan, output: unknown): void {
  if (!isMessage(output)) {
    recordToolResult(span, plainValue(output));
    return;
  }
  if (output.tool_call_id) span.setAttribute("gen_ai.tool.call.id", output.tool_call_id);
  recordToolResult(span, output.content);
  // LangGraph's tool node turns what a tool throws into an answer for the model.
  if (output.status === "error") recordToolError(span, String(output.content));
}

/** A chain that takes or gives one bare value is told as `{ input: value }`. */
function unwrapped(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return value;
  return Object.keys(value).length === 1 ? (value as Record<string, unknown>)[key] : value;
}

function recordedDocument({ pageContent, metadata, id }: RetrievedDocument): object {
  return { ...(id === undefined ? {} : { id }), content: pageContent, metadata };
}

/** Session, user, tags and metadata of the trace; what LangChain and LangGraph add stays out. */
function aboutTrace(tags: readonly string[], metadata: Metadata): Attributes {
  const own = (tag: string) => !/^(seq|graph|map|branch|condition):|^langsmith:/.test(tag);
  return labelAttributes({
    session: labelText(metadata.thread_id ?? metadata.session_id ?? metadata.conversation_id ?? metadata.sessionId),
    user: labelText(metadata.user_id ?? metadata.userId),
    tags: Object.fromEntries(tags.filter(own).map((tag) => [tag, "true"])),
    metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => !isFrameworkMetadata(name))),
  });
}
