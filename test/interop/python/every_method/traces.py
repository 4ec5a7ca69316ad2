"""Traces and spans."""

import time

import mlflow

from outcomes import do, hostile, plain

from .assessments import assessments
from .client import client


def traces(e, r):
    def trace(name, **more):
        root = client.start_trace(name, span_type="AGENT", inputs={"q": "ünï ✓"}, experiment_id=e, **more)
        span = client.start_span("child", root.trace_id, root.span_id, span_type="TOOL", inputs=[1, None], attributes={"a": {"b": 1}})
        client.end_span(root.trace_id, span.span_id, outputs={"o": "x"}, status="ERROR")
        client.end_trace(root.trace_id, outputs="done")
        mlflow.flush_trace_async_logging()
        return root.trace_id

    t = trace("first", tags={"k": "v", "ü": "🙂"})
    gone = trace("gone")
    do("start_trace", lambda: trace_of(client.get_trace(t, display=False)))
    do("start_span of no trace", lambda: client.start_span("x", "tr-" + "0" * 32, "0" * 16))
    do("end_span of no trace", lambda: client.end_span("tr-" + "0" * 32, "0" * 16))
    do("end_trace of no trace", lambda: client.end_trace("tr-" + "0" * 32))
    for what, text in hostile.items():
        do(f"get_trace {what}", lambda: client.get_trace(text, display=False))
        do(f"set_trace_tag value {what}", lambda: client.set_trace_tag(t, f"value {what}", text))
        do(f"set_trace_tag key {what}", lambda: client.set_trace_tag(t, text, "v"))
        do(f"delete_trace_tag {what}", lambda: client.delete_trace_tag(t, text))
        do(f"search_traces {what}", lambda: len(client.search_traces(locations=[e], filter_string=text)) > 0)
        do(f"search_traces in {what}", lambda: client.search_traces(locations=[text])[:0])
        do(f"search_traces order {what}", lambda: len(client.search_traces(locations=[e], order_by=[text])) > 0)
        do(f"search_traces token {what}", lambda: len(client.search_traces(locations=[e], page_token=text)) > 0)
        do(f"delete_traces of {what}", lambda: client.delete_traces(text, trace_ids=[t]))
        do(f"delete_traces id {what}", lambda: client.delete_traces(e, trace_ids=[text]))
        do(f"link_traces_to_run id {what}", lambda: client.link_traces_to_run([text], r))
        do(f"link_traces_to_run {what}", lambda: client.link_traces_to_run([t], text))
    do("get_trace", lambda: trace_of(client.get_trace(t, display=False)))
    do("set_trace_tag number", lambda: client.set_trace_tag(t, "n", 5))
    do("set_trace_tag of none", lambda: client.set_trace_tag("tr-" + "0" * 32, "k", "v"))
    do("delete_trace_tag of none", lambda: client.delete_trace_tag("tr-" + "0" * 32, "k"))
    do("delete_trace_tag", lambda: client.delete_trace_tag(t, "k"))
    do("delete_trace_tag again", lambda: client.delete_trace_tag(t, "k"))
    do("set_trace_tag immutable", lambda: client.set_trace_tag(t, "mlflow.trace.spansLocation", "x"))
    do("search_traces", lambda: [trace_of(x) for x in client.search_traces(locations=[e], order_by=["timestamp_ms ASC"])])
    do("search_traces infos", lambda: [x.info.trace_id for x in client.search_traces(locations=[e], include_spans=False, filter_string="name = 'first'")])
    do("search_traces experiment_ids", lambda: len(client.search_traces([e])))
    do("search_traces nowhere", lambda: client.search_traces(locations=[]))
    do("search_traces twice", lambda: len(client.search_traces(locations=[e, e])))
    do("search_traces unknown", lambda: client.search_traces(locations=["98765432"]))
    for size in (0, -1, 501):
        do(f"search_traces {size}", lambda: len(client.search_traces(locations=[e], max_results=size)))
    page = client.search_traces(locations=[e], max_results=1, include_spans=False)
    do("search_traces page", lambda: [x.info.tags["mlflow.traceName"] for x in page])
    do("search_traces next", lambda: [x.info.tags["mlflow.traceName"] for x in client.search_traces(locations=[e], max_results=1, page_token=page.token)])
    do("search_traces token of another", lambda: [x.info.tags["mlflow.traceName"] for x in client.search_traces(locations=[e], max_results=1, order_by=["timestamp_ms ASC"], page_token=page.token)])
    do("link_traces_to_run", lambda: client.link_traces_to_run([t, gone], r))
    do("link_traces_to_run again", lambda: client.link_traces_to_run([t], r))
    do("link_traces_to_run nothing", lambda: client.link_traces_to_run([], r))
    do("link_traces_to_run many", lambda: client.link_traces_to_run([t] * 101, r))
    do("search_traces of the run", lambda: len(client.search_traces(locations=[e], run_id=r)))
    do("unlink_traces_from_run", lambda: client.unlink_traces_from_run([gone], r))
    do("search_traces of the run after", lambda: len(client.search_traces(locations=[e], run_id=r)))
    prompt = client.register_prompt("in-a-trace", "x")
    do("link_prompt_versions_to_trace", lambda: client.link_prompt_versions_to_trace([prompt], t))
    do("link_prompt_versions_to_trace again", lambda: client.link_prompt_versions_to_trace([prompt], t))
    do("link_prompt_versions_to_trace of none", lambda: client.link_prompt_versions_to_trace([prompt], "tr-" + "0" * 32))
    do("search_traces of the prompt", lambda: len(client.search_traces(locations=[e], filter_string="prompt = 'in-a-trace/1'")))
    do("delete_traces nothing", lambda: client.delete_traces(e))
    do("delete_traces both", lambda: client.delete_traces(e, 5, trace_ids=[t]))
    do("delete_traces max with ids", lambda: client.delete_traces(e, max_traces=1, trace_ids=[t]))
    do("delete_traces max zero", lambda: client.delete_traces(e, 5, max_traces=0))
    do("delete_traces early", lambda: client.delete_traces(e, 5))
    do("delete_traces negative", lambda: client.delete_traces(e, -5))
    do("delete_traces no ids", lambda: client.delete_traces(e, trace_ids=[]))
    do("delete_traces elsewhere", lambda: client.delete_traces("0", trace_ids=[gone]))
    do("delete_traces", lambda: client.delete_traces(e, trace_ids=[gone, gone, "tr-" + "0" * 32]))
    do("delete_traces again", lambda: client.delete_traces(e, trace_ids=[gone]))
    do("get_trace deleted", lambda: client.get_trace(gone, display=False))
    do("set_trace_tag deleted", lambda: client.set_trace_tag(gone, "k", "v"))
    assessments(t)
    do("delete_traces by time", lambda: client.delete_traces(e, int(time.time() * 1000) + 60_000, 1))


def trace_of(trace):
    info = plain(trace.info)
    for key in ("execution_duration", "execution_duration_ms", "execution_time_ms", "request_time", "timestamp_ms", "response_preview", "request_preview"):
        info.pop(key, None)
    for key in ("mlflow.source.name", "mlflow.source.type", "mlflow.source.git.commit", "mlflow.source.git.branch", "mlflow.source.git.repoURL", "mlflow.user", "mlflow.trace.sizeStats", "mlflow.trace.sizeBytes"):
        info.get("trace_metadata", {}).pop(key, None)
        info.get("tags", {}).pop(key, None)
    spans = [
        {"name": s.name, "type": s.span_type, "status": plain(s.status), "inputs": s.inputs, "outputs": s.outputs, "root": s.parent_id is None, "attributes": plain({k: v for k, v in s.attributes.items() if k != "mlflow.experimentId"})}
        for s in trace.data.spans
    ]
    return {"info": info, "spans": spans}
