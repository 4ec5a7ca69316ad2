"""Logged models, datasets and model flavours with MLflow's client, unmodified. Prints {scenario: what the client saw}.

mlflow_logged_models.py TRACKING_URI MARKER
"""

import json
import sys
import traceback

import mlflow
import pandas as pd
import requests
from mlflow import MlflowClient
from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelStatus
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression

tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()


def experiment(name):
    """Each scenario has an experiment of its own."""
    return mlflow.set_experiment(f"{name} {marker}").experiment_id


def seen(model):
    return {
        "name": model.name,
        "status": str(model.status),
        "type": model.model_type,
        "source_run": model.source_run_id,
        "params": model.params,
        "tags": {k: v for k, v in model.tags.items() if not k.startswith("mlflow.") or k == "mlflow.model.isExternal"},
        "artifact_location": model.artifact_location.replace(model.model_id, "<id>").replace(
            f"/{model.experiment_id}/", "/<experiment>/"
        ),
    }


def error_of(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except MlflowException as error:
        return error.error_code
    return None


def life_of_a_model():
    experiment_id = experiment("life")
    model = mlflow.initialize_logged_model(
        name="agent", model_type="agent", params={"temperature": "0.5"}, tags={"team": "blue", "drop/me": "x"}
    )
    made = seen(model)
    mlflow.log_model_params({"top_k": 3, "text": "ü🥣"}, model_id=model.model_id)
    mlflow.set_logged_model_tags(model.model_id, {"team": "red", "stage": "try"})
    client.delete_logged_model_tag(model.model_id, "drop/me")
    ready = mlflow.finalize_logged_model(model.model_id, "READY")
    unnamed = mlflow.initialize_logged_model()
    failed = mlflow.finalize_logged_model(unnamed.model_id, LoggedModelStatus.FAILED)
    result = {
        "made": {**made, "in_experiment": model.experiment_id == experiment_id, "id": model.model_id[:2]},
        "ready": seen(mlflow.get_logged_model(model.model_id)),
        "same": seen(ready) == seen(client.get_logged_model(model.model_id)),
        "times": model.creation_timestamp <= ready.last_updated_timestamp,
        "failed": str(failed.status),
        "has_name": len(unnamed.name) > 0,
        "param twice": error_of(mlflow.log_model_params, {"top_k": 3}, model_id=model.model_id),
        "missing tag": error_of(client.delete_logged_model_tag, model.model_id, "drop"),
        "unknown": error_of(mlflow.get_logged_model, "m-" + "0" * 32),
        "bad name": error_of(client.create_logged_model, experiment_id, name="a/b"),
        "unknown experiment": error_of(client.create_logged_model, "987654321", name="a"),
    }
    client.delete_logged_model(unnamed.model_id)
    result["deleted"] = error_of(client.get_logged_model, unnamed.model_id)
    result["left"] = [m.name for m in client.search_logged_models([experiment_id])]
    many = client.create_logged_model(experiment_id, name="many", params={f"p{i}": "v" * 100 for i in range(250)})
    result["many params"] = len(client.get_logged_model(many.model_id).params)
    return result


def external_model():
    experiment("external")
    model = mlflow.create_external_model(name="elsewhere", model_type="llm", tags={"where": "other cloud"})
    return {**seen(model), "again": seen(mlflow.get_logged_model(model.model_id)) == seen(model)}


def search():
    experiment_id = experiment("search")
    train = mlflow.data.from_pandas(pd.DataFrame({"x": [1, 2]}), name="train")
    held_out = mlflow.data.from_pandas(pd.DataFrame({"x": [3]}), name="held out")
    models = {}
    with mlflow.start_run() as run:
        for i, name in enumerate(["one", "two", "three"]):
            models[name] = client.create_logged_model(
                experiment_id, name=name, source_run_id=run.info.run_id, params={"depth": str(i)}, tags={"kind of": name}
            )
        for name, on_train, on_held_out in [("one", 0.9, 0.4), ("two", 0.8, 0.6)]:
            mlflow.log_metric("accuracy", on_train, step=1, model_id=models[name].model_id, dataset=train)
            mlflow.log_metrics({"accuracy": on_held_out, "loss": 1}, step=1, model_id=models[name].model_id, dataset=held_out)
    client.finalize_logged_model(models["three"].model_id, "READY")

    def names(**query):
        return [m.name for m in mlflow.search_logged_models([experiment_id], output_format="list", **query)]

    def dataset(d):
        return {"dataset_name": d.name, "dataset_digest": d.digest}

    metrics = mlflow.get_logged_model(models["one"].model_id).metrics
    first = client.search_logged_models([experiment_id], max_results=2)
    second = client.search_logged_models([experiment_id], max_results=2, page_token=first.token)
    frame = mlflow.search_logged_models([experiment_id])
    return {
        "all": names(),
        "name": names(filter_string="name = 'one'"),
        "param": names(filter_string="params.depth IN ('1', '2')"),
        "tag": names(filter_string="tags.`kind of` LIKE 't%'"),
        "type": names(filter_string="model_type = 'agent'"),
        "run": names(filter_string=f"source_run_id = '{run.info.run_id}'"),
        "metric": names(filter_string="metrics.accuracy > 0.85"),
        "metric on dataset": names(filter_string="metrics.accuracy > 0.5", datasets=[dataset(held_out)]),
        "any metric on dataset": names(datasets=[{"dataset_name": "train"}]),
        "by metric": names(order_by=[{"field_name": "metrics.accuracy", "ascending": False, **dataset(train)}]),
        "by metric on the other": names(order_by=[{"field_name": "metrics.accuracy", "ascending": False, **dataset(held_out)}]),
        "by name": names(order_by=[{"field_name": "name"}]),
        "pages": [[m.name for m in first], [m.name for m in second], second.token],
        "frame": [len(frame), sorted(set(frame.columns) & {"model_id", "name", "params", "metrics", "artifact_location"})],
        "metrics": sorted((m.key, m.value, m.step, m.dataset_name, m.run_id == run.info.run_id) for m in metrics),
        "bad filter": error_of(names, filter_string="nope = 'x'") in ("INVALID_PARAMETER_VALUE", "INTERNAL_ERROR"),
        "run metrics": client.get_run(run.info.run_id).data.metrics,
    }


def active_model():
    experiment_id = experiment("active")
    model = mlflow.set_active_model(name="app")

    @mlflow.trace
    def answer(question):
        return question.upper()

    answer("first")
    with mlflow.start_run():
        answer("in a run")
    other = mlflow.set_active_model(name="app v2")
    answer("second")
    mlflow.clear_active_model()
    answer("without")
    mlflow.flush_trace_async_logging()

    def found(**query):
        traces = mlflow.search_traces(return_type="list", **query)
        return sorted(json.loads(trace.info.request_preview or "{}").get("question", "?") for trace in traces)

    return {
        "first": found(model_id=model.model_id),
        "second": found(model_id=other.model_id),
        "none": found(model_id="m-none"),
        "all": found(experiment_ids=[experiment_id]),
        "same again": mlflow.set_active_model(name="app").model_id == model.model_id,
        "status": str(mlflow.get_logged_model(model.model_id).status),
    }


def inputs_and_outputs():
    experiment_id = experiment("inputs")
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": ["a", "b"]})
    dataset = mlflow.data.from_pandas(frame, source="https://example.com/some.csv", name="some", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"split": "80 %"})
        mlflow.log_input(dataset, context="evaluation")
        mlflow.log_input(mlflow.data.from_pandas(frame.head(1), name="other"))
        model = mlflow.initialize_logged_model(name="made here")
        checkpoints = [mlflow.initialize_logged_model(name=f"checkpoint-{step}") for step in (10, 20)]
        client.log_outputs(
            run.info.run_id,
            [LoggedModelOutput(model.model_id, step=0)]
            + [LoggedModelOutput(c.model_id, step=s) for c, s in zip(checkpoints, (10, 20))],
        )
    with mlflow.start_run() as user:
        client.log_inputs(user.info.run_id, models=[LoggedModelInput(model.model_id)])
        mlflow.log_input(dataset, context="evaluation")
    got = client.get_run(run.info.run_id)
    summaries = requests.post(
        f"{tracking_uri}/ajax-api/2.0/mlflow/experiments/search-datasets", json={"experiment_ids": [experiment_id]}
    ).json()["dataset_summaries"]
    found = client.search_runs([experiment_id], filter_string="datasets.name = 'some' and dataset.context = 'evaluation'")
    loaded = mlflow.data.get_source(got.inputs.dataset_inputs[0])
    return {
        "datasets": [
            [d.dataset.name, d.dataset.source_type, {t.key: t.value for t in d.tags}] for d in got.inputs.dataset_inputs
        ],
        "schema": json.loads(got.inputs.dataset_inputs[0].dataset.schema)["mlflow_colspec"][0]["name"],
        "profile": json.loads(got.inputs.dataset_inputs[0].dataset.profile),
        "source": loaded.url,
        "outputs": [o.step for o in got.outputs.model_outputs],
        "model inputs": [m.model_id == model.model_id for m in client.get_run(user.info.run_id).inputs.model_inputs],
        "summaries": sorted([s["name"], s.get("context")] for s in summaries),
        "found": [r.info.run_id == user.info.run_id for r in found],
        "searched": [len(r.inputs.dataset_inputs) for r in client.search_runs([experiment_id], order_by=["start_time ASC"])],
    }


def classifier():
    x, y = make_classification(n_samples=60, n_features=4, random_state=0)
    frame = pd.DataFrame(x, columns=list("abcd"))
    return frame, y, LogisticRegression().fit(frame, y)


def log_and_load():
    experiment("log and load")
    frame, y, model = classifier()
    signature = infer_signature(frame, model.predict(frame))
    with mlflow.start_run() as run:
        mlflow.log_metric("before", 1.0)
        info = mlflow.sklearn.log_model(
            model,
            name="classifier",
            signature=signature,
            input_example=frame.head(2),
            params={"c": 1},
            tags={"t": "1"},
            registered_model_name=f"classifier {marker}",
        )
        for step in (1, 2):
            mlflow.sklearn.log_model(model, name="checkpoint", step=step, pip_requirements=["scikit-learn"])
    logged = mlflow.get_logged_model(info.model_id)
    expected = list(model.predict(frame))

    def same(loaded):
        return list(loaded.predict(frame)) == expected

    example = mlflow.pyfunc.load_model(info.model_uri).input_example
    outputs = client.get_run(run.info.run_id).outputs.model_outputs
    from_run = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/classifier")
    registered = mlflow.sklearn.load_model(f"models:/classifier {marker}/1")
    latest = max(outputs, key=lambda output: output.step)
    return {
        "model": [logged.name, str(logged.status), logged.params, logged.tags["t"], logged.source_run_id == run.info.run_id],
        "registered": same(registered),
        "uri": info.model_uri == f"models:/{info.model_id}",
        "models:/": same(mlflow.sklearn.load_model(f"models:/{info.model_id}")),
        "runs:/": same(from_run),
        "pyfunc": same(mlflow.pyfunc.load_model(f"models:/{info.model_id}")),
        "checkpoint": same(mlflow.sklearn.load_model(f"models:/{latest.model_id}")),
        "signature": mlflow.models.get_model_info(info.model_uri).signature == signature,
        "example": example.shape,
        "outputs": sorted(output.step for output in outputs),
        "files": sorted(f.path for f in client.list_logged_model_artifacts(info.model_id)),
    }


def autolog():
    experiment_id = experiment("autolog")
    mlflow.sklearn.autolog(log_input_examples=True)
    try:
        with mlflow.start_run() as run:
            frame, y, model = classifier()
            model.score(frame, y)
    finally:
        mlflow.sklearn.autolog(disable=True)
    got = client.get_run(run.info.run_id)
    models = client.search_logged_models([experiment_id])
    loaded = mlflow.sklearn.load_model(f"models:/{models[0].model_id}")
    return {
        "params": {k: got.data.params.get(k) for k in ("C", "max_iter", "fit_intercept")},
        "metrics": sorted(k for k in got.data.metrics if k.startswith("training_")),
        "score": any("score" in k for k in got.data.metrics),
        "datasets": [[t.value for t in d.tags if t.key == "mlflow.data.context"] for d in got.inputs.dataset_inputs],
        "models": [[str(m.status), m.source_run_id == run.info.run_id] for m in models],
        "model metrics": sorted({m.key for m in models[0].metrics if m.key.startswith("training_")}),
        "outputs": [o.model_id == models[0].model_id for o in got.outputs.model_outputs],
        "loads": list(loaded.predict(frame)) == list(model.predict(frame)),
    }


def evaluate():
    experiment("evaluate")
    frame, y, model = classifier()
    data = frame.assign(label=y)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(
            model, name="evaluated", input_example=frame.head(2), pip_requirements=["scikit-learn"]
        )
        result = mlflow.models.evaluate(
            info.model_uri, data, targets="label", model_type="classifier", evaluator_config={"log_explainer": False}
        )
    got = client.get_run(run.info.run_id)
    on_model = mlflow.get_logged_model(info.model_id).metrics or []
    return {
        "metrics": {k: round(result.metrics[k], 6) for k in ("accuracy_score", "f1_score", "roc_auc")},
        "same in the run": all(abs(got.data.metrics[k] - v) < 1e-12 for k, v in result.metrics.items()),
        "on the model": sorted({m.key for m in on_model} & {"accuracy_score", "f1_score", "roc_auc"}),
        "artifacts": sorted(result.artifacts),
        "stored": sorted(f.path for f in client.list_artifacts(run.info.run_id)),
    }


results = {}
for scenario in [
    life_of_a_model,
    external_model,
    search,
    active_model,
    inputs_and_outputs,
    log_and_load,
    autolog,
    evaluate,
]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results, default=str))
