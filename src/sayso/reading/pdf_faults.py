"""What is wrong inside a PDF that PDFium reads over in silence: lost streams, lying fonts."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sayso.reading.pdf_fonts import lies


@dataclass(frozen=True, slots=True)
class PageFaults:
    """Numbers of pages, from 0: those with damaged content, those with fonts that lie."""

    hurt: frozenset[int] = frozenset()
    lying: frozenset[int] = frozenset()


def page_faults(source: bytes | Path, first: int, last: int) -> PageFaults:
    """The faults of the pages ``first`` to before ``last``."""
    import pikepdf

    hurt: set[int] = set()
    lying: set[int] = set()
    judged: dict[Any, bool] = {}
    try:
        with pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source) as file:
            for number in range(first, min(last, len(file.pages))):
                page = file.pages[number]
                try:
                    _contents(page.obj.get("/Contents"))
                except pikepdf.PdfError:
                    hurt.add(number)
                if lies(page, judged):
                    lying.add(number)
    # A file too broken for pikepdf is judged by what PDFium makes of it.
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, LookupError, AttributeError, OSError):
        return PageFaults(frozenset(hurt), frozenset(lying))
    return PageFaults(frozenset(hurt), frozenset(lying))


def _contents(contents: Any) -> None:
    """Unpack a page's content. Raises PdfError where it is damaged."""
    import pikepdf

    if contents is None:
        return
    parts = [contents[n] for n in range(len(contents))] if isinstance(contents, pikepdf.Array) else [contents]
    for part in parts:
        if isinstance(part, pikepdf.Stream):
            part.read_bytes()
