"""What differs between a quotation and the paper, word by word, and how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sayso.checking.opposites import took_its_place
from sayso.checking.wording import Word, forms, letters, same_word
from sayso.library.terms import stem
from sayso.statements.figures import find_figures

_NEGATIONS = frozenset(
    """not no never none nobody nothing neither nor without hardly scarcely barely unless except
    only if until""".split()
)
_MODALS = frozenset("may might must should could would will shall can ought".split())
_SAME_MODAL = ({"will", "shall"}, {"should", "ought"})
#: Words that may come or go, or take each other's place, without a change of what is said.
_SLIGHT = frozenset(
    """a an the that this these those and uh um er erm ah oh well so you know just very really also
    then there of to in on at for by with which who is are am be 's has have been do does did it
    please okay yes mean sort kind like mister mrs ms miss dr sir per cent going want
    """.split()
)
#: Slight only in or out, never for one another: "to" and "from" are not the same.
_NEVER_SWAPPED = frozenset("of to in on at for by with it you".split())
_TENSES = ({"is", "was"}, {"are", "were"}, {"has", "had"}, {"have", "had"}, {"do", "did"}, {"does", "did"})
_SPELLINGS = (
    ("ise", "ize"), ("isi", "izi"), ("isa", "iza"), ("yse", "yze"), ("our", "or"), ("tre", "ter"),
    ("ogue", "og"), ("ence", "ense"), ("ll", "l"), ("mme", "m"), ("ae", "e"), ("oe", "e"),
    ("gement", "gment"),
    ("wards", "ward"), ("grey", "gray"), ("whilst", "while"), ("amongst", "among"), ("eable", "able"),
)  # fmt: skip


class Weight(IntEnum):
    """What a difference does to what was said."""

    SLIGHT = 1
    WORDS = 2
    SENSE = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the paper and what the article has in their place; either may be empty."""

    paper: str
    article: str
    weight: Weight = Weight.WORDS

    @property
    def changes_sense(self) -> bool:
        """Whether a negation, modal, figure, name or opposite was put in, left out or changed."""
        return self.weight is Weight.SENSE

    def __str__(self) -> str:
        if self.paper and self.article:
            return f"“{self.paper}” became “{self.article}”"
        return f"“{self.paper}” was left out" if self.paper else f"“{self.article}” was put in"


def change(paper: str, article: str, there: Sequence[Word], here: Sequence[Word]) -> Change | None:
    """The change from ``there`` (words of ``paper``) to ``here``; None where it is typography only.

    ``paper`` and ``article`` are the words as they stand, for showing.
    """
    if letters(there) == letters(here):
        return None
    return Change(" ".join(paper.split()), " ".join(article.split()), _weight(paper, article, there, here))


def _weight(paper: str, article: str, there: Sequence[Word], here: Sequence[Word]) -> Weight:
    before, after = {w.form for w in there}, {w.form for w in here}
    gone, new = before - after, after - before
    for word in list(gone):
        same = next((w for w in new if same_word(word, w)), None)
        if same is not None:
            gone.discard(word)
            new.discard(same)
    figures = _figures(paper, article)
    if figures is not None:
        return figures
    if (gone | new) & _NEGATIONS or _is_other_modal(gone, new) or took_its_place(gone, new):
        return Weight.SENSE
    if _is_other_name(there, here):
        return Weight.SENSE
    if _is_slight(gone, new):
        return Weight.SLIGHT
    return Weight.WORDS


def _figures(paper: str, article: str) -> Weight | None:
    """How much a change of figures weighs; None where there are none on either side."""
    one, other = _values(paper), _values(article)
    if not one and not other:
        return None
    return Weight.SLIGHT if one == other else Weight.SENSE


def _values(words: str) -> list[float]:
    values = [f.value for f in find_figures(words)]
    return values or [float(w.replace(",", "")) for w in forms(words) if re.fullmatch(r"\d+(?:\.\d+)?", w)]


def _is_other_modal(gone: set[str], new: set[str]) -> bool:
    one, other = gone & _MODALS, new & _MODALS
    if not one and not other:
        return False
    return not any(one <= same and other <= same and one and other for same in _SAME_MODAL)


def _is_other_name(there: Sequence[Word], here: Sequence[Word]) -> bool:
    """Whether one name stands for another: not a shorter form, an initial or an abbreviation."""
    one = {w.form for w in there if w.name and w.form not in _SLIGHT}
    other = {w.form for w in here if w.name and w.form not in _SLIGHT}
    if not one or not other or one & other:
        return False
    alike = any(a[:4] == b[:4] for a in one for b in other)
    short = any(len(w) <= 3 for w in one | other)
    return not alike and not short


def _is_slight(gone: set[str], new: set[str]) -> bool:
    if gone <= _SLIGHT and new <= _SLIGHT:
        return not (gone and new and (gone | new) & _NEVER_SWAPPED)
    left = [w for w in gone if w not in _SLIGHT]
    put = [w for w in new if w not in _SLIGHT]
    return len(left) == len(put) and all(any(_is_form_of(a, b) for b in put) for a in left)


def _is_form_of(one: str, other: str) -> bool:
    """Whether two words are one in another inflection or spelling: "asks", "asked"; "colour", "color"."""
    if {one, other} in _TENSES or any(c.isdigit() for c in one + other):
        return False
    return stem(one) == stem(other) or _spelling(one) == _spelling(other)


def _spelling(word: str) -> str:
    for one, other in _SPELLINGS:
        word = word.replace(one, other)
    return word
