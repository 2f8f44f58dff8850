"""The words index: tantivy over the passages, in memory or in a folder, made from the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path

import tantivy

from sayso.library.terms import ANALYSER, analyse, analyser, terms

#: tantivy refuses a writer under 15 MB a thread.
_HEAP = 30_000_000
#: Words that must stand together, and how many such runs of a text are looked for: the rarest.
_RUN = 3
_RUNS = 8


class WordsIndex:
    """BM25 over passages by their numbers. ``folder`` None keeps it in memory.

    In a folder one process at a time may add, any number may search. Numbers are only ever added in
    rising order, so ``end`` says how far the index has got, after a kill too. Raises ValueError or
    OSError where the folder holds no sound index.
    """

    def __init__(self, folder: Path | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
        builder.add_text_field("words", tokenizer_name=ANALYSER, index_option="position")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(builder.build(), None if folder is None else str(folder))
        self._index.register_tokenizer(ANALYSER, analyser())
        self.reload()

    @property
    def end(self) -> int:
        """One more than the highest number that is in; 0 where there is none."""
        last = self._searcher.search(tantivy.Query.all_query(), 1, order_by_field="number").hits
        return int(last[0][0]) + 1 if last else 0

    def reload(self) -> None:
        """See what another process has added."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Add passages as (number, words), in rising order, and make them searchable; all or none."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for number, words in passages:
            document = tantivy.Document()
            document.add_unsigned("number", number)
            document.add_text("words", words)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.reload()

    def search(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The ``limit`` best passages as (number, BM25 score), best first, ties by number."""
        query = " ".join(sorted({text[term.start : term.end] for term in terms(text)}))
        plain = "".join(c if c.isalnum() else " " for c in query)
        if not plain.strip() or not self._searcher.num_docs:
            return []
        parsed = self._index.parse_query(plain.lower(), ["words"])
        hits = self._searcher.search(parsed, limit).hits
        scored = [(int(self._searcher.doc(address)["number"][0]), float(s)) for s, address in hits]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def phrases(self, text: str, limit: int) -> list[int]:
        """The passages that hold most runs of three words of ``text``, rarest runs first, best first."""
        words = analyse(text)
        runs = {tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
        if not words or not self._searcher.num_docs:
            return []
        rare = self.rarity(words)
        best = sorted(runs, key=lambda run: (-sum(rare[w] for w in run), run))[:_RUNS]
        schema = self._index.schema
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.phrase_query(schema, "words", list(run)))
            if len(run) > 1
            else (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", run[0]))
            for run in best
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(wanted), limit).hits
        scored = [(int(self._searcher.doc(address)["number"][0]), float(s)) for s, address in hits]
        return [number for number, _ in sorted(scored, key=lambda hit: (-hit[1], hit[0]))]

    def rarity(self, stems: Sequence[str]) -> dict[str, float]:
        """How rare each stem is, in nats: log((N + 1) / (n + 0.5)) for n of N passages.

        Spärck Jones, "A statistical interpretation of term specificity", 1972, smoothed.
        """
        total = self._searcher.num_docs
        return {
            stem: log((total + 1) / (self._searcher.doc_freq("words", stem) + 0.5))
            for stem in set(stems)
        }
