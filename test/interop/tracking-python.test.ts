import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonClients } from "../harness/mlflow-clients.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { type MlflowServer, startMlflowServer } from "../harness/mlflow-server.ts";
import { describeWith, type Tool } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * Experiments, runs and metrics through MLflow's released Python clients, unmodified. `python/mlflow_tracking.py` does
 * what training code does; it must see here what it sees at MLflow's own server of 3.17.2.
 */

const scenarios: [name: string, promise: string][] = [
  ["fluent", "a run of the fluent API has what was logged to it, and the tags that the client sets"],
  ["nested", "nested runs know their parents and are found by them"],
  ["end_states", "runs end as they ended, can be resumed and renamed, and a name is its tag"],
  ["batches", "batches have out-of-order, negative and repeated points, NaN and infinities; long ones are all there"],
  ["refusals", "what is refused is refused in the same words and changes nothing"],
  ["deletion", "deleted runs are found as such, take no writes, and come back"],
  ["experiments", "experiments are made, renamed, tagged, searched, deleted with their runs and restored"],
  ["searches", "searches find the same runs in the same order, page by page and as a data frame"],
  ["asynchronously", "asynchronous logging arrives"],
  ["in_parallel", "threads that log to runs of their own and to a shared one lose nothing"],
];

type Results = Record<string, { readonly raised?: string }>;

describeWith(["python", "python38"], "MLflow Python client", () => {
  let server: TestServer;
  let mlflow: MlflowServer;
  let expected: Results;
  beforeAll(async () => {
    [server, mlflow] = await Promise.all([startServer(), startMlflowServer()]);
    expected = await resultsAt(mlflow.url, "python");
  });
  afterAll(() => Promise.all([server?.dispose(), mlflow?.dispose()]));

  describe.each(pythonClients)("%s", (_version, tool) => {
    let results: Results;
    beforeAll(async () => {
      results = await resultsAt(server.url, tool);
    });

    test.each(scenarios)("%s: %s", (name) => {
      for (const { raised } of [expected[name]!, results[name]!]) expect(raised).toBeUndefined();
      expect(results[name]).toEqual(expected[name]);
    });
  });
});

function resultsAt(url: string, tool: Tool): Promise<Results> {
  return runMlflowScript(tool, "mlflow_tracking.py", [url, crypto.randomUUID()], { GIT_PYTHON_REFRESH: "quiet" });
}
