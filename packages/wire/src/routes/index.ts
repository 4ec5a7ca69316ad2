import { artifactRoutes } from "./artifacts.ts";
import { experimentRoutes } from "./experiments.ts";
import { otlpRoutes } from "./otlp.ts";
import { serverRoutes } from "./server.ts";
import { traceViewRoutes } from "./trace-view.ts";
import { traceRoutes } from "./traces.ts";
import { traceV2Routes } from "./traces-v2.ts";
import { unservedRoutes } from "./unserved.ts";

/** Every endpoint by subject, in the order of the reference. */
export const routeGroups = {
  OTLP: otlpRoutes,
  Traces: traceRoutes,
  "Traces, version 2": traceV2Routes,
  "Trace view": traceViewRoutes,
  Experiments: experimentRoutes,
  Artifacts: artifactRoutes,
  Server: serverRoutes,
  "Not served": unservedRoutes,
};

type Groups = typeof routeGroups;
type Together<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every endpoint by its name. Dispatch and clients are made from it. */
export const routeTable = Object.assign({}, ...Object.values(routeGroups)) as Together<Groups[keyof Groups]>;

export { artifactRoutes, experimentRoutes, otlpRoutes, serverRoutes, traceRoutes, traceV2Routes, traceViewRoutes };
