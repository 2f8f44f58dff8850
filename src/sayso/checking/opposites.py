"""Words that say the opposite of each other, in one list for sentences and for quotations.

The list is sayso's own. Each line pairs the forms of one word with those of its opposite.
"""

from __future__ import annotations

import re

#: Opposites wherever they stand in two sentences on one matter.
_ANYWHERE = """
on:off open:closed opened:closed safe:unsafe rose:fell won:lost true:false up:down before:after for:against
increased:decreased accepted:rejected hired:dismissed approved:rejected passed:failed lawful:unlawful
legal:illegal guilty:innocent bought:sold sent:received alive:dead present:absent more:fewer higher:lower
most:least first:last to:from in:out
"""
#: Opposites only where the one has taken the other's place: elsewhere both may be true.
_IN_PLACE = """
more:less yes:no open/opened:closed/shut most:few win:lose rose/rise/risen:fell/fall/fallen
all/every/each/everyone/everybody:some/few/half/many/most/any/none/no always:sometimes/often/never
increase/increased/increases:decrease/decreased/decreases/reduce/reduced
support/supported/supports:oppose/opposed/opposes accept/accepted:reject/rejected/refuse/refused
confirm/confirmed:deny/denied above:below over:under hired:fired first:second/third with:without/against
possible:certain good:bad better:worse best:worst right:wrong strong:weak early:late friend:enemy
pass/passed:fail/failed remember/remembered:forget/forgot/forgotten start/begin:end/stop
large/big/bigger:small/smaller maximum:minimum give/gave:take/took majority:minority success:failure
agree/agreed:disagree/disagreed/refuse/refused remain/stay:leave/go include/including:exclude/excluding
safe:dangerous
"""
#: Small words are opposites only where they stand beside the same word ("switched on").
_SMALL = {"on", "off", "up", "down", "to", "from", "in", "out", "for", "against", "before", "after"}
_NEGATIVE = re.compile(r"(?:un|in|im|il|ir|dis|non|mis)(?=[a-z]{3})")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _pairs(lines: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(one.split("/")), frozenset(other.split("/")))
        for one, _, other in (pair.partition(":") for pair in lines.split())
    )


_SENTENCES = _pairs(_ANYWHERE)
_WORDS = _SENTENCES + _pairs(_IN_PLACE)


def hold_opposites(one: str, other: str) -> bool:
    """Whether one of two sentences on one matter has a word, and the other only its opposite."""
    mine, theirs = _beside(one), _beside(other)
    for left, right in _SENTENCES:
        for some, others in ((left, right), (right, left)):
            for a in sorted(some):
                for b in sorted(others):
                    here = a in mine and b in theirs and a not in theirs and b not in mine
                    if here and (a not in _SMALL or mine[a] & theirs[b]):
                        return True
    return False


def took_its_place(gone: set[str], new: set[str]) -> bool:
    """Whether among the words ``new``, put where ``gone`` were, is the opposite of one of these."""
    for one, other in _WORDS:
        if (gone & one and new & other) or (gone & other and new & one):
            return True
    return any(
        _NEGATIVE.sub("", long, count=1) == short
        for a, b in ((gone, new), (new, gone))
        for long in a
        if _NEGATIVE.match(long)
        for short in b
    )


def _beside(text: str) -> dict[str, set[str]]:
    """Each word with the words that stand before it."""
    words = [w.lower() for w in _WORD.findall(text)]
    found: dict[str, set[str]] = {}
    for before, word in zip(["", *words], words, strict=False):
        found.setdefault(word, set()).add(before)
    return found
