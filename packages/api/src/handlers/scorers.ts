import { ApiError, invalidParameter, missingParameter, type scorerRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { experimentIdParameter, experimentIdParameters, required } from "../parameters.ts";
import { checkScorer } from "../scorer-request.ts";
import { checkExperiment } from "../start-trace.ts";

export const scorers: Handlers<typeof scorerRoutes> = {
  async registerScorer(context, { experiment_id, name, serialized_scorer }) {
    const experimentId = experimentIdParameter(experiment_id);
    const scorerName = required("name", name);
    const serialized = required("serialized_scorer", serialized_scorer);
    checkScorer(serialized, context.evaluation.customScorers);
    if (scorerName.trim() === "") {
      throw new ApiError("INVALID_PARAMETER_VALUE", "Scorer name cannot be empty or contain only whitespace.");
    }
    if (scorerName.length > maxNameLength)
      throw invalidParameter("name", `must have at most ${maxNameLength} characters`, scorerName);
    await checkExperiment(context, experimentId);
    const scorer = await context.store.scorers.register(experimentId, scorerName, serialized);
    return {
      version: scorer.scorer_version,
      scorer_id: scorer.scorer_id,
      experiment_id: experimentId,
      name: scorer.scorer_name,
      serialized_scorer: scorer.serialized_scorer,
      creation_time: scorer.creation_time,
    };
  },

  async listScorers(context, { experiment_id, experiment_ids }) {
    if (experiment_id && experiment_ids.length > 0) {
      throw new ApiError(
        "INVALID_PARAMETER_VALUE",
        "Cannot specify both 'experiment_id' and 'experiment_ids': one names one experiment, the other several.",
      );
    }
    if (experiment_id) await checkExperiment(context, experimentIdParameter(experiment_id));
    const ids = experiment_id ? [experiment_id] : experimentIdParameters(experiment_ids);
    return { scorers: await context.store.scorers.latest(ids.length === 0 ? undefined : ids) };
  },

  async listScorerVersions(context, { experiment_id, name }) {
    const experimentId = experimentIdParameter(experiment_id);
    const scorerName = required("name", name);
    await checkExperiment(context, experimentId);
    return { scorers: await context.store.scorers.versions(experimentId, scorerName) };
  },

  async getScorer(context, { experiment_id, name, version }) {
    const experimentId = experimentIdParameter(experiment_id);
    const scorerName = required("name", name);
    await checkExperiment(context, experimentId);
    return { scorer: await context.store.scorers.get(experimentId, scorerName, version) };
  },

  async deleteScorer(context, { experiment_id, name, version }) {
    const experimentId = experimentIdParameter(experiment_id);
    const scorerName = required("name", name);
    await checkExperiment(context, experimentId);
    await context.store.scorers.delete(experimentId, scorerName, version);
    return {};
  },

  async getOnlineScoringConfigs(_context, { scorer_ids }) {
    if (scorer_ids.length === 0) throw missingParameter("scorer_ids");
    return { configs: [] };
  },

  async upsertOnlineScoringConfig({ store }, { experiment_id, name, sample_rate }) {
    const experimentId = experimentIdParameter(experiment_id);
    const { scorer_name } = await store.scorers.get(experimentId, required("name", name), undefined);
    if (sample_rate === undefined) throw missingParameter("sample_rate");
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Scorer '${scorer_name}' does not use a gateway model. Automatic evaluation is only supported for scorers that use gateway models.`,
    );
  },
};

const maxNameLength = 250;
