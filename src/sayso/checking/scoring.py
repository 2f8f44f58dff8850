"""The stance model's word on the sentences that may decide a claim, asked in two rounds.

First it reads single sentences, those nearest to the claim in words and meaning. Where one speaks to
the claim, it reads the whole passage too: a sentence out of its place may seem to say what it does
not. Every passage is read behind its paper's title, its speaker and its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.checking.alignment import Unit
from sayso.library import Library
from sayso.models.heads import headed
from sayso.records import Document, SegmentKind

#: How many sentences of a question's first passages the model judges. On six invented affairs (136
#: claims with gold evidence) 5 reached the deciding sentence for 110; 4 that share most words for 92.
JUDGED = 5
#: A sentence is worth the model's time where it has some of the claim's words or is near in meaning.
#: The cosine belongs to the embedding: nine tenths of the deciding passages of fm2.dev reach it.
_WORTH_COVERAGE = 0.2
_WORTH_COSINE = 0.30
#: What all of the claim's words are worth beside a cosine of 1.
_WORDS = 0.6
#: Words that a unit has at least where a model can make anything of it: not a name under a letter.
_SENTENCE = 3
#: The least probability of either answer at which the passage around is read too.
_SPEAKS = 0.2
#: What a program leaves as a file's author ("python-docx") is no writer.
_WRITER = re.compile(r"[A-Z][\w.'’-]*(?: [\w.'’-]+)* [A-Z][\w.'’-]+")
_NAME_PARTS = re.compile(r"[^\W_]+")


class StanceModel(Protocol):
    """Anything that judges pairs of claim and passage."""

    @property
    def threshold_supports(self) -> float:
        """The least probability at which "supports" is shown."""
        ...

    @property
    def threshold_contradicts(self) -> float:
        """The least probability at which "contradicts" is shown."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Probabilities (n, 3): supports, contradicts, neither."""
        ...


@dataclass(slots=True)
class Candidate:
    """A unit of a passage with the model's judgement: probabilities, 0 where it was not asked."""

    unit: Unit
    document: Document
    rank: int
    supports: float = 0.0
    contradicts: float = 0.0


@dataclass(slots=True)
class Matter:
    """A content, who is said to have said it where that is asked, and the units it is held against.

    ``close`` are the units of the passages found first; ``judged`` those of them that were judged.
    """

    content: str
    said: str
    close: list[Candidate] = field(default_factory=list)
    judged: list[Candidate] = field(default_factory=list)


class Scorer:
    """Asks the model for all questions of a job at once, each pair once."""

    def __init__(self, library: Library, model: StanceModel) -> None:
        self._library = library
        self._model = model

    def score(self, matters: Sequence[Matter]) -> None:
        """Choose the units to judge and put the model's probabilities into them.

        To support, sentence and passage count alike; to accuse, both must agree that it contradicts.
        """
        self._choose(matters)
        every = [(matter, candidate) for matter in matters for candidate in matter.judged]
        asked = self._judged([_pairs(matter, c, c.unit.reading) for matter, c in every])
        for (_, candidate), (supports, contradicts) in zip(every, asked, strict=True):
            candidate.supports, candidate.contradicts = supports, contradicts
        speaking = [
            (matter, c) for matter, c in every
            if max(c.supports, c.contradicts) >= _SPEAKS and c.unit.reading != c.unit.passage.reading
        ]  # fmt: skip
        asked = self._judged([_pairs(matter, c, c.unit.passage.reading) for matter, c in speaking])
        for (_, candidate), (supports, contradicts) in zip(speaking, asked, strict=True):
            candidate.supports = (candidate.supports + supports) / 2
            candidate.contradicts = min(candidate.contradicts, contradicts)

    def _choose(self, matters: Sequence[Matter]) -> None:
        close = [[c for c in matter.close if _is_sentence(c.unit)] for matter in matters]
        texts = list(dict.fromkeys(c.unit.reading for candidates in close for c in candidates))
        vectors = dict(zip(texts, self._library.vectors(texts), strict=True))
        contents = self._library.vectors([matter.content for matter in matters])
        for matter, candidates, content in zip(matters, close, contents, strict=True):
            near = []
            for candidate in candidates:
                unit = candidate.unit
                cosine = float(vectors[unit.reading] @ content)
                if unit.coverage >= _WORTH_COVERAGE or cosine >= _WORTH_COSINE:
                    near.append((-cosine - _WORDS * unit.coverage, candidate.rank, unit.start, candidate))
            matter.judged = [candidate for *_, candidate in sorted(near, key=lambda n: n[:3])[:JUDGED]]

    def _judged(self, laid: Sequence[list[tuple[str, str]]]) -> list[tuple[float, float]]:
        """Most of "supports" and least of "contradicts" over the pairs of each; a pair is asked once."""
        pairs = list(dict.fromkeys(pair for own in laid for pair in own))
        scores = dict(zip(pairs, self._model.judge(pairs), strict=True)) if pairs else {}
        return [
            (max(float(scores[pair][0]) for pair in own), min(float(scores[pair][1]) for pair in own))
            for own in laid
        ]


def _is_sentence(unit: Unit) -> bool:
    return unit.passage.kind is not SegmentKind.HEADING and len(unit.text.split()) >= _SENTENCE


def _pairs(matter: Matter, candidate: Candidate, text: str) -> list[tuple[str, str]]:
    """The claim beside ``text`` under its head; a saying also bare, content against the words said."""
    laid = [(matter.said or matter.content, _under_head(text, candidate))]
    return [*laid, (matter.content, text)] if matter.said else laid


def _under_head(text: str, candidate: Candidate) -> str:
    document, passage = candidate.document, candidate.unit.passage
    author = document.author or ""
    writer = author if _WRITER.fullmatch(author) else None
    title = document.title or " ".join(_NAME_PARTS.findall(document.name.rpartition(".")[0]))
    return headed(text, title, passage.speaker or writer, passage.date)
