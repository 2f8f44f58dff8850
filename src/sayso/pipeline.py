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
from sayso.checking import StanceModel, check_claims
from sayso.checking.witnesses import once
from sayso.errors import NothingReadableError
from sayso.library import Embedder, Library
from sayso.models.tagging import Tagger
from sayso.records import Article, Document, Ledger, Status
from sayso.statements import Attributor, TaggingAttributor, statements_of
from sayso.statements.claims import claims_of

#: Told what the job is doing now, for a person to watch.
Progress = Callable[[str], None]


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
    if attributor is None and models.tagger is not None:
        attributor = TaggingAttributor(models.tagger)
    with ThreadPoolExecutor(1) as pool:
        # Embedding leaves Python's lock free: the parser loads and works meanwhile.
        building = pool.submit(_library_of, article, documents, models, progress)
        progress("reading the article’s statements")
        statements, claims = claims_of(statements_of(article, attributor), article)
        library, every = building.result()
    progress(
        f"checking {_count(len(claims), 'claim')} against "
        f"{_count(len(library.passages), 'passage')}"
    )
    unread = [d for d in every if d.id not in library.documents]
    checked = check_claims(claims, statements, article, library, models.stance, unread)
    audited = audit(article, statements, checked, library, models.stance)
    findings, covered = once(audited.claims, library), coverage(every, library)
    library.close()
    return Ledger(
        article=article,
        statements=statements,
        claims=findings,
        audit=audited.audit,
        coverage=covered,
        omissions=audited.omissions,
        provenance=(
            ("sayso", _version()),
            ("article sha256", article.document.sha256),
            *models.provenance,
            ("parser", f"{language.MODEL} sha256:{language.SHA256}"),
        ),
    )


def _library_of(
    article: Article, documents: Iterable[Document], models: Models, progress: Progress
) -> tuple[Library, tuple[Document, ...]]:
    """The readable documents as a library, and all documents as they count for this article."""
    every = tuple(_unless_article(d, article) for d in documents)
    readable = [d for d in every if d.status is not Status.UNREAD and d.text.strip()]
    if not readable:
        raise NothingReadableError(_nothing(every))
    library = Library(models.embedder)
    progress(f"indexing {_count(len(readable), 'document')}")
    library.add(readable, lambda done, of: progress(f"indexed {done} of {of} passages"))
    return library, every


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _unless_article(document: Document, article: Article) -> Document:
    """The document, or, where it is the article itself, one that proves nothing."""
    if document.sha256 != article.document.sha256:
        return document
    return replace(
        document, text="", status=Status.UNREAD, pages=(), segments=(),
        reason="is the article itself, not a paper: it cannot bear itself out",
    )  # fmt: skip


def _nothing(documents: Sequence[Document]) -> str:
    if not documents:
        return "no papers were found to check against; name files or a folder after --against"
    reasons = "; ".join(f"{d.name}: {d.reason or 'it holds no text'}" for d in documents[:3])
    more = f"; and {len(documents) - 3} more" if len(documents) > 3 else ""
    return (
        f"none of the {_count(len(documents), 'paper')} could be read ({reasons}{more}); "
        "add at least one that can be"
    )


def _version() -> str:
    try:
        return version("sayso")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
