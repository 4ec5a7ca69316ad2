import { useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";

const mostOffered = 50;
const datasetsKey = (experimentId: string) => ["evaluation-datasets", experimentId] as const;

/** Evaluation datasets of an experiment, those that were written last first; asked for once `enabled`. */
export function useEvaluationDatasets(experimentId: string, enabled: boolean) {
  return useQuery({
    queryKey: datasetsKey(experimentId),
    queryFn: ({ signal }) =>
      client.searchEvaluationDatasets(
        { experiment_ids: [experimentId], order_by: ["last_update_time DESC"], max_results: mostOffered },
        signal,
      ),
    enabled,
    staleTime: 10_000,
  });
}

/** Both reject with a `RequestError`. */
export function useEvaluationDatasetChanges(experimentId: string) {
  const queries = useQueryClient();
  const changed = () => void queries.invalidateQueries({ queryKey: datasetsKey(experimentId) });
  return {
    create: async (name: string): Promise<string> => {
      const datasetId = await client.createEvaluationDataset(name, experimentId);
      changed();
      return datasetId;
    },
    /** `record` as JSON text. Tells whether one with the same inputs was there already and took it in. */
    addRecord: async (datasetId: string, record: string): Promise<"added" | "merged"> => {
      const { inserted_count } = await client.mergeDatasetRecords(datasetId, `[${record}]`);
      changed();
      return (inserted_count ?? 0) > 0 ? "added" : "merged";
    },
  };
}
