"""What rows amount to: how many, how many different, a sum, a mean or an extreme, and in which of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.checking.filters import Filter
from sayso.checking.periods import days_told
from sayso.checking.tables import Column, ColumnKind, Table
from sayso.checking.thresholds import column_for
from sayso.library.terms import stem
from sayso.statements.figures import Figure, Unit

_MEASURES = frozenset(
    stem(w)
    for w in """metre meter litre liter mile kilometre kilometer gram kilo kilogram ton tonne hectare acre
    degree point vote foot feet inch yard knot watt volt barrel gallon percent""".split()
)
#: "Four times as many" is a ratio; "four times" is a count.
_RATIO = re.compile(
    r"\s*(?:times|fold)\s+(?:as|more|less|higher|larger|greater|faster|its|what|that of|over|"
    r"the\s+(?:number|amount|size|rate|price|cost|sum|figure))\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:on average|average|averaged|averaging|mean|typically)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:highest|longest|largest|biggest|greatest|peak|maximum|heaviest)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:lowest|shortest|smallest|least(?<!at least)|minimum|lightest)\b", re.IGNORECASE)
_NO_SUMS = frozenset(stem(w) for w in "unit price qty quantity year no number id balance rate per".split())


@dataclass(frozen=True, slots=True)
class Tally:
    """An amount over the rows that meet a filter.

    ``how`` says what was taken of them: "rows", "minutes adds up to", … ``open`` is true where the rows
    are the best of several choices that the claim leaves open: which stretch of days, which drain.
    """

    filter: Filter
    words: tuple[str, ...]
    rows: tuple[int, ...]
    amount: float
    how: str = "rows"
    open: bool = False

    @property
    def exact(self) -> bool:
        """Whether the filter says all that the claim does."""
        return not self.filter.unread

    @property
    def told(self) -> str:
        """The tally as a person would check it: "37 of 60 rows of log.csv have client = X"."""
        table = self.filter.table
        told = rows_told(len(self.rows), table, self.words)
        return told if self.how == "rows" else f"{told}; {self.how} {self.amount:,.10g}"


def rows_told(rows: int, table: Table, words: Sequence[str]) -> str:
    """So many rows of a table with these filters, as a person would check it."""
    total = len(table.rows)
    if not words:
        return f"{table.document.name} has {total:,} rows"
    return f"{rows:,} of {total:,} rows of {table.document.name} have {' and '.join(words)}"


def is_countable(figure: Figure, content: str) -> bool:
    """Whether rows may answer a figure: things, times or money, a measure that a column may hold."""
    if figure.per is not None:
        return False
    if figure.unit is Unit.COUNT:
        if figure.thing in ("time", "fold"):
            return _RATIO.match(content, figure.end) is None
        return bool(figure.thing)
    return figure.unit in (Unit.MONEY, Unit.MEASURE, Unit.TIME)


def tallies(figure: Figure, content: str, read: Filter) -> list[Tally]:
    """The amounts that ``figure`` may mean over the rows of ``read``, one for each way to take it."""
    return [t for rows, words, is_open in _choices(read, figure, content)
            for t in _ways(figure, content, read, rows, words, is_open)]  # fmt: skip


def _choices(
    read: Filter, figure: Figure, content: str
) -> Iterator[tuple[list[int], tuple[str, ...], bool]]:
    """The rows with their filters in words; several where the claim leaves open which are meant."""
    rows, words = read.rows(), tuple(c.words for c in read.conditions)
    parts = [(rows, words, False)]
    if read.each is not None:
        column, by_value = read.each, dict[str, list[int]]()
        for row in rows:
            if column.values[row]:
                by_value.setdefault(column.values[row], []).append(row)
        parts = [(r, (*words, f"{column.name} = {v}"), True) for v, r in by_value.items()] or [
            (rows, words, True)
        ]
    for part, told, is_open in parts:
        if read.days is None:
            yield part, told, is_open
        elif (best := _fullest(part, read)) is not None:
            inside, first, last = best
            yield inside, (*told, days_told(first, last)), True


def _fullest(rows: Sequence[int], read: Filter) -> tuple[list[int], date, date] | None:
    """The stretch of so many days that has most of the rows; the earliest of several."""
    assert read.days is not None
    days = [(day, n) for n in rows if (day := read.table.rows[n].date) is not None]
    days.sort()
    best, first = (0, 0, 0), 0
    for last in range(len(days)):
        while days[last][0] - days[first][0] >= timedelta(days=read.days):
            first += 1
        if last - first + 1 > best[0]:
            best = (last - first + 1, first, last)
    if not best[0]:
        return None
    inside = days[best[1] : best[2] + 1]
    return sorted(n for _, n in inside), inside[0][0], inside[0][0] + timedelta(days=read.days - 1)


def _ways(
    figure: Figure, content: str, read: Filter, rows: list[int], words: tuple[str, ...], is_open: bool
) -> list[Tally]:
    table = read.table
    plain = Tally(read, words, tuple(rows), float(len(rows)), open=is_open)
    found = []
    countable = figure.unit is Unit.COUNT and stem(figure.thing) not in _MEASURES
    if countable and not _MEAN.search(content):
        found.append(plain)
        if (named := _named(figure, table)) is not None:
            different = float(len({named.values[r] for r in rows} - {""}))
            found.append(replace(plain, amount=different, how=f"different in {named.name}:"))
    column = column_for(figure, table, content)
    if column is None or column.stems & _NO_SUMS or figure.thing == "time":
        return found
    numbers = [(n, r) for r in rows if (n := column.numbers[r]) is not None]
    if not numbers:
        return found
    values = [n for n, _ in numbers]
    if _MEAN.search(content):
        mean = round(sum(values) / len(values), 2)
        return [*found, replace(plain, amount=mean, how=f"{column.name} is on average")]
    for pattern, choose, told in ((_MOST, max, "is at most"), (_LEAST, min, "is at least")):
        if pattern.search(content):
            amount = choose(values)
            there = tuple(r for n, r in numbers if n == amount)
            return [*found, replace(plain, rows=there, amount=amount, how=f"{column.name} {told}",
                                    words=(*words, f"that {column.name}"))]  # fmt: skip
    if min(values) < 0:
        return found
    return [*found, replace(plain, amount=round(sum(values), 6), how=f"{column.name} adds up to")]


def _named(figure: Figure, table: Table) -> Column | None:
    """The column whose name is the thing counted: "eleven offices" are different offices."""
    thing = stem(figure.thing)
    return next((c for c in table.columns if c.kind is ColumnKind.TEXT and c.stems == {thing}), None)
