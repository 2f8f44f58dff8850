"""Stretches of one long PDF, read by several children, become one Document again."""

from __future__ import annotations

import struct
from dataclasses import replace

from sayso.reading.draft import moved
from sayso.records import Document, Page, Segment, Status, WordBoxes

_BOX = struct.Struct("<IIffff")
#: What parts one page from the next in ``Document.text``.
PAGE_BREAK = "\n"


def join_pages(first: Document, rest: list[tuple[int, Document]]) -> Document:
    """``first`` with the pages of ``rest``, which is in order, behind its own."""
    texts = [first.text]
    pages: list[Page] = list(first.pages)
    segments: list[Segment] = list(first.segments)
    problems = [first.reason] if first.reason and first.text.strip() else []
    if first.reason and not first.text.strip():
        problems.append(first.reason)
    at = len(first.text)
    for _, part in rest:
        texts.append(part.text)
        at += len(PAGE_BREAK)
        pages.extend(_page_moved(page, at) for page in part.pages)
        segments.extend(moved(segment, at) for segment in part.segments)
        if part.reason and part.reason not in problems:
            problems.append(part.reason)
        at += len(part.text)
    text = PAGE_BREAK.join(texts)
    status = Status.PARTLY_READ if problems else Status.READ
    if not text.strip():
        status = Status.UNREAD
    return replace(
        first, text=text, pages=tuple(pages), segments=tuple(segments), status=status,
        reason="; ".join(problems) or None,
    )  # fmt: skip


def _page_moved(page: Page, by: int) -> Page:
    packed = bytearray(page.words.packed)
    for at in range(0, len(packed), _BOX.size):
        start, end = struct.unpack_from("<II", packed, at)
        struct.pack_into("<II", packed, at, start + by, end + by)
    return replace(
        page, start=page.start + by, end=page.end + by, words=WordBoxes(bytes(packed))
    )
