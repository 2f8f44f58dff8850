"""All tables of a library, and what they say of an article's claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from sayso.checking.counts import count_in, every_in, twice_in
from sayso.checking.filters import Asked
from sayso.checking.periods import stretches_named
from sayso.checking.series import change_in, first_in
from sayso.checking.tables import Table, tables_of
from sayso.checking.thresholds import line_in
from sayso.records import Document, Finding, SegmentKind, Verdict
from sayso.statements.dates import When
from sayso.statements.figures import Figure

#: Up to so many tables every claim is held against all; of more, against those the search found.
_FEW = 6


class Registers:
    """The tables of ``documents``, read when first asked for, once each.

    ``near`` are the ids of documents in which the search found rows for the claim, best first;
    ``tabled`` those of the documents with rows, in order, where that is known without reading them all.
    ``speaking_of`` finds the documents in which one of some words may stand, and ``found`` gives those
    that the search found for any claim; without them, all documents are read.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        tabled: Sequence[str] | None = None,
        speaking_of: Callable[[Sequence[str]], Iterable[Document]] | None = None,
        found: Callable[[], Iterable[Document]] | None = None,
    ) -> None:
        self._documents = documents
        self._speaking_of = speaking_of or (lambda _: documents.values())
        self._found = found or documents.values
        self._tables: dict[str, list[Table]] = {}
        self._lines: dict[str, Figure | None] = {}
        self._stretches: dict[int, list[tuple[date, date]]] | None = None
        if tabled is None:
            tabled = [
                d.id for d in documents.values() if any(s.kind is SegmentKind.ROW for s in d.segments)
            ]
        self._all = tabled if len(tabled) <= _FEW else []

    def asked(self, content: str, anchor: date | None, source: str, before: str) -> Asked:
        """The question of a claim, with what the papers say of lines and stretches of days."""
        return Asked(
            content, anchor, source, before, lambda name: self._line(name, before), self._named_stretches
        )

    def of_figure(self, asked: Asked, figure: Figure, near: Iterable[str]) -> Finding | None:
        """What tables say of one figure of a claim; None where they do not."""
        return count_in(asked, figure, self._near(near))

    def of_date(self, asked: Asked, when: When, near: Iterable[str]) -> Finding | None:
        """What tables say of the day of a first or last; None where they do not."""
        return first_in(asked, when, self._near(near))

    def of_whole(self, asked: Asked, near: Iterable[str]) -> Finding | None:
        """What tables say of an "every", a change or a "twice"; None where it is none."""
        tables, twice = self._near(near), twice_in(asked.content)
        found = [
            every_in(asked, tables), change_in(asked, tables),
            count_in(asked, twice, tables) if twice else None,
        ]  # fmt: skip
        decided = [f for f in found if f is not None]
        return max(decided, key=lambda f: f.verdict is not Verdict.NOT_FOUND, default=None)

    def _near(self, found: Iterable[str]) -> list[Table]:
        """The tables of the documents ``found`` for a claim, best first; then others where all are few."""
        tables = []
        for name in dict.fromkeys([*found, *self._all]):
            if name not in self._tables:
                self._tables[name] = tables_of(self._documents[name])
            tables += self._tables[name]
        return tables

    def _line(self, name: str, before: str) -> Figure | None:
        # What the article itself calls the line comes first; then the papers, which must agree.
        if (said := line_in(name, [before])) is not None:
            return said
        if name not in self._lines:
            self._lines[name] = line_in(name, (d.text for d in self._speaking_of([name])))
        return self._lines[name]

    def _named_stretches(self, days: int) -> list[tuple[date, date]]:
        if self._stretches is None:
            self._stretches = {}
            every: dict[tuple[date, date], None] = {}
            for document in self._found():
                for segment in document.segments:
                    if segment.kind is not SegmentKind.ROW:
                        text = document.text[segment.start : segment.end]
                        every |= dict.fromkeys(sorted(stretches_named(text, segment.date or document.date)))
            for first, last in every:
                self._stretches.setdefault((last - first).days + 1, []).append((first, last))
        return self._stretches.get(days, [])
