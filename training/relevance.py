"""Claims with the passage that decides them and near passages that do not: what a search learns from.

A passage that contradicts a claim is as relevant as one that supports it. Evidence is cut into
passages as the library cuts papers. Foreign passages that the untuned search would put before the
right one, by words or by meaning, are the negatives; so is evidence that people found to say
neither. Needs no torch.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sayso.library.meaning import Embedder, MeaningIndex
from sayso.library.passages import passages_of
from sayso.library.words import WordsIndex
from training.data import at_most, content_words, normalised, sentences
from training.pools import RELEVANT, document_of, held_half, rows_of, tidy

#: Set under ``verify/train`` -> most claims drawn from it. No set whose licence bars commercial use
#: (SICK, SciFact, ANLI); captions are left out, and claims that speak of "the primary trial".
SETS = {
    "fever_3way.dev": 1700,
    "climate_fever_pairs.all": 1500,
    "covidfact.train": 600,
    "check_covid.train": 600,
    "citation_integrity.train": 500,
    "infotabs_linearised.train": 400,
    "factcheckgpt_stance.all": 500,
    "attributionbench.dev": 300,
    "factcg_cg2c_doc.train": 300,
    "lingnli.train": 300,
    "semiauto_sim_wiki.train": 300,
    "sufficient_facts_fever.all": 300,
    "sufficient_facts_hover.all": 200,
    "lfqa_verification.all": 150,
    "semiauto_base_wiki.train": 200,
    "qags_cnndm.test": 120,
    "frank.valid": 100,
    "aggrefact_cliff.val": 80,
    "wice_claim.dev": 60,
}
MOST_WINDOWS = 6
DEPTH, NEGATIVES = 24, 4
#: A near passage at least this near, as a share of the right one's cosine, may decide the claim too
#: (Moreira et al., NV-Retriever, 2024); far below, nothing is that near by chance.
TOO_NEAR, SAFE = 0.95, 0.55
AMONG_OTHERS_SHARE, FEWER_WORDS_SHARE, DROPPED = 0.25, 0.15, 0.3

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, the passage that decides it, and near passages that do not.

    ``source`` is the evidence the passage was cut from; ``relevant`` holds every evidence of the
    claim, so that none of it is taken for foreign where examples share a batch.
    """

    dataset: str
    claim: str
    passage: str
    source: int
    relevant: frozenset[int]
    negatives: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Windows:
    """All passages of a set's evidence, and the evidence each was cut from."""

    texts: tuple[str, ...]
    sources: tuple[int, ...]


def windows_of(evidence: Sequence[str]) -> Windows:
    """The passages of each text, of a very long one the first six; ``sources`` are places."""
    cut = [[p.reading for p in passages_of(document_of(text))[:MOST_WINDOWS]] for text in evidence]
    return Windows(
        tuple(text for texts in cut for text in texts),
        tuple(place for place, texts in enumerate(cut) for _ in texts),
    )


def examples_of(
    data: Path, embedder: Embedder, claims_out: set[str], passages_out: set[str], seed: int
) -> list[Example]:
    """The examples of every set, less claims and evidence (normalised) that are held out."""
    rng = random.Random(seed)
    found: list[Example] = []
    for name, most in SETS.items():
        rows = [r for r in rows_of(data, f"train/{name}") if not (_split(name) and held_half(r["claim"]))]
        kept = [
            r for r in rows
            if normalised(r["claim"]) not in claims_out
            and normalised(tidy(r["evidence"])) not in passages_out
        ]  # fmt: skip
        made = examples_from(name, kept, most, embedder, rng)
        print(f"{name}: {len(made)} examples, {len(rows) - len(kept)} rows held out", flush=True)
        found += made
    return found


def _split(name: str) -> bool:
    return name.startswith("climate_fever")


def examples_from(
    name: str, rows: Iterable[dict[str, Any]], most: int, embedder: Embedder, rng: random.Random
) -> list[Example]:
    """At most ``most`` examples of one set, with negatives mined among its own passages."""
    evidence: dict[str, int] = {}
    asked: dict[str, dict[int, bool]] = defaultdict(dict)
    for row in rows:
        text, claim = tidy(row["evidence"]), " ".join(row["claim"].split())
        if text and claim:
            place = evidence.setdefault(text, len(evidence))
            # Of two labels "not supported" says nothing of whether the passage is beside the point.
            if row["label"] != "not_supported":
                asked[claim][place] = row["label"] in RELEVANT
    pairs = [(claim, place) for claim, all_of in asked.items() for place, yes in all_of.items() if yes]
    pairs = at_most(most, pairs, rng)
    if not pairs:
        return []
    cut = _fewer(evidence, pairs, rng)
    return _mined(name, pairs, asked, cut, embedder)


def _fewer(
    evidence: dict[str, int], pairs: Sequence[tuple[str, int]], rng: random.Random
) -> tuple[Windows, list[int]]:
    """The passages of the drawn evidence and of half as much again: embedding all takes long."""
    texts, needed = list(evidence), {place for _, place in pairs}
    others = [place for place in range(len(texts)) if place not in needed]
    places = sorted(needed | set(rng.sample(others, min(len(others), len(needed) // 2))))
    return windows_of([texts[place] for place in places]), places


def _mined(
    name: str,
    pairs: Sequence[tuple[str, int]],
    asked: dict[str, dict[int, bool]],
    cut: tuple[Windows, list[int]],
    embedder: Embedder,
) -> list[Example]:
    windows, places = cut
    sources = [places[source] for source in windows.sources]
    of_source: dict[int, list[int]] = defaultdict(list)
    for number, source in enumerate(sources):
        of_source[source].append(number)
    claims = [claim for claim, _ in pairs]
    rows, queries = embedder.embed(windows.texts), embedder.embed(claims)
    words, meaning = WordsIndex(), MeaningIndex()
    words.add(enumerate(windows.texts))
    meaning.add(rows)
    near = meaning.search(queries, DEPTH)
    found = []
    for (claim, source), query, by_meaning in zip(pairs, queries, near, strict=True):
        relevant = frozenset(place for place, yes in asked[claim].items() if yes)
        right = _best(claim, of_source[source], windows.texts, rows @ query)
        bar = max(TOO_NEAR * float(rows[right] @ query), SAFE)
        neither = [of_source[s][0] for s, yes in asked[claim].items() if not yes and of_source[s]]
        by_words = [number for number, _ in words.search(claim, DEPTH)]
        mined = [
            number
            for pair in zip(by_words, (n for n, _ in by_meaning), strict=False)
            for number in pair
            if sources[number] not in relevant and float(rows[number] @ query) < bar
        ]
        chosen = list(dict.fromkeys([*neither[: NEGATIVES // 2], *mined]))[:NEGATIVES]
        negatives = tuple((windows.texts[n], sources[n]) for n in chosen)
        found.append(Example(name, claim, windows.texts[right], source, relevant, negatives))
    return found


def _best(claim: str, numbers: Sequence[int], texts: Sequence[str], cosines: Any) -> int:
    """Of one evidence's passages the one that is near the claim and shares its words."""
    wanted = content_words(claim)

    def worth(number: int) -> float:
        shared = len(content_words(texts[number]) & wanted) / max(1, len(wanted))
        return shared + float(cosines[number])

    return max(numbers, key=worth)


def varied(example: Example, foreign: Sequence[str], rng: random.Random) -> Example:
    """``example`` with one negative, and sometimes in other surroundings or with fewer shared words.

    A short passage is put among foreign sentences, as the library's windows have neighbours, and
    its negative likewise, so that length tells nothing. Some words that claim and passage share are
    left out of the claim, so that the rest of it has to find the passage.
    """
    negatives = rng.sample(example.negatives, 1) if example.negatives else []
    passage, claim = example.passage, example.claim
    if len(passage.split()) < 40 and rng.random() < AMONG_OTHERS_SHARE:
        passage = _among(passage, foreign, rng)
        negatives = [(_among(text, foreign, rng), source) for text, source in negatives]
    if rng.random() < FEWER_WORDS_SHARE:
        shared = content_words(passage)
        words = _WORD.findall(claim)
        kept = [w for w in words if w.lower().strip(".,") not in shared or rng.random() > DROPPED]
        claim = " ".join(kept) if len(kept) >= 4 else claim
    return replace(example, claim=claim, passage=passage, negatives=tuple(negatives))


def _among(passage: str, foreign: Sequence[str], rng: random.Random) -> str:
    """``passage`` with a foreign sentence or two before and behind, up to a window's 75 words."""
    before: list[str] = []
    after: list[str] = []
    room = 75 - len(passage.split())
    for text in rng.sample(foreign, min(3, len(foreign))):
        sentence = rng.choice(sentences(text) or [text])
        if len(sentence.split()) <= room:
            (before if rng.random() < 0.5 else after).append(sentence)
            room -= len(sentence.split())
    return " ".join([*before, passage, *after])


def batches_of(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """One epoch: every batch of one set, so that what shares a batch is near; batches shuffled."""
    by_set: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_set[example.dataset].append(example)
    made = []
    for _, members in sorted(by_set.items()):
        foreign = [example.passage for example in members]
        order = [varied(e, foreign, rng) for e in rng.sample(members, len(members))]
        made += [order[i : i + size] for i in range(0, len(order), size)]
    made = [batch for batch in made if len(batch) > 1]
    rng.shuffle(made)
    return made


def foreign_to(batch: Sequence[Example]) -> np.ndarray:
    """Which passages of a batch may be held against which claim: bool (claims, passages).

    Passages are each example's own, in order, then the negatives. True on the diagonal.
    """
    sources = [e.source for e in batch] + [s for e in batch for _, s in e.negatives]
    allowed = np.array([[source not in e.relevant for source in sources] for e in batch])
    np.fill_diagonal(allowed, True)
    return allowed
