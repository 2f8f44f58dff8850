"""The mix that the stance model is trained on: the sets in their shares, and what they lack.

Added are: one thing changed (`edits`), sayings, mails and rows (`sayings`), near but foreign
passages, the deciding sentence taken out, and the deciding sentence among its neighbours. In a
quarter of all pairs the names are others, alike in claim and passage.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from training.data import (
    CONTRADICTS,
    NEITHER,
    PASSAGE_WORDS,
    SUPPORTS,
    Pair,
    at_most,
    content_words,
    normalised,
    sentences,
)
from training.edits import minimal, renamed, shared_names
from training.sayings import mail, reported, row

#: Our own facts of invented affairs, nearest to use: kept whole where a mix is held down.
OWN = "affairs.train"
# set name -> (times each pair is used, most pairs used an epoch). Sets not named here: once, no
# limit. The big sentence-against-sentence sets are held down, the small ones repeated.
SHARES: dict[str, tuple[int, int]] = {
    "lingnli.train": (1, 6_500),
    "snli_sub.train": (1, 5_500),
    "infotabs_linearised.train": (1, 1_600),
    "conjnli.train": (1, 1_000),
    "cad_nli.train": (1, 2_500),
    "climate_fever_pairs.all": (1, 2_500),
    "taxinli_mnli.notdev": (2, 4_600),
    "semiauto_base_wiki.train": (1, 800),
    "semiauto_sim_wiki.train": (1, 1_500),
    "semiauto_translate_wiki.train": (1, 1_200),
    "fever_3way.dev": (2, 12_000),
    "feverous_text.dev": (1, 2_500),
    "covidfact.train": (1, 1_800),
    "factcheckgpt_stance.all": (1, 900),
    "check_covid.train": (3, 3_000),
    "citation_integrity.train": (1, 1_200),
    "lfqa_verification.all": (1, 700),
    "factcg_cg2c_doc.train": (1, 1_200),
    "attributionbench.dev": (1, 1_100),
    "sufficient_facts_hover.all": (1, 600),
    "nli4ct.train": (1, 250),
    "qags_cnndm.test": (1, 400),
    "frank.valid": (1, 400),
    "wice_claim.dev": (3, 1_000),
    OWN: (1, 14_000),
}
# Scenes and captions: what a claim does not share with another caption, SNLI would often call
# contradicted, so no neutral may be made from them.
CAPTIONS = ("snli", "sick", "cad_nli")
# How many pairs are made of each kind for a hundred that the sets give.
MADE = {"minimal": 17, "neutral": 9, "without": 3, "reported": 6, "mail": 1.5, "row": 1.5}
AMONG_OTHERS_SHARE = 0.08
RENAMED_SHARE = 0.25


class Neighbours:
    """Other evidence of the same set that shares words with a claim but is not its own."""

    def __init__(self, pairs: Sequence[Pair], rng: random.Random) -> None:
        self._rng = rng
        self._passages = sorted({pair.passage for pair in pairs})
        self._words = [content_words(passage) for passage in self._passages]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in words:
                self._holders[word].append(place)
        self._own: dict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            self._own[normalised(pair.claim)].add(pair.passage)

    def near(self, claim: str, passage: str) -> str | None:
        """A passage that shares rare words with `claim`, or None where no other shares any.

        Passed over are the claim's own passages, whatever holds or is held by `passage`, and
        passages with more than three fifths of the claim's words: these may well decide it.
        """
        wanted = content_words(claim)
        own = self._own[normalised(claim)]
        scores: Counter[int] = Counter()
        for word in sorted(wanted):
            holders = self._holders.get(word, [])
            if 1 < len(holders) <= max(40, len(self._passages) // 20):
                sample = holders if len(holders) <= 60 else self._rng.sample(holders, 60)
                for place in sample:
                    scores[place] += 1 / len(holders) ** 0.5
        found = []
        for place, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:12]:
            other = self._passages[place]
            if other in own or other in passage or passage in other:
                continue
            if len(self._words[place] & wanted) <= 0.6 * len(wanted):
                found.append(other)
        return self._rng.choice(found[:4]) if found else None

    def any(self) -> str:
        """Some passage of the set."""
        return self._rng.choice(self._passages)


def neutral_from(pair: Pair, neighbours: Neighbours) -> Pair | None:
    """`pair`'s claim against a near passage that is not its own: neither."""
    other = neighbours.near(pair.claim, pair.passage)
    return replace(pair, passage=other, label=NEITHER, made="neutral") if other else None


def among_others(pair: Pair, neighbours: Neighbours, rng: random.Random) -> Pair:
    """`pair` with its passage put among sentences of other passages; the label stays."""
    room = rng.randint(PASSAGE_WORDS // 2, PASSAGE_WORDS) - len(pair.passage.split())
    before, after = list[str](), list[str]()
    for _ in range(8):
        near = neighbours.near(pair.claim, pair.passage) if rng.random() < 0.4 else None
        sentence = rng.choice(sentences(near or neighbours.any()))
        size = len(sentence.split())
        if size <= room and sentence not in pair.passage and sentence not in before + after:
            (before if rng.random() < 0.5 else after).append(sentence)
            room -= size
    return replace(pair, passage=" ".join([*before, pair.passage, *after]), made="among others")


def without_decider(pair: Pair) -> Pair | None:
    """`pair` less the sentence that shares most with its claim: neither.

    None where the passage is one sentence, or where what is left shares more than half as much.
    """
    parts = sentences(pair.passage)
    if len(parts) < 2 or pair.label not in (SUPPORTS, CONTRADICTS):
        return None
    wanted = content_words(pair.claim)
    shared = [len(content_words(part) & wanted) for part in parts]
    best = shared.index(max(shared))
    rest = " ".join(part for place, part in enumerate(parts) if place != best)
    if shared[best] < 0.5 * len(wanted) or len(content_words(rest) & wanted) > 0.5 * shared[best]:
        return None
    return replace(pair, passage=rest, label=NEITHER, made="decider left out")


def _share(name: str, pairs: list[Pair], rng: random.Random) -> list[Pair]:
    times, most = SHARES.get(name, (1, len(pairs)))
    return at_most(most, pairs * times, rng)


def training_mix(sets: dict[str, list[Pair]], seed: int, most: int | None = None) -> list[Pair]:
    """One shuffled epoch: the balanced sets with the made pairs, the same for the same seed.

    Where `most` is less than an epoch, the sets are held down in their shares to about that many
    pairs, but for our own.
    """
    rng = random.Random(seed)
    drawn = {name: _share(name, pairs, rng) for name, pairs in sorted(sets.items())}
    own = len(drawn.get(OWN, ()))
    others = sum(map(len, drawn.values())) - own
    room = max(0.0, (most or math.inf) / (1 + sum(MADE.values()) / 100) - own)
    if room < others:
        drawn = {
            name: pairs if name == OWN else at_most(round(len(pairs) * room / others), pairs, rng)
            for name, pairs in drawn.items()
        }
    neighbours = {name: Neighbours(pairs, rng) for name, pairs in sorted(sets.items()) if pairs}
    mix = [pair for pairs in drawn.values() for pair in pairs]
    names = sorted({name for pair in mix for name in shared_names(pair)}) or ["Alder"]
    hundred = len(mix) / 100

    every = [pair for name in sorted(sets) for pair in sets[name]]
    rng.shuffle(every)
    prose = [pair for pair in every if not pair.dataset.startswith(CAPTIONS)]
    supported = [pair for pair in every if pair.label == SUPPORTS]
    short = [pair for pair in prose if len(sentences(pair.passage)) == 1 and len(pair.passage.split()) < 45]
    made: dict[str, Iterable[Pair | None]] = {
        "minimal": (minimal(pair, rng, names) for pair in supported),
        "neutral": (neutral_from(pair, neighbours[pair.dataset]) for pair in prose),
        "without": map(without_decider, prose),
        "reported": (reported(pair, rng) for pair in short),
        "mail": (mail(pair, rng) for pair in reversed(short)),
        "row": (row(rng) for _ in every),
    }
    added = [pair for kind, pairs in made.items() for pair in _first(pairs, round(MADE[kind] * hundred))]

    few = [i for i, pair in enumerate(mix) if len(pair.passage.split()) <= PASSAGE_WORDS // 2]
    for i in rng.sample(few, min(len(few), round(AMONG_OTHERS_SHARE * len(mix)))):
        mix[i] = among_others(mix[i], neighbours[mix[i].dataset], rng)
    mix += added
    for i in rng.sample(range(len(mix)), round(RENAMED_SHARE * len(mix))):
        mix[i] = renamed(mix[i], names, rng)
    rng.shuffle(mix)
    return mix


def hard_pool(pairs: Sequence[Pair], sets: dict[str, list[Pair]], each: int, seed: int) -> list[Pair]:
    """`pairs` with `each` near passages a claim added as neither: a pool like that of real use.

    The passages come from the same set in `sets`, whole, so that none of a claim's own is taken
    for foreign. Captions get none.
    """
    rng = random.Random(seed)
    neighbours = {name: Neighbours(rows, rng) for name, rows in sorted(sets.items())}
    prose = [pair for pair in pairs if not pair.dataset.startswith(CAPTIONS)]
    made = (neutral_from(pair, neighbours[pair.dataset]) for pair in prose for _ in range(each))
    return [*pairs, *(pair for pair in made if pair)]


def _first(pairs: Iterable[Pair | None], count: int) -> list[Pair]:
    found: list[Pair] = []
    for pair in pairs:
        if len(found) >= count:
            break
        if pair is not None:
            found.append(pair)
    return found
