import { SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { safely } from "../../safely.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { followResult } from "../../streams/follow-result.ts";
import { recordsContent, setContent } from "../shared/content.ts";
import { type Json, object, objects, text } from "../shared/json.ts";
import { tracedTool } from "../shared/traced-tool.ts";
import { geminiCandidates, geminiContents } from "./contents.ts";
import { contentStream } from "./generate-content.ts";

type Generate = (params: unknown) => Promise<unknown>;

/**
 * Where tools can be called (`CallableTool`, MCP), the client asks the model again and again and runs them in between: one
 * span of an agent around the requests, and one for each run of a function.
 */
export function traceFunctionCalling(models: object): void {
  const { generateContent, generateContentStream } = models as Record<string, unknown>;
  for (const [name, original] of Object.entries({ generateContent, generateContentStream })) {
    if (typeof original !== "function") continue;
    const value: Generate = (params) =>
      hasCallableTools(params) ? run(name, original as Generate, object(params)) : original.call(models, params);
    Object.defineProperty(models, name, { value, configurable: true, writable: true });
  }
}

async function run(name: string, generate: Generate, params: Json): Promise<unknown> {
  const span = startSpan({
    name,
    spanType: "AGENT",
    kind: SpanKind.INTERNAL,
    attributes: { [names.operation]: "invoke_agent" },
  });
  if (recordsContent(span)) setContent(span, names.inputMessages, geminiContents(params.contents));
  const traced = safely("tracing tools", () => withTracedTools(params), params);
  const finish = (candidates: unknown) => {
    if (recordsContent(span)) setContent(span, names.outputMessages, geminiCandidates(candidates));
    span.setStatus("OK").end();
  };
  return runWithSpan(span, async () => {
    try {
      const answer = await generate(traced);
      if (name === "generateContent") {
        finish(object(answer).candidates);
        return answer;
      }
      const gathered = contentStream();
      const done = () => {
        const messages = gathered.response().content?.().messages;
        if (messages !== undefined && recordsContent(span)) setContent(span, names.outputMessages, messages);
        span.setStatus("OK").end();
      };
      return followResult(answer, {
        within: (step) => runWithSpan(span, step),
        chunk: (chunk) => void gathered.add(chunk),
        end: done,
        cancel: done,
        fail: (error) => span.recordException(error).end(),
      });
    } catch (error) {
      span.recordException(error).end();
      throw error;
    }
  });
}

function hasCallableTools(params: unknown): boolean {
  return objects(object(object(params).config).tools).some(isCallable);
}

function isCallable(tool: Json): boolean {
  return typeof tool.callTool === "function" && typeof tool.tool === "function";
}

/** A callable tool takes a list of calls; each is given to it as before, in one list. */
function withTracedTools(params: Json): Json {
  const config = object(params.config);
  const tools = objects(config.tools).map((tool) => {
    if (!isCallable(tool)) return tool;
    const callTool = (tool.callTool as (calls: unknown) => Promise<unknown>).bind(tool);
    const traced = (calls: unknown) => {
      const [first, ...more] = objects(calls);
      const about = { name: text(first?.name) ?? "tool", callId: text(first?.id) };
      // Several calls at once are one run for the tool.
      const run = tracedTool(() => callTool(calls), about);
      return run(more.length === 0 ? first?.args : calls);
    };
    return Object.create(tool, { callTool: { value: traced } }) as Json;
  });
  return { ...params, config: { ...config, tools } };
}
