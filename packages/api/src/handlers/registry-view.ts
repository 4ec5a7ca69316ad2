import type { LinkedEntity, LinkedVersion } from "@spanloom/store";
import { type Init, invalidParameter, type registryViewRoutes, type VersionLink } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, knownTraceId, traceNotFound } from "../parameters.ts";
import { modelNameParameter, versionKeyParameters, versionParameter } from "../registry-parameters.ts";

export const registryView: Handlers<typeof registryViewRoutes> = {
  async listRegistryHistory({ store }, request) {
    const name = modelNameParameter(request.name);
    const page = await store.registryHistory.list({
      name,
      alias: request.alias || undefined,
      version: request.version === "" ? undefined : versionParameter(name, request.version),
      limit: boundedParameter("max_results", request.max_results || undefined, 100, 1000),
      pageToken: request.page_token || undefined,
    });
    return {
      changes: page.changes.map((change) => ({
        change_id: Number(change.changeId),
        kind: change.kind,
        alias: change.alias ?? "",
        version: change.version === undefined ? "" : String(change.version),
        old_value: change.oldValue ?? "",
        new_value: change.newValue ?? "",
        changed_at_ms: change.changedAtMs,
        changed_by: change.changedBy ?? "",
      })),
      next_page_token: page.nextPageToken ?? "",
    };
  },

  async getVersionLineage({ store }, request) {
    const lineage = await store.versionLineages.of(versionKeyParameters(request), {
      traces: maxTraces,
      counted: maxCounted,
      copies: maxCopies,
    });
    const { loggedModel, run, traces, copiedFrom } = lineage;
    return {
      version: linkOf(lineage.version),
      logged_model: loggedModel && { model_id: loggedModel.id, ...entityOf(loggedModel) },
      run: run && { run_id: run.id, ...entityOf(run) },
      traces: {
        count: Math.min(traces.count, maxCounted),
        count_is_lower_bound: traces.count > maxCounted,
        newest_trace_ids: [...traces.newest],
      },
      copied_from: copiedFrom && linkOf(copiedFrom),
      copies: lineage.copies.map(linkOf),
    };
  },

  async listVersionsOf({ store }, { run_id, model_id, trace_id }) {
    const { versionLineages } = store;
    if ([run_id, model_id, trace_id].filter((id) => id !== "").length !== 1) {
      throw invalidParameter("run_id", "or model_id or trace_id must be given, and no two of them");
    }
    if (run_id !== "") return { versions: (await versionLineages.ofRun(run_id, maxVersions)).map(linkOf) };
    if (model_id !== "") return { versions: (await versionLineages.ofLoggedModel(model_id, maxVersions)).map(linkOf) };
    const versions = await versionLineages.ofTrace(knownTraceId(trace_id, "trace_id"), maxVersions);
    if (versions === undefined) throw traceNotFound(trace_id);
    return { versions: versions.map(linkOf) };
  },
};

const maxTraces = 20;
const maxCounted = 10_000;
const maxCopies = 100;
const maxVersions = 1000;

function linkOf(version: LinkedVersion): Init<VersionLink> {
  return {
    name: version.name,
    version: String(version.version),
    stage: version.stage,
    aliases: [...version.aliases],
    creation_timestamp_ms: version.creationTimeMs,
    run_id: version.runId ?? "",
    model_id: version.modelId ?? "",
  };
}

function entityOf({ name, experimentId, lifecycleStage }: LinkedEntity) {
  return { name, experiment_id: experimentId, lifecycle_stage: lifecycleStage };
}
