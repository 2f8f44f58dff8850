"""What a search may be narrowed to: documents, kinds of file, speakers, days, a page.

Both indexes narrow while they search, not afterwards: the words index by fields of its own, the
meaning index by the columns kept here, a row of numbers for each passage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Characters of a speaker's name that tell one from another.
SPEAKER = 200
#: Stands for a passage without a day or a page.
_NONE = -(2**31)
_ROW = np.dtype(
    [("document", "<i8"), ("kind", "<u8"), ("speaker", "<u8"), ("day", "<i4"), ("page", "<i4")]
)
#: The kinds of file a person may ask for, by the beginnings of their media types.
KINDS: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "mail": ("message/", "application/mbox", "application/vnd.ms-outlook"),
    "web": ("text/html", "multipart/related", "application/xhtml", "application/x-mimearchive"),
    "text": ("text/plain", "text/markdown"),
    "word": ("application/vnd.openxmlformats-officedocument.word", "application/msword",
             "application/vnd.oasis.opendocument.text", "application/rtf", "text/rtf"),
    "table": ("text/csv", "text/tab-separated-values", "application/vnd.ms-excel",
              "application/vnd.openxmlformats-officedocument.spreadsheet",
              "application/vnd.oasis.opendocument.spreadsheet"),
    "slides": ("application/vnd.openxmlformats-officedocument.presentation",
               "application/vnd.ms-powerpoint", "application/vnd.oasis.opendocument.presentation"),
    "picture": ("image/",),
}  # fmt: skip


class Filed(NamedTuple):
    """A passage as the indexes take it in: its number, what is read of it, and what narrows to it.

    ``document`` is the number of the first passage of its document.
    """

    number: int
    reading: str
    document: int = 0
    media_type: str = ""
    speaker: str | None = None
    date: date | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; None is all, and a passage without a day is not on any day.

    ``documents`` are the numbers of their first passages, ``media_types`` and ``speakers`` as the
    index has them; ``after`` and ``before`` belong to the span of days; pages count from 1.
    """

    documents: tuple[int, ...] | None = None
    media_types: tuple[str, ...] | None = None
    speakers: tuple[str, ...] | None = None
    after: date | None = None
    before: date | None = None
    page: int | None = None

    def __bool__(self) -> bool:
        return self != Filters()


class Columns:
    """What narrows to each passage, by its number. ``folder`` None keeps it in memory.

    In a folder one process at a time may add, any number may search; ``end`` says how far the file
    has got, after a kill too.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._blocks: list[NDArray[Any]] = []
        self._rows: NDArray[Any] = np.zeros(0, _ROW)
        self._file = None if folder is None else folder / "columns"
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self.reload()

    @property
    def end(self) -> int:
        """One more than the highest number that is in; 0 where there is none."""
        return len(self._whole())

    def reload(self) -> None:
        """See what another process has added."""
        if self._file is None:
            return
        rows = (self._file.stat().st_size if self._file.exists() else 0) // _ROW.itemsize
        if rows != len(self._rows):
            self._rows = np.memmap(self._file, _ROW, "r", shape=(rows,))

    def add(self, passages: Iterable[Filed]) -> None:
        """Add passages in rising order of their numbers; a number left out has an empty row."""
        some = list(passages)
        if not some:
            return
        first = self.end if self._file is None else some[0].number
        rows = np.zeros(some[-1].number + 1 - first, _ROW)
        rows["day"] = rows["page"] = _NONE
        for p in some:
            rows[p.number - first] = (
                p.document, _mark(p.media_type), _mark((p.speaker or "")[:SPEAKER]),
                p.date.toordinal() if p.date else _NONE, _NONE if p.page is None else p.page,
            )  # fmt: skip
        if self._file is None:
            self._blocks.append(rows)
            return
        with self._file.open("r+b" if self._file.exists() else "w+b") as file:
            file.seek(first * _ROW.itemsize)
            file.write(rows.tobytes())
        self.reload()

    def mask(self, filters: Filters) -> NDArray[np.bool_]:
        """Whether each passage is among what ``filters`` leave: one truth value a number."""
        rows = self._whole()
        left = np.ones(len(rows), np.bool_)
        if filters.documents is not None:
            left &= np.isin(rows["document"], np.array(filters.documents, np.int64))
        for field, words in (("kind", filters.media_types), ("speaker", filters.speakers)):
            if words is not None:
                left &= np.isin(rows[field], np.array([_mark(word) for word in words], np.uint64))
        if filters.after is not None:
            left &= rows["day"] >= filters.after.toordinal()
        if filters.before is not None:
            left &= (rows["day"] <= filters.before.toordinal()) & (rows["day"] != _NONE)
        if filters.page is not None:
            left &= rows["page"] == filters.page
        return left

    def _whole(self) -> NDArray[Any]:
        if self._blocks:
            self._rows = np.concatenate([self._rows, *self._blocks])
            self._blocks = []
        return self._rows


@lru_cache(maxsize=65536)
def _mark(words: str) -> int:
    """Eight bytes that stand for ``words``: two of a million speakers share one in 1 of 37 million piles."""
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little")
