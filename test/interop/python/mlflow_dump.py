"""Prints everything that a server holds, as the released client sees it, as JSON.

What an import may change, the places of files, is printed as "<place>". Arguments: the server's URL.
"""

import json
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
places = ("mlflow.artifactLocation", "mlflow.trace.spansLocation")


def plain(value):
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in sorted(value.items()) if k not in places}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)


def fields(entity, *left_out):
    return plain({k.lstrip("_"): v for k, v in vars(entity).items() if k.lstrip("_") not in left_out})


def run(info):
    found = client.get_run(info.run_id)
    return {
        "info": fields(found.info, "artifact_uri"),
        "metrics": plain(found.data.metrics),
        "params": plain(found.data.params),
        "tags": plain(found.data.tags),
        "history": {k: [(m.step, m.timestamp, repr(m.value)) for m in client.get_metric_history(info.run_id, k)] for k in sorted(found.data.metrics)},
        "files": sorted(f.path for f in client.list_artifacts(info.run_id)),
        "datasets": [(i.dataset.name, i.dataset.digest, i.dataset.source, [(t.key, t.value) for t in i.tags]) for i in found.inputs.dataset_inputs],
        "models": [(o.model_id, o.step) for o in (found.outputs.model_outputs if found.outputs else [])],
    }


def trace(found):
    info = found.info
    return {
        "id": info.trace_id,
        "state": str(info.state),
        "time": info.request_time,
        "duration": info.execution_duration,
        "previews": [info.request_preview, info.response_preview],
        "metadata": plain({k: v for k, v in info.trace_metadata.items() if k not in ("mlflow.trace.sizeStats", "mlflow.trace.sizeBytes", "mlflow.trace.infoFinalized")}),
        "tags": plain({k: json.loads(v) if k == "mlflow.linkedPrompts" else v for k, v in info.tags.items()}),
        "assessments": [
            (a.assessment_id, a.name, plain(a.value), a.rationale, plain(a.metadata), a.source.source_type, a.create_time_ms, a.last_update_time_ms, a.overrides, a.valid, str(a.error))
            for a in sorted(info.assessments, key=lambda a: (a.name, a.create_time_ms))
        ],
        "spans": [(s.span_id, s.parent_id, s.name, s.span_type, s.start_time_ns, s.end_time_ns, plain(s.inputs), plain(s.outputs), plain(s.attributes)) for s in found.data.spans],
    }


# Since 3.17: label schemas, review queues, versions of scorers, issues.
has_reviews = tuple(int(part) for part in mlflow.__version__.split(".")[:2]) >= (3, 17)


def reviews(experiment_id):
    from mlflow.genai import label_schemas as ls
    from mlflow.genai import review_queues as rq
    from mlflow.genai.scorers.registry import list_scorer_versions, list_scorers

    queues = rq.list_review_queues(experiment_id=experiment_id)
    scorers = sorted({s.name for s in list_scorers(experiment_id=experiment_id)})
    return {
        "schemas": [fields(s) for s in sorted(ls.list_label_schemas(experiment_id=experiment_id), key=lambda s: s.name) if not s.is_default],
        "queues": [(fields(q), [fields(i) for i in rq.list_review_queue_items(q.queue_id)]) for q in sorted(queues, key=lambda q: q.name)],
        "scorers": [(s.model_dump_json(), v) for name in scorers for s, v in list_scorer_versions(name=name, experiment_id=experiment_id)],
        "issues": [fields(i) for i in sorted(mlflow.search_issues(experiment_id=experiment_id) if hasattr(mlflow, "search_issues") else client._tracking_client.store.search_issues(experiment_id=experiment_id), key=lambda i: i.issue_id)],
    }


def dataset(found):
    found.to_df()
    held = found._mlflow_dataset.to_dict()
    return plain({**held, "profile": json.loads(held["profile"]), "records": sorted(held["records"], key=lambda r: r["dataset_record_id"])})


out = {"experiments": [], "models": [], "prompts": []}
for experiment in sorted(client.search_experiments(view_type=ViewType.ALL), key=lambda e: e.name):
    id = experiment.experiment_id
    runs = client.search_runs([id], run_view_type=ViewType.ALL)
    traces = client.search_traces(locations=[id])
    out["experiments"].append(
        {
            "experiment": fields(experiment, "artifact_location"),
            "runs": [run(r.info) for r in sorted(runs, key=lambda r: r.info.run_id)],
            "logged models": [
                (m.model_id, m.name, m.model_type, str(m.status), plain(m.tags), plain(m.params), m.source_run_id, [(x.key, repr(x.value), x.step) for x in m.metrics or []])
                for m in sorted(client.search_logged_models([id]), key=lambda m: m.model_id)
            ],
            "traces": [trace(t) for t in sorted(traces, key=lambda t: t.info.trace_id)],
            "traces of runs": {r.info.run_id: sorted(t.info.trace_id for t in client.search_traces(locations=[id], run_id=r.info.run_id)) for r in runs},
            "reviews": reviews(id) if has_reviews and experiment.lifecycle_stage == "active" else None,
        }
    )
for model in client.search_registered_models():
    # In a search MLflow's server does not say which aliases a version has, and this one does: the model says them.
    versions = client.search_model_versions(f"name = '{model.name}'")
    out["models"].append((fields(model, "latest_version"), [fields(v, "aliases") for v in sorted(versions, key=lambda v: int(v.version))]))
for prompt in mlflow.genai.search_prompts():
    loaded = [mlflow.genai.load_prompt(prompt.name, version=v) for v in (1, 2)]
    out["prompts"].append((prompt.name, plain(prompt.tags), [(p.version, p.template, p.commit_message, plain(p.tags)) for p in loaded]))
import mlflow.genai.datasets

out["datasets"] = [dataset(d) for d in sorted(mlflow.genai.datasets.search_datasets(), key=lambda d: d.name)]
# Their secrets are not read, so those that had one are switched off.
out["webhooks"] = [
    {**fields(w, "status", "workspace", "events"), "events": sorted(str(e) for e in w.events)}
    for w in sorted(client.list_webhooks(), key=lambda w: w.name)
]
print("RESULTS " + json.dumps(out))
