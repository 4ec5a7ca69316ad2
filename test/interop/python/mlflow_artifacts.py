"""What an application does with artifacts, by MLflow's client. Prints one line of JSON after RESULTS."""

import json
import os
import pathlib
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.artifacts import download_artifacts, list_artifacts, load_text
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
client = MlflowClient()
results = {}


def names(run_id, path=None):
    return [[each.path, each.is_dir, each.file_size] for each in client.list_artifacts(run_id, path)]


def tree(directory):
    root = pathlib.Path(directory)
    return {str(each.relative_to(root)): each.read_bytes().decode() for each in sorted(root.rglob("*")) if each.is_file()}


with tempfile.TemporaryDirectory() as temporary:
    here = pathlib.Path(temporary)
    (here / "dir/sub dir").mkdir(parents=True)
    (here / "dir/a.txt").write_text("a")
    (here / "dir/sub dir/ü 🥣 100%.txt").write_text("b")
    (here / "dir/empty").write_text("")
    with mlflow.start_run() as run:
        run_id = run.info.run_id
        mlflow.log_artifact(str(here / "dir/a.txt"))
        mlflow.log_artifact(str(here / "dir/a.txt"), artifact_path="deep/er")
        mlflow.log_artifacts(str(here / "dir"), artifact_path="all")
        mlflow.log_text("text ü", "notes/text.txt")
        mlflow.log_dict({"k": [1, None]}, "notes/dict.json")
        mlflow.log_dict({"k": 1}, "notes/dict.yaml")
        import numpy

        mlflow.log_image(numpy.zeros((2, 2, 3), dtype=numpy.uint8), "image.png")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots()
        axes.plot([1, 2])
        mlflow.log_figure(figure, "figure.png")
        mlflow.log_table({"q": [1, 2]}, "table.json")
        mlflow.log_table({"q": [3]}, "table.json")

    results["root"] = names(run_id)
    results["all"] = names(run_id, "all")
    results["of a file"] = names(run_id, "all/a.txt")
    results["missing"] = names(run_id, "nowhere")
    results["text"] = load_text(f"runs:/{run_id}/notes/text.txt")
    results["table"] = mlflow.load_table("table.json", run_ids=[run_id])["q"].tolist()
    results["downloaded"] = tree(download_artifacts(run_id=run_id, artifact_path="all", dst_path=str(here / "down")))
    results["one"] = pathlib.Path(client.download_artifacts(run_id, "all/sub dir/ü 🥣 100%.txt")).read_text()
    results["listed"] = sorted(each.path for each in list_artifacts(run_id=run_id, artifact_path="notes"))
    try:
        client.download_artifacts(run_id, "not there")
    except Exception as error:
        results["not there"] = str(error)

    repository = get_artifact_repository(run.info.artifact_uri)
    repository.delete_artifacts("all/sub dir")
    repository.delete_artifacts("image.png")
    results["after delete"] = [sorted(row[0] for row in names(run_id)), names(run_id, "all")]

    # Parts of 5 MB, which the client puts side by side.
    large = here / "large.bin"
    with large.open("wb") as file:
        for index in range(11):
            file.write(bytes([index]) * (1 << 20))
    os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"] = "true"
    os.environ["MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"] = "1000000"
    os.environ["MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE"] = str(5 << 20)
    client.log_artifact(run_id, str(large), "parts")
    os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD"] = "true"
    same = pathlib.Path(client.download_artifacts(run_id, "parts/large.bin")).read_bytes() == large.read_bytes()
    results["multipart"] = [names(run_id, "parts"), same]
    results["run_id"] = run_id

print("RESULTS " + json.dumps(results))
