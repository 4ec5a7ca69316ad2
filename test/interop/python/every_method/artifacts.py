"""Files of runs."""

import io
import math
import os
import tempfile

import mlflow
import numpy
import pandas

from outcomes import do

from .client import client, run_in


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
