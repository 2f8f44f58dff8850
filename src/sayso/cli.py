"""The command line. stdout is data, stderr is talk; the exit codes are those of ``sayso.errors``."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.errors import SaysoError

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.records import Article, Document, Ledger

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who says so, and is it so: check an article against documents, sentence by sentence, "
    "with the words of the documents as the only proof. Everything stays on this machine.",
)
_OUT = Path("sayso-ledger")

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FOLDER",
        help="Where to write the ledger: index.html to read, ledger.json, ledger.csv and "
        "ledger.md. Left out, it is sayso-ledger in the folder you are in (with --json: nowhere).",
    ),
]  # fmt: skip
Json = Annotated[
    bool, typer.Option("--json", help="Print the ledger as JSON and nothing else to stdout.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in the browser when done.")]


@app.command(
    epilog="Exit codes: 0 done (also where some papers could not be read: the ledger lists them); "
    "2 a word of the command is off; 3 the article cannot be read, holds no text, or is not in English; "
    "4 none of the papers could be read; 5 a model file is missing or was changed; 6 the ledger cannot be "
    "written; 130 stopped by Ctrl-C."
)
def check(
    article: Annotated[
        Path,
        typer.Argument(
            metavar="ARTICLE",
            help="The article: a saved web page, a PDF, or plain text pasted from a page.",
        ),
    ],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="More papers.", hidden=True)
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against",
            metavar="PATH...",
            help="The papers: files, or folders that are walked. PDF, DOCX, HTML, EML, CSV, "
            "Markdown and text are read; all others are listed as not read.",
        ),
    ] = None,
    out: Out = None,
    as_json: Json = False,
    open_page: Open = False,
) -> None:
    """Check ARTICLE against papers and write its ledger.

    For every sentence: who says it, and what the papers show of it. Contradicted, supported, mixed
    or not found, each with the words that show it. "Not found" never means false.

        sayso check story.html --against papers/ --open
    """
    _run(article, [*(against or []), *(more or [])], out, as_json, open_page)


@app.command()
def demo(out: Out = None, as_json: Json = False, open_page: Open = False) -> None:
    """Check the sample case that comes with sayso: an invented affair, one article, eight papers.

    sayso demo --open
    """
    case = Path(str(files("sayso") / "sample" / "sarvelle"))
    _run(case / "article.html", [case / "documents"], out, as_json, open_page)


@app.command()
def version() -> None:
    """Print the version of sayso."""
    from sayso.pipeline import _version

    typer.echo(_version())


def _run(
    article_path: Path, papers: Sequence[Path], out: Path | None, as_json: bool, open_page: bool
) -> None:
    from rich.console import Console

    talk = Console(stderr=True, highlight=False)
    talk.print(f"Reading {_plain(article_path.name)} …", markup=False)
    from sayso.errors import UsageError
    from sayso.reading import read_article

    if not papers:
        raise UsageError("no papers to check against; name files or a folder after --against")
    for path in papers:
        if not path.exists():
            raise UsageError(
                f"{path}: there is no such file or folder; check the name after --against"
            )
    folder = out if out is not None else None if as_json and not open_page else _OUT
    if folder is not None:
        from sayso.ledger import prepare

        prepare(folder)
    with ThreadPoolExecutor(2) as pool:
        # The children read while this process, otherwise idle, loads models and parser.
        documents = pool.submit(_read_papers, papers, talk)
        reading = pool.submit(read_article, article_path)
        if not article_path.is_file():
            reading.result()  # raises at once, before anything slow
        from sayso import language
        from sayso.pipeline import check as check_article
        from sayso.pipeline import load_models

        models = load_models()
        language.parser()
        article = reading.result()
        _tell_article(article, talk)
        ledger = check_article(
            article,
            _when_read(documents),
            models,
            progress=lambda words: talk.print(f"{words[0].upper()}{words[1:]} …", markup=False),
        )
        kept = documents.result()
    if folder is not None:
        _write(ledger, kept, papers, folder, talk, open_page)
    if as_json:
        from sayso.ledger import to_json

        sys.stdout.write(to_json(ledger) + "\n")
    else:
        from sayso.ledger import print_ledger

        print_ledger(ledger, Console(highlight=False))


def _when_read(documents: Future[list[Document]]) -> Iterator[Document]:
    """The documents, waited for only when they are asked for."""
    yield from documents.result()


def _read_papers(papers: Sequence[Path], talk: Console) -> list[Document]:
    from sayso.reading import read_paths
    from sayso.records import Status

    documents = []
    for document in read_paths(papers):
        documents.append(document)
        pages = f", {len(document.pages)} pages" if document.pages else ""
        note = "" if document.status is Status.READ else f": {document.reason}"
        line = f"  {document.status.value:<11} {document.name}{pages}{note}"
        talk.print(_plain(line), markup=False)
    return documents


def _plain(words: str) -> str:
    """Words of a file or its name, without what a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)


def _tell_article(article: Article, talk: Console) -> None:
    headline = article.field("headline")
    if headline:
        talk.print(f"  “{_plain(headline.value)}”", markup=False)


def _write(
    ledger: Ledger, documents: Sequence[Document], papers: Sequence[Path], folder: Path,
    talk: Console, open_page: bool,
) -> None:  # fmt: skip
    from sayso.ledger import write
    from sayso.pictures import pictures_of

    written = write(ledger, folder, pictures_of(ledger, documents, papers))
    page = next(p for p in written if p.suffix == ".html")
    talk.print(f"Written: {page} and {len(written) - 1} more files beside it.", markup=False)
    if open_page:
        webbrowser.open(page.resolve().as_uri())


def main() -> None:
    """Run the command; a known error is one sentence on stderr and its exit code."""
    try:
        app()
    except SaysoError as error:
        sys.stderr.write(f"sayso: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("sayso: stopped; nothing was written\n")
        sys.exit(130)
