"""Feedback and expectations of a trace."""

import math

import mlflow
from mlflow.entities import AssessmentSource, Expectation, Feedback

from outcomes import do, hostile, plain, short

from .client import real


def assessments(t):
    human = AssessmentSource(source_type="HUMAN", source_id="ü")
    if not hasattr(mlflow, "log_feedback"):
        return
    one = do("log_feedback", lambda: mlflow.log_feedback(trace_id=t, name="q", value=1, source=human, rationale="ünï", metadata={"a": "b"}))
    for at, value in enumerate([True, False, 0, 1.5, -0.0, "", "ü", [], [1, "a"], {}, {"a": None}, None, "x" * 9000, 2**60, math.nan, "a\0b", {"🙂": [1, 2.0]}]):
        do(f"log_feedback {at}", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name=f"f{at}", value=value)))
        do(f"log_expectation {at}", lambda: assessment_of(mlflow.log_expectation(trace_id=t, name=f"e{at}", value=value)))
    for what, text in hostile.items():
        do(f"log_feedback name {what}", lambda: short(mlflow.log_feedback(trace_id=t, name=text, value=1).name))
        do(f"log_feedback of {what}", lambda: mlflow.log_feedback(trace_id=text, name="x", value=1))
        do(f"log_feedback rationale {what}", lambda: short(mlflow.log_feedback(trace_id=t, name=f"r {what}", value=1, rationale=text).rationale))
        do(f"get_assessment {what}", lambda: mlflow.get_assessment(t, text))
        do(f"delete_assessment {what}", lambda: mlflow.delete_assessment(trace_id=t, assessment_id=text))
    do("log_feedback of no trace", lambda: mlflow.log_feedback(trace_id="tr-" + "0" * 32, name="x", value=1))
    do("log_feedback of no span", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="x", value=1, span_id="0" * 16)))
    do("log_feedback error", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="err", error=ValueError("bad"))))
    do("log_feedback list of dicts", lambda: assessment_of(mlflow.log_feedback(trace_id=t, name="l", value=[{"a": 1}])))
    do("get_assessment", lambda: assessment_of(mlflow.get_assessment(t, one.assessment_id)))
    do("override_feedback", lambda: assessment_of(mlflow.override_feedback(trace_id=t, assessment_id=one.assessment_id, value=2, rationale="no")))
    do("override_feedback again", lambda: assessment_of(mlflow.override_feedback(trace_id=t, assessment_id=one.assessment_id, value=3)))
    do("override_feedback missing", lambda: mlflow.override_feedback(trace_id=t, assessment_id="a-" + "0" * 32, value=3))
    do("overridden", lambda: assessment_of(mlflow.get_assessment(t, one.assessment_id)))
    do("update_assessment", lambda: assessment_of(mlflow.update_assessment(t, one.assessment_id, Feedback(name="renamed", value="x", metadata={"c": "d"}))))
    do("update_assessment kind", lambda: mlflow.update_assessment(t, one.assessment_id, Expectation(name="q", value="x")))
    do("update_assessment missing", lambda: mlflow.update_assessment(t, "a-" + "0" * 32, Feedback(name="q", value="x")))
    do("delete_assessment", lambda: mlflow.delete_assessment(t, one.assessment_id))
    do("delete_assessment again", lambda: mlflow.delete_assessment(t, one.assessment_id))
    do("assessments", lambda: sorted((assessment_of(a) for a in real.get_trace(t, display=False).info.assessments), key=lambda a: (len(a["assessment_name"]), a["assessment_name"], str(a.get("feedback")))))


def assessment_of(assessment):
    kept = assessment.to_dictionary()
    for key in ("create_time", "last_update_time"):
        kept.pop(key, None)
    stack = kept.get("feedback", {}).get("error", {})
    stack.pop("stack_trace", None)
    kept.get("source", {}).pop("source_id", None)
    return plain(kept)
