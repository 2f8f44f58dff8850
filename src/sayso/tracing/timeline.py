"""The pictures of a trace: a timeline, a row a speaker, and small multiples of figures that drift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.tracing.drawing import Drawing, Line, Point, Shape, Words
from sayso.tracing.drift import Reading, Series
from sayso.tracing.parties import Parties
from sayso.tracing.trace import OWN_VOICE, PAPERS, Mark, Position, Row, Trace

_WIDTH, _LABEL, _RIGHT = 960.0, 220.0, 90.0
_TOP, _ROW = 64.0, 34.0
#: Rows of a timeline; who comes after them stands in the list below it.
MOST_ROWS = 24
#: Marks of one kind in one row that are nearer than this are drawn as one.
_NEAR = 11.0
_ACROSS, _PANEL, _TALL = 3, 320.0, 150.0
_MOST_PANELS = 9
_LABEL_LETTERS = 30

SHAPES = {
    Position.SAYS: Shape.DISC, Position.DENIES: Shape.CROSS, Position.FIGURE: Shape.TRIANGLE,
    Position.DATE: Shape.TRIANGLE, Position.HEDGES: Shape.RING, Position.CONDITION: Shape.RING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperMark:
    """A paper that speaks to the claim: its day, what it shows, and where on the page it is quoted."""

    day: date | None
    title: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days laid on a line from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where ``day`` is on the line."""
        span = max(1, (self.last - self.first).days)
        return self.left + (self.right - self.left) * (day - self.first).days / span

    def ticks(self) -> list[tuple[date, str]]:
        """A handful of days to name, and their names."""
        span = (self.last - self.first).days
        if span <= 14:
            step = max(1, span // 6)
            days = [self.first + timedelta(n) for n in range(0, span + 1, step)]
            return [(day, f"{day.day} {day:%b}") for day in days]
        if span <= 92:
            step = 7 if span <= 45 else 14
            days = [self.first + timedelta(n) for n in range(0, span + 1, step)]
            return [(day, f"{day.day} {day:%b}") for day in days]
        months = max(1, round(span / 30.4 / 8))
        months = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240, 10_000) if n >= months)
        found, year, month = [], self.first.year, self.first.month
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first and (year * 12 + month - 1) % months == 0:
                found.append((day, f"{day:%Y}" if months >= 12 else f"{day:%b %Y}"))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            if year > 9998:
                break
        return found


def timeline(
    trace: Trace, papers: Sequence[PaperMark] = (), link: Callable[[Mark], str] = lambda _: ""
) -> Drawing:
    """The timeline of a trace. ``link`` says where a mark leads to."""
    rows = trace.rows[:MOST_ROWS]
    days = [m.day for row in rows for m in row.marks if m.day] + [p.day for p in papers if p.day]
    height = _TOP + _ROW * (len(rows) + bool(papers)) + 30
    axis = Axis(min(days), max(days), _LABEL + 20, _WIDTH - _RIGHT) if days else None
    lines: list[Line] = []
    words: list[Words] = []
    points: list[Point] = []
    undated = _WIDTH - _RIGHT / 2
    if axis is not None:
        for day, name in axis.ticks():
            lines.append(Line(axis.at(day), _TOP - 20, axis.at(day), height - 24))
            words.append(Words(axis.at(day), _TOP - 28, name, 11, "middle", True))
    if any(m.day is None for row in rows for m in row.marks) or any(p.day is None for p in papers):
        words.append(Words(undated, _TOP - 28, "no date", 11, "middle", True))
    for number, row in enumerate(rows):
        y = _TOP + _ROW * number
        lines.append(Line(_LABEL + 8, y, _WIDTH - 12, y))
        words.append(Words(_LABEL, y + 4, _short(row.name), 13, "end", not row.speaks))
        points += _points(row, y, axis, undated, link)
    if papers:
        y = _TOP + _ROW * len(rows)
        lines.append(Line(_LABEL + 8, y, _WIDTH - 12, y))
        words.append(Words(_LABEL, y + 4, PAPERS, 13, "end", False, True))
        points += [
            Point(axis.at(p.day) if axis and p.day else undated, y, 6, Shape.DIAMOND, p.title, p.link)
            for p in papers
        ]
    words.append(Words(20, 22, "Who says it, and when", 15, bold=True))
    if len(trace.rows) > len(rows):
        words.append(
            Words(20, height - 6, f"and {len(trace.rows) - len(rows)} more, in the list", 11, soft=True)
        )
    about = f"{len(trace.rows)} speakers; every mark stands in the list of tellings with its words."
    return Drawing(
        _WIDTH, height, f"Timeline: {trace.claim}", about, tuple(lines), tuple(words), tuple(points)
    )


def _points(
    row: Row, y: float, axis: Axis | None, undated: float, link: Callable[[Mark], str]
) -> list[Point]:
    """The marks of a row; those of one kind that would cover each other are one, and larger."""
    found: list[tuple[float, list[Mark]]] = []
    last: dict[Position, int] = {}
    for mark in row.marks:
        x = axis.at(mark.day) if axis is not None and mark.day is not None else undated
        place = last.get(mark.position)
        if place is not None and abs(found[place][0] - x) < _NEAR:
            found[place][1].append(mark)
        else:
            last[mark.position] = len(found)
            found.append((x, [mark]))
    points = []
    taken: list[float] = []
    for x, marks in found:
        outlets = len({outlet for mark in marks for outlet in mark.outlets})
        radius = min(11.0, 4.5 + 1.3 * (max(len(marks), outlets) ** 0.5 - 1))
        beside = sum(abs(x - other) < _NEAR for other in taken)
        taken.append(x)
        shift = (0.0, -9.0, 9.0)[beside % 3]
        shape, title = SHAPES[marks[0].position], _title(row, marks, outlets)
        ringed = any(mark.changed for mark in marks)
        points.append(Point(x, y + shift, radius, shape, title, link(marks[0]), ringed))
    return points


def _title(row: Row, marks: Sequence[Mark], outlets: int) -> str:
    who = row.name if row.speaks else marks[0].outlets[0]
    when = _span_of(marks)
    many = f", {len(marks)} times" if len(marks) > 1 else ""
    printed = f", printed by {outlets} outlets" if outlets > 1 else ""
    changed = " (changed)" if any(mark.changed for mark in marks) else ""
    return f"{who} {marks[0].position.value}{changed}, {when}{many}{printed}"


def _span_of(marks: Sequence[Mark]) -> str:
    days = [mark.day for mark in marks if mark.day]
    if not days:
        return "no date"
    first, last = min(days), max(days)
    return spoken(first) if first == last else f"{spoken(first)} to {spoken(last)}"


def spoken(day: date) -> str:
    """A day as a reader says it."""
    return f"{day.day} {day:%B %Y}"


def multiples(series: Series, parties: Parties) -> Drawing | None:
    """A panel a speaker with the figures that they gave over time, on one scale; None without days."""
    dated = [r for r in series.readings if r.day is not None]
    if not dated:
        return None
    by_party: dict[str, list[Reading]] = defaultdict(list)
    for reading in dated:
        speaker = reading.told.telling.speaker
        by_party[OWN_VOICE if speaker is None else parties.of(speaker)].append(reading)
    panels = list(by_party.items())[:_MOST_PANELS]
    across = min(_ACROSS, len(panels))
    width = _PANEL * across
    height = 46 + _TALL * -(-len(panels) // across)
    highest = max(max(r.value, r.high or r.value) for r in dated)
    lowest = min(0.0, min(r.value for r in dated))
    first, last = min(r.day for r in dated if r.day), max(r.day for r in dated if r.day)
    lines: list[Line] = []
    words = [Words(20, 22, f"The figure: {series.thing}", 15, bold=True)]
    points: list[Point] = []
    for number, (name, readings) in enumerate(panels):
        left, top = _PANEL * (number % across) + 20, 46 + _TALL * (number // across)
        axis = Axis(first, last, left + 44, left + _PANEL - 64)
        base, head = top + _TALL - 34, top + 28

        def level(value: float, base: float = base, head: float = head) -> float:
            return base - (base - head) * (value - lowest) / ((highest - lowest) or 1)

        words.append(Words(left, top + 12, _short(name), 12, bold=True))
        lines.append(Line(axis.left - 8, base, axis.right + 8, base))
        words.append(Words(axis.left, base + 14, f"{first.day} {first:%b %y}", 10, "start", True))
        words.append(Words(axis.right, base + 14, f"{last.day} {last:%b %y}", 10, "end", True))
        for value in sorted({lowest, highest}):
            words.append(Words(axis.left - 12, level(value) + 3, _number(value), 10, "end", True))
            lines.append(Line(axis.left - 8, level(value), axis.right + 8, level(value)))
        for reading in readings:
            assert reading.day is not None
            x = axis.at(reading.day)
            low = reading.low if reading.low is not None else lowest
            high = reading.high if reading.high is not None else highest
            if low != high:
                lines.append(Line(x, level(low), x, level(high), False))
            points.append(
                Point(
                    x, level(reading.value), 4, Shape.DISC, f"{name}: {reading.words}, {spoken(reading.day)}"
                )
            )
        end = readings[-1]
        assert end.day is not None
        words.append(Words(axis.at(end.day) + 8, level(end.value) - 6, _short(end.words, 14), 11))
    about = f"{len(dated)} figures by {len(by_party)} speakers; each stands in the list of tellings."
    return Drawing(
        width, height, f"The figure: {series.thing}", about, tuple(lines), tuple(words), tuple(points)
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _short(words: str, letters: int = _LABEL_LETTERS) -> str:
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"
