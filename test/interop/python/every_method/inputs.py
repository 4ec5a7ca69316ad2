"""What goes into runs and comes out of them."""

from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput

from outcomes import do, hostile, plain

from .client import client, run_in


def inputs(e):
    r = run_in(e, "inputs", start_time=8)
    train, test = InputTag("mlflow.data.context", "train"), InputTag("mlflow.data.context", "test")
    do("log_inputs", lambda: client.log_inputs(r, [dataset_input("d", "1", [train]), dataset_input("ü 🙂", "2")]))
    do("log_inputs again", lambda: client.log_inputs(r, [dataset_input("d", "1", [test])]))
    do("log_inputs twice in one", lambda: client.log_inputs(r, [dataset_input("t", "1", [train]), dataset_input("t", "1", [test])]))
    do("log_inputs nothing", lambda: client.log_inputs(r))
    do("log_inputs empty", lambda: client.log_inputs(r, []))
    for what, text in hostile.items():
        do(f"log_inputs name {what}", lambda: client.log_inputs(r, [dataset_input(text, "1")]))
        do(f"log_inputs digest {what}", lambda: client.log_inputs(r, [dataset_input("d", text)]))
        do(f"log_inputs tag {what}", lambda: client.log_inputs(r, [dataset_input(f"tag {what}", "1", [InputTag(text, text)])]))
        do(f"log_inputs source {what}", lambda: client.log_inputs(r, [dataset_input(f"source {what}", "1", source=text)]))
    do("log_inputs of no model", lambda: client.log_inputs(r, models=[LoggedModelInput("m-" + "0" * 32)]))
    do("log_outputs of no model", lambda: client.log_outputs(r, [LoggedModelOutput("m-" + "0" * 32, 3)]))
    do("log_outputs nothing", lambda: client.log_outputs(r, []))
    do("inputs of the run", lambda: by_name(client.get_run(r).inputs.dataset_inputs))
    do("outputs of the run", lambda: client.get_run(r).outputs)


def by_name(dataset_inputs):
    return sorted(plain(dataset_inputs), key=str)


def dataset_input(name, digest, tags=(), **more):
    fields = {"source_type": "local", "source": "s", "schema": "{}", "profile": "{}", **more}
    return DatasetInput(Dataset(name, digest, **fields), list(tags))
