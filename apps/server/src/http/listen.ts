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
  /** How long a request may take to arrive; the answer may take longer. */
  readonly requestTimeoutMs: number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Rejects with Node's error (EADDRINUSE, EACCES, …) when the port cannot be had. */
export async function listenHttp({ host, port, requestTimeoutMs, handle }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({ requestTimeout: requestTimeoutMs, keepAliveTimeout: 65_000 }, handle);
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
