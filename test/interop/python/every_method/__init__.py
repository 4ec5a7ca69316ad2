"""Every public method of MlflowClient."""

import inspect

from mlflow import MlflowClient

from .artifacts import artifacts
from .client import called, experiment
from .datasets import datasets
from .experiments import experiments
from .inputs import inputs
from .logged_models import logged_models
from .prompts import prompts
from .registry import registry
from .runs import runs
from .traces import traces
from .webhooks import webhooks


def call_all():
    """Which methods were called, and which there are."""
    e = experiments()
    r = runs(e)
    inputs(e)
    artifacts(e)
    m = logged_models(e)
    registry(e, m)
    prompts(e, r, m)
    traces(experiment("traces"), r)
    datasets(e)
    webhooks()
    public = [name for name, _ in inspect.getmembers(MlflowClient, callable) if not name.startswith("_")]
    return {"called": sorted(called), "public": public}
