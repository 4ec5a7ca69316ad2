import type { routeTable } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { artifacts } from "./artifacts.ts";
import { assessments } from "./assessments.ts";
import { evaluationDatasets } from "./evaluation-datasets.ts";
import { evaluationView } from "./evaluation-view.ts";
import { experiments } from "./experiments.ts";
import { issues } from "./issues.ts";
import { labelSchemas } from "./label-schemas.ts";
import { lineageView } from "./lineage-view.ts";
import { loggedModels } from "./logged-models.ts";
import { metrics } from "./metrics.ts";
import { modelVersions } from "./model-versions.ts";
import { overview } from "./overview.ts";
import { places } from "./places.ts";
import { registeredModels } from "./registered-models.ts";
import { registryView } from "./registry-view.ts";
import { reviewQueues } from "./review-queues.ts";
import { reviewView } from "./review-view.ts";
import { runInputs } from "./run-inputs.ts";
import { runView } from "./run-view.ts";
import { runs } from "./runs.ts";
import { scorers } from "./scorers.ts";
import { server } from "./server.ts";
import { sessionView } from "./session-view.ts";
import { sourceView } from "./source-view.ts";
import { traceView } from "./trace-view.ts";
import { traces } from "./traces.ts";
import { tracesV2 } from "./traces-v2.ts";
import { webhooks } from "./webhooks.ts";

/** A handler for every row; one that is missing does not compile. */
export const handlers: Handlers<typeof routeTable> = {
  ...traces,
  ...tracesV2,
  ...sessionView,
  ...overview,
  ...sourceView,
  ...assessments,
  ...traceView,
  ...experiments,
  ...runs,
  ...runView,
  ...metrics,
  ...runInputs,
  ...loggedModels,
  ...lineageView,
  ...artifacts,
  ...registeredModels,
  ...modelVersions,
  ...webhooks,
  ...registryView,
  ...evaluationDatasets,
  ...evaluationView,
  ...scorers,
  ...issues,
  ...labelSchemas,
  ...reviewQueues,
  ...reviewView,
  ...places,
  ...server,
};
