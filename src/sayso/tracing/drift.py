"""How the figure in a claim drifts: "three", "more than five", "about ten"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sayso.library.terms import stem
from sayso.statements.figures import INFINITY, Figure, Unit, find_figures
from sayso.tracing.register import Told

_NOT_DRAWN = {Unit.RANK, Unit.LABEL}


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as it was told: ``value`` between ``low`` and ``high``, in ``words``; None has no end."""

    day: date | None
    value: float
    low: float | None
    high: float | None
    words: str
    told: Told


@dataclass(frozen=True, slots=True)
class Series:
    """The figures for one thing over time. ``thing`` is what is counted or measured, in words."""

    thing: str
    readings: tuple[Reading, ...]

    @property
    def drifts(self) -> bool:
        """Whether it is told with more than one value."""
        return len({(r.value, r.low, r.high) for r in self.readings}) > 1


def series_of(told: Sequence[Told]) -> tuple[Series, ...]:
    """The series of figures in ``told`` that drift, those with the most readings first."""
    found: dict[tuple[Unit, str], list[Reading]] = defaultdict(list)
    for one in told:
        seen: set[tuple[Unit, str]] = set()
        for figure in find_figures(one.telling.content):
            key = figure.unit, stem(figure.thing) if figure.thing else ""
            if figure.unit in _NOT_DRAWN or key in seen:
                continue
            seen.add(key)
            found[key].append(_reading(figure, one))
    series = [Series(_thing(key, readings), tuple(readings)) for key, readings in found.items()]
    return tuple(sorted((s for s in series if s.drifts), key=lambda s: -len(s.readings)))


def _reading(figure: Figure, told: Told) -> Reading:
    content = told.telling.content
    return Reading(
        told.article.day, figure.value,
        None if figure.low == -INFINITY else figure.low,
        None if figure.high == INFINITY else figure.high,
        content[figure.start : figure.end], told,
    )  # fmt: skip


def _thing(key: tuple[Unit, str], readings: Sequence[Reading]) -> str:
    things = [
        figure.thing
        for reading in readings
        for figure in find_figures(reading.told.telling.content)
        if (figure.unit, stem(figure.thing) if figure.thing else "") == key
    ]
    return things[0] if things and things[0] else key[0].value
