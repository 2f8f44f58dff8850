"""Pictures of the pages of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2

#: Pixels of the largest picture; a page of odd shape is drawn narrower.
_MOST_PIXELS = 12_000_000
_QUALITY = 60


def draw_pages(path: Path, pages: Sequence[int], width: int) -> dict[int, bytes]:
    """JPEGs of ``pages`` (from 1), ``width`` pixels wide, as PDFium draws them."""
    drawn = {}
    document = pypdfium2.PdfDocument(path)
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
            picture.convert("RGB").save(file, "JPEG", quality=_QUALITY, optimize=True)
            drawn[number] = file.getvalue()
            page.close()
    finally:
        document.close()
    return drawn
