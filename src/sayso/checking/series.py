"""A column of figures over time: how a figure changed between two days, and when rows first came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.checking.changes import OTHER, Change, change_of
from sayso.checking.counts import CHECK, EXCEPT, meant_table, shown
from sayso.checking.filters import Asked, Filter, filter_of
from sayso.checking.periods import in_words
from sayso.checking.tables import Column, ColumnKind, Table
from sayso.checking.tallies import rows_told
from sayso.checking.thresholds import measures
from sayso.library.terms import terms
from sayso.records import Finding, Stance, Verdict
from sayso.statements.dates import When, find_dates

_SINCE = re.compile(r"\b(?:since|from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?P<which>first|last|earliest|latest)\b(?!\s+(?:half|quarter|week|month|year|time in|name|minister))"
    r"|\b(?P<passed>passed|crossed|exceeded|breached|reached)\b",
    re.IGNORECASE,
)
#: Days that the last reading may lie before a day by which something had changed.
_STALE = timedelta(days=10)
_MOST_KEYS = 40


@dataclass(frozen=True, slots=True)
class _Course:
    """One measure of one thing over time, at the two ends that the claim speaks of."""

    column: Column
    words: str
    named: bool
    ends: tuple[int, int]
    values: tuple[float, float]

    @property
    def ratio(self) -> float:
        """After over before."""
        return self.values[1] / self.values[0]


def change_in(asked: Asked, tables: Sequence[Table]) -> Finding | None:
    """What tables say of "it had risen eightfold by 9 May"; None where it is no such claim or not read."""
    change = change_of(asked.content)
    if change is None or EXCEPT.search(asked.content):
        return None
    days = [w for w in find_dates(asked.content, asked.anchor) if not w.relative]
    if not days or len(days) > 2:
        return None
    meant = meant_table(asked, tables)
    found = [f for t in tables if (f := _changed(asked, t, change, days, meant is t)) is not None]
    order = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND)
    return min(found, key=lambda f: order.index(f.verdict), default=None)


def _changed(
    asked: Asked, table: Table, change: Change, days: Sequence[When], linked: bool
) -> Finding | None:
    if table.dated < len(table.rows):
        return None
    read = filter_of(replace(asked, content=_without(asked.content, change, days)), table)
    kinds = Filter(table, read.kinds)
    courses = list(_courses(asked, kinds, days))
    if not courses or (read.unread and not linked and len(days) < 2):
        return None
    fitting = [c for c in courses if change.low <= c.ratio <= change.high]
    sure = len(courses) == 1 and courses[0].named
    # One course of several that fits an exact ratio is the one meant; a bound is easily met by chance.
    exact = change.high < float("inf") and change.low > 0
    if len(fitting) == len(courses) or (len(fitting) == 1 and exact and _is_no_chance(linked, change)):
        reason = f"Reckoned: {_told(fitting[0], table)}; the article has “{change.words}”."
        proof = shown(table, fitting[0].ends, Stance.SUPPORTS, 0.8)
        return Finding(Verdict.SUPPORTED, 0.8 if sure else 0.65, reason, CHECK, proof)
    one = max(courses, key=lambda c: (c.named, c.ratio))
    off = all(c.ratio < change.low * (1 - OTHER) or c.ratio > change.high * (1 + OTHER) for c in courses)
    if off and sure and linked and not read.unread and len(days) == 2:
        proof = shown(table, one.ends, Stance.CONTRADICTS, 0.8)
        reason = f"Other change: {_told(one, table)}; the article has “{change.words}”."
        return Finding(Verdict.CONTRADICTED, 0.8, reason, CHECK, proof)
    reason = f"Not reckoned for sure: {_told(one, table)}, and the claim may mean another figure."
    return Finding(Verdict.NOT_FOUND, 0.0, reason, CHECK, shown(table, one.ends, Stance.NEITHER, 0.5))


def _is_no_chance(linked: bool, change: Change) -> bool:
    """Whether a single fit is no chance: the table is the one meant, or the ratio an unusual one."""
    return linked or change.ratio >= 4


def _without(content: str, change: Change, days: Sequence[When]) -> str:
    """The claim's words without its change and its days, which are read apart."""
    for when in sorted(days, key=lambda w: -w.start):
        content = content[: when.start] + content[when.end :]
    return content.replace(change.words, " ")


def _courses(asked: Asked, read: Filter, days: Sequence[When]) -> Iterator[_Course]:
    table = read.table
    said = {t.stem for t in terms(asked.content)}
    columns = measures(table)
    named = [c for c in columns if c.stems & said]
    for key, rows in _series(table, read.rows()).items():
        dated = sorted((day, n) for n in rows if (day := table.rows[n].date) is not None)
        ends = _ends(asked.content, days, dated)
        for column in named or columns:
            if ends is None:
                continue
            before, after = column.numbers[ends[0]], column.numbers[ends[1]]
            if before is not None and after is not None and before > 0 and after >= 0:
                words = " and ".join([*(c.words for c in read.conditions), *([key] if key else [])])
                yield _Course(column, words, bool(named), ends, (before, after))


def _series(table: Table, rows: list[int]) -> dict[str, list[int]]:
    """The rows as series with one row a day, told apart by as few columns as it takes.

    Empty where no column or two make the days of a series differ.
    """
    if _days_differ(table, rows):
        return {"": rows}
    keys = [
        c for c in table.columns
        if (c.labels or (c.kind is ColumnKind.TEXT and c.sorts)) and 1 < len(c.places) <= _MOST_KEYS
    ]  # fmt: skip
    for chosen in [*((c,) for c in keys), *((a, b) for n, a in enumerate(keys) for b in keys[n + 1 :])]:
        parts: dict[str, list[int]] = {}
        for row in rows:
            name = " and ".join(f"{c.name} = {c.values[row]}" for c in chosen)
            parts.setdefault(name, []).append(row)
        if all(_days_differ(table, part) for part in parts.values()):
            return parts
    return {}


def _days_differ(table: Table, rows: Sequence[int]) -> bool:
    return len({table.rows[n].date for n in rows}) == len(rows)


def _ends(
    content: str, days: Sequence[When], dated: Sequence[tuple[date, int]]
) -> tuple[int, int] | None:
    """The rows at the two ends of the time that the claim speaks of; None where there is none."""
    if len(dated) < 2:
        return None
    one = days[0]
    since = bool(_SINCE.search(content[: one.start])) or content[one.start :].lower().startswith(
        ("since", "from")
    )
    if len(days) == 2:
        start, end = _at(dated, one, first=True), _at(dated, days[1], first=False)
    elif since:
        start, end = _at(dated, one, first=True), dated[-1][1]
    elif one.is_day:
        start, end = dated[0][1], _at(dated, one, first=False)
    else:
        start, end = _at(dated, one, first=True), _at(dated, one, first=False)
    return None if start is None or end is None or start == end else (start, end)


def _at(dated: Sequence[tuple[date, int]], when: When, first: bool) -> int | None:
    """The row at a day or the end of an interval; failing any, the last one shortly before."""
    inside = [n for day, n in dated if when.first <= day <= when.last]
    if inside:
        return inside[0] if first else inside[-1]
    earlier = [n for day, n in dated if when.first - _STALE <= day < when.first]
    return earlier[-1] if earlier else None


def _told(course: _Course, table: Table) -> str:
    before, after = (table.rows[n].date for n in course.ends)
    assert before is not None
    assert after is not None
    of = f" with {course.words}" if course.words else ""
    return (
        f"{course.column.name} of {table.document.name}{of} went from {course.values[0]:,.10g} "
        f"({in_words(before)}) to {course.values[1]:,.10g} ({in_words(after)}), "
        f"{course.ratio:.3g} times as much"
    )


def first_in(asked: Asked, when: When, tables: Sequence[Table]) -> Finding | None:
    """What tables say of "the line was first passed on ``when``" or "the last call was on ``when``".

    ``when`` is found again in the claim by its days, wherever it was read. None where the claim speaks of
    no first or last of rows, or none was read.
    """
    content = asked.content
    match = _FIRST.search(content)
    days = find_dates(content, asked.anchor)
    when = next((w for w in days if (w.first, w.last) == (when.first, when.last)), when)
    if match is None or when not in days or not when.is_day or when.relative or EXCEPT.search(content):
        return None
    if re.search(r"\b(?:before|after|by|until|since|between|from)\s+$", content[: when.start], re.IGNORECASE):
        return None
    which = (match["which"] or "first").lower()
    bare = content[: when.start] + content[when.end :]
    bare = re.split(r",\s", bare)[0] if not content[: when.start].count(",") else bare
    asked = replace(asked, content=bare)
    read = [r for t in tables if (r := filter_of(asked, t)).kinds and t.dated == len(t.rows)]
    meant = meant_table(asked, [r.table for r in read])
    found = [f for r in read if (f := _first(r, which, when, match, r.table is meant)) is not None]
    order = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND)
    return min(found, key=lambda f: order.index(f.verdict), default=None)


def _first(read: Filter, which: str, when: When, match: re.Match[str], linked: bool) -> Finding | None:
    table, rows = read.table, read.rows()
    if not rows or read.days is not None or (read.unread and not linked):
        return None
    if match["passed"] and not any(" > " in c.words or " ≥ " in c.words for c in read.conditions):
        return None
    dated = sorted((day, n) for n in rows if (day := table.rows[n].date) is not None)
    day, row = dated[0] if which in ("first", "earliest") else dated[-1]
    word = "first" if which in ("first", "earliest") else "last"
    told = f"{rows_told(len(rows), table, [c.words for c in read.conditions])}, the {word} of {in_words(day)}"
    fits = when.first == day
    # A limit is passed by each thing that is measured, and which one is meant may not be said.
    several = match["passed"] is not None and len(_things(table, rows)) > 1
    if read.unread or several or read.each is not None:
        proof = shown(table, [row], Stance.NEITHER, 0.5)
        why = "which of several series is meant could not be read" if not read.unread else (
            f"what “{'”, “'.join(read.unread[:3])}” means there could not be read"
        )
        return Finding(Verdict.NOT_FOUND, 0.0, f"Not counted for sure: {told}; {why}.", CHECK, proof)
    if fits:
        proof = shown(table, [row], Stance.SUPPORTS, 0.8)
        return Finding(Verdict.SUPPORTED, 0.8, f"Counted: {told}.", CHECK, proof)
    firm = all(c.firm for c in read.conditions)
    if not linked or not firm:
        proof = shown(table, [row], Stance.NEITHER, 0.5)
        return Finding(Verdict.NOT_FOUND, 0.0, f"Not counted for sure: {told}.", CHECK, proof)
    proof = shown(table, [row], Stance.CONTRADICTS, 0.8)
    said = in_words(when.first)
    return Finding(
        Verdict.CONTRADICTED, 0.8, f"Other date: {told}; the article has {said}.", CHECK, proof
    )


def _things(table: Table, rows: list[int]) -> dict[str, list[int]]:
    """The series of the table that have one of ``rows``."""
    inside = set(rows)
    every = _series(table, list(range(len(table.rows))))
    return {key: part for key, part in every.items() if inside.intersection(part)}
