"""Figures of a claim against figures of a passage: the same quantity of the same thing, or not.

A different figure for something else is no contradiction, so two figures are compared only where
their units agree; rates are brought to the same period first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10

from sayso.library.terms import stem
from sayso.statements.figures import Figure, Unit, find_figures

#: Periods in a year; a working week and day are left out, since people mean either kind.
_A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52}
_SHARES = {Unit.PERCENT, Unit.SHARE}


class Outcome(StrEnum):
    """How a claim's figure stands to a passage's."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome, the passage's figure it rests on and, where one was needed, the reckoning."""

    outcome: Outcome
    figure: Figure | None = None
    reckoning: str = ""


def compare(claimed: Figure, words: str) -> Comparison:
    """Compare a claim's figure with all figures in ``words``; one that agrees wins.

    The figure of the returned comparison has offsets in ``words``.
    """
    different: Comparison | None = None
    found = find_figures(words)
    for figure in [*found, *_parts_of(words, found)]:
        comparison = _one(claimed, figure)
        if comparison.outcome is Outcome.AGREES:
            return comparison
        if comparison.outcome is Outcome.DIFFERS and different is None:
            different = comparison
    return different or Comparison(Outcome.NOT_COMPARED)


def same_thing(a: Figure, b: Figure) -> bool:
    """Whether two figures count or measure the same kind of thing, by their words alone."""
    if a.unit in _SHARES and b.unit in _SHARES:
        return True
    if a.unit is not b.unit:
        return False
    if a.unit is Unit.POINTS:
        return True
    return bool(a.thing and b.thing) and stem(a.thing) == stem(b.thing)


def _one(claimed: Figure, figure: Figure) -> Comparison:
    if not same_thing(claimed, figure):
        return Comparison(Outcome.NOT_COMPARED)
    factor, reckoning = 1.0, ""
    if claimed.per != figure.per:
        if claimed.per not in _A_YEAR or figure.per not in _A_YEAR:
            # "510,000 crowns received" and "a million a year" are different quantities.
            return Comparison(Outcome.NOT_COMPARED)
        factor = _A_YEAR[figure.per] / _A_YEAR[claimed.per]
        reckoning = (
            f"{figure.value:,.10g} a {figure.per} is {figure.value * factor:,.10g} a {claimed.per}"
        )
    agrees = _fits(claimed, figure, factor)
    return Comparison(Outcome.AGREES if agrees else Outcome.DIFFERS, figure, reckoning)


def _fits(claimed: Figure, figure: Figure, factor: float) -> bool:
    """Whether the passage's figure lies where the claim's words put it, rounded as people round."""
    scale = 1.0
    if claimed.unit is not figure.unit:  # a percentage against a fraction
        scale = 100.0 if claimed.unit is Unit.PERCENT else 0.01
    low, high, value = (v * factor * scale for v in (figure.low, figure.high, figure.value))
    slack = rounding(claimed) if not claimed.bounded else 0.0
    if factor != 1.0 or scale != 1.0:
        slack = max(slack, abs(claimed.value) * 0.01)
    if figure.bounded:  # "more than 50" in the paper: it fits if the claim could be within
        return low - slack <= claimed.high and claimed.low <= high + slack
    return claimed.low - slack <= value <= claimed.high + slack


def rounding(figure: Figure) -> float:
    """How far a figure may be rounded: half of its last digit that is not zero, "1.2 million" 50,000.

    Figures under 1,000 that are no multiple of ten are taken at their word, as are counts under 100.
    """
    value = abs(figure.value)
    if value == 0 or value != floor(value):
        return 0.005 if value < 1 else 0.05 if value < 100 else 0.5
    if figure.unit is Unit.PERCENT:
        return 0.5
    if value < 100 and figure.unit is Unit.COUNT:
        return 0.0
    unit = 1.0
    while value % (unit * 10) == 0 and unit < value:
        unit *= 10
    largest = 10 ** floor(log10(value))
    return min(unit, largest) / 2 if unit >= 100 else 0.0


def _parts_of(words: str, found: list[Figure]) -> list[Figure]:
    """ "14 of the 20 beds" read as the share 0.7."""
    shares = []
    for part, whole in zip(found, found[1:], strict=False):
        between = words[part.end : whole.start].split()
        if (
            part.unit is whole.unit is Unit.COUNT
            and between[:1] == ["of"] and set(between) <= {"of", "the", "all", "its", "their", "those"}
            and 0 < part.value <= whole.value
        ):  # fmt: skip
            share = part.value / whole.value
            shares.append(
                Figure(part.start, whole.end, share, share, share, Unit.SHARE, whole.thing)
            )
    return shares
