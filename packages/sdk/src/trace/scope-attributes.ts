import type { Attributes } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { activeModel } from "../active-model/active-model.ts";
import { currentScope } from "../context/scope.ts";
import { labelAttributes } from "./trace-labels.ts";

/** What the scope says of a trace that starts in it: labels, model and run, if any. Its root says it for all its spans. */
export function scopeAttributes(): Attributes | undefined {
  const { labels, run } = currentScope();
  const model = activeModel();
  if (labels === undefined && model === undefined && run === undefined) return undefined;
  return {
    ...(labels === undefined ? undefined : labelAttributes(labels)),
    ...(model === undefined ? undefined : { [names.modelId]: model.modelId }),
    ...(run === undefined ? undefined : { [names.runId]: run.runId }),
  };
}
