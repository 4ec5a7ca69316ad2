"""A reviewer's day with MLflow's client: `fill` makes traces, questions and a queue; `read` tells what was answered.

    python mlflow_review.py URL fill
    python mlflow_review.py URL read QUEUE
"""

import json
import sys

import mlflow
from mlflow.entities import AssessmentSource, SpanType
from mlflow.genai import label_schemas as ls
from mlflow.genai import review_queues as rq

mlflow.set_tracking_uri(sys.argv[1])

ANSWERS = {
    "Where is my order 4711?": "It left our warehouse on **Tuesday**.\n\n- Carrier: DHL\n- Expected: Friday",
    "Can I have a refund?": "Yes. Send it back within 30 days and we refund `49.90 €`.",
    "My invoice is wrong": "I am sorry about that. Which line of it is wrong?",
    "Do you ship to Norway?": "We do, for 12 €.",
}


@mlflow.trace(span_type=SpanType.TOOL)
def lookup_order(order):
    return {"order": order, "status": "shipped"}


@mlflow.trace(name="support agent", span_type=SpanType.AGENT)
def answer(question):
    lookup_order("4711")
    return ANSWERS[question]


def fill():
    experiment_id = mlflow.set_experiment("support").experiment_id
    traces = []
    for question in ANSWERS:
        answer(question)
        traces.append(mlflow.get_last_active_trace_id())
    mlflow.flush_trace_async_logging()
    last = traces[-1]
    mlflow.log_expectation(trace_id=last, name="expected_facts", value=["12 €", "Norway"])
    judge = AssessmentSource(source_type="LLM_JUDGE", source_id="gpt-4o")
    mlflow.log_feedback(trace_id=last, name="relevance", value=0.8, rationale="It answers.", source=judge)
    questions = [
        ls.create_label_schema(experiment_id=experiment_id, **question).schema_id
        for question in [
            {
                "name": "correct",
                "type": "feedback",
                "input": ls.InputPassFail(positive_label="Correct", negative_label="Wrong"),
                "instruction": "Is everything that the answer says true?",
                "enable_comment": True,
            },
            {"name": "stars", "type": "feedback", "input": ls.InputNumeric(min_value=1, max_value=5)},
            {
                "name": "topics",
                "type": "feedback",
                "input": ls.InputCategorical(options=["refund", "shipping", "billing"], multi_select=True),
            },
            {"name": "ideal_answer", "type": "expectation", "input": ls.InputText(max_length=200)},
        ]
    ]
    queue = rq.create_review_queue(
        name="Support answers", queue_type="custom", users=["mia"], schema_ids=questions, experiment_id=experiment_id
    )
    # Those that were added last come first, so they are added one by one.
    for trace in traces:
        rq.add_items_to_review_queue(queue.queue_id, item_ids=[trace])
    order = [item.item_id for item in rq.list_review_queue_items(queue.queue_id)]
    return {"experiment_id": experiment_id, "queue_id": queue.queue_id, "traces": order}


def read(queue_id):
    items = rq.list_review_queue_items(queue_id)
    return {
        "items": {item.item_id: [str(item.status), item.completed_by] for item in items},
        "said": {
            item.item_id: {
                each.name: [each.feedback.value if each.feedback else each.expectation.value, each.rationale]
                for each in mlflow.get_trace(item.item_id).info.assessments
                if each.source.source_type == "HUMAN" and each.source.source_id != "default" and each.valid is not False
            }
            for item in items
        },
    }


print("RESULTS " + json.dumps(fill() if sys.argv[2] == "fill" else read(sys.argv[3])))
