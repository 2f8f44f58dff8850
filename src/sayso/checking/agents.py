"""Who did it to whom: a claim that has the two exchanged is at odds with its passage.

Read by shape, without a parser: two names with one verb between them, turned about by "was … by".
What is read so is right nearly always; most sentences are not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Span

_WORD = r"[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?"
_NAME = rf"(?:{_WORD})(?:\s(?:of|the|de|van|von|bin|al)(?=\s[A-ZÀ-Þ])|\s{_WORD})*"
_ACT = re.compile(
    rf"(?P<one>{_NAME})\s+(?P<was>(?:was|were|is|are|been|being|has\s+been|had\s+been)\s+)?"
    r"(?:(?:has|have|had|did|will|then|later|also|once|\w+ly)\s+){0,2}"
    r"(?P<verb>(?!(?:and|or|of|the|a|an|in|on|at|is|was|were|are|has|had|said|says|near|from|with|by|at|"
    r"than|as|to|for|but|not|who|which|that|into|over|under|between|via|versus|like|also|then|while)\b)[a-z][a-z-]{2,})\s+"
    rf"(?P<by>by\s+)?(?:(?:the|its|his|her|their|against|to|with|from|for)\s+)?(?P<other>{_NAME})"
)
#: Deeds that two do to each other.
_LIKE_EACH_OTHER = {stem(w) for w in "met married meets joined plays versus faced".split()}


@dataclass(frozen=True, slots=True)
class Act:
    """A deed: the last words of the doer's name and of the other's, the verb's stem, and the span."""

    doer: str
    other: str
    verb: str
    span: Span


def find_acts(text: str) -> list[Act]:
    """The deeds of a text that stand between two names, in order."""
    found = []
    for match in _ACT.finditer(text):
        passive = bool(match["was"]) and bool(match["by"])
        if bool(match["by"]) and not passive:
            continue  # "A film directed by B": no "was", and the first name is no doer
        names = _last(match["one"]), _last(match["other"])
        doer, other = reversed(names) if passive else names
        verb = stem(match["verb"])
        if doer != other and verb not in _LIKE_EACH_OTHER:
            found.append(Act(doer, other, verb, Span(*match.span())))
    return found


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Deeds of the claim that the passage has with doer and other exchanged, and not as claimed."""
    mine = find_acts(claim.text)
    theirs = find_acts(passage.text) if mine else []
    for act in mine:
        same = [a for a in theirs if a.verb == act.verb and {a.doer, a.other} == {act.doer, act.other}]
        turned = next((a for a in same if a.doer == act.other), None)
        if turned is not None and not any(a.doer == act.doer for a in same):
            said = passage.text[turned.span.start : turned.span.end]
            yield Odds(
                f"Doer and other are exchanged: the paper has “{said}”.", act.span, turned.span
            )


def _last(name: str) -> str:
    return re.sub(r"[’']s?$", "", name.split()[-1]).rstrip(".").casefold()
