"""Logged models."""

import os
import tempfile

import mlflow
from mlflow.entities import LoggedModelInput, LoggedModelOutput

from outcomes import do, hostile, short

from .client import client, experiment, run_in


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
