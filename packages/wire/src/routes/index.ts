import { artifactRoutes } from "./artifacts.ts";
import { experimentRoutes } from "./experiments.ts";
import { otlpRoutes } from "./otlp.ts";
import { serverRoutes } from "./server.ts";
import { traceViewRoutes } from "./trace-view.ts";
import { traceRoutes } from "./traces.ts";
import { traceV2Routes } from "./traces-v2.ts";

/** Every endpoint. Docs, dispatch and clients are made from it. */
export const routeTable = {
  ...otlpRoutes,
  ...traceRoutes,
  ...traceV2Routes,
  ...traceViewRoutes,
  ...experimentRoutes,
  ...artifactRoutes,
  ...serverRoutes,
};

export { artifactRoutes, experimentRoutes, otlpRoutes, serverRoutes, traceRoutes, traceV2Routes, traceViewRoutes };
