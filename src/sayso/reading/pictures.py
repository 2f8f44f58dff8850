"""Pictures of the pages of a PDF, and photographs made plain."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from sayso.reading.mapping import mapped

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels of the largest picture; a page of odd shape is drawn narrower.
_MOST_PIXELS = 12_000_000
_QUALITY = 60
_PHOTOGRAPHS, _LARGEST = ("JPEG", "PNG", "WEBP"), 60_000_000
_NO_PHOTOGRAPH = "cannot be opened: save it as JPEG, PNG or WebP"


def draw_pages(path: Path, pages: Sequence[int], width: int) -> dict[int, bytes]:
    """JPEGs of ``pages`` (from 1), ``width`` pixels wide, as PDFium draws them."""
    drawn = {}
    document = pypdfium2.PdfDocument(mapped(path))
    try:
        for number in pages:
            if not 1 <= number <= len(document):
                continue
            page = document[number - 1]
            across, down = page.get_size()
            if across <= 0 or down <= 0:
                continue
            scale = min(width / across, (_MOST_PIXELS / (across * down)) ** 0.5)
            picture = page.render(scale=scale).to_pil()
            file = BytesIO()
            _plainest(picture).save(file, "JPEG", quality=_QUALITY, optimize=True)
            drawn[number] = file.getvalue()
            page.close()
    finally:
        document.close()
    return drawn


def make_plain(path: Path, widest: int, heaviest: int) -> tuple[bytes, int, int]:
    """A photograph as a JPEG without metadata: upright, at most ``widest`` pixels, about ``heaviest`` bytes.

    With its width and height. Raises ValueError, in words for a person, where it is no JPEG, PNG or WebP.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_PHOTOGRAPHS) as opened:
                if opened.width * opened.height > _LARGEST:
                    raise ValueError("is over 60 million pixels: save it smaller")
                upright = _in_usual_colours(ImageOps.exif_transpose(opened)).convert("RGBA")
    except ValueError as error:
        raise ValueError(str(error) if "pixels" in str(error) else _NO_PHOTOGRAPH) from error
    except (OSError, SyntaxError, EOFError, TypeError, LookupError, struct.error,
            Image.DecompressionBombError, Image.DecompressionBombWarning) as error:  # fmt: skip
        raise ValueError(_NO_PHOTOGRAPH) from error
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    for width in (widest, widest * 3 // 4, widest // 2):
        flat.thumbnail((width, width))
        for quality in (82, 70, 55, 40, 25):
            file = BytesIO()
            flat.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            if file.tell() <= heaviest:
                return file.getvalue(), flat.width, flat.height
    return file.getvalue(), flat.width, flat.height


def _in_usual_colours(picture: Image) -> Image:
    """``picture`` in eight bits and in sRGB: without its profile one of a wider space looks dull."""
    from PIL import ImageCms

    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _plainest(picture: Image) -> Image:
    """``picture`` in grey where it has no colour, which takes less room."""
    from PIL import ImageChops

    red, green, blue = picture.convert("RGB").split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
        return picture.convert("RGB")
    return green
