"""Calls every public method of the client, each as it is meant and with what a user may get wrong: nothing, too much, the
wrong type, what was deleted, what never was. Prints {calls: {name: what came of it}, called, public}, with ids and times
named, so that what one server answers can be compared with what another does.

mlflow_every_method.py TRACKING_URI
"""

import inspect
import io
import json
import math
import os
import re
import sys
import tempfile
import time

import mlflow
import numpy
import pandas
from mlflow import MlflowClient
from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    RunTag,
    ViewType,
)

from outcomes import Noted, do, hostile, named, names, plain, print_results, refusal, short

url = sys.argv[1]
mlflow.set_tracking_uri(url)
real = MlflowClient()
called = set()
client = Noted(real, called)


def experiment(name, **more):
    made = client.create_experiment(name, **more)
    names[made] = f"<{name}>"
    return made


def run_in(experiment_id, name, **more):
    return client.create_run(experiment_id, run_name=name, **more).info.run_id


def experiments():
    e = experiment("méthods 🙂", tags={"k": "v", "ü": "🙂"})
    gone = experiment("gone")
    for what, text in hostile.items():
        do(f"create_experiment {what}", lambda: named(client.create_experiment(text), f"<experiment {what}>"))
        do(f"get_experiment_by_name {what}", lambda: client.get_experiment_by_name(text))
        do(f"rename_experiment {what}", lambda: client.rename_experiment(gone, text))
        do(f"set_experiment_tag value {what}", lambda: client.set_experiment_tag(e, "t", text))
        do(f"set_experiment_tag key {what}", lambda: client.set_experiment_tag(e, text, "t"))
        do(f"delete_experiment_tag {what}", lambda: client.delete_experiment_tag(e, text))
        do(f"get_experiment {what}", lambda: client.get_experiment(text))
        do(f"search_experiments {what}", lambda: client.search_experiments(filter_string=text)[:0])
        do(f"search_experiments token {what}", lambda: len(client.search_experiments(page_token=text, max_results=1)))
        do(f"create_experiment location {what}", lambda: named(client.create_experiment(f"at {what}", text), f"<at {what}>"))
    do("get_experiment", lambda: client.get_experiment(e))
    do("create_experiment again", lambda: client.create_experiment("gone"))
    do("create_experiment none", lambda: client.create_experiment(None))
    do("create_experiment number", lambda: client.create_experiment(5))
    do("create_experiment tags number", lambda: named(client.create_experiment("tags", tags={"n": 5, "none": None}), "<tags>"))
    do("rename_experiment taken", lambda: client.rename_experiment(gone, "méthods 🙂"))
    do("rename_experiment itself", lambda: client.rename_experiment(e, "méthods 🙂"))
    do("set_experiment_tag number", lambda: client.set_experiment_tag(e, "n", 5))
    do("delete_experiment", lambda: client.delete_experiment(gone))
    do("delete_experiment again", lambda: client.delete_experiment(gone))
    do("set_experiment_tag deleted", lambda: client.set_experiment_tag(gone, "k", "v"))
    do("delete_experiment_tag deleted", lambda: client.delete_experiment_tag(gone, "k"))
    do("rename_experiment deleted", lambda: client.rename_experiment(gone, "gone 2"))
    do("create_experiment name of deleted", lambda: client.create_experiment("gone"))
    do("create_run in deleted", lambda: client.create_run(gone))
    do("search_experiments deleted", lambda: [x.name for x in client.search_experiments(view_type=ViewType.DELETED_ONLY)])
    do("restore_experiment", lambda: client.restore_experiment(gone))
    do("restore_experiment again", lambda: client.restore_experiment(gone))
    do("restore_experiment never", lambda: client.restore_experiment("123456789"))
    page = client.search_experiments(max_results=2, order_by=["name"])
    do("search_experiments page", lambda: [x.name for x in page])
    do("search_experiments token of another", lambda: [x.name for x in client.search_experiments(max_results=2, order_by=["experiment_id"], page_token=page.token)][:0])
    for size in (0, -1, 50001):
        do(f"search_experiments {size}", lambda: client.search_experiments(max_results=size)[:0])
    for view in (7, "x", None):
        do(f"search_experiments view {view}", lambda: [x.name for x in client.search_experiments(view_type=view)][:0])
    return e


def runs(e):
    r = run_in(e, "r", start_time=5, tags={"k": "v"})
    gone = run_in(e, "gone", start_time=6)
    client.delete_run(gone)
    for what, text in hostile.items():
        do(f"create_run name {what}", lambda: client.create_run(e, 7, run_name=text or None).info.experiment_id)
        do(f"create_run in {what}", lambda: client.create_run(text))
        do(f"create_run tag {what}", lambda: client.create_run(e, 7, {text: text}, f"tag {what}").data.tags)
        do(f"get_run {what}", lambda: client.get_run(text))
        do(f"log_param value {what}", lambda: client.log_param(r, f"value {what}", text))
        do(f"log_param key {what}", lambda: client.log_param(r, text, "v"))
        do(f"log_metric key {what}", lambda: client.log_metric(r, text, 1.0, timestamp=1))
        do(f"log_metric value {what}", lambda: client.log_metric(r, "m", text, timestamp=1))
        do(f"set_tag value {what}", lambda: client.set_tag(r, f"value {what}", text))
        do(f"set_tag key {what}", lambda: client.set_tag(r, text, "v"))
        do(f"delete_tag {what}", lambda: client.delete_tag(r, text))
        do(f"get_metric_history {what}", lambda: client.get_metric_history(r, text))
        do(f"search_runs filter {what}", lambda: len(client.search_runs([e], text)) > 0)
        do(f"search_runs order {what}", lambda: len(client.search_runs([e], order_by=[text])) > 0)
        do(f"search_runs token {what}", lambda: len(client.search_runs([e], page_token=text)) > 0)
        do(f"search_runs in {what}", lambda: client.search_runs([text]))
        do(f"update_run name {what}", lambda: client.update_run(r, name=text))
        do(f"update_run status {what}", lambda: client.update_run(r, status=text))
        do(f"set_terminated {what}", lambda: client.set_terminated(r, status=text))
        do(f"get_parent_run {what}", lambda: client.get_parent_run(text))
        do(f"delete_run {what}", lambda: client.delete_run(text))
        do(f"restore_run {what}", lambda: client.restore_run(text))
    do("get_run", lambda: without_user(client.get_run(r)))
    client.set_tag(r, "mlflow.parentRunId", gone)
    do("get_parent_run", lambda: client.get_parent_run(r).info.run_id)
    client.set_tag(r, "mlflow.parentRunId", "0" * 32)
    do("get_parent_run missing", lambda: client.get_parent_run(r))
    for value in (None, True, [], "NaN", "nan", math.nan, math.inf, 10**400, 1e308, 5e-324, -0.0, numpy.float32(0.1), numpy.array([1.5])):
        key = f"value {len(str(value))} {str(value)[:9].strip('[]')}"
        do(f"log_metric {key}", lambda: client.log_metric(r, key, value, timestamp=2))
    for stamp in (0, -1, 2**53 + 1, 2**63 - 1, 2**63, 1.5, "7", "x"):
        do(f"log_metric timestamp {stamp}", lambda: client.log_metric(r, "stamp", 1.0, timestamp=stamp, step=3))
    for step in (-(2**63), 2**63 - 1, 2**63, 1.5, "7", "x"):
        do(f"log_metric step {step}", lambda: client.log_metric(r, "step", 1.0, timestamp=1, step=step))
    for key in ("stamp", "step", "m"):
        do(f"get_metric_history of {key}", lambda: client.get_metric_history(r, key))
    do("log_metric of no model", lambda: client.log_metric(r, "mm", 1.0, timestamp=1, model_id="m-" + "0" * 32))
    do("log_metric of a dataset", lambda: client.log_metric(r, "md", 1.0, timestamp=1, dataset_name="d", dataset_digest="x"))
    for value in (None, True, 5, 0.1, [1], {"a": 1}):
        do(f"log_param {value}", lambda: client.log_param(r, f"p {type(value).__name__}", value))
        do(f"set_tag {value}", lambda: client.set_tag(r, f"t {type(value).__name__}", value))
    do("log_param again", lambda: client.log_param(r, "p bool", True))
    do("log_param changed", lambda: client.log_param(r, "p bool", False))
    do("log_batch changed", lambda: client.log_batch(r, [Metric("kept", 1, 1, 1)], [Param("p bool", "False")], [RunTag("kept", "1")]))
    do("log_batch twice one param", lambda: client.log_batch(r, params=[Param("q", "1"), Param("q", "1")]))
    do("log_batch bad metric", lambda: client.log_batch(r, [Metric("ok", 1, 1, 1), Metric("bad//", 1, 1, 1)], [Param("ok", "1")], [RunTag("ok", "1")]))
    do("log_batch bad tag", lambda: client.log_batch(r, [Metric("ok", 1, 1, 1)], [Param("ok", "1")], [RunTag("../x", "1")]))
    do("log_batch none", lambda: client.log_batch(r, [Metric("x", None, 1, 1)]))
    do("log_batch long", lambda: client.log_batch(r, params=[Param("long", "y" * 6001)], tags=[RunTag("long", "z" * 8001)]))
    do("log_batch many metrics", lambda: client.log_batch(r, [Metric("n", i, i, i) for i in range(1001)]))
    do("log_batch many tags", lambda: client.log_batch(r, tags=[RunTag(f"n{i}", "") for i in range(101)]))
    do("log_batch many", lambda: client.log_batch(r, [Metric("n", i, i, i) for i in range(999)], [Param("n1", ""), Param("n2", "")]))
    do("set_tag run name", lambda: client.set_tag(r, "mlflow.runName", ""))
    do("delete_tag run name", lambda: client.delete_tag(r, "mlflow.runName"))
    do("delete_tag never", lambda: client.delete_tag(r, "never"))
    do("update_run nothing", lambda: client.update_run(r))
    do("update_run both", lambda: client.update_run(r, "KILLED", "both"))
    do("update_run lower", lambda: client.update_run(r, "finished"))
    do("set_terminated end", lambda: client.set_terminated(r, "FAILED", 99))
    do("set_terminated end zero", lambda: client.set_terminated(r, "FAILED", 0))
    do("set_terminated negative", lambda: client.set_terminated(r, "FAILED", -5))
    do("set_terminated running", lambda: client.set_terminated(r, "RUNNING"))
    do("get_run after all", lambda: without_user(client.get_run(r)))
    for name, write in {
        "log_param": lambda: client.log_param(gone, "p", 1),
        "log_metric": lambda: client.log_metric(gone, "m", 1),
        "set_tag": lambda: client.set_tag(gone, "t", 1),
        "delete_tag": lambda: client.delete_tag(gone, "t"),
        "log_batch nothing": lambda: client.log_batch(gone),
        "log_inputs": lambda: client.log_inputs(gone, [dataset_input("d", "1")]),
        "log_outputs": lambda: client.log_outputs(gone, [LoggedModelOutput("m-1", 1)]),
        "update_run": lambda: client.update_run(gone, name="x"),
        "set_terminated": lambda: client.set_terminated(gone),
        "log_text": lambda: client.log_text(gone, "x", "x.txt"),
        "delete_run": lambda: client.delete_run(gone),
        "get_metric_history": lambda: client.get_metric_history(gone, "m"),
        "list_artifacts": lambda: client.list_artifacts(gone),
        "restore_run": lambda: client.restore_run(gone),
        "restore_run again": lambda: client.restore_run(gone),
    }.items():
        do(f"{name} on a deleted run", write)
    nobody = "f" * 32
    for name, write in {
        "log_param": lambda: client.log_param(nobody, "p", 1),
        "log_metric": lambda: client.log_metric(nobody, "m", 1),
        "set_tag": lambda: client.set_tag(nobody, "t", 1),
        "delete_tag": lambda: client.delete_tag(nobody, "t"),
        "log_batch": lambda: client.log_batch(nobody, tags=[RunTag("a", "b")]),
        "log_inputs": lambda: client.log_inputs(nobody, [dataset_input("d", "1")]),
        "update_run": lambda: client.update_run(nobody, name="x"),
        "set_terminated": lambda: client.set_terminated(nobody),
        "delete_run": lambda: client.delete_run(nobody),
        "restore_run": lambda: client.restore_run(nobody),
        "list_artifacts": lambda: client.list_artifacts(nobody),
        "get_metric_history": lambda: client.get_metric_history(nobody, "m"),
    }.items():
        do(f"{name} on no run", write)
    other = experiment("searched")
    for at in range(5):
        run_in(other, f"s{at}", start_time=at)
    page = client.search_runs([other], max_results=2)
    do("search_runs page", lambda: [x.info.run_name for x in page])
    do("search_runs token of another filter", lambda: [x.info.run_name for x in client.search_runs([other], "run_name != 's4'", max_results=2, page_token=page.token)])
    do("search_runs token of another order", lambda: [x.info.run_name for x in client.search_runs([other], order_by=["run_name"], max_results=2, page_token=page.token)])
    do("search_runs token of another experiment", lambda: [x.info.run_name for x in client.search_runs([e], max_results=2, page_token=page.token)][:0])
    do("search_runs token after the end", lambda: client.search_runs([other], "run_name = 's1'", page_token=page.token))
    for size in (0, -1, 50001, "x", None):
        do(f"search_runs {size}", lambda: client.search_runs([other], max_results=size)[:0])
    do("search_runs nowhere", lambda: client.search_runs([]))
    do("search_runs one id", lambda: [x.info.run_name for x in client.search_runs(other)])
    do("search_runs unknown", lambda: client.search_runs(["987654321"]))
    do("search_runs twice", lambda: [x.info.run_name for x in client.search_runs([other, other])])
    do("search_runs other spelling", lambda: len(client.search_runs([other, "0" + other])))
    do("search_runs view", lambda: len(client.search_runs([other], run_view_type=9)))
    return r


def without_user(run):
    """The user and the place of the program are of the machine."""
    for key in [key for key in run.data.tags if key.startswith("mlflow.source") or key == "mlflow.user"]:
        del run.data.tags[key]
    return run


def dataset_input(name, digest, tags=(), **more):
    fields = {"source_type": "local", "source": "s", "schema": "{}", "profile": "{}", **more}
    return DatasetInput(Dataset(name, digest, **fields), list(tags))


def inputs(e):
    r = run_in(e, "inputs", start_time=8)
    train, test = InputTag("mlflow.data.context", "train"), InputTag("mlflow.data.context", "test")
    do("log_inputs", lambda: client.log_inputs(r, [dataset_input("d", "1", [train]), dataset_input("ü 🙂", "2")]))
    do("log_inputs again", lambda: client.log_inputs(r, [dataset_input("d", "1", [test])]))
    do("log_inputs twice in one", lambda: client.log_inputs(r, [dataset_input("t", "1", [train]), dataset_input("t", "1", [test])]))
    do("log_inputs nothing", lambda: client.log_inputs(r))
    do("log_inputs empty", lambda: client.log_inputs(r, []))
    for what, text in hostile.items():
        do(f"log_inputs name {what}", lambda: client.log_inputs(r, [dataset_input(text, "1")]))
        do(f"log_inputs digest {what}", lambda: client.log_inputs(r, [dataset_input("d", text)]))
        do(f"log_inputs tag {what}", lambda: client.log_inputs(r, [dataset_input(f"tag {what}", "1", [InputTag(text, text)])]))
        do(f"log_inputs source {what}", lambda: client.log_inputs(r, [dataset_input(f"source {what}", "1", source=text)]))
    do("log_inputs of no model", lambda: client.log_inputs(r, models=[LoggedModelInput("m-" + "0" * 32)]))
    do("log_outputs of no model", lambda: client.log_outputs(r, [LoggedModelOutput("m-" + "0" * 32, 3)]))
    do("log_outputs nothing", lambda: client.log_outputs(r, []))
    do("inputs of the run", lambda: by_name(client.get_run(r).inputs.dataset_inputs))
    do("outputs of the run", lambda: client.get_run(r).outputs)


def by_name(dataset_inputs):
    return sorted(plain(dataset_inputs), key=str)


def artifacts(e):
    r = run_in(e, "artifacts", start_time=9)
    with tempfile.TemporaryDirectory() as folder:
        inner = os.path.join(folder, "inner")
        os.makedirs(os.path.join(inner, "deep"))
        path = os.path.join(folder, "ünï ✓ #1%20.txt")
        for file in (path, os.path.join(inner, "a.txt"), os.path.join(inner, "deep", "b.txt")):
            with open(file, "w") as out:
                out.write("text of " + os.path.basename(file))
        do("log_artifact", lambda: client.log_artifact(r, path))
        do("log_artifact in", lambda: client.log_artifact(r, path, "some/földer"))
        do("log_artifact folder", lambda: client.log_artifact(r, inner, "as"))
        do("log_artifacts", lambda: client.log_artifacts(r, inner, "all"))
        do("log_artifact missing", lambda: client.log_artifact(r, os.path.join(folder, "never")))
        for to in ("..", "/abs", "a/../../b", "%2e%2e", "a//b", ""):
            do(f"log_artifact to {to!r}", lambda: client.log_artifact(r, os.path.join(inner, "a.txt"), to))
    do("log_text", lambda: client.log_text(r, "ünï ✓\0", "dir/text.txt"))
    do("log_text over", lambda: client.log_text(r, "", "dir/text.txt"))
    do("log_text over a folder", lambda: client.log_text(r, "x", "dir"))
    do("log_text below a file", lambda: client.log_text(r, "x", "dir/text.txt/below"))
    do("log_dict", lambda: client.log_dict(r, {"a": [1, None, "ü"], "b": math.nan}, "d.json"))
    do("log_dict yaml", lambda: client.log_dict(r, {"a": [1]}, "d.yml"))
    do("log_dict other", lambda: client.log_dict(r, {"a": 1}, "d.other"))
    do("log_stream", lambda: client.log_stream(r, io.BytesIO(b"\0\1\2"), "s.bin"))
    do("log_table", lambda: client.log_table(r, {"a": [1, 2], "b": ["x", "ü"]}, "table.json"))
    do("log_table more", lambda: client.log_table(r, pandas.DataFrame({"a": [3], "c": [None]}), "table.json"))
    do("log_table wrong", lambda: client.log_table(r, [1], "table.json"))
    do("load_table", lambda: client.load_table(e, "table.json", [r]))
    do("load_table columns", lambda: client.load_table(e, "table.json", [r], ["run_id", "start_time", "status"]))
    do("load_table everywhere", lambda: client.load_table(e, "table.json"))
    do("load_table missing", lambda: client.load_table(e, "never.json"))
    do("load_table column missing", lambda: client.load_table(e, "table.json", [r], ["never"]))
    do("log_image", lambda: client.log_image(r, numpy.zeros((4, 4, 3), numpy.uint8), "i.png"))
    do("log_image key", lambda: client.log_image(r, numpy.ones((4, 4), numpy.float32), key="dogs and cats", step=3, timestamp=5, synchronous=True))
    do("log_image wrong", lambda: client.log_image(r, "x", "i.png"))
    do("log_figure", lambda: client.log_figure(r, figure(), "fig/plot.png"))
    for path in (None, "", "dir", "dir/text.txt", "never", "some", "..", "/", "dir/../dir", "%2e%2e", "images"):
        do(f"list_artifacts {path!r}", lambda: [(f.path, f.is_dir, size_of(f)) for f in client.list_artifacts(r, path)])
    for path in ("dir/text.txt", "ünï ✓ #1%20.txt", "some/földer/ünï ✓ #1%20.txt", "d.json", "never", "..", "/etc/passwd", "dir/../../x"):
        do(f"download_artifacts {path!r}", lambda: text_of(client.download_artifacts(r, path)))
    do("download_artifacts of a folder", lambda: tree(client.download_artifacts(r, "all")))
    do("download_artifacts of all", lambda: tree(client.download_artifacts(r, "")))
    root = client.get_run(r).info.artifact_uri
    do("artifacts.list_artifacts", lambda: [f.path for f in mlflow.artifacts.list_artifacts(run_id=r, artifact_path="dir")])
    do("artifacts.list_artifacts uri", lambda: [f.path for f in mlflow.artifacts.list_artifacts(f"{root}/dir")])
    do("artifacts.list_artifacts runs", lambda: [f.path for f in mlflow.artifacts.list_artifacts(f"runs:/{r}/dir")])
    do("artifacts.load_text", lambda: mlflow.artifacts.load_text(f"{root}/all/a.txt"))
    do("artifacts.load_dict", lambda: mlflow.artifacts.load_dict(f"runs:/{r}/d.json"))
    do("artifacts.load_dict wrong", lambda: mlflow.artifacts.load_dict(f"runs:/{r}/all/a.txt"))
    do("artifacts.load_image", lambda: mlflow.artifacts.load_image(f"runs:/{r}/i.png").size)
    do("artifacts.download", lambda: tree(mlflow.artifacts.download_artifacts(f"runs:/{r}/all")))
    do("artifacts.download missing", lambda: mlflow.artifacts.download_artifacts(f"runs:/{r}/never"))
    do("artifacts.download no run", lambda: mlflow.artifacts.download_artifacts("runs:/" + "0" * 32 + "/never"))


def size_of(file):
    """A picture's size depends on the clock in it."""
    return None if file.path.endswith((".png", ".webp")) else file.file_size


def figure():
    from matplotlib.figure import Figure

    drawn = Figure()
    drawn.subplots().plot([1, 2])
    return drawn


def text_of(path):
    if os.path.isdir(path):
        return "a folder"
    with open(path) as file:
        return file.read()


def tree(path):
    return sorted(
        os.path.relpath(os.path.join(at, name), path) for at, _, files in os.walk(path) for name in files
    )


def logged_models(e):
    r = run_in(e, "models", start_time=10)
    m = client.create_logged_model(e, "lm", r, {"k": "v"}, {"p": "1"}, "agent").model_id
    gone = client.create_logged_model(e, "gone").model_id
    do("get_logged_model", lambda: client.get_logged_model(m))
    for what, text in hostile.items():
        do(f"create_logged_model {what}", lambda: short(client.create_logged_model(e, text).name if text else "some name"))
        do(f"create_logged_model in {what}", lambda: client.create_logged_model(text, "x"))
        do(f"create_logged_model of run {what}", lambda: client.create_logged_model(e, "x", text).source_run_id)
        do(f"create_logged_model tag {what}", lambda: client.create_logged_model(e, "x", tags={text: text}).tags)
        do(f"create_logged_model param {what}", lambda: client.create_logged_model(e, "x", params={text: text}).params)
        do(f"create_logged_model type {what}", lambda: client.create_logged_model(e, "x", model_type=text).model_type)
        do(f"get_logged_model {what}", lambda: client.get_logged_model(text))
        do(f"set_logged_model_tags value {what}", lambda: client.set_logged_model_tags(m, {f"value {what}": text}))
        do(f"set_logged_model_tags key {what}", lambda: client.set_logged_model_tags(m, {text: "v"}))
        do(f"delete_logged_model_tag {what}", lambda: client.delete_logged_model_tag(m, text))
        do(f"log_model_params value {what}", lambda: client.log_model_params(m, {f"value {what}": text}))
        do(f"log_model_params key {what}", lambda: client.log_model_params(m, {text: "v"}))
        do(f"search_logged_models {what}", lambda: len(client.search_logged_models([e], text)) > 0)
        do(f"search_logged_models token {what}", lambda: len(client.search_logged_models([e], page_token=text)) > 0)
        do(f"finalize_logged_model {what}", lambda: client.finalize_logged_model(m, text))
        do(f"list_logged_model_artifacts {what}", lambda: client.list_logged_model_artifacts(text))
    for name in ("a/b", "a:b", "a.b", "a%b", "a`b", "a'b"):
        do(f"create_logged_model {name}", lambda: client.create_logged_model(e, name).name)
    do("create_logged_model no name", lambda: len(client.create_logged_model(e).name) > 0)
    do("log_model_params again", lambda: client.log_model_params(m, {"p": "1"}))
    do("log_model_params changed", lambda: client.log_model_params(m, {"p": "2"}))
    do("log_model_params number", lambda: client.log_model_params(m, {"n": 5}))
    do("log_model_params nothing", lambda: client.log_model_params(m, {}))
    do("log_model_params many", lambda: client.log_model_params(m, {f"x{i}": "1" for i in range(120)}))
    do("set_logged_model_tags nothing", lambda: client.set_logged_model_tags(m, {}))
    do("set_logged_model_tags number", lambda: client.set_logged_model_tags(m, {"n": 5, "none": None}))
    do("delete_logged_model_tag", lambda: client.delete_logged_model_tag(m, "k"))
    do("delete_logged_model_tag again", lambda: client.delete_logged_model_tag(m, "k"))
    client.log_metric(r, "f1", 0.5, 1, 1, model_id=m, dataset_name="d", dataset_digest="1")
    client.log_metric(r, "f1", 0.7, 2, 2, model_id=m)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "w.txt"), "w") as out:
            out.write("weights")
        do("log_model_artifact", lambda: client.log_model_artifact(m, os.path.join(folder, "w.txt")))
        do("log_model_artifact in", lambda: client.log_model_artifact(m, os.path.join(folder, "w.txt"), "dïr/in"))
        do("log_model_artifacts", lambda: client.log_model_artifacts(m, folder))
    do("list_logged_model_artifacts", lambda: [(f.path, f.is_dir, f.file_size) for f in client.list_logged_model_artifacts(m)])
    do("list_logged_model_artifacts in", lambda: [f.path for f in client.list_logged_model_artifacts(m, "dïr")])
    do("list_logged_model_artifacts missing", lambda: client.list_logged_model_artifacts(m, "never"))
    do("list_logged_model_artifacts out", lambda: client.list_logged_model_artifacts(m, "../.."))
    do("finalize_logged_model", lambda: client.finalize_logged_model(m, "READY").status)
    do("finalize_logged_model failed", lambda: client.finalize_logged_model(m, "FAILED").status)
    do("finalize_logged_model pending", lambda: client.finalize_logged_model(m, "PENDING").status)
    do("log_outputs", lambda: client.log_outputs(r, [LoggedModelOutput(m, 3)]))
    do("log_outputs again", lambda: client.log_outputs(r, [LoggedModelOutput(m, 3)]))
    do("log_outputs other step", lambda: client.log_outputs(r, [LoggedModelOutput(m, 4)]))
    do("log_inputs model", lambda: client.log_inputs(r, models=[LoggedModelInput(m)]))
    do("log_inputs model again", lambda: client.log_inputs(r, models=[LoggedModelInput(m)]))
    do("get_run with models", lambda: [client.get_run(r).inputs.model_inputs, client.get_run(r).outputs.model_outputs])
    do("get_logged_model after all", lambda: client.get_logged_model(m))
    do("delete_logged_model", lambda: client.delete_logged_model(gone))
    do("delete_logged_model again", lambda: client.delete_logged_model(gone))
    do("delete_logged_model never", lambda: client.delete_logged_model("m-" + "0" * 32))
    for name, write in {
        "get_logged_model": lambda: client.get_logged_model(gone),
        "set_logged_model_tags": lambda: client.set_logged_model_tags(gone, {"a": "b"}),
        "delete_logged_model_tag": lambda: client.delete_logged_model_tag(gone, "a"),
        "log_model_params": lambda: client.log_model_params(gone, {"a": "b"}),
        "finalize_logged_model": lambda: client.finalize_logged_model(gone, "READY"),
        "list_logged_model_artifacts": lambda: client.list_logged_model_artifacts(gone),
        "log_metric": lambda: client.log_metric(r, "x", 1.0, 1, model_id=gone),
        "log_outputs": lambda: client.log_outputs(r, [LoggedModelOutput(gone, 1)]),
    }.items():
        do(f"{name} on a deleted model", write)
    s = experiment("searched models")
    for at in range(4):
        client.create_logged_model(s, f"s{at}", params={"n": str(at)})
    page = client.search_logged_models([s], max_results=2, order_by=[{"field_name": "name"}])
    do("search_logged_models page", lambda: [x.name for x in page])
    do("search_logged_models next", lambda: [x.name for x in client.search_logged_models([s], max_results=2, order_by=[{"field_name": "name"}], page_token=page.token)])
    do("search_logged_models other filter", lambda: client.search_logged_models([s], "name != 's0'", max_results=2, order_by=[{"field_name": "name"}], page_token=page.token))
    do("search_logged_models other order", lambda: client.search_logged_models([s], max_results=2, page_token=page.token))
    do("search_logged_models other place", lambda: client.search_logged_models([e], max_results=2, order_by=[{"field_name": "name"}], page_token=page.token))
    do("search_logged_models nowhere", lambda: client.search_logged_models([]))
    do("search_logged_models twice", lambda: [x.name for x in client.search_logged_models([s, s])])
    do("search_logged_models unknown", lambda: client.search_logged_models(["98765432"]))
    for order in ([{"field_name": "x"}], [{"field_name": ""}], [{}], [{"field_name": "metrics.f1", "dataset_name": "d"}], [{"field_name": "name", "ascending": "x"}], [{"field_name": "params.n"}], [{"field_name": "metrics.f1", "dataset_digest": "1"}]):
        do(f"search_logged_models by {order}", lambda: len(client.search_logged_models([s], order_by=order)))
    for sets in ([{"dataset_name": "d"}], [{"dataset_name": "d", "dataset_digest": "1"}], [{}], [{"dataset_digest": "1"}]):
        do(f"search_logged_models on {sets}", lambda: [x.name for x in client.search_logged_models([e], datasets=sets)])
    for size in (0, -1):
        do(f"search_logged_models {size}", lambda: client.search_logged_models([s], max_results=size))
    fluent = lambda **more: [x.name for x in mlflow.search_logged_models([s], output_format="list", **more)]
    do("mlflow.search_logged_models", lambda: fluent(order_by=[{"field_name": "name", "ascending": False}]))
    do("mlflow.search_logged_models max", lambda: len(fluent(max_results=3)))
    do("mlflow.search_logged_models filter", lambda: fluent(filter_string="params.n = '2'"))
    do("mlflow.search_logged_models frame", lambda: sorted(mlflow.search_logged_models([s]).columns))
    return m


def registry(e, m):
    name = "régistered 🙂"
    r = run_in(e, "source", start_time=11)
    client.log_text(r, "x", "model/x.txt")
    do("create_registered_model", lambda: client.create_registered_model(name, {"k": "v"}, "words"))
    client.create_registered_model("other")
    for what, text in {**hostile, "slash": "a/b", "colon": "a:b", "dots": "..", "path": "../x"}.items():
        do(f"create_registered_model {what}", lambda: short(client.create_registered_model(text).name))
        do(f"get_registered_model {what}", lambda: short(client.get_registered_model(text).name))
        do(f"rename_registered_model {what}", lambda: client.rename_registered_model("other", text).name == text and client.rename_registered_model(text, "other").name)
        do(f"update_registered_model {what}", lambda: len(client.update_registered_model(name, text).description or ""))
        do(f"set_registered_model_tag value {what}", lambda: client.set_registered_model_tag(name, f"value {what}", text))
        do(f"set_registered_model_tag key {what}", lambda: client.set_registered_model_tag(name, text, "v"))
        do(f"delete_registered_model_tag {what}", lambda: client.delete_registered_model_tag(name, text))
        do(f"search_registered_models {what}", lambda: len(client.search_registered_models(text)) > 0)
        do(f"search_registered_models token {what}", lambda: len(client.search_registered_models(page_token=text)) > 0)
        do(f"search_registered_models order {what}", lambda: len(client.search_registered_models(order_by=[text])) > 0)
        do(f"search_model_versions {what}", lambda: client.search_model_versions(text)[:0])
        do(f"create_model_version source {what}", lambda: short(client.create_model_version("other", text).source))
        do(f"create_model_version of {what}", lambda: short(client.create_model_version(text, "s3://b/x").name))
        do(f"create_model_version run {what}", lambda: short(client.create_model_version("other", "s3://b/x", text).run_id))
        do(f"get_model_version {what}", lambda: client.get_model_version("other", text))
        do(f"get_model_version_by_alias {what}", lambda: client.get_model_version_by_alias("other", text))
        do(f"set_registered_model_alias {what}", lambda: client.set_registered_model_alias("other", text, "1"))
        do(f"delete_registered_model_alias {what}", lambda: client.delete_registered_model_alias("other", text))
        do(f"update_model_version {what}", lambda: len(client.update_model_version("other", "1", text).description or ""))
        do(f"set_model_version_tag value {what}", lambda: client.set_model_version_tag("other", "1", f"value {what}", text))
        do(f"set_model_version_tag key {what}", lambda: client.set_model_version_tag("other", "1", text, "v"))
        do(f"delete_model_version_tag {what}", lambda: client.delete_model_version_tag("other", "1", text))
        do(f"transition_model_version_stage {what}", lambda: client.transition_model_version_stage("other", "1", text))
        do(f"get_latest_versions {what}", lambda: client.get_latest_versions("other", [text]))
        do(f"get_latest_versions of {what}", lambda: client.get_latest_versions(text)[:0])
        do(f"delete_model_version {what}", lambda: client.delete_model_version("other", text))
        do(f"delete_registered_model {what}", lambda: client.delete_registered_model(text))
        do(f"copy_model_version {what}", lambda: client.copy_model_version(text, "copy"))
    do("get_registered_model", lambda: client.get_registered_model(name))
    do("get_registered_model other", lambda: client.get_registered_model("other"))
    do("create_registered_model again", lambda: client.create_registered_model(name))
    do("create_registered_model number", lambda: client.create_registered_model(5))
    do("rename_registered_model taken", lambda: client.rename_registered_model("other", name))
    do("rename_registered_model itself", lambda: client.rename_registered_model("other", "other").name)
    do("rename_registered_model never", lambda: client.rename_registered_model("never", "never 2"))
    do("update_registered_model nothing", lambda: client.update_registered_model(name))
    do("update_registered_model never", lambda: client.update_registered_model("never", "x"))
    do("set_registered_model_tag never", lambda: client.set_registered_model_tag("never", "k", "v"))
    do("delete_registered_model_tag never", lambda: client.delete_registered_model_tag("never", "k"))
    root = client.get_run(r).info.artifact_uri
    for at, (source, more) in enumerate([
        (f"runs:/{r}/model", {"run_id": r}),
        (f"runs:/{r}/model", {}),
        (f"{root}/model", {"run_id": r}),
        (f"{root}/model", {}),
        (f"{root}/../x", {"run_id": r}),
        (f"models:/{m}", {"model_id": m}),
        (f"models:/{m}", {}),
        (f"models:/{name}/1", {}),
        (f"models:/{name}/99", {}),
        (f"models:/{name}@champ", {}),
        ("models:/never/1", {}),
        ("file:///etc", {}),
        ("/etc/passwd", {"run_id": r}),
        ("s3://b/x?y", {}),
        ("s3://b/x#y", {}),
        ("s3://b/../x", {}),
        ("s3://b/%2e%2e/x", {}),
        ("http://example.com/x", {}),
        ("mlflow-artifacts:/x", {}),
        ("dummy-source", {}),
        ("relative/path", {}),
        ("s3://b/x", {"tags": {"a": 5, "ü": "🙂"}, "description": "d", "run_link": "http://x/y"}),
        ("s3://b/x", {"run_id": "0" * 32}),
        ("s3://b/x", {"model_id": "m-" + "0" * 32}),
    ]):
        do(f"create_model_version {at} {source.replace(r, 'RUN').replace(m, 'MODEL')}", lambda: client.create_model_version(name, source, **more))
    do("get_model_version", lambda: client.get_model_version(name, "1"))
    do("get_model_version number", lambda: client.get_model_version(name, 1).version)
    for version in ("0", "-1", "99", "abc", "1.0", "99999999999999999999", None):
        do(f"get_model_version {version!r}", lambda: client.get_model_version(name, version))
        do(f"get_model_version_download_uri {version!r}", lambda: client.get_model_version_download_uri(name, version))
        do(f"update_model_version {version!r}", lambda: client.update_model_version(name, version, "x").version)
        do(f"delete_model_version {version!r}", lambda: client.delete_model_version(name, version))
        do(f"set_registered_model_alias to {version!r}", lambda: client.set_registered_model_alias(name, "a", version))
        do(f"set_model_version_tag of {version!r}", lambda: client.set_model_version_tag(name, version, "k", "v"))
        do(f"delete_model_version_tag of {version!r}", lambda: client.delete_model_version_tag(name, version, "k"))
        do(f"transition_model_version_stage of {version!r}", lambda: client.transition_model_version_stage(name, version, "Staging"))
    do("get_model_version_download_uri", lambda: client.get_model_version_download_uri(name, "1"))
    do("get_model_version_stages", lambda: client.get_model_version_stages(name, "1"))
    for alias in ("champ", "Champ", "latest", "LATEST", "v1", "V12", "a b", "a.b", "ü", "a" * 256, "_-", "1"):
        do(f"set_registered_model_alias {alias[:9]}", lambda: client.set_registered_model_alias(name, alias, "1"))
        do(f"get_model_version_by_alias {alias[:9]}", lambda: client.get_model_version_by_alias(name, alias).version)
    do("set_registered_model_alias moved", lambda: client.set_registered_model_alias(name, "champ", "2"))
    do("set_registered_model_alias never", lambda: client.set_registered_model_alias("never", "a", "1"))
    do("delete_registered_model_alias never", lambda: client.delete_registered_model_alias("never", "a"))
    do("get_model_version_by_alias never", lambda: client.get_model_version_by_alias("never", "a"))
    do("aliases", lambda: client.get_registered_model(name).aliases)
    do("set_model_version_tag stage", lambda: client.set_model_version_tag(name, key="k", value="v", stage="None"))
    do("set_model_version_tag neither", lambda: client.set_model_version_tag(name, key="k", value="v"))
    do("delete_model_version_tag stage", lambda: client.delete_model_version_tag(name, key="k", stage="None"))
    for stage in ("production", "STAGING", "Archived", "None", "nope"):
        for archive in (False, True):
            do(f"transition_model_version_stage {stage} {archive}", lambda: client.transition_model_version_stage(name, "1", stage, archive).current_stage)
    do("get_latest_versions", lambda: [(v.version, v.current_stage) for v in client.get_latest_versions(name)])
    do("get_latest_versions none", lambda: [v.version for v in client.get_latest_versions(name, [])])
    do("get_latest_versions never", lambda: client.get_latest_versions("never"))
    do("delete_model_version of an alias", lambda: client.delete_model_version(name, "2"))
    do("get_model_version_by_alias of deleted", lambda: client.get_model_version_by_alias(name, "champ"))
    do("delete_model_version again", lambda: client.delete_model_version(name, "2"))
    do("set_model_version_tag of deleted", lambda: client.set_model_version_tag(name, "2", "k", "v"))
    do("update_model_version of deleted", lambda: client.update_model_version(name, "2", "d"))
    do("get_model_version_download_uri of deleted", lambda: client.get_model_version_download_uri(name, "2"))
    do("set_registered_model_alias of deleted", lambda: client.set_registered_model_alias(name, "x", "2"))
    do("copy_model_version", lambda: client.copy_model_version(f"models:/{name}/1", "copied"))
    do("copy_model_version onto itself", lambda: client.copy_model_version(f"models:/{name}/1", name).version)
    do("copy_model_version deleted", lambda: client.copy_model_version(f"models:/{name}/2", "copied"))
    do("copy_model_version run", lambda: client.copy_model_version(f"runs:/{r}/model", "copied"))
    do("mlflow.register_model", lambda: mlflow.register_model(f"models:/{m}", "fluent", tags={"a": "b"}).version)
    do("mlflow.register_model alias", lambda: mlflow.register_model(f"runs:/{r}/model", name, await_registration_for=0).version)
    for at in range(4):
        client.create_registered_model(f"page {at}")
    page = client.search_registered_models("name LIKE 'page %'", max_results=2)
    do("search_registered_models page", lambda: [x.name for x in page])
    do("search_registered_models token of another", lambda: [x.name for x in client.search_registered_models("name LIKE 'p%'", max_results=2, order_by=["name DESC"], page_token=page.token)])
    for size in (0, -1, 1001):
        do(f"search_registered_models {size}", lambda: client.search_registered_models(max_results=size)[:0])
        do(f"search_model_versions {size}", lambda: client.search_model_versions(max_results=size)[:0])
    do("search_model_versions 200001", lambda: client.search_model_versions(max_results=200001)[:0])
    do("search_model_versions", lambda: [(v.version, v.source) for v in client.search_model_versions(f"name = '{name}'", order_by=["version_number ASC"])])
    do("search_model_versions run", lambda: [(v.name, v.version) for v in client.search_model_versions(f"run_id = '{r}'", order_by=["name ASC", "version_number DESC"])])
    do("mlflow.search_model_versions", lambda: len(mlflow.search_model_versions(filter_string=f"name = '{name}'", max_results=3)))
    do("mlflow.search_registered_models", lambda: [x.name for x in mlflow.search_registered_models(filter_string="name LIKE 'page%'", order_by=["name DESC"])])
    do("delete_registered_model", lambda: client.delete_registered_model("copied"))
    do("delete_registered_model again", lambda: client.delete_registered_model("copied"))
    do("search_model_versions of deleted", lambda: client.search_model_versions("name = 'copied'"))
    do("create_registered_model after delete", lambda: client.create_registered_model("copied").latest_versions)
    do("create_model_version after delete", lambda: client.create_model_version("copied", "s3://b/x").version)


def prompts(e, r, m):
    do("register_prompt", lambda: client.register_prompt("p", "Hello {{name}} ✓", "first", {"k": "v"}))
    do("register_prompt again", lambda: client.register_prompt("p", "Hello {{ name }}, {{name}}", tags={"l": "w"}))
    do("register_prompt chat", lambda: client.register_prompt("chat", [{"role": "system", "content": "{{a}}"}, {"role": "user", "content": "ü"}], response_format={"type": "object"}, model_config={"model_name": "gpt", "temperature": 0.5}))
    do("create_prompt", lambda: client.create_prompt("made", "about", {"t": "u"}))
    do("create_prompt again", lambda: client.create_prompt("made"))
    do("create_prompt_version", lambda: client.create_prompt_version("made", "{{x}}", "d", {"t": "u"}))
    do("create_prompt_version of none", lambda: client.create_prompt_version("never", "x"))
    for what, text in {**hostile, "slash": "a/b", "dots": "a.b", "dash": "a-b_c"}.items():
        do(f"register_prompt {what}", lambda: short(client.register_prompt(text, "x").name))
        do(f"register_prompt template {what}", lambda: short(client.register_prompt("templates", text).template))
        do(f"register_prompt commit {what}", lambda: short(client.register_prompt("templates", "x", text).commit_message))
        do(f"load_prompt {what}", lambda: client.load_prompt(text))
        do(f"get_prompt {what}", lambda: client.get_prompt(text))
        do(f"set_prompt_alias {what}", lambda: client.set_prompt_alias("p", text, 1))
        do(f"get_prompt_version_by_alias {what}", lambda: client.get_prompt_version_by_alias("p", text))
        do(f"delete_prompt_alias {what}", lambda: client.delete_prompt_alias("p", text))
        do(f"set_prompt_tag value {what}", lambda: client.set_prompt_tag("p", f"value {what}", text))
        do(f"set_prompt_tag key {what}", lambda: client.set_prompt_tag("p", text, "v"))
        do(f"delete_prompt_tag {what}", lambda: client.delete_prompt_tag("p", text))
        do(f"set_prompt_version_tag {what}", lambda: client.set_prompt_version_tag("p", 1, f"value {what}", text))
        do(f"delete_prompt_version_tag {what}", lambda: client.delete_prompt_version_tag("p", 1, text))
        do(f"search_prompts {what}", lambda: len(client.search_prompts(text)) > 0)
        do(f"search_prompt_versions {what}", lambda: client.search_prompt_versions(text))
        do(f"parse_prompt_uri {what}", lambda: client.parse_prompt_uri(text))
        do(f"delete_prompt_version {what}", lambda: client.delete_prompt_version("p", text))
    do("register_prompt too long", lambda: client.register_prompt("templates", "x" * 100_001))
    do("register_prompt of a model's name", lambda: client.register_prompt("page", "x") and client.create_registered_model("page"))
    do("create_registered_model of a prompt's name", lambda: client.create_registered_model("p"))
    do("get_registered_model of a prompt", lambda: client.get_registered_model("p").tags)
    do("get_prompt", lambda: client.get_prompt("p"))
    do("get_prompt of a model", lambda: client.get_prompt("page 0"))
    do("get_prompt never", lambda: client.get_prompt("never"))
    for version in (1, "1", 2, 3, 0, -1, "abc", None):
        do(f"get_prompt_version {version!r}", lambda: client.get_prompt_version("p", version))
        do(f"load_prompt {version!r}", lambda: client.load_prompt("p", version))
    do("set_prompt_alias", lambda: client.set_prompt_alias("p", "prod", 1))
    do("set_prompt_alias missing", lambda: client.set_prompt_alias("p", "x", 9))
    do("set_prompt_alias latest", lambda: client.set_prompt_alias("p", "latest", 1))
    do("get_prompt_version_by_alias", lambda: client.get_prompt_version_by_alias("p", "prod").version)
    do("get_prompt_version_by_alias latest", lambda: client.get_prompt_version_by_alias("p", "latest").version)
    for uri in ("prompts:/p/1", "prompts:/p@prod", "prompts:/p@latest", "prompts:/p@never", "prompts:/p", "prompts:/p/9", "prompts:/never/1", "prompts:/p/x"):
        do(f"load_prompt {uri}", lambda: client.load_prompt(uri))
        do(f"load_prompt {uri} allow_missing", lambda: getattr(client.load_prompt(uri, allow_missing=True), "version", None))
        do(f"parse_prompt_uri {uri}", lambda: client.parse_prompt_uri(uri))
    do("set_prompt_version_tag missing", lambda: client.set_prompt_version_tag("p", 9, "k", "v"))
    do("delete_prompt_version_tag missing", lambda: client.delete_prompt_version_tag("p", 9, "k"))
    do("set_prompt_tag missing", lambda: client.set_prompt_tag("never", "k", "v"))
    do("delete_prompt_tag missing", lambda: client.delete_prompt_tag("never", "k"))
    do("delete_prompt_alias missing", lambda: client.delete_prompt_alias("never", "k"))
    do("search_prompts", lambda: client.search_prompts("name LIKE 'p%'"))
    do("search_prompts tag", lambda: [p.name for p in client.search_prompts("tags.t = 'u'")])
    do("search_prompts order", lambda: [p.name for p in client.search_prompts(order_by=["name DESC"])])
    page = do("search_prompts page", lambda: client.search_prompts(max_results=1))
    do("search_prompts next", lambda: client.search_prompts(max_results=1, page_token=page.token))
    do("search_prompts zero", lambda: client.search_prompts(max_results=0))
    do("search_prompt_versions", lambda: client.search_prompt_versions("p"))
    do("link_prompt_version_to_run", lambda: client.link_prompt_version_to_run(r, "prompts:/p/1"))
    do("link_prompt_version_to_run again", lambda: client.link_prompt_version_to_run(r, client.load_prompt("p", 1)))
    do("link_prompt_version_to_run second", lambda: client.link_prompt_version_to_run(r, "prompts:/p/2"))
    do("link_prompt_version_to_run missing", lambda: client.link_prompt_version_to_run(r, "prompts:/p/9"))
    do("link_prompt_version_to_run of no run", lambda: client.link_prompt_version_to_run("0" * 32, "prompts:/p/1"))
    do("list_logged_prompts", lambda: [(p.name, p.version) for p in client.list_logged_prompts(r)])
    do("list_logged_prompts of no run", lambda: client.list_logged_prompts("0" * 32))
    do("detach_prompt_from_run", lambda: client.detach_prompt_from_run(r, "prompts:/p/1"))
    do("detach_prompt_from_run again", lambda: client.detach_prompt_from_run(r, "prompts:/p/1"))
    do("list_logged_prompts after", lambda: [(p.name, p.version) for p in client.list_logged_prompts(r)])
    do("link_prompt_version_to_model", lambda: client.link_prompt_version_to_model("p", "1", m))
    do("link_prompt_version_to_model missing", lambda: client.link_prompt_version_to_model("p", "9", m))
    do("link_prompt_version_to_model no model", lambda: client.link_prompt_version_to_model("p", "1", "m-" + "0" * 32))
    do("tags of the model", lambda: client.get_logged_model(m).tags.get("mlflow.linkedPrompts"))
    do("tags of the prompt", lambda: client.get_prompt_version("p", 1).tags)
    do("delete_prompt_version", lambda: client.delete_prompt_version("p", "2"))
    do("delete_prompt_version again", lambda: client.delete_prompt_version("p", "2"))
    do("load_prompt deleted", lambda: client.load_prompt("p", 2))
    do("load_prompt latest", lambda: client.load_prompt("prompts:/p@latest").version)
    do("delete_prompt with versions", lambda: client.delete_prompt("p"))
    do("delete_prompt again", lambda: client.delete_prompt("p"))
    do("load_prompt of a deleted prompt", lambda: client.load_prompt("p", 1))
    do("register_prompt after delete", lambda: client.register_prompt("p", "new").version)


def traces(e, r):
    def trace(name, **more):
        root = client.start_trace(name, span_type="AGENT", inputs={"q": "ünï ✓"}, experiment_id=e, **more)
        span = client.start_span("child", root.trace_id, root.span_id, span_type="TOOL", inputs=[1, None], attributes={"a": {"b": 1}})
        client.end_span(root.trace_id, span.span_id, outputs={"o": "x"}, status="ERROR")
        client.end_trace(root.trace_id, outputs="done")
        mlflow.flush_trace_async_logging()
        return root.trace_id

    t = trace("first", tags={"k": "v", "ü": "🙂"})
    gone = trace("gone")
    do("start_trace", lambda: trace_of(client.get_trace(t, display=False)))
    do("start_span of no trace", lambda: client.start_span("x", "tr-" + "0" * 32, "0" * 16))
    do("end_span of no trace", lambda: client.end_span("tr-" + "0" * 32, "0" * 16))
    do("end_trace of no trace", lambda: client.end_trace("tr-" + "0" * 32))
    for what, text in hostile.items():
        do(f"get_trace {what}", lambda: client.get_trace(text, display=False))
        do(f"set_trace_tag value {what}", lambda: client.set_trace_tag(t, f"value {what}", text))
        do(f"set_trace_tag key {what}", lambda: client.set_trace_tag(t, text, "v"))
        do(f"delete_trace_tag {what}", lambda: client.delete_trace_tag(t, text))
        do(f"search_traces {what}", lambda: len(client.search_traces(locations=[e], filter_string=text)) > 0)
        do(f"search_traces in {what}", lambda: client.search_traces(locations=[text])[:0])
        do(f"search_traces order {what}", lambda: len(client.search_traces(locations=[e], order_by=[text])) > 0)
        do(f"search_traces token {what}", lambda: len(client.search_traces(locations=[e], page_token=text)) > 0)
        do(f"delete_traces of {what}", lambda: client.delete_traces(text, trace_ids=[t]))
        do(f"delete_traces id {what}", lambda: client.delete_traces(e, trace_ids=[text]))
        do(f"link_traces_to_run id {what}", lambda: client.link_traces_to_run([text], r))
        do(f"link_traces_to_run {what}", lambda: client.link_traces_to_run([t], text))
    do("get_trace", lambda: trace_of(client.get_trace(t, display=False)))
    do("set_trace_tag number", lambda: client.set_trace_tag(t, "n", 5))
    do("set_trace_tag of none", lambda: client.set_trace_tag("tr-" + "0" * 32, "k", "v"))
    do("delete_trace_tag of none", lambda: client.delete_trace_tag("tr-" + "0" * 32, "k"))
    do("delete_trace_tag", lambda: client.delete_trace_tag(t, "k"))
    do("delete_trace_tag again", lambda: client.delete_trace_tag(t, "k"))
    do("set_trace_tag immutable", lambda: client.set_trace_tag(t, "mlflow.trace.spansLocation", "x"))
    do("search_traces", lambda: [trace_of(x) for x in client.search_traces(locations=[e], order_by=["timestamp_ms ASC"])])
    do("search_traces infos", lambda: [x.info.trace_id for x in client.search_traces(locations=[e], include_spans=False, filter_string="name = 'first'")])
    do("search_traces experiment_ids", lambda: len(client.search_traces([e])))
    do("search_traces nowhere", lambda: client.search_traces(locations=[]))
    do("search_traces twice", lambda: len(client.search_traces(locations=[e, e])))
    do("search_traces unknown", lambda: client.search_traces(locations=["98765432"]))
    for size in (0, -1, 501):
        do(f"search_traces {size}", lambda: len(client.search_traces(locations=[e], max_results=size)))
    page = client.search_traces(locations=[e], max_results=1, include_spans=False)
    do("search_traces page", lambda: [x.info.tags["mlflow.traceName"] for x in page])
    do("search_traces next", lambda: [x.info.tags["mlflow.traceName"] for x in client.search_traces(locations=[e], max_results=1, page_token=page.token)])
    do("search_traces token of another", lambda: [x.info.tags["mlflow.traceName"] for x in client.search_traces(locations=[e], max_results=1, order_by=["timestamp_ms ASC"], page_token=page.token)])
    do("link_traces_to_run", lambda: client.link_traces_to_run([t, gone], r))
    do("link_traces_to_run again", lambda: client.link_traces_to_run([t], r))
    do("link_traces_to_run nothing", lambda: client.link_traces_to_run([], r))
    do("link_traces_to_run many", lambda: client.link_traces_to_run([t] * 101, r))
    do("search_traces of the run", lambda: len(client.search_traces(locations=[e], run_id=r)))
    do("unlink_traces_from_run", lambda: client.unlink_traces_from_run([gone], r))
    do("search_traces of the run after", lambda: len(client.search_traces(locations=[e], run_id=r)))
    prompt = client.register_prompt("in-a-trace", "x")
    do("link_prompt_versions_to_trace", lambda: client.link_prompt_versions_to_trace([prompt], t))
    do("link_prompt_versions_to_trace again", lambda: client.link_prompt_versions_to_trace([prompt], t))
    do("link_prompt_versions_to_trace of none", lambda: client.link_prompt_versions_to_trace([prompt], "tr-" + "0" * 32))
    do("search_traces of the prompt", lambda: len(client.search_traces(locations=[e], filter_string="prompt = 'in-a-trace/1'")))
    do("delete_traces nothing", lambda: client.delete_traces(e))
    do("delete_traces both", lambda: client.delete_traces(e, 5, trace_ids=[t]))
    do("delete_traces max with ids", lambda: client.delete_traces(e, max_traces=1, trace_ids=[t]))
    do("delete_traces max zero", lambda: client.delete_traces(e, 5, max_traces=0))
    do("delete_traces early", lambda: client.delete_traces(e, 5))
    do("delete_traces negative", lambda: client.delete_traces(e, -5))
    do("delete_traces no ids", lambda: client.delete_traces(e, trace_ids=[]))
    do("delete_traces elsewhere", lambda: client.delete_traces("0", trace_ids=[gone]))
    do("delete_traces", lambda: client.delete_traces(e, trace_ids=[gone, gone, "tr-" + "0" * 32]))
    do("delete_traces again", lambda: client.delete_traces(e, trace_ids=[gone]))
    do("get_trace deleted", lambda: client.get_trace(gone, display=False))
    do("set_trace_tag deleted", lambda: client.set_trace_tag(gone, "k", "v"))
    assessments(t)
    do("delete_traces by time", lambda: client.delete_traces(e, int(time.time() * 1000) + 60_000, 1))


def trace_of(trace):
    info = plain(trace.info)
    for key in ("execution_duration", "execution_duration_ms", "execution_time_ms", "request_time", "timestamp_ms", "response_preview", "request_preview"):
        info.pop(key, None)
    for key in ("mlflow.source.name", "mlflow.source.type", "mlflow.source.git.commit", "mlflow.source.git.branch", "mlflow.source.git.repoURL", "mlflow.user", "mlflow.trace.sizeStats", "mlflow.trace.sizeBytes"):
        info.get("trace_metadata", {}).pop(key, None)
        info.get("tags", {}).pop(key, None)
    spans = [
        {"name": s.name, "type": s.span_type, "status": plain(s.status), "inputs": s.inputs, "outputs": s.outputs, "root": s.parent_id is None, "attributes": plain({k: v for k, v in s.attributes.items() if k != "mlflow.experimentId"})}
        for s in trace.data.spans
    ]
    return {"info": info, "spans": spans}


def assessments(t):
    from mlflow.entities import AssessmentSource

    human = AssessmentSource(source_type="HUMAN", source_id="ü")
    if not hasattr(mlflow, "log_feedback"):
        return
    one = do("log_feedback", lambda: mlflow.log_feedback(trace_id=t, name="q", value=1, source=human, rationale="ünï", metadata={"a": "b"}))
    for at, value in enumerate([True, False, 0, 1.5, -0.0, "", "ü", [], [1, "a"], {}, {"a": None}, None, "x" * 9000, 2**60, math.nan, "a\0b", {"🙂": [1, 2.0]}]):
        do(f"log_feedback {at}", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name=f"f{at}", value=value)))
        do(f"log_expectation {at}", lambda: assessment_of(mlflow.log_expectation(trace_id=t, name=f"e{at}", value=value)))
    for what, text in hostile.items():
        do(f"log_feedback name {what}", lambda: short(mlflow.log_feedback(trace_id=t, name=text, value=1).name))
        do(f"log_feedback of {what}", lambda: mlflow.log_feedback(trace_id=text, name="x", value=1))
        do(f"log_feedback rationale {what}", lambda: short(mlflow.log_feedback(trace_id=t, name=f"r {what}", value=1, rationale=text).rationale))
        do(f"get_assessment {what}", lambda: mlflow.get_assessment(t, text))
        do(f"delete_assessment {what}", lambda: mlflow.delete_assessment(trace_id=t, assessment_id=text))
    do("log_feedback of no trace", lambda: mlflow.log_feedback(trace_id="tr-" + "0" * 32, name="x", value=1))
    do("log_feedback of no span", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="x", value=1, span_id="0" * 16)))
    do("log_feedback error", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="err", error=ValueError("bad"))))
    do("log_feedback list of dicts", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="l", value=[{"a": 1}])))
    do("get_assessment", lambda: assessment_of(mlflow.get_assessment(t, one.assessment_id)))
    do("override_feedback", lambda: assessment_of(mlflow.override_feedback(trace_id=t, assessment_id=one.assessment_id, value=2, rationale="no")))
    do("override_feedback again", lambda: assessment_of(mlflow.override_feedback(trace_id=t, assessment_id=one.assessment_id, value=3)))
    do("override_feedback missing", lambda: mlflow.override_feedback(trace_id=t, assessment_id="a-" + "0" * 32, value=3))
    do("overridden", lambda: assessment_of(mlflow.get_assessment(t, one.assessment_id)))
    from mlflow.entities import Expectation, Feedback

    do("update_assessment", lambda: assessment_of(mlflow.update_assessment(t, one.assessment_id, Feedback(name="renamed", value="x", metadata={"c": "d"}))))
    do("update_assessment kind", lambda: mlflow.update_assessment(t, one.assessment_id, Expectation(name="q", value="x")))
    do("update_assessment missing", lambda: mlflow.update_assessment(t, "a-" + "0" * 32, Feedback(name="q", value="x")))
    do("delete_assessment", lambda: mlflow.delete_assessment(t, one.assessment_id))
    do("delete_assessment again", lambda: mlflow.delete_assessment(t, one.assessment_id))
    do("assessments", lambda: sorted((assessment_of(a) for a in real.get_trace(t, display=False).info.assessments), key=lambda a: (len(a["assessment_name"]), a["assessment_name"], str(a.get("feedback")))))


def assessment_of(assessment):
    kept = assessment.to_dictionary()
    for key in ("create_time", "last_update_time"):
        kept.pop(key, None)
    stack = kept.get("feedback", {}).get("error", {})
    stack.pop("stack_trace", None)
    kept.get("source", {}).pop("source_id", None)
    return plain(kept)


def datasets(e):
    other = experiment("of datasets")
    d = do("create_dataset", lambda: client.create_dataset("dï", e, {"k": "v", "n": 5}))
    second = client.create_dataset("dï", [e, other])
    gone = client.create_dataset("gone", [])
    client.delete_dataset(gone.dataset_id)
    for what, text in hostile.items():
        do(f"create_dataset {what}", lambda: short(client.create_dataset(text, e).name))
        do(f"create_dataset in {what}", lambda: client.create_dataset("x", text).experiment_ids)
        do(f"get_dataset {what}", lambda: client.get_dataset(text))
        do(f"delete_dataset {what}", lambda: client.delete_dataset(text))
        do(f"set_dataset_tags value {what}", lambda: client.set_dataset_tags(d.dataset_id, {f"value {what}": text}))
        do(f"set_dataset_tags key {what}", lambda: client.set_dataset_tags(d.dataset_id, {text: "v"}))
        do(f"delete_dataset_tag {what}", lambda: client.delete_dataset_tag(d.dataset_id, text))
        do(f"search_datasets {what}", lambda: len(client.search_datasets([e], text)) > 0)
        do(f"search_datasets token {what}", lambda: len(client.search_datasets([e], page_token=text)) > 0)
        do(f"search_datasets order {what}", lambda: len(client.search_datasets([e], order_by=[text])) > 0)
        do(f"search_datasets in {what}", lambda: client.search_datasets([text])[:0])
        do(f"add_dataset_to_experiments {what}", lambda: client.add_dataset_to_experiments(d.dataset_id, [text]).experiment_ids)
        do(f"remove_dataset_from_experiments {what}", lambda: client.remove_dataset_from_experiments(d.dataset_id, [text]).experiment_ids)
    do("get_dataset", lambda: client.get_dataset(d.dataset_id))
    do("add_dataset_to_experiments", lambda: client.add_dataset_to_experiments(d.dataset_id, [other, other]).experiment_ids)
    do("add_dataset_to_experiments unknown", lambda: client.add_dataset_to_experiments(d.dataset_id, ["98765432"]).experiment_ids)
    do("remove_dataset_from_experiments", lambda: client.remove_dataset_from_experiments(d.dataset_id, [e, "98765432"]).experiment_ids)
    do("set_dataset_tags nothing", lambda: client.set_dataset_tags(d.dataset_id, {}))
    do("set_dataset_tags values", lambda: client.set_dataset_tags(d.dataset_id, {"n": 5, "b": True, "none": None, "l": [1]}))
    do("tags", lambda: client.get_dataset(d.dataset_id).tags)
    do("delete_dataset_tag", lambda: client.delete_dataset_tag(d.dataset_id, "n"))
    do("delete_dataset_tag again", lambda: client.delete_dataset_tag(d.dataset_id, "n"))
    for name, write in {
        "get_dataset": lambda: client.get_dataset(gone.dataset_id),
        "set_dataset_tags": lambda: client.set_dataset_tags(gone.dataset_id, {"a": "b"}),
        "delete_dataset_tag": lambda: client.delete_dataset_tag(gone.dataset_id, "a"),
        "add_dataset_to_experiments": lambda: client.add_dataset_to_experiments(gone.dataset_id, [e]),
        "remove_dataset_from_experiments": lambda: client.remove_dataset_from_experiments(gone.dataset_id, [e]),
        "delete_dataset": lambda: client.delete_dataset(gone.dataset_id),
    }.items():
        do(f"{name} on a deleted dataset", write)
    do("search_datasets", lambda: [x.name for x in client.search_datasets([other], order_by=["created_time ASC"])])
    do("search_datasets twice", lambda: len(client.search_datasets([e, e])))
    do("search_datasets filter", lambda: [x.dataset_id for x in client.search_datasets([other], "name = 'dï'", order_by=["created_time ASC"])])
    do("search_datasets zero", lambda: client.search_datasets(max_results=0))
    do("search_datasets many", lambda: client.search_datasets(max_results=50001))
    do("merge_records", lambda: record_states(second, [
        [{"inputs": {"q": "ünï", "n": 1}, "expectations": {"a": 1, "b": [1]}, "tags": {"t": "1"}}],
        [{"inputs": {"n": 1, "q": "ünï"}, "expectations": {"a": 2, "c": None}, "tags": {"u": "2"}}],
        [{"inputs": {"n": 1.0, "q": "ünï"}}, {"inputs": {"n": True, "q": "ünï"}}],
        [{"inputs": {"q": "o"}, "outputs": {"x": 1}}, {"inputs": {"q": "o"}, "outputs": "y"}],
        [{"inputs": {"q": "s"}, "source": {"source_type": "HUMAN", "source_data": {"user": "ü"}}}],
        [{"inputs": {}}],
        [{"expectations": {"a": 1}}],
        [],
        [{"inputs": {"nul": "a\0b"}}],
        [{"inputs": {"deep": {"a": [{"b": None}]}}}],
    ]))


def record_states(dataset, merges):
    seen = []
    for records in merges:
        try:
            dataset.merge_records(records)
            seen.append("merged")
        except Exception as error:
            seen.append(refusal(error))
    dataset = real.get_dataset(dataset.dataset_id)
    frame = dataset.to_df()
    rows = frame.to_dict("records")
    for row in rows:
        for key in ("dataset_record_id", "created_time", "last_update_time", "create_time"):
            row.pop(key, None)
    profile, schema = (json.loads(text) for text in (dataset.profile, dataset.schema))
    return {"merges": seen, "rows": sorted((plain(row) for row in rows), key=lambda row: json.dumps(row, sort_keys=True)), "profile": profile, "schema": schema}


def webhooks():
    hook = do("create_webhook", lambda: client.create_webhook("w", "https://93.184.215.14/x", ["registered_model.created"], "d", "secret"))
    gone = client.create_webhook("gone", "https://93.184.215.14/x", ["model_version.created"])
    client.delete_webhook(gone.webhook_id)
    for what, text in hostile.items():
        do(f"create_webhook name {what}", lambda: short(client.create_webhook(text, "https://93.184.215.14/x", ["registered_model.created"]).name))
        do(f"create_webhook url {what}", lambda: client.create_webhook("u", text, ["registered_model.created"]))
        do(f"create_webhook event {what}", lambda: client.create_webhook("u", "https://93.184.215.14/x", [text]))
        do(f"create_webhook status {what}", lambda: client.create_webhook("u", "https://93.184.215.14/x", ["registered_model.created"], status=text))
        do(f"get_webhook {what}", lambda: client.get_webhook(text))
        do(f"update_webhook {what}", lambda: short(client.update_webhook(hook.webhook_id, name=text).name))
        do(f"list_webhooks token {what}", lambda: len(client.list_webhooks(page_token=text)) > 0)
    for url in ("http://example.com/x", "https://user:p@example.com", "ftp://example.com", "https://", "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest", "example.com", "https://example.com:99999/x"):
        do(f"create_webhook {url}", lambda: client.create_webhook("u", url, ["registered_model.created"]).url)
    by_entity = lambda webhook: sorted(plain(webhook.events), key=str)
    do("create_webhook no events", lambda: client.create_webhook("u", "https://93.184.215.14/x", []))
    do("create_webhook twice an event", lambda: by_entity(client.create_webhook("u2", "https://93.184.215.14/x", ["prompt.created", "prompt.created"])))
    do("create_webhook all events", lambda: by_entity(client.create_webhook("u3", "https://93.184.215.14/x", ["registered_model.created", "model_version.created", "model_version_tag.set", "model_version_tag.deleted", "model_version_alias.created", "model_version_alias.deleted", "prompt.created", "prompt_version.created", "prompt_tag.set", "prompt_tag.deleted", "prompt_version_tag.set", "prompt_version_tag.deleted", "prompt_alias.created", "prompt_alias.deleted"])))
    do("create_webhook same name", lambda: client.create_webhook("w", "https://93.184.215.14/y", ["prompt.created"]).name)
    do("get_webhook", lambda: client.get_webhook(hook.webhook_id))
    do("update_webhook nothing", lambda: client.update_webhook(hook.webhook_id))
    do("update_webhook", lambda: client.update_webhook(hook.webhook_id, "w2", "", "https://93.184.215.14/z", ["prompt.created"], "s", "DISABLED"))
    do("update_webhook no events", lambda: client.update_webhook(hook.webhook_id, events=[]).events)
    do("update_webhook url", lambda: client.update_webhook(hook.webhook_id, url="http://127.0.0.1"))
    do("list_webhooks", lambda: sorted(w.name for w in client.list_webhooks()))
    for size in (0, -1, 1001, 1):
        do(f"list_webhooks {size}", lambda: len(client.list_webhooks(size)))
    for name, write in {
        "get_webhook": lambda: client.get_webhook(gone.webhook_id),
        "update_webhook": lambda: client.update_webhook(gone.webhook_id, "x"),
        "delete_webhook": lambda: client.delete_webhook(gone.webhook_id),
        "test_webhook": lambda: client.test_webhook(gone.webhook_id),
    }.items():
        do(f"{name} on a deleted webhook", write)


def main():
    e = experiments()
    r = runs(e)
    inputs(e)
    artifacts(e)
    m = logged_models(e)
    registry(e, m)
    prompts(e, r, m)
    traces(experiment("traces"), r)
    datasets(e)
    webhooks()


main()
public = [name for name, _ in inspect.getmembers(MlflowClient, callable) if not name.startswith("_")]
print_results(url, called=sorted(called), public=public)
