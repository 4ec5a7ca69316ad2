"""Prompts by the functions of mlflow.genai."""

import mlflow
import mlflow.genai

from outcomes import do

from .client import client


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
