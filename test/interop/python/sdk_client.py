"""Reads what the SDK's client wrote, and writes what it reads. Prints {scenario: what the client saw}.

sdk_client.py TRACKING_URI MARKER RUN_ID TRACE_ID
"""

import json
import math
import sys
import traceback

import mlflow
from mlflow import MlflowClient

tracking_uri, marker, run_id, trace_id = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()
experiment_id = mlflow.set_experiment(f"sdk {marker}").experiment_id


def prompt_seen(prompt):
    return {
        "template": prompt.template,
        "version": int(prompt.version),
        "message": prompt.commit_message,
        "tags": {k: v for k, v in prompt.tags.items() if not k.startswith("_mlflow")},
        "aliases": list(prompt.aliases),
        "response format": prompt.response_format,
        "model config": prompt.model_config,
        "variables": sorted(prompt.variables),
    }


def prompts():
    text = mlflow.genai.load_prompt(f"prompts:/text-{marker}@production")
    chat = mlflow.genai.load_prompt(f"chat-{marker}", version=1)
    found = mlflow.genai.search_prompts(f"experiment_id = '{experiment_id}'")
    return {
        "text": prompt_seen(text),
        "formatted": text.format(name="Ida"),
        "chat": prompt_seen(chat),
        "of the experiment": sorted(prompt.name.replace(f"-{marker}", "") for prompt in found),
    }


def run():
    run = client.get_run(run_id)
    history = client.get_metric_history(run_id, "loss")
    [child] = mlflow.search_runs(
        [experiment_id], filter_string=f"tags.mlflow.parentRunId = '{run_id}'", output_format="list"
    )
    path = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="notes/ü.txt")
    return {
        "status": run.info.status,
        "name": run.info.run_name,
        "params": run.data.params,
        "history": [[point.step, "NaN" if math.isnan(point.value) else point.value] for point in history],
        "child": child.info.run_name,
        "dataset": [(d.dataset.name, d.dataset.digest, d.tags[0].value) for d in run.inputs.dataset_inputs],
        "files": sorted(file.path for file in client.list_artifacts(run_id)),
        "text": open(path, encoding="utf-8").read(),
        "json": mlflow.artifacts.load_dict(f"{run.info.artifact_uri}/data.json"),
    }


def models():
    [model] = mlflow.search_logged_models([experiment_id], f"name = 'agent-{marker}'", output_format="list")
    version = client.get_model_version_by_alias(f"registered-{marker}", "champion")
    return {
        "status": str(model.status),
        "params": model.params,
        "active": mlflow.set_active_model(name=f"agent-{marker}").model_id == model.model_id,
        "version": [int(version.version), version.tags, version.status],
        "mlmodel": mlflow.models.Model.load(model.artifact_location).model_id == model.model_id,
    }


def trace():
    trace = mlflow.get_trace(trace_id)
    [found] = mlflow.search_traces(
        [experiment_id], filter_string="feedback.correct = 'true'", return_type="list"
    )
    return {
        "found": found.info.trace_id == trace_id,
        "assessments": sorted(
            [a.name, a.value, a.rationale, a.source.source_type, a.valid] for a in trace.info.assessments
        ),
        "tags": {k: v for k, v in trace.info.tags.items() if k == "checked"},
    }


def written():
    name = f"python-{marker}"
    mlflow.genai.register_prompt(
        name,
        [{"role": "user", "content": "{{ question }} – ü"}],
        commit_message="of Python",
        tags={"by": "python"},
        response_format={"type": "object"},
        model_config={"model_name": "m", "temperature": 0.5},
    )
    mlflow.genai.set_prompt_alias(name, "staging", 1)
    with mlflow.start_run(run_name="python") as active:
        mlflow.log_params({"rate": 0.1, "on": True})
        mlflow.log_metric("loss", float("nan"), step=1)
        mlflow.log_metric("loss", 0.25, step=2)
        mlflow.log_text("Grüße", "a b/c.txt")
    mlflow.log_feedback(trace_id=trace_id, name="python", value={"score": [1, 2]}, rationale="r")
    mlflow.log_expectation(trace_id=trace_id, name="facts", value=["a", {"b": None}])
    return {"run": active.info.run_id}


results = {}
for scenario in (prompts, run, models, trace, written):
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results), flush=True)
