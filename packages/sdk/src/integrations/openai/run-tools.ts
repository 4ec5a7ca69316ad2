import { SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { safely } from "../../safely.ts";
import type { LiveSpan } from "../../span/live-span.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { chatMessages } from "../shared/chat-messages.ts";
import { recordsContent, setContent } from "../shared/content.ts";
import { type Json, object, objects, text } from "../shared/json.ts";
import { tracedTool } from "../shared/traced-tool.ts";

/** The part of the client's runner that tells when it is over. */
interface Runner {
  on(event: string, listener: (value: unknown) => void): unknown;
  readonly errored?: boolean;
  readonly aborted?: boolean;
}

type RunTools = (body: unknown, options?: unknown) => Runner;

/**
 * `runTools` asks the model again and again and runs the application's functions in between: one span of an agent around
 * the calls, and one for each function that is run.
 */
export function observeRunTools(client: object): void {
  const chats = [object(client).chat, object(object(client).beta).chat];
  for (const completions of chats.map((chat) => object(object(chat).completions))) {
    const { runTools } = completions;
    if (typeof runTools !== "function") continue;
    const observing: RunTools = (body, options) => run(completions, runTools as RunTools, body, options);
    Object.defineProperty(completions, "runTools", { value: observing, configurable: true, writable: true });
  }
}

function run(completions: object, runTools: RunTools, body: unknown, options: unknown): Runner {
  const span = startSpan({
    name: "runTools",
    spanType: "AGENT",
    kind: SpanKind.INTERNAL,
    attributes: { [names.operation]: "invoke_agent" },
  });
  const request = object(body);
  if (recordsContent(span)) setContent(span, names.inputMessages, chatMessages(request.messages));
  return runWithSpan(span, () => {
    const traced = safely(
      "tracing tools",
      () => ({ ...request, tools: objects(request.tools).map(tracedRunnable) }),
      body,
    );
    const runner = runTools.call(completions, traced, options);
    safely("observing runTools", () => endWith(span, runner), undefined);
    return runner;
  });
}

/** `end` comes last in every case; listening for errors would make the runner think that somebody handles them. */
function endWith(span: LiveSpan, runner: Runner): void {
  runner.on("finalMessage", (message) => {
    if (recordsContent(span)) setContent(span, names.outputMessages, chatMessages([message]));
  });
  runner.on("end", () => {
    if (runner.aborted) span.setStatus("ERROR", "aborted");
    else if (runner.errored) span.setStatus("ERROR", "runTools failed");
    else span.setStatus("OK");
    span.end();
  });
}

/** A tool whose function is traced; made of the given one, which keeps what the client's helpers hide on it. */
function tracedRunnable(tool: Json): Json {
  const name = text(object(tool.function).name) ?? (tool.function as { function?: { name?: string } })?.function?.name;
  const description = text(object(tool.function).description);
  const about = { name: name ?? "function", description };
  if (typeof tool.$callback === "function") {
    return Object.create(tool, { $callback: { value: tracedTool(tool.$callback as never, about) } });
  }
  const run = object(tool.function).function;
  if (typeof run !== "function") return tool;
  return { ...tool, function: { ...object(tool.function), function: tracedTool(run as never, about) } };
}
