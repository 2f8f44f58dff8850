"""How long one search takes in a library of 100,000 made passages.

    python benchmarks/search_speed.py [--passages 100000] [--json]

Passages are drawn by seed from 20,000 made words, common ones more often (Zipf), with names and
figures among them; vectors are random. Both ways to search are timed, one query at a time: as a
library kept in a folder, and as a one-off check over a large pile. The embedding of texts costs
nothing here: what is timed is the indexes and their fusion.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.library import Library
from sayso.records import Document, Segment

QUERIES, WORDS_EACH, BLOCK = 200, 70, 1000


class Random:
    """Unit vectors drawn by seed, whatever the text: no model, no meaning."""

    def __init__(self) -> None:
        self._chance = np.random.default_rng(1)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Random unit rows."""
        rows = self._chance.standard_normal((len(texts), 384), dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    documents, queries = made(options.passages)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for way, place in (("kept in a folder", Path(folder)), ("one-off pile", None)):
            library = Library(Random(), place)
            begin = time.perf_counter()
            library.add(documents)
            figures[f"{way}: passages"] = len(library.passages)
            figures[f"{way}: adding, s"] = time.perf_counter() - begin
            library.search(queries[:3], 24)
            spent = []
            for query in queries:
                begin = time.perf_counter()
                library.search([query], 24)
                spent.append(1000 * (time.perf_counter() - begin))
            figures[f"{way}: a search, ms, half of them"] = float(np.percentile(spent, 50))
            figures[f"{way}: a search, ms, 95 of 100"] = float(np.percentile(spent, 95))
            library.close()
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<48} {value:>12,.1f}")


def made(passages: int) -> tuple[list[Document], list[str]]:
    """Documents of a thousand paragraphs each, a passage a paragraph, and claims to look for."""
    chance = np.random.default_rng(20261124)
    letters = np.array(list("abcdefghiklmnoprstuvw"))
    words = ["".join(chance.choice(letters, size=n)) for n in chance.integers(3, 10, 20_000)]
    share = 1 / np.arange(1, len(words) + 1)
    share /= share.sum()
    texts = []
    for row in chance.choice(len(words), (passages, WORDS_EACH), p=share):
        drawn = [words[i] for i in row]
        drawn[0], drawn[5], drawn[9] = drawn[0].title(), drawn[5].title(), str(chance.integers(2, 9000))
        texts.append(" ".join(drawn) + ".")
    queries = [" ".join(texts[i].split()[:18]) for i in chance.choice(passages, QUERIES, replace=False)]
    documents = []
    for start in range(0, passages, BLOCK):
        segments, text = [], ""
        for one in texts[start : start + BLOCK]:
            segments.append(Segment(len(text), len(text) + len(one)))
            text += one + "\n\n"
        name = f"{start:012x}"
        documents.append(Document(name, name, name * 5, "text/plain", text, segments=tuple(segments)))
    return documents, queries


if __name__ == "__main__":
    main()
