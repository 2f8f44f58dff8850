"""Tables as they can be counted: rows that are spans, columns with a kind that their values show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from sayso.library.terms import terms
from sayso.records import Document, Segment, SegmentKind

_NUMBER = re.compile(r"[(\-+]?\s*[$£€₹]?\s*-?\d{1,3}(?:[,\u00a0 ]?\d{3})*(?:\.\d+)?\s*%?\)?|-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\b.*|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2} [A-Z][a-z]+ \d{4}")
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_NOT_NUMBER = re.compile(r"[$£€₹,\s\u00a0%]")
_SAMPLE = 300
#: The share of filled cells that must look like a number or a date.
_MOSTLY = 0.8
#: A column of text sorts rows where its values come back or are few words long.
_LONGEST_VALUE = 6
#: More whole numbers than this in a column measure something; fewer may be names.
_MOST_LABELS = 30
_SPLIT = re.compile(r"[_\-./]+|(?<=[a-z])(?=[A-Z])")


class ColumnKind(StrEnum):
    """What a column's values are."""

    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    TEXT = "text"


_LOOKS = ((ColumnKind.DATE, _DATE), (ColumnKind.TIME, _TIME), (ColumnKind.NUMBER, _NUMBER))


@dataclass(frozen=True)
class Column:
    """A column: its name and its values, one a row, as they stand."""

    name: str
    values: list[str] = field(repr=False)

    @cached_property
    def kind(self) -> ColumnKind:
        """What most of the values are, by their own look."""
        filled = [v for v in self.values[: 4 * _SAMPLE] if v][:_SAMPLE]
        for kind, pattern in _LOOKS:
            if filled and sum(bool(pattern.fullmatch(v)) for v in filled) >= _MOSTLY * len(filled):
                return kind
        return ColumnKind.TEXT

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The rows of each distinct value, by number."""
        found: dict[str, list[int]] = {}
        for number, value in enumerate(self.values):
            if value:
                found.setdefault(value, []).append(number)
        return found

    @cached_property
    def sorts(self) -> bool:
        """Whether the values sort the rows into kinds, rather than say something of each."""
        if self.kind is not ColumnKind.TEXT or not self.places:
            return False
        filled = sum(map(len, self.places.values()))
        brief = sum(len(v.split()) <= _LONGEST_VALUE for v in self.places) >= _MOSTLY * len(self.places)
        return brief and (len(self.places) <= 0.6 * filled or len(self.places) <= 3)

    @cached_property
    def words(self) -> list[str]:
        """The words of the column's name in small letters."""
        return _SPLIT.sub(" ", self.name).lower().split()

    @cached_property
    def stems(self) -> set[str]:
        """The stems of the words of the column's name."""
        return {t.stem for t in terms(_SPLIT.sub(" ", self.name))}

    @cached_property
    def holding(self) -> dict[str, list[str]]:
        """The distinct values that hold each stem, in order; a number in a value is its own stem."""
        found: dict[str, list[str]] = {}
        for value in self.places:
            for one in {t.stem: None for t in terms(value)}:
                found.setdefault(one, []).append(value)
        return found

    @cached_property
    def numbers(self) -> list[float | None]:
        """The values as numbers, one a row; None where a cell holds none."""
        return [_number(v) for v in self.values]

    @cached_property
    def labels(self) -> bool:
        """Whether numbers stand for things ("drain 7", "ward 3"): whole, few, and each time and again."""
        # "Goals" and "minutes" are measured; "drain" and "ward" are told apart by their numbers.
        if self.kind is not ColumnKind.NUMBER or self.name.lower().endswith("s"):
            return False
        if len(self.places) > _MOST_LABELS:
            return False
        whole = all(re.fullmatch(r"[A-Z]?\d{1,4}", v) for v in self.places)
        return whole and 3 * len(self.places) <= sum(map(len, self.places.values()))


def _number(cell: str) -> float | None:
    plain = _NOT_NUMBER.sub("", cell)
    negative = plain.startswith("(")
    try:
        value = float(plain.strip("()"))
    except ValueError:
        return None
    return -value if negative else value


@dataclass(frozen=True)
class Table:
    """Rows of one document that have the same columns."""

    document: Document
    rows: list[Segment] = field(repr=False)
    columns: list[Column]

    @cached_property
    def about(self) -> set[str]:
        """Stems of what the document calls itself: its file's name, its title, its head."""
        first = self.rows[0].start
        head = self.document.text[: min(first, 300)]
        name = _SPLIT.sub(" ", self.document.name)
        return {t.stem for t in terms(f"{name} {self.document.title or ''}")} | (
            {t.stem for t in terms(head.split("\n\n")[0])} if self.document.title else set()
        )

    @cached_property
    def dated(self) -> int:
        """How many rows have a date."""
        return sum(r.date is not None for r in self.rows)

    @cached_property
    def years(self) -> set[int]:
        """The years of the rows' dates."""
        return {r.date.year for r in self.rows if r.date}

    def between(self, first: date, last: date) -> frozenset[int]:
        """The rows dated from ``first`` to ``last``, both included."""
        return frozenset(n for n, r in enumerate(self.rows) if r.date and first <= r.date <= last)

    @cached_property
    def column_stems(self) -> set[str]:
        """The stems of all column names."""
        return set().union(*(c.stems for c in self.columns))


def tables_of(document: Document) -> list[Table]:
    """The tables of ``document`` that have named cells and two rows or more."""
    groups: dict[tuple[str, ...], list[Segment]] = {}
    for segment in document.segments:
        if segment.kind is SegmentKind.ROW and len(segment.cells) > 1:
            groups.setdefault(tuple(c.column for c in segment.cells), []).append(segment)
    longest = max(groups, key=lambda names: len(groups[names]), default=())
    for names in [n for n in groups if n != longest and n == longest[: len(n)]]:
        groups[longest] = sorted([*groups[longest], *groups.pop(names)], key=lambda s: s.start)  # ragged rows
    return [_table(document, names, rows) for names, rows in groups.items() if len(rows) > 1]


def _table(document: Document, names: tuple[str, ...], rows: list[Segment]) -> Table:
    text = document.text
    columns: list[list[str]] = [[] for _ in names]
    for row in rows:
        for number, column in enumerate(columns):
            cell = row.cells[number] if number < len(row.cells) else None
            column.append("" if cell is None else text[cell.start : cell.end].strip())
    return Table(document, rows, [Column(n, v) for n, v in zip(names, columns, strict=True)])
