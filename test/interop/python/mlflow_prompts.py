"""What an application does with MLflow's prompt registry, unmodified. Prints {scenario: what the client saw}.

mlflow_prompts.py TRACKING_URI MARKER
"""

import json
import sys
import time
import traceback

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from pydantic import BaseModel

tracking_uri, marker = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()
genai = mlflow.genai
experiment_id = mlflow.set_experiment(f"prompts {marker}").experiment_id


def named(name):
    return f"{name}-{marker}"


def failure(call):
    try:
        call()
    except MlflowException as error:
        return {"code": error.error_code, "message": error.message.replace(f"-{marker}", "")}
    return {"code": None}


def seen(prompt):
    return {
        "name": prompt.name.replace(f"-{marker}", ""),
        "version": int(prompt.version),
        "template": prompt.template,
        "message": prompt.commit_message or "",
        "tags": {k: v for k, v in prompt.tags.items() if not k.startswith("_mlflow")},
        "aliases": sorted(prompt.aliases),
        "variables": sorted(prompt.variables),
        "text": prompt.is_text_prompt,
    }


def text():
    name = named("greeting")
    first = genai.register_prompt(name, "Hello {{name}}", commit_message="first", tags={"tone": "warm"})
    second = genai.register_prompt(name, "Hi {{ name }}, {{question}}?", commit_message="second")
    loaded = genai.load_prompt(f"prompts:/{name}/1")
    return {
        "registered": [seen(first), seen(second)],
        "loaded": seen(loaded),
        "by name and version": seen(genai.load_prompt(name, version=2)),
        "latest": seen(genai.load_prompt(f"prompts:/{name}@latest"))["version"],
        "formatted": loaded.format(name="Ida"),
        "of a model": failure(lambda: client.get_registered_model(named("nothing"))),
        "missing": genai.load_prompt(f"prompts:/{name}/9", allow_missing=True) is None,
        "missing, loudly": failure(lambda: genai.load_prompt(f"prompts:/{named('nobody')}/1"))["code"],
    }


def chat():
    name = named("chat")
    messages = [
        {"role": "system", "content": "You are {{style}}."},
        {"role": "user", "content": "{{question}} 🌧"},
    ]
    genai.register_prompt(name, messages)
    loaded = genai.load_prompt(f"prompts:/{name}/1")
    return {"seen": seen(loaded), "formatted": loaded.format(style="kind", question="Rain?")}


class Answer(BaseModel):
    city: str
    degrees: float


def formats():
    name = named("formats")
    genai.register_prompt(
        name,
        "Weather in {{city}}?",
        response_format=Answer,
        model_config={"provider": "openai", "model_name": "gpt-4o-mini", "temperature": 0.2, "max_tokens": 100},
    )
    loaded = genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0)
    genai.set_prompt_model_config(name, 1, {"model_name": "gpt-4o", "temperature": 0.7})
    changed = genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0)
    genai.delete_prompt_model_config(name, 1)
    left = genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0)
    return {
        "response format": sorted(loaded.response_format["properties"]),
        "model config": loaded.model_config,
        "changed": changed.model_config,
        "left": left.model_config,
    }


def aliases():
    name = named("aliases")
    for number in (1, 2):
        genai.register_prompt(name, f"Version {number}")
    genai.set_prompt_alias(name, "production", 1)
    first = genai.load_prompt(f"prompts:/{name}@production", cache_ttl_seconds=0)
    genai.set_prompt_alias(name, "production", 2)
    second = genai.load_prompt(f"prompts:/{name}@production", cache_ttl_seconds=0)
    genai.delete_prompt_alias(name, "production")
    return {
        "first": [int(first.version), sorted(first.aliases)],
        "second": second.template,
        "gone": failure(lambda: genai.load_prompt(f"prompts:/{name}@production", cache_ttl_seconds=0))["code"],
        "missing": genai.load_prompt(f"prompts:/{name}@production", allow_missing=True, cache_ttl_seconds=0) is None,
    }


def tags():
    name = named("tags")
    genai.register_prompt(name, "Hello")
    genai.set_prompt_tag(name, "team", "support")
    genai.set_prompt_tag(name, "gone", "x")
    genai.delete_prompt_tag(name, "gone")
    genai.set_prompt_version_tag(name, 1, "tested", "yes")
    genai.set_prompt_version_tag(name, 1, "gone", "x")
    genai.delete_prompt_version_tag(name, 1, "gone")
    prompt = client.get_prompt(name)
    return {
        "prompt": {k: v for k, v in prompt.tags.items() if not k.startswith("_mlflow")},
        "version": seen(genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0))["tags"],
    }


def names():
    model, prompt = named("a-model"), named("a-prompt")
    client.create_registered_model(model)
    genai.register_prompt(prompt, "Hello")
    return {
        "prompt over model": failure(lambda: genai.register_prompt(model, "Hello"))["code"],
        "model over prompt": failure(lambda: client.create_registered_model(prompt))["code"],
        "model not a prompt": failure(lambda: genai.load_prompt(f"prompts:/{model}/1"))["code"],
        "too long": failure(lambda: genai.register_prompt(named("long"), "x" * 100_001)),
        "as long as may be": len(genai.register_prompt(named("long"), "x" * 100_000).template),
        "models": [m.name for m in client.search_registered_models(f"name = '{prompt}'")],
    }


def search():
    marked = [genai.register_prompt(named(f"search-{letter}"), "Hello") for letter in "abc"]
    # The client links prompts to the active experiment on a thread of its own.
    deadline = time.time() + 20
    while time.time() < deadline:
        linked = genai.search_prompts(f"experiment_id = '{experiment_id}'")
        if all(any(p.name == prompt.name for p in linked) for prompt in marked):
            break
        time.sleep(0.2)
    everywhere = client.search_prompts(f"name LIKE 'search-%{marker}'")
    first = client.search_prompts(f"name LIKE 'search-%{marker}'", max_results=2)
    second = client.search_prompts(f"name LIKE 'search-%{marker}'", max_results=2, page_token=first.token)
    return {
        "of the experiment": sorted(p.name[7] for p in linked if p.name.startswith("search-")),
        "elsewhere": list(genai.search_prompts("experiment_id = '987654321'")),
        "by name": [p.name[7] for p in everywhere],
        "pages": [[p.name[7] for p in first], [p.name[7] for p in second]],
        "exact": [p.name == marked[0].name for p in genai.search_prompts(f"name = '{marked[0].name}'")],
    }


def links():
    name = named("linked")
    genai.register_prompt(name, "Hello {{name}}")
    with mlflow.start_run() as run:
        loaded = genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0)
        client.link_prompt_version_to_run(run.info.run_id, loaded)

    @mlflow.trace
    def greet(who):
        return genai.load_prompt(f"prompts:/{name}/1", cache_ttl_seconds=0).format(name=who)

    greet("Ida")
    mlflow.flush_trace_async_logging()
    trace_id = mlflow.get_last_active_trace_id()
    expected = [{"name": name, "version": "1"}]
    deadline = time.time() + 20
    while True:
        tagged = json.loads(mlflow.get_trace(trace_id).info.tags.get("mlflow.linkedPrompts", "[]"))
        run_tags = client.get_run(run.info.run_id).data.tags
        found = mlflow.search_traces(
            filter_string=f"prompt = '{name}/1'", experiment_ids=[experiment_id], return_type="list"
        )
        if (tagged and found and "mlflow.linkedPrompts" in run_tags) or time.time() > deadline:
            break
        time.sleep(0.2)
    client.link_prompt_versions_to_trace([loaded], trace_id)
    again = json.loads(mlflow.get_trace(trace_id).info.tags["mlflow.linkedPrompts"])
    return {
        "trace": tagged == expected,
        "linked once": again == expected,
        "run": json.loads(run_tags["mlflow.linkedPrompts"]) == expected,
        "search": [trace.info.trace_id for trace in found] == [trace_id],
    }


def deletion():
    name = named("deleted")
    genai.register_prompt(name, "Hello")
    genai.register_prompt(name, "Hello again")
    client.delete_prompt_version(name, "1")
    one_left = genai.load_prompt(f"prompts:/{name}/1", allow_missing=True, cache_ttl_seconds=0)
    third = genai.register_prompt(name, "Hello a third time")
    client.delete_prompt(name)
    return {
        "version": one_left is None,
        "next": int(third.version),
        "prompt": client.get_prompt(name) is None,
    }


results = {}
for scenario in [text, chat, formats, aliases, tags, names, search, links, deletion]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()[-3000:]}
print("RESULTS " + json.dumps(results))
