"""DOCX: the body in order, then notes, comments, and the heads and feet of its pages."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from sayso.reading.datelines import Calendar, find_dates, name_date, page_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, Scribe, row_date, row_of
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.voices import Floor, author_of
from sayso.records import Cell, SegmentKind

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "docProps/core.xml"
#: The stamp of the empty file that a widespread DOCX library starts from; no document's own date.
_TEMPLATE_STAMP = "2013-12-23T23:15:00Z"
_DELETED = frozenset(("del", "moveFrom"))


@dataclass(frozen=True, slots=True)
class _Item:
    """One line to be: a paragraph with its style, or a table row."""

    text: str
    style: str = ""
    cells: tuple[Cell, ...] = ()
    header: bool = False
    part: str = ""


class _Refused(Exception):
    """The container is not safe or not whole; the words are for a reader."""


def read_word(data: bytes, called: str, limits: Limits) -> Draft:
    """A Document of a DOCX file. Tracked deletions are left out, and said in ``metadata``."""
    draft = Draft(str(Kind.DOCX))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _read_archive(archive, called, draft, limits)
    except _Refused as refused:
        draft.problems.append(str(refused))
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        KeyError,
        RuntimeError,
        ValueError,
    ):
        draft.problems.append("is damaged (its zip container cannot be read): ask for another copy")
    return draft


def _read_archive(
    archive: zipfile.ZipFile, called: str, draft: Draft, limits: Limits
) -> None:
    names = _checked_names(archive, limits)
    budget = _Budget(archive, limits, draft)
    main = budget.tree("word/document.xml") if "word/document.xml" in names else None
    if main is None:
        raise _Refused("is damaged (its main part is missing): ask for another copy")
    reader = _Reader(_heading_styles(budget, names))
    items: list[_Item] = list(reader.items(main, ""))
    for pattern, part in (
        (r"word/header\d*\.xml", "header"), (r"word/footer\d*\.xml", "footer"),
        (r"word/footnotes\.xml", "footnote"), (r"word/endnotes\.xml", "endnote"),
        (r"word/comments\.xml", "comment"),
    ):  # fmt: skip
        seen = set()
        for name in sorted(n for n in names if re.fullmatch(pattern, n)):
            tree = budget.tree(name)
            if tree is None:
                continue
            for item in reader.items(tree, part):
                if item.text not in seen or part not in ("header", "footer"):
                    seen.add(item.text)
                    items.append(item)
    core = budget.tree(_CORE) if _CORE in names else None
    _write(items, draft)
    draft.date = draft.date or name_date(called)
    _properties(core, draft)
    if reader.deleted:
        draft.metadata["tracked deletions left out"] = f"{reader.deleted:,} characters"
    if reader.inserted:
        draft.metadata["tracked insertions"] = f"{reader.inserted:,}"


def _checked_names(archive: zipfile.ZipFile, limits: Limits) -> set[str]:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > limits.zip_entries or total > limits.unpacked:
        raise _Refused("unpacks to more than sayso reads: save it as text and add that")
    if total > 10_000_000 and total > packed * limits.ratio:
        raise _Refused("unpacks to far more than a document holds, as traps do: it was not read")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _Refused("is encrypted: save a copy without its password and add that")
    return {entry.filename for entry in entries}


class _Budget:
    """Reads parts while keeping count of what they unpack to, whatever the directory claims."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, draft: Draft) -> None:
        self._archive = archive
        self._left = limits.unpacked
        self._draft = draft

    def tree(self, name: str) -> etree._Element | None:
        from lxml import etree

        try:
            with self._archive.open(name) as part:
                data = part.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
        ):
            self._draft.problems.append(f"is damaged: its part {name} cannot be read")
            return None
        self._left -= len(data)
        if self._left < 0:
            raise _Refused("unpacks to more than sayso reads: save it as text and add that")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
            remove_pis=True, load_dtd=False, recover=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
        except (etree.XMLSyntaxError, ValueError):
            recovering = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            try:
                root = etree.fromstring(data, recovering)
            except (etree.XMLSyntaxError, ValueError):
                root = None
            self._draft.problems.append(f"is damaged: its part {name} was read as far as it goes")
        return root


def _heading_styles(budget: _Budget, names: set[str]) -> frozenset[str]:
    """The ids of styles that are headings or titles, by name or by outline level."""
    if "word/styles.xml" not in names:
        return frozenset()
    tree = budget.tree("word/styles.xml")
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

    def items(self, root: etree._Element, part: str) -> Iterator[_Item]:
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
            else:
                stack.extend(child for child in reversed(node) if isinstance(child.tag, str))

    def _paragraph(self, node: etree._Element, part: str) -> Iterator[_Item]:
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
            yield _Item(text, "heading" if heading else "", part=part)
        for box in boxes:
            yield from self.items(box, part or "text box")

    def _table(self, table: etree._Element, part: str) -> Iterator[_Item]:
        columns: list[str] = []
        for number, row in enumerate(table.iterchildren(f"{_W}tr")):
            boxes: list[etree._Element] = []
            values = [" ".join(self._text(cell, boxes).split("\n")).strip() for cell in _cells(row)]
            if any(values):
                header = number == 0 and len(values) > 1 and _could_be_header(values)
                if header:
                    columns = values
                text, cells = row_of(values, columns if not header else values)
                if len(values) == 1:
                    yield _Item(text, part=part)
                else:
                    yield _Item(text, "row", cells, header, part)
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


def _could_be_header(values: list[str]) -> bool:
    return not any(
        len(value) > 60 or find_dates(value) or re.fullmatch(r"[\d.,\s%£$€-]+", value)
        for value in values
    )


def _write(items: list[_Item], draft: Draft) -> None:
    body = [item for item in items if not item.part]
    texts = [item.text for item in body]
    floor, calendar, scribe = Floor(texts), Calendar(), Scribe()
    for number, item in enumerate(items):
        kind, speaker, when = SegmentKind.PARAGRAPH, None, None
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


def _properties(core: etree._Element | None, draft: Draft) -> None:
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
