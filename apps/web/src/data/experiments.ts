import { useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { Experiment } from "./messages.ts";

/** All experiments, by name. Pages are followed to the end: a server has few experiments beside its traces. */
export function useExperiments() {
  return useQuery({
    queryKey: ["experiments"],
    queryFn: ({ signal }) => allExperiments(signal),
    staleTime: 30_000,
  });
}

export function useExperiment(experimentId: string) {
  return useQuery({
    queryKey: ["experiment", experimentId],
    queryFn: ({ signal }) => client.getExperiment(experimentId, signal),
    staleTime: 60_000,
  });
}

const pageSize = 1_000;
const mostPages = 10;

async function allExperiments(signal: AbortSignal): Promise<Experiment[]> {
  const experiments: Experiment[] = [];
  let pageToken = "";
  for (let page = 0; page < mostPages; page++) {
    const request = { max_results: pageSize, ...(pageToken && { page_token: pageToken }) };
    const response = await client.searchExperiments(request, signal);
    experiments.push(...(response.experiments ?? []));
    pageToken = response.next_page_token ?? "";
    if (!pageToken) break;
  }
  return experiments.sort((a, b) => a.name.localeCompare(b.name));
}
