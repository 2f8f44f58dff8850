"""How two claims stand to each other: do they say the same, and if not, what sets them apart?

How near two claims are in words and meaning is weighed by ``likeness``; what sets near ones apart is
found by rules that can be read: figures, dates, who did it to whom, denials, hedges, conditions.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from sayso.checking import agents, dates, figures, polarity
from sayso.checking.opposites import hold_opposites
from sayso.checking.words import Odds, Words
from sayso.statements.hedges import find_hedges


class Relation(StrEnum):
    """What one claim is to another. All but SAME and OTHER: the same but for one thing."""

    SAME = "same"
    FIGURE = "figure"
    DATE = "date"
    ACTOR = "actor"
    NEGATED = "negated"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim's words and the day of the article they stand in, where a date in them hangs on it."""

    text: str
    day: date | None = None


#: Weights of cosine, shared words both ways, of the shorter in the longer, shared names; and the bias.
#: Found by ``benchmarks/claim_pairs.py --tune``.
_WEIGHTS, _BIAS = (12.0, 2.0, 2.0, 1.0), -11.0
#: Claims of a lesser cosine are not held against each other.
LEAST_COSINE = 0.6
#: The least likeness of claims that may say the same, and of those that may be the same but for one thing.
SAME, NEAR = 0.5, 0.5
_CONDITION = re.compile(
    r"\b(?:if|unless|provided(?:\s+that)?|providing\s+that|on\s+condition\s+that|as\s+long\s+as|"
    r"so\s+long\s+as|in\s+the\s+event\s+(?:of|that)|should\s+(?:the|it|they|he|she)|only\s+(?:if|when|once|after)|"
    r"depend(?:s|ing)?\s+on|subject\s+to|assuming)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)?\s+(?:to|for|on)|plans?|consider(?:s|ed|ing)?|intend(?:s|ed|ing)?\s+to|"
    r"hop(?:e|es|ed|ing)\s+to|aim(?:s|ed|ing)?\s+to|expect(?:s|ed)?\s+to|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|"
    r"propos(?:e|es|ed|ing)|threaten(?:s|ed|ing)?\s+to|try(?:ing)?\s+to|tr(?:ies|ied)\s+to|"
    r"prepar(?:e|es|ed|ing)\s+to|about\s+to|due\s+to\s+(?!the|a)|set\s+to|could|may|might|would|alleged\w*|"
    r"accus(?:e|es|ed|ing)\s+of|suspected)\b",
    re.IGNORECASE,
)


def likeness(one: Claimed, other: Claimed, cosine: float) -> float:
    """How likely the two speak of the same thing, 0..1, by ``cosine`` of meaning and by shared words."""
    shared = _shared(one.text, other.text)
    weighed = sum(w * f for w, f in zip(_WEIGHTS, (cosine, *shared), strict=True)) + _BIAS
    return 1 / (1 + math.exp(-weighed))


def relate(one: Claimed, other: Claimed, cosine: float) -> tuple[Relation, float]:
    """What the two are to each other and how alike they are, 0..1."""
    alike = likeness(one, other, cosine)
    if alike < min(SAME, NEAR):
        return Relation.OTHER, alike
    apart = _apart(one, other)
    if apart is not None:
        return (apart if alike >= NEAR else Relation.OTHER), alike
    return (Relation.SAME if alike >= SAME else Relation.OTHER), alike


def _apart(one: Claimed, other: Claimed) -> Relation | None:
    """What sets two claims on one matter apart; None where nothing does that a rule can find."""
    a, b = Words.of(one.text), Words.of(other.text)
    if _at_odds(figures.at_odds(a, b), figures.at_odds(b, a)):
        return Relation.FIGURE
    if _at_odds(agents.at_odds(a, b), agents.at_odds(b, a)) or _other_names(a, b):
        return Relation.ACTOR
    if _at_odds(dates.at_odds(a, b, one.day, other.day), dates.at_odds(b, a, other.day, one.day)):
        return Relation.DATE
    if _at_odds(polarity.at_odds(a, b), polarity.at_odds(b, a)) or hold_opposites(one.text, other.text):
        return Relation.NEGATED
    if bool(_CONDITION.search(one.text)) is not bool(_CONDITION.search(other.text)):
        return Relation.CONDITIONAL
    if _hedged(one.text) is not _hedged(other.text):
        return Relation.HEDGED
    return None


def _at_odds(*found: object) -> bool:
    return any(isinstance(odds, Odds) for rule in found for odds in rule)  # type: ignore[attr-defined]


def _other_names(a: Words, b: Words) -> bool:
    """Whether each has a name that the other has not."""
    mine, theirs = _names(a), _names(b)
    return bool(mine - theirs - b.stems) and bool(theirs - mine - a.stems)


def _names(words: Words) -> set[str]:
    # A capital at the head of a sentence is no name, unless the next word has one too.
    return {
        t.stem for i, t in enumerate(words.terms)
        if t.name and (t.start > 1 or (i + 1 < len(words.terms) and words.terms[i + 1].name))
    }  # fmt: skip


@lru_cache(maxsize=4096)
def _hedged(text: str) -> bool:
    return bool(find_hedges(text, 0, len(text)) or _PLAN.search(text))


def _shared(one: str, other: str) -> tuple[float, float, float]:
    """Shares of words in common: of both (Jaccard), of the shorter, and of the names of both."""
    a, b = Words.of(one), Words.of(other)
    mine, theirs = a.stems, b.stems
    common = len(mine & theirs)
    both, shorter = len(mine | theirs), min(len(mine), len(theirs))
    names, others = _names(a), _names(b)
    fewer = min(len(names), len(others))
    named = len(names & others) / fewer if fewer else 0.5
    return common / both if both else 0.0, common / shorter if shorter else 0.0, named
