"""What a run keeps: files, values, states."""

import io
import multiprocessing
import os
import pathlib
import tempfile
from concurrent.futures import ThreadPoolExecutor

import mlflow
from mlflow import MlflowClient


client = MlflowClient()


def files():
    import numpy as np
    import pandas as pd
    from matplotlib import pyplot as plt
    from PIL import Image

    mlflow.set_experiment("Files")
    with tempfile.TemporaryDirectory() as here, mlflow.start_run(description="**What** it is") as run:
        figure, axes = plt.subplots()
        axes.plot([1, 2, 3])
        mlflow.log_figure(figure, "figures/plot.png")
        mlflow.log_figure(figure, "figures/plot.svg")
        mlflow.log_image(np.zeros((4, 4, 3), dtype=np.uint8), "black.png")
        for step in range(2):
            mlflow.log_image(Image.new("RGB", (4, 4)), key="dogs", step=step)
        mlflow.log_table({"inputs": ["a", "b"], "toxicity": [0.1, 0.9]}, "eval.json")
        mlflow.log_table(pd.DataFrame({"inputs": ["c"], "toxicity": [0.5]}), "eval.json")
        mlflow.log_dict({"a": [1, 2]}, "config.yaml")
        mlflow.log_text("# Read me", "notes/readme.md")
        mlflow.log_params({"nested": {"a": 1}, "long": "x" * 6000, "none": None})
        mlflow.log_metrics({"loss": 0.5, "acc/val": 1}, step=3)
        mlflow.log_metric("nan", float("nan"))
        mlflow.log_metric("inf", float("inf"))
        mlflow.set_tag("mlflow.note.content", "**What** it was")
        mlflow.set_experiment_tag("mlflow.note.content", "All about files")
        mlflow.log_metric("async", 1, synchronous=False)
        mlflow.log_params({"later": 1}, synchronous=False)
        mlflow.flush_async_logging()
        down = pathlib.Path(mlflow.artifacts.download_artifacts(f"runs:/{run.info.run_id}/notes", dst_path=here))
        text = (down / "readme.md").read_text()
    got = client.get_run(run.info.run_id)
    root = f"runs:/{run.info.run_id}"
    names = lambda path: [f.path for f in client.list_artifacts(run.info.run_id, path)]
    return {
        "listed": [names(None), names("figures")],
        "steps": len([n for n in names("images") if n.endswith(".png")]),
        "image": mlflow.artifacts.load_image(f"{root}/black.png").size,
        "table": mlflow.load_table("eval.json", run_ids=[run.info.run_id], extra_columns=["run_id"]).iloc[:, :2].values.tolist(),
        "dict": mlflow.artifacts.load_text(f"{root}/config.yaml"),
        "text": text,
        "params": [got.data.params["nested"], len(got.data.params["long"]), got.data.params["none"], got.data.params["later"]],
        "metrics": {k: str(v) for k, v in sorted(got.data.metrics.items())},
        "tags": {k: got.data.tags[k] for k in ["mlflow.note.content", "mlflow.source.type"]},
        "named": got.info.run_name == got.data.tags["mlflow.runName"] != "",
        "note": mlflow.get_experiment(run.info.experiment_id).tags["mlflow.note.content"],
    }


def resuming():
    experiment = mlflow.set_experiment("Resuming")
    with mlflow.start_run(run_name="to be continued", tags={"a": "1"}) as run:
        mlflow.log_metric("loss", 1, step=1)
    with mlflow.start_run(run_id=run.info.run_id) as again:
        running = again.info.status
        mlflow.log_metric("loss", 0.5, step=2)
        mlflow.set_tags({"a": "2", "b": "3"})
        mlflow.delete_tag("b")
    try:
        with mlflow.start_run(run_name="broken"):
            raise RuntimeError("on purpose")
    except RuntimeError:
        pass
    client.update_run(run.info.run_id, name="renamed")
    try:
        client.log_param(run.info.run_id, "p", 1)
        client.log_param(run.info.run_id, "p", 2)
        changed = "taken"
    except mlflow.exceptions.MlflowException as error:
        changed = error.error_code
    got = client.get_run(run.info.run_id)
    states = {r.info.run_name: r.info.status for r in client.search_runs([experiment.experiment_id])}
    by_name = lambda f: [r.info.run_name for r in mlflow.search_runs(search_all_experiments=True, filter_string=f, output_format="list")]
    found = [by_name("run_name = 'renamed'"), by_name("status = 'FAILED' AND run_name ILIKE 'BROK%'"), by_name("tags.a = '2' AND metrics.loss <= 0.5")]
    mlflow.delete_run(run.info.run_id)
    gone = len(client.search_runs([experiment.experiment_id], "run_name = 'renamed'"))
    client.restore_run(run.info.run_id)
    mlflow.delete_experiment(experiment.experiment_id)
    try:
        mlflow.set_experiment("Resuming")
        deleted = "taken"
    except mlflow.exceptions.MlflowException as error:
        deleted = str(error)
    client.restore_experiment(experiment.experiment_id)
    return {
        "running": running,
        "states": states,
        "tags": {k: v for k, v in got.data.tags.items() if k in "ab"},
        "steps": [m.step for m in client.get_metric_history(run.info.run_id, "loss")],
        "changed": changed,
        "found": found,
        "gone": gone,
        "deleted": "deleted" in deleted,
        "restored": mlflow.get_experiment_by_name("Resuming").lifecycle_stage,
    }


def experiment_of_the_environment():
    os.environ["MLFLOW_EXPERIMENT_NAME"] = "fraud-detection-v2"
    try:
        with mlflow.start_run() as run:
            mlflow.log_param("model", "RandomForest")
    finally:
        del os.environ["MLFLOW_EXPERIMENT_NAME"]
    return {"experiment": mlflow.get_experiment(run.info.experiment_id).name}


def where_things_are():
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
    mlflow.set_registry_uri(os.environ["MLFLOW_TRACKING_URI"])
    with tempfile.TemporaryDirectory() as here:
        (pathlib.Path(here) / "feature_importance.csv").write_text("a,1")
        elsewhere = mlflow.create_experiment(
            "production-models", artifact_location="s3://my-bucket/experiments/", tags={"team": "data-science", "environment": "prod"}
        )
        mlflow.set_experiment("places")
        mlflow.set_experiment_tags({"team": "nlp-research", "phase": "tuning"})
        with mlflow.start_run() as run:
            mlflow.log_artifact(f"{here}/feature_importance.csv")
            mlflow.log_artifacts(here, artifact_path="all")
            mlflow.log_stream(io.BytesIO(b"\x00binary"), "streams/file.bin")
            mlflow.log_metric("gpu_utilization", 0.5, step=-20, timestamp=1_700_000_000_000)
            root = mlflow.get_artifact_uri()
            uri = mlflow.get_artifact_uri("feature_importance.csv")
            active = mlflow.active_run().info.run_id == run.info.run_id
        down = pathlib.Path(mlflow.artifacts.download_artifacts(artifact_uri=f"{root}/streams/file.bin", dst_path=here))
        binary = down.read_bytes().hex()
    [metric] = client.get_metric_history(run.info.run_id, "gpu_utilization")
    production = mlflow.get_experiment(elsewhere)
    return {
        "set": [mlflow.is_tracking_uri_set(), mlflow.get_tracking_uri() == mlflow.get_registry_uri()],
        "root": root == f"mlflow-artifacts:/{run.info.experiment_id}/{run.info.run_id}/artifacts",
        "uri": [uri == f"{root}/feature_importance.csv", mlflow.artifacts.load_text(uri)],
        "files": sorted(f.path for f in mlflow.artifacts.list_artifacts(run_id=run.info.run_id) + client.list_artifacts(run.info.run_id, "all")),
        "binary": binary,
        "active": [active, mlflow.active_run() is None, mlflow.last_active_run().info.run_id == run.info.run_id],
        "metric": [metric.value, metric.step, metric.timestamp],
        "production": [production.name, production.artifact_location, production.tags["team"], production.tags["environment"]],
        "tagged": [e.name for e in mlflow.search_experiments(filter_string="tags.team = 'nlp-research' AND tags.phase = 'tuning'")],
    }


def train_with_config(config):
    """A worker's process, which begins with nothing set."""
    mlflow.set_tracking_uri(os.environ["MLFLOW_TRACKING_URI"])
    mlflow.set_experiment("parallel-training")
    with mlflow.start_run():
        mlflow.log_params(config)
        mlflow.log_metric("accuracy", config["lr"])


def in_parallel():
    mlflow.set_experiment("parallel-training")
    configs = [{"lr": lr, "bs": bs} for lr in [0.01, 0.1] for bs in [16, 32]]
    with multiprocessing.get_context("fork").Pool(processes=4) as pool:
        pool.map(train_with_config, configs)
    with mlflow.start_run(run_name="threaded_experiment") as parent:

        def train_worker(epochs):
            with mlflow.start_run(nested=True, parent_run_id=parent.info.run_id, run_name=f"{epochs} epochs"):
                mlflow.log_params({"epochs": epochs})
                mlflow.log_metric("accuracy", epochs / 100)
            return epochs / 100

        with ThreadPoolExecutor(max_workers=4) as executor:
            results = list(executor.map(train_worker, range(10, 101, 10)))
        mlflow.log_metric("avg_accuracy", sum(results) / len(results))
    children = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.accuracy DESC"])
    alone = mlflow.search_runs(filter_string="params.lr LIKE '0.%'", order_by=["params.lr", "params.bs"])
    return {
        "children": children[["tags.mlflow.runName", "params.epochs", "metrics.accuracy"]].values.tolist(),
        "alone": alone[["params.lr", "params.bs", "metrics.accuracy", "status"]].values.tolist(),
        "average": client.get_run(parent.info.run_id).data.metrics,
    }


# The first must come before an experiment is set.
scenarios = [experiment_of_the_environment, files, resuming, where_things_are, in_parallel]
