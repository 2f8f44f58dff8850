"""CSV and its kin: every row a segment, every cell a span of the file's own text.

``segments_of`` serves the sheets of workbooks too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.reading.datelines import Calendar, find_dates, has_day, name_date, numeric_order
from sayso.reading.decoding import decode
from sayso.reading.draft import Draft
from sayso.reading.kinds import Kind
from sayso.records import Cell, Segment, SegmentKind

_DELIMITERS = ",;\t|"
#: A quoted field that runs on past this many characters is a stray quotation mark.
_LONGEST_QUOTED = 32_768
_DATE_COLUMN = re.compile(
    r"\b(?:date|dated|day|when|datum|timestamp|datetime|published|signed|sent|received|created|"
    r"posted|on)\b"
)
_SPEAKER_COLUMN = re.compile(r"\b(?:speaker|sender|said by|spokesperson|author|witness)\b")
_NUMBER = re.compile(r"[\s$£€]*[-+(]?[\d.,\s]*\d[)%]?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its span, its line in the file or number in the sheet, the spans of its cells."""

    start: int
    end: int
    line: int
    cells: tuple[tuple[int, int], ...]


def read_table(data: bytes, name: str, kind: Kind) -> Draft:
    """A Document of a delimited table; the text is the file's, character for character."""
    text, problem = decode(data)
    draft = Draft(str(kind), text, date=name_date(name))
    if problem:
        draft.problems.append(problem)
    delimiter = _sniff(text, "\t" if kind is Kind.TSV else ",")
    rows = list(_rows(text, delimiter))
    draft.segments = list(segments_of(text, rows))
    draft.metadata["delimiter"] = {"\t": "tab"}.get(delimiter, delimiter)
    return draft


def _sniff(text: str, usual: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells, more than one."""
    sample = text[:20_000]
    best, best_score = usual, 0.0
    for delimiter in sorted(_DELIMITERS, key=lambda d: d != usual):
        counts = [len(row.cells) for row in _rows(sample, delimiter)][:60]
        if len(sample) < len(text):
            counts = counts[:-1] or counts
        wide = [count for count in counts if count > 1]
        if not wide:
            continue
        columns, times = Counter(wide).most_common(1)[0]
        score = times / len(counts) + min(columns, 20) / 1000
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    mark = re.escape(delimiter)
    quoted = re.compile(rf'[ ]*"((?:[^"]|""){{0,{_LONGEST_QUOTED}}})"[ ]*(?={mark}|\n|\Z)')
    bare = re.compile(rf"[^{mark}\n]*")
    at, line = 0, 1
    while at < len(text):
        start, cells = at, []
        while True:
            match = quoted.match(text, at)
            if match:
                cells.append(match.span(1))
            else:
                match = bare.match(text, at)
                assert match is not None
                cells.append(_stripped(text, *match.span()))
            at = match.end()
            if at >= len(text) or text[at] == "\n":
                break
            at += 1
        if any(a < b for a, b in cells):
            yield Row(start, at, line, tuple(cells))
        line += text.count("\n", start, at) + 1
        at += 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return left, max(left, start + len(words.rstrip()))


def segments_of(text: str, rows: list[Row]) -> Iterator[Segment]:
    """One segment a row, with cells named by the header row, days and speakers by their columns."""
    header = _header(text, rows)
    names = [text[a:b].strip() for a, b in rows[header].cells] if header is not None else []
    date_column = _column(names, _DATE_COLUMN, text, rows, dated=True)
    speaker_column = _column(names, _SPEAKER_COLUMN, text, rows, dated=False)
    if date_column is None:
        date_column = _only_dated(text, rows, len(names))
    order = None
    if date_column is not None:
        order = numeric_order(_value(text, row, date_column) for row in rows)
    calendar = Calendar()
    for number, row in enumerate(rows):
        cells = tuple(
            Cell(names[n] if n < len(names) and names[n] else f"column {n + 1}", a, b)
            for n, (a, b) in enumerate(row.cells)
        )
        if header is not None and number <= header:
            kind = SegmentKind.HEADER if number == header else SegmentKind.PARAGRAPH
            yield Segment(
                row.start, row.end, kind, line=row.line, cells=cells if number == header else ()
            )
            continue
        when = speaker = None
        if date_column is not None:
            when = calendar.read(_value(text, row, date_column), order)
        if speaker_column is not None:
            speaker = _value(text, row, speaker_column).strip() or None
        yield Segment(
            row.start,
            row.end,
            SegmentKind.ROW,
            line=row.line,
            speaker=speaker,
            date=when,
            cells=cells,
        )


def _header(text: str, rows: list[Row]) -> int | None:
    """The row that names the columns: the first full-width one, if it holds words only.

    Title lines above it are narrower. A table whose first full row holds figures has no header.
    """
    if not rows:
        return None
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    for number, row in enumerate(rows[:15]):
        if len(row.cells) < width or (width > 1 and sum(a < b for a, b in row.cells) * 2 < width):
            continue
        values = [text[a:b].strip() for a, b in row.cells]
        filled = [value for value in values if value]
        words = all(not _NUMBER.fullmatch(v) and not find_dates(v) and len(v) <= 80 for v in filled)
        if not words or len(set(filled)) < len(filled) or len(rows) == number + 1:
            return None
        return number
    return None


def could_name_columns(values: list[str]) -> bool:
    """Whether the first row of a table in a text may be its header: short words, no days, no figures."""
    return not any(
        len(value) > 60 or find_dates(value) or re.fullmatch(r"[\d.,\s%£$€-]+", value)
        for value in values
    )


def _column(
    names: list[str], pattern: re.Pattern[str], text: str, rows: list[Row], *, dated: bool
) -> int | None:
    for number, name in enumerate(names):
        if not pattern.search(re.sub(r"[_\-.]+|(?<=[a-z])(?=[A-Z])", " ", name).lower()):
            continue
        values = [_value(text, row, number) for row in rows[1:40]]
        dates = sum(has_day(value) or bool(re.search(r"\d[/.]\d", value)) for value in values)
        if dated == (dates * 2 >= max(1, sum(bool(v.strip()) for v in values))):
            return number
    return None


def _only_dated(text: str, rows: list[Row], width: int) -> int | None:
    """The one column that holds full dates, whatever its name; None where several or none do."""
    found = []
    for column in range(width):
        values = [v for row in rows[1:40] if (v := _value(text, row, column).strip())]
        if values and sum(len(v) <= 30 and bool(find_dates(v)) for v in values) >= 0.8 * len(values):
            found.append(column)
    return found[0] if len(found) == 1 else None


def _value(text: str, row: Row, column: int) -> str:
    if column >= len(row.cells):
        return ""
    start, end = row.cells[column]
    return text[start:end]
