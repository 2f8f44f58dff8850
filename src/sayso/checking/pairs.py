"""All rules run on one claim and one passage that speaks of its matter: where are they at odds?

Each conflict names the check that found it and says it in a sentence. Whether the passage speaks of
the claim's matter at all is not asked here: see ``rulings`` for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sayso.checking import agents, dates, figures, polarity, roles, scope, sums
from sayso.checking.words import Odds, Words
from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where a claim is at odds with a passage: spans in the one and in the other, and why.

    ``check`` is "figure", "role", "agent", "negation", "scope" or "date". ``reason`` is one sentence.
    A ``firm`` conflict is of the very thing; another keeps the passage from supporting the claim, and
    is not enough to accuse.
    """

    check: str
    reason: str
    claim: Span
    passage: Span
    firm: bool = True


_RULES: tuple[tuple[str, Callable[[Words, Words], Iterator[Odds]]], ...] = (
    ("figure", figures.at_odds), ("figure", sums.at_odds), ("role", roles.at_odds), ("agent", agents.at_odds),
    ("negation", polarity.at_odds), ("scope", scope.at_odds),
)  # fmt: skip


def conflicts(
    claim: str, passage: str, day: date | None = None, written: date | None = None
) -> tuple[Conflict, ...]:
    """Where ``claim`` is at odds with ``passage``, in the order of the checks; none where nowhere.

    ``day`` and ``written`` are the dates of the article and of the paper, for "last month" and days
    without a year. Raises nothing, whatever the texts.
    """
    return tuple(_conflicts(Words.of(claim), Words.of(passage), day, written))


def _conflicts(
    claim: Words, passage: Words, day: date | None, written: date | None
) -> Iterator[Conflict]:
    for check, rule in _RULES:
        for odds in rule(claim, passage):
            yield Conflict(check, odds.reason, odds.claim, odds.passage, odds.firm)
    for odds in dates.at_odds(claim, passage, day, written):
        yield Conflict("date", odds.reason, odds.claim, odds.passage, odds.firm)
