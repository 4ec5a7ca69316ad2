"""Prints every endpoint of the installed MLflow's own server as JSON: [[method, path], ...], places as {name}."""

import json
import re

from mlflow.server import app

endpoints = sorted(
    (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)))
    for rule in app.url_map.iter_rules()
    for method in rule.methods - {"HEAD", "OPTIONS"}
)
print("RESULTS " + json.dumps(endpoints))
