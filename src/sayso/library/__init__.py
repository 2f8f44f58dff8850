"""Documents become passages, kept and searched: by words, by meaning, by both at once.

The library knows nothing of claims. In memory for a one-off check and in a folder for a case, by
the same code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.library.alike import Alike, plain
from sayso.library.fusion import fused
from sayso.library.meaning import Embedder, MeaningIndex
from sayso.library.passages import passages_of
from sayso.library.store import Store
from sayso.library.threads import Threads
from sayso.library.words import WordsIndex
from sayso.reading.languages import foreign
from sayso.records import Document, Passage

__all__ = ["Embedder", "Hit", "Library"]

#: Passages embedded between two words on how far it has got.
_TELL = 1000
#: A one-off check embeds every passage of a pile up to this size (some seconds' work); of a larger
#: one only what the words found for its claims, this many a claim, so that its cost does not grow
#: with the pile. A library kept in a folder embeds all, once.
_EAGER = 1500
_EMBEDDED = 8
#: How many times deeper is searched, at most, so that near-copies do not crowd out the rest.
_DEEPER = 25
#: One model gives one text the same vector but for float rounding.
_SAME = 0.9999


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its number, its fused score, its cosine to the query and its BM25 score.

    ``cosine`` is 0.0 where the passage was not embedded, ``words`` where words did not find it.
    """

    number: int
    passage: Passage
    score: float
    cosine: float
    words: float


class Library:
    """Documents, kept and searchable. ``folder`` None keeps everything in memory."""

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._store = Store(folder / "library.sqlite" if folder else None)
        self._in_memory = folder is None
        self._deferred = False
        self._words = WordsIndex()
        self._meaning = MeaningIndex()
        #: Which documents are near-copies of which, and which mails answer which.
        self.alike, self.threads = Alike(), Threads()
        #: Documents in another language than the models', who are not asked about them.
        self.foreign: set[str] = set()
        self.documents: dict[str, Document] = {d.id: d for d in self._store.documents()}
        for document in self.documents.values():
            self._relate(document)
        self.passages: list[Passage] = []
        self._of_document: dict[str, list[Passage]] = {}
        self._found: dict[tuple[str, int], list[Hit]] = {}
        kept = list(self._store.passages(self.documents))
        if kept:
            passages, vectors = [p for p, _ in kept], np.stack([v for _, v in kept])
            self._index(passages, self._fresh(passages, vectors))

    def add(
        self, documents: Iterable[Document], told: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        """Keep documents with their passages; one whose bytes are already kept is passed over.

        ``told`` hears how many passages of how many are embedded, every thousand.
        """
        new = [d for d in documents if not self._store.has(d.id)]
        for document in new:
            self._relate(document)
        cut = [passages_of(d) for d in new]
        every = [p for passages in cut for p in passages]
        self._deferred = self._deferred or (
            self._in_memory and len(self.passages) + len(every) > _EAGER
        )
        vectors = None if self._deferred else self._embedded(every, told)
        place = 0
        for document, passages in zip(new, cut, strict=True):
            end = place + len(passages)
            self._store.add(document, passages, None if vectors is None else vectors[place:end])
            self.documents[document.id] = document
            place = end
        if every:
            self._index(every, vectors)

    def _relate(self, document: Document) -> None:
        self.alike.add(document)
        self.threads.add(document)
        if foreign(document.metadata):
            self.foreign.add(document.id)

    def _fresh(
        self, passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The vectors kept, or new ones where another model than today's made them."""
        first = next((i for i, p in enumerate(passages) if p.document not in self.foreign), None)
        if first is None:
            return vectors
        again = self._embedder.embed([passages[first].reading])[0]
        if again.shape == vectors[first].shape and float(again @ vectors[first]) > _SAME:
            return vectors
        made = self._embedded(passages, lambda *_: None)
        self._store.put_vectors(made)
        return made

    def _embedded(
        self, passages: Sequence[Passage], told: Callable[[int, int], None]
    ) -> NDArray[np.float32]:
        blocks = []
        for start in range(0, len(passages), _TELL):
            blocks.append(self._rows(passages[start : start + _TELL]))
            if len(passages) > _TELL:
                told(min(start + _TELL, len(passages)), len(passages))
        return np.concatenate(blocks) if blocks else np.zeros((0, 384), np.float32)

    def _rows(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """A row for each passage; those in another language than the model's are left at zero."""
        own = [i for i, p in enumerate(passages) if p.document not in self.foreign]
        if len(own) == len(passages):
            return self._embedder.embed([p.reading for p in passages])
        rows = np.zeros((len(passages), 384), np.float32)
        if own:
            rows[own] = self._embedder.embed([passages[i].reading for i in own])
        return rows

    def _index(self, passages: Sequence[Passage], vectors: NDArray[np.float32] | None) -> None:
        first = len(self.passages)
        self._found.clear()
        self.passages += passages
        for passage in passages:
            self._of_document.setdefault(passage.document, []).append(passage)
        self._words.add((first + i, p.reading) for i, p in enumerate(passages))
        if vectors is not None:
            self._meaning.add(vectors)

    def search(self, queries: Sequence[str], limit: int = 8) -> list[list[Hit]]:
        """For each query the ``limit`` best passages by words and meaning, fused, best first."""
        if not queries or not self.passages:
            return [[] for _ in queries]
        # Checking and auditing ask the same of one library: a question is answered once.
        new = [q for q in dict.fromkeys(queries) if (q, limit) not in self._found]
        if new:
            found = self._search_deferred(new, limit) if self._deferred else self._search(new, limit)
            self._found |= {(query, limit): hits for query, hits in zip(new, found, strict=True)}
        return [self._found[(query, limit)] for query in queries]

    def _search(self, queries: Sequence[str], limit: int) -> list[list[Hit]]:
        """Words and meaning over all passages."""
        depth = max(4 * limit, 40) * min(max(self.alike.largest(), 1), _DEEPER)
        vectors = self._embedder.embed(list(queries))
        found = []
        for query, vector, near in zip(
            queries, vectors, self._meaning.search(vectors, depth), strict=True
        ):
            by_words, cosines = dict(self._words.search(query, depth)), dict(near)
            others = [number for number in by_words if number not in cosines]
            cosines |= zip(others, self._meaning.cosines(vector, others), strict=True)
            if self.foreign:
                cosines = {n: c for n, c in cosines.items() if not self._is_foreign(n)}
            found.append(self._hits(by_words, cosines, limit))
        return found

    def _search_deferred(self, queries: Sequence[str], limit: int) -> list[list[Hit]]:
        """Words first; only what they found is embedded, and all queries share it."""
        by_words = [self._words.search(query, limit) for query in queries]
        numbers = sorted(
            {n for found in by_words for n, _ in found[:_EMBEDDED] if not self._is_foreign(n)}
        )
        if not numbers:
            return [self._hits(dict(found), {}, limit) for found in by_words]
        near = MeaningIndex()
        near.add(self._embedder.embed([self.passages[n].reading for n in numbers]))
        vectors = self._embedder.embed(list(queries))
        place = {number: i for i, number in enumerate(numbers)}
        hits = []
        for found, vector, ranked in zip(
            by_words, vectors, near.search(vectors, limit), strict=True
        ):
            cosines = {numbers[i]: cosine for i, cosine in ranked}
            others = [n for n, _ in found if n in place and n not in cosines]
            cosines |= zip(others, near.cosines(vector, [place[n] for n in others]), strict=True)
            hits.append(self._hits(dict(found), cosines, limit))
        return hits

    def _hits(self, words: dict[int, float], cosines: dict[int, float], limit: int) -> list[Hit]:
        copies = self.alike.largest() > 0
        hits: list[Hit] = []
        shown: set[tuple[str, str]] = set()
        for n, score in fused(words, cosines, len(words) + len(cosines) if copies else limit):
            passage = self.passages[n]
            if copies and (group := self.alike.group(passage.document)):
                # The same words of a near-copy would only stand in the way of other papers.
                key = (group[0], plain(passage.text))
                if key in shown:
                    continue
                shown.add(key)
            hits.append(Hit(n, passage, score, cosines.get(n, 0.0), words.get(n, 0.0)))
            if len(hits) == limit:
                break
        return hits

    def _is_foreign(self, number: int) -> bool:
        return self.passages[number].document in self.foreign

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit row (n, 384) for each of ``texts``, by the model that the passages were embedded with."""
        return self._embedder.embed(list(texts)) if texts else np.zeros((0, 384), np.float32)

    def phrases(self, text: str, limit: int = 12) -> list[Passage]:
        """The passages that hold most of ``text``'s words together, best first; by words alone."""
        return [self.passages[n] for n in self._words.phrases(text, limit)]

    def passage_at(self, document: str, offset: int) -> Passage | None:
        """The passage of the document with that id that holds ``offset``, or None."""
        passages = self._of_document.get(document, [])
        place = bisect_right(passages, offset, key=lambda p: p.start) - 1
        found = passages[place] if place >= 0 else None
        return found if found is not None and offset < found.end else None

    def rarity(self, stems: Sequence[str]) -> dict[str, float]:
        """How rare each stem is among the passages, in nats; more is rarer."""
        return self._words.rarity(stems)

    def close(self) -> None:
        """Close the files of a library that is kept in a folder."""
        self._store.close()
