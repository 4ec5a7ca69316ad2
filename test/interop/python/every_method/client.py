"""The client, which notes what is called of it, and what all subjects begin with."""

from mlflow import MlflowClient

from outcomes import Noted, names

real = MlflowClient()
called = set()
client = Noted(real, called)


def experiment(name, **more):
    made = client.create_experiment(name, **more)
    names[made] = f"<{name}>"
    return made


def run_in(experiment_id, name, **more):
    return client.create_run(experiment_id, run_name=name, **more).info.run_id
