"""Webhooks as MLflow's client makes them, and one change of each kind that they tell of. Prints {scenario: what the client saw}.

mlflow_webhooks.py TRACKING_URI MARKER RECEIVER_URL SECRET
"""

import json
import sys
import traceback

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

tracking_uri, marker, receiver, secret = sys.argv[1:]
mlflow.set_tracking_uri(tracking_uri)
client = MlflowClient()

events = [
    "registered_model.created",
    "model_version.created",
    "model_version_tag.set",
    "model_version_tag.deleted",
    "model_version_alias.created",
    "model_version_alias.deleted",
    "prompt.created",
    "prompt_version.created",
    "prompt_tag.set",
    "prompt_tag.deleted",
    "prompt_version_tag.set",
    "prompt_version_tag.deleted",
    "prompt_alias.created",
    "prompt_alias.deleted",
]


def failure(call):
    try:
        call()
    except MlflowException as error:
        return error.error_code


def seen(webhook):
    return {
        "name": webhook.name,
        "url": webhook.url.replace(receiver, ""),
        "events": [str(event) for event in webhook.events],
        "status": str(webhook.status),
        "description": webhook.description or "",
        "secret": webhook.secret,
    }


def crud():
    made = client.create_webhook(
        "first", f"{receiver}/{marker}/crud", ["registered_model.created"], description="words", secret="s"
    )
    read = client.get_webhook(made.webhook_id)
    updated = client.update_webhook(
        made.webhook_id, name="second", events=["prompt.created", "prompt_tag.set"], status="DISABLED"
    )
    client.create_webhook("third", f"{receiver}/{marker}/crud", ["prompt.created"], status="DISABLED")
    page = client.list_webhooks(max_results=1)
    rest = client.list_webhooks(page_token=page.token)
    client.delete_webhook(made.webhook_id)
    return {
        "made": seen(made),
        "read": seen(read),
        "updated": seen(updated),
        "newest first": [page[0].name, rest[0].name],
        "deleted": failure(lambda: client.get_webhook(made.webhook_id)),
        "deleted twice": failure(lambda: client.delete_webhook(made.webhook_id)),
        "bad name": failure(lambda: client.create_webhook("-x", f"{receiver}/x", ["prompt.created"])),
        "bad scheme": failure(lambda: client.create_webhook("x", "ftp://example.com/x", ["prompt.created"])),
        "no events": failure(lambda: client.create_webhook("x", f"{receiver}/x", [])),
    }


def trial():
    made = client.create_webhook("trial", f"{receiver}/{marker}/test", events, secret=secret, status="DISABLED")
    good = client.test_webhook(made.webhook_id)
    other = client.test_webhook(made.webhook_id, event="prompt_version.created")
    bad = client.create_webhook("bad", f"{receiver}/{marker}/gone", events)
    refused = client.test_webhook(bad.webhook_id)
    client.delete_webhook(bad.webhook_id)
    return {
        "good": [good.success, good.response_status, good.response_body],
        "other": other.success,
        "refused": [refused.success, refused.response_status],
    }


def changes():
    client.create_webhook("all", f"{receiver}/{marker}/all", events, secret=secret)
    model, prompt = f"model {marker}", f"prompt-{marker}"
    client.create_registered_model(model, tags={"t": "1"}, description="a model")
    client.create_model_version(model, "s3://bucket/model", tags={"t": "2"}, description="a version")
    client.set_model_version_tag(model, "1", "k", "v ü")
    client.delete_model_version_tag(model, "1", "k")
    client.set_registered_model_alias(model, "best", 1)
    client.delete_registered_model_alias(model, "best")
    mlflow.genai.register_prompt(prompt, "Hello {{name}}", commit_message="a commit", tags={"t": "3"})
    mlflow.genai.set_prompt_tag(prompt, "k", "v")
    mlflow.genai.delete_prompt_tag(prompt, "k")
    mlflow.genai.set_prompt_version_tag(prompt, 1, "k", "v")
    mlflow.genai.delete_prompt_version_tag(prompt, 1, "k")
    mlflow.genai.set_prompt_alias(prompt, "live", 1)
    mlflow.genai.delete_prompt_alias(prompt, "live")
    return {"done": True}


results = {}
for scenario in [crud, trial, changes]:
    try:
        results[scenario.__name__] = scenario()
    except Exception:
        results[scenario.__name__] = {"raised": traceback.format_exc()[-3000:]}
print("RESULTS " + json.dumps(results))
