import type { LoggedModelStatus, Received, SearchLoggedModels, LoggedModel as WireLoggedModel } from "@spanloom/wire";
import { artifactsAt, type UploadOptions } from "./artifacts.ts";
import type { Connection } from "./connection.ts";
import { chunksOf, type EntryValues, entriesOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import { getActiveRun } from "./runs.ts";
import type { CallOptions } from "./transport.ts";
import type { UploadSource } from "./upload-source.ts";

/** A logged model as the server has it. */
export type LoggedModel = Received<WireLoggedModel>;

/** A logged model to be made. */
export interface NewLoggedModel extends CallOptions {
  /** Default: two random words and a number, by the server. Names need not be unique. */
  readonly name?: string | undefined;
  /** Default: that of the active run, else the client's. */
  readonly experimentId?: string | undefined;
  /** Default: the active run. */
  readonly sourceRunId?: string | undefined;
  /** Your own word for what it is, such as `agent`. */
  readonly modelType?: string | undefined;
  readonly params?: EntryValues | undefined;
  readonly tags?: EntryValues | undefined;
}

/** Which logged models to find. */
export interface LoggedModelSearch extends Omit<SearchOptions, "orderBy"> {
  /** Default: the client's experiment. */
  readonly experimentIds?: readonly string[] | undefined;
  readonly orderBy?: readonly Partial<SearchLoggedModels["order_by"][number]>[] | undefined;
  /** The metrics that the filter sees are those on these. */
  readonly datasets?: readonly Partial<SearchLoggedModels["datasets"][number]>[] | undefined;
}

/** How the making of a model ended. */
export type LoggedModelEnd = "READY" | "FAILED";

/** The part of a client that has to do with logged models. All reject with `ApiError`. */
export function loggedModelCalls(connection: Connection) {
  const { rest } = connection;

  const calls = {
    /** A model that is being made: PENDING, until `finalizeLoggedModel` says how that ended. */
    async initializeLoggedModel(model: NewLoggedModel = {}): Promise<LoggedModel> {
      const { name, modelType, params = {}, tags = {}, signal } = model;
      const run = getActiveRun();
      const request = {
        experiment_id: model.experimentId ?? run?.experimentId ?? (await connection.defaultExperimentId()),
        name,
        model_type: modelType,
        source_run_id: model.sourceRunId ?? run?.runId,
        params: entriesOf(params).slice(0, 100),
        tags: entriesOf(tags),
      };
      const made = (await rest.createLoggedModel(request, { signal })).model!;
      const more = Object.fromEntries(Object.entries(params).slice(100));
      await calls.logModelParams(made.info!.model_id!, more, { signal });
      return made;
    },

    /**
     * A model whose files are kept elsewhere, such as an agent in a repository: READY at once, for metrics, parameters and
     * traces. It gets an `MLmodel` file that says so, with which it can be registered.
     */
    async createExternalModel(model: NewLoggedModel = {}): Promise<LoggedModel> {
      const tags = { ...model.tags, "mlflow.model.isExternal": "true" };
      const { info } = await calls.initializeLoggedModel({ ...model, tags });
      const { model_id = "", artifact_uri = "", source_run_id } = info ?? {};
      const description = {
        artifact_path: artifact_uri,
        flavors: {},
        metadata: { "mlflow.model.isExternal": true },
        model_id,
        model_uuid: model_id,
        ...(source_run_id && { run_id: source_run_id }),
      };
      const file = new Blob([`${JSON.stringify(description, null, 2)}\n`]); // JSON is YAML
      const { signal } = model;
      await artifactsAt(connection, artifact_uri).upload("MLmodel", file, { contentType: "application/yaml", signal });
      return calls.finalizeLoggedModel(model_id, "READY", { signal });
    },

    async finalizeLoggedModel(modelId: string, end: LoggedModelEnd, options?: CallOptions): Promise<LoggedModel> {
      const status: LoggedModelStatus = end === "READY" ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED";
      return (await rest.finalizeLoggedModel({ model_id: modelId, status }, options)).model!;
    },

    /** Parameters are only added: one that the model has is refused with INVALID_PARAMETER_VALUE or BAD_REQUEST. */
    async logModelParams(modelId: string, params: EntryValues, options?: CallOptions): Promise<void> {
      for (const chunk of chunksOf(entriesOf(params), 100)) {
        await rest.logLoggedModelParams({ model_id: modelId, params: chunk }, options);
      }
    },

    async logModelArtifact(
      modelId: string,
      source: UploadSource,
      { path, ...options }: UploadOptions & { readonly path: string },
    ): Promise<void> {
      const { info } = await calls.getLoggedModel(modelId, options);
      await artifactsAt(connection, info?.artifact_uri ?? "").upload(path, source, options);
    },

    async getLoggedModel(modelId: string, options?: CallOptions): Promise<LoggedModel> {
      return (await rest.getLoggedModel({ model_id: modelId }, options)).model!;
    },

    async *searchLoggedModels(search: LoggedModelSearch = {}): AsyncGenerator<LoggedModel, void, undefined> {
      const { filter, orderBy, datasets, pageSize, signal } = search;
      const experiment_ids = search.experimentIds ?? [await connection.defaultExperimentId()];
      const request = { experiment_ids, filter, order_by: orderBy, datasets, max_results: pageSize };
      yield* itemsOf(
        (page_token) => rest.searchLoggedModels({ ...request, page_token }, { signal }),
        ({ models }) => models,
      );
    },

    async setLoggedModelTags(modelId: string, tags: EntryValues, options?: CallOptions): Promise<void> {
      await rest.setLoggedModelTags({ model_id: modelId, tags: entriesOf(tags) }, options);
    },

    async deleteLoggedModelTag(modelId: string, key: string, options?: CallOptions): Promise<void> {
      await rest.deleteLoggedModelTag({ model_id: modelId, tag_key: key }, options);
    },

    async deleteLoggedModel(modelId: string, options?: CallOptions): Promise<void> {
      await rest.deleteLoggedModel({ model_id: modelId }, options);
    },
  };
  return calls;
}
