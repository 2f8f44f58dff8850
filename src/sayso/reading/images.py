"""A picture, or a TIFF of several, becomes a Document: its words are read off it by OCR."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from sayso.reading import scans
from sayso.reading.draft import Draft
from sayso.reading.joining import PAGE_BREAK, faults, spell_pages
from sayso.reading.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")
#: What Pillow raises for files that are not what they say.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, struct.error)
#: Resolutions that a scanner or a screen may have; others are slips of the program that saved.
_LIKELY = range(60, 1300)
#: A shorter longest side than this is drawn larger, in pixels: letters of a screen are too small.
_SMALL = 1_400
_LARGE = 4_200


def read_image(data: bytes, media_type: str, limits: Limits) -> Draft:
    """A Document of the words in a JPEG, PNG, TIFF, WebP, GIF or BMP."""
    draft = Draft(media_type)
    if not scans.installed():
        draft.problems.append(f"is a picture: {scans.INSTALL}")
        return draft
    from sayso.reading.pdf import lay_out, lay_to_speakers

    texts: list[str] = []
    sure: list[str] = []
    blank: list[int] = []
    at = 0
    for number, (picture, resolution) in enumerate(_frames(data, draft, limits), 1):
        across, down = picture.width * 72 / resolution, picture.height * 72 / resolution
        seen = scans.read_picture(_of_good_size(picture), across, down)
        at += len(PAGE_BREAK) if texts else 0
        page, text, segments, _ = lay_out(seen.words, number, at)
        texts.append(text)
        draft.pages.append(page)
        draft.segments.extend(segments)
        at = page.end
        if text.strip():
            sure.append(spell_confidence(number, seen))
        else:
            blank.append(number)
    draft.text = PAGE_BREAK.join(texts)
    if sure:
        draft.metadata["confidence of OCR by pages"] = ", ".join(sure)
    if blank:
        draft.metadata["wordless pages"] = spell_pages(blank)
    draft.problems.extend(faults(draft.metadata))
    lay_to_speakers(draft)
    return draft


def spell_confidence(number: int, seen: scans.Seen) -> str:
    """``3: 96 % by Tesseract``, for the metadata of a document."""
    return f"{number}: {seen.confidence:.0f} % by {seen.engine}"


def _frames(data: bytes, draft: Draft, limits: Limits) -> Iterator[tuple[Image, float]]:
    """Each picture of the file, upright and on white, with its dots an inch."""
    from PIL import Image, ImageSequence

    with warnings.catch_warnings():
        # The limit on pixels is ours, and is kept before anything is unpacked.
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=_FORMATS) as file:
                draft.page_count = getattr(file, "n_frames", 1)
                moving = file.format != "TIFF"
                for number, frame in enumerate(ImageSequence.Iterator(file), 1):
                    if (moving and number > 1) or number > limits.pictures:
                        draft.problems.append(
                            f"holds {draft.page_count:,} pictures, of which the first "
                            f"{number - 1} were read: save the others as files of their own"
                        )
                        return
                    if frame.width * frame.height > limits.pixels:
                        draft.problems.append(
                            f"picture {number} is {frame.width:,} by {frame.height:,} pixels, over "
                            f"the limit of {limits.pixels:,}: save a smaller copy and add that"
                        )
                        continue
                    yield _loaded(frame, draft)
        except Image.DecompressionBombError:
            draft.problems.append(
                f"is over the limit of {limits.pixels:,} pixels: save a smaller copy and add that"
            )
        except _BROKEN:
            draft.problems.append("is a damaged picture: ask for another copy")


def _loaded(frame: Image, draft: Draft) -> tuple[Image, float]:
    from PIL import Image, ImageFile, ImageOps

    try:
        frame.load()
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            frame.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        draft.problems.append("is cut short: what is left of the picture was read")
    told = frame.info.get("dpi", (0, 0))[0]
    resolution = float(told) if int(told) in _LIKELY else float(scans.RESOLUTION)
    picture = ImageOps.exif_transpose(frame)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return picture.convert("L"), resolution


def _of_good_size(picture: Image) -> Image:
    """``picture`` with letters of a size that the engines were trained on."""
    longest = max(picture.size)
    if longest < _SMALL:
        return picture.resize((picture.width * 2, picture.height * 2))
    if longest > _LARGE:
        picture.thumbnail((_LARGE, _LARGE))
    return picture
