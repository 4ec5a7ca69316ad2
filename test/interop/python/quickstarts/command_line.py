"""The mlflow command."""

import json
import pathlib
import subprocess
import sys
import tempfile

import mlflow

from quickstarts.shell import shell


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


scenarios = [command_line]
