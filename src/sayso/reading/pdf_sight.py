"""Which words of a PDF page a reader cannot see: white on white, tiny, under a box.

A page is drawn only where something on it makes a word doubtful; the picture then decides, so that
white letters on a dark bar stay and letters under a black one go.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from sayso.reading.pdf_words import PageWords, TextLine, Word

_Box = tuple[float, float, float, float]

#: Objects of a page looked at; a drawing may have a million, and its words are doubted as a whole.
_MOST_OBJECTS = 20_000
_MOST_PIXELS = 6_000_000
#: Letters lower than this share of the page's height cannot be read: 2 points on A4.
_TINY = 0.0024
#: Paper to ink, of 255: text that differs less from its ground is not seen.
_CONTRAST = 20
#: Light enough to vanish on paper, of 255; transparent enough to vanish anywhere.
_PALE, _CLEAR = 205, 40
#: The mean grey, of 255, under which a box counts as black.
_DARK = 110
#: The share of the page that a picture takes when it is a scan.
_SCAN = 0.4
_OVERLAYS = frozenset((5, 6, 7, 9, 13, 15, 28))
"""Annotations that may cover words: square, circle, polygon, highlight, stamp, ink, redaction."""


def look_at(page: Any, text: Any, found: PageWords, place: tuple[float, ...]) -> None:
    """Take from ``found`` the words that cannot be seen, and count them there."""
    if not found.lines:
        return
    ranks, covers, scanned, crowded = _objects(page, place, found.width * found.height)
    tiny = _TINY * found.height
    looks: dict[int, int] = {}
    doubted: list[Word] = []
    small: list[Word] = []
    invisible = 0
    for line in found.lines:
        keys = _objects_of(text, line.words, found.chars)
        for key, thing in keys:
            if key not in looks:
                looks[key] = _look_of(thing) if thing else _DOUBTFUL
        one = keys[0][0] if len(keys) == 1 else None
        over = [cover for cover in covers if _meets(cover[1], line)]
        if one is not None and looks[one] == _PLAIN and not (over or crowded):
            small += [word for word in line.words if word.bottom - word.top < tiny]
            continue
        for word, (key, _) in zip(line.words, keys if one is None else keys * len(line.words), strict=True):
            look = looks[key]
            invisible += look == _INVISIBLE
            if look == _INVISIBLE and scanned:
                continue
            if word.bottom - word.top < tiny:
                small.append(word)
            elif look != _PLAIN or crowded or _is_under(word, over, ranks.get(key, -1)):
                doubted.append(word)
    found.scanned = scanned and invisible > 0
    gone = dict.fromkeys(small, False)
    if doubted:
        gone |= _not_seen(page, doubted, found)
    if gone:
        _take_out(found, gone)


_PLAIN, _DOUBTFUL, _INVISIBLE = 0, 1, 2


def _objects_of(text: Any, words: list[Word], chars: str) -> list[tuple[int, Any]]:
    """The text object of each of ``words`` of a line by its address; one, where all are of one.

    PDFium takes up the objects of a line one after the other, so what lies between two characters
    of an object is of it too, unless letters that run from right to left were moved about.
    """
    first = _object_at(text, words[0].start)
    if chars[words[0].start : words[-1].end].isascii() and _object_at(text, words[-1].start)[0] == first[0]:
        return [first]
    return [_object_at(text, word.start) for word in words]


def _object_at(text: Any, index: int) -> tuple[int, Any]:
    thing = pdfium.FPDFText_GetTextObject(text, index)
    return (ctypes.addressof(thing.contents), thing) if thing else (0, None)


def _meets(box: _Box, line: TextLine) -> bool:
    return (
        box[1] <= line.bottom and box[3] >= line.top and box[0] <= line.right and box[2] >= line.left
    )


def _look_of(thing: Any) -> int:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP):
        return _INVISIBLE
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    stroked = mode in (
        pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP,
    )  # fmt: skip
    get = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    if not get(thing, red, green, blue, alpha):
        return _DOUBTFUL
    pale = min(red.value, green.value, blue.value) >= _PALE
    return _DOUBTFUL if pale or alpha.value <= _CLEAR else _PLAIN


def _objects(
    page: Any, place: tuple[float, ...], area: float
) -> tuple[dict[int, int], list[tuple[int, _Box]], bool, bool]:
    """The rank of each text object, what may cover words and from which rank on, whether the page
    is a scan, and whether it has too many objects to say.
    """
    ranks: dict[int, int] = {}
    covers: list[tuple[int, _Box]] = []
    scanned, texts = False, 0
    count = pdfium.FPDFPage_CountObjects(page)
    for rank in range(min(count, _MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, rank)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            ranks[ctypes.addressof(thing.contents)] = rank
            texts += 1
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not _fills(thing):
            continue
        box = _bounds(thing, place)
        size = (box[2] - box[0]) * (box[3] - box[1])
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            scanned = scanned or size > _SCAN * area
        # Words of a form have no rank of their own: whatever is drawn after them is a suspect.
        if size > 12 and min(box[2] - box[0], box[3] - box[1]) > 2.5:
            covers.append((rank, box))
    covers.extend((count, box) for box in _notes(page, place))
    return ranks, covers, scanned, count > _MOST_OBJECTS


def _fills(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    if mode.value:
        return True
    # A thick line covers as a box does.
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    return bool(stroke.value) and width.value > 4


def _notes(page: Any, place: tuple[float, ...]) -> Iterator[_Box]:
    edges = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 2_000)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(note) in _OVERLAYS and pdfium.FPDFAnnot_GetRect(note, edges):
            yield _shown(edges.left, edges.bottom, edges.right, edges.top, place)
        pdfium.FPDFPage_CloseAnnot(note)


def _bounds(thing: Any, place: tuple[float, ...]) -> _Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return _shown(left.value, bottom.value, right.value, top.value, place)


def _shown(x0: float, y0: float, x1: float, y1: float, place: tuple[float, ...]) -> _Box:
    a, b, c, d, e, f = place
    xs = (a * x0 + b * y0 + c, a * x1 + b * y1 + c)
    ys = (d * x0 + e * y0 + f, d * x1 + e * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)


def _is_under(word: Word, covers: list[tuple[int, _Box]], rank: int) -> bool:
    """Whether something drawn later lies over the middle of the word, or over a letter of it."""
    _, _, left, top, right, bottom = word
    y, letter = (top + bottom) / 2, min(right - left, 0.35 * (bottom - top))
    return any(
        above > rank and box[1] <= y <= box[3] and min(right, box[2]) - max(left, box[0]) >= letter
        for above, box in covers
    )


def _not_seen(page: Any, words: list[Word], found: PageWords) -> dict[Word, bool]:
    """Those of ``words`` that have no ink in the picture, and whether they lie under black."""
    import pypdfium2

    scale = min(2.0, (_MOST_PIXELS / (found.width * found.height)) ** 0.5)
    wide, high = max(1, round(found.width * scale)), max(1, round(found.height * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        pdfium.FPDF_RenderPageBitmap(
            bitmap.raw, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        )
        drawn = bitmap.to_numpy().reshape(high, wide)
        gone = {}
        for word in words:
            under = _unseen(drawn, word, scale)
            if under is not None:
                gone[word] = under
        return gone
    finally:
        bitmap.close()


def _unseen(drawn: Any, word: Word, scale: float) -> bool | None:
    """Whether black hides the word or a letter of it; False where it merges with its ground."""
    _, _, left, top, right, bottom = word
    # Boxes are loose: the middle half of their height holds the small letters.
    quarter = (bottom - top) / 4
    part = drawn[
        max(0, int((top + quarter) * scale)) : int((bottom - quarter) * scale) + 1,
        max(0, int(left * scale)) : int(right * scale) + 1,
    ]
    if not part.size:
        return None
    if int(part.max()) - int(part.min()) < _CONTRAST:
        return bool(part.mean() < _DARK)
    # No letter fills so wide a stretch with black; a box over half of a word does.
    wide = max(3, int(0.5 * (bottom - top) * scale))
    for at in range(0, part.shape[1] - wide + 1, max(1, wide // 4)):
        piece = part[:, at : at + wide]
        if int(piece.max()) - int(piece.min()) < _CONTRAST and piece.mean() < _DARK:
            return True
    return None


def _take_out(found: PageWords, gone: dict[Word, bool]) -> None:
    found.covered += sum(gone.values())
    found.unseen += len(gone) - sum(gone.values())
    kept = []
    for line in found.lines:
        left = [word for word in line.words if word not in gone]
        if len(left) < len(line.words):
            if left and left[-1] is not line.words[-1]:
                line.glued = None
            line.words = left
        if left:
            kept.append(line.measure())
    found.lines = kept
