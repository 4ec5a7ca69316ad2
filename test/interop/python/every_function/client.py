"""The client and its store, and what all subjects begin with."""

from mlflow import MlflowClient
from mlflow.tracking._tracking_service.utils import _get_store

from outcomes import names

store = _get_store()
client = MlflowClient()


def experiment(name):
    made = client.create_experiment(name)
    names[made] = f"<{name}>"
    return made
