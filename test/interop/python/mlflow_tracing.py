"""What an application does with MLflow's tracing client, unmodified. Prints {scenario: what the client saw}.

mlflow_tracing.py TRACKING_URI MARKER
"""

import json
import sys
import time
import traceback
import uuid

import mlflow
from mlflow import MlflowClient
from mlflow.entities import SpanEvent, SpanType

tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()


def flush():
    mlflow.flush_trace_async_logging()


def seen(trace):
    """A trace as the client's objects show it, in JSON."""
    info = trace.info
    return {
        "trace_id": info.trace_id,
        "state": str(info.state.value),
        "request_time": info.request_time,
        "duration_ms": info.execution_duration,
        "request_preview": info.request_preview,
        "response_preview": info.response_preview,
        "client_request_id": info.client_request_id,
        "tags": {k: v for k, v in info.tags.items() if not k.startswith("mlflow.artifact")},
        "metadata": dict(info.trace_metadata),
        "token_usage": info.token_usage,
        "spans": [
            {
                "name": span.name,
                "type": span.span_type,
                "parent": next((s.name for s in trace.data.spans if s.span_id == span.parent_id), None),
                "status": span.status.status_code.value,
                "description": span.status.description,
                "inputs": span.inputs,
                "outputs": span.outputs,
                "attributes": {k: v for k, v in span.attributes.items() if not k.startswith("mlflow.")},
                "events": [{"name": e.name, "attributes": dict(e.attributes)} for e in span.events],
                "start": span.start_time_ns,
                "end": span.end_time_ns,
            }
            for span in trace.data.spans
        ],
    }


def nested():
    @mlflow.trace(name="fetch", span_type=SpanType.RETRIEVER)
    def fetch(query):
        return [{"page_content": "Oslo is rainy", "metadata": {"source": "wiki"}}]

    @mlflow.trace(span_type=SpanType.CHAT_MODEL, attributes={"interop.temperature": 0.5, "interop.n": 3})
    def answer(messages, big):
        return {"choices": [{"message": {"role": "assistant", "content": "7 degrees 🌧"}}], "big": big}

    @mlflow.trace(name="agent", span_type=SpanType.AGENT)
    def agent(question):
        fetch(question)
        return answer([{"role": "user", "content": question}], 9007199254740993)["choices"][0]["message"]["content"]

    agent("What is the weather in Oslo?")
    trace_id = mlflow.get_last_active_trace_id()
    flush()
    return seen(mlflow.get_trace(trace_id))


def exception():
    @mlflow.trace(name="fails")
    def fails():
        raise ValueError("no such city")

    try:
        fails()
    except ValueError:
        pass
    trace_id = mlflow.get_last_active_trace_id()
    flush()
    return seen(mlflow.get_trace(trace_id))


def start_span_api():
    with mlflow.start_span(name="outer", span_type=SpanType.CHAIN) as outer:
        outer.set_inputs({"q": [1, 2.5, None, True, "ü"]})
        outer.add_event(SpanEvent("milestone", attributes={"n": 1}))
        with mlflow.start_span(name="inner", span_type=SpanType.TOOL) as inner:
            inner.set_attributes({"interop.key": "value", "interop.list": [1, 2], "interop.map": {"a": {"b": 1}}})
            inner.set_status("ERROR")
        outer.set_outputs("done")
        trace_id = outer.trace_id
    flush()
    return seen(mlflow.get_trace(trace_id))


def without_context():
    root = mlflow.start_span_no_context("detached", inputs={"a": 1}, tags={"interop.detached": marker})
    child = mlflow.start_span_no_context("detached child", parent_span=root)
    child.end(outputs="inner")
    root.end(outputs="outer")
    flush()
    return seen(mlflow.get_trace(root.trace_id))


def current_trace():
    @mlflow.trace(name="turn")
    def turn(text):
        mlflow.update_current_trace(
            tags={"interop.tag": marker},
            metadata={"mlflow.trace.session": f"session-{marker}", "mlflow.trace.user": "ida", "tier": "gold"},
            client_request_id=f"request-{marker}",
            request_preview="asked",
            response_preview="answered",
        )
        return text.upper()

    turn("hei")
    trace_id = mlflow.get_last_active_trace_id()
    flush()
    return seen(mlflow.get_trace(trace_id))


def token_usage():
    with mlflow.start_span(name="agent run", span_type=SpanType.AGENT) as root:
        for _ in range(2):
            with mlflow.start_span(name="model call", span_type=SpanType.CHAT_MODEL) as call:
                call.set_attribute("mlflow.llm.model", "gpt-4o-mini")
                call.set_attribute(
                    "mlflow.chat.tokenUsage", {"input_tokens": 30, "output_tokens": 12, "total_tokens": 42}
                )
        trace_id = root.trace_id
    flush()
    return seen(mlflow.get_trace(trace_id))


def tags():
    with mlflow.start_span(name="tagged"):
        trace_id = mlflow.get_current_active_span().trace_id
    flush()
    mlflow.set_trace_tag(trace_id, "kept", "1")
    mlflow.set_trace_tag(trace_id, "gone", "2")
    mlflow.set_trace_tag(trace_id, "kept", "3")
    mlflow.delete_trace_tag(trace_id, "gone")
    found = mlflow.get_trace(trace_id).info.tags
    try:
        mlflow.delete_trace_tag(trace_id, "never")
        missing = None
    except mlflow.exceptions.MlflowException as error:
        missing = error.error_code
    return {"kept": found.get("kept"), "gone": found.get("gone"), "missing": missing}


def search():
    names = {}
    for name, failing in [("search one", False), ("search two", True), ("search three", False)]:
        with mlflow.start_span(name=name, span_type=SpanType.CHAIN) as root:
            mlflow.update_current_trace(tags={"interop.search": marker, "interop.name": name})
            with mlflow.start_span(name=f"{name} tool", span_type=SpanType.TOOL) as tool:
                tool.set_attribute("interop.word", f"{name} word")
            if failing:
                root.set_status("ERROR")
            names[root.trace_id] = name
        time.sleep(0.005)
    flush()

    def found(filter_string, **options):
        traces = mlflow.search_traces(
            locations=["0"],
            filter_string=f"tags.`interop.search` = '{marker}'" + (f" AND {filter_string}" if filter_string else ""),
            return_type="list",
            **options,
        )
        return [names.get(trace.info.trace_id, "?") for trace in traces]

    frame = mlflow.search_traces(locations=["0"], filter_string=f"tags.`interop.search` = '{marker}'")
    return {
        "all, newest first": found(None),
        "oldest first": found(None, order_by=["timestamp_ms ASC"]),
        "at most two": found(None, max_results=2),
        "status": found("attributes.status = 'ERROR'"),
        "status not": found("attributes.status != 'ERROR'", order_by=["timestamp_ms ASC"]),
        "name": found("attributes.name = 'search one'"),
        "name like": found("attributes.name LIKE 'search t%'", order_by=["timestamp_ms ASC"]),
        "tag": found("tags.`interop.name` = 'search three'"),
        "tag like": found("tags.`interop.name` LIKE '%two%'"),
        "time": found("attributes.timestamp_ms > 1700000000000", order_by=["timestamp_ms ASC"]),
        "span name": found("span.name = 'search two tool'"),
        "span type": found("span.type = 'TOOL'", order_by=["timestamp_ms ASC"]),
        "span attribute": found("span.attributes.interop.word LIKE '%one word%'"),
        "nothing": found("tags.`interop.name` = 'other'"),
        "frame": [names.get(trace_id, "?") for trace_id in frame["trace_id"]],
        "spans in frame": [len(spans) for spans in frame["spans"]],
        "infos only": [len(t.data.spans) for t in mlflow.search_traces(
            locations=["0"], filter_string=f"tags.`interop.search` = '{marker}'", return_type="list",
            include_spans=False)],
    }


def many():
    ids = set()
    for i in range(60):
        with mlflow.start_span(name=f"many {i}") as root:
            mlflow.update_current_trace(tags={"interop.many": marker})
            ids.add(root.trace_id)
    flush()
    traces = mlflow.search_traces(
        locations=["0"], filter_string=f"tags.`interop.many` = '{marker}'", max_results=200, return_type="list"
    )
    first = client.search_traces(
        locations=["0"], filter_string=f"tags.`interop.many` = '{marker}'", max_results=25
    )
    second = client.search_traces(
        locations=["0"],
        filter_string=f"tags.`interop.many` = '{marker}'",
        max_results=25,
        page_token=first.token,
    )
    pages = [trace.info.trace_id for trace in [*first, *second]]
    return {
        "sent": len(ids),
        "found": len(ids & {trace.info.trace_id for trace in traces}),
        "with spans": sum(len(trace.data.spans) for trace in traces),
        "two pages": len(set(pages)),
    }


def delete():
    ids = []
    for i in range(3):
        with mlflow.start_span(name=f"doomed {i}") as root:
            ids.append(root.trace_id)
    flush()
    deleted = client.delete_traces(experiment_id="0", trace_ids=ids[:2])
    return {
        "deleted": deleted,
        "left": [mlflow.get_trace(trace_id, silent=True) is not None for trace_id in ids],
        "again": client.delete_traces(experiment_id="0", trace_ids=ids[:2]),
    }


def delete_by_time():
    experiment_id = client.create_experiment(f"deleted by time {uuid.uuid4()}")
    begin = 1_767_225_600_000
    for minute in range(4):
        at = (begin + minute * 60_000) * 1_000_000
        root = mlflow.start_span_no_context(f"minute {minute}", start_time_ns=at, experiment_id=experiment_id)
        root.end(end_time_ns=at + 1_000_000)
    flush()
    left = lambda: sorted(t.info.tags["mlflow.traceName"] for t in client.search_traces(locations=[experiment_id]))
    until = lambda minute, **more: client.delete_traces(experiment_id, max_timestamp_millis=begin + minute * 60_000, **more)
    steps = [["all", left()]]
    steps.append([until(2, max_traces=1), left()])
    steps.append([until(2), left()])
    steps.append([until(2), left()])
    try:
        client.delete_traces(experiment_id, max_timestamp_millis=begin, trace_ids=["tr-" + "ab" * 16])
    except mlflow.exceptions.MlflowException as error:
        steps.append([error.error_code, left()])
    return steps


def unknown():
    try:
        client.get_trace("tr-" + "ab" * 16)
    except mlflow.exceptions.MlflowException as error:
        return {"error_code": error.error_code}
    return {"error_code": None}


results = {}
for scenario in [
    nested, exception, start_span_api, without_context, current_trace, token_usage, tags, search, many, delete, delete_by_time, unknown,
]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()[-3000:]}
print("RESULTS " + json.dumps(results))
