"""What is wrong inside a PDF that PDFium reads over in silence: lost streams, lying fonts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sayso.reading.pdf_fonts import lies

#: How deep a tree of pages may branch.
_DEEP = 60


@dataclass(frozen=True, slots=True)
class PageFaults:
    """Numbers of pages, from 0: those with damaged content, those with fonts that lie."""

    hurt: frozenset[int] = frozenset()
    lying: frozenset[int] = frozenset()


class Structure:
    """A PDF as pikepdf has it, opened when it is first asked and kept for the pages to come."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        self._file: Any = None
        self._judged: dict[Any, bool] = {}

    def faults(self, first: int, last: int) -> PageFaults:
        """The faults of the pages ``first`` to before ``last``."""
        import pikepdf

        hurt: set[int] = set()
        lying: set[int] = set()
        try:
            if self._file is None:
                source = self._source
                self._file = pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source)
            for number, page, resources in _pages(self._file.Root.Pages, first, last):
                try:
                    _contents(page.get("/Contents"))
                except pikepdf.PdfError:
                    hurt.add(number)
                if lies(resources, self._judged):
                    lying.add(number)
        # A file too broken or too large for pikepdf is judged by what PDFium makes of it.
        except (
            pikepdf.PdfError, ValueError, RuntimeError, TypeError, LookupError, AttributeError, OSError,
            MemoryError,
        ):  # fmt: skip
            return PageFaults(frozenset(hurt), frozenset(lying))
        return PageFaults(frozenset(hurt), frozenset(lying))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _pages(root: Any, first: int, last: int) -> Iterator[tuple[int, Any, Any]]:
    """The pages ``first`` to before ``last`` of a tree of pages: number, page and its resources.

    pikepdf's own list of pages holds all of them at once, of which a file may claim a million.
    """
    at = 0
    trail: list[tuple[Iterator[Any], Any]] = [(iter([root]), None)]
    while trail:
        kids, inherited = trail[-1]
        node = next(kids, None)
        if node is None:
            trail.pop()
            continue
        resources = node.get("/Resources", inherited)
        if "/Kids" in node:
            count = node.get("/Count", 0)
            if isinstance(count, int) and 0 < count <= first - at:
                at += count
            elif len(trail) < _DEEP:
                trail.append((iter(node.Kids), resources))
            continue
        if at >= first:
            yield at, node, resources
        at += 1
        if at >= last:
            return


def _contents(contents: Any) -> None:
    """Unpack a page's content. Raises PdfError where it is damaged."""
    import pikepdf

    if contents is None:
        return
    for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(part, pikepdf.Stream):
            # One that fills the memory is no damage.
            with contextlib.suppress(MemoryError):
                part.read_bytes()
