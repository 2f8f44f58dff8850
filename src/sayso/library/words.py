"""The words index: tantivy over the passages, in memory or in a folder, made from the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

import tantivy

from sayso.library import names
from sayso.library.filters import SPEAKER, Filed, Filters
from sayso.library.terms import ANALYSER, analyse, analyser, is_small, terms

#: tantivy refuses a writer under 15 MB a thread.
_HEAP = 30_000_000
#: Words that must stand together, and how many such runs of a text are looked for: the rarest.
_RUN = 3
_RUNS = 8
#: Other spellings of a name that are looked for, and what finding one counts against the name itself.
_SPELLINGS = 8
_LIKE = 0.6
#: A word that may be a name, and one that is written together or apart: Al-Masri, O'Brien.
_NAME = re.compile(r"\b[^\W\d_]{3,40}\b")
_JOINED = re.compile(
    rf"\b(?:(?:[^\W\d_]{{1,20}}[{names.JOINTS}]){{1,3}}|[^\W\d_][{names.JOINTS}])[^\W\d_]{{3,20}}\b"
)
_BETWEEN = "|"
_ALL = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the words index: ``tokens`` of it, ``phrases`` that must stand as they are.

    ``like`` has for a token the names, in tokens that stand together, that are spelled nearly its way.
    """

    tokens: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    like: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tokens or self.phrases)


class WordsIndex:
    """BM25 over passages by their numbers. ``folder`` None keeps it in memory.

    In a folder one process at a time may add, any number may search. Numbers are only ever added in
    rising order, so ``end`` says how far the index has got, after a kill too. Raises ValueError or
    OSError where the folder holds no sound index.
    """

    def __init__(self, folder: Path | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", indexed=True, fast=True)
        builder.add_text_field("words", tokenizer_name=ANALYSER, index_option="position")
        builder.add_text_field("names", tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("document", indexed=True)
        builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("speaker", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("page", indexed=True)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(builder.build(), None if folder is None else str(folder))
        self._index.register_tokenizer(ANALYSER, analyser())
        self._end: int | None = None
        self._schema = self._index.schema
        self.reload()

    @property
    def end(self) -> int:
        """One more than the highest number that is in; 0 where there is none."""
        if self._end is None:  # every passage is looked at for it
            last = self._searcher.search(tantivy.Query.all_query(), 1, order_by_field="number").hits
            self._end = int(last[0][0]) + 1 if last else 0
        return self._end

    def reload(self) -> None:
        """See what another process has added."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._speakers: dict[str, list[str]] | None = None
        self._end = None

    def add(self, passages: Iterable[Filed | tuple[int, str]]) -> None:
        """Add passages in rising order of their numbers and make them searchable; all or none."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        end = 0
        for passage in passages:
            writer.add_document(_document(filed := Filed(*passage)))
            end = filed.number + 1
        writer.commit()
        writer.wait_merging_threads()
        self.reload()
        self._end = end or None

    def search(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The ``limit`` best passages as (number, BM25 score), best first, ties by number."""
        query = " ".join(sorted({text[term.start : term.end] for term in terms(text)}))
        plain = "".join(c if c.isalnum() else " " for c in query)
        if not plain.strip() or not self._searcher.num_docs:
            return []
        return self._ranked(self._index.parse_query(plain.lower(), ["words"]), limit)

    def phrases(self, text: str, limit: int) -> list[int]:
        """The passages that hold most runs of three words of ``text``, rarest runs first, best first."""
        words = analyse(text)
        runs = {tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
        if not words or not self._searcher.num_docs:
            return []
        rare = self.rarity(words)
        best = sorted(runs, key=lambda run: (-sum(rare[w] for w in run), run))[:_RUNS]
        wanted = [(tantivy.Occur.Should, self._phrase(run)) for run in best]
        return [number for number, _ in self._ranked(tantivy.Query.boolean_query(wanted), limit)]

    def asked(self, text: str, phrases: Sequence[str] = (), spellings: bool = True) -> Asked:
        """``text`` as a question: its content words, with other spellings of its names.

        A word is taken for a name where it is written with a capital, or stands in no passage.
        """
        tokens: dict[str, None] = {}
        like: dict[str, tuple[tuple[str, ...], ...]] = {}
        for term in terms(text):
            word = text[term.start : term.end]
            for token in analyse(word):
                tokens[token] = None
            if not spellings or term.number or len(names.folded(word)) < names.SHORTEST:
                continue
            known = any(self._searcher.doc_freq("words", token) for token in analyse(word))
            if (term.name or not known) and (found := self._spellings(word, known)):
                like[analyse(word)[-1]] = found
        for word in _joined(text) if spellings else ():
            if found := self._spellings(word, known=True):
                last = analyse(word)[-1]
                like[last] = tuple(dict.fromkeys([*found, *like.get(last, ())]))[:_SPELLINGS]
        if not tokens:  # nothing but small words: then they are what is asked for
            tokens = dict.fromkeys(analyse(text))
        runs = (tuple(analyse(phrase)) for phrase in phrases)
        return Asked(tuple(tokens), tuple(run for run in runs if run), tuple(like.items()))

    def find(
        self, asked: Asked, limit: int, filters: Filters = _ALL
    ) -> list[tuple[int, float]]:
        """The ``limit`` best passages as (number, BM25 score), best first, ties by number."""
        if not asked or not self._searcher.num_docs:
            return []
        must = [self._phrase(run) for run in asked.phrases]
        like = dict(asked.like)
        wanted = [
            (tantivy.Occur.Should, self._word(token, like.get(token, ()))) for token in asked.tokens
        ]
        some = tantivy.Query.boolean_query(wanted)
        if not must:
            must = [some]
        elif wanted:
            must = [tantivy.Query.boolean_query([*((tantivy.Occur.Must, q) for q in must), *wanted])]
        return self._ranked(self._narrowed(must, filters), limit)

    def listed(
        self, limit: int, filters: Filters, phrases: Sequence[tuple[str, ...]] = ()
    ) -> list[int]:
        """The first ``limit`` passages that ``filters`` leave and that hold ``phrases``, in order."""
        query = self._narrowed([self._phrase(run) for run in phrases], filters)
        found = self._searcher.search(
            query, limit, count=False, order_by_field="number", order=tantivy.Order.Asc
        )
        return [int(number) for number, _ in found.hits]

    def rarity(self, stems: Sequence[str]) -> dict[str, float]:
        """How rare each stem is, in nats: log((N + 1) / (n + 0.5)) for n of N passages.

        Spärck Jones, "A statistical interpretation of term specificity", 1972, smoothed.
        """
        total = self._searcher.num_docs
        return {
            stem: log((total + 1) / (self._searcher.doc_freq("words", stem) + 0.5))
            for stem in set(stems)
        }

    def media_types(self, beginning: str) -> list[str]:
        """The media types of files in the index that begin so, sorted."""
        return sorted(kind for kind, _ in self._searcher.terms_with_prefix("kind", beginning))

    def speakers(self, named: str) -> list[str]:
        """The speakers in the index who have every word of ``named``, or a name like it; sorted."""
        if self._speakers is None:
            self._speakers = {}
            for speaker, _ in sorted(self._searcher.terms_with_prefix("speaker", "")):
                for word in dict.fromkeys([*_words(speaker), *map(_closed, _joined(speaker))]):
                    self._speakers.setdefault(word, []).append(speaker)
        left: set[str] | None = None
        for one in named.split():
            having: set[str] | None = None
            for word in _words(one):
                some = self._speaking(word)
                having = some if having is None else having & some
            if having is not None:
                for joined in _joined(one):
                    having |= self._speaking(_closed(joined))
                left = having if left is None else left & having
        return sorted(left or ())

    def _speaking(self, word: str) -> set[str]:
        """The speakers with this word in their name, or else one like it."""
        known = self._speakers or {}
        found = [word] if word in known else list(names.near(word, list(known), known=False))
        return {speaker for one in found for speaker in known[one]}

    def _spellings(self, name: str, known: bool) -> tuple[tuple[str, ...], ...]:
        """The names in the index that are spelled like ``name``, nearest and commonest first."""
        key = names.key(name)
        if not key:
            return ()
        own = set(analyse(name))
        keys = [key, *names.keys_near(key)] if not known and len(key) > 1 else [key]
        counts: dict[str, int] = {}
        for one in keys:
            for term, count in self._searcher.terms_with_prefix("names", one + _BETWEEN):
                counts[term.rpartition(_BETWEEN)[2]] = count
        found: dict[tuple[str, ...], tuple[int, int]] = {}
        for other, far in names.near(name, list(counts), known).items():
            tokens = tuple(analyse(other))
            if own.isdisjoint(tokens):
                found[tokens] = min(found.get(tokens, (far, 0)), (far, -counts[other]))
        return tuple(sorted(found, key=lambda tokens: (*found[tokens], tokens))[:_SPELLINGS])

    def _word(self, token: str, like: Sequence[tuple[str, ...]]) -> Any:
        own = tantivy.Query.term_query(self._schema, "words", token, "freq")
        if not like:
            return own
        others = [self._phrase(other) for other in like]
        return tantivy.Query.disjunction_max_query(
            [own, *(tantivy.Query.boost_query(other, _LIKE) for other in others)]
        )

    def _phrase(self, run: Sequence[str]) -> Any:
        if len(run) > 1:
            return tantivy.Query.phrase_query(self._schema, "words", list(run))
        return tantivy.Query.term_query(self._schema, "words", run[0])

    def _narrowed(self, must: Sequence[Any], filters: Filters) -> Any:
        """A query for what ``must`` and ``filters`` leave, scored by ``must`` alone."""
        query, schema, narrow = tantivy.Query, self._schema, []
        for field, values in (
            ("document", filters.documents), ("kind", filters.media_types),
            ("speaker", filters.speakers),
        ):  # fmt: skip
            if values is not None:
                narrow.append(query.term_set_query(schema, field, list(values)))
        if filters.after is not None or filters.before is not None:
            days = (_day(filters.after), _day(filters.before))
            narrow.append(query.range_query(schema, "day", tantivy.FieldType.Integer, *days))
        if filters.page is not None:
            narrow.append(query.term_query(schema, "page", filters.page, "basic"))
        every = [*must, *(query.const_score_query(one, 0.0) for one in narrow)]
        if not every:
            return query.all_query()
        return every[0] if len(every) == 1 else query.boolean_query([(tantivy.Occur.Must, q) for q in every])

    def _ranked(self, query: Any, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        scored = [(int(n or 0), float(score)) for n, (score, _) in zip(numbers, hits, strict=True)]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))


def _document(passage: Filed) -> Any:
    document = tantivy.Document()
    document.add_unsigned("number", passage.number)
    document.add_text("words", passage.reading)
    alone = (name for name in _NAME.findall(passage.reading) if name[0].isupper())
    for name in dict.fromkeys([*alone, *_joined(passage.reading)]):
        if term := _name_term(name):
            document.add_text("names", term)
    document.add_unsigned("document", passage.document)
    document.add_text("kind", passage.media_type)
    if passage.speaker:
        document.add_text("speaker", passage.speaker[:SPEAKER])
    if passage.date is not None:
        document.add_integer("day", passage.date.toordinal())
    if passage.page is not None:
        document.add_unsigned("page", passage.page)
    return document


@lru_cache(maxsize=65536)
def _name_term(name: str) -> str:
    """What stands in the index for a name: its key and itself; "" where it is no name."""
    key = "" if is_small(name) else names.key(name)
    return key and f"{key}{_BETWEEN}{name.lower()}"


def _joined(text: str) -> list[str]:
    """The names in ``text`` that have joints: "al-Masri", "O'Brien", not "dam's" or "follow-up"."""
    return [
        name for name in _JOINED.findall(text)
        if name[max(name.rfind(joint) for joint in names.JOINTS) + 1].isupper()
    ]  # fmt: skip


def _closed(name: str) -> str:
    """A name with its joints left out, as ``_words`` has it."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    return [names.folded(word) for word in re.findall(r"[^\W_]+", name)]


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
