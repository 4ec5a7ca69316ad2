import type { IncomingMessage, ServerResponse } from "node:http";

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Takes the prefix off the path of every request, before anything has looked at it, so that nothing behind knows of it. A
 * request without it is taken as it is: some proxies take the prefix off themselves, and probes, Prometheus and senders of
 * the same network ask the server by its own address.
 *
 * @param prefix such as `/team/spanloom`; empty where there is none.
 */
export function withoutPrefix(prefix: string, handle: Handle): Handle {
  if (prefix === "") return handle;
  return (request, response) => {
    const { url = "/" } = request;
    const rest = url.startsWith(prefix) ? url.slice(prefix.length) : undefined;
    if (rest?.startsWith("/")) request.url = rest;
    else if (rest === "" || rest?.startsWith("?")) request.url = `/${rest}`;
    handle(request, response);
  };
}
