"""Calls what a user of the client may call, each as it is meant and with what a user may get wrong: nothing, too much, the
wrong type, what was deleted, what never was. Prints {calls: {name: what came of it}}, with ids and times named, so that
what one server answers can be compared with what another does; of methods also which were `called`, and the `public` ones.

mlflow_every_call.py TRACKING_URI every_method|every_function
"""

import importlib
import sys

import mlflow

from outcomes import print_results

url, subjects = sys.argv[1:]
mlflow.set_tracking_uri(url)  # first: the subjects make their client when they are imported
print_results(url, **importlib.import_module(subjects).call_all())
