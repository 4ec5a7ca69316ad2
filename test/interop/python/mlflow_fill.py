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
is_database = "://" in uri
version = tuple(int(part) for part in mlflow.__version__.split(".")[:2])


def optional(work):
    """What a store of this kind or version does not have is left out."""
    try:
        return work()
    except Exception as error:
        print(f"left out: {error}", file=sys.stderr)


if version >= (3, 17):
    client.rename_experiment("0", f"renamed {marker}")
with mlflow.start_run(experiment_id="0", run_name="in the default one"):
    mlflow.log_param("p", 1)

for name, points in (("one", points), ("deleted", 10)):
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

    mlflow.flush_trace_async_logging() if is_database else None
    mlflow.log_feedback(trace_id=trace_id, name="good", value=True, rationale="because", metadata={"m": "1"})
    mlflow.log_expectation(trace_id=trace_id, name="expected", value={"answer": [1, 2]})
    client.set_trace_tag(trace_id, "color", "red")
    first = mlflow.log_feedback(trace_id=trace_id, name="score", value=1)
    mlflow.override_feedback(trace_id=trace_id, assessment_id=first.assessment_id, value=0.5)
    mlflow.log_feedback(trace_id=trace_id, name="failed", error=ValueError("no answer"))
    optional(lambda: client.link_traces_to_run([trace_id], evaluation.info.run_id))
    optional(lambda: client.link_traces_to_run([trace_id], gone.info.run_id))
    if name == "one":
        kept, kept_run, kept_trace = experiment_id, run.info.run_id, trace_id

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


optional(lambda: client.copy_model_version(f"models:/{registered}/1", f"copy-{marker}"))
optional(lambda: client.link_prompt_versions_to_trace([mlflow.genai.load_prompt(f"prompt-{marker}", version=1)], kept_trace))


def datasets():
    from mlflow.genai.datasets import create_dataset

    dataset = create_dataset(name=f"dataset-{marker}", experiment_id=[kept], tags={"q": "r"})
    dataset.merge_records([{"inputs": {"q": f"question {i}", "f": 1.0}, "expectations": {"a": i}, "tags": {"t": str(i)}} for i in range(3)])
    dataset.merge_records([{"inputs": {"q": "ünï", "deep": {"b": [1, 2.5], "a": None}}, "outputs": {"y": 1}}])


def reviews():
    from mlflow.genai import label_schemas as ls
    from mlflow.genai import review_queues as rq

    inputs = {
        "pass": ls.InputPassFail(positive_label="yes", negative_label="no"),
        "choice": ls.InputCategorical(options=["a", "b"], multi_select=True),
        "number": ls.InputNumeric(min_value=0, max_value=1.5),
        "half open": ls.InputNumeric(min_value=1),
        "text": ls.InputText(),
        "short": ls.InputText(max_length=50),
    }
    for name, input in inputs.items():
        kind = "expectation" if "text" in name else "feedback"
        schema = ls.create_label_schema(name=name, type=kind, input=input, instruction=f"Say {name}", enable_comment=True, experiment_id=kept)
    ls.list_label_schemas(experiment_id=kept)
    queue = rq.create_review_queue(name="Hard ones", queue_type="custom", users=["Ann"], schema_ids=[schema.schema_id], experiment_id=kept)
    own = rq.get_or_create_user_queue("Bob", experiment_id=kept)
    for item_id in (kept_trace.removeprefix("tr-"), kept_trace):
        optional(lambda: rq.add_items_to_review_queue(queue.queue_id, item_ids=[item_id]))
        optional(lambda: rq.add_items_to_review_queue(own.queue_id, item_ids=[item_id]))
        optional(lambda: rq.set_review_queue_item_status(queue.queue_id, item_id=item_id, status="complete", completed_by="ann"))


def issues():
    from mlflow.entities.issue import IssueSeverity, IssueStatus
    from mlflow.tracing.client import TracingClient

    TracingClient()._create_issue(
        kept, "slow", "It takes long", severity=IssueSeverity.HIGH, root_causes=["a", "b"], source_run_id=kept_run, categories=["latency"], created_by="ann"
    )
    TracingClient()._create_issue(kept, "odd", "", status=IssueStatus.RESOLVED)


def scorers():
    from mlflow.genai.scorers import Guidelines

    for guideline in ("Be polite", "Be very polite"):
        Guidelines(name="polite", guidelines=[guideline], model="openai:/gpt-4o-mini").register(experiment_id=kept)


def webhooks():
    from mlflow.entities.webhook import WebhookEvent

    events = [WebhookEvent("prompt", "created"), WebhookEvent("model_version_alias", "deleted")]
    client.create_webhook(name="hook", url="https://1.1.1.1/hook", events=events, description="told")
    client.create_webhook(name="signed", url="https://1.1.1.1/hook", events=events[:1], secret="s3cr3t")
    client.delete_webhook(client.create_webhook(name="gone", url="https://1.1.1.1/hook", events=events[:1]).webhook_id)


if is_database:
    for work in (datasets, reviews, issues, scorers, webhooks):
        optional(work)
client.delete_experiment(experiment_id)
mlflow.flush_trace_async_logging() if is_database else None
