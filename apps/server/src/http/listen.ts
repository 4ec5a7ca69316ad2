import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

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
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Rejects with Node's error (EADDRINUSE, EACCES, …) when the port cannot be had. */
export async function listenHttp({ host, port, requestTimeoutMs, handle }: HttpServerOptions): Promise<HttpServer> {
  // Node's own limit on requests holds for all of a server, so it is kept here.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      limitTime(request, requestTimeoutMs);
      handle(request, response);
    },
  );
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
