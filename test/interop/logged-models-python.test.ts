import { expect, test } from "vitest";
import { describeClients } from "../harness/mlflow-clients.ts";

/**
 * Logged models, datasets, active models and scikit-learn through MLflow's released Python clients, unmodified. What is
 * expected is what `python/mlflow_logged_models.py` prints against MLflow's own server of 3.17.2, but for two things
 * that do not work there: a tag with a slash in its key is deleted, and a dataset without a digest is any with its name.
 */
describeClients(
  "MLflow Python client: logged models",
  "mlflow_logged_models.py",
  { PYTHONWARNINGS: "ignore" },
  ({ version, seen }) => {
    const artifact_location = "mlflow-artifacts:/<experiment>/models/<id>/artifacts";

    test("a model is made, given params and tags, finalized and deleted; errors are those that clients know", () => {
      const model = { name: "agent", type: "agent", source_run: "", artifact_location };
      expect(seen("life_of_a_model")).toEqual({
        made: {
          ...model,
          status: "PENDING",
          params: { temperature: "0.5" },
          tags: { team: "blue", "drop/me": "x" },
          in_experiment: true,
          id: "m-",
        },
        ready: {
          ...model,
          status: "READY",
          params: { temperature: "0.5", top_k: "3", text: "ü🥣" },
          tags: { team: "red", stage: "try" },
        },
        same: true,
        times: true,
        failed: "FAILED",
        has_name: true,
        "param twice": "BAD_REQUEST",
        "missing tag": "RESOURCE_DOES_NOT_EXIST",
        unknown: "RESOURCE_DOES_NOT_EXIST",
        "bad name": "INVALID_PARAMETER_VALUE",
        "unknown experiment": "RESOURCE_DOES_NOT_EXIST",
        deleted: "RESOURCE_DOES_NOT_EXIST",
        left: ["agent"],
        "many params": 250,
      });
    });

    test("an external model is ready at once", () => {
      expect(seen("external_model")).toEqual({
        name: "elsewhere",
        status: "READY",
        type: "llm",
        source_run: "",
        params: {},
        tags: { where: "other cloud", "mlflow.model.isExternal": "true" },
        artifact_location,
        again: true,
      });
    });

    test("search_logged_models finds and orders by attributes, params, tags, metrics and datasets", () => {
      expect(seen("search")).toEqual({
        all: ["three", "two", "one"],
        name: ["one"],
        param: ["three", "two"],
        tag: ["three", "two"],
        type: [],
        run: ["three", "two", "one"],
        metric: ["one"],
        "metric on dataset": ["two"],
        "any metric on dataset": ["two", "one"],
        "by metric": ["one", "two", "three"],
        "by metric on the other": ["two", "one", "three"],
        "by name": ["one", "three", "two"],
        pages: [["three", "two"], ["one"], null],
        frame: [3, ["artifact_location", "metrics", "model_id", "name", "params"]],
        metrics: [
          ["accuracy", 0.4, 1, "held out", true],
          ["accuracy", 0.9, 1, "train", true],
          ["loss", 1, 1, "held out", true],
        ],
        "bad filter": true,
        "run metrics": { accuracy: 0.6, loss: 1 },
      });
    });

    test("traces under an active model belong to it and are found by it", () => {
      expect(seen("active_model")).toEqual({
        first: ["first", "in a run"],
        second: ["second"],
        none: [],
        all: ["first", "in a run", "second", "without"],
        "same again": true,
        status: "READY",
      });
    });

    test("datasets and models that a run takes in and gives out", () => {
      expect(seen("inputs_and_outputs")).toEqual({
        datasets: [
          ["some", "http", { "mlflow.data.context": "training", split: "80 %" }],
          ["other", "code", {}],
        ],
        schema: "x",
        profile: { num_rows: 2, num_elements: 4 },
        source: "https://example.com/some.csv",
        outputs: [0, 10, 20],
        "model inputs": [true],
        summaries: [
          ["other", null],
          ["some", "evaluation"],
          ["some", "training"],
        ],
        found: [true],
        searched: [2, 1],
      });
    });

    test("a scikit-learn model comes back as it was logged, by every URI, with signature, example and checkpoints", () => {
      expect(seen("log_and_load")).toEqual({
        model: ["classifier", "READY", { c: "1" }, "1", true],
        uri: true,
        "models:/": true,
        "runs:/": true,
        registered: true,
        pyfunc: true,
        checkpoint: true,
        signature: true,
        example: [2, 4],
        outputs: [0, 1, 2],
        files: [
          "MLmodel",
          "conda.yaml",
          "input_example.json",
          version === "3.8.1" ? "model.pkl" : "model.skops",
          "python_env.yaml",
          "requirements.txt",
          "serving_input_example.json",
        ],
      });
    });

    test("scikit-learn's autolog: params, metrics, dataset, model", () => {
      const metrics = ["accuracy_score", "f1_score", "log_loss", "precision_score", "recall_score", "roc_auc", "score"];
      expect(seen("autolog")).toEqual({
        params: { C: "1.0", max_iter: "100", fit_intercept: "True" },
        metrics: metrics.map((name) => `training_${name}`),
        score: true,
        datasets: [["train"]],
        models: [["READY", true]],
        "model metrics": metrics.map((name) => `training_${name}`),
        outputs: [true],
        loads: true,
      });
    });

    test("mlflow.models.evaluate of a logged classifier", () => {
      const plots = ["calibration_curve", "confusion_matrix", "lift_curve", "precision_recall_curve", "roc_curve"];
      const named = plots.map((name) => (name === "confusion_matrix" ? name : `${name}_plot`));
      expect(seen("evaluate")).toEqual({
        metrics: { accuracy_score: 0.833333, f1_score: 0.827586, roc_auc: 0.91 },
        "same in the run": true,
        "on the model": ["accuracy_score", "f1_score", "roc_auc"],
        artifacts: named,
        stored: named.map((name) => `${name}.png`),
      });
    });
  },
);
