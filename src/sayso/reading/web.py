"""HTML: the visible text of a page, one line a block, with what the markup says about each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.reading.datelines import Calendar, name_date, page_date
from sayso.reading.decoding import clean, decode
from sayso.reading.draft import Draft, Scribe, row_date, row_of
from sayso.reading.kinds import Kind
from sayso.reading.voices import Floor, author_of
from sayso.records import Cell, SegmentKind

if TYPE_CHECKING:
    from lxml import etree

_UNSEEN = frozenset(
    "script style noscript template head title meta link base object embed iframe svg canvas "
    "datalist select option audio video source track param map area dialog".split()
)
_BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "p pre search section summary table tbody td tfoot th thead tr ul caption option button".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Line:
    """One visible line: its words, the tag of its block and the tags and classes around that.

    ``hints`` are lower-case tags, classes, ids and roles, innermost first; ``linked`` is the
    share of its characters that are links.
    """

    text: str
    tag: str = ""
    hints: tuple[str, ...] = ()
    linked: float = 0.0
    cells: tuple[Cell, ...] = ()
    is_header: bool = False
    row: bool = False


@dataclass(slots=True)
class WebPage:
    """A page as read: its visible lines, its title, its ``meta`` values and its JSON-LD texts."""

    lines: list[Line]
    title: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    canonical: str | None = None
    problem: str | None = None
    html: str = ""


def read_page(data: bytes | str) -> WebPage:
    """The visible text and the metadata of an HTML page."""
    problem = None
    if isinstance(data, str):
        html = clean(data)
    else:
        declared = _META_CHARSET.search(data[:4096])
        html, problem = decode(data, declared[1].decode("ascii") if declared else None)
    html = _DECLARATION.sub("", html, count=1)
    root = _tree(html)
    if root is None:
        return WebPage([], problem=problem, html=html)
    page = WebPage(list(_Walk(root).lines()), problem=problem, html=html)
    _read_head(root, page)
    return page


def read_web(data: bytes, name: str) -> Draft:
    """A Document of an HTML page: everything visible on it, furniture and all."""
    page = read_page(data)
    draft = draft_of(page)
    draft.date = draft.date or name_date(name)
    return draft


def draft_of(page: WebPage) -> Draft:
    """A Draft of the visible lines of ``page``."""
    from sayso.reading.metadata import facts_of

    draft = Draft(str(Kind.HTML))
    if page.problem:
        draft.problems.append(page.problem)
    scribe = Scribe()
    texts = [line.text for line in page.lines]
    floor, calendar = Floor(texts), Calendar()
    for number, line in enumerate(page.lines):
        when = None
        kind = SegmentKind.HEADING if line.tag in _HEADINGS else SegmentKind.PARAGRAPH
        if line.row:
            kind = SegmentKind.HEADER if line.is_header else SegmentKind.ROW
            when = None if line.is_header else row_date(line.text, line.cells, calendar)
        kind, speaker = floor.turn(number, line.text, kind)
        scribe.line(line.text, kind, speaker=speaker, when=when, cells=line.cells)
    draft.text, draft.segments = scribe.text, scribe.segments
    facts = facts_of(page)
    headings = (line.text for line in page.lines if line.tag in _HEADINGS)
    draft.title = page.title or next(headings, None)
    draft.author = ", ".join(facts.authors) or author_of(texts[:20]) or floor.writer
    draft.date = facts.published or page_date(texts)
    return draft


def _tree(html: str) -> etree._Element | None:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(html.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None


def _read_head(root: etree._Element, page: WebPage) -> None:
    for node in root.iter("title", "meta", "script", "time", "html", "link"):
        if node.tag == "title" and page.title is None:
            page.title = _squeeze("".join(_texts(node))) or None
        elif node.tag == "meta":
            key = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
            value = _squeeze(node.get("content") or "")
            if key and value:
                page.meta.setdefault(key, value)
        elif node.tag == "script" and "ld+json" in (node.get("type") or "").lower():
            page.json_ld.append("".join(_texts(node))[:500_000])
        elif node.tag == "link" and (node.get("rel") or "").lower() == "canonical":
            page.canonical = _squeeze(node.get("href") or "") or None
        elif node.tag == "time" and node.get("datetime"):
            page.times.append(node.get("datetime") or "")


def _squeeze(text: str) -> str:
    return _SPACE.sub(" ", clean(text)).strip(" ")


class _Walk:
    """Goes through the tree once, without recursion, and gives its visible lines."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._words: list[str] = []
        self._from: set[etree._Element] = set()
        self._linked = 0
        self._block: list[etree._Element] = [root]
        self._done: list[Line] = []
        self._links = 0
        self._pre = 0

    def lines(self) -> Iterator[Line]:
        stack: list[tuple[etree._Element, bool]] = [(self._root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                self._add(node.tail)
                continue
            tag = node.tag if isinstance(node.tag, str) else ""
            if not tag or tag in _UNSEEN or _hidden(node):
                self._add(node.tail)
            elif tag == "br":
                self._flush()
                self._add(node.tail)
            elif tag == "tr" and not node.xpath(".//table"):
                self._flush()
                self._row(node)
                self._add(node.tail)
            else:
                self._enter(node, tag)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node))
            if self._done:
                yield from self._done
                self._done.clear()
        self._flush()
        yield from self._done

    def _enter(self, node: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self._block.append(node)
        self._links += tag == "a"
        self._pre += tag == "pre"
        self._add(node.text, node)

    def _leave(self, node: etree._Element) -> None:
        if node.tag in _BLOCKS:
            self._flush()
            self._block.pop()
        self._links -= node.tag == "a"
        self._pre -= node.tag == "pre"

    def _add(self, text: str | None, source: etree._Element | None = None) -> None:
        if not text:
            return
        if text.strip():
            self._from.add(self._block[-1] if source is None else source)
        if self._pre:
            first, *rest = text.split("\n")
            self._words.append(first)
            for part in rest:
                self._flush()
                self._words.append(part)
            return
        self._words.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        text = _squeeze("".join(self._words))
        if text.strip():
            block = self._block[-1]
            # Words that all stand in one inline element have its classes too.
            inner = next(iter(self._from)) if len(self._from) == 1 else block
            linked = min(1.0, self._linked / len(text))
            self._done.append(Line(text, str(block.tag), _hints(inner), linked))
        self._words.clear()
        self._from.clear()
        self._linked = 0

    def _row(self, row: etree._Element) -> None:
        cells = [cell for cell in row if cell.tag in ("td", "th") and not _hidden(cell)]
        values = [_squeeze(" ".join(_visible(cell))) for cell in cells]
        if not any(value.strip() for value in values):
            return
        if len(cells) == 1:
            self._done.append(Line(values[0], "td", _hints(row)))
            return
        table = next(iter(row.iterancestors("table")), None)
        headed = _is_header(row, cells)
        columns = [] if headed or table is None else _columns(table)
        text, spans = row_of(values, values if headed else columns)
        self._done.append(Line(text, "tr", _hints(row), 0.0, spans, headed, True))


def _is_header(row: etree._Element, cells: list[etree._Element]) -> bool:
    parent = row.getparent()
    return all(c.tag == "th" for c in cells) or (parent is not None and parent.tag == "thead")


def _texts(node: etree._Element) -> list[str]:
    return [str(part) for part in node.itertext()]


def _columns(table: etree._Element) -> list[str]:
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) > 1:
            headed = _is_header(row, cells)
            return [_squeeze(" ".join(_visible(cell))) for cell in cells] if headed else []
    return []


def _visible(node: etree._Element) -> Iterator[str]:
    """The visible words below ``node``, a piece of text at a time."""
    stack: list[tuple[etree._Element, bool]] = [(node, False)]
    while stack:
        here, leaving = stack.pop()
        if leaving:
            if here is not node and here.tail:
                yield here.tail
            continue
        stack.append((here, True))
        if isinstance(here.tag, str) and here.tag not in _UNSEEN and not _hidden(here):
            if here.text:
                yield here.text
            stack.extend((child, False) for child in reversed(here))


def _hidden(node: etree._Element) -> bool:
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return bool(style and _HIDING.search(style))


def _hints(node: etree._Element) -> tuple[str, ...]:
    """Tags, classes, ids and roles of ``node`` and up to seven blocks around it."""
    found: list[str] = []
    here: etree._Element | None = node
    for _ in range(8):
        if here is None or here.tag in ("body", "html"):
            break
        found.append(str(here.tag))
        for name in ("class", "id", "role", "itemprop"):
            found.extend((here.get(name) or "").lower().split()[:6])
        here = here.getparent()
    return tuple(found)
