import type { IncomingMessage, ServerResponse } from "node:http";
import { createMatcher, routeTable } from "@spanloom/wire";
import type { Sample } from "./exposition.ts";

/** Answered requests by endpoint, method and status. Labels come from the route table, so nobody can make up new ones. */
export class RequestCounts {
  readonly #match = createMatcher(routeTable);
  readonly #counts = new Map<string, { readonly labels: Record<string, string>; value: number }>();

  /** Counts the request once it has been answered, or left. */
  follow(request: IncomingMessage, response: ServerResponse): void {
    // What Express changes of it for its handlers is not what was asked for.
    const { method = "GET", url = "/" } = request;
    response.once("close", () => this.#count(method, url.split("?", 1)[0]!, response.statusCode));
  }

  get samples(): readonly Sample[] {
    return [...this.#counts.values()];
  }

  #count(method: string, path: string, status: number): void {
    const route = this.#routeOf(method, path);
    const key = `${route} ${method} ${status}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.value++;
    else this.#counts.set(key, { labels: { route, method, status: String(status) }, value: 1 });
  }

  /** Of what is no endpoint: the web app's pages and files, and whatever was asked for in vain. */
  #routeOf(method: string, path: string): string {
    const found = this.#match(method === "HEAD" ? "GET" : method, path);
    if (found !== undefined && "name" in found) return found.name;
    return /^\/(api|ajax-api|v1)\//.test(path) ? "none" : "web-app";
  }
}
