import type { Place, RequestOf } from "@spanloom/wire";
import type { Experiment } from "../messages.ts";
import { call } from "./call.ts";

/** Experiments, and what has a name anywhere. */
export const experimentCalls = {
  getServer: (signal?: AbortSignal) => call("getServer", {}, signal),

  findPlaces: async (request: RequestOf<"findPlaces">, signal?: AbortSignal): Promise<readonly Place[]> =>
    (await call("findPlaces", request, signal)).places,

  searchExperiments: (request: RequestOf<"searchExperiments">, signal?: AbortSignal) =>
    call("searchExperiments", request, signal) as Promise<{ experiments?: Experiment[]; next_page_token?: string }>,

  getExperiment: async (experimentId: string, signal?: AbortSignal): Promise<Experiment> =>
    (await call("getExperiment", { experiment_id: experimentId }, signal)).experiment as Experiment,

  createExperiment: async (name: string): Promise<string> =>
    (await call("createExperiment", { name })).experiment_id ?? "",

  renameExperiment: (experimentId: string, name: string) =>
    call("updateExperiment", { experiment_id: experimentId, new_name: name }),

  deleteExperiment: (experimentId: string) => call("deleteExperiment", { experiment_id: experimentId }),

  restoreExperiment: (experimentId: string) => call("restoreExperiment", { experiment_id: experimentId }),

  setExperimentTag: (experimentId: string, key: string, value: string) =>
    call("setExperimentTag", { experiment_id: experimentId, key, value }),

  deleteExperimentTag: (experimentId: string, key: string) =>
    call("deleteExperimentTag", { experiment_id: experimentId, key }),
};
