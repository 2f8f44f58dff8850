"""Workbooks (XLSX, XLSB, XLS): each sheet a page, each row a segment with the values as Excel shows them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sayso.reading.compound import alone
from sayso.reading.datelines import name_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, Scribe
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.packages import Package, Refused, open_package
from sayso.reading.tables import Row, segments_of
from sayso.reading.word import properties
from sayso.records import Page, Segment, SegmentKind

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

#: A cell's place in the XML of a sheet: ``r="BC12"``.
_PLACE = re.compile(rb'\br=["\']([A-Z]{1,3})(\d{1,20})["\']')
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LOCKED = "is encrypted: save a copy without its password and add that"
_DAMAGED = "is damaged ({}): ask for another copy, or save it as CSV and add that"
_VAST = (
    "has a sheet of too many cells, or of cells too far apart, to be read: save it as CSV and add that"
)
#: Records of an XLS: two numbers of two bytes, of a cell or a run of cells, and the end of a sheet.
_RECORD = struct.Struct("<HH")
_RUNS = frozenset((0x00BD, 0x00BE))
_CELLS = _RUNS | {0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0001, 0x0002, 0x0003,
                  0x0004, 0x0005}
_END = 0x000A
#: The cells that a sheet of an XLS can have; one that spans more is damaged, and no memory holds it.
_WHOLE = 65_536 * 256
#: Columns that rows are filled up to, so that all rows of a table have the same cells.
_EVEN = 256


def read_workbook(data: bytes, called: str, kind: Kind, limits: Limits) -> Draft:
    """A Document of all sheets, hidden ones too, which ``metadata`` names; then the comments."""
    draft = Draft(str(kind))
    comments: list[tuple[str, str | None]] = []

    def read(package: Package, draft: Draft) -> None:
        for name in sorted(package.names):
            _refuse_vast(package, name, limits)
        comments.extend(_comments(package))
        properties(package.tree("docProps/core.xml") if "docProps/core.xml" in package.names else None, draft)

    if kind is Kind.XLSX:
        open_package(data, draft, limits, read)
        if draft.problems:
            return draft
    else:
        try:
            data = alone(data)
            spans = _spans(data)
        except (OSError, ValueError, LookupError, TypeError, ArithmeticError):
            draft.problems.append(_DAMAGED.format("its workbook cannot be taken out"))
            return draft
        if any(cells > _WHOLE for cells in spans):
            draft.problems.append(_VAST)
            return draft
    try:
        _read_sheets(data, comments, draft, limits)
    except Refused as refused:
        draft.problems.append(str(refused))
    draft.date = draft.date or name_date(called)
    return draft


def _refuse_vast(package: Package, name: str, limits: Limits) -> None:
    """Refuse a sheet that spans more cells than memory holds: it need hold only two to do so."""
    first_row, last_row, last_column, tail = 1 << 21, 0, 0, b""
    for chunk in package.chunks(name):
        for match in _PLACE.finditer(tail + chunk):
            row, column = int(match[2]), _number(match[1])
            first_row, last_row = min(first_row, row), max(last_row, row)
            last_column = max(last_column, column)
        tail = chunk[-20:]
    if max(0, last_row - first_row) * last_column > limits.cells:
        raise Refused(_VAST)


def _spans(data: bytes) -> Iterator[int]:
    """How many cells each sheet of an XLS spans, from the first row with one (MS-XLS 2.1.4)."""
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as file:
        stream = file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
    at, first_row, last_row, last_column = 0, 1 << 16, 0, 0
    while at + 8 <= len(stream):
        kind, size = _RECORD.unpack_from(stream, at)
        if kind in _CELLS:
            row, column = _RECORD.unpack_from(stream, at + 4)
            first_row, last_row = min(first_row, row), max(last_row, row)
            last_column = max(last_column, column + (size // 6 if kind in _RUNS else 1))
        elif kind == _END:
            yield max(0, last_row - first_row + 1) * last_column
            first_row, last_row, last_column = 1 << 16, 0, 0
        at += 4 + size
    yield max(0, last_row - first_row + 1) * last_column


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_sheets(
    data: bytes, comments: list[tuple[str, str | None]], draft: Draft, limits: Limits
) -> None:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    scribe, hidden = Book(draft, limits), []
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for sheet in book.sheets_metadata:
                if str(sheet.typ).endswith("WorkSheet"):
                    _read_sheet(book, sheet.name, scribe, draft)
                    if not str(sheet.visible).endswith(".Visible"):
                        hidden.append(sheet.name)
    except PasswordError:
        draft.problems.append(_LOCKED)
    except CalamineError as error:
        draft.problems.append(_DAMAGED.format(_first_words(error)))
    except BaseException as error:
        # What malformed bytes make of a Rust library: no Exception, and no class to import.
        if type(error).__name__ != "PanicException":
            raise
        draft.problems.append(_DAMAGED.format("its reader broke off"))
    if hidden:
        draft.metadata["hidden sheets"] = ", ".join(hidden)
    scribe.finish(comments)


def _read_sheet(book: CalamineWorkbook, name: str, scribe: Book, draft: Draft) -> None:
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        draft.problems.append(f"its sheet “{name}” could not be read ({_first_words(error)})")
        return
    first = sheet.start[0] if sheet.start else 0
    scribe.sheet(name, enumerate((_texts(row) for row in sheet.iter_rows()), start=first + 1))


def _texts(row: list[Any]) -> list[str]:
    return [_shown(value) for value in row]


def _shown(value: Any) -> str:
    """A value as text: days as ISO dates, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def _first_words(error: Exception) -> str:
    return " ".join(clean(str(error)).split())[:80] or type(error).__name__


def _comments(package: Package) -> Iterator[tuple[str, str | None]]:
    """Words and author of each comment, in order of parts."""
    for name in sorted(n for n in package.names if re.fullmatch(r"xl/comments/?\w*\.xml", n)):
        root = package.tree(name)
        if root is None:
            continue
        authors = [node.text or "" for node in root.iter(f"{_S}author")]
        for node in root.iter(f"{_S}comment"):
            number = node.get("authorId") or ""
            who = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            words = "".join(part.text or "" for part in node.iter(f"{_S}t"))
            yield words, " ".join(clean(who).split()) or None


class Book:
    """Writes sheets one after another: their names as headings, their rows as a table's."""

    def __init__(self, draft: Draft, limits: Limits) -> None:
        self._draft = draft
        self._scribe = Scribe()
        self._left = limits.cells
        self._characters = limits.characters
        self._full = False

    def sheet(self, name: str, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Add a sheet; ``rows`` are numbers from 1 with the texts of the cells from the first on."""
        number = len(self._draft.pages) + 1
        kept = list(self._kept(rows))
        start = self._scribe.following
        if kept:
            self._line(" ".join(clean(name).split()), SegmentKind.HEADING, number)
            lines, found = _laid_out(kept)
            segments = segments_of(lines, found)
            self._scribe.block(lines, (replace(segment, page=number) for segment in segments))
        self._draft.pages.append(Page(number, start, self._scribe.length))

    def finish(self, notes: Iterable[tuple[str, str | None]]) -> None:
        """Add comments, words and who wrote them, and hand all over to the draft."""
        for words, who in notes:
            if line := " ".join(clean(words).split()):
                self._line(line, SegmentKind.PARAGRAPH, None, who)
                self._draft.metadata["parts besides the sheets"] = "comments"
        self._draft.text, self._draft.segments = self._scribe.text, self._scribe.segments

    def _line(
        self, words: str, kind: SegmentKind, page: int | None, speaker: str | None = None
    ) -> None:
        self._scribe.block(words, [Segment(0, len(words), kind, page=page, speaker=speaker)])

    def _kept(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        for line, row in rows:
            values = [" ".join(clean(value).split()) for value in row]
            while values and not values[-1]:
                values.pop()
            if not values:
                continue
            self._left -= len(values)
            self._characters -= sum(map(len, values)) + 3 * len(values)
            if self._left < 0 or self._characters < 0:
                self._stop()
                return
            yield line, values

    def _stop(self) -> None:
        if not self._full:
            self._draft.problems.append(
                "has more cells than sayso reads: the rest was not read; save the sheets as CSV "
                "files and add those"
            )
        self._full = True


def _laid_out(rows: list[tuple[int, list[str]]]) -> tuple[str, list[Row]]:
    """The rows as lines ``a | b | c``, and where in them the cells stand."""
    width = min(_EVEN, max(len(values) for _, values in rows))
    lines, found, at = [], [], 0
    for number, values in rows:
        line, begin, spans = " | ".join(values), at, []
        for value in values:
            spans.append((at, at + len(value)))
            at += len(value) + 3
        end = begin + len(line)
        spans += [(end, end)] * (width - len(spans))
        lines.append(line)
        found.append(Row(begin, end, number, tuple(spans)))
        at = end + 1
    return "\n".join(lines), found
