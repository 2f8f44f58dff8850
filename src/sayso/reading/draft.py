"""What a reader of one format hands back: a document still without its name and hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sayso.reading.datelines import Calendar, has_day
from sayso.reading.languages import language_of
from sayso.reading.limits import Limits
from sayso.records import Cell, Document, Page, Segment, SegmentKind, Status

#: Points from which a page's width or height is no size of a page.
LARGEST_PAGE = 1e7


@dataclass(slots=True)
class Attachment:
    """A file inside a file: its name and its bytes as they were."""

    name: str
    data: bytes


@dataclass(slots=True)
class Member:
    """A file inside an archive: its bytes, or why there are none; both where it is in part."""

    name: str
    data: bytes | None
    problem: str | None


@dataclass(slots=True)
class Draft:
    """A document being read.

    ``problems`` say what could not be read of it; with no text at all they make it *unread*,
    else *partly read*. An archive has ``members``, to be gone through once, and in ``held`` how many
    there were so far; it has no text of its own.
    """

    media_type: str
    text: str = ""
    segments: list[Segment] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    date: date | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    page_count: int | None = None
    members: Iterator[Member] | None = None
    held: int | None = None

    def finish(
        self, name: str, sha256: str, limits: Limits, part_of: str | None = None
    ) -> Document:
        """The frozen Document, cut to ``limits``."""
        self._cut(limits)
        blank = not self.text.strip() and not self.held
        if blank and not self.problems:
            self.problems.append("holds no text")
        if blank:
            status = Status.UNREAD
        elif self.problems:
            status = Status.PARTLY_READ
        else:
            status = Status.READ
        if language := language_of(self.text, self.segments):
            self.metadata["language"] = language
        return Document(
            id=sha256[:12],
            name=name,
            sha256=sha256,
            media_type=self.media_type,
            text=self.text,
            status=status,
            reason="; ".join(self.problems) or None,
            title=self.title,
            author=self.author,
            date=self.date,
            pages=tuple(_of_possible_size(page) for page in self.pages),
            segments=tuple(self.segments),
            metadata=tuple(sorted(self.metadata.items())),
            part_of=part_of,
        )

    def _cut(self, limits: Limits) -> None:
        end = len(self.text)
        if end > limits.characters:
            end = limits.characters
        if len(self.segments) > limits.segments:
            end = min(end, self.segments[limits.segments].start)
        if end == len(self.text):
            return
        self.problems.append(
            f"is longer than sayso reads: the first {end:,} characters were read; "
            "split it and add the parts"
        )
        self.text = self.text[:end]
        self.segments = [s for s in self.segments if s.end <= end]
        self.pages = [p for p in self.pages if p.end <= end]


def _of_possible_size(page: Page) -> Page:
    """``page``; of one that says it is kilometres long the size is not known."""
    if 0 <= page.width < LARGEST_PAGE and 0 <= page.height < LARGEST_PAGE:
        return page
    return replace(page, width=0.0, height=0.0)


class Scribe:
    """Builds a text line by line, and its segments with it.

    >>> scribe = Scribe()
    >>> scribe.line("Minutes", SegmentKind.HEADING)
    >>> scribe.text, scribe.segments[0].end
    ('Minutes', 7)
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.segments: list[Segment] = []

    @property
    def text(self) -> str:
        """All lines so far, joined by newlines."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._length

    @property
    def following(self) -> int:
        """Where the next line will begin."""
        return self._length + 1 if self._length else 0

    def line(
        self,
        words: str,
        kind: SegmentKind = SegmentKind.PARAGRAPH,
        *,
        speaker: str | None = None,
        when: date | None = None,
        cells: tuple[Cell, ...] = (),
    ) -> None:
        """Add one segment on a line of its own; ``cells`` count from the start of ``words``."""
        start = self.start()
        self._add(words)
        moved = tuple(Cell(c.column, c.start + start, c.end + start) for c in cells)
        self.segments.append(
            Segment(start, self._length, kind, speaker=speaker, date=when, cells=moved)
        )

    def block(self, text: str, segments: Iterable[Segment]) -> None:
        """Add a text that was read elsewhere, with its segments moved to their new place."""
        start = self.start()
        self._add(text)
        self.segments.extend(moved(segment, start) for segment in segments)

    def start(self) -> int:
        """Begin a new line and give its offset."""
        if self._length:
            self._add("\n")
        return self._length

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def moved(segment: Segment, by: int) -> Segment:
    """The same segment ``by`` characters further on."""
    if not by:
        return segment
    return replace(
        segment,
        start=segment.start + by,
        end=segment.end + by,
        cells=tuple(Cell(c.column, c.start + by, c.end + by) for c in segment.cells),
    )


def row_of(values: list[str], columns: list[str]) -> tuple[str, tuple[Cell, ...]]:
    """A table row as one line of text, ``a | b | c``, and the spans of its cells.

    ``columns`` may be shorter than ``values``; what has no name is called by its number.
    """
    cells: list[Cell] = []
    at = 0
    for number, value in enumerate(values):
        column = columns[number] if number < len(columns) and columns[number] else ""
        cells.append(Cell(column or f"column {number + 1}", at, at + len(value)))
        at += len(value) + 3
    return " | ".join(values), tuple(cells)


def row_date(text: str, cells: tuple[Cell, ...], calendar: Calendar) -> date | None:
    """The date in the first cells of the row ``text``; ``calendar`` supplies a missing year."""
    for cell in cells[:4]:
        value = text[cell.start : cell.end]
        if len(value) <= 40 and has_day(value):
            return calendar.read(value)
    return None
