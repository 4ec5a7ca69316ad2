"""Prints the options of every command of the installed MLflow as JSON: {"runs list": ["--experiment-id", "-v", ...]}."""

import json

import click
from mlflow.cli import cli


def commands(command, name):
    if isinstance(command, click.Group):
        below = [commands(command.get_command(None, word), f"{name} {word}".strip()) for word in command.list_commands(None)]
        return {name: options for each in below for name, options in each.items()}
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {name: [flag for option in options for flag in (*option.opts, *option.secondary_opts)]}


print("RESULTS " + json.dumps(commands(cli, "")))
