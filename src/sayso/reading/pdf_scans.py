"""The pages of a PDF that are read by OCR: pictures of text, and text layers that lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sayso.reading import scans
from sayso.reading.images import spell_confidence
from sayso.reading.pdf_words import PageWords, TextLine

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 12_000_000
_WORD = re.compile(r"[^\W\d_]+")
#: The most frequent words of English: of running text they are two words in five.
_FREQUENT = frozenset(
    "the of and to in a is that for it as was with be by on not he his but at are this have from "
    "or had an they which one you were all her she there would their we him been has when who will "
    "no more if out so what up said its about than into them can only other time new some could "
    "these two may first then do any my now such like our over me even most after also did many "
    "off before must through".split()
)
#: Under this share of frequent words a text is no English: a code, a table of names, or garbled.
_STRANGE, _ENGLISH = 0.05, 0.2
#: How alike two readings of a line or page must be, from 0 to 1, to count as the same.
_ALIKE = 0.5
#: A layer of fewer words than this over a scan may be a stamp, and no reading of the page.
_FEW = 25
#: Characters that a line has at least, to be compared with its picture.
_FULL = 15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a page: the words to use, and what is to be said of it."""

    words: PageWords
    confidence: str = ""
    picture: bool = False
    wordless: bool = False
    disagrees: bool = False
    garbled: bool = False


def settled(document: Any, number: int, words: PageWords) -> Outcome:
    """The words of page ``number`` (from 0): its text layer's, or read off its picture.

    Without the extra, a page that would need it is told by ``picture`` or ``garbled``.
    """
    unsound = words.garbled or words.lying
    strange = unsound or _is_strange(words.chars)
    layered = words.scanned and bool(words.lines)
    if not scans.installed():
        return Outcome(words, picture=words.picture, garbled=words.garbled or words.lying)
    if not (words.picture or strange or layered):
        return Outcome(words)
    picture = _drawn(document, number, words)
    if picture is None:
        return Outcome(words, picture=words.picture, garbled=words.garbled or words.lying)
    few = layered and sum(len(line.words) for line in words.lines) < _FEW
    # Two lines tell: text in another language, or a table, is strange too, and as its picture shows it.
    if not (unsound or few or words.picture) and not _layer_lies(picture, words):
        return Outcome(words)
    seen = scans.read_picture(picture, words.width, words.height)
    read, layer = _letters(seen.words.chars), _letters(words.chars)
    told = spell_confidence(number + 1, seen)
    if words.picture and not layer:
        return Outcome(seen.words, told if read else "", wordless=not read)
    differs = SequenceMatcher(None, layer[:4000], read[:4000], autojunk=False).ratio() < _ALIKE
    if words.picture or few:
        if len(read) > len(layer) + 20 and seen.confidence >= 60:
            return Outcome(seen.words, told, disagrees=few)
        if not (few and differs):
            return Outcome(words)
    better = seen.confidence >= scans.TRUSTED and (
        layered or words.garbled or words.lying or _share(seen.words.chars) >= _ENGLISH
    )
    if differs and better and read:
        return Outcome(seen.words, told, disagrees=True)
    if words.lying and read and seen.confidence >= scans.TRUSTED:
        # One letter for another, or digits only: alike as a whole, and yet not the same.
        return Outcome(seen.words, told, disagrees=layer != read)
    return Outcome(words, garbled=words.garbled)


def _drawn(document: Any, number: int, words: PageWords) -> Image | None:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        scale = min(scans.RESOLUTION / 72, (_MOST_PIXELS / (words.width * words.height)) ** 0.5)
        picture: Image = page.render(scale=scale, grayscale=True).to_pil()
        return picture
    finally:
        page.close()


def _layer_lies(picture: Image, words: PageWords) -> bool:
    """Whether two full lines of the text layer both differ from what the picture shows there."""
    full = sorted(
        (line for line in words.lines if line.words[-1].end - line.words[0].start >= _FULL),
        key=lambda line: (-len(line.words), line.top),
    )[:2]
    return bool(full) and all(_differs(picture, line, words) for line in full)


def _differs(picture: Image, line: TextLine, words: PageWords) -> bool:
    across, down = picture.width / words.width, picture.height / words.height
    room = 0.25 * (line.bottom - line.top)
    strip = picture.crop((
        max(0, int((line.left - room) * across)), max(0, int((line.top - room) * down)),
        min(picture.width, int((line.right + room) * across) + 1),
        min(picture.height, int((line.bottom + room) * down) + 1),
    ))  # fmt: skip
    if strip.width < 10 or strip.height < 5:
        return False
    layer = _letters(" ".join(words.chars[w.start : w.end] for w in line.words))
    return SequenceMatcher(None, layer, _letters(scans.read_line(strip))).ratio() < _ALIKE


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _share(text: str) -> float:
    found = _WORD.findall(text.lower())
    return sum(word in _FREQUENT for word in found) / len(found) if found else 0.0


def _is_strange(text: str) -> bool:
    """Whether a text of many words has next to none of those that all English has."""
    found = _WORD.findall(text[:6000].lower())
    if len(found) < 60:
        return False
    return sum(word in _FREQUENT for word in found) < _STRANGE * len(found)
