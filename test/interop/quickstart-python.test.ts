import { afterAll, beforeAll, expect, test } from "vitest";
import recorded from "../fixtures/mlflow/quickstarts.json" with { type: "json" };
import { runMlflowScript, type ScriptResults, seenBy } from "../harness/mlflow-script.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * The tutorials that people begin MLflow with, as they are typed, through the released Python client. What is expected is
 * what the same script printed against MLflow's own server of that version.
 */
const promises: Record<keyof typeof recorded, string> = {
  autologging: "tracking quickstart: autologging keeps parameters, metrics, plots, the dataset and the model",
  logging_by_hand: "tracking quickstart: a model with signature and example is logged, registered and loaded",
  searching_hyperparameters: "nested runs, and search_runs as a table in order",
  model_registry: "registry: versions, aliases, stages, tags, copies and loading by each",
  own_pyfunc_model: "a model of one's own, downloaded, and served by the command line",
  classic_evaluation: "mlflow.evaluate of a classifier on a dataset",
  tracing: "tracing quickstart: decorator, spans, tags, feedback and search",
  prompts: "prompt registry: versions, aliases, chat prompts and what uses them",
  genai_evaluation: "evaluation quickstart with scorers in code",
  evaluation_datasets: "evaluation datasets: records by hand and from traces, evaluated",
  files: "figures, images, tables, dicts, notes and values logged while one goes on",
  resuming: "runs are resumed, fail, are renamed, deleted and restored",
  command_line: "the mlflow command: experiments, runs, artifacts and traces",
};

describeWith(["python"], "MLflow's tutorials", () => {
  let server: TestServer;
  let results: ScriptResults;
  beforeAll(async () => {
    server = await startServer();
    const run = (group: string) =>
      runMlflowScript("python", "mlflow_quickstarts.py", [group], {
        MLFLOW_TRACKING_URI: server.url,
        MPLBACKEND: "Agg",
        // The client imports each model once more to see what it needs. That takes long and says nothing of the server.
        MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT: "1",
      });
    // Two at a time: most of the time goes to Python's imports.
    const inTurn = async (first: string, second: string) => [await run(first), await run(second)];
    const parts = await Promise.all([inTurn("training", "tracking"), inTurn("models", "genai")]);
    results = Object.assign({}, ...parts.flat());
  }, 240_000);
  afterAll(() => server?.dispose());

  test.each(Object.entries(promises))("%s: %s", (scenario) => {
    expect(seenBy(results, scenario)).toEqual(recorded[scenario as keyof typeof recorded]);
  });
});
