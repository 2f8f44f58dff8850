"""Finding for a person: passages with their neighbours, the words that brought them up, and why.

Checking asks ``Library.search``; this is what stands behind ``Library.find``, the command and the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.errors import UsageError
from sayso.library.alike import Alike, plain
from sayso.library.filters import KINDS, Columns, Filters
from sayso.library.fusion import fused
from sayso.library.meaning import Embedder, MeaningIndex
from sayso.library.shelf import Shelf
from sayso.library.store import Store
from sayso.library.terms import analyse
from sayso.library.words import Asked, WordsIndex
from sayso.records import Document, Passage, Span

#: Words in quotation marks, which must stand together.
_MARKED = re.compile("[\"“„]([^\"“”„]+)[\"”“]")
_WORD = re.compile(r"[^\W_]+")
#: How deep each index is asked before the two are fused, at least.
_DEPTH = 40
#: How many times deeper is looked where near-copies of one passage crowd out the rest.
_DEEPER = (1, 5, 25)
#: Passages with a phrase that are compared by meaning: the best by words, or the first.
_WITH_PHRASE = 10_000


class By(StrEnum):
    """How to look: by words, by meaning, or by both, fused."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


class How(StrEnum):
    """Why a word is marked: it was asked for, is part of a phrase, or is a name spelled otherwise."""

    WORD = "word"
    PHRASE = "phrase"
    NAME = "name"


class Mark(NamedTuple):
    """Words of a document that brought a passage up: ``document.text[start:end]``, and how."""

    start: int
    end: int
    words: str
    how: How


class Box(NamedTuple):
    """A stretch of a page: edges in percent of it, from its left and its top."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found, its neighbours in the document, and why it was.

    ``score`` is what it was ranked by; ``words`` its BM25 score, 0.0 where words did not find it;
    ``cosine`` that of its meaning to the question's, None where that was not asked, or the paper is in
    another ``language`` than English (ISO 639-1). ``also`` names near-copies of its document that
    hold the same words and are not shown for themselves.
    """

    number: int
    name: str
    passage: Passage
    before: Passage | None
    after: Passage | None
    score: float
    words: float
    cosine: float | None
    marks: tuple[Mark, ...]
    also: tuple[str, ...] = ()
    language: str | None = None

    @property
    def why(self) -> str:
        """Why it was found, in words for a person."""
        told = []
        for how, so in (
            (How.PHRASE, "the phrase"), (How.WORD, "the words"), (How.NAME, "a name spelled nearly so:"),
        ):  # fmt: skip
            words = dict.fromkeys(f"“{m.words}”" for m in self.marks if m.how is how)
            if words:
                told.append(f"{so} {', '.join(words)}")
        if not told and self.words:
            told.append("words of its heading or columns")
        if self.cosine is not None:
            told.append(f"meaning {self.cosine:.2f}")
        if self.language is not None:
            told.append(f"in another language ({self.language}), looked through by words alone")
        return "; ".join(told) or "the filters alone"


@dataclass(frozen=True, slots=True)
class Finder:
    """The parts of a library that finding needs. ``meaning`` None: only what words find is embedded."""

    words: WordsIndex
    columns: Columns
    meaning: MeaningIndex | None
    shelf: Shelf | Store
    embedder: Embedder
    alike: Alike
    copied: bool
    foreign: Mapping[str, str]

    def filters(
        self,
        document: Sequence[str] = (),
        kind: Sequence[str] = (),
        speaker: str | None = None,
        after: date | None = None,
        before: date | None = None,
        page: int | None = None,
    ) -> Filters:
        """What a person's words narrow a search to. Raises UsageError where they mean nothing here."""
        documents = None
        for named in document:
            firsts = self.shelf.firsts(named)
            if not firsts:
                raise UsageError(
                    f"no document that can be searched is called {named!r}: give its name, its id, or a "
                    "pattern such as 'mails/*'"
                )
            documents = {*(documents or ()), *firsts}
        types = None
        for one in kind:
            if one not in KINDS and "/" not in one:
                raise UsageError(f"{one!r} is no kind of file: say {', '.join(KINDS)}, or a media type")
            types = {*(types or ()), *(t for b in KINDS.get(one, (one,)) for t in self.words.media_types(b))}
        speakers = None if speaker is None else tuple(self.words.speakers(speaker))
        if speakers == ():
            raise UsageError(f"nobody who writes or speaks in these papers is called {speaker!r}")
        if after is not None and before is not None and before < after:
            raise UsageError(f"the last day, {before}, is before the first, {after}")
        return Filters(
            None if documents is None else tuple(sorted(documents)),
            None if types is None else tuple(sorted(types)), speakers, after, before, page,
        )  # fmt: skip

    def find(
        self, words: str, by: By, phrases: Sequence[str], filters: Filters, limit: int
    ) -> list[Found]:
        """The ``limit`` best passages, best first; without words, the first that are left."""
        marked = [m.group(1) for m in _MARKED.finditer(words)]
        loose = _MARKED.sub(" ", words)
        asked = self.words.asked(loose, [*marked, *phrases])
        vector = None
        if by is not By.WORDS and asked:
            [vector] = self.embedder.embed([" ".join([_MARKED.sub(r"\1", words), *phrases]).strip()])
        found: list[Found] = []
        for times in _DEEPER if asked or filters else ():
            depth = times * max(4 * limit, _DEPTH) + self.shelf.hidden
            ranked, by_words, near = self._ranked(asked, by, vector, filters, depth)
            found = self._told(asked, ranked, by_words, near, limit)
            if len(found) == limit or len(ranked) < depth or not self.copied:
                break
        return found

    def _ranked(
        self, asked: Asked, by: By, vector: NDArray[np.float32] | None, filters: Filters, depth: int
    ) -> tuple[list[tuple[int, float]], dict[int, float], dict[int, float] | None]:
        """(number, score) of the best passages, best first, with their BM25 scores and cosines."""
        if not asked:
            listed = self.words.listed(depth, filters)
            return [(n, 0.0) for n in listed if not self.shelf.is_hidden(n)], {}, None
        if vector is None:
            by_words = self._shown(self.words.find(asked, depth, filters))
            return sorted(by_words.items(), key=lambda hit: (-hit[1], hit[0])), by_words, None
        with ThreadPoolExecutor(1) as pool:  # both leave Python's lock free
            found = pool.submit(self.words.find, asked, depth, filters) if by is By.BOTH else None
            near = self._near(vector, asked, depth, filters)
            by_words = self._shown(found.result()) if found else {}
        others = self._there([n for n in by_words if n not in near])
        near |= zip(others, self._cosines(vector, others), strict=True)
        for number in self._abroad(list(near)):
            del near[number]
        return fused(by_words, near, len(by_words) + len(near)), by_words, near

    def box(self, found: Found) -> Box | None:
        """Where on its page the marked words stand, or the whole passage where none is marked.

        None where the document has no word boxes. The document is read for it.
        """
        passage = found.passage
        if passage.page is None:
            return None
        document = self.shelf.documents.get(passage.document)
        spans = [Span(m.start, m.end) for m in found.marks] or [Span(passage.start, passage.end)]
        return None if document is None else _box(document, passage.page, spans)

    def _near(
        self, vector: NDArray[np.float32], asked: Asked, depth: int, filters: Filters
    ) -> dict[int, float]:
        """The cosines of the passages nearest in meaning, of those that phrases and filters leave."""
        if self.meaning is None:
            best = [n for n, _ in self.words.find(asked, depth, filters)]
            return dict(zip(best, self._cosines(vector, best), strict=True))
        if asked.phrases:
            holding = self._there(self.words.listed(_WITH_PHRASE, filters, asked.phrases))
            cosines = zip(holding, self.meaning.cosines(vector, holding), strict=True)
            return self._shown(sorted(cosines, key=lambda hit: (-hit[1], hit[0]))[:depth])
        left = self.columns.mask(filters) if filters else None
        [near] = self.meaning.search(vector[None], depth, left)
        return self._shown(near)

    def _there(self, numbers: list[int]) -> list[int]:
        """Those that have vectors: another process may be adding, whose words may be seen before them."""
        return numbers if self.meaning is None else [n for n in numbers if n < self.meaning.end]

    def _abroad(self, numbers: Sequence[int]) -> list[int]:
        """Those of the passages that are in another language than the model's: they have no vectors."""
        if not self.foreign:
            return []
        found = self.shelf.passages_by(numbers)
        return [n for n, passage in found.items() if passage.document in self.foreign]

    def _cosines(self, vector: NDArray[np.float32], numbers: Sequence[int]) -> list[float]:
        if self.meaning is not None:
            return self.meaning.cosines(vector, numbers)
        if not numbers:
            return []
        passages = self.shelf.passages_by(numbers)
        return [float(c) for c in self.embedder.embed([passages[n].reading for n in numbers]) @ vector]

    def _shown(self, found: Sequence[tuple[int, float]]) -> dict[int, float]:
        return {n: score for n, score in found if not self.shelf.is_hidden(n)}

    def _told(
        self, asked: Asked, ranked: Sequence[tuple[int, float]], words: dict[int, float],
        cosines: dict[int, float] | None, limit: int,
    ) -> list[Found]:  # fmt: skip
        there, also = self._first(ranked, limit)
        around = self.shelf.passages_by(sorted({m for n, *_ in there for m in (n - 1, n + 1)}))
        named = {p.document for _, _, p in there} | {one for some in also.values() for one in some}
        names = self.shelf.document_names(named)
        made = []
        for n, score, passage in there:
            before, after = (
                p if (p := around.get(m)) is not None and p.document == passage.document else None
                for m in (n - 1, n + 1)
            )
            made.append(
                Found(
                    n, names.get(passage.document, passage.document), passage, before, after, score,
                    words.get(n, 0.0), None if cosines is None else cosines.get(n), _marks(passage, asked),
                    tuple(names.get(one, one) for one in also.get(n, ())), self.foreign.get(passage.document),
                )
            )  # fmt: skip
        return made

    def _first(
        self, ranked: Sequence[tuple[int, float]], limit: int
    ) -> tuple[list[tuple[int, float, Passage]], dict[int, list[str]]]:
        """The first ``limit`` passages, one for each that near-copies share; which documents share it."""
        there: list[tuple[int, float, Passage]] = []
        first: dict[tuple[str, str], int] = {}
        also: dict[int, list[str]] = {}
        for start in range(0, len(ranked), 2 * limit):
            some = ranked[start : start + 2 * limit]
            passages = self.shelf.passages_by([n for n, _ in some])
            for n, score in some:
                # One or another may have been removed since it was indexed.
                if (passage := passages.get(n)) is None:
                    continue
                if self.copied and (group := self.alike.group(passage.document)):
                    same = first.setdefault((group[0], plain(passage.text)), n)
                    if same != n:
                        also.setdefault(same, []).append(passage.document)
                        continue
                if len(there) < limit:
                    there.append((n, score, passage))
            if len(there) == limit:
                break
        return there, {n: list(dict.fromkeys(some)) for n, some in also.items()}


def _marks(passage: Passage, asked: Asked) -> tuple[Mark, ...]:
    """The words of ``passage`` that were asked for, in order; phrases first, none twice."""
    places = [
        (token, m.start(), m.end()) for m in _WORD.finditer(passage.text) for token in _analysed(m.group())
    ]
    tokens = tuple(token for token, _, _ in places)
    how: dict[tuple[int, int], How] = {}
    others = [run for _, runs in asked.like for run in runs]
    for kind, runs in (
        (How.PHRASE, asked.phrases), (How.WORD, [(token,) for token in asked.tokens]), (How.NAME, others),
    ):  # fmt: skip
        held = list(how)
        for run in runs:
            for i in _places(tokens, run):
                start, end = places[i][1], places[i + len(run) - 1][2]
                if not any(a <= start and end <= b for a, b in held):
                    how.setdefault((start, end), kind)
    return tuple(
        Mark(passage.start + a, passage.start + b, " ".join(passage.text[a:b].split()), kind)
        for (a, b), kind in sorted(how.items())
    )


def _places(tokens: Sequence[str], run: Sequence[str]) -> Iterator[int]:
    """Where in ``tokens`` those of ``run`` stand together."""
    for i, token in enumerate(tokens):
        if token == run[0] and tuple(tokens[i : i + len(run)]) == tuple(run):
            yield i


@lru_cache(maxsize=65536)
def _analysed(word: str) -> tuple[str, ...]:
    return tuple(analyse(word))


def _box(document: Document, number: int, spans: Sequence[Span]) -> Box | None:
    page = next((p for p in document.pages if p.number == number), None)
    boxes = [
        word for word in (page.words if page else ())
        if any(word.start < span.end and span.start < word.end for span in spans)
    ]  # fmt: skip
    if not boxes:
        return None
    return Box(
        number, min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip


def as_data(found: Found, box: Box | None) -> dict[str, Any]:
    """What was found as JSON can hold it."""
    p = found.passage
    return {
        "document": p.document, "name": found.name, "page": p.page, "line": p.line,
        "start": p.start, "end": p.end, "text": p.text, "kind": p.kind.value, "speaker": p.speaker,
        "date": p.date.isoformat() if p.date else None,
        "before": found.before.text if found.before else None,
        "after": found.after.text if found.after else None,
        "marks": [{"start": m.start, "end": m.end, "text": m.words, "how": m.how.value} for m in found.marks],
        "box": box._asdict() if box else None,
        "score": round(found.score, 6), "words": round(found.words, 6),
        "cosine": None if found.cosine is None else round(found.cosine, 6), "why": found.why,
        "also": list(found.also), "language": found.language,
    }  # fmt: skip
