"""What training code does with MLflow's client. Prints what it sees as one line of JSON, with ids and times named, so
that the output against one server can be compared with that against another."""

import json
import math
import re
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunStatus, RunTag, ViewType
from mlflow.exceptions import MlflowException

url, marker = sys.argv[1], sys.argv[2]
mlflow.set_tracking_uri(url)
client = MlflowClient()
names = {}


def named(value, name):
    """From now on the id is printed as this name."""
    names[str(value)] = name
    return value


def number(value):
    return "NaN" if math.isnan(value) else value


def run_of(run):
    run_id = run.info.run_id
    tags = {k: v for k, v in run.data.tags.items() if not k.startswith("mlflow.source.git") and k != "mlflow.user"}
    return {
        "run_id": run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "stage": run.info.lifecycle_stage,
        "experiment": names.get(run.info.experiment_id),
        "ended": run.info.end_time is not None,
        "artifacts": run.info.artifact_uri,
        "user": run.info.user_id == run.data.tags.get("mlflow.user", ""),
        "metrics": {k: number(v) for k, v in sorted(run.data.metrics.items())},
        "params": dict(sorted(run.data.params.items())),
        "tags": dict(sorted(tags.items())),
        "inputs": run.inputs is not None and len(run.inputs.dataset_inputs),
    }


def experiment_of(experiment):
    return {
        "id": names.get(experiment.experiment_id, experiment.experiment_id),
        "name": experiment.name,
        "artifacts": experiment.artifact_location,
        "stage": experiment.lifecycle_stage,
        "tags": dict(sorted(experiment.tags.items())),
        "times": experiment.creation_time > 0 and experiment.last_update_time >= experiment.creation_time,
    }


def history(run_id, key):
    return [[number(m.value), m.timestamp, m.step] for m in client.get_metric_history(run_id, key)]


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except MlflowException as error:
        # Where MLflow answers with its database's words, only the sentence before them can be the same.
        return [error.error_code, str(error).split(" Error: (")[0].split("\n")[0]]
    return "not refused"


def new_run(name, **kwargs):
    run = client.create_run(experiment_id, run_name=name, **kwargs)
    return named(run.info.run_id, f"<{name}>")


def fluent():
    mlflow.set_experiment(f"{marker}-tracking")
    with mlflow.start_run(run_name="fluent", tags={"team": "a"}, description="what it is *for*") as run:
        named(run.info.run_id, "<fluent>")
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "name": "ünï ✓", "empty": ""})
        mlflow.log_metric("loss", 1.5, step=1)
        mlflow.log_metrics({"loss": 0.5, "acc": 0.9}, step=2)
        mlflow.set_tag("stage", "dev")
        mlflow.set_tags({"stage": "prod", "x.y/z": 1})
        assert mlflow.active_run().info.run_id == run.info.run_id
    return {
        "run": run_of(mlflow.get_run(run.info.run_id)),
        "last": mlflow.last_active_run().info.run_id,
        "loss": [[v, s] for v, _, s in history(run.info.run_id, "loss")],
    }


def nested():
    with mlflow.start_run(run_name="parent") as parent:
        named(parent.info.run_id, "<parent>")
        for at in range(3):
            with mlflow.start_run(run_name=f"child-{at}", nested=True) as child:
                named(child.info.run_id, f"<child-{at}>")
                mlflow.log_metric("score", at)
                with mlflow.start_run(run_name=f"grandchild-{at}", nested=True) as grandchild:
                    named(grandchild.info.run_id, f"<grandchild-{at}>")
    found = client.search_runs(
        [experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.score DESC"]
    )
    return {
        "children": [run_of(run) for run in found],
        "parent_of": mlflow.get_parent_run(grandchild.info.run_id).info.run_id,
        "orphan": mlflow.get_parent_run(parent.info.run_id),
    }


def end_states():
    states = {}
    try:
        with mlflow.start_run(run_name="fails") as run:
            named(run.info.run_id, "<fails>")
            raise ValueError("on purpose")
    except ValueError:
        states["fails"] = run_of(mlflow.get_run(run.info.run_id))["status"]
    run = mlflow.start_run(run_name="killed")
    mlflow.end_run("KILLED")
    states["killed"] = mlflow.get_run(run.info.run_id).info.status
    with mlflow.start_run(run_id=run.info.run_id):
        states["resumed"] = mlflow.get_run(run.info.run_id).info.status
    states["again"] = mlflow.get_run(run.info.run_id).info.status
    scheduled = new_run("scheduled")
    client.update_run(scheduled, status="SCHEDULED", name="renamed")
    run = client.get_run(scheduled)
    states["scheduled"] = [run.info.status, run.info.run_name, run.data.tags["mlflow.runName"]]
    client.set_tag(scheduled, "mlflow.runName", "by tag")
    states["by tag"] = client.get_run(scheduled).info.run_name
    client.set_terminated(scheduled, end_time=99)
    states["terminated"] = [client.get_run(scheduled).info.status, client.get_run(scheduled).info.end_time]
    return states


def batches():
    run_id = new_run("batches", start_time=5)
    metrics = [
        Metric("m", 1.0, 3, 5),
        Metric("m", 2.0, 1, 9),
        Metric("m", 3.0, 2, -4),
        Metric("nan", math.nan, 1, 0),
        Metric("inf", math.inf, 1, 0),
        Metric("-inf", -math.inf, 1, 0),
        Metric("same", 1.0, 1, 1),
        Metric("same", 1.0, 1, 1),
        Metric("tie", 1.0, 1, 1),
        Metric("tie", 7.0, 1, 1),
        Metric("big step", 1.0, 2**41, 2**62),
    ]
    batch = {"metrics": metrics, "params": [Param("p", "1"), Param("q", "")], "tags": [RunTag("t", "1"), RunTag("t", "2")]}
    client.log_batch(run_id, **batch)
    client.log_batch(run_id, **batch)
    client.log_batch(run_id)
    many = new_run("many")
    with mlflow.start_run(run_id=many):
        mlflow.log_params({f"p{at}": at for at in range(150)})
        mlflow.log_metrics({f"m{at}": float(at) for at in range(1500)}, step=1)
        mlflow.set_tags({f"t{at}": at for at in range(150)})
    seen = client.get_run(many).data
    return {
        "run": run_of(client.get_run(run_id)),
        "histories": {m.key: history(run_id, m.key) for m in metrics},
        "none": history(run_id, "none"),
        "many": [len(seen.params), len(seen.metrics), len([k for k in seen.tags if k.startswith("t")])],
    }


def refusals():
    run_id = new_run("refusals")
    client.log_param(run_id, "p", "1")
    client.log_param(run_id, "p", "1")
    return {
        "param": refused(client.log_param, run_id, "p", "2"),
        "params": refused(client.log_batch, run_id, params=[Param("p", "3"), Param("other", "1")]),
        "duplicates": refused(client.log_batch, run_id, params=[Param("d", "1"), Param("d", "1")]),
        "too many": refused(client.log_batch, run_id, params=[Param(f"x{i}", "1") for i in range(101)]),
        "key": refused(client.log_metric, run_id, "a//b", 1.0),
        "characters": refused(client.set_tag, run_id, "a!b", "1"),
        "no such run": refused(client.get_run, "0" * 32),
        "no such tag": refused(client.delete_tag, run_id, "nope"),
        "no such experiment": refused(client.create_run, "987654321"),
        "not an id": refused(client.get_experiment, "abc"),
        "unchanged": run_of(client.get_run(run_id)),
    }


def deletion():
    run_id = new_run("deleted")
    client.set_tag(run_id, "a", "1")
    client.delete_tag(run_id, "a")
    client.delete_run(run_id)
    seen = {
        "stage": client.get_run(run_id).info.lifecycle_stage,
        "writes": [
            refused(client.log_metric, run_id, "m", 1.0),
            refused(client.log_param, run_id, "p", 1),
            refused(client.set_tag, run_id, "t", 1),
            refused(client.log_batch, run_id, tags=[RunTag("t", "1")]),
            refused(client.set_terminated, run_id),
        ],
        "found": [
            len(client.search_runs([experiment_id], "attributes.run_name = 'deleted'", run_view_type=view))
            for view in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL)
        ],
    }
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1.0)
    return {**seen, "restored": run_of(client.get_run(run_id))}


def experiments():
    first = named(client.create_experiment(f"{marker}-first", tags={"k": "v"}), "<first>")
    second = named(client.create_experiment(f"{marker}-second", artifact_location="s3://bucket/some/path"), "<second>")
    run = client.create_run(second, run_name="inside")
    named(run.info.run_id, "<inside>")
    client.set_experiment_tag(first, "k2", "v2")
    client.set_experiment_tag(first, "k", "changed")
    client.rename_experiment(first, f"{marker}-renamed")
    seen = {
        "first": experiment_of(client.get_experiment(first)),
        "second": experiment_of(client.get_experiment_by_name(f"{marker}-second")),
        "nobody": client.get_experiment_by_name(f"{marker}-nobody"),
        "inside": run.info.artifact_uri,
        "taken": refused(client.create_experiment, f"{marker}-second"),
        "default": experiment_of(client.get_experiment("0"))["name"],
    }
    client.delete_experiment_tag(first, "k2")
    client.delete_experiment(second)
    seen["deleted"] = {
        "experiment": experiment_of(client.get_experiment(second)),
        "run": client.get_run(run.info.run_id).info.lifecycle_stage,
        "create": refused(client.create_run, second),
        "again": refused(client.delete_experiment, second),
        "set": refused(mlflow.set_experiment, f"{marker}-second"),
    }
    pattern = f"name LIKE '{marker}-%'"
    found = lambda **kwargs: [e.name.removeprefix(marker) for e in mlflow.search_experiments(**kwargs)]
    seen["searched"] = {
        "active": found(filter_string=pattern, order_by=["name"]),
        "deleted": found(filter_string=pattern, view_type=ViewType.DELETED_ONLY),
        "all": found(filter_string=pattern, view_type=ViewType.ALL, order_by=["name DESC"]),
        "tag": found(filter_string=f"{pattern} AND tags.k = 'changed'"),
        "newest": found(filter_string=pattern, max_results=1, view_type=ViewType.ALL),
    }
    client.restore_experiment(second)
    seen["restored"] = [client.get_experiment(second).lifecycle_stage, client.get_run(run.info.run_id).info.lifecycle_stage]
    mlflow.set_experiment(f"{marker}-tracking")
    return seen


def searches():
    for at in range(6):
        run_id = new_run(f"searched-{at}", start_time=1000 + at, tags={"group": "s", "parity": str(at % 2)})
        client.log_batch(run_id, [Metric("v", at / 10, 1, 0)], [Param("kind", "ab"[at // 3])])
    group = "tags.group = 's'"
    ids = lambda **kwargs: [run.info.run_id for run in client.search_runs([experiment_id], **kwargs)]
    first = client.search_runs([experiment_id], group, max_results=4)
    rest = client.search_runs([experiment_id], group, max_results=4, page_token=first.token)
    frame = mlflow.search_runs([experiment_id], group, order_by=["metrics.v"])
    return {
        "default order": ids(filter_string=group),
        "metric": ids(filter_string=f"{group} and metrics.v > 0.25", order_by=["metrics.v DESC"]),
        "param": ids(filter_string=f"{group} and params.kind = 'b'", order_by=["attributes.start_time ASC"]),
        "status": ids(filter_string=f"{group} and attributes.status = 'FINISHED'"),
        "like": ids(filter_string="run_name LIKE 'searched-%' and tags.parity != '0'"),
        "pages": [[r.info.run_id for r in page] for page in (first, rest)],
        "tokens": [bool(first.token), bool(rest.token)],
        "frame": [sorted(c for c in frame.columns if "git" not in c), [round(v, 1) for v in frame["metrics.v"]]],
        "names": [names.get(r.info.experiment_id) for r in mlflow.search_runs(experiment_names=[f"{marker}-tracking"], filter_string=group, output_format="list")],
        "wrong": refused(client.search_runs, [experiment_id], "nonsense")[0],
    }


def asynchronously():
    with mlflow.start_run(run_name="async") as run:
        named(run.info.run_id, "<async>")
        waits = [mlflow.log_metric("m", at, step=at, synchronous=False) for at in range(50)]
        waits.append(mlflow.log_params({"a": 1, "b": 2}, synchronous=False))
        waits.append(mlflow.set_tag("t", "x", synchronous=False))
        for wait in waits:
            wait.wait()
    mlflow.flush_async_logging()
    return {"run": run_of(mlflow.get_run(run.info.run_id)), "points": sorted(s for _, _, s in history(run.info.run_id, "m"))}


def in_parallel():
    shared = new_run("shared")
    barrier = threading.Barrier(8)

    def work(at):
        own = client.create_run(experiment_id, run_name=f"parallel-{at}").info.run_id
        barrier.wait()
        for step in range(10):
            client.log_batch(own, [Metric("own", step, 1, step)])
            client.log_batch(shared, [Metric("m", at, 1, step * 8 + at)], [Param(f"p{at}", "1")], [RunTag("last", "x")])
        client.set_terminated(own)
        return history(own, "own")[-1]

    with ThreadPoolExecutor(8) as pool:
        last = list(pool.map(work, range(8)))
    return {"last": last, "shared": run_of(client.get_run(shared)), "points": len(history(shared, "m"))}


experiment_id = named(mlflow.set_experiment(f"{marker}-tracking").experiment_id, "<experiment>")
results = {}
scenarios = [fluent, nested, end_states, batches, refusals, deletion, experiments, searches, asynchronously, in_parallel]
for scenario in scenarios:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
text = json.dumps(results, default=str)
for value in (value for value in names if len(value) == 32):
    text = text.replace(value, names[value])
# The ids of experiments are small numbers, which stand for other things elsewhere.
for place in (r"mlflow-artifacts:/(\d+)", r"id=(\d+)", r"experiment (\d+) must", r"experiment with ID (\d+)"):
    text = re.sub(place, lambda found: found[0].replace(found[1], names.get(found[1], found[1])), text)
print("RESULTS " + text.replace(marker, "<marker>"))
