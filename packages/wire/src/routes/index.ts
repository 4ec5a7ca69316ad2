import { artifactRoutes } from "./artifacts.ts";
import { assessmentRoutes } from "./assessments.ts";
import { evaluationDatasetRoutes } from "./evaluation-datasets.ts";
import { evaluationViewRoutes } from "./evaluation-view.ts";
import { experimentRoutes } from "./experiments.ts";
import { issueRoutes } from "./issues.ts";
import { labelSchemaRoutes } from "./label-schemas.ts";
import { lineageViewRoutes } from "./lineage-view.ts";
import { loggedModelRoutes } from "./logged-models.ts";
import { metricRoutes } from "./metrics.ts";
import { modelVersionRoutes } from "./model-versions.ts";
import { otlpRoutes } from "./otlp.ts";
import { overviewRoutes } from "./overview.ts";
import { placeRoutes } from "./places.ts";
import { registeredModelRoutes } from "./registered-models.ts";
import { registryViewRoutes } from "./registry-view.ts";
import { reviewQueueRoutes } from "./review-queues.ts";
import { reviewViewRoutes } from "./review-view.ts";
import { runInputRoutes } from "./run-inputs.ts";
import { runViewRoutes } from "./run-view.ts";
import { runRoutes } from "./runs.ts";
import { scorerRoutes } from "./scorers.ts";
import { serverRoutes } from "./server.ts";
import { sessionViewRoutes } from "./session-view.ts";
import { sourceViewRoutes } from "./source-view.ts";
import { traceViewRoutes } from "./trace-view.ts";
import { traceRoutes } from "./traces.ts";
import { traceV2Routes } from "./traces-v2.ts";
import { unservedRoutes } from "./unserved.ts";
import { webhookRoutes } from "./webhooks.ts";

/** The endpoints that the server has, by subject. */
const servedGroups = {
  OTLP: otlpRoutes,
  Traces: traceRoutes,
  "Traces, version 2": traceV2Routes,
  Assessments: assessmentRoutes,
  "Trace view": traceViewRoutes,
  "Session view": sessionViewRoutes,
  Overview: overviewRoutes,
  "Source view": sourceViewRoutes,
  Experiments: experimentRoutes,
  Runs: runRoutes,
  Metrics: metricRoutes,
  "Inputs and outputs of runs": runInputRoutes,
  "Logged models": loggedModelRoutes,
  "Run view": runViewRoutes,
  "Lineage view": lineageViewRoutes,
  Artifacts: artifactRoutes,
  "Registered models": registeredModelRoutes,
  "Model versions": modelVersionRoutes,
  Webhooks: webhookRoutes,
  "Registry view": registryViewRoutes,
  "Evaluation datasets": evaluationDatasetRoutes,
  "Evaluation view": evaluationViewRoutes,
  Scorers: scorerRoutes,
  Issues: issueRoutes,
  "Label schemas": labelSchemaRoutes,
  "Review queues": reviewQueueRoutes,
  "Review view": reviewViewRoutes,
  Places: placeRoutes,
  Server: serverRoutes,
};

/** Every endpoint by subject, in the order of the reference. */
export const routeGroups = /* @__PURE__ */ Object.assign({}, servedGroups, { "Not served": unservedRoutes });

type Together<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every endpoint that the server has, by its name: what a client can call. */
export const servedRoutes = /* @__PURE__ */ joined(servedGroups);

/** Every endpoint by its name. Dispatch is made from it. */
export const routeTable = /* @__PURE__ */ joined(routeGroups);

function joined<Groups extends object>(groups: Groups): Together<Groups[keyof Groups]> {
  return Object.assign({}, ...Object.values(groups));
}

export {
  artifactRoutes,
  assessmentRoutes,
  evaluationDatasetRoutes,
  evaluationViewRoutes,
  experimentRoutes,
  issueRoutes,
  labelSchemaRoutes,
  lineageViewRoutes,
  loggedModelRoutes,
  metricRoutes,
  modelVersionRoutes,
  otlpRoutes,
  overviewRoutes,
  placeRoutes,
  registeredModelRoutes,
  registryViewRoutes,
  reviewQueueRoutes,
  reviewViewRoutes,
  runInputRoutes,
  runRoutes,
  runViewRoutes,
  scorerRoutes,
  serverRoutes,
  sessionViewRoutes,
  sourceViewRoutes,
  traceRoutes,
  traceV2Routes,
  traceViewRoutes,
  webhookRoutes,
};
