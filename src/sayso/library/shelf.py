"""Documents and their passages in memory, for a one-off check."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.reading.languages import foreign
from sayso.records import Document, Passage, SegmentKind, Status


class Shelf:
    """What a library in memory holds. The number of a passage is its place in ``passages``."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.passages: list[Passage] = []
        self._of_document: dict[str, list[Passage]] = {}

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Take in a document that has words, with its passages."""
        self.documents[document.id] = document
        self.passages += passages
        if passages:
            self._of_document[document.id] = list(passages)

    def passages_by(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        return {number: self.passages[number] for number in numbers}

    def rows(self) -> Iterator[Passage]:
        """The passages that are rows of tables, in order."""
        return (p for p in self.passages if p.kind is SegmentKind.ROW)

    def passage_at(self, document: str, offset: int) -> Passage | None:
        """The passage of the document with that id that holds ``offset``, or None."""
        passages = self._of_document.get(document, [])
        place = bisect_right(passages, offset, key=lambda p: p.start) - 1
        found = passages[place] if place >= 0 else None
        return found if found is not None and offset < found.end else None

    def statuses(self) -> list[tuple[Status, str | None]]:
        """How much of each document could be read, and why not more."""
        return [(d.status, d.reason) for d in self.documents.values()]

    def foreign(self) -> dict[str, str]:
        """The codes of the languages of the documents that are not in English, by id."""
        codes = ((d.id, foreign(d.metadata)) for d in self.documents.values())
        return {one: code for one, code in codes if code}

    def is_hidden(self, number: int) -> bool:
        """No passage is hidden: what is not to be searched is not put in."""
        return False

    hidden = 0
