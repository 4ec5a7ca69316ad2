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
  autologging_everything: "mlflow.autolog, with values, the active run and the last model of it",
  autologging: "tracking quickstart: autologging keeps parameters, metrics, plots, the dataset and the model",
  logging_by_hand: "tracking quickstart: a model with signature and example is logged, registered and loaded",
  searching_hyperparameters: "nested runs, and search_runs as a table in order",
  checkpoints: "models of one run at steps, their metrics on datasets, ranked and found by them",
  model_registry: "registry: versions, aliases, stages, tags, copies and loading by each",
  own_pyfunc_model: "a model of one's own, downloaded, and served by the command line",
  changing_a_logged_model: "signatures and files are put to models that are logged",
  model_from_code: "a model from its code, with its configuration, registered and loaded",
  classic_evaluation: "mlflow.evaluate of a classifier on a dataset",
  tracing: "tracing quickstart: decorator, spans, tags, feedback and search",
  spans_by_hand: "traces by the client, logged whole, and put into one another",
  sessions_and_context:
    "sessions, users, tags and metadata of a context; tracing switched off, sent elsewhere and redacted",
  distributed: "two services write one trace",
  versions_of_an_application: "active models, by id, name and git commit, have the traces made under them",
  prompts: "prompt registry: versions, aliases, chat prompts and what uses them",
  prompts_by_the_client: "prompts of runs and models, by the client's calls",
  genai_evaluation: "evaluation quickstart with scorers in code",
  evaluating_answers: "answers that are there, and traces, by scorers that come with MLflow and of one's own",
  evaluation_datasets: "evaluation datasets: records by hand and from traces, evaluated",
  experiment_of_the_environment: "the experiment that a variable names",
  where_things_are: "URIs of servers and files, streams, places and tags of experiments",
  in_parallel: "processes and threads with runs of their own below one",
  files: "figures, images, tables, dicts, notes and values logged while one goes on",
  resuming: "runs are resumed, fail, are renamed, deleted and restored",
  command_line: "the mlflow command: experiments, runs, artifacts and traces",
};

describeWith(["python"], "MLflow's tutorials", () => {
  let server: TestServer;
  let results: ScriptResults;
  beforeAll(async () => {
    server = await startServer();
    const run = (...themes: string[]) =>
      runMlflowScript("python", "mlflow_quickstarts.py", themes, {
        MLFLOW_TRACKING_URI: server.url,
        MPLBACKEND: "Agg",
        // The client imports each model once more to see what it needs. That takes long and says nothing of the server.
        MLFLOW_REQUIREMENTS_INFERENCE_TIMEOUT: "1",
      });
    // Two processes: most of the time of each goes to Python's imports.
    const parts = await Promise.all([run("tracking", "training", "command_line"), run("models", "tracing", "genai")]);
    results = Object.assign({}, ...parts);
  }, 480_000);
  afterAll(() => server?.dispose());

  test.each(Object.entries(promises))("%s: %s", (scenario) => {
    expect(seenBy(results, scenario)).toEqual(recorded[scenario as keyof typeof recorded]);
  });
});
