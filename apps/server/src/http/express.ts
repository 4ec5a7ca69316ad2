import type { IncomingMessage, ServerResponse } from "node:http";
import { parseTraceId, serverRoutes, traceViewRoutes } from "@spanloom/wire";
import express from "express";
import type { Log } from "../log.ts";
import { expositionType } from "../metrics/exposition.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { ChangeFeed } from "./changes.ts";
import type { RestHandler } from "./rest.ts";
import type { RouteLookup } from "./route-lookup.ts";
import type { StaticFiles } from "./static.ts";

export interface AppOptions {
  readonly routeOf: RouteLookup;
  readonly rest: RestHandler;
  readonly changes: ChangeFeed;
  readonly staticFiles: StaticFiles;
  /** Undefined: off. */
  readonly metrics: Pick<Metrics, "text"> | undefined;
  /** Told of a request for what there is not. */
  readonly onNothing: (request: IncomingMessage) => void;
  readonly log: Log;
}

/** The main port behind OTLP: the live feed, everything that the route table has, and the web app for the rest. */
export function createApp(options: AppOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { routeOf, rest, changes, staticFiles, metrics, log } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.get(traceViewRoutes.changes.path, (request, response) => {
    const { searchParams } = new URL(request.url, "http://server");
    const traceIds = searchParams.getAll("trace_id").map((id) => parseTraceId(id) ?? id);
    const sinceMs = Number(searchParams.get("since_ms") || Number.NaN);
    changes.serve(response, { experimentIds: searchParams.getAll("experiment_id"), traceIds }, sinceMs);
  });
  app.get(serverRoutes.prometheus.path, (_, response) => {
    response.set("Cache-Control", "no-store");
    if (metrics) response.type(expositionType).send(metrics.text());
    else response.status(404).type("text/plain").send("Metrics are turned off: this server runs with --no-metrics.\n");
  });
  app.use(async (request, response, next) => {
    if (routeOf(request) !== undefined || isApiPath(request.path)) await rest(request, response);
    else next();
  });
  app.use(async (request, response) => {
    if (await staticFiles(request, response, request.path)) return;
    options.onNothing(request);
    notFound(request, response);
  });
  // The fourth parameter is how Express tells an error handler from the others.
  app.use((error: unknown, request: express.Request, response: express.Response, _next: express.NextFunction) => {
    log.error("request failed", { error, method: request.method, path: request.path });
    if (response.headersSent) response.destroy();
    else response.status(500).type("text/plain").send("Something went wrong here; the server's log says what.\n");
  });
  return app;
}

/** Below these, what does not exist is said in the API's own error form. */
const isApiPath = (path: string): boolean => /^\/(api|ajax-api)(\/|$)/.test(path);

function notFound({ method, path, headers }: express.Request, response: express.Response): void {
  const isPage = method === "GET" && /text\/html/.test(headers.accept ?? "") && !/\.\w+$/.test(path);
  response.status(404).type("text/plain");
  response.send(
    isPage
      ? "The web app has not been built: npm start builds it, and so does pnpm build:web.\n"
      : `There is nothing at ${method} ${path}. The API is below /api, OTLP at /v1/traces and /v1/logs.\n`,
  );
}
