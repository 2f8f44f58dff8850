"""Figures of a claim against figures of a passage: the same quantity of the same thing, or not.

A different figure for something else is no contradiction, so two figures are compared only where
their units agree; rates are brought to the same period first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import floor, log10

from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Cell, Span
from sayso.statements.figures import INFINITY, Figure, Unit, find_figures
from sayso.statements.measures import measure_of
from sayso.statements.ordinals import find_ordinals

#: Periods in a year; a working week and day are left out, since people mean either kind.
_A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52}
_BETWEEN = {"of", "out", "the", "all", "its", "their", "those"}
_SHARES = {Unit.PERCENT, Unit.SHARE}
_MEASURED = {Unit.MEASURE, Unit.TIME}
#: How far a measure may lie off after it was converted, as a share: "12 miles" for 20 km.
_CONVERTED = 0.04
#: What makes a figure the size of a change and not a level: "rose by 12".
_BY = re.compile(r"\b(?:by|a (?:rise|fall|drop|cut|difference|gap|loss|gain) of)\s+$", re.IGNORECASE)
#: The least total that is taken for one where the passage has two parts that make it.
_LEAST_TOTAL = 20
#: How many words around two figures make their places the same.
_SAME_WORDS = 2
#: How far the ends of two ranges, or two bounds, may lie apart, as a share.
_ENDS = 0.1


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


def compare(claimed: Figure, found: Sequence[Figure]) -> Comparison:
    """Compare a claim's figure with the figures of a passage; one that agrees wins."""
    different: Comparison | None = None
    for figure in found:
        comparison = _one(claimed, figure)
        if comparison.outcome is Outcome.AGREES:
            return comparison
        if comparison.outcome is Outcome.DIFFERS and different is None:
            different = comparison
    return different or Comparison(Outcome.NOT_COMPARED)


def figures_of(words: str, cells: Iterable[Cell] = (), offset: int = 0) -> list[Figure]:
    """The figures of a passage's words, with the shares its parts and wholes make.

    Given a row's ``cells`` (spans from ``offset``), each cell is read by itself, and a bare number
    counts what its column is called.
    """
    found = []
    for cell in cells:
        for figure in find_figures(words, cell.start - offset, cell.end - offset):
            named = cell.column.lower().replace("_", " ")
            found.append(figure if figure.thing else replace(figure, thing=named))
    if found or cells:
        return found
    found = find_figures(words)
    return [*found, *_parts_of(words, found)]


def same_thing(a: Figure, b: Figure) -> bool:
    """Whether two figures count or measure the same kind of thing, by their words alone."""
    if a.unit in _SHARES and b.unit in _SHARES:
        return True
    if a.unit is not b.unit:
        return False
    if a.unit is Unit.POINTS:
        return True
    if a.unit in _MEASURED:
        one, other = measure_of(a.thing), measure_of(b.thing)
        if one is not None and other is not None:
            return one.dimension == other.dimension
    return bool(a.thing and b.thing) and stem(a.thing) == stem(b.thing)


def is_distinctive(figure: Figure) -> bool:
    """Whether the number itself is rare enough to be known again without its unit: 41,500."""
    value = figure.value
    return value >= 1000 and value == floor(value) and not figure.approximate and not figure.bounded


def is_exchanged(claimed: Figure, found: Sequence[Figure]) -> bool:
    """Whether one place has the claim's number for another thing, and its thing with another number.

    "412 households, 1,140 persons in all" against "1,140 households".
    """
    elsewhere = any(
        f.value == claimed.value and f.unit is claimed.unit and f.thing and not same_thing(f, claimed)
        for f in found
    )
    return claimed.value >= 10 and not claimed.bounded and elsewhere


def _one(claimed: Figure, figure: Figure) -> Comparison:
    if not same_thing(claimed, figure):
        bare = not figure.thing or claimed.unit is Unit.MONEY
        known = is_distinctive(claimed) and claimed.value == figure.value and bare
        return Comparison(Outcome.AGREES, figure) if known else Comparison(Outcome.NOT_COMPARED)
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
    if claimed.unit in _MEASURED and claimed.thing != figure.thing:
        return _fits_converted(claimed, figure)
    if claimed.unit is not figure.unit:  # a percentage against a fraction
        scale = 100.0 if claimed.unit is Unit.PERCENT else 0.01
    low, high, value = (v * factor * scale for v in (figure.low, figure.high, figure.value))
    slack = rounding(claimed) if not claimed.bounded else 0.0
    if factor != 1.0 or scale != 1.0:
        slack = max(slack, abs(claimed.value) * 0.01)
    if claimed.is_range and figure.is_range:
        ends = ((claimed.low, low), (claimed.high, high))
        return all(abs(mine - theirs) <= abs(mine) * _ENDS for mine, theirs in ends)
    if claimed.bounded and figure.bounded:
        # "Over 4 million" says more than "over 1 million" does, though both can be so.
        if claimed.high == figure.high == INFINITY:
            return claimed.low <= low * (1 + _ENDS)
        if claimed.low == figure.low == -INFINITY:
            return claimed.high >= high * (1 - _ENDS)
    if figure.bounded:  # "more than 50" in the paper: it fits if the claim could be within
        return low - slack <= claimed.high and claimed.low <= high + slack
    return claimed.low - slack <= value <= claimed.high + slack


def _fits_converted(claimed: Figure, figure: Figure) -> bool:
    mine, theirs = measure_of(claimed.thing), measure_of(figure.thing)
    if mine is None or theirs is None:
        return claimed.low <= figure.value <= claimed.high
    slack = max(abs(mine.base(claimed.value)) * _CONVERTED, mine.factor * rounding(claimed))
    low, high = mine.base(claimed.low) - slack, mine.base(claimed.high) + slack
    return low <= theirs.base(figure.high) and theirs.base(figure.low) <= high


def rounding(figure: Figure) -> float:
    """How far a figure may be rounded: half of its last digit that is not zero, "1.2 million" 50,000.

    Never more than a twentieth; figures under 10,000 are taken at their word.
    """
    value = abs(figure.value)
    if value == 0 or value != floor(value):
        return 0.005 if value < 1 else 0.05 if value < 100 else 0.5
    if figure.unit is Unit.PERCENT:
        return 0.5
    if value < 100 and figure.unit is Unit.COUNT:
        return 0.0
    if value < 10_000:
        return 0.0
    unit = 1.0
    while value % (unit * 10) == 0 and unit < value:
        unit *= 10
    largest = 10 ** floor(log10(value))
    return min(min(unit, largest) / 2, value / 20) if unit >= 100 else 0.0



def _parts_of(words: str, found: list[Figure]) -> list[Figure]:
    """The shares that counts make: "14 of the 20 beds", "of the 20 beds we have, 14 are in use"."""
    shares = []
    for one, other in pairwise(found):
        if one.unit is not Unit.COUNT or other.unit is not Unit.COUNT:
            continue
        between = words[one.end : other.start].split()
        before = words[: one.start].split()[-2:]
        part, whole = one.value, other.value
        if between[:1] not in (["of"], ["out"]) or not set(between) <= _BETWEEN:
            part, whole = whole, part
            if not {w.lower() for w in before} & {"of"} or any(w.endswith(".") for w in between):
                continue
        if 0 < part <= whole:
            share = part / whole
            shares.append(
                Figure(one.start, other.end, share, share, share, Unit.SHARE, other.thing)
            )
    return shares


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Figures of the claim that the passage has otherwise.

    A figure is at odds where the passage has a figure for the same thing, none of them fits, and the
    number stands nowhere in it for anything else.
    """
    mine = [*find_figures(claim.text), *find_ordinals(claim.text)]
    if not mine:
        return
    theirs = [*figures_of(passage.text), *find_ordinals(passage.text)]
    numbers = _numbers(passage.text) | {f.value for f in theirs if f.unit is not Unit.RANK}
    for figure in mine:
        if _is_there(figure, theirs, passage.text):
            continue
        changed = bool(_BY.search(claim.text[: figure.start]))
        kin = [
            f for f in theirs
            if (same_thing(figure, f) or _alike(figure, f, claim, passage))
            and not any(o is not figure and (o.value, o.unit) == (f.value, f.unit) for o in mine)
            and bool(_BY.search(passage.text[: f.start])) is changed
        ]  # fmt: skip
        if not kin:
            continue
        near = claim.near(figure.start, figure.end)

        def shared(other: Figure, near: set[str] = near) -> int:
            return len(near & passage.near(other.start, other.end))

        best = max(kin, key=lambda f: (shared(f), -f.start))
        if figure.value in numbers:
            # The number stands there for something else; that saves it, unless its own thing has
            # another number in much the same words.
            same = max((shared(f) for f in theirs if f.value == figure.value), default=9)
            if not (same_thing(figure, best) and shared(best) >= _SAME_WORDS > same):
                continue
        said, stands = claim.text[figure.start : figure.end], passage.text[best.start : best.end]
        yield Odds(
            f"Other figure: the article has “{said}”, the paper “{stands.strip()}”.",
            Span(figure.start, figure.end), Span(best.start, best.end),
            same_thing(figure, best) and shared(best) >= 1,
        )  # fmt: skip


def _is_there(figure: Figure, theirs: Sequence[Figure], text: str) -> bool:
    """Whether the passage has the figure, of this thing or of another, or it can be reckoned from it."""
    if any(_one(figure, f).outcome is Outcome.AGREES for f in theirs):
        return True
    if figure.unit is Unit.RANK:
        return any(f.unit is Unit.RANK and f.value == figure.value for f in theirs)
    within = [f for f in theirs if f.unit is figure.unit]
    loose = figure.low != figure.high and not figure.is_range
    if loose and any(figure.low <= f.value <= figure.high for f in within):
        return True
    parts = [f.value for f in within if not f.bounded][:8]
    if figure.value >= _LEAST_TOTAL and (
        any(a + b == figure.value for a, b in pairwise(parts)) or sum(parts) == figure.value
    ):
        return True
    if figure.unit is Unit.TIME and not any(f.unit is Unit.TIME for f in theirs):
        # "Eight years", from 1985 to 1993.
        years = sorted({int(y) for y in re.findall(r"\b(?:1[5-9]|20)\d\d\b", text)})[:8]
        return any(abs(b - a - figure.value) <= 1 for a in years for b in years if a < b)
    return False


def _numbers(text: str) -> set[float]:
    """All numbers that stand in a text in digits, whatever they are."""
    found = [m for m in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text) if len(m) < 20]
    dotted = {float(m.replace(".", "")) for m in found if re.fullmatch(r"\d{1,3}\.\d{3}", m)}
    return {float(m.replace(",", "")) for m in found} | dotted


def _alike(figure: Figure, other: Figure, claim: Words, passage: Words) -> bool:
    """Whether two plain counts whose nouns differ stand among the same words."""
    lead = claim.before(figure.start)
    if lead and not figure.thing and lead == passage.before(other.start):
        # "A population of 226", "its population is 283"; "the age of 51", "aged 64 years".
        return {figure.unit, other.unit} <= {Unit.COUNT, Unit.TIME}
    if figure.unit is not other.unit or figure.unit not in (Unit.COUNT, Unit.RANK):
        return False
    near, there = claim.near(figure.start, figure.end, 4), passage.near(other.start, other.end, 4)
    return len(near & there) >= 2 or bool(figure.thing and stem(figure.thing) in there)
