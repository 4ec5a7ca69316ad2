import { expect, test } from "vitest";
import recorded from "../fixtures/mlflow/assessments.json" with { type: "json" };
import { describeClients } from "../harness/mlflow-clients.ts";

/**
 * What was said of traces, through MLflow's released Python clients. What is expected is what the same script printed
 * against MLflow's own server of 3.17.2.
 */
const promises: [keyof typeof recorded, string][] = [
  ["feedback", "feedback of any value, on a trace and on a span, with errors"],
  ["expectations", "expectations in both of their forms"],
  ["update", "an update merges metadata and keeps the kind"],
  ["override", "an override is undone by deleting it"],
  ["get_and_delete", "one that is deleted is gone, and deleting it again is no error"],
  ["logged_while_running", "log_assessment takes an assessment as it is"],
  ["search", "search_traces finds traces by what was said of them and of their session"],
];
const newer: [keyof typeof recorded, string][] = [
  ["search_newer", "numbers are compared"],
  ["issues", "issues are noted, and traces found by them"],
];

describeClients("assessments", "mlflow_assessments.py", {}, ({ version, seen }) => {
  test.each(version === "3.17.2" ? [...promises, ...newer] : promises)("%s: %s", (scenario) => {
    expect(seen(scenario)).toEqual(recorded[scenario]);
  });
});
