import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { client } from "./client.ts";
import type { Experiment } from "./messages.ts";

/** What a list of experiments asks for. */
export interface ExperimentListRequest {
  /** In the search language of experiments. */
  readonly filter: string;
  /** As the API writes it: `last_update_time DESC`. */
  readonly orderBy: string;
  readonly view: "active" | "deleted";
}

/** Key of every list of experiments, to have them all read again. */
export const experimentsKey = ["experiments"] as const;
const pageSize = 100;

/** Experiments, page by page; a server may have ten thousand. */
export function useExperimentList(request: ExperimentListRequest, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...experimentsKey, "list", request.filter, request.orderBy, request.view],
    queryFn: async ({ pageParam, signal }) => {
      const answer = await client.searchExperiments(
        {
          filter: request.filter,
          order_by: [request.orderBy],
          view_type: request.view === "deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY",
          max_results: pageSize,
          page_token: pageParam,
        },
        signal,
      );
      return { experiments: answer.experiments ?? [], nextPageToken: answer.next_page_token ?? "" };
    },
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    staleTime: 30_000,
    placeholderData: (previous) => previous,
    enabled,
  });
}

/** The filter of experiments whose name has all the words of a text, in any case. */
export function nameFilter(text: string): string {
  const words = text.trim().split(/\s+/).filter(Boolean).slice(0, 6);
  const quoted = (word: string) => `'%${word.replace(/[\\%_]/g, "\\$&").replaceAll("'", "''")}%'`;
  return words.map((word) => `name ILIKE ${quoted(word)}`).join(" AND ");
}

/** Names of experiments by id, deleted ones too; asked for together, and without those that are not known yet. */
export function useExperimentNames(experimentIds: readonly string[]): ReadonlyMap<string, string> {
  const ids = [...experimentIds].sort().slice(0, mostNames);
  const { data } = useQuery({
    queryKey: [...experimentsKey, "names", ids],
    queryFn: async ({ signal }) => {
      const filter = `experiment_id IN (${ids.map((id) => `'${id}'`).join(", ")})`;
      const { experiments = [] } = await client.searchExperiments(
        { filter, view_type: "ALL", max_results: 1_000 },
        signal,
      );
      return new Map(experiments.map(({ experiment_id, name }) => [experiment_id, name]));
    },
    staleTime: 60_000,
    enabled: ids.length > 0,
    placeholderData: (previous) => previous,
  });
  return data ?? noNames;
}

const mostNames = 500;
const noNames: ReadonlyMap<string, string> = new Map();

export function useExperiment(experimentId: string) {
  return useQuery(experimentQuery(experimentId));
}

/**
 * The name of one experiment, from the lists that were read before where it is in one of them. Undefined while it is not
 * known, also of which experiment it is; the id of one that has none, or cannot be read.
 */
export function useExperimentName(experimentId: string | undefined): string | undefined {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    ...experimentQuery(experimentId ?? ""),
    enabled: experimentId !== undefined,
    placeholderData: () => listedExperiment(queries, experimentId),
  });
  return data ? data.name || experimentId : error ? experimentId : undefined;
}

function listedExperiment(queries: QueryClient, experimentId: string | undefined): Experiment | undefined {
  const lists = queries.getQueriesData<InfiniteData<{ readonly experiments: readonly Experiment[] }>>({
    queryKey: [...experimentsKey, "list"],
  });
  for (const [, list] of lists)
    for (const { experiments } of list?.pages ?? [])
      for (const experiment of experiments) if (experiment.experiment_id === experimentId) return experiment;
}

function experimentQuery(experimentId: string) {
  return queryOptions({
    queryKey: experimentKey(experimentId),
    queryFn: ({ signal }) => client.getExperiment(experimentId, signal),
    staleTime: 60_000,
  });
}

function experimentKey(experimentId: string) {
  return ["experiment", experimentId] as const;
}

/**
 * Changes to experiments. Each is shown at once where it can be, resolves when the server has it, and rejects with a
 * `RequestError` after what is shown was read again.
 */
export function useExperimentChanges() {
  const queries = useQueryClient();
  const change = (id: string, edit: (experiment: Experiment) => Experiment, send: () => Promise<unknown>) =>
    changed(queries, id, edit, send);
  return {
    /** The experiment as the server has it now. */
    readNow: (id: string): Promise<Experiment> => queries.fetchQuery({ ...experimentQuery(id), staleTime: 0 }),
    create: async (name: string): Promise<string> => {
      const id = await client.createExperiment(name);
      void queries.invalidateQueries({ queryKey: experimentsKey });
      return id;
    },
    rename: (id: string, name: string) =>
      change(
        id,
        (experiment) => ({ ...experiment, name }),
        () => client.renameExperiment(id, name),
      ),
    remove: (id: string) =>
      change(
        id,
        (experiment) => ({ ...experiment, lifecycle_stage: "deleted" }),
        () => client.deleteExperiment(id),
      ),
    restore: (id: string) =>
      change(
        id,
        (experiment) => ({ ...experiment, lifecycle_stage: "active" }),
        () => client.restoreExperiment(id),
      ),
    setTag: (id: string, key: string, value: string) =>
      change(
        id,
        (experiment) => ({
          ...experiment,
          tags: [...(experiment.tags ?? []).filter((tag) => tag.key !== key), { key, value }],
        }),
        () => client.setExperimentTag(id, key, value),
      ),
    deleteTag: (id: string, key: string) =>
      change(
        id,
        (experiment) => ({ ...experiment, tags: (experiment.tags ?? []).filter((tag) => tag.key !== key) }),
        () => client.deleteExperimentTag(id, key),
      ),
  };
}

async function changed(
  queries: QueryClient,
  experimentId: string,
  edit: (experiment: Experiment) => Experiment,
  send: () => Promise<unknown>,
): Promise<void> {
  const queryKey = experimentKey(experimentId);
  await queries.cancelQueries({ queryKey });
  queries.setQueryData<Experiment>(queryKey, (experiment) => experiment && edit(experiment));
  try {
    await send();
  } finally {
    void queries.invalidateQueries({ queryKey });
    void queries.invalidateQueries({ queryKey: experimentsKey });
  }
}
