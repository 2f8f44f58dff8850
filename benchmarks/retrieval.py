"""How often a search finds what decides a claim: ``python benchmarks/retrieval.py [--data FOLDER]``.

Each pool's texts become the documents of a library, cut into passages and indexed by the code that
a check uses. For every claim that has evidence labelled *supported* or *contradicted* it is asked
whether any passage of that evidence is among the first 1, 5 and 20: by words alone, by meaning alone,
by the two fused as a library kept in a folder answers, and as a one-off check over a large pile
answers (*deferred*: only what the words found is embedded).

Equal texts of a pool are one. A text longer than a passage is several, and each counts as a hit:
what is asked is whether the reader is led to the evidence. Passages of equal score stand in the
order of their numbers, and the order of texts in a pool is drawn by seed, so a tie favours nobody.
A claim with several pieces of evidence needs one of them.

What was held out of the embedding's training stands in ``training/pools.py``. How much of the
training is kept and the fusion's one weight were chosen on these pools, so the lead of both is a
little flattered; the sample case was not used.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from training.pools import SEED, Pool, document_of, pools_of  # noqa: E402

import sayso  # noqa: E402
from sayso.library import Library  # noqa: E402
from sayso.library.meaning import Embedder, MeaningIndex  # noqa: E402
from sayso.library.words import WordsIndex  # noqa: E402
from sayso.models import load_embedder  # noqa: E402
from sayso.reading import read_paths  # noqa: E402
from sayso.records import Document  # noqa: E402

DEPTHS = (1, 5, 20)
WAYS = ("words", "meaning", "fused", "deferred")
SAMPLE = Path(sayso.__file__).parent / "sample" / "sarvelle" / "documents"
FOREIGN = 2000
Ranking = list[list[int]]


class Remembering:
    """An embedder that embeds no text twice: a pool is searched four ways."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The rows of ``texts``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[t] for t in texts]) if texts else np.zeros((0, 384), np.float32)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.data / "verify").is_dir():
        print("{}" if options.json else f"{options.data}/verify is not at hand: retrieval is not measured.")
        return
    table = measured(options.data, Remembering(load_embedder()))
    print(json.dumps(table, indent=1) if options.json else shown(table))


def measured(data: Path, embedder: Embedder) -> dict[str, dict[str, object]]:
    """For each pool its sizes, and for each way the recall at each depth."""
    pools = pools_of(data)
    table = {pool.name: recalls(*as_documents(pool), embedder) for pool in pools}
    gold = HERE / "cases" / "sarvelle" / "gold.json"
    table["sample case"] = recalls(*sample_case(gold, pools), embedder)
    return table


def shown(table: dict[str, dict[str, object]]) -> str:
    """The table as Markdown."""
    lines = [
        "| pool | claims | passages | by | " + " | ".join(f"R@{k}" for k in DEPTHS) + " |",
        "|---|---|---|---|" + "---|" * len(DEPTHS),
    ]
    for name, row in table.items():
        for way in WAYS:
            cells = " | ".join(f"{value:.3f}" for value in row[way])  # type: ignore[attr-defined]
            lines.append(f"| {name} | {row['claims']} | {row['passages']} | {way} | {cells} |")
    return "\n".join(lines)


def as_documents(pool: Pool) -> tuple[list[Document], list[str], list[Callable[[str, int, int], bool]]]:
    """A pool's texts as documents of one paragraph, its claims, and what is right for each."""
    documents = [document_of(text) for text in pool.texts]
    wanted = [frozenset(documents[i].id for i in places) for places in pool.gold]

    def right_for(ids: frozenset[str]) -> Callable[[str, int, int], bool]:
        return lambda document, start, end: document in ids

    return documents, list(pool.claims), [right_for(ids) for ids in wanted]


def sample_case(
    gold: Path, pools: Sequence[Pool]
) -> tuple[list[Document], list[str], list[Callable[[str, int, int], bool]]]:
    """The sample's papers among foreign texts of the other pools; each gold claim that has evidence.

    A passage is right that holds the greater part of a gold quotation, in the right document.
    """
    papers = list(read_paths([SAMPLE]))
    by_name = {paper.name: paper for paper in papers}
    foreign = sorted({text for pool in pools for text in pool.texts})
    random.Random(SEED).shuffle(foreign)
    claims, rights = [], []
    for claim in json.loads(gold.read_text("utf-8"))["claims"]:
        wanted = [(by_name[e["doc"]], e["quote"]) for e in claim["evidence"] if e["doc"] in by_name]
        if wanted and claim["verdict"] not in ("not_found", "not_in_documents", "not_checkable"):
            claims.append(claim["article"]["text"])
            rights.append(_holds(wanted))
    documents = papers + [document_of(text) for text in foreign[:FOREIGN]]
    random.Random(SEED).shuffle(documents)
    return documents, claims, rights


def _holds(wanted: Sequence[tuple[Document, str]]) -> Callable[[str, int, int], bool]:
    def right(document: str, start: int, end: int) -> bool:
        for paper, quote in wanted:
            if paper.id == document:
                have, need = set(paper.text[start:end].casefold().split()), quote.casefold().split()
                if sum(word in have for word in need) > len(need) / 2:
                    return True
        return False

    return right


def recalls(
    documents: Sequence[Document],
    claims: Sequence[str],
    rights: Sequence[Callable[[str, int, int], bool]],
    embedder: Embedder,
) -> dict[str, object]:
    """How many claims and passages, and by each way the share of claims with a hit at each depth."""
    deepest = max(DEPTHS)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(embedder, Path(folder))
        library.add(documents)
        words, meaning = WordsIndex(), MeaningIndex()
        readings = [p.reading for p in library.passages]
        words.add(enumerate(readings))
        meaning.add(embedder.embed(readings))
        pile = Library(embedder)
        pile.add(documents)
        near = meaning.search(embedder.embed(claims), deepest)
        ways: dict[str, Ranking] = {
            "words": [[n for n, _ in words.search(claim, deepest)] for claim in claims],
            "meaning": [[n for n, _ in row] for row in near],
            "fused": [[hit.number for hit in row] for row in library.search(claims, deepest)],
            "deferred": [[hit.number for hit in row] for row in pile.search(claims, deepest)],
        }
        passages = list(library.passages)
        library.close()
    table: dict[str, object] = {"claims": len(claims), "passages": len(passages)}
    for way, rankings in ways.items():
        firsts = []
        for row, right in zip(rankings, rights, strict=True):
            found = [passages[n] for n in row]
            places = [i for i, p in enumerate(found) if right(p.document, p.start, p.end)]
            firsts.append(places[0] if places else deepest)
        table[way] = [round(sum(first < k for first in firsts) / len(firsts), 4) for k in DEPTHS]
    return table


if __name__ == "__main__":
    began = time.perf_counter()
    main()
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
