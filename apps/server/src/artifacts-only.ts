import { createArtifactApi, openArtifacts } from "@spanloom/api";
import { artifactPlaces } from "./config/artifact-places.ts";
import type { Options } from "./config/options.ts";
import type { Guard } from "./http/guard.ts";
import { type HttpServer, listenHttp } from "./http/listen.ts";
import { createRestHandler } from "./http/rest.ts";
import { createRouteLookup } from "./http/route-lookup.ts";
import { withoutPrefix } from "./http/static-prefix.ts";
import type { Log } from "./log.ts";
import { createAdmission } from "./otlp/admission.ts";
import { version } from "./version.ts";

/** The main port of a server that was started with --artifacts-only, and where its files are. */
export async function listenArtifactsOnly(
  options: Options,
  guard: Guard,
  log: Log,
): Promise<{ main: HttpServer; place: string }> {
  const artifacts = await openArtifacts(artifactPlaces(options));
  const limits = { maxBytes: options.maxBodyBytes, timeoutMs: options.bodyTimeoutSeconds * 1000 };
  const api = createArtifactApi(
    artifacts,
    {
      version,
      otlpHttpPort: 0,
      otlpGrpcPort: 0,
      maxBodyBytes: limits.maxBytes,
      artifactsOnly: true,
      staticPrefix: options.staticPrefix,
    },
    { onBug: (error, { method, path, query }) => log.error("request failed", { error, method, path, query }) },
  );
  const rest = createRestHandler({
    api,
    routeOf: createRouteLookup(),
    limits,
    admission: createAdmission(options.maxPendingBytes),
  });
  const main = await listenHttp({
    host: options.host,
    port: options.port,
    requestTimeoutMs: limits.timeoutMs + 30_000,
    handle: withoutPrefix(options.staticPrefix, (request, response) => {
      if (guard(request, response)) return;
      rest(request, response).catch((error: unknown) => {
        log.error("request failed", { error, method: request.method, path: request.url });
        response.destroy();
      });
    }),
  });
  return { main, place: artifacts.proxied().place };
}
