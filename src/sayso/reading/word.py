"""DOCX: the body in order, then notes, comments, and the heads and feet of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.reading.datelines import Calendar, find_dates, name_date, page_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, Scribe, row_date, row_of
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.packages import Package, Refused, open_package
from sayso.reading.tables import could_name_columns
from sayso.reading.voices import Floor, author_of
from sayso.records import Cell, SegmentKind

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "docProps/core.xml"
#: The stamp of the empty file that a widespread DOCX library starts from; no document's own date.
_TEMPLATE_STAMP = "2013-12-23T23:15:00Z"
_DELETED = frozenset(("del", "moveFrom"))


@dataclass(frozen=True, slots=True)
class Item:
    """One line to be: a paragraph, a heading or a table row (``style``), and the part it is of."""

    text: str
    style: str = ""
    cells: tuple[Cell, ...] = ()
    header: bool = False
    part: str = ""
    speaker: str | None = None


def read_word(data: bytes, called: str, limits: Limits) -> Draft:
    """A Document of a DOCX file. Tracked deletions are left out, and said in ``metadata``."""

    def read(package: Package, draft: Draft) -> None:
        _read_package(package, called, draft)

    return open_package(data, Draft(str(Kind.DOCX)), limits, read)


def _read_package(package: Package, called: str, draft: Draft) -> None:
    names = package.names
    main = package.tree("word/document.xml") if "word/document.xml" in names else None
    if main is None:
        raise Refused("is damaged (its main part is missing): ask for another copy")
    reader = _Reader(_heading_styles(package, names))
    items: list[Item] = list(reader.items(main, ""))
    for pattern, part in (
        (r"word/header\d*\.xml", "header"), (r"word/footer\d*\.xml", "footer"),
        (r"word/footnotes\.xml", "footnote"), (r"word/endnotes\.xml", "endnote"),
        (r"word/comments\.xml", "comment"),
    ):  # fmt: skip
        seen = set()
        for name in sorted(n for n in names if re.fullmatch(pattern, n)):
            tree = package.tree(name)
            if tree is None:
                continue
            for item in reader.items(tree, part):
                if item.text not in seen or part not in ("header", "footer"):
                    seen.add(item.text)
                    items.append(item)
    core = package.tree(_CORE) if _CORE in names else None
    write_items(items, draft)
    draft.date = draft.date or name_date(called)
    properties(core, draft)
    if reader.deleted:
        draft.metadata["tracked deletions left out"] = f"{reader.deleted:,} characters"
    if reader.inserted:
        draft.metadata["tracked insertions"] = f"{reader.inserted:,}"


def _heading_styles(package: Package, names: set[str]) -> frozenset[str]:
    """The ids of styles that are headings or titles, by name or by outline level."""
    if "word/styles.xml" not in names:
        return frozenset()
    tree = package.tree("word/styles.xml")
    if tree is None:
        return frozenset()
    found = set()
    for style in tree.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        words = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        if (
            re.match(r"(?:heading \d|title$|subtitle$)", words)
            or style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        ):
            found.add(style.get(f"{_W}styleId") or "")
    return frozenset(found)


class _Reader:
    """Goes through one part after another and counts what tracked changes took out."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.headings = headings
        self.deleted = 0
        self.inserted = 0

    def items(self, root: etree._Element, part: str) -> Iterator[Item]:
        """The paragraphs and rows of ``root`` in order, a text box after what it hangs on."""
        stack = [root]
        while stack:
            node = stack.pop()
            if node.tag == f"{_W}p":
                yield from self._paragraph(node, part)
            elif node.tag == f"{_W}tbl":
                yield from self._table(node, part)
            elif node.tag in (f"{_W}footnote", f"{_W}endnote") and node.get(f"{_W}type"):
                continue
            elif node.tag == f"{_W}comment":
                who = " ".join(clean(node.get(f"{_W}author") or "").split()) or None
                for child in node:
                    for item in self.items(child, part):
                        yield replace(item, speaker=who)
            else:
                stack.extend(child for child in reversed(node) if isinstance(child.tag, str))

    def _paragraph(self, node: etree._Element, part: str) -> Iterator[Item]:
        style = node.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(f"{_W}val") or "" if style is not None else ""
        outline = node.find(f"{_W}pPr/{_W}outlineLvl")
        heading = (
            name in self.headings
            or bool(re.match(r"(?:Heading|Title)", name))
            or outline is not None
        )
        boxes: list[etree._Element] = []
        text = self._text(node, boxes).strip()
        if text:
            yield Item(text, "heading" if heading else "", part=part)
        for box in boxes:
            yield from self.items(box, part or "text box")

    def _table(self, table: etree._Element, part: str) -> Iterator[Item]:
        columns: list[str] = []
        for number, row in enumerate(table.iterchildren(f"{_W}tr")):
            boxes: list[etree._Element] = []
            values = [" ".join(self._text(cell, boxes).split("\n")).strip() for cell in _cells(row)]
            if any(values):
                header = number == 0 and len(values) > 1 and could_name_columns(values)
                if header:
                    columns = values
                text, cells = row_of(values, columns if not header else values)
                if len(values) == 1:
                    yield Item(text, part=part)
                else:
                    yield Item(text, "row", cells, header, part)
            for box in boxes:
                yield from self.items(box, part or "text box")

    def _text(self, node: etree._Element, boxes: list[etree._Element]) -> str:
        words: list[str] = []
        stack: list[tuple[etree._Element, bool]] = [(child, False) for child in reversed(node)]
        while stack:
            here, leaving = stack.pop()
            if not isinstance(here.tag, str):
                continue
            tag = here.tag.removeprefix(_W)
            if leaving:
                words.append("\n")
            elif tag in _DELETED:
                self.deleted += sum(len(t.text or "") for t in here.iter(f"{_W}delText", f"{_W}t"))
            elif tag == "t":
                words.append(here.text or "")
            elif tag == "tab":
                words.append("\t" if _parent_tag(here) == f"{_W}r" else "")
            elif tag in ("br", "cr"):
                words.append("\n")
            elif tag == "noBreakHyphen":
                words.append("-")
            elif tag == "txbxContent":
                boxes.append(here)
            elif here.tag == f"{_MC}Fallback" or tag in ("pPr", "rPr", "instrText"):
                continue
            else:
                self.inserted += tag == "ins" and _parent_tag(here) != f"{_W}rPr"
                if tag == "p":
                    stack.append((here, True))
                stack.extend((child, False) for child in reversed(here))
        return clean("".join(words))


def _parent_tag(node: etree._Element) -> str:
    parent = node.getparent()
    return "" if parent is None else str(parent.tag)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iter(f"{_W}tc")


def write_items(items: list[Item], draft: Draft) -> None:
    """Lay the lines out in ``draft``, with who speaks and when, and the parts besides the body."""
    body = [item for item in items if not item.part]
    texts = [item.text for item in body]
    floor, calendar, scribe = Floor(texts), Calendar(), Scribe()
    for number, item in enumerate(items):
        kind, speaker, when = SegmentKind.PARAGRAPH, item.speaker, None
        if item.style == "heading":
            kind = SegmentKind.HEADING
        elif item.style == "row":
            kind = SegmentKind.HEADER if item.header else SegmentKind.ROW
            when = None if item.header else row_date(item.text, item.cells, calendar)
        if not item.part:
            kind, speaker = floor.turn(number, item.text, kind)
        scribe.line(item.text, kind, speaker=speaker, when=when, cells=item.cells)
    draft.text, draft.segments = scribe.text, scribe.segments
    if parts := sorted({item.part for item in items if item.part}):
        draft.metadata["parts besides the body"] = ", ".join(parts)
    draft.date = page_date(texts)
    draft.title = next((item.text for item in body[:5] if item.style == "heading"), None)
    draft.author = floor.writer or author_of(texts[:10])


def properties(core: etree._Element | None, draft: Draft) -> None:
    """Title, author and day of ``docProps/core.xml`` where the text itself has none."""
    if core is None:
        return
    draft.title = _value(core, f"{_DC}title") or draft.title
    draft.author = draft.author or _value(core, f"{_DC}creator")
    stamp = _value(core, f"{_TERMS}created")
    if stamp and stamp != _TEMPLATE_STAMP:
        draft.metadata["created"] = stamp
        found = find_dates(stamp)
        if draft.date is None and found:
            draft.date = found[0][2]


def _value(core: etree._Element, tag: str) -> str | None:
    node = core.find(tag)
    return " ".join(clean(node.text).split()) or None if node is not None and node.text else None
