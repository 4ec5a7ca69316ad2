"""Questions about many traces."""

import mlflow
from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType

from outcomes import do

from .client import store


def trace_queries(e, traces):
    count = [MetricAggregation(aggregation_type=AggregationType.COUNT)]
    average = [MetricAggregation(aggregation_type=AggregationType.AVG)]
    ask = lambda *args, **more: [(p.metric_name, p.dimensions, p.values) for p in store.query_trace_metrics([e], *args, **more)]
    do("query_trace_metrics", lambda: ask(MetricViewType.TRACES, "trace_count", count))
    do("query_trace_metrics by name", lambda: ask(MetricViewType.TRACES, "trace_count", count, ["trace_name"]))
    do("query_trace_metrics by status", lambda: ask(MetricViewType.SPANS, "span_count", count, ["span_type", "span_status"]))
    do("query_trace_metrics assessments", lambda: ask(MetricViewType.ASSESSMENTS, "assessment_value", average, ["assessment_name"]))
    for name, more in {
        "unknown metric": [MetricViewType.TRACES, "nope", count],
        "of another view": [MetricViewType.TRACES, "span_count", count],
        "wrong aggregation": [MetricViewType.TRACES, "trace_count", average],
        "no aggregation": [MetricViewType.TRACES, "trace_count", []],
        "unknown dimension": [MetricViewType.TRACES, "trace_count", count, ["nope"]],
        "wrong filter": [MetricViewType.TRACES, "trace_count", count, None, ["nope"]],
        "filter": [MetricViewType.TRACES, "trace_count", count, None, ["trace.status = 'OK'"]],
        "filter operator": [MetricViewType.TRACES, "trace_count", count, None, ["trace.status != 'OK'"]],
        "interval alone": [MetricViewType.TRACES, "trace_count", count, None, None, 60],
        "interval zero": [MetricViewType.TRACES, "trace_count", count, None, None, 0, 0, 10],
        "nothing then": [MetricViewType.TRACES, "trace_count", count, None, None, None, 5, 6],
        "turned": [MetricViewType.TRACES, "trace_count", count, None, None, None, 6, 5],
    }.items():
        do(f"query_trace_metrics {name}", lambda: ask(*more))
    do("query_trace_metrics nowhere", lambda: store.query_trace_metrics([], MetricViewType.TRACES, "trace_count", count))
    correlation = lambda *filters: store.calculate_trace_filter_correlation([e], *filters)
    do("calculate_trace_filter_correlation", lambda: correlation("name = 'first'", "status = 'OK'"))
    do("calculate_trace_filter_correlation nothing", lambda: correlation("name = 'never'", "status = 'OK'"))
    do("calculate_trace_filter_correlation base", lambda: correlation("name = 'first'", "status = 'OK'", "status = 'OK'"))
    do("calculate_trace_filter_correlation wrong", lambda: correlation("nope", "status = 'OK'"))
    do("calculate_trace_filter_correlation empty", lambda: correlation("", "status = 'OK'"))
    do("batch_get_traces", lambda: [t.info.trace_id == at for t, at in zip(store.batch_get_traces(traces, e), traces)])
    do("batch_get_traces unknown", lambda: len(store.batch_get_traces(["tr-" + "0" * 32, traces[0]], e)))
    do("batch_get_traces twice", lambda: len(store.batch_get_traces([traces[0]] * 3, e)))
    do("batch_get_traces none", lambda: store.batch_get_traces([], e))
    do("batch_get_traces elsewhere", lambda: len(store.batch_get_traces(traces, experiment_ids=["0"])))
    do("batch_get_trace_infos", lambda: [t.trace_id == at for t, at in zip(store.batch_get_trace_infos(traces, e), traces)])
    do("batch_get_trace_infos twice", lambda: len(store.batch_get_trace_infos([traces[0]] * 3, e)))
    do("batch_get_trace_infos none", lambda: store.batch_get_trace_infos([], e))
    do("search_sessions", lambda: [len(s) for s in mlflow.search_sessions(locations=[e])])
    for view in ("pandas", "list", "nope"):
        do(f"search_traces {view}", lambda: len(mlflow.search_traces(locations=[e], return_type=view)))
    do("search_traces columns", lambda: sorted(mlflow.search_traces(locations=[e]).columns))
    do("search_traces all pages", lambda: len(mlflow.search_traces(locations=[e], max_results=1000, return_type="list")))
