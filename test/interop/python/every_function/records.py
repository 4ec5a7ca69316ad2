"""Records of datasets to evaluate on."""

import json

import mlflow
import mlflow.genai

from outcomes import do, names

from .client import client, store


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
