"""An article is checked against the library of a case."""

from __future__ import annotations

from pathlib import Path

from sayso.cases import Case
from sayso.pictures import Pictures, pictures_from
from sayso.pipeline import Models, Progress, check_in
from sayso.records import Article, Ledger


def check(case: Case, article: Article, models: Models, progress: Progress = lambda _: None) -> Ledger:
    """Check ``article`` against all that is in ``case``; its ledger.

    Raises NothingReadableError where nothing in the case has any text.
    """
    case.use(models.embedder)
    return check_in(article, case.papers, models, progress)


def folder_of(case: Case, article: Article) -> Path:
    """Where the ledger of ``article`` is kept: by the hash of its file, never by its name."""
    return case.ledgers / article.document.sha256[:12]


def pictures(case: Case, ledger: Ledger) -> Pictures:
    """Pictures of the pages that the ledger's evidence stands on, drawn from the originals."""
    return pictures_from(ledger, case.library.documents, case.originals.path)
