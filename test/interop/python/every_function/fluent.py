"""The functions that work on the active run, experiment and model."""

import json
import os
import tempfile

import mlflow
import pandas
from mlflow.entities import LoggedModelInput, LoggedModelOutput
from mlflow.models import Model

from outcomes import do

from .client import client, store


def fluent(e):
    mlflow.set_experiment(experiment_id=e)
    do("set_experiment both", lambda: mlflow.set_experiment("x", experiment_id=e))
    do("set_experiment never", lambda: mlflow.set_experiment(experiment_id="98765432"))
    do("set_experiment_tags", lambda: mlflow.set_experiment_tags({"a": 1, "ü": "🙂"}))
    do("delete_experiment_tag", lambda: mlflow.delete_experiment_tag("a"))
    do("get_experiment tags", lambda: mlflow.get_experiment(e).tags)
    do("set_experiment_tag long", lambda: mlflow.set_experiment_tag("k", "x" * 20_001))
    do("start_run nested", nested_runs)
    do("start_run unknown", lambda: mlflow.start_run(run_id="0" * 32))
    do("start_run elsewhere", lambda: mlflow.start_run(experiment_id="98765432"))
    do("start_run no parent", lambda: mlflow.start_run(parent_run_id="0" * 32))
    mlflow.end_run()
    with mlflow.start_run(run_name="fluent", description="ü") as run:
        frame = pandas.DataFrame({"a": [1, 2], "ü": ["x", None]})
        dataset = mlflow.data.from_pandas(frame, source="s3://b/x", name="dâta", targets="a")
        do("log_input", lambda: mlflow.log_input(dataset, "train", {"t": "u"}))
        do("log_inputs", lambda: mlflow.log_inputs([dataset, mlflow.data.from_numpy(frame["a"].to_numpy())], ["eval", None], [None, {"k": "v"}]))
        do("log_inputs lengths", lambda: mlflow.log_inputs([dataset], ["a", "b"], [None]))
        model = mlflow.initialize_logged_model(name="init", params={"p": "1"}, tags={"t": "u"})
        do("initialize_logged_model", lambda: client.get_logged_model(model.model_id).status)
        do("log_model_params", lambda: mlflow.log_model_params({"q": 2}, model.model_id))
        do("finalize_logged_model", lambda: mlflow.finalize_logged_model(model.model_id, "FAILED").status)
        do("set_logged_model_tags", lambda: mlflow.set_logged_model_tags(model.model_id, {"x": 1}))
        do("delete_logged_model_tag", lambda: mlflow.delete_logged_model_tag(model.model_id, "x"))
        do("create_external_model", lambda: mlflow.create_external_model("ext", params={"a": "b"}))
        do("log_outputs", lambda: mlflow.log_outputs([LoggedModelOutput(model.model_id, 2)]))
        do("log_inputs models", lambda: mlflow.log_inputs(models=[LoggedModelInput(model.model_id)]))
        for step in range(3):
            mlflow.log_metrics({"loss": 1 / (step + 1)}, step=step, model_id=model.model_id, dataset=dataset)
        do("log_metric linked", lambda: client.get_logged_model(model.model_id).metrics)
        do("log_metric never", lambda: mlflow.log_metric("x", 1, model_id="m-" + "0" * 32))
        do("set_active_model", lambda: active_model(e))
        do("import_checkpoints", checkpoints)
        do("record_logged_model", lambda: store.record_logged_model(run.info.run_id, Model("p", run_id=run.info.run_id, flavors={"f": {}}, model_id=model.model_id)))
        do("log_text", lambda: mlflow.log_text("x", "a/b.txt"))
        do("log_dict", lambda: mlflow.log_dict({"a": 1}, "d.yaml"))
        do("log_table", lambda: mlflow.log_table(frame, "t.json"))
        do("load_table", lambda: mlflow.load_table("t.json", [run.info.run_id]))
        do("get_artifact_uri", lambda: mlflow.get_artifact_uri("a/b"))
        do("log_param changed", lambda: [mlflow.log_param("p", 1), mlflow.log_param("p", 2)])
    seen = client.get_run(run.info.run_id)
    do("inputs", lambda: sorted(((i.dataset.name, sorted((t.key, t.value) for t in i.tags)) for i in seen.inputs.dataset_inputs), key=str))
    do("history tag", lambda: [sorted(m) for m in json.loads(seen.data.tags["mlflow.log-model.history"])])
    do("get_metric_history_bulk_interval", lambda: [[p.step, p.value] for p in store.get_metric_history_bulk_interval([run.info.run_id], "loss", 10, None, None)])
    do("search_runs frame", lambda: sorted(c for c in mlflow.search_runs([e], "run_name = 'fluent'").columns if "source" not in c and "git" not in c))
    do("search_runs all", lambda: len(mlflow.search_runs(search_all_experiments=True, output_format="list")) > 1)
    do("search_runs format", lambda: mlflow.search_runs([e], output_format="nope"))
    do("search_runs name never", lambda: mlflow.search_runs(experiment_names=["never"], output_format="list"))
    do("delete_run", lambda: mlflow.delete_run(run.info.run_id))
    do("start_run deleted", lambda: mlflow.start_run(run_id=run.info.run_id))
    mlflow.end_run()
    do("restore_run", lambda: mlflow.restore_run(run.info.run_id))


def nested_runs():
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(nested=True, run_name="child") as child:
            grand = mlflow.start_run(nested=True, run_name="grand", tags={"a": 1})
            mlflow.end_run("KILLED")
    other = mlflow.start_run(parent_run_id=parent.info.run_id, run_name="later")
    mlflow.end_run("FAILED")
    return [
        [client.get_run(r.info.run_id).info.status, (mlflow.get_parent_run(r.info.run_id) or r).info.run_name]
        for r in (parent, child, grand, other)
    ]


def active_model(e):
    model = mlflow.set_active_model(name="active")
    root = mlflow.log_trace("under it", "q", "a")
    mlflow.flush_trace_async_logging()
    mlflow.clear_active_model()
    found = client.search_traces(locations=[e], model_id=model.model_id)
    return [[t.info.trace_id == root for t in found], found[0].info.trace_metadata["mlflow.modelId"] == model.model_id]


def checkpoints():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("epoch_1", "epoch_2"):
            os.makedirs(os.path.join(folder, name))
            with open(os.path.join(folder, name, "w.txt"), "w") as out:
                out.write(name)
        return sorted(m.name for m in mlflow.import_checkpoints(folder, model_prefix="cp-"))
