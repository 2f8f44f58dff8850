"""Figures of a claim against figures of a passage: the same quantity of the same thing, or not.

A different figure for something else is no contradiction, so two figures are compared only where
their units agree; rates are brought to the same period first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import floor, log10

from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Cell, Span
from sayso.statements.figures import INFINITY, Figure, Unit, find_figures
from sayso.statements.measures import measure_of
from sayso.statements.ordinals import find_labels, find_ordinals

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
#: How many words around two figures make their places the same; the last where nothing else does.
_SAME_WORDS = 2
_SAME_PLACE, _SAME_SENTENCE = 3, 5
#: A bound is taken to bear out a value only up to so many times itself: "over 84" is not 252.
_FAR = 2.0
#: Figures whose number is a name or a place in a row.
_NAMING = {Unit.RANK, Unit.LABEL}
#: What stands between two figures of one kind where the second leaves its noun out: "two weeks, not 12".
_ELIDED = re.compile(
    r"\s+[\w'’-]+,?\s+(?:instead of|rather than|not|to|and|or|against|than|versus|from|but)\s+$",
    re.IGNORECASE,
)
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
        inside = find_figures(words, cell.start - offset, cell.end - offset)
        named = cell.column.lower().replace("_", " ")
        found += [figure if figure.thing else replace(figure, thing=named) for figure in inside]
        found += _parts_of(words, inside)
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
        reckoning = f"{figure.value:,.10g} a {figure.per} is {figure.value * factor:,.10g} a {claimed.per}"
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
            shares.append(Figure(one.start, other.end, share, share, share, Unit.SHARE, other.thing))
    return shares


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Figures of the claim that the passage has otherwise.

    A figure is at odds where the passage has a figure for the same thing, none of them fits, and the
    number stands nowhere in it for anything else.
    """
    mine = _every(claim)
    if not mine:
        return
    theirs = [*_every(passage), *_parts_of(passage.text, list(passage.figures))]
    numbers = _numbers(passage.text) | {f.value for f in theirs if f.unit is not Unit.RANK}
    for figure in mine:
        near = claim.near(figure.start, figure.end)

        def place(other: Figure, near: set[str] = near, own: Figure = figure) -> tuple[int, bool, int]:
            shared = len(near & passage.near(other.start, other.end))
            return shared, bool(own.thing) and own.thing == other.thing, -other.start

        agreeing = [f for f in theirs if _bears_out(figure, f)]
        kin = [f for f in theirs if f not in agreeing and _is_kin(figure, f, mine, claim, passage)]
        best = max(kin, key=place, default=None)
        if best is None or _stands(figure, agreeing, theirs, passage.text, best, place):
            continue
        shared = place(best)[0]
        if figure.unit is not Unit.RANK and _ends_of(figure) <= numbers:
            # The number stands there for something else; that saves it, unless its own thing has
            # another number in much the same words.
            same = max((place(f)[0] for f in theirs if f.value == figure.value), default=0)
            if not (same_thing(figure, best) and shared >= _SAME_WORDS and shared > same):
                continue
        said, stands = claim.text[figure.start : figure.end], passage.text[best.start : best.end]
        yield Odds(
            f"Other figure: the article has “{said}”, the paper “{stands.strip()}”.",
            Span(figure.start, figure.end), Span(best.start, best.end),
            same_thing(figure, best) and shared >= 1,
        )  # fmt: skip


def _every(words: Words) -> list[Figure]:
    """The figures, ordinals and numbered names of a text; a noun left out is the one before it."""
    labels = find_labels(words.text)
    named = {f.start for f in labels}
    found: list[Figure] = []
    for figure in words.figures:
        last = found[-1] if found else None
        if figure.start in named:
            continue
        if (
            last is not None and figure.unit is Unit.COUNT and not figure.thing
            and _ELIDED.match(words.text[last.end : figure.start])
        ):  # fmt: skip
            figure = replace(figure, unit=last.unit, thing=last.thing)
        found.append(figure)
    return [*found, *find_ordinals(words.text), *labels]


def _is_kin(figure: Figure, other: Figure, mine: Sequence[Figure], claim: Words, passage: Words) -> bool:
    """Whether a passage's figure is for what the claim's is for, and for no other figure of the claim."""
    if not (same_thing(figure, other) or _alike(figure, other, claim, passage)):
        return False
    if bool(_BY.search(passage.text[: other.start])) is not bool(_BY.search(claim.text[: figure.start])):
        return False
    return not any(
        o is not figure and (o.value, o.unit) == (other.value, other.unit)
        and (o.thing == other.thing or figure.thing != other.thing)
        for o in mine
    )  # fmt: skip


def _bears_out(figure: Figure, other: Figure) -> bool:
    """Whether a passage's figure agrees, bounds taken as close as people mean them."""
    if figure.unit in _NAMING:
        return figure.unit is other.unit and figure.value == other.value
    if _one(figure, other).outcome is not Outcome.AGREES:
        return False
    if not other.bounded:
        return True
    low, high = sorted((abs(figure.value), abs(other.value)))
    return figure.thing != other.thing or high <= max(low * _FAR, low + 1)


def _stands(
    figure: Figure, agreeing: Sequence[Figure], theirs: Sequence[Figure], text: str, best: Figure,
    place: Callable[[Figure], tuple[int, bool, int]],
) -> bool:  # fmt: skip
    """Whether the passage has the figure, of this thing or of another, or it can be reckoned from it."""
    if any(f.value == figure.value or not (f.bounded or figure.bounded) for f in agreeing):
        return True
    if agreeing:
        # Borne out by a bound only: that of another matter does not count.
        return place(best)[:2] <= max(place(f)[:2] for f in agreeing) or place(best)[0] < _SAME_WORDS
    within = [f for f in theirs if f.unit is figure.unit]
    loose = figure.low != figure.high and not figure.is_range
    # A far number of something else bears out no bound whose own thing has another number.
    far = INFINITY if not figure.bounded or not same_thing(figure, best) else _FAR * figure.value
    if loose and any(figure.low <= f.value <= min(figure.high, far) for f in (best, *within)):
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


def _ends_of(figure: Figure) -> set[float]:
    return {figure.low, figure.high} if figure.is_range else {figure.value}


def _numbers(text: str) -> set[float]:
    """All numbers that stand in a text in digits, whatever they are."""
    found = [m for m in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text) if len(m) < 20]
    dotted = {float(m.replace(".", "")) for m in found if re.fullmatch(r"\d{1,3}\.\d{3}", m)}
    return {float(m.replace(",", "")) for m in found} | dotted


def _alike(figure: Figure, other: Figure, claim: Words, passage: Words) -> bool:
    """Whether two figures whose nouns differ, or are left out, stand among the same words."""
    units = {figure.unit, other.unit}
    if figure.per and figure.per == other.per and units == {Unit.COUNT, Unit.MONEY}:
        return not figure.thing  # "paid 625 a month", "$500 a month"
    lead = claim.before(figure.start)
    if lead and not figure.thing and lead == passage.before(other.start) and units <= {Unit.COUNT, Unit.TIME}:
        # "A population of 226", "its population is 283"; "the age of 51", "aged 64 years".
        return True
    if figure.unit is not other.unit or figure.unit not in (Unit.COUNT, Unit.RANK):
        return False
    if "century" in (figure.thing, other.thing):
        return False
    near, there = claim.near(figure.start, figure.end, 4), passage.near(other.start, other.end, 4)
    if len(near & there) >= _SAME_WORDS or bool(figure.thing and stem(figure.thing) in there):
        return True
    wide, wider = claim.near(figure.start, figure.end, 8), passage.near(other.start, other.end, 8)
    return len(wide & wider) >= (_SAME_SENTENCE if figure.thing else _SAME_PLACE)
