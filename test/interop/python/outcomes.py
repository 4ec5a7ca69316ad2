"""Calls of a client, and what came of them in a form that can be compared between two servers: ids and times are named,
what is refused is its code."""

import inspect
import json
import math
import re
from enum import Enum

import pandas

calls = {}
names = {}


class Noted:
    """An object that notes which of its methods are called."""

    def __init__(self, real, called):
        self._real, self._called = real, called

    def __getattr__(self, name):
        self._called.add(name)
        return getattr(self._real, name)


def do(name, call):
    """Calls, and keeps what came of it. A call whose method this version of the client lacks is left out."""
    try:
        result = call()
    except Exception as error:
        if isinstance(error, AttributeError) and "MlflowClient" in str(error):
            return None
        calls[name] = refusal(error)
        return None
    calls[name] = plain(result)
    return result


def refusal(error):
    """Its code. The words may differ; what of them clients read is compared in other tests."""
    code = getattr(error, "error_code", None) or type(error).__name__
    # The client has INTERNAL_ERROR for mistakes that it finds itself, too.
    return {"refused": "500" if re.search("too many 5|error code 5", str(error)) else code}


def plain(value):
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, dict):
        return {str(key): plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        items = [plain(item) for item in value]
        return {"items": items, "more": True} if getattr(value, "token", None) else items
    if isinstance(value, pandas.DataFrame):
        return plain(value.to_dict("list"))
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    kept = {
        name: plain(getattr(value, name))
        for name, _ in inspect.getmembers(type(value), lambda member: isinstance(member, property))
        if not name.startswith("_") and name not in left_out
    }
    if kept:
        return kept
    return {name: plain(item) for name, item in vars(value).items()} if hasattr(value, "__dict__") else str(value)


# What depends on who runs this, or what asks the server again.
left_out = {"records", "mlmodel"}


def named(value, name):
    names[value] = name
    return name


def short(text):
    """A NUL cannot be stored by Postgres: it comes back as U+FFFD."""
    return f"{text[:20]} ({len(text)})".replace("\ufffd", "\0")


hostile = {"empty": "", "space": " ", "unicode": "ünï ✓ 🙂", "quote": "a'b\"c`d;--", "long": "x" * 9000, "nul": "a\0b"}


def named_in(result, url):
    """With ids and times named. The ids of experiments are small numbers, which stand for other things elsewhere."""
    text = json.dumps(result, default=str).replace(url, "<server>").replace("\\ufffd", "\\u0000")
    text = re.sub(r'("digest": )"[0-9a-f]{8}"', r'\1"<digest>"', text)
    for place in (r'(experiment_ids?": \[?")(\d+)', r"(mlflow-artifacts:/)(\d+)"):
        text = re.sub(place, lambda found: found[1] + names.get(found[2], found[2]), text)
    seen = {}
    for ids in (r"(m-|tr-|d-|dr-|a-|)[0-9a-f]{32}\b", r"\b()[0-9a-z]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"):
        text = re.sub(ids, lambda found: seen.setdefault(found[0], f"<{found[1] or '-'}{len(seen)}>"), text)
    return json.loads(re.sub(r"/tmp/\w+", "<tmp>", re.sub(r"\b1[789]\d{11}\b", "1", text)))


def print_results(url, **more):
    results = {name: named_in(result, url) for name, result in calls.items()}
    print("RESULTS " + json.dumps({"calls": results, **more}))
