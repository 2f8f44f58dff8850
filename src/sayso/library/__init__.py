"""Documents become passages, kept and searched: by words, by meaning, by both at once.

The library knows nothing of claims. In memory for a one-off check; in a folder for a case, where
nothing is loaded at the start: documents and passages are fetched when asked for, and both indexes
lie on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import UsageError
from sayso.library.alike import Alike, plain
from sayso.library.derived import Derived
from sayso.library.filters import Columns
from sayso.library.finding import Box, By, Finder, Found
from sayso.library.fusion import fused
from sayso.library.kept import Entry, KeptPassages, Prepared, inside, told
from sayso.library.meaning import Embedder, MeaningIndex
from sayso.library.passages import passages_of
from sayso.library.shelf import Shelf
from sayso.library.store import Store
from sayso.library.threads import Threads
from sayso.library.words import WordsIndex
from sayso.reading.languages import foreign
from sayso.records import Document, Passage, SegmentKind, Status

__all__ = ["Box", "By", "Embedder", "Entry", "Found", "Hit", "Library", "Store", "inside", "told"]

#: Passages embedded between two words on how far it has got.
_TELL = 1000
#: A one-off check embeds every passage of a pile up to this size (some seconds' work); of a larger
#: one only what the words found for its claims, this many a claim, so that its cost does not grow
#: with the pile. A library kept in a folder embeds all, once.
_EAGER = 1500
_EMBEDDED = 8
#: How many times deeper is searched, at most, so that near-copies do not crowd out the rest.
_DEEPER = 25
#: Passages whose documents are looked through for a name or an office.
_SPOKEN = 200
#: One model gives one text the same vector but for rounding to half floats.
_SAME = 0.999


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
    """Documents, kept and searchable. ``folder`` None keeps everything in memory.

    Raises CaseError where the folder's library cannot be opened or written.
    """

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        self._embedder = embedder
        self._store: Store | None = None
        self._derived: Derived | None = None
        self._shelf: Shelf | Store = Shelf()
        self._deferred = False
        self._fresh = False
        self._found: dict[tuple[str, int], list[Hit]] = {}
        self._foreign: dict[str, str] | None = None
        self._copies: int | None = None
        #: Which documents are near-copies of which, and which mails answer which.
        self.alike: Alike
        self.threads: Threads
        if folder is None:
            self.alike, self.threads = Alike(), Threads()
            self._words, self._meaning, self._columns = WordsIndex(), MeaningIndex(), Columns()
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._store = self._shelf = Store(folder / "library.sqlite")
        self.alike, self.threads = self._store.alike, self._store.threads
        self._derived = Derived(folder / "index", self._store)
        # Where another process is at the indexes, what they hold by now is searched.
        self._derived.catch_up(wait=False)
        self._take_indexes()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that have words, by id; those of a folder are read when asked for."""
        return self._shelf.documents

    @property
    def passages(self) -> list[Passage] | KeptPassages:
        """All passages, in order."""
        return self._shelf.passages

    @property
    def foreign(self) -> Mapping[str, str]:
        """The documents in another language than the models', who are not asked about them, by id.

        The value is the ISO 639-1 code of the language.
        """
        if self._foreign is None:
            self._foreign = self._shelf.foreign()
        return self._foreign

    @property
    def store(self) -> Store:
        """The register of a library in a folder. Raises ValueError for one in memory."""
        if self._store is None:
            raise ValueError("a library in memory has no store")
        return self._store

    def add(
        self, documents: Iterable[Document], told: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        """Take in documents; one whose bytes are already in is passed over.

        ``told`` hears how many passages of how many are embedded, every thousand.
        """
        if self._store is not None:
            for document in documents:
                self.store.enter(self.prepared([[document]], told)[0])
            self.index()
            return
        assert isinstance(self._shelf, Shelf)
        new = [d for d in documents if d.id not in self._shelf.documents]
        cut = [passages_of(d) for d in new]
        every = [p for passages in cut for p in passages]
        first = len(self._shelf.passages)
        self._deferred = self._deferred or first + len(every) > _EAGER
        for document, passages in zip(new, cut, strict=True):
            self._shelf.add(document, passages)
            self.alike.add(document)
            self.threads.add(document)
        self._forget()
        if not every:
            return
        filed = list(self._shelf.filed(first))
        self._words.add(filed)
        self._columns.add(filed)
        if not self._deferred:
            self._meaning.add(self._embedded(every, told, self.foreign))

    def prepared(
        self,
        files: Sequence[Sequence[Document]],
        told: Callable[[int, int], None] = lambda *_: None,
        again: bool = False,
    ) -> list[list[Prepared]]:
        """What several files came to, cut and embedded together, each ready for ``Store.enter``.

        A document whose bytes are in already is not cut, unless the files are read ``again``.
        """
        cut = [[self._cut(document, again) for document in documents] for documents in files]
        every = [p for one in cut for passages in one for p in passages or ()]
        if every:
            self._renew(told)
        abroad = {d.id for documents in files for d in documents if foreign(d.metadata)}
        vectors = self._embedded(every, told, abroad, np.float16)
        made: list[list[Prepared]] = []
        place = 0
        for documents, one in zip(files, cut, strict=True):
            made.append([])
            for document, passages in zip(documents, one, strict=True):
                if passages is None:
                    made[-1].append(Prepared(document))
                    continue
                end = place + len(passages)
                made[-1].append(Prepared.of(document, passages, vectors[place:end]))
                place = end
        return made

    def index(self, told: Callable[[int, int], None] = lambda *_: None, wait: bool = True) -> None:
        """Make searchable what was kept since the last time; ``told`` hears how far it has got."""
        if self._derived is not None and self._derived.catch_up(told, wait):
            self._take_indexes()

    def reindex(self, told: Callable[[int, int], None] = lambda *_: None) -> None:
        """Make both indexes of a library in a folder anew; ``told`` hears how far it has got."""
        if self._derived is not None:
            self._derived.rebuild(told)
            self._take_indexes()

    def hide(self, sha256: str) -> None:
        """Leave the documents with these bytes out of what this object shows and finds."""
        self.store.hide(sha256)
        self._forget()

    def _forget(self) -> None:
        """Keep no answer that something added, removed or hidden may have changed."""
        self._found.clear()
        self._foreign = self._copies = None

    def _copied(self) -> int:
        """How many documents the largest group of near-copies has; 0 where there are none."""
        if self._copies is None:
            self._copies = self.alike.largest()
        return self._copies

    def _cut(self, document: Document, again: bool) -> list[Passage] | None:
        """The passages of a document; None where it has no words, or they are in already."""
        if document.status is Status.UNREAD or not document.text.strip():
            return None
        if not again and document.sha256 and self.store.primary(document.sha256) is not None:
            return None
        return passages_of(document)

    def _take_indexes(self) -> None:
        if self._derived is not None:
            self._words, self._meaning = self._derived.words, self._derived.meaning
            self._columns = self._derived.columns
            self._forget()

    def _renew(self, told: Callable[[int, int], None] = lambda *_: None) -> None:
        """Make all vectors anew where another model than today's made those that are kept."""
        if self._fresh:
            return
        self._fresh = True
        first = self.store.readings(0, 1, english=True)
        if not first:
            return
        kept = self.store.vectors(first[0][0], 1)[1][0].astype(np.float32)
        now = self._embedder.embed([first[0][1]])[0]
        if now.shape == kept.shape and float(now @ kept) > _SAME:
            return
        number, of = 0, self.store.last() + 1
        while some := self.store.readings(number, _TELL, english=True):
            vectors = self._embedder.embed([reading for _, reading in some])
            self.store.put_vectors([n for n, _ in some], vectors)
            number = some[-1][0] + 1
            told(number, of)
        self.store.new_generation()
        self.index()

    def _embedded(
        self,
        passages: Sequence[Passage],
        told: Callable[[int, int], None],
        abroad: Collection[str],
        kind: type[np.float32] | type[np.float16] = np.float32,
    ) -> NDArray[Any]:
        """A row for each passage; those of the documents ``abroad`` are left at zero."""
        blocks = []
        for start in range(0, len(passages), _TELL):
            some = self._rows(passages[start : start + _TELL], abroad)
            blocks.append(some.astype(kind, copy=False))
            if len(passages) > _TELL:
                told(min(start + _TELL, len(passages)), len(passages))
        return np.concatenate(blocks) if blocks else np.zeros((0, 384), kind)

    def _rows(self, passages: Sequence[Passage], abroad: Collection[str]) -> NDArray[np.float32]:
        own = [i for i, p in enumerate(passages) if p.document not in abroad]
        if len(own) == len(passages):
            return self._embedder.embed([p.reading for p in passages])
        rows = np.zeros((len(passages), 384), np.float32)
        if own:
            rows[own] = self._embedder.embed([passages[i].reading for i in own])
        return rows

    def search(self, queries: Sequence[str], limit: int = 8) -> list[list[Hit]]:
        """For each query the ``limit`` best passages by words and meaning, fused, best first."""
        self._refresh()
        if not queries or not self.passages:
            return [[] for _ in queries]
        # Checking and auditing ask the same of one library: a question is answered once.
        new = [q for q in dict.fromkeys(queries) if (q, limit) not in self._found]
        if new:
            found = self._search_deferred(new, limit) if self._deferred else self._search(new, limit)
            self._found |= {(query, limit): hits for query, hits in zip(new, found, strict=True)}
        return [self._found[(query, limit)] for query in queries]

    def _refresh(self, embedding: bool = True) -> None:
        """See what other processes have done; with ``embedding``, mind which model made the vectors."""
        if self._store is not None:
            if embedding:
                self._renew()
            if self._derived is not None and self._derived.refresh():
                self._take_indexes()

    def find(
        self,
        words: str = "",
        by: By | str = By.BOTH,
        phrase: str | Sequence[str] = (),
        document: str | Sequence[str] = (),
        kind: str | Sequence[str] = (),
        speaker: str | None = None,
        after: date | None = None,
        before: date | None = None,
        page: int | None = None,
        limit: int = 10,
    ) -> list[Found]:
        """The ``limit`` best passages for a person's question, best first.

        Args:
            words: what to look for; words in quotation marks must stand together. Left out, the first
                passages that the filters leave are given, in their order.
            by: words, meaning or both. A name counts by other spellings of it too, for less.
            phrase: words, in any of their forms, that must stand together in the passage.
            document: ids, names or patterns with * and ? of documents; any of them will do.
            kind: kinds of file ("pdf", "mail", "table", …) or media types; any of them will do.
            speaker: words of a speaker's name, or a name like it.
            after: the first day; a passage without a day is then left out.
            before: the last day; as before.
            page: a page, from 1.
            limit: how many.

        Raises:
            UsageError: a filter means nothing here, or the limit is below 1.

        """
        if limit < 1 or str(by) not in list(By):
            raise UsageError("look by words, by meaning or by both, for one passage or more")
        by = By(by)
        self._refresh(embedding=by is not By.WORDS)
        finder = self._finder()
        filters = finder.filters(_several(document), _several(kind), speaker, after, before, page)
        return finder.find(words, by, _several(phrase), filters, limit)

    def box(self, found: Found) -> Box | None:
        """Where on its page the marked words of what was found stand, if the format has word boxes."""
        return self._finder().box(found)

    def _finder(self) -> Finder:
        meaning = None if self._deferred else self._meaning
        return Finder(
            self._words, self._columns, meaning, self._shelf, self._embedder, self.alike,
            self._copied() > 0, self.foreign,
        )  # fmt: skip

    def _search(self, queries: Sequence[str], limit: int) -> list[list[Hit]]:
        """Words and meaning over all passages."""
        depth = max(4 * limit, 40) * min(max(self._copied(), 1), _DEEPER) + self._shelf.hidden
        with ThreadPoolExecutor(1) as pool:  # both leave Python's lock free
            asked = [pool.submit(self._words.search, query, depth) for query in queries]
            vectors = self._embedder.embed(list(queries))
            nearest = self._meaning.search(vectors, depth)
        found = []
        for words, vector, near in zip(asked, vectors, nearest, strict=True):
            by_words = self._shown(words.result())
            cosines = self._shown(near)
            # Another process may be adding: its words may be seen before its vectors.
            there = self._meaning.end
            others = [number for number in by_words if number not in cosines and number < there]
            cosines |= zip(others, self._meaning.cosines(vector, others), strict=True)
            for number in self._abroad(list(cosines)):
                del cosines[number]
            found.append(self._hits(by_words, cosines, limit))
        return found

    def _search_deferred(self, queries: Sequence[str], limit: int) -> list[list[Hit]]:
        """Words first; only what they found is embedded, and all queries share it."""
        by_words = [self._words.search(query, limit) for query in queries]
        numbers = sorted({n for found in by_words for n, _ in found[:_EMBEDDED]})
        abroad = self._abroad(numbers)
        numbers = [n for n in numbers if n not in abroad]
        if not numbers:
            return [self._hits(dict(found), {}, limit) for found in by_words]
        near = MeaningIndex()
        passages = self._shelf.passages_by(numbers)
        near.add(self._embedder.embed([passages[n].reading for n in numbers]))
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

    def _shown(self, found: Iterable[tuple[int, float]]) -> dict[int, float]:
        if not self._shelf.hidden:
            return dict(found)
        return {n: score for n, score in found if not self._shelf.is_hidden(n)}

    def _hits(self, words: dict[int, float], cosines: dict[int, float], limit: int) -> list[Hit]:
        copies = self._copied() > 0
        ranked = fused(words, cosines, len(words) + len(cosines) if copies else 2 * limit)
        hits: list[Hit] = []
        shown: set[tuple[str, str]] = set()
        for start in range(0, len(ranked), 2 * limit):
            some = ranked[start : start + 2 * limit]
            passages = self._shelf.passages_by([number for number, _ in some])
            for n, score in some:
                # One or another may have been removed since it was indexed.
                if (passage := passages.get(n)) is None:
                    continue
                if copies and (group := self.alike.group(passage.document)):
                    # The same words of a near-copy would only stand in the way of other papers.
                    key = (group[0], plain(passage.text))
                    if key in shown:
                        continue
                    shown.add(key)
                hits.append(Hit(n, passage, score, cosines.get(n, 0.0), words.get(n, 0.0)))
                if len(hits) == limit:
                    return hits
        return hits

    def _abroad(self, numbers: Sequence[int]) -> set[int]:
        """Those of the passages with these numbers that are in another language than the models'."""
        if not self.foreign:
            return set()
        found = self._shelf.passages_by(numbers).items()
        return {n for n, passage in found if passage.document in self.foreign}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit row (n, 384) for each of ``texts``, by the model that the passages were embedded with."""
        return self._embedder.embed(list(texts)) if texts else np.zeros((0, 384), np.float32)

    def phrases(self, text: str, limit: int = 12) -> list[Passage]:
        """The passages that hold most of ``text``'s words together, best first; by words alone."""
        numbers = self._words.phrases(text, limit + self._shelf.hidden)
        passages = self._shelf.passages_by(numbers)
        return [passages[n] for n in numbers if n in passages][:limit]

    def passage_at(self, document: str, offset: int) -> Passage | None:
        """The passage of the document with that id that holds ``offset``, or None."""
        return self._shelf.passage_at(document, offset)

    def speaking_of(self, words: Sequence[str]) -> Iterable[Document]:
        """The documents where one of these words or names may stand, in the order they were added.

        In memory all; in a folder, those of the passages that the words index finds first.
        """
        if self._store is None:
            return self.documents.values()
        return self.among(p.document for p in self._speaking_of(self._store, words))

    def among(self, ids: Iterable[str]) -> Iterable[Document]:
        """The documents to be read to their end, in the order they were added.

        In memory all; in a folder, those with these ``ids``.
        """
        if self._store is None:
            return self.documents.values()
        return (self.documents[one] for one in self._store.in_order(set(ids)))

    def rows(self, words: Sequence[str]) -> Iterable[Passage]:
        """Rows of tables in which one of these words or names may stand, in order.

        In memory all rows; in a folder, those that the words index finds first.
        """
        if isinstance(self._shelf, Shelf):
            return self._shelf.rows()
        return (p for p in self._speaking_of(self._shelf, words) if p.kind is SegmentKind.ROW)

    def _speaking_of(self, store: Store, words: Sequence[str]) -> list[Passage]:
        numbers = {n for one in words for n, _ in self._words.search(one, _SPOKEN)}
        passages = store.passages_by(sorted(numbers))
        return [passages[n] for n in sorted(passages)]

    def tabled(self) -> list[str]:
        """The ids of the documents that have rows of tables, in the order they were added."""
        return self._shelf.tabled()

    def statuses(self) -> list[tuple[Status, str | None]]:
        """How much of each document could be read, and why not more."""
        return self._shelf.statuses()

    def rarity(self, stems: Sequence[str]) -> dict[str, float]:
        """How rare each stem is among the passages, in nats; more is rarer."""
        return self._words.rarity(stems)

    def close(self) -> None:
        """Close the library's files, or what it holds in memory."""
        if self._store is not None:
            self._store.close()
        else:
            self.alike.close()
            self.threads.close()


def _several(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words
