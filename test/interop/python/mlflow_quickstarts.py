"""MLflow's quickstart tutorials as a user types them, without what needs a model provider. Prints {scenario: what the user sees}.

mlflow_quickstarts.py GROUP, with MLFLOW_TRACKING_URI
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import traceback

import mlflow
from click.testing import CliRunner
from mlflow import MlflowClient
from mlflow.cli import cli

[group] = sys.argv[1:]
client = MlflowClient()
params = {"solver": "lbfgs", "max_iter": 1000, "random_state": 8888}


def shell(*args):
    """What `mlflow ARGS` prints; in this process, because each of its own takes seconds to start."""
    result = CliRunner().invoke(cli, args)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout if result.exit_code == 0 else f"exit {result.exit_code}: {result.output}"


def iris():
    from sklearn import datasets
    from sklearn.model_selection import train_test_split

    X, y = datasets.load_iris(return_X_y=True)
    return train_test_split(X, y, test_size=0.2, random_state=42)


def autologging():
    from sklearn.linear_model import LogisticRegression

    mlflow.set_experiment("MLflow Quickstart")
    X_train, X_test, y_train, y_test = iris()
    mlflow.sklearn.autolog()
    lr = LogisticRegression(**params)
    lr.fit(X_train, y_train)
    lr.score(X_test, y_test)
    mlflow.sklearn.autolog(disable=True)
    run = mlflow.last_active_run()
    [model] = mlflow.search_logged_models(
        experiment_ids=[run.info.experiment_id], filter_string=f"source_run_id = '{run.info.run_id}'", output_format="list"
    )
    return {
        "experiment": mlflow.get_experiment(run.info.experiment_id).name,
        "status": run.info.status,
        "max_iter": run.data.params["max_iter"],
        "metrics": sorted(run.data.metrics),
        "files": sorted(f.path for f in client.list_artifacts(run.info.run_id)),
        "datasets": [[d.dataset.name, d.dataset.source_type, d.tags[0].value] for d in run.inputs.dataset_inputs],
        "estimator": run.data.tags["estimator_name"],
        "model": [model.name, model.status.value, "training_accuracy_score" in {m.key for m in model.metrics}],
    }


def logging_by_hand():
    import pandas as pd
    from mlflow.models import infer_signature
    from sklearn import datasets
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score

    mlflow.set_experiment("MLflow Quickstart")
    X_train, X_test, y_train, y_test = iris()
    with mlflow.start_run() as run:
        mlflow.log_params(params)
        lr = LogisticRegression(**params)
        lr.fit(X_train, y_train)
        accuracy = accuracy_score(y_test, lr.predict(X_test))
        model_info = mlflow.sklearn.log_model(
            sk_model=lr,
            name="iris_model",
            signature=infer_signature(X_train, lr.predict(X_train)),
            input_example=X_train,
            registered_model_name="tracking-quickstart",
            pip_requirements=["scikit-learn"],
        )
        mlflow.log_metric("accuracy", accuracy)
        mlflow.set_tag("Training Info", "Basic LR model for iris data")
    loaded = mlflow.pyfunc.load_model(model_info.model_uri)
    result = pd.DataFrame(X_test, columns=datasets.load_iris().feature_names)
    result["actual_class"] = y_test
    result["predicted_class"] = loaded.predict(X_test)
    got = client.get_run(run.info.run_id)
    registered = client.get_model_version("tracking-quickstart", 1)
    outputs = got.outputs.model_outputs
    logged = mlflow.get_logged_model(model_info.model_id)
    return {
        "params": got.data.params,
        "accuracy": bool(got.data.metrics["accuracy"] == accuracy == (result.actual_class == result.predicted_class).mean()),
        "tag": got.data.tags["Training Info"],
        "outputs": [o.model_id == model_info.model_id for o in outputs],
        "logged": [logged.name, logged.status.value, logged.source_run_id == run.info.run_id, logged.model_type],
        "of the model": logged.params == got.data.params,
        "signature": [str(i.type) for i in loaded.metadata.signature.inputs.inputs],
        "example": loaded.input_example.shape == X_train.shape,
        "registered": [registered.name, str(registered.version), registered.status, registered.source == f"models:/{model_info.model_id}"],
        "native": type(mlflow.sklearn.load_model(model_info.model_uri)).__name__,
        "by run": len(mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/iris_model").predict(X_test)),
        "requires": mlflow.pyfunc.get_model_dependencies(model_info.model_uri).endswith("requirements.txt"),
    }


def searching_hyperparameters():
    from sklearn.linear_model import LogisticRegression

    experiment = mlflow.set_experiment("hyperparameter tuning")
    X_train, X_test, y_train, y_test = iris()
    with mlflow.start_run(run_name="study") as study:
        mlflow.log_param("n_trials", 4)
        for trial, c in enumerate([0.001, 0.1, 1.0, 10.0]):
            with mlflow.start_run(nested=True, run_name=f"trial_{trial}") as child:
                mlflow.log_params({"C": c, "solver": "lbfgs"})
                lr = LogisticRegression(C=c, max_iter=1000).fit(X_train, y_train)
                model = mlflow.initialize_logged_model(name=f"c{trial}", params={"C": c})
                mlflow.finalize_logged_model(model.model_id, "READY")
                for step in range(3):
                    mlflow.log_metric("loss", 1 / (step + 1) + c, step=step, model_id=model.model_id)
                mlflow.log_metric("accuracy", lr.score(X_test, y_test), model_id=model.model_id)
        best = mlflow.search_runs(
            [experiment.experiment_id],
            filter_string=f"tags.mlflow.parentRunId = '{study.info.run_id}' AND params.solver = 'lbfgs'",
            order_by=["metrics.accuracy DESC", "params.C ASC"],
            max_results=1,
        ).iloc[0]
        mlflow.log_params({"best_C": best["params.C"]})
        mlflow.log_metric("best_accuracy", best["metrics.accuracy"])
    frame = mlflow.search_runs(experiment_names=["hyperparameter tuning"], order_by=["metrics.loss ASC", "attributes.start_time ASC"])
    models = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string="metrics.loss < 1 AND params.C != '0.1'",
        order_by=[{"field_name": "metrics.loss", "ascending": False}],
        output_format="list",
    )
    history = client.get_metric_history(child.info.run_id, "loss")
    return {
        "shape": [len(frame), sorted(c for c in frame.columns if c.startswith(("params.", "metrics.")))],
        "in order": frame["tags.mlflow.runName"].tolist(),
        "parents": int((frame["tags.mlflow.parentRunId"] == study.info.run_id).sum()),
        "types": [str(frame[c].dtype) for c in ["start_time", "metrics.accuracy", "params.C"]],
        "best": [best["tags.mlflow.runName"], client.get_run(study.info.run_id).data.params["best_C"] == best["params.C"]],
        "models": [m.name for m in models],
        "history": [[m.step, round(m.value, 3)] for m in history],
        "children": len(client.search_runs([experiment.experiment_id], f"tag.mlflow.parentRunId = '{study.info.run_id}'")),
        "recent": [r.info.run_name for r in client.search_runs([experiment.experiment_id], order_by=["start_time DESC"], max_results=2)],
    }


def model_registry():
    from sklearn.linear_model import LogisticRegression

    mlflow.set_experiment("registry")
    X_train, X_test, y_train, y_test = iris()
    lr = LogisticRegression(**params).fit(X_train, y_train)
    reqs = ["scikit-learn"]
    with mlflow.start_run():
        first = mlflow.sklearn.log_model(lr, name="model", registered_model_name="iris-classifier", pip_requirements=reqs)
        second = mlflow.sklearn.log_model(lr, name="model", pip_requirements=reqs)
    version = mlflow.register_model(second.model_uri, "iris-classifier", tags={"validation_status": "pending"})
    client.set_registered_model_alias("iris-classifier", "champion", version.version)
    client.set_registered_model_tag("iris-classifier", "task", "classification")
    client.set_model_version_tag("iris-classifier", version.version, "validation_status", "approved")
    client.update_registered_model("iris-classifier", description="Which iris it is")
    client.update_model_version("iris-classifier", "1", description="the first")
    champion = client.get_model_version_by_alias("iris-classifier", "champion")
    predictions = [
        mlflow.pyfunc.load_model(f"models:/iris-classifier{which}").predict(X_test).tolist() == lr.predict(X_test).tolist()
        for which in ["@champion", "/1", "/latest"]
    ]
    copied = client.copy_model_version("models:/iris-classifier@champion", "iris-production")
    client.transition_model_version_stage("iris-classifier", "1", "Production")
    staged = client.get_latest_versions("iris-classifier", ["Production"])
    seen = {
        "registered": str(first.registered_model_version),
        "champion": [str(champion.version), champion.aliases, champion.tags["validation_status"]],
        "predictions": predictions,
        "copied": [copied.name, str(copied.version)],
        "staged": [str(v.version) for v in staged],
        "searched": [m.name for m in client.search_registered_models("name ILIKE 'IRIS-%'", order_by=["name DESC"])],
        "versions": sorted(str(v.version) for v in client.search_model_versions("name = 'iris-classifier' AND tags.validation_status = 'approved'")),
        "described": [client.get_registered_model("iris-classifier").description, client.get_model_version("iris-classifier", 1).description],
        "download": sorted(p.name for p in pathlib.Path(mlflow.artifacts.download_artifacts("models:/iris-classifier@champion")).iterdir()),
    }
    client.rename_registered_model("iris-production", "iris-live")
    client.delete_registered_model_alias("iris-classifier", "champion")
    client.delete_model_version("iris-classifier", "1")
    client.delete_registered_model("iris-live")
    return {**seen, "left": [[m.name, m.aliases, [str(v.version) for v in m.latest_versions]] for m in client.search_registered_models("name LIKE 'iris-%'")]}


def own_pyfunc_model():
    mlflow.set_experiment("custom model")

    class AddN(mlflow.pyfunc.PythonModel):
        def load_context(self, context):
            self.n = int(pathlib.Path(context.artifacts["n"]).read_text())

        def predict(self, context, model_input: list[int], params=None) -> list[int]:
            return [x + self.n for x in model_input]

    with tempfile.TemporaryDirectory() as here, mlflow.start_run() as run:
        (pathlib.Path(here) / "n.txt").write_text("5")
        info = mlflow.pyfunc.log_model(
            name="add", python_model=AddN(), artifacts={"n": f"{here}/n.txt"}, pip_requirements=["mlflow"], input_example=[1, 2]
        )
        down = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="add", dst_path=here)
        files = sorted(str(p.relative_to(down)) for p in pathlib.Path(down).rglob("*") if p.is_file())
        (pathlib.Path(here) / "in.json").write_text('{"inputs": [3, 4]}')
        shell("models", "predict", "-m", info.model_uri, "-i", f"{here}/in.json", "-o", f"{here}/out.json", "--env-manager", "local")
        served = json.loads((pathlib.Path(here) / "out.json").read_text())
    return {"predicted": mlflow.pyfunc.load_model(info.model_uri).predict([1, 2]), "served": served, "files": [f for f in files if "env" not in f]}


def classic_evaluation():
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    mlflow.set_experiment("model evaluation")
    X_train, X_test, y_train, y_test = iris()
    columns = ["a", "b", "c", "d"]
    data = pd.DataFrame(X_test, columns=columns)
    lr = LogisticRegression(**params).fit(pd.DataFrame(X_train, columns=columns), y_train)
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(lr, name="model", pip_requirements=["scikit-learn"])
        dataset = mlflow.data.from_pandas(data.assign(label=y_test), targets="label", name="iris-test")
        mlflow.log_input(dataset, context="testing")
        result = mlflow.evaluate(info.model_uri, dataset, model_type="classifier", evaluator_config={"log_explainer": False, "log_model_explainability": False})
    got = client.get_run(run.info.run_id)
    model = mlflow.get_logged_model(info.model_id)
    return {
        "same": got.data.metrics["accuracy_score"] == result.metrics["accuracy_score"],
        "of the model": sorted(m.key for m in model.metrics)[:2],
        "files": sorted(f.path for f in client.list_artifacts(run.info.run_id)),
        "datasets": sorted([d.dataset.name, t.value] for d in got.inputs.dataset_inputs for t in d.tags),
        "by dataset": len(client.search_runs([run.info.experiment_id], "dataset.name = 'iris-test'")),
    }


def tracing():
    from mlflow.entities import SpanType

    experiment = mlflow.set_experiment("Tracing Quickstart")

    @mlflow.trace(span_type=SpanType.TOOL)
    def get_weather(city):
        return f"Sunny in {city}"

    @mlflow.trace(name="agent", attributes={"version": "1"}, span_type=SpanType.AGENT)
    def agent(question, user):
        mlflow.update_current_trace(tags={"flavour": "quick"}, metadata={"mlflow.trace.user": user, "mlflow.trace.session": "s-1"})
        with mlflow.start_span("think", span_type=SpanType.CHAIN) as span:
            span.set_inputs({"question": question})
            span.set_attribute("depth", 2)
            span.add_event(mlflow.entities.SpanEvent("thought"))
            weather = get_weather("Oslo")
            span.set_outputs(weather)
        if question == "fail":
            raise ValueError("no answer")
        return weather

    agent("How is the weather?", "ann")
    first = mlflow.get_last_active_trace_id()
    try:
        agent("fail", "bob")
    except ValueError:
        pass
    mlflow.flush_trace_async_logging()
    trace = mlflow.get_trace(first)
    mlflow.set_trace_tag(first, "reviewed", "yes")
    mlflow.log_feedback(trace_id=first, name="helpful", value=True, rationale="It answered")
    frame = mlflow.search_traces(experiment_ids=[experiment.experiment_id], order_by=["timestamp_ms ASC"])
    named = lambda f: [t.info.request_preview for t in mlflow.search_traces([experiment.experiment_id], filter_string=f, return_type="list")]
    seen = {
        "spans": [[s.name, s.span_type, s.status.status_code.value, s.parent_id is None] for s in trace.data.spans],
        "think": [trace.data.spans[1].inputs, trace.data.spans[1].attributes["depth"], [e.name for e in trace.data.spans[1].events]],
        "states": [str(s.value if hasattr(s, "value") else s) for s in frame["state"]],
        "requests": [r["question"] for r in frame["request"]],
        "columns": sorted(frame.columns),
        "by user": len(named("metadata.`mlflow.trace.user` = 'bob'")),
        "by tag": len(named("tags.reviewed = 'yes'")),
        "by status": len(named("attributes.status = 'ERROR'")),
        "by name": len(named("attributes.name = 'agent'")),
        "by feedback": len(named("feedback.helpful = 'true'")),
        "by span": len(named("span.name = 'get_weather' AND span.type = 'TOOL'")),
        "assessments": [[a.name, a.value, a.rationale] for a in mlflow.get_trace(first).info.assessments],
        "found": [s.name for s in trace.search_spans(span_type=SpanType.TOOL)],
    }
    deleted = client.delete_traces(experiment.experiment_id, trace_ids=[first])
    return {**seen, "deleted": [deleted, len(client.search_traces(experiment_ids=[experiment.experiment_id]))]}


def prompts():
    mlflow.set_experiment("Prompts")
    prompt = mlflow.genai.register_prompt(
        name="summarization-prompt",
        template="Summarize in {{ num_sentences }} sentences: {{ sentences }}",
        commit_message="Initial commit",
        tags={"author": "author@example.com", "task": "summarization", "language": "en"},
    )
    mlflow.genai.register_prompt(
        name="summarization-prompt",
        template=[{"role": "system", "content": "You summarize."}, {"role": "user", "content": "{{ sentences }}"}],
        commit_message="As a chat",
    )
    mlflow.genai.set_prompt_alias("summarization-prompt", alias="production", version=1)
    loaded = mlflow.genai.load_prompt("prompts:/summarization-prompt@production")
    second = mlflow.genai.load_prompt("prompts:/summarization-prompt/2")
    mlflow.genai.set_prompt_tag("summarization-prompt", "owner", "ann")
    found = mlflow.genai.search_prompts(filter_string="name LIKE 'summ%'")
    with mlflow.start_run() as run:
        mlflow.genai.load_prompt("summarization-prompt", version=1)

    @mlflow.trace
    def summarize(text):
        return mlflow.genai.load_prompt("prompts:/summarization-prompt@production").format(num_sentences=1, sentences=text)

    summarize("long")
    mlflow.flush_trace_async_logging()
    linked = mlflow.get_trace(mlflow.get_last_active_trace_id()).info.tags.get("mlflow.linkedPrompts", "[]")
    return {
        "version": [prompt.version, loaded.version, loaded.commit_message, sorted(loaded.variables), loaded.tags.get("task")],
        "formatted": loaded.format(num_sentences=2, sentences="A. B."),
        "chat": second.format(sentences="A."),
        "found": [[p.name, p.tags.get("owner")] for p in found],
        "hidden": [m.name for m in client.search_registered_models("name LIKE 'summ%'")],
        "of the run": "summarization-prompt" in client.get_run(run.info.run_id).data.tags.get("mlflow.linkedPrompts", ""),
        "of the trace": [p["name"] for p in json.loads(linked)],
        "versions": sorted(int(p.version) for p in client.search_prompt_versions("summarization-prompt")),
    }


def genai_evaluation():
    from mlflow.genai import scorer

    experiment = mlflow.set_experiment("Evaluation Quickstart")

    @scorer
    def is_concise(outputs: str) -> bool:
        return len(outputs.split()) <= 5

    @scorer
    def exact_match(outputs, expectations) -> bool:
        return outputs == expectations["expected_response"]

    def qa_predict_fn(question: str) -> str:
        return {"What is the capital of France?": "Paris"}.get(question, "I do not know that at all, sorry")

    dataset = [
        {"inputs": {"question": "What is the capital of France?"}, "expectations": {"expected_response": "Paris"}},
        {"inputs": {"question": "Who wrote it?"}, "expectations": {"expected_response": "Harper Lee"}},
    ]
    results = mlflow.genai.evaluate(data=dataset, predict_fn=qa_predict_fn, scorers=[is_concise, exact_match])
    traces = mlflow.search_traces(experiment_ids=[experiment.experiment_id], run_id=results.run_id, return_type="list")
    run = client.get_run(results.run_id)
    return {
        "metrics": {k: v for k, v in results.metrics.items() if k.endswith("/mean")},
        "of the run": {k: v for k, v in run.data.metrics.items() if k.endswith("/mean")},
        "rows": sorted([t.data.spans[0].inputs["question"], sorted([a.name, a.value] for a in t.info.assessments)] for t in traces),
        "table": len(results.result_df),
    }


def evaluation_datasets():
    from mlflow.genai import scorer
    from mlflow.genai.datasets import create_dataset, get_dataset, search_datasets

    experiment = mlflow.set_experiment("Datasets tutorial")
    dataset = create_dataset(name="customer_support_qa", experiment_id=[experiment.experiment_id], tags={"stage": "validation"})
    dataset.merge_records([{"inputs": {"question": "How?"}, "expectations": {"answer": "So."}}, {"inputs": {"question": "Why?"}}])

    @mlflow.trace
    def support(question):
        return question.upper()

    support("When?")
    mlflow.flush_trace_async_logging()
    dataset.merge_records(mlflow.search_traces(experiment_ids=[experiment.experiment_id]))
    found = search_datasets(experiment_ids=experiment.experiment_id, filter_string="name LIKE 'customer%' AND tags.stage = 'validation'")

    @scorer
    def shouts(outputs):
        return outputs.isupper()

    result = mlflow.genai.evaluate(data=get_dataset(name="customer_support_qa"), predict_fn=support, scorers=[shouts])
    frame = get_dataset(dataset_id=dataset.dataset_id).to_df()
    return {
        "found": [d.name for d in found],
        "records": sorted(r["question"] for r in frame["inputs"]),
        "sources": sorted(str(s) for s in frame["source_type"]),
        "metrics": result.metrics,
        "input": [d.dataset.name for d in client.get_run(result.run_id).inputs.dataset_inputs],
    }


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


def command_line():
    said = {}
    program = str(pathlib.Path(sys.executable).parent / "mlflow")
    created = subprocess.run([program, "experiments", "create", "-n", "From the shell"], capture_output=True, text=True, check=True)
    experiment_id = created.stdout.split()[-1]
    said["created"] = created.stdout.strip().replace(experiment_id, "N")
    made = shell("runs", "create", "--experiment-id", experiment_id, "--run-name", "by hand", "-t", "env=prod", "--status", "FAILED")
    run_id = json.loads(made[made.index("{") :])["run_id"]
    with tempfile.TemporaryDirectory() as here:
        root = pathlib.Path(here)
        (root / "logs" / "deep").mkdir(parents=True)
        (root / "logs" / "a.txt").write_text("a")
        (root / "logs" / "deep" / "b.txt").write_text("b")
        shell("artifacts", "log-artifact", "--local-file", f"{here}/logs/a.txt", "--run-id", run_id, "--artifact-path", "one")
        shell("artifacts", "log-artifacts", "--local-dir", f"{here}/logs", "--run-id", run_id, "--artifact-path", "all")
        said["listed"] = json.loads(shell("artifacts", "list", "-r", run_id, "-a", "all"))
        down = shell("artifacts", "download", "-r", run_id, "-a", "all", "-d", f"{here}/down").strip()
        said["downloaded"] = sorted(str(p.relative_to(down)) for p in pathlib.Path(down).rglob("*.txt"))
        shell("artifacts", "download", "-u", f"runs:/{run_id}/one/a.txt", "-d", f"{here}/one")
        said["one"] = (root / "one" / "a.txt").read_text()
        shell("experiments", "csv", "-x", experiment_id, "-o", f"{here}/runs.csv")
        said["csv"] = "by hand" in (root / "runs.csv").read_text()
    listed = lambda *more: [line.split("UTC")[1].split() for line in shell("runs", "list", "--experiment-id", experiment_id, *more).splitlines()[2:]]
    said["runs"] = listed() == [["by", "hand", run_id]]
    described = json.loads(shell("runs", "describe", "--run-id", run_id))
    said["described"] = [described["info"]["status"], described["data"]["tags"]["env"]]
    said["deleted"] = [shell("runs", "delete", "--run-id", run_id).startswith("Run with ID"), listed(), len(listed("-v", "deleted_only"))]
    said["restored"] = [shell("runs", "restore", "--run-id", run_id).startswith("Run with id"), len(listed())]

    @mlflow.trace
    def linked():
        return 1

    mlflow.set_experiment(experiment_id=experiment_id)
    linked()
    mlflow.flush_trace_async_logging()
    trace_id = mlflow.get_last_active_trace_id()
    shell("runs", "link-traces", "--run-id", run_id, "-t", trace_id)
    said["linked"] = len(mlflow.search_traces(experiment_ids=[experiment_id], run_id=run_id))
    said["traces"] = trace_id in shell("traces", "search", "--experiment-id", experiment_id)
    said["trace"] = json.loads(shell("traces", "get", "--trace-id", trace_id))["info"]["trace_id"] == trace_id
    shell("traces", "log-feedback", "--trace-id", trace_id, "--name", "good", "--value", "true")
    said["feedback"] = [a.name for a in mlflow.get_trace(trace_id).info.assessments]
    shell("experiments", "rename", "-x", experiment_id, "--new-name", "Renamed in the shell")
    said["renamed"] = "Renamed in the shell" in shell("experiments", "search")
    said["experiment"] = json.loads(shell("experiments", "get", "-x", experiment_id, "--output", "json"))["name"]
    shell("experiments", "update", "-x", experiment_id, "--trace-archival-retention", "30d")
    said["retention"] = "mlflow.trace.archivalRetention" in mlflow.get_experiment(experiment_id).tags
    shell("experiments", "delete", "-x", experiment_id)
    said["hidden"] = "Renamed in the shell" not in shell("experiments", "search")
    shell("experiments", "restore", "-x", experiment_id)
    said["back"] = "Renamed in the shell" in shell("experiments", "search")
    return said


groups = {
    "training": [autologging, logging_by_hand, searching_hyperparameters],
    "models": [model_registry, own_pyfunc_model, classic_evaluation],
    "genai": [tracing, prompts, genai_evaluation, evaluation_datasets],
    "tracking": [files, resuming, command_line],
}
results = {}
for scenario in groups[group]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results, default=str))
