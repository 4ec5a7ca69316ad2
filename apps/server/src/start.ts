import type { IncomingMessage } from "node:http";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { listenArtifactsOnly } from "./artifacts-only.ts";
import { completed, flagOf } from "./config/option.ts";
import { type OptionName, type Options, options as optionTable } from "./config/options.ts";
import { openCore } from "./core.ts";
import { listenGrpc } from "./grpc/server.ts";
import { createChangeFeed } from "./http/changes.ts";
import { createApp } from "./http/express.ts";
import { createGuard } from "./http/guard.ts";
import { listenHttp } from "./http/listen.ts";
import { createOtlpHandler } from "./http/otlp.ts";
import { createRestHandler } from "./http/rest.ts";
import { createRouteLookup } from "./http/route-lookup.ts";
import { createStaticFiles } from "./http/static.ts";
import { withoutPrefix } from "./http/static-prefix.ts";
import { contentIndex } from "./jobs/content-index.ts";
import { retention } from "./jobs/retention.ts";
import { rollups } from "./jobs/rollups.ts";
import { schedule } from "./jobs/schedule.ts";
import { settle } from "./jobs/settle.ts";
import { cleanSources, storeSources } from "./jobs/sources.ts";
import { cleanWebhookDeliveries, deliverWebhooks } from "./jobs/webhooks.ts";
import { createLog, type Log } from "./log.ts";
import { Metrics } from "./metrics/metrics.ts";
import { createAdmission } from "./otlp/admission.ts";
import { countAstray } from "./otlp/astray.ts";
import { version } from "./version.ts";

export interface RunningServer {
  /** The main port's address, with the prefix. */
  readonly url: string;
  /** Bases for exporters, the OTLP port before the main one. */
  readonly otlp: { readonly http: readonly string[]; readonly grpc: string | undefined };
  /** Where the data are, for people. */
  readonly place: string;
  /** Where their files are. */
  readonly artifacts: string;
  /** What did not go as the options said, one sentence each. */
  readonly notices: readonly string[];
  /** Answers what is under way, stores what was acknowledged, and lets everything go. May be called twice. */
  close(): Promise<void>;
}

/** How long requests under way may take once the server is told to stop. */
const graceMs = 10_000;
const webApp = fileURLToPath(new URL("../../web/dist", import.meta.url));

/**
 * The whole server: database, store, ingest, API and the ports, in the order in which they need one another. What was
 * opened is closed again in the opposite order, by `close` and when a later step throws. Options that are left out have
 * their defaults; a port of 0 is any free one for the main port, and off for the others.
 */
export async function start(given: Partial<Options>, log: Log = createLog("warn")): Promise<RunningServer> {
  const options = completed(optionTable, given);
  const opened: (() => unknown)[] = [];
  const close = async () => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last();
  };
  try {
    return { ...(await open(options, log, (undo) => opened.push(undo))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type OnClose = (undo: () => unknown) => void;

async function open(options: Options, log: Log, onClose: OnClose): Promise<Omit<RunningServer, "close">> {
  const { host, staticPrefix } = options;
  const ownNames = [host, hostname(), `${hostname()}.local`];
  const guarded = { ...options, allowedHosts: [...options.allowedHosts, ...ownNames] };
  const base = (port: number): string => `http://${reachable(host)}:${port}`;
  if (options.artifactsOnly) {
    const { main, place } = await listenArtifactsOnly(options, createGuard(guarded), log);
    onClose(() => main.close(graceMs));
    return {
      url: base(main.port) + staticPrefix,
      otlp: { http: [], grpc: undefined },
      place,
      artifacts: place,
      notices: [],
    };
  }
  const core = await openCore(options, log, onClose);
  const { store, ingest } = core;
  const jobs = schedule(
    [
      retention(options.retentionDays),
      settle(ingest),
      contentIndex(ingest),
      rollups,
      cleanWebhookDeliveries,
      storeSources(ingest),
      cleanSources(options.retentionDays),
    ],
    store,
    log,
  );
  onClose(() => jobs.stop());
  const deliveries = deliverWebhooks(
    store,
    core.webhooks,
    { maxRetries: options.webhookRequestMaxRetries, timeoutMs: options.webhookRequestTimeout * 1000 },
    log,
  );
  onClose(() => deliveries.stop());

  const limits = { maxBytes: options.maxBodyBytes, timeoutMs: options.bodyTimeoutSeconds * 1000 };
  const admission = createAdmission(options.maxPendingBytes);
  const receiver = { sink: ingest, admission, limits, log };
  const handleOtlp = createOtlpHandler(receiver);
  const requestTimeoutMs = limits.timeoutMs + 30_000;
  const guard = createGuard({
    ...guarded,
    onForbidden: (request, sentence) => countAstray(ingest.sources, request, 403, sentence),
  });
  const onGrpc = () => ingest.sources.receive({ signal: "other", form: "grpc" }).refused(400, grpcHere);
  const routeOf = createRouteLookup();
  const metrics = options.metrics
    ? new Metrics({ version, store, ingest, admission, maxPendingBytes: options.maxPendingBytes }, routeOf)
    : undefined;
  onClose(() => metrics?.close());

  const ports: { close(graceMs: number): Promise<void> }[] = [];
  onClose(() => Promise.all(ports.map((port) => port.close(graceMs))));
  const notices = [...core.notices];
  const unlessTaken = async <T>(option: OptionName, listen: () => Promise<T>): Promise<T | undefined> => {
    if (options[option] === 0) return undefined;
    return listen().catch((error: Error) => {
      notices.push(
        `${flagOf(option)} ${options[option]} cannot be used (${reasonOf(error)}); the main port takes OTLP all the same.`,
      );
      return undefined;
    });
  };
  const otlpHttp = await unlessTaken("otlpHttpPort", () =>
    listenHttp({
      host,
      port: options.otlpHttpPort,
      requestTimeoutMs,
      onHttp2: onGrpc,
      handle: (request, response) => {
        metrics?.requests.follow(request, response);
        if (guard(request, response) || handleOtlp(request, response)) return;
        countAstray(ingest.sources, request, 404, nothingAt(request, ""));
        response
          .writeHead(404, { "Content-Type": "text/plain" })
          .end("This port takes OTLP, at /v1/traces and /v1/logs.\n");
      },
    }),
  );
  if (otlpHttp) ports.push(otlpHttp);
  const otlpGrpc = await unlessTaken("otlpGrpcPort", () => listenGrpc(receiver, host, options.otlpGrpcPort));
  if (otlpGrpc) ports.push(otlpGrpc);

  const api = core.api({
    version,
    otlpHttpPort: otlpHttp?.port ?? 0,
    otlpGrpcPort: otlpGrpc?.port ?? 0,
    maxBodyBytes: options.maxBodyBytes,
    staticPrefix,
  });
  const changes = createChangeFeed(store.changes);
  const app = createApp({
    routeOf,
    rest: createRestHandler({ api, routeOf, limits, admission }),
    changes,
    staticFiles: createStaticFiles(webApp, staticPrefix),
    metrics,
    onNothing: (request) => countAstray(ingest.sources, request, 404, nothingAt(request, staticPrefix)),
    log,
  });
  const main = await listenHttp({
    host,
    port: options.port,
    requestTimeoutMs,
    onHttp2: onGrpc,
    handle: withoutPrefix(staticPrefix, (request, response) => {
      metrics?.requests.follow(request, response);
      if (!guard(request, response) && !handleOtlp(request, response)) app(request, response);
    }),
  });
  ports.push(main);
  onClose(() => changes.close());

  return {
    url: base(main.port) + staticPrefix,
    otlp: {
      http: [...(otlpHttp ? [base(otlpHttp.port)] : []), base(main.port) + staticPrefix],
      grpc: otlpGrpc && base(otlpGrpc.port),
    },
    place: core.place,
    artifacts: core.artifactsPlace,
    notices,
  };
}

const grpcHere =
  "A client of gRPC has connected to a port that speaks HTTP/1.1. gRPC has a port of its own (4317 unless changed by " +
  "--otlp-grpc-port); for this one set the exporter's protocol to http/protobuf.";

function nothingAt({ method, url = "/" }: IncomingMessage, prefix: string): string {
  return (
    `There is nothing at ${method} ${JSON.stringify((prefix + url).slice(0, 200))}: spans are taken at ${prefix}/v1/traces and ` +
    `log records at ${prefix}/v1/logs. Set the whole address, or as OTEL_EXPORTER_OTLP_ENDPOINT the one ` +
    `${prefix === "" ? "without a path" : `that ends with ${prefix}`}.`
  );
}

/** An address that a person can open: listening everywhere is not one. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function reasonOf(error: Error): string {
  return /EADDRINUSE/.test(error.message) ? "something else listens there" : error.message;
}
