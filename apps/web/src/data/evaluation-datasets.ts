import type { DatasetUse } from "@spanloom/wire";
import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { nameFilter } from "./experiments.ts";

const mostOffered = 50;
const pageSize = 100;
const recordsPerPage = 200;

const datasetsKey = ["evaluation-datasets"] as const;
const datasetKey = (datasetId: string) => ["evaluation-dataset", datasetId] as const;

/** Evaluation datasets of an experiment, those that were written last first; asked for once `enabled`. */
export function useEvaluationDatasets(experimentId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...datasetsKey, "offered", experimentId],
    queryFn: async ({ signal }) => {
      const order_by = ["last_update_time DESC"];
      const request = { experiment_ids: [experimentId], order_by, max_results: mostOffered };
      return (await client.searchEvaluationDatasets(request, signal)).datasets;
    },
    enabled,
    staleTime: 10_000,
  });
}

/** Datasets whose name has all the words of a text, page by page; of all experiments where none is named. */
export function useEvaluationDatasetList(experimentId: string | undefined, text: string, orderBy: string) {
  return useInfiniteQuery({
    queryKey: [...datasetsKey, "list", experimentId ?? "", text, orderBy],
    queryFn: ({ pageParam, signal }) =>
      client.searchEvaluationDatasets(
        {
          experiment_ids: experimentId === undefined ? [] : [experimentId],
          filter_string: nameFilter(text),
          order_by: [orderBy],
          max_results: pageSize,
          page_token: pageParam,
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    staleTime: 10_000,
    placeholderData: (previous) => previous,
  });
}

/** Experiments and number of runs of datasets, by the dataset's id. */
export function useDatasetUses(datasetIds: readonly string[]): ReadonlyMap<string, DatasetUse> {
  const { data } = useQuery({
    queryKey: [...datasetsKey, "uses", datasetIds],
    queryFn: async ({ signal }) => {
      const uses: DatasetUse[] = [];
      for (let at = 0; at < datasetIds.length; at += mostUses) {
        uses.push(...(await client.getDatasetUses(datasetIds.slice(at, at + mostUses), signal)));
      }
      return new Map(uses.map((use) => [use.dataset_id, use]));
    },
    enabled: datasetIds.length > 0,
    staleTime: 10_000,
    placeholderData: (previous) => previous,
  });
  return data ?? noUses;
}

const mostUses = 200;
const noUses: ReadonlyMap<string, DatasetUse> = new Map();

/** One dataset without its records. */
export function useEvaluationDataset(datasetId: string) {
  return useQuery(datasetQuery(datasetId));
}

function datasetQuery(datasetId: string) {
  return queryOptions({
    queryKey: datasetKey(datasetId),
    queryFn: ({ signal }) => client.getEvaluationDataset(datasetId, signal),
    staleTime: 10_000,
  });
}

/** Records in the order in which they were added, page by page, each page as JSON text of a list. */
export function useDatasetRecords(datasetId: string) {
  return useInfiniteQuery({
    queryKey: [...datasetKey(datasetId), "records"],
    queryFn: ({ pageParam, signal }) =>
      client.getDatasetRecords(
        { dataset_id: datasetId, max_results: recordsPerPage, ...(pageParam && { page_token: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextPageToken }) => nextPageToken || undefined,
    staleTime: 30_000,
  });
}

/** Runs that took a dataset in, the newest first. */
export function useDatasetRuns(datasetId: string) {
  return useQuery({
    queryKey: [...datasetKey(datasetId), "runs"],
    queryFn: ({ signal }) => client.listDatasetRuns(datasetId, signal),
    staleTime: 10_000,
  });
}

/** Changes to datasets; one that is made belongs to the experiment. All reject with a `RequestError`. */
export function useEvaluationDatasetChanges(experimentId?: string) {
  const queries = useQueryClient();
  /** Resolves once the dataset was read again: until then whoever changed it shows what they made of it. */
  async function change<Result>(datasetId: string, send: () => Promise<Result>): Promise<Result> {
    const readAgain = () => {
      void queries.invalidateQueries({ queryKey: datasetsKey });
      return queries.invalidateQueries({ queryKey: datasetKey(datasetId) });
    };
    try {
      const result = await send();
      await readAgain();
      return result;
    } catch (error) {
      // A part may have been done; whoever waits for the reason need not wait for that.
      void readAgain();
      throw error;
    }
  }
  return {
    /** The dataset as the server has it now. */
    readNow: (datasetId: string) => queries.fetchQuery({ ...datasetQuery(datasetId), staleTime: 0 }),
    create: (name: string): Promise<string> => change("", () => client.createEvaluationDataset(name, experimentId)),
    remove: (datasetId: string) => change(datasetId, () => client.deleteEvaluationDataset(datasetId)),
    setTag: (datasetId: string, key: string, value: string) =>
      change(datasetId, () => client.setEvaluationDatasetTag(datasetId, key, value)),
    deleteTag: (datasetId: string, key: string) =>
      change(datasetId, () => client.deleteEvaluationDatasetTag(datasetId, key)),
    addToExperiment: (datasetId: string, id: string) =>
      change(datasetId, () => client.addDatasetToExperiment(datasetId, id)),
    removeFromExperiment: (datasetId: string, id: string) =>
      change(datasetId, () => client.removeDatasetFromExperiment(datasetId, id)),
    /**
     * `records` each as JSON text, sent a part at a time; `onSent` is told how many the server has. Resolves with how many
     * are new: the others had inputs that were there already and were merged.
     */
    addRecords: (datasetId: string, records: readonly string[], onSent?: (count: number) => void): Promise<number> =>
      change(datasetId, async () => {
        let added = 0;
        for (const { end, texts } of parts(records)) {
          const { inserted_count = 0 } = await client.mergeDatasetRecords(datasetId, `[${texts.join(",")}]`);
          added += inserted_count;
          onSent?.(end);
        }
        return added;
      }),
    /** JSON text of a record as the server has it now. */
    readRecordNow: (datasetId: string, recordId: string) => client.getDatasetRecord(datasetId, recordId),
    /** Texts of JSON objects; they take the place of what the record has. */
    updateRecord: (datasetId: string, recordId: string, texts: { expectations?: string; tags?: string }) =>
      change(datasetId, () => client.updateDatasetRecord({ dataset_id: datasetId, record_id: recordId, ...texts })),
    removeRecords: (datasetId: string, recordIds: readonly string[]) =>
      change(datasetId, () => client.deleteDatasetRecords(datasetId, recordIds)),
  };
}

/** What one call takes: a body has a limit, and a page should be able to say how far it is. */
const recordsPerCall = 500;
const charactersPerCall = 4_000_000;

function* parts(records: readonly string[]): Generator<{ readonly end: number; readonly texts: readonly string[] }> {
  let start = 0;
  while (start < records.length) {
    let end = start + 1;
    let length = records[start]!.length;
    while (end < records.length && end - start < recordsPerCall) {
      length += records[end]!.length;
      if (length > charactersPerCall) break;
      end += 1;
    }
    yield { end, texts: records.slice(start, end) };
    start = end;
  }
}
