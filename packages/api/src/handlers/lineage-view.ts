import { type LinkedEntity, type LinkedTraces, promptUse } from "@spanloom/store";
import type { Init, LoggedModelLink, lineageViewRoutes, RunLink, TraceLinks } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { required } from "../parameters.ts";

export const lineageView: Handlers<typeof lineageViewRoutes> = {
  async getLoggedModelLineage({ store }, { model_id }) {
    const lineage = await store.runLineages.ofLoggedModel(required("model_id", model_id), { ...limits, entities: 100 });
    return {
      source_run: lineage.sourceRun && runLink(lineage.sourceRun),
      input_of: lineage.inputOf.map(runLink),
      traces: traceLinks(lineage.traces),
    };
  },

  async getPromptUse({ store }, { name }) {
    const { versions, isOfNewest } = await promptUse(store.db, required("name", name));
    return {
      versions: versions.map((use) => ({
        version: use.version,
        trace_count: use.traceCount,
        failed_count: use.failedCount,
        latency_p50_ns: use.latencyP50Ns ?? undefined,
        latency_p95_ns: use.latencyP95Ns ?? undefined,
        tokens_per_trace: use.tokensPerTrace ?? undefined,
        cost_usd_per_trace: use.costUsdPerTrace ?? undefined,
        feedback: [...use.feedback],
      })),
      is_of_newest: isOfNewest,
    };
  },

  async getRunLineage({ store }, { run_id }) {
    const { models, traces } = await store.runLineages.ofRun(required("run_id", run_id), { ...limits, entities: 1000 });
    return {
      models: models.map(({ status, direction, step, ...model }) => ({
        model: modelLink(model),
        status,
        direction,
        step,
      })),
      traces: traceLinks(traces),
    };
  },
};

const limits = { traces: 20, counted: 10_000 };

const runLink = ({ id, ...run }: LinkedEntity): Init<RunLink> => ({ run_id: id, ...entityFields(run) });

const modelLink = ({ id, ...model }: LinkedEntity): Init<LoggedModelLink> => ({ model_id: id, ...entityFields(model) });

function entityFields({ name, experimentId, lifecycleStage }: Omit<LinkedEntity, "id">) {
  return { name, experiment_id: experimentId, lifecycle_stage: lifecycleStage };
}

function traceLinks({ count, newest }: LinkedTraces): Init<TraceLinks> {
  return {
    count: Math.min(count, limits.counted),
    count_is_lower_bound: count > limits.counted,
    newest_trace_ids: [...newest],
  };
}
