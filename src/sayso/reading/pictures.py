"""Pictures of the pages of a PDF."""

from __future__ import annotations

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


def _plainest(picture: Image) -> Image:
    """``picture`` in grey where it has no colour, which takes less room."""
    from PIL import ImageChops

    red, green, blue = picture.convert("RGB").split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
        return picture.convert("RGB")
    return green
