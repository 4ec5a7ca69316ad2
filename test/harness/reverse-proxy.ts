import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReverseProxy {
  /** http://127.0.0.1:port */
  readonly origin: string;
  /** The same with the path: what clients are told. */
  readonly url: string;
  /** What was asked for that is not below the path: the server would never have heard of it. */
  readonly strays: readonly string[];
  close(): void;
}

/**
 * A web server that has other things at its root and hands what is below `path` on, as nginx, Caddy and an ingress do: the
 * Host header as it came, bodies of both directions while they come. The path goes along, or is taken off.
 */
export async function startReverseProxy(
  server: string,
  path: string,
  handsOn: "whole" | "rest",
): Promise<ReverseProxy> {
  const strays: string[] = [];
  const proxy = createServer((request, response) => {
    const { url = "/" } = request;
    if (url !== path && !url.startsWith(`${path}/`)) {
      strays.push(`${request.method} ${url}`);
      response.writeHead(404, { "Content-Type": "text/html" }).end("<h1>Another page of this host</h1>");
    } else handOn(request, response, new URL(server), handsOn === "whole" ? url : url.slice(path.length) || "/");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    origin,
    url: origin + path,
    strays,
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

function handOn(request: IncomingMessage, response: ServerResponse, { hostname, port }: URL, path: string): void {
  const { method, headers } = request;
  const onward = ask({ hostname, port, path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  onward.on("error", () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
