"""Fills an MLflow store with one of everything, by the released client: what an import must bring over.

Arguments: the store's URI, a marker, the number of points of the long metric.
"""

import math
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric

uri, marker, points = sys.argv[1], sys.argv[2], int(sys.argv[3])
mlflow.set_tracking_uri(uri)
client = MlflowClient()
version = tuple(int(part) for part in mlflow.__version__.split(".")[:2])


def optional(work):
    """What a store of this kind or version does not have is left out."""
    try:
        return work()
    except Exception as error:
        print(f"left out: {error}", file=sys.stderr)


for name in ("one", "deleted"):
    experiment_id = client.create_experiment(f"{name} {marker}", tags={"team": "ünï", "mlflow.note.content": "a note"})
    mlflow.set_experiment(f"{name} {marker}")
    with mlflow.start_run(run_name="parent", tags={"k": "v 🥣"}) as run:
        mlflow.log_params({"a": 1, "b/c": "two", "empty": ""})
        mlflow.log_metrics({"nan": math.nan, "inf": math.inf, "minus": -math.inf})
        for start in range(0, points, 1000):
            batch = [Metric("long", 1 / (i + 1), 1_700_000_000_000 + i, i) for i in range(start, min(points, start + 1000))]
            client.log_batch(run.info.run_id, metrics=batch)
        mlflow.log_text("hello", "dir/hello.txt")
        with mlflow.start_run(nested=True, run_name="child"):
            mlflow.log_metric("score", 0.5, step=-3)

        @mlflow.trace(span_type="CHAIN")
        def outer(x):
            with mlflow.start_span("inner", span_type="TOOL") as span:
                span.set_attribute("n", 2**40)
            return {"y": x + 1}

        outer(3)
        trace_id = mlflow.get_last_active_trace_id()
    gone = client.create_run(experiment_id, run_name="gone")
    client.set_terminated(gone.info.run_id, "FAILED", end_time=5)
    client.delete_run(gone.info.run_id)

    model = mlflow.create_external_model(name=f"ext-{name}", model_type="agent", params={"p": "1"}, tags={"t": "1"})
    with mlflow.start_run(run_name="evaluation") as evaluation:
        mlflow.log_metric("accuracy", 0.75, step=2, model_id=model.model_id)
        client.log_outputs(evaluation.info.run_id, [mlflow.entities.LoggedModelOutput(model.model_id, 3)])
        optional(lambda: mlflow.log_input(mlflow.data.meta_dataset.MetaDataset(mlflow.data.http_dataset_source.HTTPDatasetSource("https://example.com/d.csv"), name="data"), context="training"))

    mlflow.flush_trace_async_logging() if "sqlite" in uri else None
    mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="because", metadata={"m": "1"})
    mlflow.log_expectation(trace_id=trace_id, name="expected", value={"answer": [1, 2]})
    client.set_trace_tag(trace_id, "color", "red")

registered = f"model-{marker}"
client.create_registered_model(registered, tags={"a": "b"}, description="d")
for i in range(3):
    client.create_model_version(registered, f"s3://bucket/{i}", run_id=run.info.run_id, tags={"i": str(i)}, description=f"number {i}")
client.delete_model_version(registered, "3")
client.set_registered_model_alias(registered, "champion", 1)
optional(lambda: client.transition_model_version_stage(registered, "2", "Production"))
for text in ("Hello {{name}}", "Good day {{name}}"):
    mlflow.genai.register_prompt(name=f"prompt-{marker}", template=text, commit_message="said otherwise", tags={"x": "y"})
optional(lambda: mlflow.genai.set_prompt_alias(f"prompt-{marker}", alias="production", version=1))


def datasets():
    from mlflow.genai.datasets import create_dataset

    dataset = create_dataset(name=f"dataset-{marker}", experiment_id=[experiment_id], tags={"q": "r"})
    dataset.merge_records([{"inputs": {"q": f"question {i}", "f": 1.0}, "expectations": {"a": i}, "tags": {"t": str(i)}} for i in range(3)])


if "sqlite" in uri:
    optional(datasets)
    optional(lambda: client.create_webhook(name="hook", url="https://example.com/hook", events=[mlflow.entities.webhook.WebhookEvent("prompt", "created")]) if hasattr(client, "create_webhook") else None)
client.delete_experiment(experiment_id)
mlflow.flush_trace_async_logging() if "sqlite" in uri else None
