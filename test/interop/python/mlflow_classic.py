"""What an application with an older MLflow client does, one line of output a step.

The same script runs against MLflow's own server and against this one, so nothing that is printed depends on ids and
times. Arguments: the server's URL.
"""

import math
import os
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType

url = sys.argv[1]
mlflow.set_tracking_uri(url)
client = MlflowClient()


def step(name, work):
    try:
        outcome = work()
    except Exception as error:
        outcome = f"raised error_code {getattr(error, 'error_code', type(error).__name__.upper())}"
    print(f"STEP {name}: {outcome!r}")


def shown(run_id):
    run = client.get_run(run_id)
    tags = {k: v for k, v in run.data.tags.items() if not k.startswith("mlflow.")}
    metrics = {k: str(v) for k, v in sorted(run.data.metrics.items())}
    return run.info.status, run.info.lifecycle_stage, run.info.run_name, metrics, sorted(run.data.params.items()), sorted(tags.items())


experiment_id = client.create_experiment("classic", tags={"a": "b"})
step("experiment", lambda: sorted(client.get_experiment(experiment_id).tags.items()))
step("experiment by name", lambda: client.get_experiment_by_name("classic").experiment_id == experiment_id)
step("no such experiment", lambda: client.get_experiment_by_name("nothing"))
step("same name", lambda: client.create_experiment("classic"))
step("search", lambda: [e.name for e in client.search_experiments(filter_string="tags.a = 'b'")])
step("default", lambda: client.get_experiment("0").name)

mlflow.set_experiment("classic")
with mlflow.start_run(run_name="parent") as parent:
    mlflow.log_params({"x": 1, "y": "two"})
    for i in range(5):
        mlflow.log_metric("loss", 1 / (i + 1), step=i)
    mlflow.log_metrics({"nan": math.nan, "inf": math.inf})
    mlflow.set_tag("color", "red")
    with mlflow.start_run(nested=True, run_name="child") as child:
        mlflow.log_metric("score", 3)
run_id = parent.info.run_id
step("run", lambda: shown(run_id))
step("child's parent", lambda: client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == run_id)
step("history", lambda: [(m.step, round(m.value, 6)) for m in client.get_metric_history(run_id, "loss")])
step("param changed", lambda: client.log_param(run_id, "x", 2))
step("batch", lambda: client.log_batch(run_id, [Metric("b", 1.5, 1, 0)], [Param("z", "3")], [RunTag("t", "u")]) or shown(run_id))
step("bad key", lambda: client.log_metric(run_id, "a//b", 1))
step("search runs", lambda: [r.info.run_name for r in client.search_runs([experiment_id], "metrics.score > 2 and attributes.status = 'FINISHED'")])
step("ordered", lambda: [r.info.run_name for r in client.search_runs([experiment_id], order_by=["metrics.loss ASC"])])
step("wrong filter", lambda: client.search_runs([experiment_id], "metrics.score = 'a'"))
step("deleted", lambda: client.delete_run(child.info.run_id) or [r.info.run_name for r in client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)])
step("restored", lambda: client.restore_run(child.info.run_id) or shown(child.info.run_id))
step("renamed", lambda: client.update_run(run_id, status="KILLED", name="other") or shown(run_id))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a.txt")
    with open(path, "w") as file:
        file.write("hello")
    step("log_artifact", lambda: client.log_artifact(run_id, path, "sub"))
step("log_text", lambda: client.log_text(run_id, "ünï", "ü dir/text.txt"))
step("log_dict", lambda: client.log_dict(run_id, {"k": [1, 2]}, "d.json"))
step("list", lambda: sorted((f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run_id)))
step("list sub", lambda: [(f.path, f.is_dir, f.file_size) for f in client.list_artifacts(run_id, "sub")])
step("load_text", lambda: mlflow.artifacts.load_text(f"runs:/{run_id}/ü dir/text.txt"))
step("load_dict", lambda: mlflow.artifacts.load_dict(f"runs:/{run_id}/d.json"))
step("none", lambda: mlflow.artifacts.load_text(f"runs:/{run_id}/none.txt"))

client.create_registered_model("classic-model", tags={"a": "b"}, description="d")
step("registered twice", lambda: client.create_registered_model("classic-model"))
for i in range(3):
    client.create_model_version("classic-model", f"{parent.info.artifact_uri}/sub", run_id=run_id)
step("stages", lambda: client.transition_model_version_stage("classic-model", "2", "Staging").current_stage)
step("latest", lambda: sorted((v.version, v.current_stage) for v in client.get_latest_versions("classic-model")))
step("alias", lambda: client.set_registered_model_alias("classic-model", "champion", "3") or client.get_model_version_by_alias("classic-model", "champion").version)
step("no alias", lambda: client.get_model_version_by_alias("classic-model", "nobody"))
step("versions", lambda: [str(v.version) for v in client.search_model_versions("name = 'classic-model'", order_by=["version_number DESC"])])
step("models", lambda: [m.name for m in client.search_registered_models("name LIKE 'classic%'")])
step("tags of a version", lambda: client.set_model_version_tag("classic-model", "1", "k", "v") or client.get_model_version("classic-model", "1").tags)
step("download uri", lambda: client.get_model_version_download_uri("classic-model", "1") == f"{parent.info.artifact_uri}/sub")
step("version deleted", lambda: client.delete_model_version("classic-model", "1") or client.get_model_version("classic-model", "1"))
step("model renamed", lambda: client.rename_registered_model("classic-model", "classic-2") or client.get_registered_model("classic-2").name)
step("model deleted", lambda: client.delete_registered_model("classic-2") or client.get_registered_model("classic-2"))


@mlflow.trace(span_type="AGENT")
def agent(question):
    with mlflow.start_span("inner", span_type="TOOL") as span:
        span.set_inputs({"q": question})
        span.set_outputs(["a", 1])
    return {"answer": question.upper()}


agent("hi")
trace_id = mlflow.get_last_active_trace_id()
mlflow.flush_trace_async_logging() if hasattr(mlflow, "flush_trace_async_logging") else None


def trace():
    found = client.get_trace(trace_id)
    return found.info.status, [(s.name, s.span_type, s.inputs, s.outputs) for s in found.data.spans]


step("trace", trace)
step("trace tag", lambda: client.set_trace_tag(trace_id, "k", "v") or client.get_trace(trace_id).info.tags["k"])
step("search traces", lambda: [t.info.request_id == trace_id for t in client.search_traces([experiment_id])])
step("search traces by tag", lambda: len(client.search_traces([experiment_id], filter_string="tag.k = 'v'")))
step("delete traces", lambda: client.delete_traces(experiment_id, request_ids=[trace_id]))
step("experiment deleted", lambda: client.delete_experiment(experiment_id) or client.get_experiment(experiment_id).lifecycle_stage)
step("experiment restored", lambda: client.restore_experiment(experiment_id) or client.get_experiment(experiment_id).lifecycle_stage)
