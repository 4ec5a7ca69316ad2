import type { Attributes } from "@opentelemetry/api";
import { flush } from "../../provider/tracing.ts";
import { safely } from "../../safely.ts";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { labelAttributes, labelText } from "../../trace/trace-labels.ts";
import { setContent } from "../shared/content.ts";
import { parsedArguments } from "../shared/messages.ts";
import { modelSpanOptions, recordModelRequest, recordModelResponse } from "../shared/model-call.ts";
import { RunSpans } from "../shared/run-spans.ts";
import { recordToolArguments, recordToolResult, toolSpanOptions } from "../shared/tool-run.ts";
import { followAgents, type Store } from "./active-span.ts";
import { isModelCall, modelCallOf } from "./model-calls.ts";
import type { AgentsSpan, AgentsTrace, SpanData } from "./shapes.ts";

/**
 * A tracing processor for `@openai/agents`: each of its traces becomes one trace (below the active span, where there is
 * one), with agents, turns, model calls, tools, handoffs and guardrails. The trace's `groupId` is the session.
 *
 * @example
 * import { setTraceProcessors } from "@openai/agents";
 * setTraceProcessors([new SpanloomProcessor()]); // instead of sending traces to OpenAI; addTraceProcessor: as well
 */
export class SpanloomProcessor {
  readonly #runs = new RunSpans();
  readonly #spanOf = ({ active, span }: Store) => (active === true ? this.#runs.get(span?.spanId) : undefined);
  #enabled = true;

  async onTraceStart(trace: AgentsTrace): Promise<void> {
    this.#do("a trace's start", () => {
      if (!this.#enabled) return;
      followAgents(this.#spanOf);
      this.#runs
        .start(trace.traceId, undefined, {
          name: trace.name,
          spanType: "WORKFLOW",
          attributes: { "gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": trace.name },
        })
        .setAttributes(aboutTrace(trace));
    });
  }

  async onTraceEnd(trace: AgentsTrace): Promise<void> {
    this.#do("a trace's end", () => this.#runs.end(trace.traceId));
  }

  async onSpanStart(span: AgentsSpan): Promise<void> {
    this.#do("a span's start", () => {
      if (!this.#enabled) return;
      const parent = this.#runs.get(span.parentId) === undefined ? span.traceId : span.parentId!;
      // A task is one call of the runner, which the trace's own span or the agent's says already.
      if (span.spanData.type === "task") this.#runs.hide(span.spanId, parent);
      else this.#runs.start(span.spanId, parent, startOf(span.spanData));
    });
  }

  async onSpanEnd(span: AgentsSpan): Promise<void> {
    this.#do("a span's end", () => {
      const live = this.#runs.get(span.spanId);
      if (live !== undefined && !this.#runs.isHidden(span.spanId)) {
        recordEnd(live, span.spanData);
        if (span.error !== null) recordError(live, span.error);
        if (isModelCall(span.spanData)) this.#tellThoseAbove(span);
      }
      this.#runs.end(span.spanId);
    });
  }

  async forceFlush(): Promise<void> {
    await flush().catch(() => undefined);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }

  /** Records nothing from now on: `@openai/agents` has no way to take a processor out again. */
  disable(): void {
    this.#enabled = false;
  }

  /** The spans above a model's call have no content of their own: the first question and the last answer are theirs. */
  #tellThoseAbove({ spanId, spanData }: AgentsSpan): void {
    if (spanData.type !== "response" && spanData.type !== "generation") return;
    const { request, response } = modelCallOf(spanData);
    for (const above of this.#runs.above(spanId)) {
      if (above.spanType !== "AGENT" && above.spanType !== "WORKFLOW") continue;
      if (above.inputs === undefined) above.setInputs(request.content?.().messages);
      above.setOutputs(response.content?.().messages);
    }
  }

  #do(what: string, record: () => void): void {
    safely(`@openai/agents: ${what}`, record, undefined);
  }
}

function startOf(data: SpanData): SpanOptions {
  switch (data.type) {
    case "agent":
      return {
        name: `invoke_agent ${data.name}`,
        spanType: "AGENT",
        attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": data.name },
      };
    case "function":
      return toolSpanOptions({ name: data.name, type: data.mcp_data === undefined ? "function" : "extension" });
    case "turn":
      return { name: `turn ${data.turn}`, spanType: "TASK", attributes: { "gen_ai.agent.name": data.agent_name } };
    case "handoff":
      return { name: "handoff", spanType: "TASK" };
    case "guardrail":
      return { name: `guardrail ${data.name}`, spanType: "GUARDRAIL" };
    case "mcp_tools":
      return { name: "tools/list", spanType: "TASK", attributes: { "mcp.method.name": "tools/list" } };
    case "custom":
      return { name: data.name, spanType: "TASK" };
    case "speech_group":
      return { name: "speech", spanType: "CHAIN" };
    case "task":
      return { name: data.name, spanType: "TASK" };
    default:
      return modelSpanOptions(modelCallOf(data).request);
  }
}

/** The library fills its data in while a span runs: what there is to say is said at the end. */
function recordEnd(span: LiveSpan, data: SpanData): void {
  switch (data.type) {
    case "agent":
      span.setAttributes({ "openai.agents.handoffs": data.handoffs, "openai.agents.output_type": data.output_type });
      if (data.tools?.length)
        setContent(
          span,
          "gen_ai.tool.definitions",
          data.tools.map((name) => ({ type: "function", name })),
        );
      return;
    case "function":
      recordToolArguments(span, parsedArguments(data.input));
      recordToolResult(span, parsedArguments(data.output));
      return;
    case "handoff":
      span.setName(`handoff to ${data.to_agent ?? "nobody"}`);
      span.setAttributes({ "openai.agents.from_agent": data.from_agent, "openai.agents.to_agent": data.to_agent });
      return;
    case "guardrail":
      span.setAttribute("openai.agents.guardrail.triggered", data.triggered);
      return;
    case "mcp_tools":
      span.setAttribute("openai.agents.mcp.server", data.server).setOutputs(data.result);
      return;
    case "custom":
      span.setOutputs(data.data);
      return;
    case "speech_group":
      span.setInputs(data.input);
      return;
    case "turn":
    case "task":
      return;
    default: {
      const { request, response } = modelCallOf(data);
      span.setName(modelSpanOptions(request).name);
      recordModelRequest(span, request);
      recordModelResponse(span, response);
    }
  }
}

function recordError(span: LiveSpan, { message, data }: NonNullable<AgentsSpan["error"]>): void {
  const said = data?.error;
  span.setAttribute("error.type", "_OTHER").recordException(typeof said === "string" ? `${message}: ${said}` : message);
}

function aboutTrace({ groupId, metadata = {} }: AgentsTrace): Attributes {
  const { user_id: user, userId, ...rest } = metadata;
  return labelAttributes({ session: groupId ?? undefined, user: labelText(user ?? userId), metadata: rest });
}
