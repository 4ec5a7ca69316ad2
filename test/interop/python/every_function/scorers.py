"""Scorers and judges."""

import json

import mlflow
import mlflow.genai

from outcomes import do, hostile

from .client import store


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
