"""What the commands of the command line share: options, progress, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.cases import Case

InCase = Annotated[
    Path | None,
    typer.Option("--case", metavar="FOLDER", help="The case. Left out, it is the folder you are in."),
]
Data = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON to stdout.")]
CASE_CODES = (
    "2 a word of the command is off, or a path is not there; 7 there is no case, or it cannot be "
    "opened or written"
)
Open = Annotated[bool, typer.Option("--open", help="Open the page in the browser when done.")]


def to_stderr() -> Console:
    """Where talk goes; stdout is for data."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def put(data: dict[str, Any]) -> None:
    """Print ``data`` as JSON to stdout."""
    from sayso.ledger.as_json import written

    sys.stdout.write(written(data))


@contextmanager
def stopping(words: str) -> Iterator[None]:
    """Ctrl-C ends a command on a case cleanly; ``words`` say what to do then."""
    try:
        yield
    except KeyboardInterrupt:
        to_stderr().print(f"sayso: stopped. {words}", markup=False, soft_wrap=True)
        raise typer.Exit(130) from None


@contextmanager
def opening(folder: Path | None) -> Iterator[Case]:
    """The case in ``folder``, else in the folder one is in, open for a while."""
    from sayso.cases import Case

    with Case(folder if folder is not None else Path()) as case:
        yield case


def plain(words: str) -> str:
    """Words of a file or its name, without what a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)
