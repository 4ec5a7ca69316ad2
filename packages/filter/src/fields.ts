import type { FieldSet } from "./field-set.ts";
import { evaluationDatasets } from "./fields/evaluation-datasets.ts";
import { experiments } from "./fields/experiments.ts";
import { issues } from "./fields/issues.ts";
import { loggedModels } from "./fields/logged-models.ts";
import { modelVersions } from "./fields/model-versions.ts";
import { registeredModels } from "./fields/registered-models.ts";
import { runs } from "./fields/runs.ts";
import { traces } from "./fields/traces.ts";

/** What can be searched: one file a resource. Prompts and their versions are registered models and model versions. */
export const fields = {
  traces,
  experiments,
  runs,
  loggedModels,
  registeredModels,
  modelVersions,
  evaluationDatasets,
  issues,
} as const satisfies Record<string, FieldSet>;
