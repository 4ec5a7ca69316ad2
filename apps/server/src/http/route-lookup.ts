import type { IncomingMessage } from "node:http";
import { createMatcher, type FoundRoute, routeTable } from "@spanloom/wire";

/** Which row of the route table a request asks for: found for whoever asks first, and told to all others. */
export type RouteLookup = (request: IncomingMessage) => FoundRoute;

export function createRouteLookup(): RouteLookup {
  const match = createMatcher(routeTable);
  const known = new WeakMap<IncomingMessage, { readonly found: FoundRoute }>();
  return (request) => {
    const { method = "GET", url = "/" } = request;
    const told = known.get(request) ?? { found: match(method, url.split("?", 1)[0]!) };
    known.set(request, told);
    return told.found;
  };
}
