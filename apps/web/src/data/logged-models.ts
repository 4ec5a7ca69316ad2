import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { LoggedModel } from "./messages.ts";

const pageSize = 50;
const loggedModelKey = (modelId: string) => ["logged-model", modelId] as const;
const versionsKey = (modelId: string) => ["versions-of-logged-model", modelId] as const;

/** Logged models of an experiment, page by page; `field` is one that the search can order by, such as `metrics.f1`. */
export function useLoggedModelList(
  experimentId: string,
  filter: string,
  order: { readonly field: string; readonly descending: boolean },
) {
  return useInfiniteQuery({
    queryKey: ["logged-models", experimentId, filter, order.field, order.descending],
    queryFn: async ({ pageParam, signal }) => {
      const answer = await client.searchLoggedModels(
        {
          experiment_ids: [experimentId],
          filter,
          order_by: [{ field_name: order.field, ascending: !order.descending }],
          max_results: pageSize,
          page_token: pageParam,
        },
        signal,
      );
      return { models: answer.models ?? [], nextPageToken: answer.next_page_token ?? "" };
    },
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    placeholderData: (previous) => previous,
  });
}

function loggedModelQuery(modelId: string) {
  return queryOptions({
    queryKey: loggedModelKey(modelId),
    queryFn: ({ signal }) => client.getLoggedModel(modelId, signal),
  });
}

/** Without an id none. */
export function useLoggedModel(modelId: string | undefined) {
  return useQuery({ ...loggedModelQuery(modelId ?? ""), enabled: modelId !== undefined });
}

/** The run that made it, runs that took it in, and its traces. */
export function useLoggedModelLineage(modelId: string) {
  return useQuery({
    queryKey: ["logged-model-lineage", modelId],
    queryFn: ({ signal }) => client.getLoggedModelLineage(modelId, signal),
  });
}

/** Versions that were registered from it. */
export function useVersionsOfLoggedModel(modelId: string) {
  return useQuery({
    queryKey: versionsKey(modelId),
    queryFn: ({ signal }) => client.listVersionsOf({ model_id: modelId }, signal),
  });
}

/** Changes to one logged model; each rejects with a `RequestError`. */
export function useLoggedModelChanges(modelId: string) {
  const queries = useQueryClient();
  async function change(send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } finally {
      await queries.invalidateQueries({ queryKey: loggedModelKey(modelId) });
    }
  }
  return {
    /** The logged model as the server has it now. */
    readNow: () => queries.fetchQuery({ ...loggedModelQuery(modelId), staleTime: 0 }),
    setTag: (key: string, value: string) => change(() => client.setLoggedModelTag(modelId, key, value)),
    deleteTag: (key: string) => change(() => client.deleteLoggedModelTag(modelId, key)),
  };
}

/** Registers a logged model as the next version of a registered model, which is made where there is none. Gives the version. */
export function useRegister({ info }: LoggedModel) {
  const queries = useQueryClient();
  return async (name: string): Promise<string> => {
    const same = `name = '${name.replaceAll("'", "''")}'`;
    const { registered_models: found = [] } = await client.searchRegisteredModels({ filter: same, max_results: 1 });
    if (found.length === 0) await client.createRegisteredModel(name);
    const { version } = await client.createModelVersion({
      name,
      source: `models:/${info.model_id}`,
      model_id: info.model_id,
      ...(info.source_run_id && { run_id: info.source_run_id }),
    });
    void queries.invalidateQueries({ queryKey: versionsKey(info.model_id) });
    void queries.invalidateQueries({ queryKey: ["registered-model", name] });
    void queries.invalidateQueries({ queryKey: ["registered-models"] });
    return version;
  };
}
