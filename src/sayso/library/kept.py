"""What a store keeps and hands out: entries of its register, and views that read when asked."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.reading.wire import document_to
from sayso.records import Coverage, Document, Passage, Status

if TYPE_CHECKING:
    from sayso.library.store import Store

#: Characters of documents that are kept in memory once read, and documents at most.
_CACHED = 20_000_000
_MOST = 256
#: Passages read at a time.
_WALKED = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be kept: its passages, their vectors, and itself as it is stored."""

    document: Document
    passages: Sequence[Passage] = ()
    vectors: NDArray[np.float16] = field(default_factory=lambda: np.zeros((0, 0), np.float16))
    record: bytes = b""

    @classmethod
    def of(
        cls, document: Document, passages: Sequence[Passage], vectors: NDArray[np.float16]
    ) -> Prepared:
        """Prepare ``document``; packing it takes time, so it is done before others are kept waiting."""
        words = json.dumps(document_to(document), ensure_ascii=False, separators=(",", ":"))
        return cls(document, passages, vectors, zlib.compress(words.encode("utf-8", "replace"), 1))


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the register has it: all but its words. ``again`` asks that it be read again."""

    id: str
    name: str
    sha256: str
    media_type: str
    status: Status
    reason: str | None
    pages: int | None
    part_of: str | None
    same_as: str | None
    again: bool
    passages: int
    language: str | None = None

    @property
    def coverage(self) -> Coverage:
        """The entry as a ledger shows it."""
        return Coverage(
            self.id, self.name, self.sha256, self.status, self.reason, self.pages, self.media_type,
            self.language, same_as=self.same_as,
        )  # fmt: skip


def told(document: Document) -> str | None:
    """Why a document was not read in full, and how sure OCR was of each page that it read."""
    sure = dict(document.metadata).get("confidence of OCR by pages")
    words = [document.reason, f"read by OCR, confidence of page {sure}" if sure else None]
    return "; ".join(one for one in words if one) or None


def inside(document: Entry | Document, every: Mapping[str, Entry] | Mapping[str, Document]) -> str:
    """The files that a document was found in, outermost first: "leak.zip › mails/1.eml"; "" for a file."""
    names: list[str] = []
    while document.part_of is not None and (holder := every.get(document.part_of)) is not None:
        names.append(holder.name)
        document = holder
    return " › ".join(reversed(names))


class KeptDocuments(Mapping[str, Document]):
    """The documents that have words, by id, in the order they were added, read when asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: OrderedDict[str, Document] = OrderedDict()

    def __getitem__(self, key: str) -> Document:
        document = self._read.pop(key, None) or self._store.document(key)
        if document is None:
            raise KeyError(key)
        self._read[key] = document
        while len(self._read) > 1 and (
            len(self._read) > _MOST or sum(len(d.text) for d in self._read.values()) > _CACHED
        ):
            self._read.popitem(last=False)
        return document

    def __iter__(self) -> Iterator[str]:
        return self._store.ids()

    def __len__(self) -> int:
        return sum(1 for _ in self._store.ids())

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._store.has_words(key)

    def forget(self) -> None:
        """Keep nothing in memory that may have been removed."""
        self._read.clear()


class KeptPassages:
    """All passages, in order, read as they are walked over."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return self._store.count()

    def __bool__(self) -> bool:
        return self._store.last() >= 0

    def __iter__(self) -> Iterator[Passage]:
        first = 0
        while numbers := [number for number, _ in self._store.readings(first, _WALKED)]:
            yield from (p for _, p in sorted(self._store.passages_by(numbers).items()))
            first = numbers[-1] + 1
