"""What somebody who evaluates an application does with MLflow's client, unmodified. Prints {scenario: what the client saw}.

mlflow_evaluation.py TRACKING_URI MARKER
"""

import json
import sys
import traceback

import mlflow
import pandas
from mlflow import MlflowClient
from mlflow.entities import AssessmentSource, Feedback
from mlflow.exceptions import MlflowException
from mlflow.genai import datasets, scorer
from mlflow.genai.scorers import Guidelines, delete_scorer, get_scorer, list_scorers
from mlflow.genai.scorers.registry import list_scorer_versions

tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
experiment_id = mlflow.set_experiment(f"evaluation {marker}").experiment_id
client = MlflowClient()


def raised(call):
    try:
        call()
    except MlflowException as error:
        return error.error_code


def record(r):
    return {k: r[k] for k in ("inputs", "outputs", "expectations", "tags", "source_type", "source_id") if r.get(k)}


def dataset_records():
    d = datasets.create_dataset(name=f"golden {marker}", experiment_id=experiment_id, tags={"team": "x", "n": 5})
    empty = [d.schema, d.profile, len(d.to_df())]
    d.merge_records(
        [
            {"inputs": {"question": "a", "k": 1}, "expectations": {"answer": "A"}, "tags": {"t": "1"}},
            {"inputs": {"question": "b"}, "outputs": {"answer": "B"}, "expectations": {"answer": "B", "facts": ["x", 2]}},
        ]
    )
    d.merge_records(pandas.DataFrame([{"inputs": {"k": 1, "question": "a"}, "expectations": {"more": 1.5}}]))
    got = datasets.get_dataset(dataset_id=d.dataset_id)
    frame = got.to_df()
    digest = got.digest
    deleted = got.delete_records([frame["dataset_record_id"][0]]) if hasattr(got, "delete_records") else 1
    got = datasets.get_dataset(dataset_id=d.dataset_id)
    return {
        "empty": empty,
        "name": got.name == f"golden {marker}",
        "records": sorted((record(r) for r in frame.to_dict("records")), key=lambda r: r["inputs"]["question"]),
        "schema": json.loads(got.schema),
        "digest changed": digest != d.digest or len(digest) == 8,
        "experiments": got.experiment_ids == [experiment_id],
        "deleted": deleted,
        "tags": {k: v for k, v in got.tags.items() if k != "mlflow.user"},
    }


def dataset_from_traces():
    @mlflow.trace
    def answer(question):
        return question.upper()

    answer("a")
    mlflow.flush_trace_async_logging()
    t = mlflow.get_last_active_trace_id()
    mlflow.log_expectation(trace_id=t, name="right", value="A", source=AssessmentSource(source_type="HUMAN", source_id="x"))
    d = datasets.create_dataset(name=f"traces {marker}", experiment_id=experiment_id)
    d.merge_records(mlflow.search_traces(experiment_ids=[experiment_id], filter_string=f"trace.request_id = '{t}'"))
    [r] = datasets.get_dataset(dataset_id=d.dataset_id).to_df().to_dict("records")
    return {**record(r), "source_id": r["source_id"] == t}


def dataset_search_and_tags():
    made = [datasets.create_dataset(name=f"search {i} {marker}", experiment_id=experiment_id, tags={"i": i}) for i in range(3)]
    d = made[0]
    datasets.set_dataset_tags(d.dataset_id, {"a": "1", "b": {"x": 1}, "i": None})
    datasets.delete_dataset_tag(d.dataset_id, "a")
    other = client.create_experiment(f"other {marker}")
    datasets.add_dataset_to_experiments(d.dataset_id, [other])
    added = sorted(datasets.get_dataset(dataset_id=d.dataset_id).experiment_ids) == sorted([experiment_id, other])
    datasets.remove_dataset_from_experiments(d.dataset_id, [experiment_id])
    names = lambda **k: [x.name.replace(f" {marker}", "") for x in datasets.search_datasets(**k)]
    result = {
        "added": added,
        "in other": names(experiment_ids=[other]),
        "like": names(filter_string=f"name LIKE 'search%{marker}'", order_by=["name DESC"]),
        "by tag": names(experiment_ids=[experiment_id], filter_string="tags.i = '2'"),
        "at most": len(names(experiment_ids=[experiment_id], max_results=1)),
        "kept": "i" in datasets.get_dataset(dataset_id=d.dataset_id).tags,
    }
    for x in made:
        datasets.delete_dataset(dataset_id=x.dataset_id)
    return {**result, "gone": raised(lambda: datasets.get_dataset(dataset_id=d.dataset_id))}


@scorer
def exact(outputs, expectations):
    return outputs == expectations["answer"]


@scorer
def length(outputs):
    return Feedback(value=len(outputs), rationale="counted", metadata={"unit": "characters"})


@scorer
def fails(outputs):
    raise ValueError("cannot judge")


def evaluated(result):
    """The run with what it made: traces, assessments, metrics."""
    run = client.get_run(result.run_id)
    # Released clients differ in which parameter names the experiment.
    traces = mlflow.search_traces(experiment_ids=[experiment_id], run_id=result.run_id, return_type="list")
    said = []
    for t in traces:
        for a in t.info.assessments:
            # The client of 3.8 does not yet say why by itself.
            error = a.feedback.error.error_code if a.feedback and a.feedback.error else None
            value = a.feedback.value if a.feedback else a.expectation.value
            kind = "feedback" if a.feedback else "expectation"
            said.append([a.name, kind, value, a.rationale, error, str(a.source.source_type), (a.metadata or {}).get("unit")])
    return {
        "status": run.info.status,
        "metrics": {k: v for k, v in run.data.metrics.items() if "duration" not in k},
        "traces": len(traces),
        "of the run": all(r == result.run_id for t in traces for r in [t.info.trace_metadata.get("mlflow.sourceRun", result.run_id)]),
        "assessments": sorted(said, key=str),
        "spans": sorted({s.name for t in traces for s in t.data.spans}),
    }


def evaluate_data():
    data = [
        {"inputs": {"question": "a"}, "outputs": "A", "expectations": {"answer": "A"}},
        {"inputs": {"question": "b"}, "outputs": "X", "expectations": {"answer": "B"}},
    ]
    return evaluated(mlflow.genai.evaluate(data=data, scorers=[exact, length, fails]))


def evaluate_predict_fn():
    @mlflow.trace
    def inner(question):
        return question.upper()

    def predict(question):
        return inner(question)

    data = [{"inputs": {"question": q}, "expectations": {"answer": q.upper()}} for q in ["a", "b", "c"]]
    return evaluated(mlflow.genai.evaluate(data=data, scorers=[exact, length], predict_fn=predict))


def evaluate_dataset():
    d = datasets.create_dataset(name=f"evaluated {marker}", experiment_id=experiment_id)
    d.merge_records([{"inputs": {"question": q}, "expectations": {"answer": "A"}} for q in ["a", "b"]])
    seen = evaluated(mlflow.genai.evaluate(data=d, scorers=[exact], predict_fn=lambda question: question.upper()))
    return seen


def evaluate_traces():
    @mlflow.trace
    def answer(question):
        return question.upper()

    ids = []
    for q in ["x", "y"]:
        answer(q)
        ids.append(mlflow.get_last_active_trace_id())
    mlflow.flush_trace_async_logging()
    for t in ids:
        mlflow.log_expectation(trace_id=t, name="answer", value="X", source=AssessmentSource(source_type="HUMAN", source_id="x"))
    traces = mlflow.search_traces(experiment_ids=[experiment_id], filter_string=f"trace.request_id IN ('{ids[0]}', '{ids[1]}')")
    return evaluated(mlflow.genai.evaluate(data=traces, scorers=[exact]))


def deleting_the_run_takes_its_assessments():
    result = mlflow.genai.evaluate(
        data=[{"inputs": {"question": "a"}, "outputs": "A", "expectations": {"answer": "A"}}], scorers=[exact]
    )
    [t] = mlflow.search_traces(experiment_ids=[experiment_id], run_id=result.run_id, return_type="list")
    before = sorted(a.name for a in t.info.assessments)
    client.delete_run(result.run_id)
    return {"before": before, "after": [a.name for a in mlflow.get_trace(t.info.trace_id).info.assessments]}


def scorers():
    polite = Guidelines(name=f"polite", guidelines=["Be polite"], model="openai:/gpt-4o-mini")
    registered = polite.register(name="polite", experiment_id=experiment_id)
    Guidelines(name="polite", guidelines=["Be very polite"], model="openai:/gpt-4o-mini").register(experiment_id=experiment_id)
    latest = get_scorer(name="polite", experiment_id=experiment_id)
    first = get_scorer(name="polite", experiment_id=experiment_id, version=1)
    versions = [v for _, v in list_scorer_versions(name="polite", experiment_id=experiment_id)]
    listed = [s.name for s in list_scorers(experiment_id=experiment_id)]
    delete_scorer(name="polite", experiment_id=experiment_id, version=1)
    left = [v for _, v in list_scorer_versions(name="polite", experiment_id=experiment_id)]
    delete_scorer(name="polite", experiment_id=experiment_id, version="all")
    return {
        "registered": registered.name,
        "latest": latest.guidelines,
        "first": first.guidelines,
        "versions": versions,
        "listed": listed,
        "left": left,
        "gone": raised(lambda: get_scorer(name="polite", experiment_id=experiment_id)),
    }


def code_scorer_is_refused():
    store = client._tracking_client.store
    return raised(lambda: store.register_scorer(experiment_id, "code", json.dumps({"name": "code", "call_source": "return 1"})))


def label_schemas():
    from mlflow.genai import label_schemas as ls

    made = ls.create_label_schema(
        name="tone", type="feedback", input=ls.InputCategorical(options=["kind", "rude"]), instruction="How?", enable_comment=True,
        experiment_id=experiment_id,
    )
    ls.create_label_schema(name="right", type="expectation", input=ls.InputText(max_length=50), experiment_id=experiment_id)
    ls.create_label_schema(name="score", type="feedback", input=ls.InputNumeric(min_value=0, max_value=1.5), experiment_id=experiment_id)
    ls.create_label_schema(
        name="ok", type="feedback", input=ls.InputPassFail(positive_label="y", negative_label="n"), experiment_id=experiment_id
    )
    updated = ls.update_label_schema(schema_id=made.schema_id, name="voice", input=ls.InputCategorical(options=["a", "b", "c"]))
    listed = ls.list_label_schemas(experiment_id=experiment_id)
    taken = raised(lambda: ls.create_label_schema(name="ok", type="feedback", input=ls.InputText(), experiment_id=experiment_id))
    read = ls.get_label_schema(name="voice", experiment_id=experiment_id)
    ls.delete_label_schema(schema_id=made.schema_id)
    return {
        "made": [made.name, str(made.type), made.input.options, made.instruction, made.enable_comment, made.is_default],
        "updated": [updated.name, updated.input.options],
        "listed": sorted([s.name, str(s.type), s.is_default] for s in listed),
        "same": read == updated,
        "taken": taken,
        "gone": raised(lambda: ls.get_label_schema(schema_id=made.schema_id)),
    }


def review_queues():
    from mlflow.genai import label_schemas as ls
    from mlflow.genai import review_queues as rq

    @mlflow.trace
    def answer(question):
        return question.upper()

    answer("a")
    mlflow.flush_trace_async_logging()
    t = mlflow.get_last_active_trace_id()
    question = ls.create_label_schema(name="queue question", type="feedback", input=ls.InputText(), experiment_id=experiment_id)
    queue = rq.create_review_queue(name="Hard ones", queue_type="custom", users=["Ann"], schema_ids=[question.schema_id], experiment_id=experiment_id)
    own = rq.get_or_create_user_queue("Bob", experiment_id=experiment_id)
    added = rq.add_items_to_review_queue(queue.queue_id, item_ids=[t])
    done = rq.set_review_queue_item_status(queue.queue_id, item_id=t, status="complete", completed_by="ann")
    pending = rq.list_review_queue_items(queue.queue_id, status="pending")
    all_items = rq.list_review_queue_items(queue.queue_id)
    renamed = rq.update_review_queue(queue.queue_id, name="Harder ones", users=["ann", "bob"])
    listed = rq.list_review_queues(experiment_id=experiment_id)
    of_bob = rq.list_review_queues(experiment_id=experiment_id, user="bob")
    rq.remove_items_from_review_queue(queue.queue_id, item_ids=[t])
    rq.delete_review_queue(queue.queue_id)
    return {
        "made": [queue.name, str(queue.queue_type), queue.users, queue.schema_ids == [question.schema_id]],
        "own": [own.name, str(own.queue_type), own.users, own.created_by],
        "added": [[i.item_id == t, str(i.status)] for i in added],
        "done": [str(done.status), done.completed_by],
        "pending": len(pending),
        "all": len(all_items),
        "renamed": [renamed.name, renamed.users],
        "listed": sorted(q.name for q in listed),
        "of bob": sorted(q.name for q in of_bob),
        "gone": raised(lambda: rq.get_review_queue(queue_id=queue.queue_id)),
    }


results = {}
scenarios = [
    dataset_records,
    dataset_from_traces,
    dataset_search_and_tags,
    evaluate_data,
    evaluate_predict_fn,
    evaluate_dataset,
    evaluate_traces,
    deleting_the_run_takes_its_assessments,
    scorers,
    code_scorer_is_refused,
    label_schemas,
    review_queues,
]
for scenario in scenarios:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results, default=str))
