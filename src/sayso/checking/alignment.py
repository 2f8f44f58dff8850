"""A claim laid beside a passage: how many of its words, weighted by rarity, the passage has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sayso.library import Library
from sayso.library.terms import Term, stem, terms
from sayso.records import Document, Passage, SegmentKind, Span
from sayso.statements.sentences import split_sentences

#: How many characters at the head of a document say whose it is: letterhead, From line, title.
_HEAD = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or row of a passage, with the claim's terms it has.

    ``coverage`` is the weight of the claim's terms found here over the weight of them all, 0..1.
    ``around`` is the same for the whole passage. ``names`` is the share of the claim's names that
    the passage, its speaker or the document's head has; 1.0 where the claim has none. ``foreign``
    is the share of the unit's own words, figures and months left out, that the claim has not.
    """

    passage: Passage
    start: int
    end: int
    coverage: float
    around: float
    shared: int
    names: float
    foreign: float
    marks: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The unit's words as they stand in the document."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @property
    def reading(self) -> str:
        """What a model reads: a row with its columns' names, a sentence on one line."""
        whole = (self.start, self.end) == (self.passage.start, self.passage.end)
        return self.passage.reading if whole else " ".join(self.text.split())


class Question:
    """A claim's content made ready for comparing: its terms and their weights.

    ``ignore`` are spans of ``text`` left out of the comparing (the date, when dates are compared).
    """

    def __init__(self, text: str, rarity: Mapping[str, float], ignore: Iterable[Span] = ()) -> None:
        self.text = text
        left_out = list(ignore)
        found = [t for t in terms(text) if not any(s.start <= t.start < s.end for s in left_out)]
        self.weights = {t.stem: rarity.get(t.stem, 1.0) * (1.3 if t.name else 1.0) for t in found}
        first = found[0].start if found else 0
        # A capital at the head of the sentence is no name, unless the next word has one too.
        self.every = {t.stem for t in terms(text)}
        self.names = {
            t.stem for i, t in enumerate(found)
            if t.name and (t.start != first or (i + 1 < len(found) and found[i + 1].name))
        }  # fmt: skip

    @cached_property
    def total(self) -> float:
        """The weight of all terms."""
        return sum(self.weights.values())

    def coverage(self, stems: Iterable[str]) -> float:
        """The share of the claim's weight that ``stems`` cover, 0..1."""
        have = set(stems)
        return (
            sum(w for s, w in self.weights.items() if s in have) / self.total if self.total else 0.0
        )

    def marks(self, found: Iterable[Term]) -> tuple[Span, ...]:
        """The spans of those of ``found`` that are terms of the claim."""
        return tuple(Span(t.start, t.end) for t in found if t.stem in self.weights)


class Units:
    """The passages of a library cut into units, each document's terms read once."""

    def __init__(self, library: Library) -> None:
        self._documents = library.documents
        self._terms: dict[tuple[str, int, int], list[Term]] = {}
        self._cuts: dict[tuple[str, int, int], list[Span]] = {}
        self._heads: dict[str, set[str]] = {}
        self._starts: dict[str, list[int]] = {}

    def of(self, question: Question, passage: Passage) -> list[Unit]:
        """The units of ``passage``, those that cover the question best first; at least one."""
        document = self._documents[passage.document]
        near = self._names_around(document, passage)
        names = len(question.names & near) / len(question.names) if question.names else 1.0
        columns = {t.stem for cell in passage.cells for t in terms(cell.column)}
        cuts = [(cut, self._terms_of(document, cut)) for cut in self._cut(document, passage)]
        everywhere = columns.union(*({t.stem for t in found} for _, found in cuts))
        around = question.coverage(everywhere)
        units = []
        for cut, found in cuts:
            have = {t.stem for t in found} | columns
            units.append(Unit(
                passage, cut.start, cut.end, question.coverage(have), around,
                len(have & question.weights.keys()), names, _foreign(question, found),
                question.marks(found),
            ))  # fmt: skip
        return sorted(units, key=lambda u: (-u.coverage, u.start))

    def _cut(self, document: Document, passage: Passage) -> list[Span]:
        """A row whole; else the sentences of each paragraph, which end where it ends."""
        key = (document.id, passage.start, passage.end)
        if key not in self._cuts:
            if passage.kind is SegmentKind.ROW:
                self._cuts[key] = [Span(passage.start, passage.end)]
            else:
                cuts = [
                    sentence
                    for start, end in self._paragraphs(document, passage)
                    for sentence in split_sentences(document.text, start, end)
                ]
                self._cuts[key] = cuts or [Span(passage.start, passage.end)]
        return self._cuts[key]

    def _paragraphs(self, document: Document, passage: Passage) -> list[tuple[int, int]]:
        """The stretches of the passage's segments inside it, or the passage itself."""
        if document.id not in self._starts:
            self._starts[document.id] = [s.start for s in document.segments]
        starts = self._starts[document.id]
        first = max(0, bisect_right(starts, passage.start) - 1)
        last = bisect_left(starts, passage.end)
        inside = [
            (max(s.start, passage.start), min(s.end, passage.end))
            for s in document.segments[first:last]
        ]
        return [(a, b) for a, b in inside if a < b] or [(passage.start, passage.end)]

    def _terms_of(self, document: Document, span: Span) -> list[Term]:
        key = (document.id, span.start, span.end)
        if key not in self._terms:
            self._terms[key] = terms(document.text, span.start, span.end)
        return self._terms[key]

    def _names_around(self, document: Document, passage: Passage) -> set[str]:
        if document.id not in self._heads:
            head = f"{document.title or ''} {document.author or ''} {document.text[:_HEAD]}"
            self._heads[document.id] = {t.stem for t in terms(head)}
        here = {t.stem for t in self._terms_of(document, Span(passage.start, passage.end))}
        said_by = {t.stem for t in terms(passage.speaker or "")}
        return here | said_by | self._heads[document.id]


def _foreign(question: Question, found: list[Term]) -> float:
    own = [t for t in found if not t.number and t.stem not in CALENDAR]
    return sum(t.stem not in question.every for t in own) / len(own) if own else 0.0


#: Months and weekdays, as stems.
CALENDAR = {
    stem(word)
    for word in """January February March April May June July August September October November
    December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday""".split()
}
