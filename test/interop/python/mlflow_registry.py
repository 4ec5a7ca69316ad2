"""What an application does with MLflow's model registry, unmodified. Prints {scenario: what the client saw}.

mlflow_registry.py TRACKING_URI MARKER
"""

import json
import os
import sys
import tempfile
import traceback
import warnings
from concurrent.futures import ThreadPoolExecutor

import mlflow
import numpy
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

warnings.filterwarnings("ignore", category=FutureWarning)
tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()
experiment_id = mlflow.set_experiment(f"registry {marker}").experiment_id

features = numpy.array([[1.0], [2.0], [3.0]])
regression = LinearRegression().fit(features, [2.0, 4.0, 6.0])
signature = infer_signature(features, regression.predict(features))


def named(name):
    return f"{name} {marker}"


def failure(call):
    """The error code of what must fail, and the message without this run's names."""
    try:
        call()
    except MlflowException as error:
        return {"code": error.error_code, "message": error.message.replace(f" {marker}", "")}
    return {"code": None}


def seen(version):
    return {
        "name": version.name.replace(f" {marker}", ""),
        "version": str(version.version),
        "stage": version.current_stage,
        "description": version.description or "",
        "tags": dict(version.tags),
        "aliases": sorted(version.aliases),
        "status": version.status,
    }


def new_model(name):
    client.create_registered_model(named(name))
    return named(name)


def new_version(name, **fields):
    return client.create_model_version(name, "s3://bucket/model", **fields)


def log_model():
    """A fitted model logged in a run, and what the client knows of it."""
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(
            regression, name="model", signature=signature, pip_requirements=["scikit-learn"]
        )
    return run.info.run_id, info


def models():
    name = named("model")
    made = client.create_registered_model(name, tags={"team": "growth"}, description="first words")
    client.set_registered_model_tag(name, "stage", "trial")
    client.set_registered_model_tag(name, "team", "support")
    client.delete_registered_model_tag(name, "stage")
    client.delete_registered_model_tag(name, "never there")
    client.update_registered_model(name, description="last words")
    model = client.get_registered_model(name)
    duplicate = failure(lambda: client.create_registered_model(name))
    client.rename_registered_model(name, named("renamed"))
    renamed = client.get_registered_model(named("renamed"))
    client.delete_registered_model(named("renamed"))
    return {
        "made": [made.description, dict(made.tags)],
        "model": [model.description, dict(model.tags), model.latest_versions],
        "duplicate": duplicate,
        "renamed": [renamed.description, dict(renamed.tags)],
        "old name": failure(lambda: client.get_registered_model(name)),
        "deleted": failure(lambda: client.get_registered_model(named("renamed"))),
        "slash": failure(lambda: client.create_registered_model("a/b")),
    }


def from_run():
    run_id, info = log_model()
    version = mlflow.register_model(f"runs:/{run_id}/model", named("from run"), tags={"k": "v"})
    again = mlflow.register_model(f"runs:/{run_id}/model", named("from run"))
    loaded = mlflow.sklearn.load_model(f"models:/{named('from run')}/1")
    as_function = mlflow.pyfunc.load_model(f"models:/{named('from run')}/latest")
    model = mlflow.get_logged_model(info.model_id)
    return {
        "versions": [str(version.version), str(again.version)],
        "tags": dict(client.get_model_version(named("from run"), "1").tags),
        "same run": version.run_id == run_id,
        "prediction": round(float(loaded.predict(numpy.array([[5.0]]))[0]), 6),
        "as function": round(float(as_function.predict(numpy.array([[5.0]]))[0]), 6),
        # The server lists each, and the client again.
        "known to the logged model": sorted(
            {
                (link["name"].replace(f" {marker}", ""), int(link["version"]))
                for link in json.loads(model.tags["mlflow.modelVersions"])
            }
        ),
    }


def from_logged_model():
    run_id, info = log_model()
    version = mlflow.register_model(info.model_uri, named("from logged model"))
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts(f"models:/{named('from logged model')}/1", dst_path=folder)
        files = sorted(os.listdir(path))
    return {
        "version": str(version.version),
        "same run": version.run_id == run_id,
        "source": version.source == f"models:/{info.model_id}",
        "download": client.get_model_version_download_uri(named("from logged model"), "1").endswith(
            f"/models/{info.model_id}/artifacts"
        ),
        "files": [name for name in files if name in ("MLmodel", "requirements.txt")],
        "at once": str(log_and_register().registered_model_version),
    }


def log_and_register():
    with mlflow.start_run():
        return mlflow.sklearn.log_model(
            regression,
            name="model",
            signature=signature,
            pip_requirements=["scikit-learn"],
            registered_model_name=named("at once"),
        )


def from_artifacts():
    name = new_model("from artifacts")
    with mlflow.start_run() as run:
        mlflow.log_text("hello", "folder/file.txt")
    source = f"{run.info.artifact_uri}/folder"
    version = client.create_model_version(name, source, run_id=run.info.run_id)
    text = mlflow.artifacts.load_text(f"models:/{name}/1/file.txt")
    return {
        "source": version.source == source,
        "text": text,
        "another's files": failure(lambda: client.create_model_version(name, source))["code"],
        "the disk": failure(lambda: client.create_model_version(name, "/etc", run_id=run.info.run_id))["code"],
        "out of the root": failure(
            lambda: client.create_model_version(name, f"{source}/../../..", run_id=run.info.run_id)
        )["code"],
        "a host": failure(lambda: client.create_model_version(name, "http://169.254.169.254/x"))["code"],
    }


def aliases():
    name = new_model("aliases")
    for _ in range(3):
        new_version(name)
    client.set_registered_model_alias(name, "champion", 1)
    client.set_registered_model_alias(name, "challenger", "2")
    client.set_registered_model_alias(name, "champion", 2)
    model = client.get_registered_model(name)
    at_two = client.get_model_version_by_alias(name, "champion")
    client.delete_registered_model_alias(name, "challenger")
    client.delete_registered_model_alias(name, "challenger")
    return {
        "of the model": {alias: str(version) for alias, version in model.aliases.items()},
        "of the version": seen(at_two)["aliases"],
        "latest": seen(client.get_model_version_by_alias(name, "latest"))["version"],
        "left": dict(client.get_registered_model(name).aliases) != {},
        "unknown": failure(lambda: client.get_model_version_by_alias(name, "challenger")),
        "reserved": failure(lambda: client.set_registered_model_alias(name, "latest", 1))["code"],
        "a number": failure(lambda: client.set_registered_model_alias(name, "v1", 1))["code"],
        "no version": failure(lambda: client.set_registered_model_alias(name, "x", 9)),
    }


def stages():
    name = new_model("stages")
    for _ in range(3):
        new_version(name)
    client.transition_model_version_stage(name, "1", "Production")
    client.transition_model_version_stage(name, "2", "production", archive_existing_versions=True)
    moved = [client.get_model_version(name, str(v)).current_stage for v in (1, 2, 3)]
    latest = {v.current_stage: str(v.version) for v in client.get_latest_versions(name)}
    of_one = [str(v.version) for v in client.get_latest_versions(name, stages=["Production"])]
    return {
        "moved": moved,
        "latest": latest,
        "of one stage": of_one,
        "bogus": failure(lambda: client.transition_model_version_stage(name, "1", "bogus"))["code"],
    }


def versions():
    name = new_model("versions")
    made = new_version(name, tags={"k": "v"}, description="d")
    client.update_model_version(name, "1", description="e")
    client.set_model_version_tag(name, "1", "l", "w")
    client.delete_model_version_tag(name, "1", "k")
    read = client.get_model_version(name, "1")
    second = new_version(name)
    client.delete_model_version(name, "2")
    third = new_version(name)
    return {
        "made": seen(made),
        "read": seen(read),
        "numbers": [str(second.version), str(third.version)],
        "deleted": failure(lambda: client.get_model_version(name, "2")),
        "no number": failure(lambda: client.get_model_version(name, "abc")),
        "no model": failure(lambda: new_version("nobody"))["code"],
    }


def copies():
    run_id, info = log_model()
    mlflow.register_model(info.model_uri, named("original"), tags={"k": "v"})
    client.set_registered_model_alias(named("original"), "best", 1)
    copy = client.copy_model_version(f"models:/{named('original')}@best", named("copy"))
    second = client.copy_model_version(f"models:/{named('copy')}/1", named("copy of the copy"))
    loaded = mlflow.sklearn.load_model(f"models:/{named('copy of the copy')}/1")
    return {
        "copy": [str(copy.version), dict(copy.tags), copy.run_id == run_id],
        "source": copy.source == f"models:/{named('original')}/1",
        "second": [second.source == f"models:/{named('copy')}/1", second.run_id == run_id],
        "prediction": round(float(loaded.predict(numpy.array([[5.0]]))[0]), 6),
        "missing": failure(lambda: client.copy_model_version(f"models:/{named('original')}/9", named("copy")))["code"],
    }


def search():
    for letter in "abcde":
        new_model(f"search {letter}")
    name = named("search a")
    for number in range(4):
        new_version(name, tags={"parity": "even" if number % 2 else "odd"})
    mine = f"name LIKE 'search %{marker}'"
    pages, token = [], None
    while token is None or token:
        page = client.search_registered_models(mine, max_results=2, order_by=["name DESC"], page_token=token)
        pages.append([model.name[7] for model in page])
        token = page.token or ""

    def found(filter_string, **more):
        return [int(v.version) for v in client.search_model_versions(filter_string, **more)]

    return {
        "pages": pages,
        "by tag": found(f"name = '{name}' AND tags.parity = 'even'", order_by=["version_number ASC"]),
        "by number": found(f"name = '{name}' AND version_number > 2", order_by=["version_number ASC"]),
        "newest first": found(f"name = '{name}'"),
        "in": [m.name[7] for m in client.search_registered_models(f"name IN ('{name}', '{named('search c')}')")],
        "nothing": found("name = 'nobody'"),
        "wrong": failure(lambda: client.search_model_versions("colour = 'red'"))["code"],
    }


def parallel():
    name = new_model("parallel")
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: int(new_version(name).version), range(32)))
    return {"numbers": sorted(made) == list(range(1, 33))}


results = {}
for scenario in [
    models, from_run, from_logged_model, from_artifacts, aliases, stages, versions, copies, search, parallel,
]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()[-3000:]}
print("RESULTS " + json.dumps(results))
