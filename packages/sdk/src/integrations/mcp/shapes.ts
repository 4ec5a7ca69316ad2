/** What we need of `@modelcontextprotocol/sdk` 1.x: `Client`, `Server` and `McpServer`, as far as we touch them. */

export interface McpRequest {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** What a request handler is told besides the request. */
export interface McpRequestExtra {
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
  readonly requestId?: string | number;
  readonly sessionId?: string | undefined;
}

export type McpHandler = (request: McpRequest, extra: McpRequestExtra) => unknown;

/** `Client` and `Server`, which both send requests and answer them. */
export interface McpPeer {
  request(request: never, resultSchema: never, options?: never): Promise<unknown>;
  setRequestHandler(requestSchema: never, handler: never): void;
  readonly transport?: McpTransport | undefined;
}

export interface McpTransport {
  readonly sessionId?: string | undefined;
}

/** The class behind a peer, for instrumentation of all that are made from it. */
export interface McpPeerClass {
  readonly prototype: object;
}

/** Methods that say what a model's host does. The rest is housekeeping of the connection (`ping`, `tasks/get`, …). */
export function isTraced(method: string): boolean {
  return calls.has(method) || housekeeping.has(method);
}

/** Worth a trace of their own. */
const calls: ReadonlySet<string> = new Set([
  "tools/call",
  "resources/read",
  "prompts/get",
  "completion/complete",
  "sampling/createMessage",
  "elicitation/create",
]);

/** Recorded where a trace runs already; alone, each connection would make three traces that nobody looks for. */
const housekeeping: ReadonlySet<string> = new Set([
  "initialize",
  "tools/list",
  "resources/list",
  "resources/templates/list",
  "prompts/list",
  "roots/list",
]);

export function needsTrace(method: string): boolean {
  return housekeeping.has(method);
}
