import { type Attributes, SpanKind } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { recordToolArguments, recordToolResult } from "../shared/tool-run.ts";
import type { McpRequest, McpTransport } from "./shapes.ts";

/**
 * A request as a span, by OpenTelemetry's conventions for MCP (semantic-conventions, `model/mcp`): the name is
 * `{mcp.method.name} {target}`, a tool's run is also `execute_tool` of the GenAI conventions.
 */
export function requestSpan(
  { method, params }: McpRequest,
  side: "client" | "server",
  transport: McpTransport | undefined,
): SpanOptions {
  const target = targetOf(method, params);
  return {
    name: target === undefined ? method : `${method} ${target}`,
    kind: side === "client" ? SpanKind.CLIENT : SpanKind.SERVER,
    spanType: method === "tools/call" ? "TOOL" : method === "prompts/get" ? "PROMPT" : "TASK",
    attributes: {
      "mcp.method.name": method,
      ...transportAttributes(transport),
      ...targetAttributes(method, params, target),
    },
  };
}

/** What is asked, as content. A tool's arguments and result have attributes of their own. */
export function recordParams(span: LiveSpan, { method, params }: McpRequest): void {
  const asked = withoutMeta(params);
  if (method === "tools/call") recordToolArguments(span, params?.arguments ?? {});
  else if (asked !== undefined) span.setInputs(asked);
}

/** What the other side answered. A tool that failed says so in its result (`isError`), not by an error. */
export function recordResult(span: LiveSpan, { method }: McpRequest, result: unknown): void {
  if (method !== "tools/call") {
    span.setOutputs(result);
    return;
  }
  const { structuredContent, content, isError } = (result ?? {}) as Record<string, unknown>;
  recordToolResult(span, structuredContent ?? onlyText(content) ?? content ?? result);
  if (isError === true) span.setAttribute("error.type", "tool_error").setStatus("ERROR", textsIn(content).join("\n"));
}

/** The message and, where the other side sent one, JSON-RPC's code. */
export function recordFailure(span: LiveSpan, error: unknown): void {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (typeof code === "number") span.setAttribute("rpc.response.status_code", String(code));
  span.setAttribute("error.type", typeof code === "number" ? String(code) : nameOf(error)).recordException(error);
  span.setStatus("ERROR", error instanceof Error ? error.message : String(error));
}

function targetOf(method: string, params: McpRequest["params"]): string | undefined {
  const named = method === "tools/call" || method === "prompts/get" ? params?.name : undefined;
  return typeof named === "string" ? named : undefined;
}

function targetAttributes(method: string, params: McpRequest["params"], target: string | undefined): Attributes {
  if (method === "tools/call")
    return { [names.operation]: "execute_tool", [names.tool]: target, "gen_ai.tool.type": "extension" };
  if (method === "prompts/get") return { "gen_ai.prompt.name": target };
  if (method === "resources/read" && typeof params?.uri === "string") return { "mcp.resource.uri": params.uri };
  return {};
}

/** By the transport's class, as it says nothing else of itself; a transport of the application's own stays unnamed. */
function transportAttributes(transport: McpTransport | undefined): Attributes {
  const name = transport?.constructor.name ?? "";
  const session = transport?.sessionId;
  return {
    ...(name.startsWith("Stdio") ? { "network.transport": "pipe" } : {}),
    ...(/HTTP|SSE/.test(name) ? { "network.transport": "tcp", "network.protocol.name": "http" } : {}),
    ...(session === undefined ? {} : { "mcp.session.id": session }),
  };
}

function withoutMeta(params: McpRequest["params"]): unknown {
  if (params === undefined) return undefined;
  const { _meta, ...rest } = params;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** The text of content that is nothing else. */
function onlyText(content: unknown): string | undefined {
  const texts = textsIn(content);
  return texts.length > 0 && texts.length === (content as unknown[]).length ? texts.join("\n") : undefined;
}

function textsIn(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: { type?: unknown; text?: unknown } | null) =>
    part?.type === "text" && typeof part.text === "string" ? [part.text] : [],
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "_OTHER";
}
