"""The main job: an article and its papers in, a ledger out.

Pure but for the models it loads when none are handed in: no files are opened or written here, no
clock is read, nothing is drawn at random, so the same input gives the same ledger byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from sayso import language
from sayso.auditing import audit, coverage
from sayso.auditing.covering import Covering
from sayso.checking import StanceModel, check_claims
from sayso.checking.witnesses import once
from sayso.errors import NothingReadableError
from sayso.library import Embedder, Library, inside
from sayso.models.tagging import Tagger
from sayso.reading.levels import level_of
from sayso.records import Article, Coverage, Document, Ledger, Status
from sayso.statements import Attributor, TaggingAttributor, statements_of
from sayso.statements.claims import claims_of

_ITSELF = "is the article itself, not a paper: it cannot bear itself out"

#: Told what the job is doing now, for a person to watch.
Progress = Callable[[str], None]
_Opened = tuple[Library, tuple[Coverage, ...], str | None]


@dataclass(frozen=True, slots=True)
class Models:
    """The models a job runs with, and what to write of them in its provenance.

    Without a tagger, attribution goes by rules alone.
    """

    stance: StanceModel
    embedder: Embedder
    tagger: Tagger | None = None
    provenance: tuple[tuple[str, str], ...] = ()


def load_models() -> Models:
    """The shipped models. Raises ModelError where a file is missing or was changed."""
    from sayso.models import load_embedder, load_stance, load_tagger

    stance, embedder, tagger = load_stance(), load_embedder(), load_tagger()
    return Models(
        stance,
        embedder,
        tagger,
        (
            ("stance model", f"{stance.name} sha256:{stance.sha256}"),
            ("embedding model", f"{embedder.name} sha256:{embedder.sha256}"),
            ("attribution model", f"{tagger.name} sha256:{tagger.sha256}"),
        ),
    )


def check(
    article: Article,
    documents: Iterable[Document],
    models: Models | None = None,
    attributor: Attributor | None = None,
    progress: Progress = lambda _: None,
) -> Ledger:
    """Check ``article`` against ``documents`` and return the ledger.

    Raises NothingReadableError where no document has any text, ModelError where a model is missing.
    """
    models = models or load_models()
    library = Library(models.embedder)

    def filled() -> _Opened:
        return _fill(library, article, documents, progress)

    try:
        # Embedding leaves Python's lock free: the parser loads and works meanwhile.
        return _checked(article, filled, models, attributor, progress)
    finally:
        library.close()


def check_in(
    article: Article,
    library: Library,
    models: Models,
    progress: Progress = lambda _: None,
) -> Ledger:
    """Check ``article`` against a library that is kept in a folder and return the ledger.

    Should the article itself lie in the library, it is left out of what is searched. Raises
    NothingReadableError where the library has no words.
    """

    def opened() -> _Opened:
        library.hide(article.document.sha256)
        entries = {entry.id: entry for entry in library.store.entries()}
        covering = Covering(library)
        every = tuple(
            replace(e.coverage, status=Status.UNREAD, reason=_ITSELF, pages=None)
            if e.sha256 == article.document.sha256 else covering.covered(e.coverage, inside(e, entries))
            for e in entries.values()
        )  # fmt: skip
        if not library.passages:
            raise NothingReadableError(_nothing(every))
        return library, every, library.store.level()

    return _checked(article, opened, models, None, progress)


def _checked(
    article: Article,
    build: Callable[[], _Opened],
    models: Models,
    attributor: Attributor | None,
    progress: Progress,
) -> Ledger:
    if attributor is None and models.tagger is not None:
        attributor = TaggingAttributor(models.tagger)
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build)
        progress("reading the article’s statements")
        statements, claims = claims_of(statements_of(article, attributor), article)
        library, every, level = building.result()
    progress(
        f"checking {_count(len(claims), 'claim')} against "
        f"{_count(len(library.passages), 'passage')}"
    )
    # An archive is read and has no words of its own.
    unread = [d for d in every if d.id not in library.documents and d.status is not Status.READ]
    checked = check_claims(claims, statements, article, library, models.stance, unread)
    audited = audit(article, statements, checked, library, models.stance)
    return Ledger(
        article=article,
        statements=statements,
        claims=once(audited.claims, library),
        audit=audited.audit,
        coverage=every,
        omissions=audited.omissions,
        provenance=(
            ("sayso", _version()),
            ("article sha256", article.document.sha256),
            *models.provenance,
            ("parser", f"{language.MODEL} sha256:{language.SHA256}"),
            *_held(level),
        ),
    )


def _fill(
    library: Library, article: Article, documents: Iterable[Document], progress: Progress
) -> _Opened:
    """Put the readable documents into the library; how a ledger shows all, and what held their readers."""
    every = tuple(_unless_article(d, article) for d in documents)
    readable = [d for d in every if d.status is not Status.UNREAD and d.text.strip()]
    if not readable:
        raise NothingReadableError(_nothing(coverage(every, library)))
    progress(f"indexing {_count(len(readable), 'document')}")
    library.add(readable, lambda done, of: progress(f"indexed {done} of {of} passages"))
    return library, coverage(every, library), level_of(every)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _unless_article(document: Document, article: Article) -> Document:
    """The document, or, where it is the article itself, one that proves nothing."""
    if document.sha256 != article.document.sha256:
        return document
    return replace(
        document, text="", status=Status.UNREAD, pages=(), segments=(),
        reason=_ITSELF,
    )  # fmt: skip


def _nothing(documents: Sequence[Coverage]) -> str:
    if not documents:
        return "no papers were found to check against; name files or a folder after --against"
    reasons = "; ".join(f"{d.name}: {d.reason or 'it holds no text'}" for d in documents[:3])
    more = f"; and {len(documents) - 3} more" if len(documents) > 3 else ""
    return (
        f"none of the {_count(len(documents), 'paper')} could be read ({reasons}{more}); "
        "add at least one that can be"
    )


def _held(level: str | None) -> tuple[tuple[str, str], ...]:
    return (("files were read in", level),) if level else ()


def _version() -> str:
    try:
        return version("sayso")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
