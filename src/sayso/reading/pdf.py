"""PDF: the text of each page with a box for every word, in paragraphs found by their look."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sayso.reading.datelines import name_date, page_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft
from sayso.reading.joining import PAGE_BREAK, faults, spell_pages
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.mapping import mapped
from sayso.reading.pdf_faults import PageFaults, Structure
from sayso.reading.pdf_layout import body_size, paragraphs, reading_order
from sayso.reading.pdf_scans import settled
from sayso.reading.pdf_words import PageWords, TextLine, Word, page_words
from sayso.reading.plain import looks_like_heading
from sayso.reading.voices import Signature, Voices, author_of, signature
from sayso.records import Page, Segment, SegmentKind, WordBoxes

_NO_TITLE = re.compile(
    r"\(?(?:untitled|unspecified|anonymous|unknown|none|microsoft word.*|document\d*|.*\.(?:docx?"
    r"|pdf|indd|qxd))\)?",
    re.I,
)
_PASSWORD = 4
#: Pages up to which a file is opened by pikepdf too, to which a million are a gigabyte.
_MOST_JUDGED = 50_000
_WORDS_OR_WORD = ("words", "word")
_TOLD = {
    "covered": "covered words by pages",
    "unseen": "unseen words by pages",
    "sure": "confidence of OCR by pages",
}


class _Unreadable(Exception):
    """A PDF that cannot be opened; the words are for a reader."""


@dataclass(slots=True)
class _Opened:
    """An open PDF, kept so that one child need not open a long file again for each stretch."""

    document: Any
    damage: str | None
    structure: Structure

    def close(self) -> None:
        """Let go of the file."""
        self.document.close()
        self.structure.close()


_last_opened: dict[tuple[str, int, int], _Opened] = {}


def read_pdf(data: bytes, name: str, limits: Limits) -> Draft:
    """A Document of a whole PDF held in memory."""
    try:
        opened = _open(data)
    except _Unreadable as unreadable:
        return Draft(str(Kind.PDF), problems=[str(unreadable)])
    try:
        return _read(opened, name, 0, limits.pages, limits)
    finally:
        opened.close()


def read_pages(path: Path, name: str, first: int, last: int, limits: Limits) -> Draft:
    """A Document of the pages ``first`` to before ``last`` (from 0) of the file at ``path``."""
    about = path.stat()
    key = (str(path), about.st_size, about.st_mtime_ns)
    if key not in _last_opened:
        for earlier in _last_opened.values():
            earlier.close()
        _last_opened.clear()
        try:
            _last_opened[key] = _open(path)
        except _Unreadable as unreadable:
            return Draft(str(Kind.PDF), problems=[str(unreadable)])
    return _read(_last_opened[key], name, first, last, limits)


def _open(source: bytes | Path) -> _Opened:
    """The PDF in ``source``, mended in memory where it is damaged. Raises _Unreadable."""
    damage = None if _has_end(source) else "its end is missing"
    try:
        document = pypdfium2.PdfDocument(source if isinstance(source, bytes) else mapped(source))
        if len(document) > 0:
            return _Opened(document, damage, Structure(source))
        document.close()
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == _PASSWORD or getattr(error, "err_code", 0) == _PASSWORD:
            raise _Unreadable(
                "is encrypted: save a copy without its password and add that"
            ) from error
    return _Opened(_mended(source), damage or "its structure is broken", Structure(source))


def _mended(source: bytes | Path) -> Any:
    import pikepdf

    whole = BytesIO()
    try:
        with pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source) as file:
            file.save(whole)
        document = pypdfium2.PdfDocument(whole.getvalue())
        if len(document) > 0:
            return document
    except pikepdf.PasswordError as error:
        raise _Unreadable("is encrypted: save a copy without its password and add that") from error
    except (
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
        ValueError,
        RuntimeError,
        OSError,
        TypeError,
    ) as error:
        raise _Unreadable("is damaged beyond mending: ask for another copy") from error
    raise _Unreadable("is damaged beyond mending: ask for another copy")


def _has_end(source: bytes | Path) -> bool:
    if isinstance(source, bytes):
        tail = source[-2048:]
    else:
        with source.open("rb") as file:
            file.seek(max(0, source.stat().st_size - 2048))
            tail = file.read()
    return b"%%EOF" in tail


def _read(opened: _Opened, name: str, first: int, last: int, limits: Limits) -> Draft:
    draft = Draft(str(Kind.PDF))
    count = draft.page_count = len(opened.document)
    odd: dict[str, list[int]] = {
        kind: []
        for kind in ("picture", "wordless", "hidden", "garbled", "disputed", "broken")
    }
    told: dict[str, list[str]] = {"covered": [], "unseen": [], "sure": []}
    texts: list[str] = []
    drawn: list[tuple[TextLine, int, int]] = []
    at = 0
    wrong = PageFaults()
    if count <= _MOST_JUDGED:
        wrong = opened.structure.faults(first, min(last, count, limits.pages))
    else:
        draft.metadata["fonts not judged"] = f"{count:,} pages"
    for number in range(first, min(last, count, limits.pages)):
        words = page_words(opened.document.raw, number)
        if words is None:
            odd["broken"].append(number + 1)
            words = PageWords("", 0.0, 0.0)
        for kind in ("covered", "unseen"):
            if count_of := getattr(words, kind):
                told[kind].append(f"page {number + 1} has {count_of} {_WORDS_OR_WORD[count_of == 1]}")
        words.lying = number in wrong.lying
        outcome = settled(opened.document, number, words)
        for kind, holds in (
            ("picture", outcome.picture), ("wordless", outcome.wordless), ("hidden", words.hidden),
            ("garbled", outcome.garbled), ("disputed", outcome.disagrees),
        ):  # fmt: skip
            if holds:
                odd[kind].append(number + 1)
        if outcome.confidence:
            told["sure"].append(outcome.confidence)
        words = outcome.words
        if texts:
            at += len(PAGE_BREAK)
        page, text, segments, lines = lay_out(words, number + 1, at)
        texts.append(text)
        draft.pages.append(page)
        draft.segments.extend(segments)
        drawn.extend(lines)
        at = page.end
    draft.text = PAGE_BREAK.join(texts)
    for kind, numbers in odd.items():
        if numbers:
            draft.metadata[f"{kind} pages"] = spell_pages(numbers)
    if wrong.hurt:
        draft.metadata["hurt pages"] = _spell_hurt(wrong.hurt, count)
    for kind, key in _TOLD.items():
        if told[kind]:
            draft.metadata[key] = ", ".join(told[kind])
    if opened.damage:
        draft.metadata["mended"] = f"{opened.damage}; {count:,} pages"
    if count > limits.pages:
        draft.metadata["pages beyond the limit"] = f"{limits.pages + 1} to {count}"
    draft.problems.extend(faults(draft.metadata))
    lay_to_speakers(draft)
    if first == 0:
        _describe(draft, opened, name, drawn)
    return draft


def _spell_hurt(numbers: frozenset[int], count: int) -> str:
    first = min(numbers)
    if len(numbers) == count - first > 1:
        return f"from page {first + 1} on"
    return f"on pages {spell_pages([number + 1 for number in numbers])}"


def lay_out(
    words: PageWords, number: int, at: int
) -> tuple[Page, str, list[Segment], list[tuple[TextLine, int, int]]]:
    """A page's text from offset ``at`` on: its record, its segments, and where each line stands."""
    lines, columns = reading_order(words.lines, words.width, words.height)
    parts: list[str] = []
    boxes: list[float] = []
    spans: list[tuple[int, int]] = []
    here = at
    for index, line in enumerate(lines):
        start = here
        text = _line_text(line, words, here, boxes)
        # A word that goes on in the next line is joined only if that line does come next.
        glue = "\n"
        if line.glued is not None:
            following = lines[index + 1] if index + 1 < len(lines) else None
            if following and following.words[0].start == line.words[-1].end + 1:
                glue = line.glued
            else:
                text += "-"
        parts.append(text)
        here += len(text)
        spans.append((start, here))
        if index + 1 < len(lines):
            parts.append(glue)
            here += len(glue)
    usual = body_size(lines)
    segments = []
    for group in paragraphs(lines, words.chars, columns):
        start, end = spans[group[0]][0], spans[group[-1]][1]
        text = "".join(parts)[start - at : end - at] if len(group) <= 3 else ""
        kind = SegmentKind.PARAGRAPH
        if text and _is_heading([lines[n] for n in group], text, usual):
            kind = SegmentKind.HEADING
        segments.append(Segment(start, end, kind, page=number))
    page = Page(number, at, here, words.width, words.height, _packed(boxes))
    drawn = [(line, *span) for line, span in zip(lines, spans, strict=True)]
    return page, "".join(parts), segments, drawn


def _line_text(line: TextLine, words: PageWords, at: int, boxes: list[float]) -> str:
    """The line's characters as PDFium gave them; ``boxes`` gets those of its words."""
    first = line.words[0].start
    chars, end = words.chars, line.words[-1].end
    in_order = all(a.end <= b.start for a, b in zip(line.words, line.words[1:], strict=False))
    text = chars[first:end].replace("\t", " ")
    if not in_order or len(_WORDS.findall(text)) != len(line.words):
        text = " ".join(chars[w.start : w.end] for w in line.words)
        starts = []
        for word in line.words:
            starts.append(at)
            at += word.end - word.start + 1
    else:
        starts = [at + word.start - first for word in line.words]
    across, down = 100 / words.width, 100 / words.height
    if line.left < 0 or line.top < 0 or line.right > words.width or line.bottom > words.height:
        line.words = [_clipped(word, words) for word in line.words]
    for (first, end, left, top, right, bottom), start in zip(line.words, starts, strict=True):
        boxes += (
            start,
            start + end - first,
            left * across,
            top * down,
            right * across,
            bottom * down,
        )
    return text


def _clipped(word: Word, page: PageWords) -> Word:
    start, end, left, top, right, bottom = word
    return Word(
        start, end, min(max(left, 0.0), page.width), min(max(top, 0.0), page.height),
        min(max(right, 0.0), page.width), min(max(bottom, 0.0), page.height),
    )  # fmt: skip


def _packed(boxes: list[float]) -> WordBoxes:
    """All boxes of a page in one call; ``WordBoxes.pack`` makes one for every word."""
    return WordBoxes(struct.pack("<" + "IIffff" * (len(boxes) // 6), *boxes))


_WORDS = re.compile(r"[^\s\x02\ufffe]+")


def _is_heading(lines: list[TextLine], text: str, usual: float) -> bool:
    words = text.split()
    if len(words) > 18 or (text.rstrip()[-1] in ".;,:" and not re.match(r"\d+\.?\s", text)):
        return False
    if not re.search(r"[^\W\d_]{2}", text):
        return False
    if all(line.size > 1.12 * usual for line in lines):
        return True
    if all(line.bold for line in lines) and len(words) <= 14 and text.rstrip()[-1] != ".":
        return True
    return len(lines) == 1 and text.isupper() and looks_like_heading(text)


def lay_to_speakers(draft: Draft) -> None:
    """Lay speeches and letters to who spoke or signed, in the segments of ``draft``."""
    voices = Voices(draft.text.split("\n"))
    if voices.is_transcript:
        draft.segments = list(_speeches(draft, voices))
    signed = signature(draft.text.split("\n"))
    if signed:
        draft.segments = list(_signed(draft, signed))
        draft.author = signed.name


def _speeches(draft: Draft, voices: Voices) -> Iterator[Segment]:
    speaker = None
    for segment in draft.segments:
        at = segment.start
        for line in draft.text[segment.start : segment.end].split("\n"):
            said = voices.label(line)
            if said and at > segment.start:
                yield _spoken(replace(segment, end=at - 1), speaker)
                segment = replace(segment, start=at)
            if said:
                speaker = said[0]
            at += len(line) + 1
        if segment.kind is SegmentKind.HEADING:
            speaker = None
        yield _spoken(segment, speaker)


def _spoken(segment: Segment, speaker: str | None) -> Segment:
    if speaker is None or segment.kind is not SegmentKind.PARAGRAPH:
        return segment
    return replace(segment, kind=SegmentKind.SPEECH, speaker=speaker)


def _signed(draft: Draft, signed: Signature) -> Iterator[Segment]:
    starts = [0]
    for line in draft.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    close, end = starts[signed.first_line], starts[signed.last_line + 1] - 1
    for segment in draft.segments:
        if segment.kind is not SegmentKind.PARAGRAPH or segment.start > end:
            yield segment
        elif segment.start >= close:
            yield replace(segment, kind=SegmentKind.SIGNATURE, speaker=signed.name)
        elif segment.end > close:
            yield replace(segment, end=close - 1, speaker=signed.name)
            yield replace(segment, start=close, kind=SegmentKind.SIGNATURE, speaker=signed.name)
        else:
            yield replace(segment, speaker=signed.name)


def _describe(
    draft: Draft, opened: _Opened, name: str, drawn: list[tuple[TextLine, int, int]]
) -> None:
    """Title, author and date: from the first page where it shows them, else from the metadata."""
    about = {
        key: clean(value).strip() for key, value in opened.document.get_metadata_dict().items()
    }
    lines = draft.text[: draft.pages[0].end if draft.pages else 0].split("\n")
    headings = [s for s in draft.segments[:6] if s.kind is SegmentKind.HEADING and s.page == 1]
    if headings:
        sizes = {start: line.size for line, start, _ in drawn[:60]}
        best = max(headings, key=lambda s: (round(sizes.get(s.start, 0.0)), -s.start))
        draft.title = " ".join(draft.text[best.start : best.end].split())
    elif about.get("Title") and not _NO_TITLE.fullmatch(about["Title"]):
        draft.title = about["Title"]
    draft.author = draft.author or author_of(lines[:12])
    if draft.author is None and about.get("Author") and not _NO_TITLE.fullmatch(about["Author"]):
        draft.author = about["Author"]
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", about.get("CreationDate", ""))
    draft.date = page_date(lines)
    if created:
        draft.metadata["created"] = "-".join(created.groups())
        try:
            draft.date = draft.date or date(*map(int, created.groups()))
        except ValueError:
            del draft.metadata["created"]
    draft.date = draft.date or name_date(name)
