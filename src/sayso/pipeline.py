"""The main job: an article and its papers in, a ledger out.

Pure but for the models it loads when none are handed in: no files are opened or written here, no
clock is read, nothing is drawn at random, so the same input gives the same ledger byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from sayso import language
from sayso.auditing import audit, coverage
from sayso.checking import StanceModel, check_claims
from sayso.errors import NothingReadableError
from sayso.library import Embedder, Library
from sayso.records import Article, Document, Ledger, Status
from sayso.statements import Attributor, statements_of
from sayso.statements.claims import claims_of

#: Told what the job is doing now, for a person to watch.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Models:
    """The models a job runs with, and what to write of them in its provenance."""

    stance: StanceModel
    embedder: Embedder
    provenance: tuple[tuple[str, str], ...] = ()


def load_models() -> Models:
    """The shipped models. Raises ModelError where a file is missing or was changed."""
    from sayso.models import load_embedder, load_stance

    stance, embedder = load_stance(), load_embedder()
    return Models(
        stance,
        embedder,
        (
            ("stance model", f"{stance.name} sha256:{stance.sha256}"),
            ("embedding model", f"{embedder.name} sha256:{embedder.sha256}"),
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
    progress("reading the article’s statements")
    statements, claims = claims_of(statements_of(article, attributor), article)
    models = models or load_models()
    every = tuple(documents)
    readable = [d for d in every if d.status is not Status.UNREAD and d.text.strip()]
    if not readable:
        raise NothingReadableError(_nothing(every))
    library = Library(models.embedder)
    progress(f"indexing {len(readable)} documents")
    library.add(readable)
    progress(f"checking {len(claims)} claims against {len(library.passages)} passages")
    unread = [d for d in every if d.id not in library.documents]
    checked = check_claims(claims, statements, article, library, models.stance, unread)
    library.close()
    return Ledger(
        article=article,
        statements=statements,
        claims=checked,
        audit=audit(article, statements),
        coverage=coverage(every),
        provenance=(
            ("sayso", _version()),
            ("article sha256", article.document.sha256),
            *models.provenance,
            ("parser", f"{language.MODEL} sha256:{language.SHA256}"),
        ),
    )


def _nothing(documents: Sequence[Document]) -> str:
    if not documents:
        return "no papers were found to check against; name files or a folder after --against"
    reasons = "; ".join(f"{d.name}: {d.reason or 'it holds no text'}" for d in documents[:3])
    more = f"; and {len(documents) - 3} more" if len(documents) > 3 else ""
    return (
        f"none of the {len(documents)} papers could be read ({reasons}{more}); "
        "add at least one that can be"
    )


def _version() -> str:
    try:
        return version("sayso")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
