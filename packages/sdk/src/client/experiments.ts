import { ApiError, type Received, type ViewType, type Experiment as WireExperiment } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { type EntryValues, entriesOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import type { CallOptions } from "./transport.ts";

/** An experiment as the server has it. */
export type Experiment = Received<WireExperiment>;

/** An experiment to be made. */
export interface NewExperiment extends CallOptions {
  readonly tags?: EntryValues | undefined;
  /** Where files of its runs are kept; default: the server's own store. */
  readonly artifactLocation?: string | undefined;
}

/** Which experiments to find. */
export interface ExperimentSearch extends SearchOptions {
  readonly viewType?: ViewType | undefined;
}

/** The part of a client that has to do with experiments. All reject with `ApiError`. */
export function experimentCalls({ rest }: Connection) {
  const calls = {
    /** Resolves to the id of the new experiment. Rejects with RESOURCE_ALREADY_EXISTS where the name is taken. */
    async createExperiment(name: string, { tags = {}, artifactLocation, signal }: NewExperiment = {}): Promise<string> {
      const request = { name, artifact_location: artifactLocation, tags: entriesOf(tags) };
      return (await rest.createExperiment(request, { signal })).experiment_id!;
    },

    /**
     * The experiment of this name; it is made where there is none, with the tags given. Two that ask at once get the same
     * one. Rejects with INVALID_PARAMETER_VALUE where it was deleted: restore it first, or take another name.
     */
    async getOrCreateExperiment(name: string, options: NewExperiment = {}): Promise<Experiment> {
      const found = await calls.getExperimentByName(name, options);
      if (found?.lifecycle_stage === "deleted") {
        throw new ApiError(
          "INVALID_PARAMETER_VALUE",
          `Experiment '${name}' was deleted. Restore it with restoreExperiment("${found.experiment_id}"), or take another name.`,
        );
      }
      if (found !== undefined) return found;
      try {
        return await calls.getExperiment(await calls.createExperiment(name, options), options);
      } catch (error) {
        const made = isCode(error, "RESOURCE_ALREADY_EXISTS") && (await calls.getExperimentByName(name, options));
        if (made) return made;
        throw error;
      }
    },

    async getExperiment(experimentId: string, options?: CallOptions): Promise<Experiment> {
      return (await rest.getExperiment({ experiment_id: experimentId }, options)).experiment!;
    },

    /** Deleted ones are found, too. */
    async getExperimentByName(name: string, { signal }: CallOptions = {}): Promise<Experiment | undefined> {
      return orMissing(async () => (await rest.getExperimentByName({ experiment_name: name }, { signal })).experiment);
    },

    searchExperiments({ filter, orderBy, viewType, pageSize = 1000, signal }: ExperimentSearch = {}) {
      const request = { filter, order_by: orderBy, view_type: viewType, max_results: pageSize };
      return itemsOf(
        (page_token) => rest.searchExperiments({ ...request, page_token }, { signal }),
        ({ experiments }) => experiments,
      );
    },

    async renameExperiment(experimentId: string, name: string, options?: CallOptions): Promise<void> {
      await rest.updateExperiment({ experiment_id: experimentId, new_name: name }, options);
    },

    /** With its runs. They can be restored together. */
    async deleteExperiment(experimentId: string, options?: CallOptions): Promise<void> {
      await rest.deleteExperiment({ experiment_id: experimentId }, options);
    },

    async restoreExperiment(experimentId: string, options?: CallOptions): Promise<void> {
      await rest.restoreExperiment({ experiment_id: experimentId }, options);
    },

    async setExperimentTags(experimentId: string, tags: EntryValues, options?: CallOptions): Promise<void> {
      for (const { key, value } of entriesOf(tags)) {
        await rest.setExperimentTag({ experiment_id: experimentId, key, value }, options);
      }
    },

    async deleteExperimentTag(experimentId: string, key: string, options?: CallOptions): Promise<void> {
      await rest.deleteExperimentTag({ experiment_id: experimentId, key }, options);
    },
  };
  return calls;
}

export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ApiError && codes.includes(error.code);

/** `undefined` where the server says that there is none. */
export async function orMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isCode(error, "RESOURCE_DOES_NOT_EXIST", "NOT_FOUND")) return undefined;
    throw error;
  }
}
