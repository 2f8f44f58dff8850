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
        r"declin\w+|refus\w+|den(?:y|ies|ied)|turned (?:it |him |her |them )?down|reject\w*|withdr[ae]wn?|"
        r"ruled out|had better not|would not",
        0.4, "tells of a refusal or a denial",
    ),
    _signal(r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t", 0.35,
            "says what was not so or not done"),
    _signal(r"unless|except|provided|if|subject to|so long as|on condition|condition", 0.2,
            "sets a condition"),
    _signal(r"but|however|although|though|rather|instead|sooner|on the contrary|even so|whether or not",
            0.2, "turns against what goes before"),
    _signal(r"the same|likewise|as well|also|too|both|equally|in turn|each", 0.2,
            "tells the same of somebody else"),
    _signal(r"offer\w*|ready to|willing\w*|at the request of|requested|volunteer\w*|propos\w+|put to|"
            r"asked (?:for|to|whether)|have asked|invit\w+",
            0.2, "tells who made the move"),
    _signal(r"correct\w*|mistak\w+|mistyped|struck out|cancel\w+|amend\w*|put right|in error|apolog\w+|"
            r"regret\w*|sorry|refund\w*|repaid|compensat\w+",
            0.25, "puts something right"),
)  # fmt: skip
#: However many words pull, and what it adds to stand beside words that the article uses.
_MOST, _BESIDE = 0.7, 0.1


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
    weight = sum(s.weight for s, _ in found) + (_BESIDE if beside_used else 0.0)
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
