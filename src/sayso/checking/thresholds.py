"""Figures that narrow the rows: "calls of over 30 minutes", "above the amber line"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.checking.tables import Column, ColumnKind, Table
from sayso.library.terms import stem, terms
from sayso.records import Span
from sayso.statements.figures import Figure, Unit, find_figures
from sayso.statements.measures import measure_of

_OVER = (
    r"(?:more than|over|above|exceeding|in excess of|longer than|larger than|bigger than|higher than|past|"
    r"beyond|exceeded|topped|passed|crossed|surpassed)"
)
_UNDER = r"(?:less than|fewer than|under|below|shorter than|smaller than|lower than)"
_WORDS: tuple[tuple[str, str, Callable[[float, float], bool]], ...] = (
    (r"(?:at least|no fewer than|not fewer than|no less than|not less than|reached|reaching)", "≥",
     operator.ge),
    (r"(?:at most|no more than|not more than|up to|within)", "≤", operator.le),
    (_OVER, ">", operator.gt),
    (_UNDER, "<", operator.lt),
)  # fmt: skip
_MARK = r"line|limit|level|mark|threshold|ceiling|target|standard|norm|alarm"
#: "Above amber", "over the legal limit": a line that a paper may give in figures.
_NAMED = re.compile(
    rf"\b(?:(?P<over>{_OVER})|(?P<under>{_UNDER}))\s+(?:the\s+|its\s+)?"
    rf"(?P<name>(?!(?:{_MARK})\b)[a-z][a-z-]+(?:\s(?:{_MARK}))?|{_MARK})\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"\b[Tt]he\s+(?P<name>[a-z-]+\s(?:{_MARK})|{_MARK})\s+(?:was|had been|has been)\s+(?:first\s+|last\s+)?"
    r"(?:passed|crossed|exceeded|broken|topped|breached|reached)\b"
)
#: What may stand between a line's name and its figure where a paper defines it.
_TO_FIGURE = re.compile(
    rf"(?:\s+(?:{_MARK}|one))?\s*(?:[:=]|\b(?:is|at|of|means|stands at|was set at|is set at|set at)\b)"
    r"(?:\s+(?:set|fixed|drawn|an?|the|anything|over|above|more than|from))*\s*$",
    re.IGNORECASE,
)
_FIGURE_AT_END = r"(?:the\s+|an?\s+)?[$£€₹]?[\w.,-]+(?:\s[\w.,-]+)?$"
_REACH = 40
_OF_MONEY = frozenset(
    stem(w) for w in "amount total sum value fee fees paid payment cost net gross".split()
)
#: Numbers that name a row or count it off; they measure nothing.
_NAMES_ROWS = frozenset(stem(w) for w in "number no id line entry row code reference ref year".split())


@dataclass(frozen=True, slots=True)
class Threshold:
    """A column's figure held against a limit: which rows pass, in words and by number."""

    told: str
    column: Column
    rows: frozenset[int]
    span: Span


#: Columns of money that are not of what the rows come to.
_NO_AMOUNT = frozenset(stem(w) for w in "unit price balance rate per".split())


#: The figure at which papers draw a line, given the line's name ("amber"); None where none or several.
Lines = Callable[[str], Figure | None]


def thresholds_in(
    content: str, figures: Sequence[Figure], own: Figure | None, table: Table, lines: Lines
) -> tuple[list[Threshold], list[str]]:
    """The limits that ``content`` sets to the rows of ``table``, and words of those not understood.

    ``own`` is the figure that is being counted; it sets none.
    """
    found, unread = [], []
    for figure in figures:
        if own is not None and (figure.start, figure.value) == (own.start, own.value):
            continue
        compared = _compared(content, figure)
        column = _measured(figure, content, table) if compared else None
        if compared is None or column is None:
            if figure.unit is not Unit.COUNT or compared:
                unread.append(content[figure.start : figure.end].strip())
            continue
        found.append(_threshold(column, *compared, figure.value, Span(figure.start, figure.end)))
    for match in [*_NAMED.finditer(content), *_PASSIVE.finditer(content)]:
        span = Span(*match.span())
        line = lines(match["name"]) if not any(t.span.overlaps(span) for t in found) else None
        column = _measured(line, content, table) if line is not None else None
        if line is None or column is None:
            continue
        under = match.groupdict().get("under")
        sign, holds = ("<", operator.lt) if under else (">", operator.gt)
        one = _threshold(column, sign, holds, line.value, span)
        found.append(Threshold(f"{one.told} (“{match['name']}”)", column, one.rows, span))
    return found, unread


def line_in(name: str, texts: Iterable[str]) -> Figure | None:
    """The figure at which ``texts`` draw the line called ``name``; None where none does, or two do."""
    bare = re.sub(rf"\s+(?:{_MARK})$", "", name, flags=re.IGNORECASE)
    pattern = re.compile(rf"\b{re.escape(bare)}\b", re.IGNORECASE)
    found: dict[float, Figure] = {}
    for text in texts:
        for match in pattern.finditer(text):
            figures = find_figures(text, match.end(), min(len(text), match.end() + 2 * _REACH))
            if figures and _TO_FIGURE.fullmatch(text, match.end(), figures[0].start):
                first = _with_unit(figures[0], text, match.start())
                if first.value not in found or first.unit is not Unit.COUNT:
                    found[first.value] = first
    return next(iter(found.values())) if len(found) == 1 else None


def _with_unit(figure: Figure, text: str, place: int) -> Figure:
    """A bare figure with the unit of the one before it in the sentence: "40 mg and a red one at 90"."""
    if figure.unit is not Unit.COUNT or measure_of(figure.thing) is not None:
        return figure
    start = max(0, place - 2 * _REACH)
    begin = max(start, text.rfind(". ", start, place), text.rfind("\n\n", start, place))
    earlier = [f for f in find_figures(text, begin, place) if f.unit is not Unit.COUNT]
    return replace(figure, unit=earlier[-1].unit, thing=earlier[-1].thing) if earlier else figure


def measures(table: Table) -> list[Column]:
    """The columns of ``table`` whose numbers measure something."""
    return [
        c for c in table.columns if c.kind is ColumnKind.NUMBER and not c.stems & _NAMES_ROWS and not c.labels
    ]


def column_for(figure: Figure, table: Table, content: str = "") -> Column | None:
    """The one column of numbers that ``figure`` may stand in by its unit or the thing it counts.

    Where several are of the thing ("hives kept", "hives lost"), the one all of whose words ``content`` has.
    """
    numeric = measures(table)
    thing = {t.stem for t in terms(figure.thing)}
    named = [c for c in numeric if thing and thing <= c.stems]
    if len(named) > 1 and content:
        said = {t.stem for t in terms(content)}
        named = [c for c in named if c.stems <= said]
    if not named and figure.unit is Unit.MONEY:
        named = [c for c in numeric if c.stems & _OF_MONEY and not c.stems & _NO_AMOUNT]
    if not named and figure.thing == "degree":
        named = [c for c in numeric if "temperature" in c.words]
    if not named and (unit := measure_of(figure.thing)) is not None:
        named = [
            c for c in numeric
            if unit.dimension in c.words or any(measure_of(w) == unit for w in c.words)
        ]  # fmt: skip
    return named[0] if len(named) == 1 else None


def _measured(figure: Figure, content: str, table: Table) -> Column | None:
    """The column that a limit is on: by its unit, by a word of the claim, or the only one there is."""
    if (column := column_for(figure, table, content)) is not None:
        return column
    said = {t.stem for t in terms(content)}
    every = measures(table)
    named = [c for c in every if c.stems & said]
    if len(named) == 1 and figure.unit in (Unit.COUNT, Unit.MONEY):
        return named[0]
    return every[0] if len(every) == 1 and figure.unit is Unit.COUNT and not figure.thing else None


def _compared(content: str, figure: Figure) -> tuple[str, Callable[[float, float], bool]] | None:
    """The comparison that stands before a figure or inside its span ("more than 30 minutes")."""
    before = content[max(0, figure.start - 20) : figure.end]
    for words, sign, holds in _WORDS:
        if re.search(rf"\b{words}\s+{_FIGURE_AT_END}", before, re.IGNORECASE):
            return sign, holds
    return None


def _threshold(
    column: Column, sign: str, holds: Callable[[float, float], bool], limit: float, span: Span
) -> Threshold:
    rows = frozenset(n for n, v in enumerate(column.numbers) if v is not None and holds(v, limit))
    return Threshold(f"{column.name} {sign} {limit:,.10g}", column, rows, span)
