"""What held the process that parsed a file, told with the document for its ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sayso.records import Document

_KEY = "read in"


def held_by(document: Document, level: str) -> Document:
    """``document`` with the words for what held its reader, such as "child process, limits"."""
    kept = [pair for pair in document.metadata if pair[0] != _KEY]
    return replace(document, metadata=tuple(sorted([*kept, (_KEY, level)])))


def level_of(documents: Iterable[Document]) -> str | None:
    """The levels that ``documents`` were read at, each once; None where none of them says.

    >>> from sayso.records import Document
    >>> level_of([held_by(Document("a", "a.txt", "", "text/plain"), "child process, limits")])
    'child process, limits'
    """
    levels = {value for document in documents for key, value in document.metadata if key == _KEY}
    return "; ".join(sorted(levels)) or None
