"""A text's content words with their places: what stands near a figure, a date or a negation."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sayso.library.terms import Term, terms
from sayso.records import Span
from sayso.statements.figures import Figure, find_figures

#: Where a sentence ends; the stop of an initial or a title ("Samuel L. Devine", "St. Ives") ends none.
_END = re.compile(r"(?<!\b[A-Z])(?<!\b[DJMS]r)(?<!\b[SL]t)(?<!\bMrs)(?<!\bNo)(?<!\bvs)\. |[!?] |\n")
#: How many texts are kept as read: an article's claims meet the same passages again and again.
_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Odds:
    """Where a rule finds a claim at odds with a passage: a sentence, and the span in each.

    ``firm`` where it is of the very thing, and not only of something like it.
    """

    reason: str
    claim: Span
    passage: Span
    firm: bool = True


@dataclass(frozen=True)
class Words:
    """The terms of ``text`` in order; offsets are those of ``text``."""

    text: str
    terms: tuple[Term, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Read ``text``; a text lately read is not read anew."""
        return _read(text)

    @property
    def stems(self) -> set[str]:
        """The stems of all terms that are no numbers."""
        return {t.stem for t in self.terms if not t.number}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the text, in order."""
        return tuple(find_figures(self.text))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where its sentences end, in order."""
        return tuple(m.start() for m in _END.finditer(self.text))

    def near(self, start: int, end: int, reach: int = 5) -> set[str]:
        """The stems of up to ``reach`` terms on each side of ``start..end`` in the same sentence."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        before = [t for t in self.terms[max(0, first - reach) : first] if self._joined(t.end, start)]
        after = [t for t in self.terms[last : last + reach] if self._joined(end, t.start)]
        return {t.stem for t in (*before, *after) if not t.number}

    def before(self, start: int) -> str:
        """The stem of the last term before ``start`` in the same sentence; "" where there is none."""
        place = bisect_left(self.starts, start) - 1
        if place < 0 or not self._joined(self.terms[place].end, start):
            return ""
        return self.terms[place].stem

    def _joined(self, start: int, end: int) -> bool:
        """Whether no sentence ends between two places."""
        place = bisect_left(self.ends, start)
        return place == len(self.ends) or self.ends[place] >= end


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> Words:
    found = tuple(terms(text))
    return Words(text, found, tuple(t.start for t in found))
