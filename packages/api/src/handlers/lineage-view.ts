import type { LinkedEntity, LinkedTraces } from "@spanloom/store";
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
