"""Claims with evidence, read from JSONL: what the models are trained, tuned and measured on.

A `Pair` is one claim, one passage and one label. `read_split` reads the files of a split as they
are, but for the sets that may not go into a shipped model. Nothing here needs torch.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

SUPPORTS, CONTRADICTS, NEITHER, NOT_SUPPORTED = range(4)
LABELS = {
    "supported": SUPPORTS,
    "contradicted": CONTRADICTS,
    "neutral": NEITHER,
    "not_supported": NOT_SUPPORTED,
}

# Words of a passage that the model gets to see at most; 160 tokens hold about 30 words of claim
# and 80 of passage. Longer evidence is cut to the window that shares most with the claim.
PASSAGE_WORDS = 80
WINDOWS = 3

# Non-commercial by their makers' word or by one of two words: no shipped model is trained on them.
BARRED = ("anli_r1.dev", "anli_r2.dev", "anli_r3.dev", "sick.train", "scifact_rte.train")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_STOPWORDS = frozenset(
    "a an and are as at be been but by can did do does for from had has have he her his i in is it "
    "its more no not of on one or s she some than that the their there they this to was were which "
    "who will with would".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the passage it is held against and the label (one of the four constants).

    Of long evidence `passage` is the best window, and `others` are the next best.
    """

    dataset: str
    claim: str
    passage: str
    label: int
    made: str = ""
    others: tuple[str, ...] = ()


def normalised(text: str) -> str:
    """The words of `text` in lower case, joined by single spaces: equal for equal claims."""
    return " ".join(_WORD.findall(text.lower()))


def content_words(text: str) -> set[str]:
    """The words of `text` in lower case without the commonest function words."""
    return {word for word in _WORD.findall(text.lower()) if word not in _STOPWORDS}


def sentences(text: str) -> list[str]:
    """`text` cut after full stops; a sentence of more than 60 words is cut every 40 words."""
    found: list[str] = []
    for line in text.splitlines():
        for sentence in _SENTENCE_END.split(line.strip()):
            words = sentence.split()
            step = 40 if len(words) > 60 else max(len(words), 1)
            found += [" ".join(words[i : i + step]) for i in range(0, len(words), step)]
    return [sentence for sentence in found if sentence]


def window(claim: str, evidence: str, words: int = PASSAGE_WORDS) -> str:
    """The run of whole sentences, at most `words` words, that shares most words with `claim`.

    A passage in use is such a window too: the library hands over what a search found, never a
    whole document. The earliest of equally good windows is taken.
    """
    return windows(claim, evidence, 1, words)[0]


def windows(claim: str, evidence: str, most: int, words: int = PASSAGE_WORDS) -> list[str]:
    """The `most` best windows as in `window`, best first, no sentence in two of them."""
    if len(evidence.split()) <= words:
        return [" ".join(evidence.split())]
    parts = sentences(evidence)
    wanted = content_words(claim)
    sizes = [len(part.split()) for part in parts]
    vocab = [content_words(part) & wanted for part in parts]
    runs: list[tuple[float, int, int]] = []
    for start in range(len(parts)):
        end, size, seen = start, 0, set[str]()
        while end < len(parts) and (end == start or size + sizes[end] <= words):
            size += sizes[end]
            seen |= vocab[end]
            end += 1
        runs.append((len(seen) + 0.1 * sum(len(v) for v in vocab[start:end]), start, end))
    found: list[tuple[int, int]] = []
    for _, start, end in sorted(runs, key=lambda run: (-run[0], run[1])):
        if len(found) < most and all(end <= first or last <= start for first, last in found):
            found.append((start, end))
    return [" ".join(parts[start:end]) for start, end in found]


def read_set(path: Path) -> list[Pair]:
    """The pairs of one JSONL file; long evidence is cut to its best windows.

    Raises:
        KeyError: a row lacks claim, evidence or label, or its label is unknown.

    """
    pairs = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            claim = " ".join(row["claim"].split())
            passage, *others = windows(claim, row["evidence"], WINDOWS)
            if claim and passage:
                pairs.append(Pair(path.stem, claim, passage, LABELS[row["label"]], others=tuple(others)))
    return pairs


def read_split(data: Path, split: str) -> dict[str, list[Pair]]:
    """Every set of `data/verify/<split>`, by name in sorted order; of train, those not barred.

    Raises:
        FileNotFoundError: the folder holds no JSONL file.

    """
    files = sorted((data / "verify" / split).glob("*.jsonl"))
    if split == "train":
        files = [path for path in files if path.stem not in BARRED]
    if not files:
        folder = data / "verify" / split
        raise FileNotFoundError(f"no *.jsonl in {folder}: hand in --data or use --smoke")
    return {path.stem: read_set(path) for path in files}


def held_out_claims(data: Path) -> set[str]:
    """The normalised claims of every dev and test file; only claims are read, no label."""
    claims = set()
    for split in ("dev", "test"):
        for path in sorted((data / "verify" / split).glob("*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                claims |= {normalised(json.loads(line)["claim"]) for line in lines}
    return claims


def without(sets: dict[str, list[Pair]], claims: set[str]) -> dict[str, list[Pair]]:
    """`sets` less every pair whose claim stands in `claims` (normalised)."""
    return {
        name: [pair for pair in pairs if normalised(pair.claim) not in claims] for name, pairs in sets.items()
    }


def at_most(most: int, pairs: list[T], rng: random.Random) -> list[T]:
    """`pairs`, or `most` of them drawn by `rng` where there are more."""
    return rng.sample(pairs, most) if len(pairs) > most else pairs


def sample(sets: dict[str, list[Pair]], most: int) -> list[Pair]:
    """At most `most` pairs of each set, always the same ones."""
    rng = random.Random(0)
    return [pair for _, pairs in sorted(sets.items()) for pair in at_most(most, pairs, rng)]


def made_sets(seed: int, size: int) -> dict[str, list[Pair]]:
    """Three small sets of made pairs for a trial run where there is no data. They prove nothing."""
    rng = random.Random(seed)
    people, places = "Alder Birch Cole Dunn Ellis".split(), "Ayton Brill Corby Denholm".split()
    things = "bridge dam school depot archive harbour".split()
    pairs = []
    for i in range(size * 3):
        who, where, what = rng.choice(people), rng.choice(places), rng.choice(things)
        count, year, label = rng.randint(3, 900), rng.randint(1950, 2020), rng.choice(range(3))
        passage = (
            f"The {what} at {where} was built in {year}. According to {who} it cost {count} "
            f"million, and the council of {where} paid for half of it."
        )
        claim = (
            f"The {what} at {where} cost {count} million.",
            f"The {what} at {where} was built in {year + rng.randint(1, 9)}.",
            f"{who} lived in {where} for {count} years.",
        )[label]
        pairs.append(Pair(f"made_{i % 3}", claim, passage, label))
    return {f"made_{i}": [p for p in pairs if p.dataset == f"made_{i}"] for i in range(3)}
