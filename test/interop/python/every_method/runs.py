"""Runs: params, metrics, tags, search."""

import math

import numpy
from mlflow.entities import LoggedModelOutput, Metric, Param, RunTag

from outcomes import do, hostile

from .client import client, experiment, run_in
from .inputs import dataset_input


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
