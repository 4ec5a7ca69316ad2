import { expect, test } from "vitest";
import recorded from "../fixtures/mlflow/evaluation.json" with { type: "json" };
import { describeClients } from "../harness/mlflow-clients.ts";

/**
 * Evaluation with code scorers, and all that belongs to it, through MLflow's released Python clients. What is expected is
 * what the same script printed against MLflow's own server of 3.17.2.
 */
const promises: [keyof typeof recorded, string][] = [
  ["dataset_records", "records are merged by their inputs, and read back as they were"],
  ["dataset_from_traces", "traces with expectations become records"],
  ["dataset_search_and_tags", "datasets are found by name, tag and experiment"],
  ["evaluate_data", "evaluate over answers that are there: a run, its traces and what the scorers said"],
  ["evaluate_predict_fn", "evaluate over a function: the traces that it made belong to the run"],
  ["evaluate_dataset", "evaluate over a dataset"],
  ["evaluate_traces", "evaluate over traces: they are linked to the run"],
  ["deleting_the_run_takes_its_assessments", "deleting the run takes its assessments"],
  ["scorers", "scorers have versions"],
  ["code_scorer_is_refused", "a scorer that carries code is refused"],
];
const newer: [keyof typeof recorded, string][] = [
  ["label_schemas", "label schemas"],
  ["review_queues", "review queues"],
];

describeClients("evaluation", "mlflow_evaluation.py", {}, ({ version, seen }) => {
  test.each(version === "3.17.2" ? [...promises, ...newer] : promises)("%s: %s", (scenario) => {
    expect(seen(scenario)).toEqual(recorded[scenario]);
  });
});
