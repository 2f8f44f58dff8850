"""The words of a PDF page where a reader sees them: characters from PDFium, boxes word by word.

PDFium gives characters in the file's order and a box for each. A call per character is slow, so
only the first and last character of every word are asked for theirs.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from sayso.reading.pdf_sight import look_at

#: Widget, free text and stamp: the notes on a page that readers see as part of it.
_DRAWN_NOTES = frozenset((20, 3, 13))
#: PDFium puts one of these where a word is broken at the end of a line.
_BREAK = "\x02\ufffe"
_BROKEN = re.compile(f"[{_BREAK}]")
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(rf"[^\s{_BREAK}]+")
_CONTROLS = dict.fromkeys(
    [c for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x02, 0x09, 0x0A, 0x0D)], " "
)
#: Where PDFium writes the name and the flags of a font.
_FONT_NAME, _FONT_FLAGS = ctypes.create_string_buffer(128), ctypes.c_int()
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
#: What keeps its hyphen at the end of a line: "well-known", "thirty-seven", "2023-24".
_HYPHENATED = re.compile(
    r"well|self|vice|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\w+-[\w-]+|.*\d", re.I
)


class Word(NamedTuple):
    """A word or half a broken one: characters of the page, edges in points from its top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class TextLine:
    """A line as it is set on the page.

    ``glued`` says how the last word goes on in the next line: ``""`` or ``"-"``, or None where
    it does not.
    """

    words: list[Word]
    glued: str | None = None
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    bold: bool = False

    def measure(self) -> TextLine:
        """Set the edges from those of the words."""
        _, _, lefts, tops, rights, bottoms = zip(*self.words, strict=True)
        self.left, self.right = min(lefts), max(rights)
        self.top, self.bottom = min(tops), max(bottoms)
        heights = sorted(map(sub, bottoms, tops))
        self.size = heights[len(heights) // 2]
        return self


@dataclass(slots=True)
class PageWords:
    """The characters and lines of one page, its size in points, and what is odd about it."""

    chars: str
    width: float
    height: float
    lines: list[TextLine] = field(default_factory=list)
    hidden: int = 0
    covered: int = 0
    unseen: int = 0
    scanned: bool = False
    lying: bool = False
    picture: bool = False
    garbled: bool = False


def page_words(document: Any, number: int) -> PageWords | None:
    """The words of page ``number`` (from 0), or None where the page cannot be opened."""
    page = _open(document, number)
    if not page:
        return None
    text = pdfium.FPDFText_LoadPage(page)
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not text or not (width > 0 and height > 0):
            return None
        found = PageWords(_characters(text), width, height)
        place = _placing(page, width, height)
        _fill_lines(found, text, place)
        look_at(page, text, found, place)
        words = sum(len(line.words) for line in found.lines)
        if words < 25 and not found.scanned:
            found.picture = _is_picture(page, width * height, bool(words))
        unknown = len(_UNKNOWN.findall(found.chars))
        found.garbled = unknown > 20 and unknown * 3 > len(found.chars)
        return found
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _open(document: Any, number: int) -> Any:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    notes = min(pdfium.FPDFPage_GetAnnotCount(page), 2_000)
    for index in range(notes):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _DRAWN_NOTES:
            # What was typed into a form is drawn by notes on the page, not by the page.
            pdfium.FPDFPage_Flatten(page, 0)
            pdfium.FPDF_ClosePage(page)
            return pdfium.FPDF_LoadPage(document, number)
    return page


def _characters(text: Any) -> str:
    """One code point for every character that PDFium counts, so that indexes agree."""
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(4 * count + 4)
    got = pdfium.FPDFText_GetText(
        text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    )
    chars = buffer.raw[: max(0, 2 * (got - 1))].decode("utf-16-le", "surrogatepass")
    if len(chars) != count:
        codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
        chars = "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)
    return _SURROGATE.sub("\ufffd", chars.translate(_CONTROLS))


def _placing(page: Any, width: float, height: float) -> tuple[float, ...]:
    """The affine map from the page's own space to points from its top left as it is shown.

    It takes in rotation and crop box.
    """
    scale = 1_000_000
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, scale, scale, 0, px, py, x, y)
        return x.value * width / scale, y.value * height / scale

    x0, y0 = shown(0, 0)
    x1, y1 = shown(100, 0)
    x2, y2 = shown(0, 100)
    return (x1 - x0) / 100, (x2 - x0) / 100, x0, (y1 - y0) / 100, (y2 - y0) / 100, y0


def _fill_lines(found: PageWords, text: Any, place: tuple[float, ...]) -> None:
    box_of = _boxer(text, place)
    for line in _LINE.finditer(found.chars):
        at = line.start()
        while at < line.end():
            broken = _BROKEN.search(found.chars, at, line.end())
            stop = broken.start() if broken else line.end()
            words, dropped = [], 0
            for match in _WORD.finditer(found.chars, at, stop):
                start, end = match.span()
                left, top, right, bottom = box_of(start, end - 1)
                middle, centre = (left + right) / 2, (top + bottom) / 2
                if -1 <= middle <= found.width + 1 and -1 <= centre <= found.height + 1:
                    words.append(Word(start, end, left, top, right, bottom))
                else:
                    dropped += 1
            found.hidden += dropped
            if words:
                made = TextLine(words).measure()
                if stop < line.end() and words[-1].end == stop:
                    made.glued = glue(found.chars, words[-1], stop)
                if len(words) <= 14:
                    made.bold = _is_bold(text, words[0].start)
                found.lines.append(made)
            at = stop + 1


def _boxer(
    text: Any, place: tuple[float, ...]
) -> Callable[[int, int], tuple[float, float, float, float]]:
    """A function that gives the box around two characters, as the page is shown."""
    a, b, c, d, e, f = place
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    get = pdfium.FPDFText_GetLooseCharBox
    upright = abs(b) < 1e-6 and abs(d) < 1e-6

    def box_of(first: int, last: int) -> tuple[float, float, float, float]:
        get(text, first, pointer)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if last != first:
            get(text, last, pointer)
            left, bottom = min(left, box.left), min(bottom, box.bottom)
            right, top = max(right, box.right), max(top, box.top)
        if upright and a > 0:
            return a * left + c, e * top + f, a * right + c, e * bottom + f
        xs = (a * left + b * bottom + c, a * right + b * top + c)
        ys = (d * left + e * bottom + f, d * right + e * top + f)
        return min(xs), min(ys), max(xs), max(ys)

    return box_of


def glue(chars: str, word: Word, stop: int) -> str:
    """Whether a word broken at ``stop`` keeps its hyphen."""
    head = chars[word.start : word.end]
    following = chars[stop + 1 : stop + 2]
    if _HYPHENATED.fullmatch(head) or not following.islower():
        return "-"
    tail = _WORD.match(chars, stop + 1)
    whole = head + (tail.group() if tail else "")
    if re.search(rf"\b{re.escape(head)}-{re.escape(whole[len(head) :])}", chars):
        return "-"
    return ""


def _is_bold(text: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    pdfium.FPDFText_GetFontInfo(text, index, _FONT_NAME, len(_FONT_NAME), _FONT_FLAGS)
    name = _FONT_NAME.value
    return b"Bold" in name or b"Black" in name


def _is_picture(page: Any, area: float, has_words: bool) -> bool:
    """Whether what is drawn on a page with few words or none may hold words as a picture."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    images, paths = 0.0, 0
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 500)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        paths += kind == pdfium.FPDF_PAGEOBJ_PATH
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
            images += abs((right.value - left.value) * (top.value - bottom.value))
    if has_words:
        return images > 0.4 * area
    return images > 0.02 * area or paths > 40
