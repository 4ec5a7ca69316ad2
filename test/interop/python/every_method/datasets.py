"""Datasets to evaluate on, and their records."""

import json

from outcomes import do, hostile, plain, refusal, short

from .client import client, experiment, real


def datasets(e):
    other = experiment("of datasets")
    d = do("create_dataset", lambda: client.create_dataset("dï", e, {"k": "v", "n": 5}))
    second = client.create_dataset("dï", [e, other])
    gone = client.create_dataset("gone", [])
    client.delete_dataset(gone.dataset_id)
    for what, text in hostile.items():
        do(f"create_dataset {what}", lambda: short(client.create_dataset(text, e).name))
        do(f"create_dataset in {what}", lambda: client.create_dataset("x", text).experiment_ids)
        do(f"get_dataset {what}", lambda: client.get_dataset(text))
        do(f"delete_dataset {what}", lambda: client.delete_dataset(text))
        do(f"set_dataset_tags value {what}", lambda: client.set_dataset_tags(d.dataset_id, {f"value {what}": text}))
        do(f"set_dataset_tags key {what}", lambda: client.set_dataset_tags(d.dataset_id, {text: "v"}))
        do(f"delete_dataset_tag {what}", lambda: client.delete_dataset_tag(d.dataset_id, text))
        do(f"search_datasets {what}", lambda: len(client.search_datasets([e], text)) > 0)
        do(f"search_datasets token {what}", lambda: len(client.search_datasets([e], page_token=text)) > 0)
        do(f"search_datasets order {what}", lambda: len(client.search_datasets([e], order_by=[text])) > 0)
        do(f"search_datasets in {what}", lambda: client.search_datasets([text])[:0])
        do(f"add_dataset_to_experiments {what}", lambda: client.add_dataset_to_experiments(d.dataset_id, [text]).experiment_ids)
        do(f"remove_dataset_from_experiments {what}", lambda: client.remove_dataset_from_experiments(d.dataset_id, [text]).experiment_ids)
    do("get_dataset", lambda: client.get_dataset(d.dataset_id))
    do("add_dataset_to_experiments", lambda: client.add_dataset_to_experiments(d.dataset_id, [other, other]).experiment_ids)
    do("add_dataset_to_experiments unknown", lambda: client.add_dataset_to_experiments(d.dataset_id, ["98765432"]).experiment_ids)
    do("remove_dataset_from_experiments", lambda: client.remove_dataset_from_experiments(d.dataset_id, [e, "98765432"]).experiment_ids)
    do("set_dataset_tags nothing", lambda: client.set_dataset_tags(d.dataset_id, {}))
    do("set_dataset_tags values", lambda: client.set_dataset_tags(d.dataset_id, {"n": 5, "b": True, "none": None, "l": [1]}))
    do("tags", lambda: client.get_dataset(d.dataset_id).tags)
    do("delete_dataset_tag", lambda: client.delete_dataset_tag(d.dataset_id, "n"))
    do("delete_dataset_tag again", lambda: client.delete_dataset_tag(d.dataset_id, "n"))
    for name, write in {
        "get_dataset": lambda: client.get_dataset(gone.dataset_id),
        "set_dataset_tags": lambda: client.set_dataset_tags(gone.dataset_id, {"a": "b"}),
        "delete_dataset_tag": lambda: client.delete_dataset_tag(gone.dataset_id, "a"),
        "add_dataset_to_experiments": lambda: client.add_dataset_to_experiments(gone.dataset_id, [e]),
        "remove_dataset_from_experiments": lambda: client.remove_dataset_from_experiments(gone.dataset_id, [e]),
        "delete_dataset": lambda: client.delete_dataset(gone.dataset_id),
    }.items():
        do(f"{name} on a deleted dataset", write)
    do("search_datasets", lambda: [x.name for x in client.search_datasets([other], order_by=["created_time ASC"])])
    do("search_datasets twice", lambda: len(client.search_datasets([e, e])))
    do("search_datasets filter", lambda: [x.dataset_id for x in client.search_datasets([other], "name = 'dï'", order_by=["created_time ASC"])])
    do("search_datasets zero", lambda: client.search_datasets(max_results=0))
    do("search_datasets many", lambda: client.search_datasets(max_results=50001))
    do("merge_records", lambda: record_states(second, [
        [{"inputs": {"q": "ünï", "n": 1}, "expectations": {"a": 1, "b": [1]}, "tags": {"t": "1"}}],
        [{"inputs": {"n": 1, "q": "ünï"}, "expectations": {"a": 2, "c": None}, "tags": {"u": "2"}}],
        [{"inputs": {"n": 1.0, "q": "ünï"}}, {"inputs": {"n": True, "q": "ünï"}}],
        [{"inputs": {"q": "o"}, "outputs": {"x": 1}}, {"inputs": {"q": "o"}, "outputs": "y"}],
        [{"inputs": {"q": "s"}, "source": {"source_type": "HUMAN", "source_data": {"user": "ü"}}}],
        [{"inputs": {}}],
        [{"expectations": {"a": 1}}],
        [],
        [{"inputs": {"nul": "a\0b"}}],
        [{"inputs": {"deep": {"a": [{"b": None}]}}}],
    ]))


def record_states(dataset, merges):
    seen = []
    for records in merges:
        try:
            dataset.merge_records(records)
            seen.append("merged")
        except Exception as error:
            seen.append(refusal(error))
    dataset = real.get_dataset(dataset.dataset_id)
    frame = dataset.to_df()
    rows = frame.to_dict("records")
    for row in rows:
        for key in ("dataset_record_id", "created_time", "last_update_time", "create_time"):
            row.pop(key, None)
    profile, schema = (json.loads(text) for text in (dataset.profile, dataset.schema))
    return {"merges": seen, "rows": sorted((plain(row) for row in rows), key=lambda row: json.dumps(row, sort_keys=True)), "profile": profile, "schema": schema}
