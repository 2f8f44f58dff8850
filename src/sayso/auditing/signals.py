"""Words that may pull another way: a "not", a refusal, a condition, a "but", the same of somebody else.

They are looked for in what a paper says beyond the article. They know nothing of sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.records import Span


@dataclass(frozen=True, slots=True)
class _Signal:
    """Words that may pull the other way, what they weigh, and what to tell a reader of them."""

    pattern: re.Pattern[str]
    weight: float
    reason: str


def _signal(words: str, weight: float, reason: str) -> _Signal:
    return _Signal(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), weight, reason)


_SIGNALS = (
    _signal(
        r"(?:makes?|made|reach(?:es|ed)?|draws?|drew|came to|comes to) no (?:\w+ )?(?:finding|"
        r"conclusion|judge?ment|"
        r"ruling)s?|no (?:finding|evidence|proof|signs?|indication|suggestion|fault|breach|"
        r"grounds?) (?:of|on|that|"
        r"as|against|for|to)|(?:found|finds?|sees?|saw|seen) (?:no|nothing)|did not find|(?:could|"
        r"can)(?: ?not|n['’]t) "
        r"(?:establish|determine|confirm|verify|prove)|not (?:been )?(?:established|proved|proven|"
        r"tested|verified|"
        r"decided)|exonerat\w+|acquitt\w+|cleared of|not at fault|nothing (?:improper|irregular|"
        r"amiss|wrong|unusual)",
        0.5, "tells of something that was not found",
    ),
    _signal(
        r"(?:I|we) (?:do|did|would|could|should|can)(?: ?not|n['’]t) (?:say|claim|suggest|mean|"
        r"allege|pretend|"
        r"think|believe|know|speak for)|(?:I|we) (?:am|are|was|were) not (?:saying|claiming|"
        r"suggesting|alleging)|"
        r"(?:does|do|did)(?: not|n['’]t) (?:mean|follow|show|prove|amount to|imply)|(?:is|was) not "
        r"to say|not be "
        r"(?:read|taken|understood)|not (?:wish|want|mean) (?:\w+ )?to (?:read|be read|be taken)|in "
        r"fairness|to be fair|"
        r"preliminary|provisional(?:ly)?|reservations?|caveats?",
        0.5, "is a caveat of whoever speaks there",
    ),
    _signal(
        r"declin\w+|refus\w+|turned (?:\w+ )?down|reject\w*|withdr[ae]wn?|ruled out|had better not|"
        r"(?:of you|thank\w*)[^.?!]{0,30}[,;] but|no,? thank you|sent (?:it|them|\w+ \w+) back|not accept\w*|"
        r"outvoted|voted against|dissent\w*",
        0.4, "tells of a refusal",
    ),
    _signal(
        r"den(?:y|ies|ied|ials?)|untrue|not true|not (?:the case|so)|no such|nothing of the (?:kind|sort)|"
        r"(?:(?<=[.:?!>] )|^)(?:no|never|nothing|none|not (?:at all|once))(?=[.,;!])",
        0.4, "is a denial",
    ),
    _signal(
        r"unless|except|provided(?: that)?|only (?:if|when|after|once)|subject to|(?:so|as) long as|"
        r"on condition|"
        r"conditions?(?! \d)|conditional\w*|without prejudice",
        0.4, "sets a condition, or says that there was none",
    ),
    _signal(
        r"only|merely|solely|at most|no more than|partial(?:ly)?|incomplete|excluding|apart from|"
        r"not counting|"
        r"(?:does|do|did)(?: not|n['’]t) (?:include|cover|count|extend)",
        0.3, "sets a limit to what it tells",
    ),
    _signal(
        r"(?:two|three|several|other|another|either|both|alternative) (?:courses?|options?|ways|"
        r"choices?|proposals?|"
        r"plans?|offers?)|alternativ\w+|options?|(?:out|do|accept|take|with) either|instead of|compromise|"
        r"choice between",
        0.4, "tells of another course that was open",
    ),
    _signal(
        r"compensat\w+|refund\w*|repa(?:y|ys|id|yments?)|reimburs\w+|ma[dk]e good|indemnif\w+|ex gratia|"
        r"will (?:have|get|receive|be (?:paid|given|offered|refunded))|at (?:our|its|their|his|her|"
        r"my) (?:own )?"
        r"(?:cost|expense)|free of charge|(?:would|will|shall) pay|apolog\w+|regret\w*|sorry",
        0.4, "tells of amends, or of money for those concerned",
    ),
    _signal(
        r"correct(?:ed|ion|ions|ing)|mistak\w+|mistyped|struck out|cancel\w+|amend\w*|put right|in "
        r"error|errat\w+|"
        r"supersed\w+|revised|rescind\w+|retract\w+",
        0.4, "puts something right",
    ),
    _signal(
        r"at the (?:\w+ )?request of|at (?:his|her|its|their|your|our|my) (?:own )?request|"
        r"requested|(?:was|were) asked|"
        r"asked (?:to|whether|us|me|him|her|them)|(?:has|have|had) (?:not )?(?:asked|been in touch)|"
        r"approached|"
        r"in touch with|offer\w*|(?:stand|stands|stood|are|is|were|was|be) ready to|willing\w*|volunteer\w*|"
        r"propos(?:ed|es|al|als)|invit\w+|on (?:the )?instructions? (?:of|from)|at the instance of|open to|"
        r"(?:will|would) (?:gladly |still )?(?:talk|meet|negotiate|discuss|consider|sit down)",
        0.35, "tells who made the move",
    ),
    _signal(
        r"under (?:review|audit|appeal)|to (?:review|audit|investigate|look (?:at|into))|inquir(?:y|"
        r"ies)|referred to|appeal(?:s|ed)?|"
        r"reserved|pending|not yet",
        0.3, "tells of a matter still open",
    ),
    _signal(r"the same (?:thing|answer|terms|offer|request|question|letter|reply|sum|price|way)|"
            r"(?:told|asked|"
            r"offered|given|promised|done|said|sent|paid) the same|likewise|similarly|equally|in "
            r"turn|so (?:did|had|was|were|has|have)",
            0.35, "tells the same of somebody else"),
    _signal(r"but|however|although|though|sooner|on the contrary|even so|all the same|whether or "
            r"not|nevertheless|"
            r"nonetheless|despite|in spite of|on the other hand",
            0.2, "turns against what goes before"),
    _signal(r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t", 0.2,
            "says what was not so or not done"),
    _signal(r"if|until|as well|also|too|both|each|still|again|rather|"
            r"instead", 0.1, "adds to it or bounds it"),
)  # fmt: skip
#: The chief signal counts whole and the others by this share, up to a most.
_OTHERS, _MOST = 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Pull:
    """How much of a text pulls another way (0..0.7), the chief reason in a sentence, and where."""

    weight: float
    reason: str
    marks: tuple[Span, ...]


def pulls(text: str, beside_used: bool = False) -> Pull | None:
    """What in ``text`` pulls another way, with spans of ``text``; None where nothing does.

    ``beside_used`` is whether the text stands right beside words that the article uses.
    """
    found = [(s, m) for s in _SIGNALS if (m := _first(s.pattern, text))]
    if not found:
        return None
    signal, match = max(found, key=lambda one: one[0].weight)
    others = sum(s.weight for s, _ in found) - signal.weight
    weight = signal.weight + _OTHERS * others
    ending = (
        "it stands beside words that the article uses, and the article leaves it out"
        if beside_used
        else "the article has nothing of it"
    )
    return Pull(
        min(weight, _MOST),
        f"“{_around(text, match)}” {signal.reason}; {ending}.",
        (Span(match.start(), match.end()),),
    )


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is no initials: "IF" for Imelda Fask sets no condition."""
    found = pattern.finditer(text)
    return next((m for m in found if not m.group().isupper() or text.isupper()), None)


def _around(text: str, found: re.Match[str]) -> str:
    """The telling words with a few on each side, within their sentence."""
    before = re.split(r"[.!?:]\s", text[: found.start()])[-1].split()
    after = re.split(r"(?<=[.!?])\s", text[found.start() :])[0].split()
    most = len(found.group().split()) + 6
    words = " ".join([*before[-4:], *after[:most]]).strip(" \n>“”\"'.,;:|*")
    return ("…" if len(before) > 4 else "") + words + ("…" if len(after) > most else "")
