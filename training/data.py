"""Claims with evidence, read from JSONL and made anew: all that the stance model is trained on.

A `Pair` is one claim, one passage and one label. `read_split` reads the files of a split as they
are; `training_mix` draws a balanced, shuffled mix from the training sets and adds what they lack:
neutrals that share words with the claim, evidence that stands among other sentences, names
exchanged, and claims with one figure or date altered. Nothing here needs torch.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

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

# set name -> (times each pair is used, most pairs used). Sets not named here: once, no limit.
# The big sentence-against-sentence sets are held down, the small document-like ones repeated.
SHARES: dict[str, tuple[int, int]] = {
    "lingnli.train": (1, 15_000),
    "snli_sub.train": (1, 7_000),
    "infotabs_linearised.train": (1, 5_000),
    "conjnli.train": (1, 6_000),
    "cad_nli.train": (1, 5_000),
    "sick.train": (1, 3_000),
    "climate_fever_pairs.all": (1, 4_000),
    "taxinli_mnli.notdev": (2, 5_000),
    "feverous_text.dev": (2, 6_000),
    "citation_integrity.train": (2, 5_000),
    "check_covid.train": (2, 5_000),
    "scifact_rte.train": (3, 5_000),
    "sufficient_facts_fever.all": (2, 5_000),
    "nli4ct.train": (1, 800),
    "aggrefact_cliff.val": (2, 5_000),
}
# Scenes and captions: what a claim does not share with another caption, SNLI would often call
# contradicted, so no neutral may be made from them.
CAPTIONS = ("snli", "sick", "cad_nli")

NEUTRAL_SHARE = 0.12
AMONG_OTHERS_SHARE = 0.08
ALTERED_SHARE = 0.08
RENAMED_SHARE = 0.20

MONTHS = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve".split()

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_NAME = re.compile(r"\b[A-Z][a-zé]{2,}\b")
_STOPWORDS = frozenset(
    "a an and are as at be been but by can did do does for from had has have he her his i in is it "
    "its more no not of on one or s she some than that the their there they this to was were which "
    "who will with would".split()
)
# Capitalised words that stand for no exchangeable name.
_NOT_NAMES = frozenset([*MONTHS, *WEEKDAYS]).union(
    "The This That These Those There Their They Then It Its His Her She He We You And But For "
    "From With When While Who What Which Where Not None Some All One Two Both Each Many Most More "
    "Only After Before During Since Also However Although Despite Because According Released "
    "Recorded Genre Length Label Born Died Title Abstract Results Conclusions Methods "
    "Background".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the passage it is held against and the label (one of the four constants)."""

    dataset: str
    claim: str
    passage: str
    label: int
    made: str = ""


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
    if len(evidence.split()) <= words:
        return " ".join(evidence.split())
    parts = sentences(evidence)
    wanted = content_words(claim)
    sizes = [len(part.split()) for part in parts]
    vocab = [content_words(part) & wanted for part in parts]
    best, best_score = parts[0], -1.0
    for start in range(len(parts)):
        end, size, seen = start, 0, set[str]()
        while end < len(parts) and (end == start or size + sizes[end] <= words):
            size += sizes[end]
            seen |= vocab[end]
            end += 1
        score = len(seen) + 0.1 * sum(len(v) for v in vocab[start:end])
        if score > best_score:
            best, best_score = " ".join(parts[start:end]), score
    return best


def read_set(path: Path) -> list[Pair]:
    """The pairs of one JSONL file; long evidence is cut to its best window.

    Raises:
        KeyError: a row lacks claim, evidence or label, or its label is unknown.

    """
    pairs = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            claim = " ".join(row["claim"].split())
            passage = window(claim, row["evidence"])
            if claim and passage:
                pairs.append(Pair(path.stem, claim, passage, LABELS[row["label"]]))
    return pairs


def read_split(data: Path, split: str) -> dict[str, list[Pair]]:
    """Every set of `data/verify/<split>`, by name in sorted order.

    Raises:
        FileNotFoundError: the folder holds no JSONL file.

    """
    files = sorted((data / "verify" / split).glob("*.jsonl"))
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


def altered(pair: Pair, rng: random.Random) -> Pair | None:
    """A supported `pair` with one figure, year, month or weekday of its claim changed.

    Only a token that stands in the passage is changed, and only to one that does not, so the
    passage now contradicts the claim. None where the claim has no such token.
    """
    passage_numbers = set(_NUMBER.findall(pair.passage))
    passage_words = set(_WORD.findall(pair.passage))
    options: list[tuple[int, int, str]] = []
    for match in _NUMBER.finditer(pair.claim):
        if match.group() in passage_numbers:
            other = _other_number(match.group(), rng)
            if other not in passage_numbers:
                options.append((*match.span(), other))
    for match in _WORD.finditer(pair.claim):
        for family in (MONTHS, WEEKDAYS, NUMBER_WORDS):
            if match.group() in family and match.group() in passage_words:
                other = rng.choice([word for word in family if word not in passage_words] or [""])
                if other:
                    options.append((*match.span(), other))
    if not options:
        return None
    start, end, other = rng.choice(options)
    claim = pair.claim[:start] + other + pair.claim[end:]
    return replace(pair, claim=claim, label=CONTRADICTS, made="altered")


def _other_number(figure: str, rng: random.Random) -> str:
    """Another figure written the same way: a near one, or one with a digit changed."""
    plain = figure.replace(",", "")
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", figure):
        return str(int(figure) + rng.choice([-30, -10, -4, -3, -2, -1, 1, 2, 3, 4, 10]))
    if "." not in plain and len(plain) <= 2:
        value = int(plain)
        return str(rng.choice([n for n in range(max(1, value - 9), value + 12) if n != value]))
    places = [i for i, char in enumerate(figure) if char.isdigit()]
    place = places[0] if rng.random() < 0.5 else rng.choice(places)
    digit = rng.choice([d for d in "123456789" if d != figure[place]])
    return figure[:place] + digit + figure[place + 1 :]


def shared_names(pair: Pair) -> list[str]:
    """Capitalised words within a sentence of the passage that the claim has too, sorted."""
    inside = {
        match.group()
        for match in _NAME.finditer(pair.passage)
        if match.start() and pair.passage[match.start() - 2 : match.start() - 1].isalnum()
    }
    return sorted((inside & set(_NAME.findall(pair.claim))) - _NOT_NAMES)


def renamed(pair: Pair, names: Sequence[str], rng: random.Random) -> Pair:
    """`pair` with each name that claim and passage share exchanged for another in both."""
    swaps = {name: rng.choice(names) for name in shared_names(pair)}
    if not swaps:
        return pair

    def swap(match: re.Match[str]) -> str:
        return swaps.get(match.group(), match.group())

    return replace(pair, claim=_NAME.sub(swap, pair.claim), passage=_NAME.sub(swap, pair.passage))


def _share(name: str, pairs: list[Pair], rng: random.Random) -> list[Pair]:
    times, most = SHARES.get(name, (1, len(pairs)))
    return at_most(most, pairs * times, rng)


def at_most(most: int, pairs: list[Pair], rng: random.Random) -> list[Pair]:
    """`pairs`, or `most` of them drawn by `rng` where there are more."""
    return rng.sample(pairs, most) if len(pairs) > most else pairs


def training_mix(sets: dict[str, list[Pair]], seed: int) -> list[Pair]:
    """One shuffled epoch: the balanced sets with the made pairs, the same for the same seed."""
    rng = random.Random(seed)
    drawn = {name: _share(name, pairs, rng) for name, pairs in sorted(sets.items())}
    neighbours = {name: Neighbours(pairs, rng) for name, pairs in sorted(sets.items()) if pairs}
    total = sum(len(pairs) for pairs in drawn.values()) / (1 - NEUTRAL_SHARE - ALTERED_SHARE)

    mix = [pair for pairs in drawn.values() for pair in pairs]
    short = [i for i, pair in enumerate(mix) if len(pair.passage.split()) <= PASSAGE_WORDS // 2]
    for i in rng.sample(short, min(len(short), round(AMONG_OTHERS_SHARE * total))):
        mix[i] = among_others(mix[i], neighbours[mix[i].dataset], rng)

    prose = [pair for pair in mix if not pair.made and not pair.dataset.startswith(CAPTIONS)]
    supported = [pair for pair in mix if pair.label == SUPPORTS]
    made_neutral = (neutral_from(pair, neighbours[pair.dataset]) for pair in rng.sample(prose, len(prose)))
    made_altered = (altered(pair, rng) for pair in rng.sample(supported, len(supported)))
    mix += _first(made_neutral, round(NEUTRAL_SHARE * total))
    mix += _first(made_altered, round(ALTERED_SHARE * total))

    names = sorted({name for pair in mix for name in shared_names(pair)}) or ["Alder"]
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
