"""The commands that follow a claim, or a source, through many articles."""

from __future__ import annotations

import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli_parts import CASE_CODES, Data, Open, opening, plain, put, stopping, to_stderr

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.cases import Case

_CODES = (
    f"Exit codes: 0 done; {CASE_CODES}; 5 a model file is missing or was changed; 6 the pages cannot be "
    "written."
)
InFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Where to write the page, the pictures and the data. "
                 "Left out, it is a folder of the case’s traces."),
]  # fmt: skip


def trace(
    case: InFolder,
    claim: Annotated[
        str,
        typer.Argument(metavar="CLAIM", help="The claim, as a whole sentence. Left out: what is told most."),
    ] = "",
    out: Out = None,
    as_json: Data = False,
    open_page: Open = False,
) -> None:
    """Follow a claim through the articles of a case: who says so, who denies it, when, in which words.

    Articles come in with sayso add --articles; those that were checked in the case count too.

        sayso trace dam "The dam was safe in March."
    """
    from sayso.cases import trace_terminal, traces
    from sayso.ledger.trace_data import outlets_as_data, trace_as_data

    with stopping("Nothing was lost: give the same command again."), opening(case) as opened:
        _with_checked(opened)
        parties = traces.parties_of(opened)
        if not claim:
            found = traces.repeated(opened, parties)
            outlets = traces.overview_outlets(opened)
            page = traces.write_overview(opened, found, outlets, out)
            if as_json:
                put({"claims": [trace_as_data(one) for one in found], "outlets": outlets_as_data(outlets)})
            else:
                trace_terminal.print_traces(found, opened.register.count(), _stdout())
        else:
            one = traces.with_papers(opened, traces.trace(opened, claim, parties))
            page = traces.write_trace(opened, one, parties, out)
            if as_json:
                put(trace_as_data(one))
            else:
                trace_terminal.print_trace(one, _stdout())
    _written(page, open_page)


def record(
    case: InFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A person or a body, as articles name them.")],
    same: Annotated[
        list[str] | None,
        typer.Option("--same", metavar="NAME", help="Decide that this name means the same; it is kept."),
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option(
            "--other", metavar="NAME", help="Decide that this name means somebody else; it is kept."
        ),
    ] = None,
    out: Out = None,
    as_json: Data = False,
    open_page: Open = False,
) -> None:
    """Show everything that is laid to one source, over time, with what the papers show of it.

    sayso record dam "the water ministry" --same "the ministry"
    """
    from sayso.cases import trace_terminal, traces
    from sayso.ledger.trace_data import record_as_data

    talk = to_stderr()
    with stopping("Nothing was lost: give the same command again."), opening(case) as opened:
        _with_checked(opened)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for names, is_same in ((same or [], True), (other or [], False)):
            for one in names:
                traces.decide(opened, name, one, is_same, now)
        parties = traces.parties_of(opened)

        def progress(words: str) -> None:
            talk.print(f"{words[0].upper()}{words[1:]} …", markup=False)

        found = traces.record_with_papers(opened, traces.record(opened, name, parties), progress)
        page = traces.write_record(opened, found, out)
    if as_json:
        put(record_as_data(found))
    else:
        trace_terminal.print_record(found, _stdout())
    _written(page, open_page)


def take_articles(case: Case, paths: list[Path], careful: bool | None) -> dict[str, int]:
    """Take the articles in ``paths`` into ``case`` and say how it goes; the counts."""
    from sayso.cases import trace_terminal, tracing

    talk = to_stderr()
    with trace_terminal.watching_intake(talk) as told:
        taken = tracing.take_paths(case, paths, told, careful)
    talk.print(trace_terminal.taken_in_words(taken), markup=False, soft_wrap=True)
    return taken.as_data()


def removed_articles(case: Case, ids: list[str], yes: bool) -> list[str]:
    """Remove those of ``ids`` that are of traced articles, asking first unless ``yes``; the other ids."""
    if not case.traced:
        return ids
    from sayso.cases import tracing

    articles = [one for one in ids if case.register.has(one.lower())]
    if articles and not yes:
        typer.confirm(f"Remove {', '.join(articles)} and the original for good?", abort=True, err=True)
    for one in articles:
        tracing.forget(case, one.lower())
        to_stderr().print(f"Removed the article {one}.", markup=False)
    return [one for one in ids if one not in articles]


def _with_checked(case: Case) -> None:
    """Take in the articles that were checked in the case and are not in the trace yet."""
    from sayso.cases import tracing

    tracing.take_checked(case)


def _stdout() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _written(page: Path, open_page: bool) -> None:
    to_stderr().print(plain(f"Written: {page} and what lies beside it."), markup=False, soft_wrap=True)
    if open_page:
        webbrowser.open(page.resolve().as_uri())


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command(epilog=_CODES)(trace)
    app.command(epilog=_CODES)(record)
