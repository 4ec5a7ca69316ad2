"""Webhooks."""

from outcomes import do, hostile, plain, short

from .client import client


def webhooks():
    hook = do("create_webhook", lambda: client.create_webhook("w", "https://93.184.215.14/x", ["registered_model.created"], "d", "secret"))
    gone = client.create_webhook("gone", "https://93.184.215.14/x", ["model_version.created"])
    client.delete_webhook(gone.webhook_id)
    for what, text in hostile.items():
        do(f"create_webhook name {what}", lambda: short(client.create_webhook(text, "https://93.184.215.14/x", ["registered_model.created"]).name))
        do(f"create_webhook url {what}", lambda: client.create_webhook("u", text, ["registered_model.created"]))
        do(f"create_webhook event {what}", lambda: client.create_webhook("u", "https://93.184.215.14/x", [text]))
        do(f"create_webhook status {what}", lambda: client.create_webhook("u", "https://93.184.215.14/x", ["registered_model.created"], status=text))
        do(f"get_webhook {what}", lambda: client.get_webhook(text))
        do(f"update_webhook {what}", lambda: short(client.update_webhook(hook.webhook_id, name=text).name))
        do(f"list_webhooks token {what}", lambda: len(client.list_webhooks(page_token=text)) > 0)
    for url in ("http://example.com/x", "https://user:p@example.com", "ftp://example.com", "https://", "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/latest", "example.com", "https://example.com:99999/x"):
        do(f"create_webhook {url}", lambda: client.create_webhook("u", url, ["registered_model.created"]).url)
    by_entity = lambda webhook: sorted(plain(webhook.events), key=str)
    do("create_webhook no events", lambda: client.create_webhook("u", "https://93.184.215.14/x", []))
    do("create_webhook twice an event", lambda: by_entity(client.create_webhook("u2", "https://93.184.215.14/x", ["prompt.created", "prompt.created"])))
    do("create_webhook all events", lambda: by_entity(client.create_webhook("u3", "https://93.184.215.14/x", ["registered_model.created", "model_version.created", "model_version_tag.set", "model_version_tag.deleted", "model_version_alias.created", "model_version_alias.deleted", "prompt.created", "prompt_version.created", "prompt_tag.set", "prompt_tag.deleted", "prompt_version_tag.set", "prompt_version_tag.deleted", "prompt_alias.created", "prompt_alias.deleted"])))
    do("create_webhook same name", lambda: client.create_webhook("w", "https://93.184.215.14/y", ["prompt.created"]).name)
    do("get_webhook", lambda: client.get_webhook(hook.webhook_id))
    do("update_webhook nothing", lambda: client.update_webhook(hook.webhook_id))
    do("update_webhook", lambda: client.update_webhook(hook.webhook_id, "w2", "", "https://93.184.215.14/z", ["prompt.created"], "s", "DISABLED"))
    do("update_webhook no events", lambda: client.update_webhook(hook.webhook_id, events=[]).events)
    do("update_webhook url", lambda: client.update_webhook(hook.webhook_id, url="http://127.0.0.1"))
    do("list_webhooks", lambda: sorted(w.name for w in client.list_webhooks()))
    for size in (0, -1, 1001, 1):
        do(f"list_webhooks {size}", lambda: len(client.list_webhooks(size)))
    for name, write in {
        "get_webhook": lambda: client.get_webhook(gone.webhook_id),
        "update_webhook": lambda: client.update_webhook(gone.webhook_id, "x"),
        "delete_webhook": lambda: client.delete_webhook(gone.webhook_id),
        "test_webhook": lambda: client.test_webhook(gone.webhook_id),
    }.items():
        do(f"{name} on a deleted webhook", write)
