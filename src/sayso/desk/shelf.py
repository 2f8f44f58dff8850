"""A case's papers as the desk's pages read them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sayso.cases import Case
from sayso.cases.originals import Originals
from sayso.desk.home import Home
from sayso.desk.models import Case as Row
from sayso.errors import DocumentError
from sayso.library import Embedder
from sayso.records import Document

#: Pictures of pages that are kept, and how wide they are in pixels.
_KEPT, _WIDTH = 200, 1100
#: Children that draw at once: each takes a core.
_DRAWING = threading.Semaphore(2)


@contextmanager
def case_of(row: Row) -> Iterator[Case]:
    """The case's folder, open while a page is made of it. Raises CaseError where it is gone."""
    with Case(Path(row.folder)) as case:
        case.use(_embedder())
        yield case


class _Embedder:
    """The shipped embedder, loaded when a search first needs it, used by one search at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def embed(self, texts):  # type: ignore[no-untyped-def]
        """The vectors of ``texts``."""
        with self._lock:
            return _model().embed(texts)


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    return _Embedder()


@lru_cache(maxsize=1)
def _model() -> Embedder:
    from sayso.models import load_embedder

    return load_embedder()


def document(row: Row, identity: str) -> Document | None:
    """A paper of the case by its id; None where there is none."""
    with case_of(row) as case:
        return case.store.document(identity)


def page_picture(row: Row, paper: Document, number: int) -> bytes | None:
    """The JPEG of a page of a PDF, drawn in a confined child, kept while the desk runs.

    None where the paper has no such page or no file of its own.
    """
    if paper.media_type != "application/pdf" or number not in {page.number for page in paper.pages}:
        return None
    path = Originals(Path(row.folder) / "originals").path(paper.sha256)
    return _drawn(path, number) if path.is_file() else None


@lru_cache(maxsize=_KEPT)
def _drawn(path: Path, number: int) -> bytes | None:
    from sayso.reading import page_pictures

    with _DRAWING:
        try:
            return page_pictures(path, [number], _WIDTH).get(number)
        except DocumentError:
            return None


def new_folder(slug: str) -> Path:
    """Where a new case is made."""
    return Home.here().cases / slug
