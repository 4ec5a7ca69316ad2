"""Registry and models: versions, models of one's own, evaluation of classifiers."""

import json
import pathlib
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.models import infer_signature

from quickstarts.iris import iris
from quickstarts.shell import shell


client = MlflowClient()
params = {"solver": "lbfgs", "max_iter": 1000, "random_state": 8888}


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


def changing_a_logged_model():
    from sklearn.linear_model import LogisticRegression

    mlflow.set_experiment("signatures")
    X_train, X_test, y_train, y_test = iris()
    lr = LogisticRegression(**params).fit(X_train, y_train)
    with mlflow.start_run():
        first = mlflow.sklearn.log_model(lr, name="model", pip_requirements=["scikit-learn"])
        second = mlflow.sklearn.log_model(lr, name="other", pip_requirements=["scikit-learn"])
    before = mlflow.models.get_model_info(first.model_uri).signature
    mlflow.models.set_signature(first.model_uri, infer_signature(X_test, lr.predict(X_test)))
    mlflow.models.set_signature(second.model_uri, infer_signature(X_test))
    with tempfile.TemporaryDirectory() as here:
        (pathlib.Path(here) / "card.md").write_text("# Card")
        client.log_model_artifact(first.model_id, f"{here}/card.md")
        client.log_model_artifacts(first.model_id, here, artifact_path="docs")
    return {
        "signatures": [str(before), *(str(mlflow.models.get_model_info(m.model_uri).signature.inputs) for m in (first, second))],
        "outputs": str(mlflow.pyfunc.load_model(first.model_uri).metadata.signature.outputs),
        "added": [f.path for m in (None, "docs") for f in client.list_logged_model_artifacts(first.model_id, m) if "card" in f.path],
    }


def model_from_code():
    mlflow.set_experiment("models from code")
    with tempfile.TemporaryDirectory() as here:
        code = pathlib.Path(here) / "app.py"
        code.write_text(
            "import mlflow\n"
            "config = mlflow.models.ModelConfig(development_config={'times': 2})\n"
            "class App(mlflow.pyfunc.PythonModel):\n"
            "    def predict(self, context, model_input: list[str]) -> list[str]:\n"
            "        return [text * config.get('times') for text in model_input]\n"
            "mlflow.models.set_model(App())\n"
        )
        with mlflow.start_run():
            info = mlflow.pyfunc.log_model(name="app", python_model=str(code), model_config={"times": 3}, pip_requirements=["mlflow"])
    version = mlflow.register_model(info.model_uri, "app-from-code")
    loaded = mlflow.pyfunc.load_model(f"models:/{version.name}/{version.version}")
    return {"predicted": loaded.predict(["ab"]), "config": loaded.model_config, "stages": client.get_model_version_stages(version.name, version.version)}


scenarios = [model_registry, own_pyfunc_model, classic_evaluation, changing_a_logged_model, model_from_code]
