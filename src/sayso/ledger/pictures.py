"""The pages of the papers that evidence cites: their pictures, and boxes over the cited words.

Lengths are in units of which the page is 100 wide, down the page as well as across.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PIL import Image

from sayso.records import Evidence, Span, WordBox, WordBoxes

#: Words that share at least this much of the lower one's height stand on the same line.
_SAME_LINE = 0.5
_MARGIN = 3.0
_NARROWEST = 60.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a document's page, and the words on it boxed in percent of the page."""

    jpeg: bytes
    words: WordBoxes


@dataclass(frozen=True)
class Box:
    """A rectangle over one line of words; ``strong`` where the deciding words are."""

    x: float
    y: float
    width: float
    height: float
    strong: bool = False


@dataclass(frozen=True)
class Crop:
    """The part of a page to show: an SVG ``viewBox``."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A cited page: its picture as a data URL, how tall it is, and every cited box.

    ``statements`` are the numbers of the statements whose cards cite it.
    """

    number: int
    document: str
    page: int
    height: float
    source: str
    boxes: tuple[Box, ...]
    statements: tuple[int, ...]


@dataclass(frozen=True)
class Sight:
    """Evidence as it stands on a sheet: the sheet's number and height, its boxes, what to show."""

    sheet: int
    height: float
    boxes: tuple[Box, ...]
    crop: Crop


EvidenceKey = tuple[str, int, int]
Cited = tuple[int, Evidence]


def key_of(evidence: Evidence) -> EvidenceKey:
    """What tells one piece of evidence from another: document, start and end."""
    return evidence.document, evidence.start, evidence.end


def lay_out(
    cited: Iterable[Cited],
    order: Mapping[str, int],
    pictures: Mapping[tuple[str, int], PagePicture],
) -> tuple[list[Sheet], dict[EvidenceKey, Sight]]:
    """The sheets that ``cited`` needs, and where on them each piece of evidence stands.

    ``cited`` holds evidence with the number of the statement citing it, 0 for none; ``order`` says
    which document comes first. Pages without a picture are passed over.
    """
    by_page: dict[tuple[str, int], list[Cited]] = {}
    for owner, evidence in cited:
        if evidence.page is not None and (evidence.document, evidence.page) in pictures:
            by_page.setdefault((evidence.document, evidence.page), []).append((owner, evidence))
    sheets: list[Sheet] = []
    sights: dict[EvidenceKey, Sight] = {}
    for key in sorted(by_page, key=lambda key: (order.get(key[0], len(order)), key)):
        ratio = proportion(pictures[key].jpeg)
        if ratio is None:
            continue
        everything: list[Box] = []
        for _, evidence in by_page[key]:
            found = boxes(pictures[key].words, evidence, ratio)
            everything += found
            if found:
                sights[key_of(evidence)] = Sight(
                    len(sheets) + 1, round(100 * ratio, 2), tuple(found), crop(found, ratio)
                )
        encoded = base64.b64encode(pictures[key].jpeg).decode("ascii")
        sheets.append(
            Sheet(
                number=len(sheets) + 1,
                document=key[0],
                page=key[1],
                height=round(100 * ratio, 2),
                source=f"data:image/jpeg;base64,{encoded}",
                boxes=tuple(sorted(set(everything), key=lambda b: (b.strong, b.y, b.x, b.width))),
                statements=tuple(sorted({owner for owner, _ in by_page[key]} - {0})),
            )
        )
    return sheets, sights


def proportion(jpeg: bytes) -> float | None:
    """Height over width of a picture, or None where its bytes are no picture."""
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            width, height = picture.size
    except OSError:
        return None
    return height / width if width and height else None


def boxes(words: Iterable[WordBox], evidence: Evidence, ratio: float) -> list[Box]:
    """A box a line over the words of ``evidence``, then over its deciding words."""
    here = list(words)
    found = _lines(here, Span(evidence.start, evidence.end), ratio, strong=False)
    for mark in evidence.marks:
        found += _lines(here, mark, ratio, strong=True)
    return found


def crop(found: list[Box], ratio: float) -> Crop:
    """The part of a page around ``found``, not so narrow that the words lose their place."""
    left = max(0.0, min(box.x for box in found) - _MARGIN)
    right = min(100.0, max(box.x + box.width for box in found) + _MARGIN)
    if right - left < _NARROWEST:
        left = max(0.0, min(left, 100 - _NARROWEST))
        right = left + _NARROWEST
    top = max(0.0, min(box.y for box in found) - 2 * _MARGIN)
    bottom = min(100 * ratio, max(box.y + box.height for box in found) + 2 * _MARGIN)
    return Crop(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def _lines(words: list[WordBox], span: Span, ratio: float, *, strong: bool) -> list[Box]:
    lines: list[list[WordBox]] = []
    for word in words:
        if word.start >= span.end or word.end <= span.start:
            continue
        if lines and _same_line(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_around(line, ratio, strong=strong) for line in lines]


def _same_line(one: WordBox, other: WordBox) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared >= _SAME_LINE * lower and other.left >= one.left


def _around(line: list[WordBox], ratio: float, *, strong: bool) -> Box:
    left, right = min(word.left for word in line), max(word.right for word in line)
    top, bottom = min(word.top for word in line), max(word.bottom for word in line)
    return Box(
        round(left, 2),
        round(top * ratio, 2),
        round(right - left, 2),
        round((bottom - top) * ratio, 2),
        strong,
    )
