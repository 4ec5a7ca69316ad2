import type { IncomingMessage, ServerResponse } from "node:http";
import type { FoundRoute } from "@spanloom/wire";
import type { RouteLookup } from "../http/route-lookup.ts";
import type { Sample } from "./exposition.ts";

/** Answered requests by endpoint, method and status. Labels come from the route table, so nobody can make up new ones. */
export class RequestCounts {
  readonly #routeOf: RouteLookup;
  readonly #counts = new Map<string, { readonly labels: Record<string, string>; value: number }>();

  constructor(routeOf: RouteLookup) {
    this.#routeOf = routeOf;
  }

  /** Counts the request once it has been answered, or left. */
  follow(request: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url = "/" } = request;
    const route = labelOf(this.#routeOf(request), url);
    response.once("close", () => this.#count(route, method, response.statusCode));
  }

  get samples(): readonly Sample[] {
    return [...this.#counts.values()];
  }

  #count(route: string, method: string, status: number): void {
    const key = `${route} ${method} ${status}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.value++;
    else this.#counts.set(key, { labels: { route, method, status: String(status) }, value: 1 });
  }
}

/** What is no endpoint are the web app's pages and files, and whatever was asked for in vain. */
function labelOf(found: FoundRoute, url: string): string {
  if (found === undefined) return /^\/(api|ajax-api|v1)\//.test(url) ? "none" : "web-app";
  return "name" in found ? found.name : "none";
}
