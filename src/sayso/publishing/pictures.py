"""Pictures of stories: the one a person gives, without its metadata, and the one the program draws."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sayso.errors import DocumentError, StoryError
from sayso.ledger.wording import one_line
from sayso.publishing.records import Picture
from sayso.reading import plain_photograph
from sayso.records import Verdict

#: Pixels across and bytes of a picture as it is published.
_WIDEST, _HEAVIEST = 1600, 250_000
#: Signs and letters that the font lacks and that no accent is taken off of.
_PLAINER = str.maketrans({
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "€": "EUR ", "£": "GBP ", "•": "·",
    "„": "“", "‚": "‘", "«": "“", "»": "”",
    "×": "x", "½": "1/2", "¼": "1/4", "¾": "3/4", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe",
    "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th",
    "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
})  # fmt: skip
#: What sites show where a link is shared (Open Graph's usual 1.91 to 1).
THUMBNAIL = (1200, 630)
_PAPER, _INK, _SOFT = (252, 251, 248), (28, 27, 25), (93, 90, 84)
_COLOURS = {
    Verdict.CONTRADICTED: (164, 22, 26),
    Verdict.MIXED: (133, 80, 0),
    Verdict.SUPPORTED: (27, 106, 60),
    Verdict.NOT_FOUND: (86, 96, 107),
}
_WORDS = {
    Verdict.CONTRADICTED: "contradicted", Verdict.MIXED: "mixed", Verdict.SUPPORTED: "supported",
    Verdict.NOT_FOUND: "not found",
}  # fmt: skip


def picture_of(content: bytes, credit: str, alternative: str) -> Picture:
    """A picture as it may be published: made anew in a confined child, upright, without any metadata.

    Raises StoryError where the content is no JPEG, PNG or WebP, is too large, or has no credit or text.
    """
    credit, alternative = one_line(credit), one_line(alternative)
    if not credit or not alternative:
        raise StoryError("a picture needs a credit, and words for those who cannot see it: write both")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(content)
        try:
            jpeg, width, height = plain_photograph(path, _WIDEST, _HEAVIEST)
        except DocumentError as error:
            raise StoryError(str(error)) from error
    return Picture(jpeg, width, height, credit, alternative)


def thumbnail(data: dict[str, Any], publication: str) -> bytes:
    """The PNG that stands for a story where it is shared: its headline and the tally of its findings."""
    image = Image.new("RGB", THUMBNAIL, _PAPER)
    draw = ImageDraw.Draw(image)
    across, down = THUMBNAIL
    draw.rectangle((70, 66, across - 70, 69), fill=_INK)
    _write(draw, (70, 84), _in_letters(publication), 30, _SOFT, across - 140)
    lines, size = _fitted(_in_letters(data["headline"]))
    top = 150
    for line in lines:
        draw.text((70, top), line, font=_font(size), fill=_INK)
        top += int(size * 1.22)
    left = 70
    for verdict, count in tally(data):
        if not count:
            continue
        words = f"{count} {_WORDS[verdict]}"
        draw.rectangle((left, down - 118, left + 8, down - 70), fill=_COLOURS[verdict])
        draw.text((left + 22, down - 118), words, font=_font(36), fill=_COLOURS[verdict])
        left += 22 + int(draw.textlength(words, font=_font(36))) + 44
    file = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def tally(data: dict[str, Any]) -> list[tuple[Verdict, int]]:
    """How many public findings of a snapshot have each verdict, the gravest first."""
    found = [f["verdict"] for claim in data["claims"] for f in (claim["say"], claim["so"]) if f]
    order = (Verdict.CONTRADICTED, Verdict.MIXED, Verdict.SUPPORTED, Verdict.NOT_FOUND)
    return [(verdict, found.count(verdict.value)) for verdict in order]


def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def _write(draw: Any, at: tuple[int, int], words: str, size: int, colour: Any, width: int) -> None:
    if not _drawable(words):
        return
    while words and draw.textlength(words, font=_font(size)) > width:
        words = words[:-2].rstrip("…") + "…"
    draw.text(at, words, font=_font(size), fill=colour)


def _in_letters(words: str) -> str:
    """``words`` in the letters of the font that comes with Pillow, which has no accents and few signs.

    Other signs are left out. What is in another script stays as it is, and is not drawn.
    """
    found = []
    for letter in words.translate(_PLAINER):
        plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        sign = unicodedata.category(letter)[0] in "CMPS"
        found.append(plain if _drawable(plain) else "" if sign else letter)
    return " ".join("".join(found).split())


def _drawable(words: str) -> bool:
    """Whether the font that comes with Pillow has all the letters of ``words``."""
    font = _font(20)
    lacking = bytes(font.getmask("\uffff"))
    return not any(bytes(font.getmask(c)) == lacking for c in set(words) if not c.isspace())


def _fitted(headline: str) -> tuple[list[str], int]:
    """The headline in lines, in the largest letters that let it fit; none where they cannot be drawn."""
    if not _drawable(headline):
        return [], 0
    probe = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    width, height = THUMBNAIL[0] - 140, 330
    for size in (68, 60, 52, 46, 40, 34):
        lines = _lines(probe, headline, size, width)
        if len(lines) * size * 1.22 <= height:
            return lines, size
    return [*lines[: int(height / (34 * 1.22)) - 1], "…"], 34


def _lines(probe: Any, text: str, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and probe.textlength(longer, font=_font(size)) <= width:
            lines[-1] = longer
            continue
        while probe.textlength(word, font=_font(size)) > width:
            cut = max(1, int(len(word) * width / probe.textlength(word, font=_font(size))) - 1)
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return lines
