"""When a claim counts: days, months, halves and quarters, hours of the day, "over six days"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.records import Span
from sayso.statements.dates import When, find_dates
from sayso.statements.figures import Unit, find_figures

_HALF = re.compile(r"\bthe\s+(?P<which>first|second)\s+half\s+of\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_QUARTER = re.compile(
    r"\bthe\s+(?P<which>first|second|third|fourth|last)\s+quarter\s+of\s+(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(m[:3] for m in _MONTHS)})[a-z]*\b|-\d\d-\d\d\b")
_MONTH_RANGE = re.compile(
    rf"\b(?:between|from)\s+(?P<one>{'|'.join(_MONTHS)})(?:\s+(?P<y1>(?:19|20)\d\d))?\s+(?:and|to|until)\s+"
    rf"(?P<other>{'|'.join(_MONTHS)})(?:\s+(?P<y2>(?:19|20)\d\d))?"
)
_BOUND = re.compile(r"\b(?P<word>before|until|till|by|after|since|from)\s+(?:the\s+)?$", re.IGNORECASE)
#: "Over the six days of the strike", "in two weeks": a stretch whose own days the claim does not give.
_STRETCH = re.compile(
    r"\b(?i:over|in|within|during|for|across|throughout)\s+(?:just\s+|only\s+|the\s+|those\s+|these\s+|its\s+)*"
    r"(?P<number>[\w-]+)\s+(?P<unit>days?|weeks?)\b"
    r"(?:\s+of\s+(?:the\s+|its\s+)?(?:[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*|[a-z]+))?"
)
_LONGEST_STRETCH = 400
_CLOCK = re.compile(
    r"\b(?P<word>before|after|since|by|until)\s+(?:(?P<noon>noon|midday)|(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]\.?m\b\.?)?(?P<clock>\s*o['’]clock)?)(?!\s*\w*[a-z]|\d)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^.;\n]+(?:\.(?=\S)[^.;\n]+)*")


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a claim counts over, both ends included, and where its words stand.

    ``days`` is the length of a stretch whose ends the claim leaves open; then ``first`` and ``last``
    are None. ``unread`` are the words of dates that could not be made one interval.
    """

    spans: tuple[Span, ...]
    first: date | None = None
    last: date | None = None
    days: int | None = None
    unread: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The interval as a filter on a date column: "date from 1 March 2024 to 9 March 2024"."""
        return days_told(self.first or date.min, self.last or date.max)


def days_told(first: date, last: date) -> str:
    """An interval as a filter on a date column; an open end is ``date.min`` or ``date.max``."""
    if first == date.min:
        return f"date up to {in_words(last)}"
    if last == date.max:
        return f"date from {in_words(first)} on"
    if first == last:
        return f"date {in_words(first)}"
    return f"date from {in_words(first)} to {in_words(last)}"


def in_words(day: date) -> str:
    """A day as a reader says it: "9 March 2024"."""
    return f"{day.day} {day:%B %Y}"


def period_in(content: str, years: set[int], anchor: date | None) -> Period:
    """The period that ``content`` sets. ``years`` are those of the rows, for a month without a year."""
    if (named := _named(content, years)) is not None:
        (first, last), span = named
        rest = [w for w in find_dates(content, anchor) if not span.overlaps(Span(w.start, w.end))]
        if rest:
            return _unread(content, rest, span)
        return Period((span,), first, last)
    found = find_dates(content, anchor)
    if len(found) == 2 and (joined := _joined(content, found)) is not None:
        return joined
    if len(found) == 1:
        first, last = _bounded(content, found[0])
        return Period((Span(found[0].start, found[0].end),), first, last)
    if found:
        return _unread(content, found)
    stretch = next(iter(stretches(content)), None)
    if stretch is None:
        return Period(())
    days, span = stretch
    return Period((span,), days=days)


def stretches(content: str) -> list[tuple[int, Span]]:
    """The stretches that ``content`` counts over without their days: how many days, and where."""
    found = []
    for match in _STRETCH.finditer(content):
        figures = find_figures(content, match.start("number"), match.end("unit"))
        if figures and figures[0].unit is Unit.TIME and figures[0].value == int(figures[0].value):
            days = int(figures[0].value) * (7 if match["unit"].startswith("week") else 1)
            if 1 < days <= _LONGEST_STRETCH:
                found.append((days, Span(*match.span())))
    return found


def stretches_named(text: str, day: date | None) -> set[tuple[date, date]]:
    """The intervals of days that a paper of ``day`` names: one date of two ends, or two in a sentence."""
    found: set[tuple[date, date]] = set()
    if _MONTH.search(text) is None:
        return found
    for sentence in _SENTENCES.finditer(text):
        dates = [w for w in find_dates(text, day, *sentence.span()) if not w.relative]
        found |= {(w.first, w.last) for w in dates if not w.is_day}
        days = [w.first for w in dates if w.is_day]
        if len(days) == 2 and days[0] < days[1]:
            found.add((days[0], days[1]))
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours of the day that a claim counts over: the words, and which times ("09:40") are in them."""

    told: str
    span: Span
    admits: Callable[[str], bool]


def clock_in(content: str) -> Clock | None:
    """The hours that ``content`` sets ("before noon", "after 5 p.m."), or None."""
    match = _CLOCK.search(content)
    if match is None:
        return None
    hour, minute = 12, int(match["minute"] or 0)
    if match["hour"]:
        if not (match["minute"] or match["half"] or match["clock"]):
            return None
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    if hour > 23 or minute > 59:
        return None
    limit = f"{hour:02}:{minute:02}"
    earlier = match["word"].lower() in ("before", "by", "until")

    def admits(time: str) -> bool:
        padded = time if len(time) > 4 and time[2] == ":" else f"0{time}"
        return padded[:5] < limit if earlier else padded[:5] >= limit

    return Clock(f"time {'before' if earlier else 'from'} {limit}", Span(*match.span()), admits)


def _unread(content: str, found: Sequence[When], *spans: Span) -> Period:
    places = (*spans, *(Span(w.start, w.end) for w in found))
    return Period(places, unread=tuple(content[w.start : w.end] for w in found))


def _joined(content: str, found: Sequence[When]) -> Period | None:
    """"Between 3 May 2024 and 9 June 2024" as one period."""
    one, other = found
    opened = re.search(r"\b(between|from)\s+$", content[: one.start], re.IGNORECASE)
    between = content[one.end : other.start].strip().lower()
    if opened and between in ("and", "to", "until", "till") and one.first <= other.last:
        return Period((Span(one.start, other.end),), one.first, other.last)
    return None


def _named(content: str, years: set[int]) -> tuple[tuple[date, date], Span] | None:
    """Halves, quarters and "between March and June"; a year left out is that of all the rows."""
    if half := _HALF.search(content):
        year, first = int(half["year"]), half["which"].lower() == "first"
        ends = (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))
        return ends, Span(*half.span())
    if quarter := _QUARTER.search(content):
        number = {"first": 0, "second": 1, "third": 2}.get(quarter["which"].lower(), 3)
        start = date(int(quarter["year"]), 3 * number + 1, 1)
        return (start, _month_end(start.year, start.month + 2)), Span(*quarter.span())
    if (months := _MONTH_RANGE.search(content)) and (months["y2"] or len(years) == 1):
        last = int(months["y2"]) if months["y2"] else next(iter(years))
        one, other = _MONTHS.index(months["one"]) + 1, _MONTHS.index(months["other"]) + 1
        begin = int(months["y1"]) if months["y1"] else last - (one > other)
        return (date(begin, one, 1), _month_end(last, other)), Span(*months.span())
    return None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _bounded(content: str, when: When) -> tuple[date, date]:
    before = _BOUND.search(content[: when.start])
    # "Since 2023" may be read as one date with its word; then the word is inside it.
    inside = content[when.start : when.end].split()[0].lower()
    word = before["word"].lower() if before else inside
    if word == "before":
        return date.min, when.first - timedelta(days=1)
    if word in ("until", "till", "by"):
        return date.min, when.last
    if word == "after":
        return when.last + timedelta(days=1), date.max
    if word == "since":
        return when.first, date.max
    return when.first, when.last
