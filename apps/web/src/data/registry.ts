import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";

const pageSize = 100;
/** Key of every list of registered models, to have them all read again. */
export const modelsKey = ["registered-models"] as const;
export const modelKey = (name: string) => ["registered-model", name] as const;

/** Registered models, page by page. `filter` and `orderBy` as the API writes them. */
export function useModelList(filter: string, orderBy: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...modelsKey, filter, orderBy],
    queryFn: async ({ pageParam, signal }) => {
      const request = { filter, order_by: [orderBy], max_results: pageSize, page_token: pageParam };
      const answer = await client.searchRegisteredModels(request, signal);
      return { models: answer.registered_models ?? [], nextPageToken: answer.next_page_token ?? "" };
    },
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    placeholderData: (previous) => previous,
    enabled,
  });
}

function modelQuery(name: string) {
  return queryOptions({
    queryKey: modelKey(name),
    queryFn: ({ signal }) => client.getRegisteredModel(name, signal),
  });
}

export function useRegisteredModel(name: string) {
  return useQuery(modelQuery(name));
}

/** Versions of one model, the newest first, page by page. `narrowed` is a filter, too. */
export function useVersionList(name: string, narrowed = "") {
  return useInfiniteQuery({
    queryKey: [...modelKey(name), "versions", narrowed],
    queryFn: async ({ pageParam, signal }) => {
      const filter = [`name = '${name.replaceAll("'", "''")}'`, narrowed].filter(Boolean).join(" AND ");
      const request = { filter, order_by: ["version_number DESC"], max_results: pageSize, page_token: pageParam };
      const answer = await client.searchModelVersions(request, signal);
      return { versions: answer.model_versions ?? [], nextPageToken: answer.next_page_token ?? "" };
    },
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
  });
}

function versionQuery(name: string, version: string) {
  return queryOptions({
    queryKey: [...modelKey(name), "version", version],
    queryFn: ({ signal }) => client.getModelVersion(name, version, signal),
  });
}

export function useModelVersion(name: string, version: string, enabled = true) {
  return useQuery({ ...versionQuery(name, version), enabled });
}

/** Where a version comes from, and what was made of it. */
export function useVersionLineage(name: string, version: string) {
  return useQuery({
    queryKey: [...modelKey(name), "lineage", version],
    queryFn: ({ signal }) => client.getVersionLineage(name, version, signal),
  });
}

/** What happened to a model and its versions, or to one version; the newest first, page by page. */
export function useRegistryHistory(name: string, version = "") {
  return useInfiniteQuery({
    queryKey: [...modelKey(name), "history", version],
    queryFn: ({ pageParam, signal }) =>
      client.listRegistryHistory({ name, version, max_results: pageSize, page_token: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: ({ next_page_token }) => next_page_token || undefined,
  });
}

/**
 * Changes to a registered model and its versions. Each resolves when the server has it and what is shown of the model
 * was read again, and rejects with a `RequestError`.
 */
export function useModelChanges(name: string) {
  const queries = useQueryClient();

  async function change(send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } finally {
      void queries.invalidateQueries({ queryKey: modelsKey });
      await queries.invalidateQueries({ queryKey: modelKey(name) });
    }
  }

  /** What is shown of a model must not be asked for again when it is gone: its page is still there for a moment. */
  async function leave(send: () => Promise<unknown>): Promise<void> {
    await send();
    void queries.invalidateQueries({ queryKey: modelsKey });
  }

  return {
    /** The model as the server has it now. */
    readNow: () => queries.fetchQuery({ ...modelQuery(name), staleTime: 0 }),
    /** A version as the server has it now; lists of versions that are shown follow. */
    readVersionNow: async (version: string) => {
      const now = await queries.fetchQuery({ ...versionQuery(name, version), staleTime: 0 });
      void queries.invalidateQueries({ queryKey: [...modelKey(name), "versions"] });
      return now;
    },
    rename: (next: string) => leave(() => client.renameRegisteredModel(name, next)),
    remove: () => leave(() => client.deleteRegisteredModel(name)),
    describe: (text: string) => change(() => client.describeRegisteredModel(name, text)),
    setTag: (key: string, value: string) => change(() => client.setRegisteredModelTag(name, key, value)),
    deleteTag: (key: string) => change(() => client.deleteRegisteredModelTag(name, key)),
    setAlias: (alias: string, version: string) => change(() => client.setAlias(name, alias, version)),
    deleteAlias: (alias: string) => change(() => client.deleteAlias(name, alias)),
    describeVersion: (version: string, text: string) => change(() => client.describeModelVersion(name, version, text)),
    setStage: (version: string, stage: string) => change(() => client.setModelVersionStage(name, version, stage)),
    setVersionTag: (version: string, key: string, value: string) =>
      change(() => client.setModelVersionTag(name, version, key, value)),
    deleteVersionTag: (version: string, key: string) => change(() => client.deleteModelVersionTag(name, version, key)),
    removeVersion: async (version: string) => {
      await client.deleteModelVersion(name, version);
      void queries.invalidateQueries({ queryKey: [...modelKey(name), "versions"] });
    },
  };
}

/** Makes a registered model of a name that is free; rejects with a `RequestError` where it is taken. */
export function useNewModel() {
  const queries = useQueryClient();
  return async (name: string): Promise<void> => {
    await client.createRegisteredModel(name);
    void queries.invalidateQueries({ queryKey: modelsKey });
  };
}
