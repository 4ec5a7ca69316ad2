"""Changes of the trace that is being made."""

import mlflow

from outcomes import do

from .client import client


def updated(e):
    for name, update in {
        "all": {"tags": {"a": "ü"}, "metadata": {"m": "1"}, "client_request_id": "c-1", "request_preview": "rq", "response_preview": "rs", "session_id": "s", "user": "u"},
        "state": {"state": "ERROR"},
        "long request id": {"client_request_id": "x" * 60},
        "long metadata": {"metadata": {"m": "x" * 9000}},
        "long session": {"session_id": "x" * 300},
        "long preview": {"request_preview": "x" * 3000},
        "nul": {"tags": {"a\0b": "c\0d"}, "metadata": {"e\0f": "g\0h"}},
        "model": {"model_id": "m-" + "0" * 32},
    }.items():
        do(f"update_current_trace {name}", lambda: info_of(client.get_trace(trace_with(name, **update), display=False)))
    do("log_trace", lambda: info_of(client.get_trace(logged_trace(), display=False)))


def trace_with(name, **update):
    with mlflow.start_span(name) as span:
        span.set_inputs({"q": name})
        if update:
            mlflow.update_current_trace(**update)
    mlflow.flush_trace_async_logging()
    return span.trace_id


def logged_trace():
    trace_id = mlflow.log_trace("by hand", {"q": "ü"}, "a", intermediate_outputs={"x": 1}, attributes={"b": 2}, tags={"t": "u"}, start_time_ms=5000, execution_time_ms=1500)
    mlflow.flush_trace_async_logging()
    return trace_id


def info_of(trace):
    kept = ("mlflow.source", "mlflow.user", "mlflow.trace.size", "mlflow.artifactLocation")
    clean = lambda entries: {k: v[:50] for k, v in entries.items() if not k.startswith(kept)}
    info = trace.info
    return [str(info.state), info.client_request_id, clean(info.tags), clean(info.trace_metadata), len(info.request_preview or ""), len(info.response_preview or "")]
