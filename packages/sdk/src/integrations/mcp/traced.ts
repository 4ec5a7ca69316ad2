import { getTracingHeaders, withTracingHeaders } from "../../propagation/headers.ts";
import { safely } from "../../safely.ts";
import { activeSpan } from "../../span/active-span.ts";
import type { LiveSpan } from "../../span/live-span.ts";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { recordFailure, recordParams, recordResult, requestSpan } from "./record.ts";
import {
  isTraced,
  type McpHandler,
  type McpPeer,
  type McpRequest,
  type McpRequestExtra,
  needsTrace,
} from "./shapes.ts";

type Request = (request: McpRequest, ...rest: unknown[]) => Promise<unknown>;
type SetRequestHandler = (schema: unknown, handler: McpHandler) => void;

/** `request`, with a client span around each call, whose context goes along in `_meta`. */
export function outgoing(request: McpPeer["request"]): McpPeer["request"] {
  const original = request as unknown as Request;
  return function (this: McpPeer, asked: McpRequest, ...rest: unknown[]): Promise<unknown> {
    const span = safely("an MCP request", () => start(this, asked, "client"), undefined);
    if (span === undefined) return original.call(this, asked, ...rest);
    return runWithSpan(span, () => follow(span, asked, () => original.call(this, withContext(asked), ...rest)));
  } as unknown as McpPeer["request"];
}

/** `setRequestHandler`, whose handlers run in a server span, under the span of the caller. */
export function incoming(setRequestHandler: McpPeer["setRequestHandler"]): McpPeer["setRequestHandler"] {
  const original = setRequestHandler as unknown as SetRequestHandler;
  return function (this: McpPeer, schema: unknown, handler: McpHandler): void {
    original.call(this, schema, (request, extra) =>
      withTracingHeaders(headersIn(extra), () => {
        const span = safely("an MCP handler", () => start(this, request, "server", extra), undefined);
        if (span === undefined) return handler(request, extra);
        return runWithSpan(span, () => follow(span, request, async () => handler(request, extra)));
      }),
    );
  } as unknown as McpPeer["setRequestHandler"];
}

function start(
  peer: McpPeer,
  request: McpRequest,
  side: "client" | "server",
  extra?: McpRequestExtra,
): LiveSpan | undefined {
  const { method } = request;
  if (
    !isTraced(method) ||
    (needsTrace(method) && activeSpan() === undefined && headersIn(extra).traceparent === undefined)
  )
    return undefined;
  const span = startSpan(requestSpan(request, side, peer.transport));
  if (extra?.requestId !== undefined) span.setAttribute("jsonrpc.request.id", String(extra.requestId));
  recordParams(span, request);
  return span;
}

async function follow(span: LiveSpan, request: McpRequest, run: () => Promise<unknown>): Promise<unknown> {
  try {
    const result = await run();
    safely("an MCP result", () => recordResult(span, request, result), undefined);
    return result;
  } catch (error) {
    safely("an MCP error", () => recordFailure(span, error), undefined);
    throw error;
  } finally {
    span.end();
  }
}

/** The request with the active span's context in `_meta` (`traceparent`, `baggage`); the application's own stays. */
function withContext(request: McpRequest): McpRequest {
  const own = request.params?._meta as object | undefined;
  return { ...request, params: { ...request.params, _meta: { ...getTracingHeaders(), ...own } } };
}

function headersIn(extra: McpRequestExtra | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ["traceparent", "tracestate", "baggage"]) {
    const value = extra?._meta?.[name];
    if (typeof value === "string") found[name] = value;
  }
  return found;
}
