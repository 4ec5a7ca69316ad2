"""Experiments and their tags."""

from mlflow.entities import ViewType

from outcomes import do, hostile, named

from .client import client, experiment


def experiments():
    e = experiment("méthods 🙂", tags={"k": "v", "ü": "🙂"})
    gone = experiment("gone")
    for what, text in hostile.items():
        do(f"create_experiment {what}", lambda: named(client.create_experiment(text), f"<experiment {what}>"))
        do(f"get_experiment_by_name {what}", lambda: client.get_experiment_by_name(text))
        do(f"rename_experiment {what}", lambda: client.rename_experiment(gone, text))
        do(f"set_experiment_tag value {what}", lambda: client.set_experiment_tag(e, "t", text))
        do(f"set_experiment_tag key {what}", lambda: client.set_experiment_tag(e, text, "t"))
        do(f"delete_experiment_tag {what}", lambda: client.delete_experiment_tag(e, text))
        do(f"get_experiment {what}", lambda: client.get_experiment(text))
        do(f"search_experiments {what}", lambda: client.search_experiments(filter_string=text)[:0])
        do(f"search_experiments token {what}", lambda: len(client.search_experiments(page_token=text, max_results=1)))
        do(f"create_experiment location {what}", lambda: named(client.create_experiment(f"at {what}", text), f"<at {what}>"))
    do("get_experiment", lambda: client.get_experiment(e))
    do("create_experiment again", lambda: client.create_experiment("gone"))
    do("create_experiment none", lambda: client.create_experiment(None))
    do("create_experiment number", lambda: client.create_experiment(5))
    do("create_experiment tags number", lambda: named(client.create_experiment("tags", tags={"n": 5, "none": None}), "<tags>"))
    do("rename_experiment taken", lambda: client.rename_experiment(gone, "méthods 🙂"))
    do("rename_experiment itself", lambda: client.rename_experiment(e, "méthods 🙂"))
    do("set_experiment_tag number", lambda: client.set_experiment_tag(e, "n", 5))
    do("delete_experiment", lambda: client.delete_experiment(gone))
    do("delete_experiment again", lambda: client.delete_experiment(gone))
    do("set_experiment_tag deleted", lambda: client.set_experiment_tag(gone, "k", "v"))
    do("delete_experiment_tag deleted", lambda: client.delete_experiment_tag(gone, "k"))
    do("rename_experiment deleted", lambda: client.rename_experiment(gone, "gone 2"))
    do("create_experiment name of deleted", lambda: client.create_experiment("gone"))
    do("create_run in deleted", lambda: client.create_run(gone))
    do("search_experiments deleted", lambda: [x.name for x in client.search_experiments(view_type=ViewType.DELETED_ONLY)])
    do("restore_experiment", lambda: client.restore_experiment(gone))
    do("restore_experiment again", lambda: client.restore_experiment(gone))
    do("restore_experiment never", lambda: client.restore_experiment("123456789"))
    page = client.search_experiments(max_results=2, order_by=["name"])
    do("search_experiments page", lambda: [x.name for x in page])
    do("search_experiments token of another", lambda: [x.name for x in client.search_experiments(max_results=2, order_by=["experiment_id"], page_token=page.token)][:0])
    for size in (0, -1, 50001):
        do(f"search_experiments {size}", lambda: client.search_experiments(max_results=size)[:0])
    for view in (7, "x", None):
        do(f"search_experiments view {view}", lambda: [x.name for x in client.search_experiments(view_type=view)][:0])
    return e
