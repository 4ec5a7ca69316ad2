"""What people and judges do with MLflow's client, unmodified. Prints {scenario: what the client saw}.

mlflow_assessments.py TRACKING_URI MARKER
"""

import json
import sys
import traceback

import mlflow
from mlflow import MlflowClient
from mlflow.entities import AssessmentError, AssessmentSource, Expectation, Feedback
from mlflow.exceptions import MlflowException

tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
experiment_id = mlflow.set_experiment(f"assessments {marker}").experiment_id
client = MlflowClient()
human = AssessmentSource(source_type="HUMAN", source_id="ann@example.com")
judge = AssessmentSource(source_type="LLM_JUDGE", source_id="gpt")


def trace(name="work", session=None):
    @mlflow.trace(name=name)
    def work(question):
        if session:
            mlflow.update_current_trace(metadata={"mlflow.trace.session": session})
        return "answer"

    work("question")
    mlflow.flush_trace_async_logging()
    return mlflow.get_last_active_trace_id()


def shown(assessment):
    kind = "feedback" if assessment.feedback else "expectation" if assessment.expectation else "issue"
    value = getattr(assessment, kind).value if kind != "issue" else assessment.issue.issue_name
    error = assessment.feedback.error if assessment.feedback else None
    return {
        "name": assessment.name,
        "kind": kind,
        "value": value,
        "error": error and [error.error_code, error.error_message],
        "source": [str(assessment.source.source_type), assessment.source.source_id],
        "rationale": assessment.rationale,
        "metadata": assessment.metadata,
        "valid": assessment.valid,
        "overrides": assessment.overrides is not None,
        "on span": assessment.span_id is not None,
        "updated": assessment.last_update_time_ms >= assessment.create_time_ms > 0,
    }


def of(trace_id):
    return [shown(a) for a in mlflow.get_trace(trace_id).info.assessments]


def raised(call):
    try:
        call()
    except MlflowException as error:
        return error.error_code


def feedback():
    t = trace()
    root = mlflow.get_trace(t).data.spans[0].span_id
    for value in [0.5, 3, True, "fine", ["a", 1.5, None], {"k": {"n": 2.5, "t": "ü"}}]:
        mlflow.log_feedback(trace_id=t, name="values", value=value, source=human)
    mlflow.log_feedback(
        trace_id=t, name="of span", value=False, source=judge, rationale="because", metadata={"k": "v"}, span_id=root
    )
    mlflow.log_feedback(trace_id=t, name="failed", error=ValueError("no model"))
    mlflow.log_feedback(trace_id=t, name="failed", error=AssessmentError("RATE_LIMIT", "slow down"), source=judge)
    return of(t)


def expectations():
    t = trace()
    for value in ["yes", 5, 1.5, False, [1, 2], {"facts": ["a", 2], "n": 12345678901234567890}]:
        mlflow.log_expectation(trace_id=t, name="expected", value=value, source=human, metadata={"m": "1"})
    return of(t)


def update():
    t = trace()
    made = mlflow.log_feedback(trace_id=t, name="q", value=1.0, source=human, metadata={"a": "1", "b": "1"}, rationale="r")
    mlflow.update_assessment(t, made.assessment_id, Feedback(name="q2", value="better", metadata={"b": "2"}))
    expected = mlflow.log_expectation(trace_id=t, name="e", value="old", source=human)
    mlflow.update_assessment(t, expected.assessment_id, Expectation(name="e", value=["new"]))
    other_kind = raised(lambda: mlflow.update_assessment(t, made.assessment_id, Expectation(name="q", value=1)))
    return {"assessments": of(t), "other kind": other_kind}


def override():
    t = trace()
    first = mlflow.log_feedback(trace_id=t, name="q", value=1.0, source=judge)
    second = mlflow.override_feedback(trace_id=t, assessment_id=first.assessment_id, value=2.0, source=human)
    third = mlflow.override_feedback(trace_id=t, assessment_id=second.assessment_id, value=3.0, source=human)
    steps = [[a["valid"] for a in of(t)]]
    for gone in [third, second]:
        mlflow.delete_assessment(t, gone.assessment_id)
        steps.append([a["valid"] for a in of(t)])
    return steps


def get_and_delete():
    t = trace()
    made = mlflow.log_feedback(trace_id=t, name="q", value=1.0, source=human)
    got = shown(mlflow.get_assessment(t, made.assessment_id))
    mlflow.delete_assessment(t, made.assessment_id)
    mlflow.delete_assessment(t, made.assessment_id)
    return {
        "got": got,
        "gone": raised(lambda: mlflow.get_assessment(t, made.assessment_id)),
        "no trace": raised(lambda: mlflow.log_feedback(trace_id="tr-" + "0" * 31 + "1", name="q", value=1, source=human)),
        "left": of(t),
    }


def logged_while_running():
    @mlflow.trace(name="judged")
    def judged():
        return 1

    judged()
    t = mlflow.get_last_active_trace_id()
    mlflow.flush_trace_async_logging()
    mlflow.log_assessment(t, Feedback(name="direct", value=True, source=human))
    return of(t)


def search():
    names = {}
    for name, value in [("good", "yes"), ("bad", "no"), ("high", 0.9), ("low", 0.1), ("true", True)]:
        names[trace(name)] = name
        mlflow.log_feedback(trace_id=list(names)[-1], name="verdict", value=value, source=human)
    names[trace("expected")] = "expected"
    mlflow.log_expectation(trace_id=list(names)[-1], name="verdict", value="yes", source=human)
    one, two = trace("s one", f"session {marker}"), trace("s two", f"session {marker}")
    names.update({one: "s one", two: "s two"})
    metadata = {"mlflow.trace.session": f"session {marker}"}
    mlflow.log_feedback(trace_id=one, name="polite", value="yes", source=judge, metadata=metadata)

    def found(filter_string):
        traces = mlflow.search_traces(
            **{where: [experiment_id]}, filter_string=filter_string, return_type="list", max_results=100
        )
        return sorted(names[t.info.trace_id] for t in traces if t.info.trace_id in names)

    where = "locations" if "locations" in mlflow.search_traces.__wrapped__.__code__.co_varnames else "experiment_ids"
    return {
        f: found(f)
        for f in [
            "feedback.verdict = 'yes'",
            "feedback.verdict != 'yes'",
            "feedback.verdict = 'true'",
            "feedback.verdict LIKE '%o%'",
            "expectation.verdict = 'yes'",
            "feedback.polite = 'yes'",
        ]
    }


def search_newer():
    """What the filter of 3.8 does not have."""
    t = trace("newer")
    mlflow.log_feedback(trace_id=t, name="newer", value=0.7, source=human)

    def found(filter_string):
        return [x.info.trace_id == t for x in client.search_traces(locations=[experiment_id], filter_string=filter_string)]

    return {f: found(f) for f in ["feedback.newer > 0.5", "feedback.newer > 0.8", "feedback.newer IS NOT NULL"]}


def issues():
    store = client._tracking_client.store
    t = trace("with issue")
    issue = store.create_issue(experiment_id, "Rude", "Answers are rude", root_causes=["prompt"], categories=["tone"])
    mlflow.log_issue(trace_id=t, issue_id=issue.issue_id, issue_name="Rude", source=human)
    updated = store.update_issue(issue.issue_id, status="resolved", name="Very rude")
    listed = store.search_issues(experiment_id, include_trace_count=True)
    found = client.search_traces(locations=[experiment_id], filter_string=f"issue.id = '{issue.issue_id}'")
    return {
        "made": [issue.name, issue.description, str(issue.status), issue.root_causes, issue.categories],
        "updated": [updated.name, str(updated.status)],
        "read": store.get_issue(issue.issue_id).name,
        "listed": [[i.name, i.trace_count] for i in listed],
        "found": [x.info.trace_id == t for x in found],
        "assessments": [{k: a[k] for k in ("kind", "value")} | {"is issue": a["name"] == issue.issue_id} for a in of(t)],
        "unknown": raised(lambda: store.get_issue("iss-none")),
    }


results = {}
scenarios = [feedback, expectations, update, override, get_and_delete, logged_while_running, search, search_newer, issues]
for scenario in scenarios:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results))
