"""A model from its prompt and its data to its traces, as a team logs it with MLflow's client. Prints {name: id}.

mlflow_lifecycle.py TRACKING_URI
"""

import json
import math
import sys

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from mlflow.models import infer_signature

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
experiment_id = mlflow.set_experiment("support bot").experiment_id
prompt_name, model_name = "answer-ticket", "support-bot"


class Bot(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return ["please restart"] * len(model_input)


def prompts():
    first = mlflow.genai.register_prompt(
        prompt_name, "You answer tickets.\n\n{{ ticket }}", commit_message="first words", tags={"tone": "plain"}
    )
    second = mlflow.genai.register_prompt(
        prompt_name,
        "You answer tickets in the language of {{ customer }}.\nBe brief.\n\n{{ ticket }}",
        commit_message="brief, and in the customer's language",
    )
    mlflow.genai.set_prompt_alias(prompt_name, alias="production", version=second.version)
    return [first, second]


def image(step, turn):
    """A disc that grows with the steps."""
    y, x = np.mgrid[0:96, 0:96]
    inside = (x - 48) ** 2 + (y - 48) ** 2 < (6 + 5 * step) ** 2
    return np.where(inside[..., None], [40, 90 + 40 * turn, 200], [235, 238, 244]).astype("uint8")


def trained(turn, prompt):
    """One run with the prompt and the data that it took in, curves, pictures and the model that came out."""
    tickets = pd.DataFrame({"ticket": ["it does not start", "where is my invoice?"], "priority": [1, 2 + turn]})
    with mlflow.start_run(run_name=f"training {turn + 1}", tags={"team": "support", "seed": str(turn)}) as run:
        mlflow.log_params({"temperature": 0.2 * (turn + 1), "model": ["small", "large"][turn], "epochs": 6})
        mlflow.log_input(mlflow.data.from_pandas(tickets, name="tickets", targets="priority"), context="training")
        loaded = mlflow.genai.load_prompt(prompt_name, version=prompt.version)
        for step in range(6):
            loss = math.exp(-step * (turn + 1) / 6)
            mlflow.log_metrics({"loss": loss, "accuracy": 1 - loss / 2}, step=step)
            mlflow.log_metric("system/cpu_utilization_percentage", 40 + step, step=step)
            client.log_image(run.info.run_id, image(step, turn), key="attention/head", step=step)
        info = mlflow.pyfunc.log_model(
            name="bot",
            python_model=Bot(),
            signature=infer_signature(tickets, ["please restart"], params={"temperature": 0.2, "language": "en"}),
            input_example=tickets[: turn + 1],
            pip_requirements=["mlflow"],
            params={"temperature": str(0.2 * (turn + 1))},
            prompts=[loaded],
        )
    version = mlflow.register_model(f"models:/{info.model_id}", model_name, tags={"reviewed": ["no", "yes"][turn]})
    return run.info.run_id, info.model_id, version.version


def asked(turn, prompt, model_id, times):
    """Traces of the model that load the prompt."""
    mlflow.set_active_model(model_id=model_id)

    @mlflow.trace(name="answer a ticket", span_type="AGENT")
    def answer(ticket):
        loaded = mlflow.genai.load_prompt(f"prompts:/{prompt_name}/{prompt.version}")
        with mlflow.start_span("complete", span_type="CHAT_MODEL") as span:
            span.set_inputs({"messages": [{"role": "user", "content": loaded.format(ticket=ticket, customer="Ida")}]})
            span.set_outputs({"choices": [{"message": {"role": "assistant", "content": "Please restart it."}}]})
            span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120})
            span.set_attribute("mlflow.llm.cost", {"input_cost": 0.001, "output_cost": 0.002, "total_cost": 0.003})
        if turn == 0 and ticket == "ticket 0":
            raise ValueError("no answer")
        return "Please restart it."

    ids = []
    for number in range(times):
        try:
            answer(f"ticket {number}")
        except ValueError:
            pass
        ids.append(mlflow.get_last_active_trace_id())
    mlflow.flush_trace_async_logging()
    mlflow.log_feedback(trace_id=ids[-1], name="helpful", value=turn == 1)
    return ids


versions = prompts()
seen = {"experiment": experiment_id, "prompt": prompt_name, "model": model_name}
for turn, prompt in enumerate(versions):
    run_id, model_id, version = trained(turn, prompt)
    traces = asked(turn, prompt, model_id, 3)
    seen |= {f"run {turn + 1}": run_id, f"logged model {turn + 1}": model_id, f"traces {turn + 1}": traces}
client.update_registered_model(model_name, "Answers tickets of the **support** desk.")
client.update_model_version(model_name, "1", "The first words.\nSlow.")
client.update_model_version(model_name, "2", "The first words.\nBrief, in the customer's language.")
client.set_registered_model_alias(model_name, "champion", "2")
client.set_registered_model_alias(model_name, "shadow", "1")
print("RESULTS", json.dumps(seen))
