"""Documents and Articles as JSON between a child process and its parent.

What a child sends is not trusted: a file may have taken it over. ``document_from`` and
``article_from`` check every type and that every span lies within the text and in order; they
raise WireError where one does not.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
import sys
from array import array
from collections.abc import Callable
from datetime import date
from typing import IO, Any, TypeVar

from sayso.reading.draft import LARGEST_PAGE
from sayso.records import (
    Article,
    ArticleField,
    Block,
    Cell,
    Document,
    Page,
    Segment,
    SegmentKind,
    Span,
    Status,
    WordBoxes,
    Zone,
)

#: The longest message in bytes that either side takes.
LONGEST = 600_000_000
_LENGTH = struct.Struct(">I")
_KINDS = {kind.value: kind for kind in SegmentKind}
_T = TypeVar("_T")


class WireError(ValueError):
    """A message breaks the rules of the wire."""


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write ``message`` as four bytes of length and that much JSON."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(data) > LONGEST:
        raise WireError("the message is too long")
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next message, or None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST:
        raise WireError("the message is too long")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        message = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WireError("the message is not JSON") from error
    if not isinstance(message, dict):
        raise WireError("the message is not an object")
    return message


def document_to(document: Document) -> dict[str, Any]:
    """``document`` as plain JSON values."""
    return {
        "id": document.id,
        "name": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "text": document.text,
        "status": document.status.value,
        "reason": document.reason,
        "title": document.title,
        "author": document.author,
        "date": document.date.isoformat() if document.date else None,
        "pages": [
            [p.number, p.start, p.end, p.width, p.height, base64.b64encode(p.words.packed).decode()]
            for p in document.pages
        ],
        "segments": [
            [
                s.start, s.end, s.kind.value, s.page, s.line, s.speaker,
                s.date.isoformat() if s.date else None,
                [[c.column, c.start, c.end] for c in s.cells],
            ]
            for s in document.segments
        ],
        "metadata": [list(pair) for pair in document.metadata],
        "part_of": document.part_of,
    }  # fmt: skip


def document_from(untrusted: Any) -> Document:
    """The Document in what a child sent. Raises WireError."""
    try:
        return _document(untrusted)
    except (KeyError, TypeError, IndexError, ValueError, binascii.Error, OverflowError) as error:
        raise WireError(f"the document breaks a rule: {error}") from error


def article_to(article: Article) -> dict[str, Any]:
    """``article`` as plain JSON values."""
    return {
        "document": document_to(article.document),
        "fields": [[name, f.value, f.origin, f.start, f.end] for name, f in article.fields],
        "blocks": [[b.start, b.end, b.zone.value] for b in article.blocks],
        "furniture": [[s.start, s.end] for s in article.furniture],
        "published": article.published.isoformat() if article.published else None,
        "authors": list(article.authors),
        "views": article.views,
    }


def article_from(untrusted: Any) -> Article:
    """The Article in what a child sent. Raises WireError."""
    try:
        return _article(untrusted)
    except (KeyError, TypeError, IndexError, ValueError, OverflowError) as error:
        raise WireError(f"the article breaks a rule: {error}") from error


def _document(raw: dict[str, Any]) -> Document:
    text = _str(raw["text"])
    segments, last = [], 0
    for start, end, kind, page, line, speaker, when, cells in raw["segments"]:
        last = _span(start, end, last, len(text))
        inside = tuple([_cell(cell, start, end) for cell in cells]) if cells else ()
        segments.append(
            Segment(
                start,
                end,
                _KINDS[kind],
                _maybe(page, _int),
                _maybe(line, _int),
                _maybe(speaker, _str),
                _maybe(when, _date),
                inside,
            )
        )
    pages, last = [], 0
    for number, start, end, width, height, words in raw["pages"]:
        last = _span(start, end, last, len(text))
        packed = base64.b64decode(_str(words), validate=True)
        _check_boxes(packed, start, end)
        pages.append(
            Page(_int(number), start, end, _float(width), _float(height), WordBoxes(packed))
        )
    return Document(
        id=_hex(raw["id"], 12),
        name=_str(raw["name"]),
        sha256=_hex(raw["sha256"], 64),
        media_type=_str(raw["media_type"]),
        text=text,
        status=Status(raw["status"]),
        reason=_maybe(raw["reason"], _str),
        title=_maybe(raw["title"], _str),
        author=_maybe(raw["author"], _str),
        date=_maybe(raw["date"], _date),
        pages=tuple(pages),
        segments=tuple(segments),
        metadata=tuple((_str(key), _str(value)) for key, value in raw["metadata"]),
        part_of=_maybe(raw["part_of"], _str),
    )


def _article(raw: dict[str, Any]) -> Article:
    document = _document(raw["document"])
    size = len(document.text)
    fields = []
    for name, value, origin, start, end in raw["fields"]:
        if start is not None and document.text[slice(*_within(start, end, 0, size))] != value:
            raise WireError(f"the field {name} does not re-slice")
        if origin not in ("page", "json-ld", "open graph", "meta"):
            raise WireError("a field of unknown origin")
        fields.append((_str(name), ArticleField(_str(value), origin, start, end)))
    blocks, last = [], 0
    for start, end, zone in raw["blocks"]:
        last = _span(start, end, last, size)
        blocks.append(Block(start, end, Zone(zone)))
    return Article(
        document=document,
        fields=tuple(fields),
        blocks=tuple(blocks),
        furniture=tuple(Span(*_within(start, end, 0, size)) for start, end in raw["furniture"]),
        published=_maybe(raw["published"], _date),
        authors=tuple(_str(name) for name in raw["authors"]),
        views=_maybe(raw["views"], _int),
    )


def _cell(raw: list[Any], low: int, high: int) -> Cell:
    column, start, end = raw
    if type(start) is not int or type(end) is not int or not low <= start <= end <= high:
        raise WireError("a cell lies outside its row")
    return Cell(_str(column), start, end)


def _check_boxes(packed: bytes, start: int, end: int) -> None:
    """Offsets must lie within the page, forward and in order; edges must be sane percentages."""
    if len(packed) % 24:
        raise WireError("word boxes are cut short")
    whole, edges = array("I", packed), array("f", packed)
    if sys.byteorder == "big":
        whole.byteswap()
        edges.byteswap()
    starts, ends = whole[0::6], whole[1::6]
    if not starts:
        return
    if (
        min(starts) < start
        or max(ends) > end
        or any(a >= b for a, b in zip(starts, ends, strict=True))
    ):
        raise WireError("a word box lies outside its page")
    if any(a > b for a, b in zip(ends, starts[1:], strict=False)):
        raise WireError("word boxes overlap")
    for column in range(2, 6):
        values = edges[column::6]
        # Not-a-number fails every comparison, so the test is for what must hold.
        if not (min(values) >= -1e4 and max(values) <= 1e4) or any(v != v for v in values):
            raise WireError("a word box has impossible edges")


def _span(start: Any, end: Any, last: int, size: int) -> int:
    """``end``, where ``start..end`` follows ``last`` and lies within ``size``."""
    if _int(start) < last or _int(end) < start or end > size:
        raise WireError(f"the span {start}..{end} is out of order or bounds")
    return int(end)


def _within(start: Any, end: Any, low: int, high: int) -> tuple[int, int]:
    if not low <= _int(start) <= _int(end) <= high:
        raise WireError(f"the span {start}..{end} is out of bounds")
    return start, end


def _maybe(value: Any, check: Callable[[Any], _T]) -> _T | None:
    return None if value is None else check(value)


def _int(value: Any) -> int:
    if type(value) is not int:
        raise WireError("a number is missing")
    return value


def _float(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value < LARGEST_PAGE:
        raise WireError("a size is impossible")
    return float(value)


def _str(value: Any) -> str:
    if type(value) is not str:
        raise WireError("a text is missing")
    if not value.isascii():
        value.encode("utf-8")  # refuses lone surrogates
    return value


def _hex(value: Any, length: int) -> str:
    # Ids of the same bytes are told apart by a number at their end.
    if _str(value) and not re.fullmatch(rf"[0-9a-f]{{{length}}}(?:-\d{{1,9}})?", value):
        raise WireError("a hash is no hash")
    return str(value)


def _date(value: Any) -> date:
    return date.fromisoformat(_str(value))


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
