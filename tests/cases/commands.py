"""A command run in this process: its exit code and what it says."""

from typer.testing import CliRunner

from sayso.cli import app
from sayso.errors import SaysoError


def sayso(*words):
    """Exit code, stdout and stderr of a command."""
    run = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(run.exception, SaysoError):
        return run.exception.exit_code, run.stdout, f"{run.stderr}sayso: {run.exception}"
    if run.exception is not None and not isinstance(run.exception, SystemExit):
        raise run.exception
    return run.exit_code, run.stdout, run.stderr
