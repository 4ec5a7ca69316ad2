import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export interface HttpServer {
  readonly port: number;
  /** Takes no new connections and resolves when the requests under way are answered, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** How long a request may take to arrive, unless `allowLongBody`; the answer may take longer. */
  readonly requestTimeoutMs: number;
  /** Somebody speaks HTTP/2 here, as clients of gRPC do; the connection is ended. */
  readonly onHttp2?: () => void;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Filters of searches stand in the URL: one with a list of a thousand ids is longer than the 16 kB that Node takes. */
const maxHeaderSize = 1024 * 1024;

/** Rejects with Node's error (EADDRINUSE, EACCES, …) when the port cannot be had. */
export async function listenHttp({
  host,
  port,
  requestTimeoutMs,
  onHttp2,
  handle,
}: HttpServerOptions): Promise<HttpServer> {
  // Node's own limit on requests holds for all of a server, so it is kept here.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 65_000, maxHeaderSize },
    (request, response) => {
      limitTime(request, requestTimeoutMs);
      handle(request, response);
    },
  );
  if (onHttp2) server.on("clientError", (error, socket) => endBroken(error, socket, onHttp2));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection that falls idle while closing would otherwise stay until its keep-alive timeout.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

/** What Node answers by itself where nobody listens, and a word to whoever wants to know that it was HTTP/2. */
function endBroken(error: NodeJS.ErrnoException, socket: Duplex, onHttp2: () => void): void {
  if (error.code === "HPE_PAUSED_H2_UPGRADE") onHttp2();
  if (!socket.writable) return void socket.destroy(error);
  socket.end(`HTTP/1.1 ${brokenStatus[error.code ?? ""] ?? "400 Bad Request"}\r\nConnection: close\r\n\r\n`);
}

const brokenStatus: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Ends the connection of a request that has not arrived as a whole by then. */
function limitTime(request: IncomingMessage, requestTimeoutMs: number): void {
  if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined) return;
  const timer = setTimeout(() => request.complete || request.destroy(), requestTimeoutMs).unref();
  timers.set(request, timer);
  request.once("close", () => clearTimeout(timer));
}

/** For a body that may be so large that only standing still is wrong: whoever reads it sees to that. */
export function allowLongBody(request: IncomingMessage): void {
  clearTimeout(timers.get(request));
}
