import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";

/** What a client sent. `body` is parsed where it is JSON, else text. */
export interface ProviderRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** What a provider answers: a JSON body, or chunks one after the other. A stream without an end stays open. */
export interface ProviderAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly chunks?: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /** Closes the connection without an answer. */
  readonly hangsUp?: boolean;
}

export interface FakeProvider {
  /** http://127.0.0.1:port */
  readonly url: string;
  /** Every request so far, in order. */
  readonly requests: readonly ProviderRequest[];
  /** Answers the next requests, one each, in this order. */
  willAnswer(...answers: readonly (ProviderAnswer | ((request: ProviderRequest) => ProviderAnswer))[]): void;
  close(): Promise<void>;
}

/**
 * An HTTP server in a provider's place: it records what it is asked and answers what the test says. Over HTTP/2 without
 * TLS where asked, as the AWS client speaks it to plain addresses.
 */
export async function startProvider({ http2 = false } = {}): Promise<FakeProvider> {
  const requests: ProviderRequest[] = [];
  const answers: (ProviderAnswer | ((request: ProviderRequest) => ProviderAnswer))[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await read(incoming);
    requests.push(request);
    const next = answers.shift();
    if (next === undefined) return void outgoing.writeHead(418).end(`no answer left for ${request.path}`);
    await write(outgoing, typeof next === "function" ? next(request) : next);
  };
  // Its requests and responses of HTTP/2 are those of HTTP/1, as far as we use them.
  const server = http2 ? createHttp2Server(handle as never) : createServer(handle);
  server.on("session", (session: ServerHttp2Session) => sessions.add(session));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    willAnswer: (...more) => void answers.push(...more),
    async close() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Server-sent events: `data` lines, and an `event` line where the provider writes one (Anthropic, OpenAI Responses). */
export function* sse(events: readonly unknown[], options: { named?: boolean; done?: boolean } = {}): Generator<string> {
  for (const event of events) {
    const name = options.named ? `event: ${(event as { type: string }).type}\n` : "";
    yield `${name}data: ${JSON.stringify(event)}\n\n`;
  }
  if (options.done) yield "data: [DONE]\n\n";
}

/** The answer that carries them. */
export function eventStream(events: readonly unknown[], options: { named?: boolean; done?: boolean } = {}) {
  return { headers: { "content-type": "text/event-stream" }, chunks: sse(events, options) } satisfies ProviderAnswer;
}

async function read(incoming: IncomingMessage): Promise<ProviderRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  const isJson = incoming.headers["content-type"]?.includes("json");
  return {
    method: incoming.method ?? "",
    path: new URL(incoming.url ?? "/", "http://provider").pathname,
    headers: incoming.headers,
    body: isJson && text !== "" ? JSON.parse(text) : text,
  };
}

async function write(outgoing: ServerResponse, answer: ProviderAnswer): Promise<void> {
  if (answer.hangsUp) return void outgoing.destroy();
  const json = answer.json === undefined ? undefined : JSON.stringify(answer.json);
  const type = json === undefined ? {} : { "content-type": "application/json" };
  outgoing.writeHead(answer.status ?? 200, { ...type, ...answer.headers });
  if (answer.chunks === undefined) return void outgoing.end(json);
  outgoing.flushHeaders();
  for await (const chunk of answer.chunks) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, "drain"), once(outgoing, "close")]);
  }
  outgoing.end();
}
