"""MLflow's command line."""

from click.testing import CliRunner
from mlflow.cli import cli


def shell(*args):
    """What `mlflow ARGS` prints; in this process, because each of its own takes seconds to start."""
    result = CliRunner().invoke(cli, args)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout if result.exit_code == 0 else f"exit {result.exit_code}: {result.output}"
