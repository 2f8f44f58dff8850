"""Whether two sentences on one matter pull in opposite directions: a "not", or on against off."""

from __future__ import annotations

import re

_NEGATORS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|denied|denies|deny|"
    r"refused|refuses|failed|fails|declined|stopped|ceased)\b|n['’]t\b",
    re.IGNORECASE,
)
_OPPOSITES = (
    ("on", "off"), ("open", "closed"), ("opened", "closed"), ("safe", "unsafe"), ("rose", "fell"),
    ("won", "lost"), ("true", "false"), ("up", "down"), ("before", "after"), ("for", "against"),
    ("increased", "decreased"), ("accepted", "rejected"), ("hired", "dismissed"),
    ("approved", "rejected"), ("passed", "failed"), ("lawful", "unlawful"), ("legal", "illegal"),
    ("guilty", "innocent"), ("bought", "sold"), ("sent", "received"), ("alive", "dead"),
    ("present", "absent"), ("more", "fewer"), ("higher", "lower"), ("most", "least"),
    ("first", "last"), ("to", "from"), ("in", "out"),
)  # fmt: skip
#: Small words are opposites only where they stand beside the same word ("switched on").
_SMALL = {"on", "off", "up", "down", "to", "from", "in", "out", "for", "against", "before", "after"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def opposed(claim: str, passage: str) -> bool:
    """Whether one of two sentences is negated and the other is not, or they hold opposite words."""
    if bool(len(_NEGATORS.findall(claim)) % 2) != bool(len(_NEGATORS.findall(passage)) % 2):
        return True
    mine, theirs = _beside(claim), _beside(passage)
    for one, other in _OPPOSITES:
        for a, b in ((one, other), (other, one)):
            here = a in mine and b in theirs and a not in theirs and b not in mine
            if here and (a not in _SMALL or mine[a] & theirs[b]):
                return True
    return False


def _beside(text: str) -> dict[str, set[str]]:
    """Each word with the words that stand before it."""
    words = [w.lower() for w in _WORD.findall(text)]
    found: dict[str, set[str]] = {}
    for before, word in zip(["", *words], words, strict=False):
        found.setdefault(word, set()).add(before)
    return found


def at_odds(claim, passage):
    return iter(())
