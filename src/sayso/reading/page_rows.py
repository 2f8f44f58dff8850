"""The lines of a news page before anything is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.reading.draft import Draft, Scribe
from sayso.reading.furniture import credit, is_furniture
from sayso.reading.kinds import Kind
from sayso.reading.web import Line, WebPage
from sayso.records import SegmentKind, Zone

SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s*$")
_APART = re.compile(r"\s+[|•·]\s+|\s{3,}|\t+")
_CAPTION = re.compile(r"figcaption|(?:^|[-_])caption|credit")
#: Tags, classes and roles of the parts of a page that are not its article.
NOT_BODY = frozenset(
    "nav footer aside button form menu breadcrumb breadcrumbs navigation complementary contentinfo "
    "newsletter related comments comment-list sidebar share social cookie-banner promo advert "
    "advertisement ad taboola outbrain".split()
)


@dataclass(slots=True)
class Row:
    """A line of the page and what it was found to be."""

    start: int
    text: str
    tag: str = ""
    hints: tuple[str, ...] = ()
    linked: float = 0.0
    zone: Zone | None = None
    taken: list[tuple[int, int]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The offset behind the line."""
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def is_paragraph(self) -> bool:
        """Whether it reads like running text."""
        if self.linked > 0.6:
            return False
        count = self.words
        return count >= 25 or (count >= 10 and bool(SENTENCE_END.search(self.text)))

    def has_hint(self, pattern: re.Pattern[str]) -> bool:
        """Whether a tag or class of the line's own block matches ``pattern``."""
        return any(pattern.search(hint) for hint in self.hints[:6])

    @property
    def is_caption(self) -> bool:
        """Whether the markup calls it a caption or a credit."""
        return self.has_hint(_CAPTION)

    @property
    def is_apart(self) -> bool:
        """Whether the markup puts it outside the running text, or it is only links."""
        if self.is_caption or any(hint in NOT_BODY for hint in self.hints):
            return True
        return self.linked > 0.8 and self.words < 25

    def pieces(self) -> Iterator[tuple[int, int]]:
        """The spans of the parts of a line like "By Jane Doe | 3 March 2025 | 5 min read"."""
        at = 0
        for match in _APART.finditer(self.text):
            if match.start() > at:
                yield self.start + at, self.start + match.start()
            at = match.end()
        if at < len(self.text):
            yield self.start + at, self.end


def rows_of_page(page: WebPage) -> tuple[list[Row], Draft]:
    """The visible lines of a web page, and the page as a draft."""
    draft = Draft(str(Kind.HTML))
    if page.problem:
        draft.problems.append(page.problem)
    scribe = Scribe()
    rows = []
    for line in page.lines:
        kind = SegmentKind.HEADING if re.fullmatch(r"h[1-6]", line.tag) else SegmentKind.PARAGRAPH
        scribe.line(line.text, _row_kind(line, kind), cells=line.cells)
        rows.append(Row(scribe.segments[-1].start, line.text, line.tag, line.hints, line.linked))
    draft.text, draft.segments = scribe.text, scribe.segments
    return rows, draft


def _row_kind(line: Line, kind: SegmentKind) -> SegmentKind:
    if line.row:
        return SegmentKind.HEADER if line.is_header else SegmentKind.ROW
    return kind


def rows_of_draft(draft: Draft, kind: Kind) -> Iterator[Row]:
    """The lines of a text, or the paragraphs of a PDF, a Word file or a mail."""
    if kind in (Kind.TEXT, Kind.MARKDOWN, Kind.CSV, Kind.TSV):
        yield from rows_of_text(draft.text)
        return
    for segment in draft.segments:
        words = draft.text[segment.start : segment.end]
        if kind is Kind.MAIL and segment.kind is SegmentKind.HEADER:
            # Of "From: Ada Merrow <ada@…>" only the name can be an author.
            label = re.match(r"\w+: ", words)
            at = label.end() if label else 0
            yield Row(segment.start + at, re.sub(r" <[^>]*>$", "", words[at:]), "header")
            continue
        row = Row(segment.start, words, "h1" if segment.kind is SegmentKind.HEADING else "p")
        if row.tag == "h1" or row.is_paragraph:
            yield row
        else:
            # A by-line and a date may stand close enough to look like one paragraph.
            yield from rows_of_text(words, segment.start)


def rows_of_text(text: str, start: int = 0) -> Iterator[Row]:
    """The lines of a text; lines that only a narrow margin parted are one row."""
    for block in re.finditer(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*", text):
        lines = block.group().split("\n")
        wrapped = (
            len(lines) > 1
            and all(45 <= len(line) <= 100 for line in lines[:-1])
            and (not any(SENTENCE_END.search(line) and len(line) < 60 for line in lines[:-1]))
            and not any(is_furniture(line) or credit(line) for line in lines)
        )
        at = block.start()
        for line in [block.group()] if wrapped else lines:
            words = line.strip(" \t")
            if words:
                tag = "h1" if re.match(r"#\s", words) else ""
                yield Row(start + at + len(line) - len(line.lstrip(" \t")), words, tag)
            at += len(line) + 1


def bare(text: str) -> str:
    """The words of ``text`` in small letters, without what stands between them."""
    return " ".join(re.findall(r"\w+", text.lower()))
