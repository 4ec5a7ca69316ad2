import { SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { followResult } from "../../streams/follow-result.ts";
import { recordsContent, setContent } from "../shared/content.ts";
import { type Json, object, text } from "../shared/json.ts";
import { tracedTool } from "../shared/traced-tool.ts";
import { anthropicMessages } from "./messages.ts";

type ToolRunner = (params: unknown, options?: unknown) => object;

/**
 * `beta.messages.toolRunner` asks the model again and again and runs the application's tools in between: one span of an
 * agent around the calls, and one for each tool that is run.
 */
export function observeToolRunner(client: object): void {
  const messages = object(object(object(client).beta).messages);
  const { toolRunner } = messages;
  if (typeof toolRunner !== "function") return;
  const observing: ToolRunner = (params, options) => run(messages, toolRunner as ToolRunner, params, options);
  Object.defineProperty(messages, "toolRunner", { value: observing, configurable: true, writable: true });
}

function run(messages: object, toolRunner: ToolRunner, params: unknown, options: unknown): object {
  const span = startSpan({
    name: "toolRunner",
    spanType: "AGENT",
    kind: SpanKind.INTERNAL,
    attributes: { [names.operation]: "invoke_agent" },
  });
  const request = object(params);
  if (recordsContent(span)) setContent(span, names.inputMessages, anthropicMessages(request.messages));
  const traced = safely("tracing tools", () => withTracedTools(request), request);
  let last: unknown;
  const end = () => {
    // In a streaming run each turn is a stream, whose message its own span has.
    const answer = object(last);
    if (Array.isArray(answer.content) && recordsContent(span))
      setContent(span, names.outputMessages, anthropicMessages([answer]));
    span.setStatus("OK").end();
  };
  let runner: object;
  try {
    runner = toolRunner.call(messages, traced, options);
  } catch (error) {
    span.recordException(error).end();
    throw error;
  }
  safely("observing toolRunner", () => followIteration(runner), undefined);
  return runner;

  /** Every way to run it (for await, runUntilDone, await) iterates over it once. */
  function followIteration(runner: object): void {
    const iterate = (runner as AsyncIterable<unknown>)[Symbol.asyncIterator];
    const followed = () =>
      followResult(iterate.call(runner), {
        within: (step) => runWithSpan(span, step),
        chunk(turn) {
          last = turn;
        },
        end,
        cancel: end,
        fail: (error) => span.recordException(error).end(),
      });
    Object.defineProperty(runner, Symbol.asyncIterator, { value: followed, configurable: true });
  }
}

function withTracedTools(request: Json): Json {
  if (!Array.isArray(request.tools)) return request;
  return { ...request, tools: request.tools.map(tracedRunnable) };
}

/** The client's helpers mark tools by symbols, which a copy keeps; an object of a class of one's own stays as it is. */
function tracedRunnable(tool: unknown): unknown {
  const { run, name, description } = object(tool);
  if (typeof run !== "function" || Object.getPrototypeOf(tool) !== Object.prototype) return tool;
  const about = { name: text(name) ?? "tool", description: text(description) };
  return Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(tool as object),
    run: { value: tracedTool(run.bind(tool), about), enumerable: true, configurable: true, writable: true },
  });
}
