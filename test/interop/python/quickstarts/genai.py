"""Prompts, evaluation and its datasets."""

import json

import mlflow
from mlflow import MlflowClient


client = MlflowClient()


def prompts():
    mlflow.set_experiment("Prompts")
    prompt = mlflow.genai.register_prompt(
        name="summarization-prompt",
        template="Summarize in {{ num_sentences }} sentences: {{ sentences }}",
        commit_message="Initial commit",
        tags={"author": "author@example.com", "task": "summarization", "language": "en"},
    )
    mlflow.genai.register_prompt(
        name="summarization-prompt",
        template=[{"role": "system", "content": "You summarize."}, {"role": "user", "content": "{{ sentences }}"}],
        commit_message="As a chat",
    )
    mlflow.genai.set_prompt_alias("summarization-prompt", alias="production", version=1)
    loaded = mlflow.genai.load_prompt("prompts:/summarization-prompt@production")
    second = mlflow.genai.load_prompt("prompts:/summarization-prompt/2")
    mlflow.genai.set_prompt_tag("summarization-prompt", "owner", "ann")
    found = mlflow.genai.search_prompts(filter_string="name LIKE 'summ%'")
    with mlflow.start_run() as run:
        mlflow.genai.load_prompt("summarization-prompt", version=1)

    @mlflow.trace
    def summarize(text):
        return mlflow.genai.load_prompt("prompts:/summarization-prompt@production").format(num_sentences=1, sentences=text)

    summarize("long")
    mlflow.flush_trace_async_logging()
    linked = mlflow.get_trace(mlflow.get_last_active_trace_id()).info.tags.get("mlflow.linkedPrompts", "[]")
    return {
        "version": [prompt.version, loaded.version, loaded.commit_message, sorted(loaded.variables), loaded.tags.get("task")],
        "formatted": loaded.format(num_sentences=2, sentences="A. B."),
        "chat": second.format(sentences="A."),
        "found": [[p.name, p.tags.get("owner")] for p in found],
        "hidden": [m.name for m in client.search_registered_models("name LIKE 'summ%'")],
        "of the run": "summarization-prompt" in client.get_run(run.info.run_id).data.tags.get("mlflow.linkedPrompts", ""),
        "of the trace": [p["name"] for p in json.loads(linked)],
        "versions": sorted(int(p.version) for p in client.search_prompt_versions("summarization-prompt")),
    }


def genai_evaluation():
    from mlflow.genai import scorer

    experiment = mlflow.set_experiment("Evaluation Quickstart")

    @scorer
    def is_concise(outputs: str) -> bool:
        return len(outputs.split()) <= 5

    @scorer
    def exact_match(outputs, expectations) -> bool:
        return outputs == expectations["expected_response"]

    def qa_predict_fn(question: str) -> str:
        return {"What is the capital of France?": "Paris"}.get(question, "I do not know that at all, sorry")

    dataset = [
        {"inputs": {"question": "What is the capital of France?"}, "expectations": {"expected_response": "Paris"}},
        {"inputs": {"question": "Who wrote it?"}, "expectations": {"expected_response": "Harper Lee"}},
    ]
    results = mlflow.genai.evaluate(data=dataset, predict_fn=qa_predict_fn, scorers=[is_concise, exact_match])
    traces = mlflow.search_traces(experiment_ids=[experiment.experiment_id], run_id=results.run_id, return_type="list")
    run = client.get_run(results.run_id)
    return {
        "metrics": {k: v for k, v in results.metrics.items() if k.endswith("/mean")},
        "of the run": {k: v for k, v in run.data.metrics.items() if k.endswith("/mean")},
        "rows": sorted([t.data.spans[0].inputs["question"], sorted([a.name, a.value] for a in t.info.assessments)] for t in traces),
        "table": len(results.result_df),
    }


def evaluation_datasets():
    from mlflow.genai import scorer
    from mlflow.genai.datasets import create_dataset, get_dataset, search_datasets

    experiment = mlflow.set_experiment("Datasets tutorial")
    dataset = create_dataset(name="customer_support_qa", experiment_id=[experiment.experiment_id], tags={"stage": "validation"})
    dataset.merge_records([{"inputs": {"question": "How?"}, "expectations": {"answer": "So."}}, {"inputs": {"question": "Why?"}}])

    @mlflow.trace
    def support(question):
        return question.upper()

    support("When?")
    mlflow.flush_trace_async_logging()
    dataset.merge_records(mlflow.search_traces(experiment_ids=[experiment.experiment_id]))
    found = search_datasets(experiment_ids=experiment.experiment_id, filter_string="name LIKE 'customer%' AND tags.stage = 'validation'")

    @scorer
    def shouts(outputs):
        return outputs.isupper()

    result = mlflow.genai.evaluate(data=get_dataset(name="customer_support_qa"), predict_fn=support, scorers=[shouts])
    frame = get_dataset(dataset_id=dataset.dataset_id).to_df()
    return {
        "found": [d.name for d in found],
        "records": sorted(r["question"] for r in frame["inputs"]),
        "sources": sorted(str(s) for s in frame["source_type"]),
        "metrics": result.metrics,
        "input": [d.dataset.name for d in client.get_run(result.run_id).inputs.dataset_inputs],
    }


def prompts_by_the_client():
    experiment = mlflow.set_experiment("Prompts of runs and models")
    client.create_prompt("greeting", description="How we greet", tags={"team": "web"})
    client.create_prompt_version("greeting", "Hi {{ name }}", description="short")
    client.create_prompt_version("greeting", "Dear {{ name }}", description="formal", tags={"tone": "formal"})
    client.set_prompt_alias("greeting", "live", 2)
    with mlflow.start_run() as run:
        prompt = mlflow.genai.load_prompt("prompts:/greeting@live")
    before = [p.uri for p in client.list_logged_prompts(run.info.run_id)]
    model = mlflow.create_external_model(name="greeter", experiment_id=experiment.experiment_id)
    client.link_prompt_version_to_model("greeting", "2", model.model_id)
    of_model = json.loads(mlflow.get_logged_model(model.model_id).tags["mlflow.linkedPrompts"])
    return {
        "versions": [client.get_prompt_version("greeting", "1").template, client.get_prompt_version_by_alias("greeting", "live").template],
        "tags": [mlflow.genai.get_prompt_tags("greeting"), prompt.tags, client.get_prompt("greeting").description],
        "of the run": before,
        "of the model": of_model,
    }


def evaluating_answers():
    from mlflow.genai import scorer
    from mlflow.genai.scorers import RegexMatch, ResponseLength

    experiment = mlflow.set_experiment("Answer sheets")

    @scorer
    def mentions(outputs, expectations):
        return [mlflow.entities.Feedback(name=word, value=word in outputs, rationale=f"looked for {word}") for word in expectations["words"]]

    data = [
        {"inputs": {"q": "Capital of France?"}, "outputs": "Answer: Paris", "expectations": {"words": ["Paris", "France"]}},
        {"inputs": {"q": "Capital of Italy?"}, "outputs": "I would say that it is Rome, in my view", "expectations": {"words": ["Rome"]}},
    ]
    with mlflow.start_run(run_name="sheet 1"):
        result = mlflow.genai.evaluate(data=data, scorers=[mentions, RegexMatch(pattern="^Answer:"), ResponseLength(max_length=20)])
    traces = mlflow.search_traces([experiment.experiment_id], return_type="list")
    again = mlflow.genai.evaluate(data=traces, scorers=[ResponseLength(min_length=20, name="long")])
    return {
        "run": client.get_run(result.run_id).info.run_name,
        "metrics": [result.metrics, again.metrics],
        "feedback": sorted([t.data.spans[0].inputs["q"], sorted([a.name, str(a.value)] for a in t.info.assessments)] for t in traces),
        "stored": client.get_run(again.run_id).data.metrics == again.metrics,
    }


scenarios = [prompts, genai_evaluation, evaluation_datasets, prompts_by_the_client, evaluating_answers]
