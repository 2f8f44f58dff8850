"""Quotations: what stands between marks of quotation.

Curly, straight, single and angled marks are read. A single mark is an apostrophe unless it opens
before a word and another closes it. A quotation that runs over paragraphs, re-opened at the head of
each and closed only in the last, gives one span a paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sayso.records import Span

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*[“\"«„‘])")
_CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "‘": "’", "'": "'’"}
_ELISION = re.compile(r"['‘’](?:\d|tis\b|twas\b|em\b|til\b|cause\b|n['’]?\s)", re.IGNORECASE)


class Quoted(NamedTuple):
    """A quotation: the words inside, and the same with its marks."""

    inner: Span
    outer: Span
    closed: bool = True


def find_quotations(text: str, start: int, end: int) -> list[Span]:
    """The inner words of every quotation in ``text[start:end]``, nested ones too, by start."""
    return [one.inner for one in quotations(text, start, end)]


def quotations(text: str, start: int, end: int) -> list[Quoted]:
    """Every quotation in ``text[start:end]`` with and without its marks, outer before inner."""
    found: list[Quoted] = []
    begin = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        found += _in_paragraph(text, begin, gap.start())
        begin = gap.end()
    found += _in_paragraph(text, begin, end)
    return sorted(found, key=lambda one: (one.inner.start, -one.inner.end))


def outermost(found: list[Quoted]) -> list[Quoted]:
    """``found`` without the quotations that stand inside another."""
    kept: list[Quoted] = []
    for one in found:
        if not kept or one.outer.start >= kept[-1].outer.end:
            kept.append(one)
    return kept


def _in_paragraph(text: str, start: int, end: int) -> list[Quoted]:
    found = []
    place = start
    while place < end:
        mark = text[place]
        if mark in _CLOSERS and _opens(text, place, start, end):
            close = _closing(text, place, end)
            if close is None and mark in '“«"„':
                whole = _quoted(text, place, None, end)
            elif close is not None:
                whole = _quoted(text, place, close, end)
            else:
                place += 1
                continue
            if whole is not None:
                found.append(whole)
                found += [
                    one
                    for one in _in_paragraph(text, whole.inner.start, whole.inner.end)
                    if one.outer.end <= whole.inner.end and one.closed
                ]
                place = whole.outer.end
                continue
        place += 1
    return found


def _quoted(text: str, opening: int, closing: int | None, end: int) -> Quoted | None:
    inner_end = end if closing is None else closing
    words = text[opening + 1 : inner_end]
    if not words.strip():
        return None
    left = opening + 1 + len(words) - len(words.lstrip())
    right = opening + 1 + len(words.rstrip())
    outer_end = right if closing is None else closing + 1
    return Quoted(Span(left, right), Span(opening, outer_end), closing is not None)


def _opens(text: str, place: int, start: int, end: int) -> bool:
    mark = text[place]
    if mark in "“«„":
        return True
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    if after.isspace():
        return False
    free = before.isspace() or before in "([{“‘\"'«—–-/:…" or (mark == '"' and before in ",.")
    return free and not (mark in "'‘" and _ELISION.match(text, place))


def _closing(text: str, opening: int, end: int) -> int | None:
    mark = text[opening]
    if mark in "'‘":
        return _closing_single(text, opening, end)
    if mark == '"':
        return _closing_straight(text, opening, end)
    closers = _CLOSERS[mark]
    depth = 0
    for place in range(opening + 1, end):
        if text[place] in closers:
            if depth == 0:
                return place
            depth -= 1
        elif text[place] == mark:
            depth += 1
    if depth:  # a mark opened twice and closed once: the first close is the best guess
        return next((p for p in range(opening + 1, end) if text[p] in closers), None)
    return None


def _closing_straight(text: str, opening: int, end: int) -> int | None:
    for place in range(opening + 1, end):
        if text[place] in '"”' and not (text[place - 1].isspace() and _word_at(text, place + 1, end)):
            return place
    return None


def _closing_single(text: str, opening: int, end: int) -> int | None:
    """Where a single quotation closes. “workers’ rights” inside it is not the close."""
    closers = _CLOSERS[text[opening]]
    possible: int | None = None
    for place in range(opening + 2, end):
        if text[place] == text[opening] and text[place - 1].isspace() and possible is not None:
            break
        if text[place] not in closers or text[place - 1].isspace() or _word_at(text, place + 1, end):
            continue
        follows = text[place + 1] if place + 1 < end else "."
        if text[place - 1] in ".,?!…" or follows in '.,;:?!)]”"—–' or text[place - 1] != "s":
            return place
        possible = place if possible is None else possible
    return possible


def _word_at(text: str, place: int, end: int) -> bool:
    return place < end and text[place].isalnum()
