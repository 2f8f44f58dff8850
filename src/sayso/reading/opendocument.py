"""OpenDocument: texts (ODT), sheets (ODS) and slides (ODP), read from the parts of their packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.reading.datelines import find_dates, name_date
from sayso.reading.decoding import clean
from sayso.reading.draft import Draft, row_of
from sayso.reading.kinds import Kind
from sayso.reading.limits import Limits
from sayso.reading.packages import Package, Refused, open_package
from sayso.reading.sheets import Book
from sayso.reading.slides import Deck, Shown
from sayso.reading.tables import could_name_columns
from sayso.reading.word import Item, write_items
from sayso.records import SegmentKind

if TYPE_CHECKING:
    from lxml import etree

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE = (f"{_NAMES}{name}:1.0}}" for name in ("office", "text", "table"))
_DRAW, _STYLE, _SHOW = (f"{_NAMES}{name}:1.0}}" for name in ("drawing", "style", "presentation"))
_META = f"{_NAMES}meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LINES = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_APART = {
    f"{_TEXT}note": "footnote", f"{_OFFICE}annotation": "comment", f"{_DRAW}text-box": "text box",
}  # fmt: skip
_UNSEEN = frozenset(
    (f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_TEXT}ruby-text", f"{_DC}creator",
     f"{_DC}date", f"{_OFFICE}forms", f"{_TEXT}sequence-decls", f"{_META}date-string")
)  # fmt: skip
#: How often a repeated cell or row that holds something is written; sheets repeat blanks to their edge.
_REPEATS = 1_000
_CUT = (
    f"repeats a cell, a row or blanks more than {_REPEATS:,} times: they were written {_REPEATS:,} times; "
    "save it as CSV and add that"
)


class _Aside(list[Item]):
    """Notes, comments and text boxes, found while the lines around them are read.

    ``cut`` is whether a table repeats something more often than it is written.
    """

    cut = False


def read_open_document(data: bytes, called: str, kind: Kind, limits: Limits) -> Draft:
    """A Document of an ODT, ODS or ODP file. Tracked deletions are left out, and said in ``metadata``."""

    def read(package: Package, draft: Draft) -> None:
        root = _content(package)
        body = root.find(f"{_OFFICE}body")
        # A sound file has one of what it is; of a damaged one everything is read.
        nodes = list(body) if body is not None else []
        if kind is Kind.ODS:
            _sheets(nodes, draft, limits)
        elif kind is Kind.ODP:
            _slides(nodes, draft, limits, called)
        else:
            _text(nodes, package, draft)
        _deleted(root, draft)
        _properties(package, draft)
        draft.date = draft.date or name_date(called)

    return open_package(data, Draft(str(kind)), limits, read)


def _content(package: Package) -> etree._Element:
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in b"".join(package.chunks(manifest)):
        raise Refused("is encrypted: save a copy without its password and add that")
    root = package.tree("content.xml")
    if root is None:
        raise Refused("is damaged (its main part is missing): ask for another copy")
    return root


def _text(nodes: list[etree._Element], package: Package, draft: Draft) -> None:
    aside = _Aside()
    items = [item for node in nodes for item in _items(node, aside)]
    styles = package.tree("styles.xml") if "styles.xml" in package.names else None
    for part in ("header", "footer"):
        seen = set()
        for head in styles.iter(f"{_STYLE}{part}") if styles is not None else ():
            for item in _items(head, aside):
                if item.text not in seen:
                    seen.add(item.text)
                    aside.append(replace(item, part=part))
    write_items([*items, *aside], draft)
    _tell_cut(aside, draft)


def _tell_cut(aside: _Aside, draft: Draft) -> None:
    if aside.cut and _CUT not in draft.problems:
        draft.problems.append(_CUT)


def _items(root: etree._Element, aside: _Aside) -> Iterator[Item]:
    """The lines of ``root`` in order; notes, comments and text boxes are put ``aside``."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag in _LINES:
            words = _words(node, aside).strip()
            if words:
                yield Item(words, "heading" if node.tag == f"{_TEXT}h" else "")
        elif node.tag == f"{_TABLE}table":
            yield from _table(node, aside)
        elif part := _APART.get(node.tag):
            _set_apart(node, part, aside)
        elif node.tag not in _UNSEEN:
            stack.extend(child for child in reversed(node) if isinstance(child.tag, str))


def _set_apart(node: etree._Element, part: str, aside: _Aside) -> None:
    """Put the lines of a note, a comment or a text box ``aside``, and then what hangs on those."""
    inner = _Aside()
    creator = node.find(f"{_DC}creator")
    who = " ".join((creator.text or "").split()) or None if creator is not None else None
    for child in node:
        if isinstance(child.tag, str):
            aside.extend(replace(item, part=part, speaker=who) for item in _items(child, inner))
    aside.extend(inner)
    aside.cut |= inner.cut


def _table(table: etree._Element, aside: _Aside) -> Iterator[Item]:
    columns: list[str] | None = None
    for _, values in _rows(table, aside):
        if any(values):
            header = columns is None and len(values) > 1 and could_name_columns(values)
            columns = values if header else columns or []
            text, cells = row_of(values, columns)
            yield Item(text) if len(values) == 1 else Item(text, "row", cells, header)


def _rows(table: etree._Element, aside: _Aside) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table by number from 1, repeated ones too; blank ends are left out."""
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table")) is not table:
            continue
        values: list[str] = []
        blank = 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = _repeated(cell, "columns")
            value = _cell(cell, aside)
            if not value:
                blank += times
            else:
                aside.cut |= max(blank, times) > _REPEATS
                values += [""] * min(blank, _REPEATS) + [value] * min(times, _REPEATS)
                blank = 0
        times = _repeated(row, "rows")
        aside.cut |= bool(values) and times > _REPEATS
        for again in range(min(times, _REPEATS) if values else 0):
            yield number + again, values
        number += times


def _repeated(node: etree._Element, what: str) -> int:
    value = node.get(f"{_TABLE}number-{what}-repeated") or "1"
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


def _cell(cell: etree._Element, aside: _Aside) -> str:
    """What a cell shows; its day as an ISO date."""
    kind = cell.get(f"{_OFFICE}value-type")
    when = cell.get(f"{_OFFICE}date-value") if kind == "date" else None
    words = " ".join(" ".join(item.text for item in _items_of_cell(cell, aside)).split())
    if when and re.fullmatch(r"\d{4}-\d\d-\d\d(?:T[\d:.]+)?", when):
        day, _, clock = when.partition("T")
        return day if not clock.strip("0:.") else f"{day} {clock[:5]}"
    return words or clean(cell.get(f"{_OFFICE}string-value") or cell.get(f"{_OFFICE}value") or "")


def _items_of_cell(cell: etree._Element, aside: _Aside) -> Iterator[Item]:
    for child in cell:
        if isinstance(child.tag, str):
            yield from _items(child, aside)


def _words(node: etree._Element, aside: _Aside) -> str:
    parts = [node.text or ""]
    for child in node:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == f"{_TEXT}s":
            parts.append(" ")
        elif tag == f"{_TEXT}tab":
            parts.append("\t")
        elif tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif part := _APART.get(tag):
            _set_apart(child, part, aside)
        elif tag in _LINES:
            parts.append(f"\n{_words(child, aside)}\n")
        elif tag and tag not in _UNSEEN:
            parts.append(_words(child, aside))
        parts.append(child.tail or "")
    return clean("".join(parts))


def _sheets(nodes: list[etree._Element], draft: Draft, limits: Limits) -> None:
    book = Book(draft, limits)
    aside = _Aside()
    try:
        for table in (table for node in nodes for table in node.iterchildren(f"{_TABLE}table")):
            book.sheet(table.get(f"{_TABLE}name") or "", _rows(table, aside))
    finally:
        book.finish((item.text, item.speaker) for item in aside)
    _tell_cut(aside, draft)


def _slides(nodes: list[etree._Element], draft: Draft, limits: Limits, called: str) -> None:
    deck = Deck(draft, limits)
    for page in (page for node in nodes for page in node.iterchildren(f"{_DRAW}page")):
        notes = page.find(f"{_SHOW}notes")
        remarks = _Aside()
        noted: list[str] = []
        if notes is not None:
            noted = [words for words, _, _ in _shown(notes, remarks)]
        body = list(_shown(page, remarks))
        comments = [item.text for item in remarks if item.part == "comment"]
        _tell_cut(remarks, draft)
        if not deck.slide(body, noted, comments, hidden=False):
            break
    deck.finish(called)


def _shown(page: etree._Element, remarks: _Aside) -> Iterator[Shown]:
    """The lines of a slide, titles first, or of the notes under it."""
    titles: list[Shown] = []
    rest: list[Shown] = []
    stack = list(reversed(page))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag == f"{_SHOW}notes":
            continue
        if node.tag == f"{_OFFICE}annotation":
            _set_apart(node, "comment", remarks)
        elif node.tag == f"{_DRAW}frame" and node.get(f"{_SHOW}class") == "title":
            words = " ".join(_words(line, remarks).strip() for line in node.iter(*_LINES))
            titles += [(words, SegmentKind.HEADING, [])] if words else []
        elif node.tag == f"{_TABLE}table":
            for _, values in _rows(node, remarks):
                rest.append((" | ".join(values), SegmentKind.ROW, values))
            rest.append(("", SegmentKind.HEADER, []))
        elif node.tag in _LINES:
            words = _words(node, remarks).strip()
            rest += [(words, SegmentKind.PARAGRAPH, [])] if words else []
        else:
            stack.extend(reversed(node))
    yield from titles
    yield from rest


def _deleted(root: etree._Element, draft: Draft) -> None:
    count = 0
    for deletion in root.iter(f"{_TEXT}deletion"):
        count += sum(len("".join(map(str, line.itertext()))) for line in deletion.iter(*_LINES))
    if count:
        draft.metadata["tracked deletions left out"] = f"{count:,} characters"
    if inserted := sum(1 for _ in root.iter(f"{_TEXT}insertion")):
        draft.metadata["tracked insertions"] = f"{inserted:,}"


def _properties(package: Package, draft: Draft) -> None:
    meta = package.tree("meta.xml") if "meta.xml" in package.names else None
    if meta is None:
        return
    found = {}
    for tag in (f"{_DC}title", f"{_META}initial-creator", f"{_DC}creator", f"{_META}creation-date"):
        node = next(meta.iter(tag), None)
        found[tag] = " ".join(clean(node.text or "").split()) if node is not None else ""
    draft.title = found[f"{_DC}title"] or draft.title
    draft.author = draft.author or found[f"{_META}initial-creator"] or found[f"{_DC}creator"] or None
    if stamp := found[f"{_META}creation-date"]:
        draft.metadata["created"] = stamp
        dates = find_dates(stamp)
        if draft.date is None and dates:
            draft.date = dates[0][2]
