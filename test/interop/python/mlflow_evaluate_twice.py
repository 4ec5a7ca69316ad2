"""Two versions of an application, evaluated on one dataset with MLflow's client, unmodified. Prints the ids of what it made.

mlflow_evaluate_twice.py TRACKING_URI
"""

import json
import os
import sys

# In the order of the records, so that rows are stored in the same order each time.
os.environ["MLFLOW_GENAI_EVAL_MAX_WORKERS"] = "1"

import mlflow
from mlflow.entities import Feedback
from mlflow.genai import datasets, scorer
from mlflow.genai.scorers import Guidelines

mlflow.set_tracking_uri(sys.argv[1])
experiment_id = mlflow.set_experiment("support agent").experiment_id

ANSWERS = {
    "Where is my order 4711?": "It left our warehouse on Monday and arrives on Thursday.",
    "Can I return shoes that I wore once?": "Yes, within 30 days.",
    "How do I change my password?": "Open Settings, then Security, and choose Change password.",
    "Do you ship to Iceland?": "Yes, for 12 euros.",
    "My parcel is broken.": "Sorry! We send a new one today.",
    "Is the blue lamp dimmable?": "No, only the white one is.",
    "Which cards do you take?": "Visa and Mastercard.",
    "How late is the shop open?": "Until 8 pm, on Sundays until 6 pm.",
}

dataset = datasets.create_dataset(name="support questions", experiment_id=experiment_id, tags={"team": "care"})
dataset.merge_records(
    [
        {"inputs": {"question": question}, "expectations": {"answer": answer}, "tags": {"language": "en"}}
        for question, answer in ANSWERS.items()
    ]
)


@scorer
def exact(outputs, expectations):
    right = outputs == expectations["answer"]
    return Feedback(value=right, rationale="The same words." if right else "Other words than expected.")


@scorer
def polite(outputs):
    return "yes" if "orry" in outputs or outputs.startswith("Yes") else "no"


@scorer(aggregations=["mean", "max"])
def words(outputs):
    return len(outputs.split())


@scorer
def fast(inputs):
    if "Iceland" in inputs["question"]:
        raise ValueError("no time was measured")
    return True


def first(question):
    """Knows all but the lamp, and says too much of the parcel."""
    if "lamp" in question:
        return "I do not know."
    if "parcel" in question:
        return "Sorry! That must not happen.\nWe send a new one today, and you can keep the old one."
    return ANSWERS[question]


def second(question):
    """Knows the lamp, forgot the cards, and fails on Iceland."""
    if "cards" in question:
        return "Visa only."
    if "Iceland" in question:
        raise RuntimeError("no route to Iceland")
    return ANSWERS[question]


def evaluated(name, predict_fn, data):
    with mlflow.start_run(run_name=name) as run:
        mlflow.genai.evaluate(data=data, predict_fn=predict_fn, scorers=[exact, polite, words, fast])
    return run.info.run_id


Guidelines(name="brief", guidelines=["Be brief"], model="openai:/gpt-4o-mini").register(experiment_id=experiment_id)
runs = {name: evaluated(name, run, dataset) for name, run in [("first", first), ("second", second)]}
# Answers that were there already, without a dataset of the server.
with mlflow.start_run(run_name="by hand") as run:
    mlflow.genai.evaluate(
        data=[{"inputs": {"question": "Hi?"}, "outputs": "Sorry, what?", "expectations": {"answer": "Hello!"}}],
        scorers=[exact, polite],
    )
runs["by hand"] = run.info.run_id
print("RESULTS " + json.dumps({"experiment": experiment_id, "dataset": dataset.dataset_id, "runs": runs}))
