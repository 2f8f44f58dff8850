"""What a sentence of a paper goes on to say behind words quoted from it, where that limits them.

Behind a denial any further phrase narrows what is denied ("nothing was paid" / "to the club"): the
denial alone says more. An assertion loses nothing by a phrase left out, except by one that sets it a
term, a condition or the bounds of what the speaker knows (monotonicity: Barwise and Cooper,
"Generalized Quantifiers and Natural Language", 1981).
"""

from __future__ import annotations

import re

from sayso.checking.wording import forms
from sayso.records import Span

_PERIOD = r"(?:the\s+)?(?:\w+\s+){0,3}(?:days?|weeks?|months?|seasons?|years?|decades?)\b"
#: Phrases that limit whatever they stand behind.
_TERMS = re.compile(
    r"(?:only\s+)?(?:until|till|subject\s+to|pending|as\s+far\s+as|so\s+far\s+as|insofar\s+as|"
    r"to\s+(?:my|our|the\s+best\s+of\s+\w+)\s+knowledge|on\s+paper|"
    r"in\s+(?:(?:my|our)\s+(?:view|opinion|experience)|principle|theory|part)\b|"
    r"for\s+(?:now|the\s+moment|the\s+time\s+being|the\s+present)|at\s+(?:present|the\s+moment|this\s+stage)|"
    r"so\s+far\b|as\s+yet|apart\s+from|other\s+than|save\s+for|with\s+the\s+exception|in\s+the\s+event)\b",
    re.IGNORECASE,
)  # fmt: skip
#: Phrases that limit what is still to come.
_COMING = re.compile(rf"(?:only\s+)?(?:when|once|after|as\s+soon\s+as|for\s+{_PERIOD})\b")
_WILL = re.compile(r"\b(?:will|would|shall|can|may|might|could)\b|['’]ll\b", re.IGNORECASE)
#: Phrases that limit a denial.
_NARROWER = re.compile(
    r"(?:against|by|to|for|from|with|within|without|under|in|on|at|of|inside|outside|through|beyond|during|"
    r"after|before|until|since|about|over|into|among|between|because|as\s+(?:part|of)|who|which|where|when)\b"
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|nowhere|neither|nor|cannot|hardly|always)\b|n['’]t\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.!?,;:–—]|\b(?:and|but)\b")
#: Phrases that only strengthen, or tell where, when and to whom the words were said.
_EMPHASIS = re.compile(
    r"\b(?:any|anything|anyone|anybody|ever|whatever|whatsoever|least|course|fact|honest|either|respect|all)\b",
    re.IGNORECASE,
)
_DELIVERY = re.compile(
    r"on\s+(?:the\s+)?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)|in\s+(?:reply|answer|response)\b|"
    r"in\s+(?:an?|his|her|the|their)\s+(?:\w+\s+)?(?:letter|statement|interview|e-?mail|speech|post|note)\b|"
    r"at\s+(?:an?|the|its|their|last|yesterday\S*)\s+(?:\w+\s+)?(?:meeting|hearing|sitting|session|conference|"
    r"inquiry)\b|to\s+(?:the\s+)?(?:committee|reporters|journalists|court|meeting|press)\b|"
    r"for\s+(?:I|we|he|she|it|they)\b", re.IGNORECASE,
)  # fmt: skip
_REST = re.compile(r"[ \t]*\n?[ \t]*(?P<words>[a-z][^,;:.!?–—\n\"“”]*(?:\n[A-Za-z][^,;:.!?–—\n\"“”]*)*)")
#: Words between those of a limit that the article gives in its own order.
_NEAR = 3


def limit_behind(text: str, start: int, end: int) -> Span | None:
    """The phrase that goes on the sentence of ``text[start:end]`` and limits it; None where none does.

    A clause of its own, behind a comma or an "and", is no such phrase.
    """
    rest = _REST.match(text, end)
    if rest is None or end == rest.start("words"):
        return None
    words = re.split(r"\s(?:and|but|while)\s", rest["words"])[0].rstrip()
    if _EMPHASIS.search(words) or _DELIVERY.match(words):
        return None
    said = _CLAUSES.split(text[start:end])[-1]
    limits = (
        _TERMS.match(words)
        or (_COMING.match(words) and _WILL.search(said))
        or (_NARROWER.match(words) and _DENIES.search(said))
    )
    return Span(rest.start("words"), rest.start("words") + len(words)) if limits else None


def is_given(limit: str, around: str) -> bool:
    """Whether ``around`` has the words of ``limit`` too, in their order and close together."""
    wanted, have = forms(limit), forms(around)
    for at, first in enumerate(have):
        if first != wanted[0]:
            continue
        place, missed = at + 1, 0
        for word in wanted[1:]:
            if word in have[place : place + _NEAR]:
                place = have.index(word, place) + 1
            else:
                missed += 1
        if 3 * missed <= len(wanted):
            return True
    return False
