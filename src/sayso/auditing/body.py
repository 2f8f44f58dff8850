"""The article's body, sentence by sentence, made ready for comparing: words, rarity, whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from sayso.library.terms import Term, terms
from sayso.records import Article, Source, SourceKind, Span, Statement, Zone
from sayso.statements.sentences import split_sentences

#: Letters that two names must begin with in common to be a place and its people ("Kell", no;
#: "Sarvelle" and "Sarvellian", yes).
_DEMONYM = 5
_NAME = 1.3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body. ``around`` are the stems of its whole paragraph."""

    start: int
    end: int
    text: str
    stems: frozenset[str]
    around: frozenset[str]

    @property
    def span(self) -> Span:
        """Where in the article it stands."""
        return Span(self.start, self.end)


class Body:
    """The sentences of an article's body, with the statements that share their words."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self.text = article.text
        self.statements = [s for s in statements if s.zone is Zone.BODY]
        self.sentences: list[Sentence] = []
        for block in article.blocks:
            if block.zone is Zone.BODY:
                self.sentences += _sentences(article.text, block.start, block.end)

    @classmethod
    def of_text(cls, text: str) -> Body:
        """A body that is nothing but ``text``, paragraphs parted by line ends."""
        made = cls.__new__(cls)
        made.text, made.statements, made.sentences = text, [], []
        place = 0
        for line in text.split("\n"):
            made.sentences += _sentences(text, place, place + len(line))
            place += len(line) + 1
        return made

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for sentence in self.sentences:
            for one in sentence.stems:
                counts[one] = counts.get(one, 0) + 1
        return counts

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems that the body writes with a capital inside a sentence."""
        return frozenset(
            t.stem
            for sentence in self.sentences
            for t in terms(self.text, sentence.start, sentence.end)
            if t.name and _inside(self.text, sentence.start, t.start)
        )

    def names_in(self, words: str) -> set[str]:
        """The names of ``words``, which as a Headline In Capitals may have one at every word."""
        return {
            t.stem for t in terms(words)
            if t.name and (t.stem in self.names or any(same_name(t.stem, n) for n in self.names))
        }  # fmt: skip

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem of the body."""
        return frozenset(self._counts)

    def weights(self, words: Iterable[Term], names: set[str]) -> dict[str, float]:
        """What each word is worth: more where fewer sentences have it, more for one of ``names``."""
        total = len(self.sentences)
        return {
            t.stem: log(1 + (total + 1) / (self._counts.get(t.stem, 0) + 1))
            * (_NAME if t.stem in names else 1.0)
            for t in words
        }

    def statements_at(self, span: Span) -> list[Statement]:
        """The statements of which a part of what is said stands in ``span``."""
        return [s for s in self.statements if any(c.overlaps(span) for c in s.contents)]

    def source_at(self, offset: int) -> Source | None:
        """Who the words at ``offset`` are laid to; None where the article itself says them."""
        found = [
            s for s in self.statements
            if any(c.start <= offset < c.end for c in s.contents)
        ]  # fmt: skip
        # The narrowest statement is the one whose words these are.
        found.sort(key=lambda s: s.end - s.start)
        source = found[0].source if found else None
        return None if source is None or source.kind is SourceKind.OWN_VOICE else source


def _sentences(text: str, start: int, end: int) -> list[Sentence]:
    around = frozenset(t.stem for t in terms(text, start, end))
    return [
        Sentence(
            s.start, s.end, text[s.start : s.end],
            frozenset(t.stem for t in terms(text, s.start, s.end)), around,
        )
        for s in split_sentences(text, start, end)
    ]  # fmt: skip


def _inside(text: str, start: int, offset: int) -> bool:
    """Whether a word stands behind another of its sentence, and not first in it or in a quotation."""
    before = text[start:offset].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] in ",;’'-–")


def prefixes(stems: Iterable[str]) -> set[str]:
    """The beginnings that a stem must share with one of ``stems`` for ``same_name``."""
    return {one[:_DEMONYM] for one in stems if len(one) >= _DEMONYM}


def same_name(one: str, other: str) -> bool:
    """Whether two stems may be a place and its people, or one name in two forms."""
    shorter = min(len(one), len(other))
    return shorter >= _DEMONYM and one[:_DEMONYM] == other[:_DEMONYM]
