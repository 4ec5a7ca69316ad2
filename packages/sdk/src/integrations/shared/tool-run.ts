import { SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { setContent } from "./content.ts";
import { recordModelError } from "./model-error.ts";

/** One run of a tool. */
export interface ToolRun {
  readonly name: string;
  /** The id that the model gave its call; pairs the run with the message that asked for it. */
  readonly callId?: string | undefined;
  /** `function`: the application's own code. `extension`: somebody else's (the provider's, an MCP server's). */
  readonly type?: "function" | "extension" | "datastore";
  readonly description?: string | undefined;
}

/** How to start the span of a tool's run, as the GenAI conventions say: `execute_tool {name}`, INTERNAL. */
export function toolSpanOptions({ name, callId, type = "function", description }: ToolRun): SpanOptions {
  return {
    name: `execute_tool ${name}`,
    spanType: "TOOL",
    kind: SpanKind.INTERNAL,
    attributes: {
      [names.operation]: "execute_tool",
      [names.tool]: name,
      "gen_ai.tool.type": type,
      ...(callId === undefined ? {} : { [names.toolCallId]: callId }),
      ...(description === undefined ? {} : { "gen_ai.tool.description": description }),
    },
  };
}

/** What the tool was given: parsed where the model's JSON text could be. */
export function recordToolArguments(span: LiveSpan, given: unknown): void {
  if (given !== undefined) setContent(span, names.toolArguments, given);
}

/** What it gave back. */
export function recordToolResult(span: LiveSpan, result: unknown): void {
  if (result !== undefined) setContent(span, names.toolResult, result);
}

/** That it failed; the error stays the application's. */
export const recordToolError: (span: LiveSpan, error: unknown) => void = recordModelError;
