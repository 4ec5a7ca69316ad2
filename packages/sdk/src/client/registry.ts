import type {
  Received,
  ModelVersion as WireModelVersion,
  RegisteredModel as WireRegisteredModel,
} from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { type EntryValues, entriesOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import type { CallOptions } from "./transport.ts";

/** A registered model as the server has it. */
export type RegisteredModel = Received<WireRegisteredModel>;
/** A version of a registered model as the server has it; `version` is a number as text. */
export type ModelVersion = Received<WireModelVersion>;

/** Deprecated by MLflow in favour of aliases, and still there. */
export type Stage = "None" | "Staging" | "Production" | "Archived";

/** A version of a registered model to be made. */
export interface NewModelVersion extends CallOptions {
  /** Where the model's files are: `models:/<model id>`, `runs:/<run id>/<path>`, or an address in a store. */
  readonly source: string;
  readonly runId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: EntryValues | undefined;
}

/** The part of a client that has to do with the model registry. All reject with `ApiError`. */
export function registryCalls({ rest }: Connection) {
  return {
    async createRegisteredModel(
      name: string,
      {
        tags = {},
        description,
        signal,
      }: CallOptions & { readonly tags?: EntryValues; readonly description?: string } = {},
    ): Promise<RegisteredModel> {
      const request = { name, description, tags: entriesOf(tags) };
      return (await rest.createRegisteredModel(request, { signal })).registered_model!;
    },

    async getRegisteredModel(name: string, options?: CallOptions): Promise<RegisteredModel> {
      return (await rest.getRegisteredModel({ name }, options)).registered_model!;
    },

    /** Prompts are left out. */
    searchRegisteredModels({ filter, orderBy, pageSize, signal }: SearchOptions = {}) {
      const request = { filter, order_by: orderBy, max_results: pageSize };
      return itemsOf(
        (page_token) => rest.searchRegisteredModels({ ...request, page_token }, { signal }),
        ({ registered_models }) => registered_models,
      );
    },

    async renameRegisteredModel(name: string, newName: string, options?: CallOptions): Promise<RegisteredModel> {
      return (await rest.renameRegisteredModel({ name, new_name: newName }, options)).registered_model!;
    },

    async updateRegisteredModel(
      name: string,
      { description }: { readonly description: string },
      options?: CallOptions,
    ): Promise<RegisteredModel> {
      return (await rest.updateRegisteredModel({ name, description }, options)).registered_model!;
    },

    /** With all its versions, for good. */
    async deleteRegisteredModel(name: string, options?: CallOptions): Promise<void> {
      await rest.deleteRegisteredModel({ name }, options);
    },

    async setRegisteredModelTags(name: string, tags: EntryValues, options?: CallOptions): Promise<void> {
      for (const { key, value } of entriesOf(tags)) await rest.setRegisteredModelTag({ name, key, value }, options);
    },

    async deleteRegisteredModelTag(name: string, key: string, options?: CallOptions): Promise<void> {
      await rest.deleteRegisteredModelTag({ name, key }, options);
    },

    /** The next version of a registered model; versions count up from 1. */
    async createModelVersion(name: string, version: NewModelVersion): Promise<ModelVersion> {
      const { source, runId, modelId, description, tags = {}, signal } = version;
      const request = { name, source, run_id: runId, model_id: modelId, description, tags: entriesOf(tags) };
      return (await rest.createModelVersion(request, { signal })).model_version!;
    },

    async getModelVersion(name: string, version: string | number, options?: CallOptions): Promise<ModelVersion> {
      return (await rest.getModelVersion({ name, version: String(version) }, options)).model_version!;
    },

    /** The alias `latest` is the highest version. */
    async getModelVersionByAlias(name: string, alias: string, options?: CallOptions): Promise<ModelVersion> {
      return (await rest.getModelVersionByAlias({ name, alias }, options)).model_version!;
    },

    searchModelVersions({ filter, orderBy, pageSize, signal }: SearchOptions = {}) {
      const request = { filter, order_by: orderBy, max_results: pageSize };
      return itemsOf(
        (page_token) => rest.searchModelVersions({ ...request, page_token }, { signal }),
        ({ model_versions }) => model_versions,
      );
    },

    async updateModelVersion(
      name: string,
      version: string | number,
      { description }: { readonly description: string },
      options?: CallOptions,
    ): Promise<ModelVersion> {
      return (await rest.updateModelVersion({ name, version: String(version), description }, options)).model_version!;
    },

    async transitionModelVersionStage(
      name: string,
      version: string | number,
      stage: Stage,
      { archiveExisting, signal }: CallOptions & { readonly archiveExisting?: boolean } = {},
    ): Promise<ModelVersion> {
      const request = { name, version: String(version), stage, archive_existing_versions: archiveExisting ?? false };
      return (await rest.transitionModelVersionStage(request, { signal })).model_version!;
    },

    async deleteModelVersion(name: string, version: string | number, options?: CallOptions): Promise<void> {
      await rest.deleteModelVersion({ name, version: String(version) }, options);
    },

    async setModelVersionTags(
      name: string,
      version: string | number,
      tags: EntryValues,
      options?: CallOptions,
    ): Promise<void> {
      for (const entry of entriesOf(tags)) {
        await rest.setModelVersionTag({ name, version: String(version), ...entry }, options);
      }
    },

    async deleteModelVersionTag(
      name: string,
      version: string | number,
      key: string,
      options?: CallOptions,
    ): Promise<void> {
      await rest.deleteModelVersionTag({ name, version: String(version), key }, options);
    },

    /** Gives a version a name by which it is loaded; a version that had it loses it. */
    async setRegisteredModelAlias(
      name: string,
      alias: string,
      version: string | number,
      options?: CallOptions,
    ): Promise<void> {
      await rest.setRegisteredModelAlias({ name, alias, version: String(version) }, options);
    },

    async deleteRegisteredModelAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
      await rest.deleteRegisteredModelAlias({ name, alias }, options);
    },
  };
}
