import {
  artifactRoutes,
  assessmentRoutes,
  callOf,
  evaluationDatasetRoutes,
  evaluationViewRoutes,
  experimentRoutes,
  labelSchemaRoutes,
  lineageViewRoutes,
  loggedModelRoutes,
  metricRoutes,
  modelVersionRoutes,
  overviewRoutes,
  placeRoutes,
  type RequestOf,
  type ResponseOf,
  type RpcRows,
  registeredModelRoutes,
  registryViewRoutes,
  reviewQueueRoutes,
  reviewViewRoutes,
  runRoutes,
  runViewRoutes,
  scorerRoutes,
  sessionViewRoutes,
  sourceViewRoutes,
  traceRoutes,
  traceViewRoutes,
} from "@spanloom/wire";
import { below } from "../prefix.ts";
import { requestJson } from "../request.ts";

/** Rows of the route table that the app asks. */
export const rows = {
  ...artifactRoutes,
  ...assessmentRoutes,
  ...evaluationDatasetRoutes,
  ...evaluationViewRoutes,
  ...labelSchemaRoutes,
  ...lineageViewRoutes,
  ...loggedModelRoutes,
  ...metricRoutes,
  ...modelVersionRoutes,
  ...overviewRoutes,
  ...placeRoutes,
  ...registeredModelRoutes,
  ...registryViewRoutes,
  ...reviewQueueRoutes,
  ...reviewViewRoutes,
  ...runRoutes,
  ...runViewRoutes,
  ...scorerRoutes,
  ...sessionViewRoutes,
  ...sourceViewRoutes,
  ...traceViewRoutes,
  ...traceRoutes,
  ...experimentRoutes,
};

/** One call of the row `name`. Rejects as `requestJson` does. */
export function call<Name extends RpcRows<typeof rows>>(
  name: Name,
  request: RequestOf<Name>,
  signal?: AbortSignal,
): Promise<ResponseOf<Name>> {
  const { method, path, body } = callOf(rows[name], request as object);
  return requestJson<ResponseOf<Name>>(method, below(path), body, signal);
}
