"""PPTX: each slide a page, its title a heading; then its notes and comments, marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.reading.datelines import Calendar, name_date, page_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, Scribe, row_date, row_of
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.packages import Package, Refused, open_package
from sayso.reading.tables import could_name_columns
from sayso.reading.word import properties
from sayso.records import Page, Segment, SegmentKind

if TYPE_CHECKING:
    from lxml import etree

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "ppt/presentation.xml"
_TITLES = frozenset(("title", "ctrTitle"))
#: Placeholders that every page of a kind has: number, date, head and foot; a picture of the slide.
_FRAME = frozenset(("sldNum", "dt", "hdr", "ftr", "sldImg"))


def read_slides(data: bytes, called: str, limits: Limits) -> Draft:
    """A Document of a PPTX file. ``metadata`` names hidden slides and those with notes."""

    def read(package: Package, draft: Draft) -> None:
        names = _in_order(package)
        if not names:
            raise Refused("is damaged (it has no slides): ask for another copy")
        deck = Deck(draft, limits)
        for name in names:
            root = package.tree(name)
            if root is not None and not _slide(package, name, root, deck):
                break
        deck.finish(called)
        core = "docProps/core.xml"
        properties(package.tree(core) if core in package.names else None, draft)

    return open_package(data, Draft(str(Kind.PPTX)), limits, read)


def _in_order(package: Package) -> list[str]:
    """The slides as they are shown, then those that the presentation has but does not list."""
    present = [n for n in package.names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]
    present.sort(key=lambda n: (int(re.sub(r"\D", "", n)), n))
    root = package.tree(_MAIN) if _MAIN in package.names else None
    listed: list[str] = []
    if root is not None:
        parts = {link: part for link, kind, part in package.links(_MAIN) if kind == "slide"}
        listed = [parts.get(node.get(f"{_R}id") or "", "") for node in root.iter(f"{_P}sldId")]
    found = dict.fromkeys(name for name in [*listed, *present] if name)
    return list(found)


def _slide(package: Package, name: str, root: etree._Element, deck: Deck) -> bool:
    notes, comments, diagrams = [], [], []
    for _, kind, part in package.links(name):
        if kind in ("notesSlide", "comments", "diagramData"):
            tree = package.tree(part)
            if tree is None:
                continue
            if kind == "notesSlide":
                notes += [s for s in _shapes(tree) if s[1] is not SegmentKind.HEADING]
            elif kind == "comments":
                comments += list(_comments(tree))
            else:
                diagrams += list(_paragraphs(tree))
    body = [*_shapes(root), *((words, SegmentKind.PARAGRAPH, []) for words in diagrams)]
    return deck.slide(
        body, [words for words, _, _ in notes], comments, hidden=root.get("show") in ("0", "false")
    )


#: A line to be: its words, its kind, and the values of its cells where it is a table's row.
Shown = tuple[str, SegmentKind, list[str]]


def _shapes(root: etree._Element) -> Iterator[Shown]:
    """The lines of a slide, titles first as a reader sees them, else in the file's order."""
    titles: list[Shown] = []
    rest: list[Shown] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == f"{_MC}Fallback":
            continue
        if node.tag == f"{_P}sp":
            mark = node.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            kind = mark.get("type") if mark is not None else None
            if kind in _FRAME:
                continue
            if kind in _TITLES:
                words = " ".join(_paragraphs(node))
                titles += [(words, SegmentKind.HEADING, [])] if words else []
            else:
                rest += [(words, SegmentKind.PARAGRAPH, []) for words in _paragraphs(node)]
        elif node.tag == f"{_A}tbl":
            for row in node.iter(f"{_A}tr"):
                values = [" ".join(_paragraphs(cell)) for cell in row.iterchildren(f"{_A}tc")]
                if any(values):
                    rest.append((" | ".join(values), SegmentKind.ROW, values))
            # A table's end, so that two that follow one another are not taken for one.
            rest.append(("", SegmentKind.HEADER, []))
        else:
            stack.extend(child for child in reversed(node) if isinstance(child.tag, str))
    yield from titles
    yield from rest


def _paragraphs(node: etree._Element) -> Iterator[str]:
    for paragraph in node.iter(f"{_A}p"):
        words = []
        for part in paragraph.iter(f"{_A}t", f"{_A}br", f"{_A}tab"):
            words.append(part.text or "" if part.tag == f"{_A}t" else " ")
        if line := " ".join(clean("".join(words)).split()):
            yield line


def _comments(root: etree._Element) -> Iterator[str]:
    for node in root.iter(f"{_P}cm"):
        words = " ".join(part.text or "" for part in node.iter(f"{_P}text"))
        if line := " ".join(clean(words).split()):
            yield line
    for node in root.iter():
        # Comments of later versions lie in a namespace of their own and hold paragraphs.
        if isinstance(node.tag, str) and node.tag.endswith("}cm") and node.tag != f"{_P}cm":
            yield from _paragraphs(node)


class Deck:
    """Writes slides one after another as pages."""

    def __init__(self, draft: Draft, limits: Limits) -> None:
        self._draft = draft
        self._limits = limits
        self._scribe = Scribe()
        self._calendar = Calendar()
        self._marked: dict[str, list[int]] = {}

    def slide(
        self, body: list[Shown], notes: list[str], comments: list[str], *, hidden: bool
    ) -> bool:
        """Add a slide; False, and a problem of the draft, where it is one too many."""
        number = len(self._draft.pages) + 1
        if number > self._limits.pages or self._scribe.length > self._limits.characters:
            self._draft.problems.append(
                f"has more slides than sayso reads: the first {number - 1:,} were read; split it"
            )
            return False
        start = self._scribe.following
        columns: list[str] | None = None
        for words, kind, values in body:
            if kind is SegmentKind.ROW:
                first = columns is None
                named = first and len(values) > 1 and could_name_columns(values)
                columns = values if named else columns or []
                self._row(values, columns, number, named=named)
            else:
                columns = None
                self._line(words, kind, number)
        for called, lines in (("Notes", notes), ("Comments", comments)):
            if lines:
                self._marked.setdefault(called, []).append(number)
                self._line(f"{called}:", SegmentKind.HEADER, number)
                for words in lines:
                    self._line(words, SegmentKind.PARAGRAPH, number)
        if hidden:
            self._marked.setdefault("hidden slides", []).append(number)
        self._draft.pages.append(Page(number, start, self._scribe.length))
        return True

    def finish(self, called: str) -> None:
        """Hand text, pages, title and date over to the draft."""
        draft = self._draft
        draft.text, draft.segments = self._scribe.text, self._scribe.segments
        for name, slides in self._marked.items():
            named = name if name == "hidden slides" else f"{name.lower()} on slides"
            draft.metadata[named] = ", ".join(map(str, slides))
        headings = (s for s in draft.segments if s.kind is SegmentKind.HEADING)
        if first := next(headings, None):
            draft.title = draft.text[first.start : first.end]
        draft.date = page_date(draft.text[:2000].split("\n")) or name_date(called)

    def _row(self, values: list[str], columns: list[str], number: int, *, named: bool) -> None:
        words, cells = row_of(values, columns)
        when = None if named else row_date(words, cells, self._calendar)
        kind = SegmentKind.HEADER if named else SegmentKind.ROW
        segment = Segment(0, len(words), kind, page=number, date=when, cells=cells)
        self._scribe.block(words, [segment])

    def _line(self, words: str, kind: SegmentKind, number: int) -> None:
        if words:
            self._scribe.block(words, [Segment(0, len(words), kind, page=number)])
