"""Documents and their passages in memory, for a one-off check."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase

from sayso.library.filters import Filed
from sayso.reading.languages import foreign
from sayso.records import Document, Passage, SegmentKind, Status


class Shelf:
    """What a library in memory holds. The number of a passage is its place in ``passages``."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.passages: list[Passage] = []
        self._of_document: dict[str, list[Passage]] = {}
        self._firsts: dict[str, int] = {}

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Take in a document that has words, with its passages."""
        self.documents[document.id] = document
        self._firsts[document.id] = len(self.passages)
        self.passages += passages
        if passages:
            self._of_document[document.id] = list(passages)

    def passages_by(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        return {n: self.passages[n] for n in numbers if 0 <= n < len(self.passages)}

    def filed(self, first: int) -> Iterator[Filed]:
        """The passages from number ``first`` on as the indexes take them in, in order."""
        for number, p in enumerate(self.passages[first:], first):
            document, kind = self._firsts[p.document], self.documents[p.document].media_type
            yield Filed(number, p.reading, document, kind, p.speaker, p.date, p.page)

    def firsts(self, named: str) -> list[int]:
        """The numbers of the first passages of the documents that ``named`` means, rising.

        It is an id, a name, the end of a name behind a slash, or a pattern with * and ?.
        """
        return sorted(
            self._firsts[one]
            for one, document in self.documents.items()
            if named in (one, document.name)
            or document.name.endswith(f"/{named}")
            or fnmatchcase(document.name, named)
        )

    def document_names(self, ids: Collection[str]) -> dict[str, str]:
        """What the documents with these ids are called."""
        return {one: self.documents[one].name for one in ids if one in self.documents}

    def rows(self) -> Iterator[Passage]:
        """The passages that are rows of tables, in order."""
        return (p for p in self.passages if p.kind is SegmentKind.ROW)

    def tabled(self) -> list[str]:
        """The ids of the documents that have rows of tables, in order."""
        return list(dict.fromkeys(p.document for p in self.rows()))

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
