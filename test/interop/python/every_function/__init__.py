"""What the client reaches beside the methods of MlflowClient: its store, its functions for reviews, scorers and evaluation
datasets, and the fluent API."""

import mlflow
from mlflow.entities import AssessmentSource

from .client import experiment
from .fluent import fluent
from .issues import issues
from .label_schemas import label_schemas
from .prompts import prompts
from .records import records
from .review_queues import review_queues
from .scorers import scorers
from .trace_queries import trace_queries
from .traces import trace_with, updated


def call_all():
    e = active_experiment("traced")
    traces = [trace_with(name) for name in ("first", "second", "third")]
    person = AssessmentSource(source_type="HUMAN", source_id="me")
    mlflow.log_feedback(trace_id=traces[0], name="q", value=1, source=person)
    mlflow.log_feedback(trace_id=traces[1], name="q", value=0, source=person)
    review_queues(e, label_schemas(e), traces)
    scorers(e)
    issues(e, traces)
    trace_queries(e, traces)
    records(e)
    prompts(e)
    updated(active_experiment("updated"))
    fluent(experiment("fluent"))
    return {}


def active_experiment(name):
    made = experiment(name)
    mlflow.set_experiment(experiment_id=made)
    return made
