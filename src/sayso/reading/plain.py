"""Plain text and Markdown: paragraphs, headings, lists, pipe tables, logs, transcripts, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sayso.reading.datelines import Calendar, name_date, page_date, sole_date
from sayso.reading.decoding import decode
from sayso.reading.draft import Draft, row_date
from sayso.reading.kinds import Kind
from sayso.reading.voices import Signature, Voices, author_of, signature
from sayso.records import Cell, Segment, SegmentKind

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_ITEM = re.compile(r"\s*(?:[-*+•–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])[ \t]+\S")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_ASIDE = re.compile(r"\s*(?:_[^_]+_|\*[^*]+\*|\[[^\]]+\]|\([^)]+\)|-{3,}|\*{3,})\s*$")
_ENTRY = re.compile(
    r"[ \t]*(?:[-*][ \t]+)?(?P<stamp>"
    r"(?P<day>(?:\d{1,2}[ -][A-Z][a-z]{2,8}\.?(?:,?[ -]\d{4})?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, ?\d{4})?|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})(?=[\sT,:]))?"
    r"[ \tT,]*(?:\[?(?:[01]\d|2[0-4])[:.]?[0-5]\d(?::\d{2})?(?:[ap]m|hrs|h|Z)?\]?(?=[\s:]))?)"
    r"[ \t:–—-]+(?=\S)"
)


@dataclass(slots=True)
class _Line:
    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def read_plain(data: bytes, name: str, kind: Kind) -> Draft:
    """A Document of a text or Markdown file; the text is the file's, character for character."""
    text, problem = decode(data)
    draft = Draft(str(kind), text)
    if problem:
        draft.problems.append(problem)
    lay_out(draft, markdown=kind is Kind.MARKDOWN)
    draft.date = draft.date or name_date(name)
    return draft


def lay_out(draft: Draft, *, markdown: bool) -> None:
    """Find title, author, date and segments of ``draft.text``."""
    lines = _lines(draft.text)
    words = [line.text for line in lines]
    draft.date = page_date(words[:60])
    entries = _log_entries(lines)
    if entries:
        draft.segments = list(_log(lines, entries, draft.date))
    else:
        voices = Voices(words)
        segments = list(_blocks(lines, voices, markdown))
        draft.segments = _headed(draft.text, _signed(segments, lines, signature(words)))
    draft.title = _title(draft)
    draft.author = author_of([w for w in words[:40] if w.strip()][:10]) or _letter_writer(
        draft.segments
    )


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The stretches of ``text[start:end]`` between blank lines, without the space around them."""
    end = len(text) if end is None else end
    for match in re.finditer(r"\S[^\n]*(?:\n[ \t]*[^\s][^\n]*)*", text[start:end]):
        yield start + match.start(), start + len(text[start : start + match.end()].rstrip())


def _lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for number, words in enumerate(text.split("\n"), start=1):
        lines.append(_Line(number, at, words))
        at += len(words) + 1
    return lines


def _segment(first: _Line, last: _Line, kind: SegmentKind = SegmentKind.PARAGRAPH) -> Segment:
    start = first.start + len(first.text) - len(first.text.lstrip())
    return Segment(start, last.start + len(last.text.rstrip()), kind, line=first.number)


def _blocks(lines: list[_Line], voices: Voices, markdown: bool) -> Iterator[Segment]:
    speaker: str | None = None
    at = 0
    while at < len(lines):
        if lines[at].blank:
            at += 1
            continue
        stop = at
        while stop < len(lines) and not lines[stop].blank:
            stop += 1
        block = lines[at:stop]
        at = stop
        if (
            markdown
            and len(block) > 1
            and "|" in block[0].text
            and _TABLE_RULE.match(block[1].text)
        ):
            yield from _pipe_table(block)
            continue
        for segment, said_by in _split(block, voices, markdown):
            aside = _ASIDE.match(lines[segment.line - 1].text) if segment.line else None
            if segment.kind is SegmentKind.HEADING or (said_by is None and aside):
                speaker = None
            elif said_by:
                speaker = said_by
            if speaker and segment.kind is SegmentKind.PARAGRAPH:
                segment = replace(segment, kind=SegmentKind.SPEECH, speaker=speaker)
            yield segment


def _split(
    block: list[_Line], voices: Voices, markdown: bool
) -> Iterator[tuple[Segment, str | None]]:
    """The segments of lines without a blank one between, each with the speaker it names."""
    first, said_by = 0, None
    for number, line in enumerate(block):
        label = voices.label(line.text)
        heading = markdown and _ATX.match(line.text)
        underlined = (
            markdown and number > first - 1 and _UNDERLINE.match(line.text) and number == first + 1
        )
        if underlined and number:
            yield _segment(block[first], block[first], SegmentKind.HEADING), None
            first, said_by = number + 1, None
            continue
        if number > first and (label or heading or _ITEM.match(line.text)):
            yield _segment(block[first], block[number - 1]), said_by
            first, said_by = number, None
        if heading:
            yield _segment(line, line, SegmentKind.HEADING), None
            first, said_by = number + 1, None
        elif label:
            said_by = label[0]
    if first >= len(block):
        return
    alone = first == 0 and len(block) == 1
    kind = SegmentKind.PARAGRAPH
    if alone and not said_by and looks_like_heading(block[0].text):
        kind = SegmentKind.HEADING
    yield _segment(block[first], block[-1], kind), said_by


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone is a heading: short, capitalised, without a full stop."""
    line = line.strip()
    words = [word for word in re.findall(r"[^\W\d_][\w'’\-]*", line) if len(word) > 3]
    if not words or len(line) > 90 or line[-1] in '.,;:!?…"”’)' or line[0] in "[(_*-":
        return False
    if line.isupper():
        return True
    return len(line.split()) <= 12 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _pipe_table(block: list[_Line]) -> Iterator[Segment]:
    columns: list[str] = []
    calendar = Calendar()
    for number, line in enumerate(block):
        if number == 1:
            continue
        spans = _pipe_cells(line)
        kind = SegmentKind.ROW if number else SegmentKind.HEADER
        if number == 0:
            columns = [line.text[a:b] for a, b in spans]
        cells = tuple(
            Cell(columns[n] if n < len(columns) and columns[n] else f"column {n + 1}", a, b)
            for n, (a, b) in enumerate(spans)
        )
        when = row_date(line.text, cells, calendar) if number else None
        placed = tuple(Cell(c.column, c.start + line.start, c.end + line.start) for c in cells)
        yield replace(_segment(line, line, kind), cells=placed, date=when)


def _pipe_cells(line: _Line) -> list[tuple[int, int]]:
    spans = []
    for match in re.finditer(r"(?:\\.|[^|\\])+|(?<=\|)(?=\|)", line.text):
        words = match.group()
        left = match.start() + len(words) - len(words.lstrip())
        right = max(left, match.end() - (len(words) - len(words.rstrip())))
        spans.append((left, right))
    if spans and "|" not in line.text[: spans[0][0]] and line.text.lstrip().startswith("|"):
        spans = spans[1:]
    if spans and spans[-1][0] == spans[-1][1] and line.text.rstrip().endswith("|"):
        spans = spans[:-1]
    return spans


def _log_entries(lines: list[_Line]) -> dict[int, re.Match[str]]:
    """The lines that begin entries of a log, by index; empty where the text is no log."""
    found = {}
    for number, line in enumerate(lines):
        match = _ENTRY.match(line.text)
        if match and match["stamp"].strip():
            found[number] = match
    filled = sum(not line.blank for line in lines)
    dated = sum(bool(match["day"]) for match in found.values())
    if len(found) < 3 or not dated or len(found) * 4 < filled:
        return {}
    return found


def _log(
    lines: list[_Line], entries: dict[int, re.Match[str]], known: date | None
) -> Iterator[Segment]:
    calendar = Calendar(known)
    when: date | None = None
    first: int | None = None
    dated: date | None = None
    for number, line in enumerate(lines):
        match = entries.get(number)
        breaks = (
            match is not None
            or line.blank
            or (first is not None and _outdented(lines[first], line))
        )
        if breaks and first is not None:
            yield replace(_segment(lines[first], lines[number - 1]), date=dated)
            first = None
        if match is not None:
            if match["day"]:
                when = calendar.read(match["day"])
            first, dated = number, when
        elif first is None and not line.blank:
            first, dated = number, None
    if first is not None:
        yield replace(_segment(lines[first], lines[-1]), date=dated)


def _outdented(entry: _Line, line: _Line) -> bool:
    """Whether ``line`` stands left of the entry above it, so that it cannot continue it."""

    def margin(text: str) -> int:
        return len(text) - len(text.lstrip())

    return margin(line.text) < margin(entry.text) and not _ENTRY.match(line.text)


def _headed(text: str, segments: list[Segment]) -> list[Segment]:
    """Give what stands below a heading that is a date ("## 22 April 2025") that date."""
    when: date | None = None
    dated = []
    for segment in segments:
        if segment.kind is SegmentKind.HEADING:
            words = text[segment.start : segment.end]
            when = sole_date(words) if not re.search(r"\b(?:and|to)\b|[–—]", words) else None
        elif when and segment.date is None:
            segment = replace(segment, date=when)
        dated.append(segment)
    return dated


def _signed(segments: list[Segment], lines: list[_Line], signed: Signature | None) -> list[Segment]:
    """Lay the paragraphs of a letter to who signed it."""
    if signed is None:
        return segments
    start, end = lines[signed.first_line].start, lines[signed.last_line].end
    spoken = []
    for segment in segments:
        if segment.kind is SegmentKind.PARAGRAPH:
            if segment.start >= start and segment.start <= end:
                segment = replace(segment, kind=SegmentKind.SIGNATURE, speaker=signed.name)
            elif segment.end <= start:
                segment = replace(segment, speaker=signed.name)
            elif segment.start < start < segment.end:
                cut = segment.start + len(lines_text(lines, segment.start, start).rstrip())
                spoken.append(replace(segment, end=cut, speaker=signed.name))
                line = lines[signed.first_line]
                segment = replace(
                    segment,
                    start=line.start + len(line.text) - len(line.text.lstrip()),
                    kind=SegmentKind.SIGNATURE,
                    line=line.number,
                    speaker=signed.name,
                )
        spoken.append(segment)
    return spoken


def lines_text(lines: list[_Line], start: int, end: int) -> str:
    """The text of ``lines`` between two offsets."""
    return "\n".join(
        line.text[max(0, start - line.start) : end - line.start]
        for line in lines
        if line.start < end and line.end >= start
    )


def _title(draft: Draft) -> str | None:
    for segment in draft.segments[:3]:
        words = draft.text[segment.start : segment.end].split("\n")[0].strip()
        if segment.kind is SegmentKind.HEADING:
            return words.lstrip("# ").rstrip("# ") or None
        if looks_like_heading(words):
            return words
    return None


def _letter_writer(segments: list[Segment]) -> str | None:
    for segment in segments:
        if segment.kind is SegmentKind.SIGNATURE:
            return segment.speaker
    return None
