import { expect } from "vitest";
import type { testApi } from "./testing.ts";

export const v3 = "/api/3.0/mlflow";

/** Calls about what reviewers are shown and asked, at an API that is there once they are made. */
export function reviewingCalls(api: () => Awaited<ReturnType<typeof testApi>>) {
  return {
    post: (path: string, body: object) => api().call("POST", `${v3}${path}`, body),
    ask: (path: string, query: Record<string, string>) =>
      api().call("GET", `${v3}${path}?${new URLSearchParams(query)}`),
    async newExperiment(): Promise<string> {
      const name = crypto.randomUUID();
      return (await api().call("POST", "/api/2.0/mlflow/experiments/create", { name })).body.experiment_id;
    },
    async newTrace(experimentId: string): Promise<string> {
      const trace_id = `tr-${crypto.randomUUID().replaceAll("-", "")}`;
      const trace_location = { type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experimentId } };
      expect((await api().report({ trace_id, trace_location })).status).toBe(200);
      return trace_id;
    },
  };
}
