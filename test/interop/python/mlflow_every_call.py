"""What the client reaches beside the methods of MlflowClient: its store, its functions for reviews, scorers and evaluation
datasets, and the fluent API; each as it is meant and with what a user may get wrong. Prints {calls: {name: what came of it}}.

mlflow_every_call.py TRACKING_URI
"""

import json
import os
import sys
import tempfile

import mlflow
import mlflow.genai
import pandas
from mlflow.entities import AssessmentSource, LoggedModelInput, LoggedModelOutput
from mlflow.entities.issue import IssueSeverity, IssueStatus
from mlflow.entities.trace_metrics import AggregationType, MetricAggregation, MetricViewType
from mlflow.genai import label_schemas as ls
from mlflow.genai import review_queues as rq
from mlflow.models import Model
from mlflow.tracking._tracking_service.utils import _get_store

from outcomes import do, hostile, names, print_results, short

url = sys.argv[1]
mlflow.set_tracking_uri(url)
store = _get_store()
client = mlflow.MlflowClient()


def experiment(name):
    made = client.create_experiment(name)
    names[made] = f"<{name}>"
    return made


def inputs_of(schema):
    return [type(schema.input).__name__, vars(schema.input)]


def label_schemas(e):
    kinds = {
        "pass": ls.InputPassFail(positive_label="ja ✓", negative_label="nein"),
        "numbers": ls.InputNumeric(min_value=-1.5, max_value=5),
        "no bounds": ls.InputNumeric(),
        "one of": ls.InputCategorical(options=["a", "ü 🙂"]),
        "some of": ls.InputCategorical(options=["a", "b"], multi_select=True),
        "text": ls.InputText(max_length=5),
        "long text": ls.InputText(),
    }
    made = {
        name: do(f"create_label_schema {name}", lambda: ls.create_label_schema(name, type="feedback", input=kind, experiment_id=e))
        for name, kind in kinds.items()
    }
    one = made["pass"]
    for name, build in {
        "options none": lambda: ls.InputCategorical(options=[]),
        "options twice": lambda: ls.InputCategorical(options=["a", "a"]),
        "options empty": lambda: ls.InputCategorical(options=[""]),
        "options many": lambda: ls.InputCategorical(options=[str(at) for at in range(500)]),
        "bounds turned": lambda: ls.InputNumeric(min_value=5, max_value=1),
        "bounds nan": lambda: ls.InputNumeric(min_value=float("nan")),
        "length zero": lambda: ls.InputText(max_length=0),
        "length negative": lambda: ls.InputText(max_length=-1),
        "labels same": lambda: ls.InputPassFail(positive_label="x", negative_label="x"),
        "labels empty": lambda: ls.InputPassFail(positive_label="", negative_label="x"),
    }.items():
        do(f"create_label_schema {name}", lambda: inputs_of(ls.create_label_schema(name, type="feedback", input=build(), experiment_id=e)))
    for what, text in hostile.items():
        do(f"create_label_schema name {what}", lambda: len(ls.create_label_schema(text, type="expectation", input=kinds["text"], experiment_id=e).name))
        do(f"create_label_schema instruction {what}", lambda: len(ls.create_label_schema(f"i {what}", type="expectation", input=kinds["text"], instruction=text, experiment_id=e).instruction or ""))
        do(f"create_label_schema in {what}", lambda: ls.create_label_schema("x", type="feedback", input=kinds["text"], experiment_id=text) and "made")
        do(f"get_label_schema {what}", lambda: ls.get_label_schema(schema_id=text))
        do(f"get_label_schema name {what}", lambda: ls.get_label_schema(text, experiment_id=e).type)
        do(f"update_label_schema name {what}", lambda: len(ls.update_label_schema(one.schema_id, name=text).name))
        do(f"delete_label_schema {what}", lambda: ls.delete_label_schema(schema_id=text))
    do("create_label_schema again", lambda: ls.create_label_schema("text", type="feedback", input=kinds["text"], experiment_id=e))
    do("create_label_schema type", lambda: ls.create_label_schema("t", type="nope", input=kinds["text"], experiment_id=e))
    do("create_label_schema no experiment", lambda: ls.create_label_schema("t", type="feedback", input=kinds["text"], experiment_id="98765432"))
    do("update_label_schema nothing", lambda: ls.update_label_schema(one.schema_id))
    do("update_label_schema", lambda: ls.update_label_schema(one.schema_id, name="renamed", instruction="i", enable_comment=True))
    do("update_label_schema kind", lambda: inputs_of(ls.update_label_schema(one.schema_id, input=kinds["numbers"])))
    do("update_label_schema taken", lambda: ls.update_label_schema(one.schema_id, name="text"))
    do("update_label_schema never", lambda: ls.update_label_schema("ls-" + "0" * 32, name="x"))
    do("get_label_schema", lambda: ls.get_label_schema("renamed", experiment_id=e))
    do("get_label_schema never", lambda: ls.get_label_schema("never", experiment_id=e))
    do("list_label_schemas", lambda: sorted(short(s.name) for s in ls.list_label_schemas(e) if len(s.name) < 100))
    page = do("list_label_schemas page", lambda: len(ls.list_label_schemas(e, max_results=2)))
    for size in (0, -1, 1001):
        do(f"list_label_schemas {size}", lambda: len(ls.list_label_schemas(e, max_results=size)) > 0)
    do("list_label_schemas token", lambda: ls.list_label_schemas(e, page_token="x"))
    do("list_label_schemas no experiment", lambda: ls.list_label_schemas("98765432"))
    do("delete_label_schema", lambda: ls.delete_label_schema(schema_id=made["text"].schema_id))
    do("delete_label_schema again", lambda: ls.delete_label_schema(schema_id=made["text"].schema_id))
    return [made["numbers"].schema_id, made["one of"].schema_id]


def review_queues(e, schemas, traces):
    q = do("create_review_queue", lambda: rq.create_review_queue("quéue 🙂", queue_type="custom", users=["mia", "ünï"], schema_ids=schemas, experiment_id=e))
    own = do("get_or_create_user_queue", lambda: rq.get_or_create_user_queue("mia", experiment_id=e))
    do("get_or_create_user_queue again", lambda: rq.get_or_create_user_queue("mia", experiment_id=e).queue_id == own.queue_id)
    do("create_review_queue user", lambda: rq.create_review_queue("tom", queue_type="user", users=["tom"], experiment_id=e))
    do("create_review_queue user two", lambda: rq.create_review_queue("two", queue_type="user", users=["tom", "mia"], experiment_id=e))
    do("create_review_queue type", lambda: rq.create_review_queue("t", queue_type="nope", experiment_id=e))
    do("create_review_queue again", lambda: rq.create_review_queue("quéue 🙂", queue_type="custom", experiment_id=e))
    do("create_review_queue no schema", lambda: rq.create_review_queue("s", queue_type="custom", schema_ids=["ls-" + "0" * 32], experiment_id=e))
    do("create_review_queue users twice", lambda: rq.create_review_queue("u", queue_type="custom", users=["a", "a"], experiment_id=e).users)
    for what, text in hostile.items():
        do(f"create_review_queue name {what}", lambda: len(rq.create_review_queue(text, queue_type="custom", experiment_id=e).name))
        do(f"create_review_queue user {what}", lambda: [len(u) for u in rq.create_review_queue(f"of {what}", queue_type="custom", users=[text], experiment_id=e).users])
        do(f"get_review_queue {what}", lambda: rq.get_review_queue(text))
        do(f"get_review_queue name {what}", lambda: rq.get_review_queue(name=text, experiment_id=e).queue_type)
        do(f"get_or_create_user_queue {what}", lambda: rq.get_or_create_user_queue(text, experiment_id=e).queue_type)
        do(f"update_review_queue name {what}", lambda: len(rq.update_review_queue(q.queue_id, name=text).name))
        do(f"add_items_to_review_queue {what}", lambda: rq.add_items_to_review_queue(q.queue_id, item_ids=[text]))
        do(f"list_review_queue_items of {what}", lambda: rq.list_review_queue_items(text))
        do(f"delete_review_queue {what}", lambda: rq.delete_review_queue(text))
    do("add_items_to_review_queue", lambda: len(rq.add_items_to_review_queue(q.queue_id, item_ids=traces)))
    do("add_items_to_review_queue again", lambda: len(rq.add_items_to_review_queue(q.queue_id, item_ids=traces[:1] * 2)))
    do("add_items_to_review_queue nothing", lambda: rq.add_items_to_review_queue(q.queue_id, item_ids=[]))
    do("add_items_to_review_queue no trace", lambda: rq.add_items_to_review_queue(q.queue_id, item_ids=["tr-" + "0" * 32]))
    do("set_review_queue_item_status", lambda: rq.set_review_queue_item_status(q.queue_id, item_id=traces[0], status="complete", completed_by="mia"))
    do("set_review_queue_item_status by nobody", lambda: rq.set_review_queue_item_status(q.queue_id, item_id=traces[1], status="complete"))
    do("set_review_queue_item_status back", lambda: rq.set_review_queue_item_status(q.queue_id, item_id=traces[0], status="pending"))
    do("set_review_queue_item_status declined", lambda: rq.set_review_queue_item_status(q.queue_id, item_id=traces[0], status="declined", completed_by="ünï"))
    do("set_review_queue_item_status other", lambda: rq.set_review_queue_item_status(q.queue_id, item_id=traces[0], status="nope"))
    do("set_review_queue_item_status not in it", lambda: rq.set_review_queue_item_status(q.queue_id, item_id="tr-" + "1" * 32, status="complete", completed_by="mia"))
    do("list_review_queue_items", lambda: sorted((str(i.status), i.completed_by or "") for i in rq.list_review_queue_items(q.queue_id)))
    for status in ("pending", "complete", "declined", "nope"):
        do(f"list_review_queue_items {status}", lambda: len(rq.list_review_queue_items(q.queue_id, status=status)))
    for size in (0, -1, 1, 1001):
        do(f"list_review_queue_items {size}", lambda: len(rq.list_review_queue_items(q.queue_id, max_results=size)))
        do(f"list_review_queues {size}", lambda: len(rq.list_review_queues(experiment_id=e, max_results=size)) > 0)
    do("list_review_queue_items token", lambda: rq.list_review_queue_items(q.queue_id, page_token="x"))
    do("remove_items_from_review_queue", lambda: rq.remove_items_from_review_queue(q.queue_id, item_ids=traces[:1]))
    do("remove_items_from_review_queue again", lambda: rq.remove_items_from_review_queue(q.queue_id, item_ids=traces[:1]))
    do("remove_items_from_review_queue nothing", lambda: rq.remove_items_from_review_queue(q.queue_id, item_ids=[]))
    do("update_review_queue nothing", lambda: rq.update_review_queue(q.queue_id))
    do("update_review_queue", lambda: rq.update_review_queue(q.queue_id, name="renamed", users=["tom"], schema_ids=schemas[:1]))
    do("update_review_queue empty", lambda: rq.update_review_queue(q.queue_id, users=[], schema_ids=[]))
    do("update_review_queue owner", lambda: rq.update_review_queue(q.queue_id, new_owner="zoe"))
    do("update_review_queue taken", lambda: rq.update_review_queue(q.queue_id, name="tom"))
    do("update_review_queue of a user", lambda: rq.update_review_queue(own.queue_id, name="other"))
    do("update_review_queue never", lambda: rq.update_review_queue("rq-" + "0" * 32, name="other"))
    do("list_review_queues", lambda: sorted(short(x.name) for x in rq.list_review_queues(experiment_id=e) if len(x.name) < 50))
    do("list_review_queues user", lambda: sorted(x.name for x in rq.list_review_queues(user="mia", experiment_id=e)))
    do("list_review_queues nobody", lambda: rq.list_review_queues(user="nobody", experiment_id=e))
    do("delete_review_queue", lambda: rq.delete_review_queue(q.queue_id))
    do("delete_review_queue again", lambda: rq.delete_review_queue(q.queue_id))
    do("get_review_queue deleted", lambda: rq.get_review_queue(q.queue_id))


def scorers(e):
    text = json.dumps({"name": "s", "instructions_judge_pydantic_data": {"instructions": "{{ inputs }}", "model": "openai:/x"}})
    do("register_scorer", lambda: store.register_scorer(e, "ünï s", text))
    do("register_scorer again", lambda: store.register_scorer(e, "ünï s", text).scorer_version)
    do("register_scorer no json", lambda: store.register_scorer(e, "j", "no json"))
    do("register_scorer list", lambda: store.register_scorer(e, "j", "[]"))
    do("register_scorer code", lambda: store.register_scorer(e, "j", json.dumps({"name": "c", "call_source": "return 1"})))
    do("register_scorer no experiment", lambda: store.register_scorer("98765432", "j", text))
    for what, name in hostile.items():
        do(f"register_scorer {what}", lambda: store.register_scorer(e, name, text).scorer_version)
        do(f"register_scorer text {what}", lambda: store.register_scorer(e, "t", name))
        do(f"get_scorer {what}", lambda: store.get_scorer(e, name).scorer_version)
        do(f"list_scorers in {what}", lambda: store.list_scorers(name))
        do(f"list_scorer_versions {what}", lambda: [v.scorer_version for v in store.list_scorer_versions(e, name)])
        do(f"delete_scorer {what}", lambda: store.delete_scorer(e, name))
        do(f"get_online_scoring_configs {what}", lambda: store.get_online_scoring_configs([name]))
    do("list_scorers", lambda: [(s.scorer_name, s.scorer_version) for s in store.list_scorers(e)])
    do("list_scorer_versions", lambda: [s.scorer_version for s in store.list_scorer_versions(e, "ünï s")])
    for version in (1, 2, 3, 0, -1):
        do(f"get_scorer version {version}", lambda: store.get_scorer(e, "ünï s", version).scorer_version)
    do("delete_scorer version", lambda: store.delete_scorer(e, "ünï s", 1))
    do("delete_scorer version again", lambda: store.delete_scorer(e, "ünï s", 1))
    do("delete_scorer version never", lambda: store.delete_scorer(e, "ünï s", 99))
    do("register_scorer after delete", lambda: store.register_scorer(e, "ünï s", text).scorer_version)
    do("delete_scorer", lambda: store.delete_scorer(e, "ünï s"))
    do("delete_scorer again", lambda: store.delete_scorer(e, "ünï s"))
    do("list_scorers after", lambda: store.list_scorers(e))
    do("make_judge register", lambda: mlflow.genai.make_judge("judge", "Is {{ outputs }} good?", model="openai:/gpt-4o").register(experiment_id=e).name)
    do("get_scorer judge", lambda: mlflow.genai.get_scorer(name="judge", experiment_id=e).instructions)
    do("list_scorers judge", lambda: [s.name for s in mlflow.genai.list_scorers(experiment_id=e)])
    do("delete_scorer judge", lambda: mlflow.genai.delete_scorer(name="judge", experiment_id=e, version="all"))


def issues(e, traces):
    i = do("create_issue", lambda: store.create_issue(e, "ïssue", "d 🙂", severity=IssueSeverity.HIGH, root_causes=["a", "b"], categories=["c"], created_by="me"))
    for what, text in hostile.items():
        do(f"create_issue name {what}", lambda: len(store.create_issue(e, text, "d").name))
        do(f"create_issue description {what}", lambda: len(store.create_issue(e, f"d {what}", text).description))
        do(f"get_issue {what}", lambda: store.get_issue(text))
        do(f"update_issue {what}", lambda: len(store.update_issue(i.issue_id, name=text).name))
        do(f"search_issues {what}", lambda: len(store.search_issues(e, text)) > 0)
        do(f"search_issues token {what}", lambda: len(store.search_issues(e, page_token=text)) > 0)
    do("create_issue no experiment", lambda: store.create_issue("98765432", "x", "d"))
    do("create_issue no run", lambda: store.create_issue(e, "x", "d", source_run_id="0" * 32).source_run_id)
    do("update_issue", lambda: store.update_issue(i.issue_id, IssueStatus.RESOLVED, "renamed", "words", IssueSeverity.LOW))
    do("update_issue never", lambda: store.update_issue("iss-" + "0" * 32, name="x"))
    do("update_issue nothing", lambda: store.update_issue(i.issue_id).name)
    do("search_issues status", lambda: [x.name for x in store.search_issues(e, "status = 'resolved'")])
    do("search_issues two", lambda: len(store.search_issues(e, max_results=2)))
    do("search_issues order", lambda: store.search_issues(e, "name = 'renamed'")[0].name)
    for size in (0, -1, 1001):
        do(f"search_issues {size}", lambda: len(store.search_issues(e, max_results=size)) > 0)
    do("log_issue", lambda: mlflow.log_issue(trace_id=traces[0], issue_id=i.issue_id).name)
    do("log_issue never", lambda: mlflow.log_issue(trace_id=traces[0], issue_id="iss-" + "0" * 32))
    do("search_issues counts", lambda: [x.trace_count for x in store.search_issues(e, "status = 'resolved'", include_trace_count=True)])
    do("search_traces issue", lambda: len(mlflow.search_traces(locations=[e], filter_string=f"issue.id = '{i.issue_id}'", return_type="list")))


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


def records(e):
    d = client.create_dataset("records", e)
    put = lambda rows: store.upsert_dataset_records(d.dataset_id, rows)
    for name, rows in {
        "new": [{"inputs": {"a": 1}}, {"inputs": {"a": "1"}}],
        "again": [{"inputs": {"a": 1}, "expectations": {"x": 1}}],
        "merged": [{"inputs": {"a": 1}, "expectations": {"y": None}, "tags": {"t": "u"}}],
        "twice in one": [{"inputs": {"b": 1}, "tags": {"t": "1"}}, {"inputs": {"b": 1}, "tags": {"u": "2"}}],
        "nothing": [],
        "no inputs": [{"outputs": {"x": 1}}],
        "inputs text": [{"inputs": "text"}],
        "inputs list": [{"inputs": [1]}],
        "tags text": [{"inputs": {"c": 1}, "tags": "x"}],
        "tags number": [{"inputs": {"c": 2}, "tags": {"n": 5}}],
        "source": [{"inputs": {"c": 3}, "source": {"source_type": "DOCUMENT", "source_data": {"doc_uri": "s3://x", "content": "ü"}}}],
        "source nope": [{"inputs": {"c": 4}, "source": {"source_type": "NOPE", "source_data": {}}}],
        "unicode": [{"inputs": {"ü 🙂": ["✓", {"d": 1e300}]}}],
        "numbers": [{"inputs": {"n": 2**60}}, {"inputs": {"n": 1.0}}, {"inputs": {"n": 1e20}}],
    }.items():
        do(f"upsert_dataset_records {name}", lambda: put(rows))
    do("upsert_dataset_records never", lambda: store.upsert_dataset_records("d-" + "0" * 32, [{"inputs": {"a": 1}}]))
    load = lambda **more: store._load_dataset_records(d.dataset_id, **more)
    told = lambda r: {"inputs": r.inputs, "outputs": r.outputs, "expectations": r.expectations, "tags": r.tags, "source": r.source and r.source.to_dict()}
    do("records", lambda: sorted((told(r) for r in load()[0]), key=lambda r: json.dumps(r["inputs"], sort_keys=True)))
    first, token = load(max_results=2)
    do("records page", lambda: [len(first), token is not None])
    do("records all pages", lambda: pages(load))
    do("records token", lambda: load(page_token="x"))
    do("records zero", lambda: len(load(max_results=0)[0]) > 0)
    do("delete_dataset_records", lambda: store.delete_dataset_records(d.dataset_id, [first[0].dataset_record_id]))
    do("delete_dataset_records again", lambda: store.delete_dataset_records(d.dataset_id, [first[0].dataset_record_id, "dr-x"]))
    do("delete_dataset_records nothing", lambda: store.delete_dataset_records(d.dataset_id, []))
    do("get_dataset_experiment_ids", lambda: [names[x] for x in store.get_dataset_experiment_ids(d.dataset_id)])
    do("get_dataset_experiment_ids never", lambda: store.get_dataset_experiment_ids("d-" + "0" * 32))
    do("genai.get_dataset", lambda: mlflow.genai.get_dataset(dataset_id=d.dataset_id).name)
    do("genai.get_dataset name", lambda: mlflow.genai.get_dataset(name="records").name)
    do("genai.get_dataset never", lambda: mlflow.genai.get_dataset(name="never"))
    do("genai.search_datasets", lambda: [x.name for x in mlflow.genai.search_datasets(e)])
    do("genai.set_dataset_tags", lambda: mlflow.genai.set_dataset_tags(d.dataset_id, {"a": "b"}))
    do("genai.delete_dataset_tag", lambda: mlflow.genai.delete_dataset_tag(d.dataset_id, "a"))
    mlflow.set_experiment(experiment_id=e)
    traced = mlflow.search_traces(locations=[e])
    do("merge_records of traces", lambda: len(mlflow.genai.get_dataset(dataset_id=d.dataset_id).merge_records(traced).to_df()) > 10)
    do("genai.delete_dataset", lambda: mlflow.genai.delete_dataset(dataset_id=d.dataset_id))
    do("genai.get_dataset deleted", lambda: mlflow.genai.get_dataset(dataset_id=d.dataset_id))


def pages(load):
    seen, token = [], None
    while True:
        page, token = load(max_results=2, page_token=token)
        seen += [r.dataset_record_id for r in page]
        if not token:
            return [len(seen), len(set(seen))]


def prompts(e):
    mlflow.genai.register_prompt("spoken", "Hi {{x}}", commit_message="c", tags={"a": "b"}, model_config={"temperature": 0.5})
    do("genai.load_prompt", lambda: mlflow.genai.load_prompt("prompts:/spoken/1").model_config)
    do("genai.set_prompt_model_config", lambda: mlflow.genai.set_prompt_model_config("spoken", 1, {"model_name": "gpt", "extra": [1]}))
    do("genai.set_prompt_model_config wrong", lambda: mlflow.genai.set_prompt_model_config("spoken", 1, {"temperature": "hot"}))
    do("genai.set_prompt_model_config never", lambda: mlflow.genai.set_prompt_model_config("spoken", 9, {"model_name": "gpt"}))
    do("genai.load_prompt after", lambda: mlflow.genai.load_prompt("prompts:/spoken/1", cache_ttl_seconds=0).model_config)
    do("genai.delete_prompt_model_config", lambda: mlflow.genai.delete_prompt_model_config("spoken", 1))
    do("genai.delete_prompt_model_config again", lambda: mlflow.genai.delete_prompt_model_config("spoken", 1))
    do("genai.set_prompt_alias", lambda: mlflow.genai.set_prompt_alias("spoken", "best", 1))
    do("genai.delete_prompt_alias", lambda: mlflow.genai.delete_prompt_alias("spoken", "best"))
    do("genai.set_prompt_tag", lambda: mlflow.genai.set_prompt_tag("spoken", "k", "v"))
    do("genai.get_prompt_tags", lambda: mlflow.genai.get_prompt_tags("spoken"))
    do("genai.delete_prompt_tag", lambda: mlflow.genai.delete_prompt_tag("spoken", "k"))
    do("genai.set_prompt_version_tag", lambda: mlflow.genai.set_prompt_version_tag("spoken", 1, "k", "v"))
    do("genai.delete_prompt_version_tag", lambda: mlflow.genai.delete_prompt_version_tag("spoken", 1, "k"))
    do("genai.search_prompts", lambda: [p.name for p in mlflow.genai.search_prompts("name = 'spoken'")])
    do("genai.search_prompts order", lambda: [p.name for p in mlflow.genai.search_prompts("name LIKE 's%'", order_by=["name DESC"])])
    do("genai.search_prompts experiment", lambda: [p.name for p in mlflow.genai.search_prompts(f"experiment_id = '{e}'")])
    do("prompt in a run", prompt_in_a_run)


def prompt_in_a_run():
    with mlflow.start_run() as run:
        mlflow.genai.load_prompt("prompts:/spoken/1")
    return [(p.name, p.version) for p in client.list_logged_prompts(run.info.run_id)]


def fluent(e):
    mlflow.set_experiment(experiment_id=e)
    do("set_experiment both", lambda: mlflow.set_experiment("x", experiment_id=e))
    do("set_experiment never", lambda: mlflow.set_experiment(experiment_id="98765432"))
    do("set_experiment_tags", lambda: mlflow.set_experiment_tags({"a": 1, "ü": "🙂"}))
    do("delete_experiment_tag", lambda: mlflow.delete_experiment_tag("a"))
    do("get_experiment tags", lambda: mlflow.get_experiment(e).tags)
    do("set_experiment_tag long", lambda: mlflow.set_experiment_tag("k", "x" * 20_001))
    do("start_run nested", nested_runs)
    do("start_run unknown", lambda: mlflow.start_run(run_id="0" * 32))
    do("start_run elsewhere", lambda: mlflow.start_run(experiment_id="98765432"))
    do("start_run no parent", lambda: mlflow.start_run(parent_run_id="0" * 32))
    mlflow.end_run()
    with mlflow.start_run(run_name="fluent", description="ü") as run:
        frame = pandas.DataFrame({"a": [1, 2], "ü": ["x", None]})
        dataset = mlflow.data.from_pandas(frame, source="s3://b/x", name="dâta", targets="a")
        do("log_input", lambda: mlflow.log_input(dataset, "train", {"t": "u"}))
        do("log_inputs", lambda: mlflow.log_inputs([dataset, mlflow.data.from_numpy(frame["a"].to_numpy())], ["eval", None], [None, {"k": "v"}]))
        do("log_inputs lengths", lambda: mlflow.log_inputs([dataset], ["a", "b"], [None]))
        model = mlflow.initialize_logged_model(name="init", params={"p": "1"}, tags={"t": "u"})
        do("initialize_logged_model", lambda: client.get_logged_model(model.model_id).status)
        do("log_model_params", lambda: mlflow.log_model_params({"q": 2}, model.model_id))
        do("finalize_logged_model", lambda: mlflow.finalize_logged_model(model.model_id, "FAILED").status)
        do("set_logged_model_tags", lambda: mlflow.set_logged_model_tags(model.model_id, {"x": 1}))
        do("delete_logged_model_tag", lambda: mlflow.delete_logged_model_tag(model.model_id, "x"))
        do("create_external_model", lambda: mlflow.create_external_model("ext", params={"a": "b"}))
        do("log_outputs", lambda: mlflow.log_outputs([LoggedModelOutput(model.model_id, 2)]))
        do("log_inputs models", lambda: mlflow.log_inputs(models=[LoggedModelInput(model.model_id)]))
        for step in range(3):
            mlflow.log_metrics({"loss": 1 / (step + 1)}, step=step, model_id=model.model_id, dataset=dataset)
        do("log_metric linked", lambda: client.get_logged_model(model.model_id).metrics)
        do("log_metric never", lambda: mlflow.log_metric("x", 1, model_id="m-" + "0" * 32))
        do("set_active_model", lambda: active_model(e))
        do("import_checkpoints", checkpoints)
        do("record_logged_model", lambda: store.record_logged_model(run.info.run_id, Model("p", run_id=run.info.run_id, flavors={"f": {}}, model_id=model.model_id)))
        do("log_text", lambda: mlflow.log_text("x", "a/b.txt"))
        do("log_dict", lambda: mlflow.log_dict({"a": 1}, "d.yaml"))
        do("log_table", lambda: mlflow.log_table(frame, "t.json"))
        do("load_table", lambda: mlflow.load_table("t.json", [run.info.run_id]))
        do("get_artifact_uri", lambda: mlflow.get_artifact_uri("a/b"))
        do("log_param changed", lambda: [mlflow.log_param("p", 1), mlflow.log_param("p", 2)])
    seen = client.get_run(run.info.run_id)
    do("inputs", lambda: sorted(((i.dataset.name, sorted((t.key, t.value) for t in i.tags)) for i in seen.inputs.dataset_inputs), key=str))
    do("history tag", lambda: [sorted(m) for m in json.loads(seen.data.tags["mlflow.log-model.history"])])
    do("get_metric_history_bulk_interval", lambda: [[p.step, p.value] for p in store.get_metric_history_bulk_interval([run.info.run_id], "loss", 10, None, None)])
    do("search_runs frame", lambda: sorted(c for c in mlflow.search_runs([e], "run_name = 'fluent'").columns if "source" not in c and "git" not in c))
    do("search_runs all", lambda: len(mlflow.search_runs(search_all_experiments=True, output_format="list")) > 1)
    do("search_runs format", lambda: mlflow.search_runs([e], output_format="nope"))
    do("search_runs name never", lambda: mlflow.search_runs(experiment_names=["never"], output_format="list"))
    do("delete_run", lambda: mlflow.delete_run(run.info.run_id))
    do("start_run deleted", lambda: mlflow.start_run(run_id=run.info.run_id))
    mlflow.end_run()
    do("restore_run", lambda: mlflow.restore_run(run.info.run_id))


def nested_runs():
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(nested=True, run_name="child") as child:
            grand = mlflow.start_run(nested=True, run_name="grand", tags={"a": 1})
            mlflow.end_run("KILLED")
    other = mlflow.start_run(parent_run_id=parent.info.run_id, run_name="later")
    mlflow.end_run("FAILED")
    return [
        [client.get_run(r.info.run_id).info.status, (mlflow.get_parent_run(r.info.run_id) or r).info.run_name]
        for r in (parent, child, grand, other)
    ]


def active_model(e):
    model = mlflow.set_active_model(name="active")
    root = mlflow.log_trace("under it", "q", "a")
    mlflow.flush_trace_async_logging()
    mlflow.clear_active_model()
    found = client.search_traces(locations=[e], model_id=model.model_id)
    return [[t.info.trace_id == root for t in found], found[0].info.trace_metadata["mlflow.modelId"] == model.model_id]


def checkpoints():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("epoch_1", "epoch_2"):
            os.makedirs(os.path.join(folder, name))
            with open(os.path.join(folder, name, "w.txt"), "w") as out:
                out.write(name)
        return sorted(m.name for m in mlflow.import_checkpoints(folder, model_prefix="cp-"))


def trace_with(name, **update):
    with mlflow.start_span(name) as span:
        span.set_inputs({"q": name})
        if update:
            mlflow.update_current_trace(**update)
    mlflow.flush_trace_async_logging()
    return span.trace_id


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


def logged_trace():
    trace_id = mlflow.log_trace("by hand", {"q": "ü"}, "a", intermediate_outputs={"x": 1}, attributes={"b": 2}, tags={"t": "u"}, start_time_ms=5000, execution_time_ms=1500)
    mlflow.flush_trace_async_logging()
    return trace_id


def info_of(trace):
    kept = ("mlflow.source", "mlflow.user", "mlflow.trace.size", "mlflow.artifactLocation")
    clean = lambda entries: {k: v[:50] for k, v in entries.items() if not k.startswith(kept)}
    info = trace.info
    return [str(info.state), info.client_request_id, clean(info.tags), clean(info.trace_metadata), len(info.request_preview or ""), len(info.response_preview or "")]


def main():
    e = experiment("traced")
    mlflow.set_experiment(experiment_id=e)
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
    updated(experiment_and_set("updated"))
    fluent(experiment("fluent"))


def experiment_and_set(name):
    e = experiment(name)
    mlflow.set_experiment(experiment_id=e)
    return e


main()
print_results(url)
