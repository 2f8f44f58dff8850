"""The command line. stdout is data, stderr is talk; the exit codes are those of ``sayso.errors``."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli_parts import CASE_CODES, Data, InCase, Open, opening, plain, put, stopping, to_stderr
from sayso.cli_traces import add_to, removed_articles, take_articles
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.cases import Case
    from sayso.pictures import Pictures
    from sayso.records import Article, Document, Ledger

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who says so, and is it so: check an article against documents, sentence by sentence, "
    "with the words of the documents as the only proof. Everything stays on this machine.",
)
case_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Cases: folders that keep papers and ledgers."
)
app.add_typer(case_app, name="case")
_OUT = Path("sayso-ledger")
_ADDED = ("files", "known", "documents", "read", "partly", "unread", "same", "pages", "passages")

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FOLDER",
        help="Where to write the ledger: index.html to read, ledger.json, ledger.csv and "
        "ledger.md. Left out, it is the case’s ledgers folder or, without a case, sayso-ledger in "
        "the folder you are in (with --json: nowhere).",
    ),
]  # fmt: skip
Json = Annotated[
    bool, typer.Option("--json", help="Print the ledger as JSON and nothing else to stdout.")
]


@app.command(
    epilog="Exit codes: 0 done (also where some papers could not be read: the ledger lists them); "
    "2 a word of the command is off; 3 the article cannot be read, holds no text, or is not in "
    "English; 4 none of the papers could be read; 5 a model file is missing or was changed; 6 the "
    "ledger cannot be written; 7 there is no case, or it cannot be opened; 8 (repair only) a case has "
    "lost something; 130 stopped by Ctrl-C."
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
            help="The papers: files, or folders that are walked. PDF, DOCX, ODT, RTF, XLSX, XLS, ODS, "
            "CSV, TSV, PPTX, ODP, HTML, MHTML, EML, MBOX, MSG, Markdown, text and what is in ZIP, TAR, "
            "7z, gzip, bzip2 and xz archives are read, DOC and PPT where LibreOffice is installed; all "
            "others are listed as not read. Left out, they are those of the case.",
        ),
    ] = None,
    case: InCase = None,
    out: Out = None,
    as_json: Json = False,
    open_page: Open = False,
) -> None:
    """Check ARTICLE against papers, or against those of a case, and write its ledger.

    For every sentence: who says it, and what the papers show of it. Contradicted, supported, mixed
    or not found, each with the words that show it. "Not found" never means false.

        sayso check story.html --against papers/ --open
    """
    papers = [*(against or []), *(more or [])]
    opened = _case_for_check(case, papers)
    with opened or nullcontext():
        _run(article, papers, out, as_json, open_page, opened)


@case_app.command("new", epilog=f"Exit codes: 0 done; {CASE_CODES}.")
def case_new(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="The folder to make.")],
) -> None:
    """Make a case: a folder that keeps papers, searchable, and the ledgers made from them.

    sayso case new dam
    """
    from sayso.cases import Case

    Case.new(name).close()
    where = plain(str(name))
    typer.echo(f"Made the case {where}. Now: cd {where}, then sayso add PATH...", err=True)


@app.command(epilog=f"Exit codes: 0 done, also where files could not be read; {CASE_CODES}; 5 a model "
             "file is missing or was changed; 130 stopped by Ctrl-C.")  # fmt: skip
def add(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files, or folders that are walked.")
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read what was not read in full anew, from the originals that the case keeps: once "
            "LibreOffice or sayso[ocr] is there. PATH may then be left out.",
        ),
    ] = False,
    articles: Annotated[
        bool,
        typer.Option(
            "--articles",
            help="PATH are published articles and statements, not papers: nothing is proved by them; "
            "sayso trace and sayso record follow what they say. Saved pages, text, feeds (RSS, Atom), "
            "sitemaps beside the pages they name, WARC files, and archives of these.",
        ),
    ] = False,
    careful: Annotated[
        bool | None,
        typer.Option(
            "--careful/--quick",
            help="With --articles: read who says what by the model and the rules, or by the rules alone, "
            "three times as fast. Left out: quick from 1,000 files on.",
        ),
    ] = None,
    case: InCase = None,
    as_json: Data = False,
) -> None:
    """Add files to a case. What is in already is not read again.

    Stopped or killed at any moment, it goes on where it was when you give the same command again.

        sayso add ~/leak --case dam
        sayso add --articles clippings/ --case dam
    """
    from sayso.cases import adding, rereading, terminal
    from sayso.errors import UsageError

    if not paths and not again:
        raise UsageError("nothing to add: name files or folders, or say --again")
    talk = to_stderr()
    data: dict[str, Any] = {}
    kept = "What was added so far is kept; to go on, give the same command again."
    with stopping(kept), opening(case) as opened:
        if paths and articles:
            data |= take_articles(opened, paths, careful)
        elif paths:
            with terminal.watching_addition(talk) as told:
                added = adding.add(opened, paths, told)
            talk.print(terminal.added_in_words(added), markup=False, soft_wrap=True)
            data |= {key: getattr(added, key) for key in _ADDED}
        if again:
            with terminal.watching_addition(talk) as told:
                reread = rereading.reread(opened, told)
            terminal.print_reread(reread, talk)
            data["again"] = reread.as_data()
    if as_json:
        put(data)


@app.command(epilog=f"Exit codes: 0 done, also where nothing was found; {CASE_CODES}; 4 the case has no "
             "paper with any text; 5 a model file is missing or was changed.")  # fmt: skip
def search(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help='What to look for; "words in marks" stand together.')
    ] = "",
    by: Annotated[str, typer.Option(help="both, words or meaning.")] = "both",
    phrase: Annotated[list[str] | None, typer.Option(help="Words that must stand together.")] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="Only in these: a name, an id, or a pattern with * and ?.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only pdf, mail, web, text, word, table, slides or picture."),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Only what this person says or writes.")] = None,
    after: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = None,
    before: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")] = None,
    page: Annotated[int | None, typer.Option(min=1, help="Only on this page.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many passages.")] = 10,
    case: InCase = None,
    as_json: Data = False,
) -> None:
    """Search a case by words, by meaning, or by both, also for names spelled otherwise.

    sayso search "who closed the valve" --type mail --after 2024-03-01
    """
    from rich.console import Console

    from sayso.cases import terminal
    from sayso.errors import UsageError
    from sayso.library.finding import as_data

    days = (after.date() if after else None, before.date() if before else None)
    if not (words.strip() or any((phrase, document, kind, speaker, *days, page))):
        raise UsageError("say what to look for: words, a --phrase, or what to narrow a list to")
    with opening(case) as opened:
        hits = opened.papers.find(
            words, by, phrase or (), document or (), kind or (), speaker, *days, page, limit
        )
        found = [(one, opened.library.box(one)) for one in hits]
    if as_json:
        put({"found": [as_data(one, box) for one, box in found]})
    else:
        terminal.print_found(found, Console(highlight=False))


@app.command(epilog=f"Exit codes: 0 done; {CASE_CODES}.")
def status(
    every: Annotated[bool, typer.Option("--all", help="List also all that was read.")] = False,
    case: InCase = None,
    as_json: Data = False,
) -> None:
    """Show how a case stands: what was read, and every file that was not, why, and what to do.

    sayso status --json
    """
    from rich.console import Console

    from sayso.cases import reporting, terminal

    with opening(case) as opened:
        report = reporting.report(opened)
    if as_json:
        put(report.as_data())
    else:
        terminal.print_report(report, Console(highlight=False), every)


@app.command(epilog=f"Exit codes: 0 sound, or mended; {CASE_CODES}; 5 a model file is missing or was "
             "changed; 8 an original or the register is damaged; 130 stopped by Ctrl-C.")  # fmt: skip
def repair(case: InCase = None, as_json: Data = False) -> None:
    """Check every original's hash, finish what was broken off, make both indexes anew.

    sayso repair
    """
    from rich.console import Console

    from sayso.cases import repairing, terminal
    from sayso.errors import DamageError

    with (
        stopping("To go on, give the same command again."),
        opening(case) as opened,
        terminal.watching(to_stderr()) as told,
    ):
        repaired = repairing.repair(opened, told)
    if as_json:
        put(repaired.as_data())
    else:
        terminal.print_repaired(repaired, Console(highlight=False))
    if not repaired.sound:
        raise DamageError(terminal.damage_in_words(repaired))


@app.command(epilog=f"Exit codes: 0 done; 1 you said no; {CASE_CODES}; 5 a model file is missing or was "
             "changed; 130 stopped by Ctrl-C.")  # fmt: skip
def remove(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids or hashes, as ledgers and status show them.")
    ],
    case: InCase = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: Data = False,
) -> None:
    """Remove documents from a case for good: original, words, passages and indexes.

    Ledgers that cite them say so afterwards, and go on quoting them. An article that was added with
    --articles is removed by its id too, as sayso trace --json shows it, and with it the pages of traces.

        sayso remove 177dd98ba3ba
    """
    from rich.console import Console

    from sayso.cases import removing, terminal
    from sayso.errors import UsageError

    with stopping("To go on, give the same command again, or sayso repair."), opening(case) as opened:
        ids = removed_articles(opened, ids, yes)
        if not ids:
            return
        try:
            entries = removing.named(opened, ids)
        except UsageError:
            removing.finish(opened)
            raise
        if entries and not yes:
            names = plain(", ".join(e.name for e in entries))
            typer.confirm(f"Remove {names} and the original for good?", abort=True, err=True)
        with terminal.watching(to_stderr()) as told:
            removed = removing.remove(
                opened, entries, lambda done, of: told("making the indexes anew", done, of)
            )
    if as_json:
        put(removed.as_data())
    else:
        terminal.print_removed(removed, Console(highlight=False))


@app.command(epilog="Exit codes: 0 closed; 2 a word of the command is off; 10 the desk cannot be opened: "
             "its folder, its settings, its port, or an account without a password.")  # fmt: skip
def desk(
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="FOLDER", help="Where the desk keeps what it has: ~/sayso-desk."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="The address to open it at. Any but this machine’s own needs passwords.")
    ] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port, else a free one.")] = None,
    browse: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    case: Annotated[
        Path | None,
        typer.Option("--case", metavar="FOLDER", help="Put a case that you made without the desk on it."),
    ] = None,
    password: Annotated[
        str | None,
        typer.Option("--password", metavar="NAME", help="Set the password of an account, and do no more."),
    ] = None,
) -> None:
    """Open the desk: cases in the browser, on this machine and for nobody else.

    sayso desk
    """
    from sayso.desk.home import Home, default
    from sayso.desk.serving import adopt, serve, set_password

    at = Home.at(home or default())
    if password is not None:
        words = "New password, 12 letters or more"
        new = typer.prompt(words, hide_input=True, confirmation_prompt=True, err=True)
        made = set_password(at, password, new)
        typer.echo(f"The account {password} {'was made' if made else 'has a new password'}.", err=True)
        return
    if case is not None:
        adopt(at, case)
    serve(at, host, port, browse, lambda words: typer.echo(words, err=True))


@app.command(epilog="Exit codes: 0 done; 2 a word of the command is off; 7 the desk has no such case; 9 the "
             "pages cannot be written; 10 the desk cannot be opened.")  # fmt: skip
def publish(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case: its name on the desk, or folder.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where to write the pages.")
    ] = Path("sayso-stories"),
    home: Annotated[
        Path | None, typer.Option("--home", metavar="FOLDER", help="The desk’s folder: ~/sayso-desk.")
    ] = None,
) -> None:
    """Write the published stories of CASE as static files, for any host.

    Only what was looked at, signed off and published on the desk is written, and of that only what is
    public.

        sayso publish dam --out public
    """
    from sayso.desk.home import Home, default
    from sayso.desk.serving import write_stories

    written = write_stories(Home.at(home or default()), case, out)
    typer.echo(f"Written: {written} files in {plain(str(out))}.", err=True)


@app.command(epilog="Exit codes: 0 every receipt whose paper was given is sound; 2 a word of the command "
             "is off; 9 the bundle is none or was changed, a receipt is not sound, or no paper fits.")
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="receipts.json of a story.")],
    papers: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="The papers: files, or folders.")
    ] = None,
    as_json: Data = False,
) -> None:
    """Check the receipts of a published story against the papers, here and without a network.

    sayso verify receipts.json papers/
    """
    from rich.console import Console

    from sayso.errors import StoryError, UsageError
    from sayso.publishing.bundle import Outcome
    from sayso.publishing.bundle import verify as check_receipts

    for path in [bundle, *(papers or [])]:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder; check the name")
    found = check_receipts(bundle.read_bytes(), papers or [])
    if as_json:
        put(found.as_data())
    else:
        console = Console(highlight=False)
        console.print(plain(found.headline), markup=False)
        for one in found.checks:
            line = f"  {one.outcome.value:<15} {one.title}: “{' '.join(one.words.split())[:90]}”"
            console.print(plain(line), markup=False)
            if one.reason and one.outcome is Outcome.DIFFERENT:
                console.print(plain(f"  {'':<15} {one.reason}"), markup=False)
    if not found.sound:
        counts = [f"{sum(c.outcome is o for c in found.checks)} {o.value}" for o in Outcome]
        raise StoryError(f"not all receipts are shown to be sound: {', '.join(counts)}")


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


def _case_for_check(folder: Path | None, papers: Sequence[Path]) -> Case | None:
    """The case an article is checked in, if it is in one."""
    from sayso.errors import UsageError

    if papers:
        if folder is not None:
            raise UsageError("papers after --against, or a case after --case: choose one of the two")
        return None
    from sayso.cases import Case, is_case

    return Case(folder or Path()) if folder is not None or is_case(Path()) else None


def _run(
    article_path: Path, papers: Sequence[Path], out: Path | None, as_json: bool, open_page: bool,
    case: Case | None = None,
) -> None:  # fmt: skip
    from rich.console import Console

    talk = to_stderr()
    talk.print(f"Reading {plain(article_path.name)} …", markup=False)
    from sayso.errors import UsageError
    from sayso.reading import read_article

    if not papers and case is None:
        raise UsageError(
            "no papers to check against; name files or a folder after --against, or a case after --case"
        )
    for path in papers:
        if not path.exists():
            raise UsageError(
                f"{path}: there is no such file or folder; check the name after --against"
            )
    home = case.ledgers if case is not None else _OUT
    folder = out if out is not None else None if as_json and not open_page else home
    if folder is not None:
        from sayso.ledger import prepare

        prepare(folder)
    with ThreadPoolExecutor(2) as pool:
        # The children read while this process, otherwise idle, loads models and parser.
        documents = pool.submit(_read_papers, papers, talk) if case is None else None
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

        def progress(words: str) -> None:
            talk.print(f"{words[0].upper()}{words[1:]} …", markup=False)

        if documents is not None:
            ledger = check_article(article, _when_read(documents), models, progress=progress)
        else:
            from sayso.cases import checking

            assert case is not None
            ledger = checking.check(case, article, models, progress)
    if folder is not None:
        if documents is not None:
            from sayso.pictures import pictures_of

            pictures = pictures_of(ledger, documents.result(), papers)
        else:
            assert case is not None
            pictures = checking.pictures(case, ledger)
            folder = checking.folder_of(case, article) if out is None else folder
        _write(ledger, pictures, folder, talk, open_page)
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
        talk.print(plain(line), markup=False)
    return documents


def _tell_article(article: Article, talk: Console) -> None:
    headline = article.field("headline")
    if headline:
        talk.print(f"  “{plain(headline.value)}”", markup=False)


def _write(
    ledger: Ledger, pictures: Pictures, folder: Path, talk: Console, open_page: bool
) -> None:
    from sayso.ledger import write

    written = write(ledger, folder, pictures)
    page = next(p for p in written if p.suffix == ".html")
    talk.print(f"Written: {page} and {len(written) - 1} more files beside it.", markup=False)
    if open_page:
        webbrowser.open(page.resolve().as_uri())


add_to(app)


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
