"""MLflow's tutorials as a user types them, without what needs a model provider. Prints {scenario: what the user sees}.

mlflow_quickstarts.py THEME..., with MLFLOW_TRACKING_URI; a theme is a file of quickstarts/
"""

import importlib
import json
import sys
import traceback

results = {}
for theme in sys.argv[1:]:
    for scenario in importlib.import_module(f"quickstarts.{theme}").scenarios:
        try:
            results[scenario.__name__] = scenario()
        except Exception:
            results[scenario.__name__] = {"raised": traceback.format_exc()}
print("RESULTS " + json.dumps(results, default=str))
