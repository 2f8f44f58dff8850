"""A document cut into passages: windows of a few sentences, or one table row, that can be found.

Windows never cross a page, a speaker, a date or a kind of segment, so that each passage has one
of each. Headings are carried into the reading of what follows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.records import Document, Passage, Segment, SegmentKind
from sayso.statements.sentences import split_sentences

#: Words a window aims at. At 60 to 90 words the deciding sentence keeps its neighbours and the
#: embedding still speaks of one thing; the models read at most 160 pieces.
AIM = 70
LONGEST = 110


def passages_of(document: Document) -> list[Passage]:
    """The passages of ``document`` in reading order."""
    found: list[Passage] = []
    heading: Segment | None = None
    group: list[Segment] = []
    for segment in document.segments:
        if group and not _joins(document, group, segment):
            found += _windows(document, group, heading)
            group = []
        if segment.kind is SegmentKind.HEADING:
            heading = segment
            found += _windows(document, [segment], None)
        elif segment.kind is SegmentKind.ROW:
            found.append(_row(document, segment))
        else:
            group.append(segment)
    return found + _windows(document, group, heading)


def _joins(document: Document, group: list[Segment], segment: Segment) -> bool:
    last = group[-1]
    if segment.kind is not last.kind or segment.kind in (SegmentKind.ROW, SegmentKind.HEADING):
        return False
    if (segment.speaker, segment.date, segment.page) != (last.speaker, last.date, last.page):
        return False
    return _words(document.text[group[0].start : segment.end]) <= AIM


def _words(text: str) -> int:
    return text.count(" ") + text.count("\n") + 1


def _windows(document: Document, group: list[Segment], heading: Segment | None) -> list[Passage]:
    """One passage for ``group``, or several where it is longer than a window."""
    if not group:
        return []
    first, start, end = group[0], group[0].start, group[-1].end
    title = document.text[heading.start : heading.end].strip() if heading else ""
    return [
        _passage(document, first, a, b, title) for a, b in _cut(document.text, start, end) if a < b
    ]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _words(text[start:end]) <= LONGEST:
        yield start, end
        return
    begin = last = start
    for sentence in split_sentences(text, start, end):
        if last > begin and _words(text[begin : sentence.end]) > AIM + 15:
            yield begin, last
            begin = sentence.start
        last = sentence.end
        while _words(text[begin:last]) > LONGEST:  # a "sentence" without an end: a list, a table
            cut = _after_words(text, begin, LONGEST)
            yield begin, cut
            begin = cut
    yield begin, last


def _after_words(text: str, start: int, count: int) -> int:
    """The offset behind the ``count``th gap of ``text`` from ``start``."""
    place = start
    for _ in range(count):
        gaps = [i for i in (text.find(" ", place), text.find("\n", place)) if i >= 0]
        if not gaps:
            return len(text)
        place = min(gaps) + 1
    return place


def _passage(document: Document, segment: Segment, start: int, end: int, title: str) -> Passage:
    text = document.text[start:end]
    reading = " ".join(text.split())
    if title:
        reading = f"{title}: {reading}"
    return Passage(
        document.id, start, end, text, reading, segment.kind, segment.page, segment.line,
        segment.speaker, segment.date or document.date,
    )  # fmt: skip


def _row(document: Document, segment: Segment) -> Passage:
    """A table row, read as "column: value" so that words and models know what a value is."""
    cells = [
        f"{cell.column}: {value}" if cell.column else value
        for cell in segment.cells
        if (value := " ".join(document.text[cell.start : cell.end].split()))
    ]
    text = document.text[segment.start : segment.end]
    reading = "; ".join(cells) if cells else " ".join(text.split())
    return Passage(
        document.id, segment.start, segment.end, text, reading, SegmentKind.ROW, segment.page,
        segment.line, segment.speaker, segment.date or document.date, segment.cells,
    )  # fmt: skip
