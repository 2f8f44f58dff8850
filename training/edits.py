"""Minimal pairs: a supported claim with one thing changed, so that its passage supports it no more.

A figure, date, unit, word of direction or negation that the passage states otherwise now makes it
contradict. Another name, or agent and patient exchanged, makes it unsupported: whether the passage
then contradicts or only speaks of something else is not for the words to tell, and the label says
just that. An edit is made only where the word that is changed stands in the passage too, and the
word that takes its place does not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sayso.models.standins import MONTHS, NAME, NOT_NAMES, WEEKDAYS
from training.data import CONTRADICTS, NEITHER, NOT_SUPPORTED, SUPPORTS, Pair

#: Words of one kind, of which a thing has one: another in its place is another statement.
FAMILIES: tuple[list[str], ...] = (
    MONTHS,
    WEEKDAYS,
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty".split(),
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
    "red blue green yellow orange purple pink brown black white grey".split(),
    "northern southern eastern western".split(),
    "north south east west".split(),
    "spring summer autumn winter".split(),
    "thousand million billion trillion".split(),
    "hours days weeks months years decades".split(),
    "dollars euros pounds francs yen rupees".split(),
    "kilometres miles metres feet".split(),
    "kilometers miles meters feet".split(),
    "breakfast lunch dinner".split(),
    "guitar piano violin drums trumpet flute cello".split(),
    "wooden plastic steel glass leather stone".split(),
    "Spring Summer Autumn Winter".split(),
    "car bus train bicycle truck boat plane motorcycle".split(),
    "dog cat horse cow sheep bird".split(),
    "football basketball baseball tennis hockey golf volleyball".split(),
    "kitchen bathroom bedroom garage garden".split(),
    "coffee tea beer wine milk juice water".split(),
)
#: Countries and their people: two can do the same thing, so another one is not the opposite.
PARTIES: tuple[list[str], ...] = (
    "France Germany Italy Spain Poland Sweden Norway Finland Greece Turkey Egypt Kenya Nigeria India "
    "Pakistan China Japan Brazil Argentina Mexico Canada Australia Russia Ukraine Iran Iraq Israel".split(),
    "French German Italian Spanish Polish Swedish Norwegian Finnish Greek Turkish Egyptian Kenyan "
    "Nigerian Indian Pakistani Chinese Japanese Brazilian Argentine Mexican Canadian Australian "
    "Russian Ukrainian Iranian Iraqi Israeli American British".split(),
    "London Paris Berlin Madrid Rome Moscow Tokyo Beijing Cairo Delhi Seoul Chicago Boston".split(),
)
_OPPOSITES = (
    "increased/decreased increase/decrease increases/decreases rose/fell rise/fall rising/falling "
    "higher/lower more/less most/least above/below before/after won/lost win/lose accepted/rejected "
    "approved/rejected agreed/refused opened/closed open/closed allowed/forbade left/arrived "
    "supported/opposed supports/opposes support/oppose started/ended began/ended start/end "
    "bought/sold buy/sell gave/took lent/borrowed confirmed/denied admitted/denied remembered/forgot "
    "succeeded/failed passed/failed public/secret true/false legal/illegal safe/unsafe old/young "
    "large/small larger/smaller big/small long/short longer/shorter early/late earlier/later "
    "fast/slow hot/cold wet/dry full/empty rich/poor strong/weak near/far inside/outside up/down "
    "always/never all/none everyone/nobody everything/nothing with/without maximum/minimum majority/minority "
    "man/woman men/women boy/girl boys/girls father/mother son/daughter brother/sister husband/wife "
    "king/queen uncle/aunt male/female sitting/standing asleep/awake happy/sad indoors/outdoors "
    "major/minor positive/negative effective/ineffective possible/impossible likely/unlikely "
    "appointed/dismissed hired/fired joined/left forward/backward upper/lower oldest/youngest "
    "largest/smallest highest/lowest best/worst"
)
OPPOSITES: dict[str, list[str]] = {}
for _one, _other in (pair.split("/") for pair in _OPPOSITES.split()):
    OPPOSITES.setdefault(_one, []).append(_other)
    OPPOSITES.setdefault(_other, []).append(_one)

_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_AUXILIARY = re.compile(
    r"\b(is|was|are|were|has|have|had|will|would|can|could|did|does|do|should)\b(?! not|n't)"
)
_NEGATION = re.compile(
    r"\b(is|was|are|were|has|have|had|will|would|can|could|did|does|do|should) (?:not|never|no longer) "
)
_SURE = re.compile(r"\b(will|would|must)\b")
# What is so of the first is so of the second: exchanging the two changes nothing.
_MUTUAL = re.compile(
    r"\b(?:and|or|with|between|married|met|both|neither|together|among|same)\b", re.IGNORECASE
)


def minimal(pair: Pair, rng: random.Random, names: Sequence[str]) -> Pair | None:
    """`pair` (supported) with one edit, drawn among the kinds that it has room for, rare ones first.

    None where it has room for none. `names` are the names that may take another's place.
    """
    edits: list[tuple[float, Callable[[Pair, random.Random], Pair | None]]] = [
        (3, other_figure), (3, other_word), (2, opposite), (3, exchanged), (3, hedged), (1, contraposed),
        (1, lambda p, r: other_name(p, r, names)), (0.7, negated),
    ]  # fmt: skip
    # Drawn without replacement by weight (Efraimidis and Spirakis, 2006).
    for _, edit in sorted(((rng.random() ** (1 / weight), edit) for weight, edit in edits), key=_key):
        made = edit(pair, rng)
        if made is not None and (made.claim, made.passage) != (pair.claim, pair.passage):
            return made
    return None


def _key(drawn: tuple[float, object]) -> float:
    return -drawn[0]


def other_figure(pair: Pair, rng: random.Random) -> Pair | None:
    """One figure or year of the claim changed to one that the passage has not: contradicted."""
    there = set(_NUMBER.findall(pair.passage))
    options = [match for match in _NUMBER.finditer(pair.claim) if match.group() in there]
    if not options:
        return None
    match = rng.choice(options)
    other = _other_number(match.group(), rng)
    if other in there:
        return None
    return _with(pair, match.start(), match.end(), other, CONTRADICTS, "figure")


def other_word(pair: Pair, rng: random.Random) -> Pair | None:
    """A month, weekday, count, unit, colour … changed: contradicted; a country: unsupported."""
    there = set(_TOKEN.findall(pair.passage))
    options = [
        (match, family, label)
        for match in _TOKEN.finditer(pair.claim)
        if match.group() in there
        for families, label in ((FAMILIES, CONTRADICTS), (PARTIES, NOT_SUPPORTED))
        for family in families
        if match.group() in family
    ]
    if not options:
        return None
    match, family, label = rng.choice(options)
    others = [word for word in family if word not in there and word not in pair.claim]
    if not others:
        return None
    return _with(pair, match.start(), match.end(), rng.choice(others), label, "word")


def opposite(pair: Pair, rng: random.Random) -> Pair | None:
    """A word changed to its opposite: contradicted."""
    there = set(_TOKEN.findall(pair.passage))
    options = [
        match
        for match in _TOKEN.finditer(pair.claim)
        if match.group() in OPPOSITES and match.group() in there
    ]
    if not options:
        return None
    match = rng.choice(options)
    other = rng.choice(OPPOSITES[match.group()])
    if other in there:
        return None
    return _with(pair, match.start(), match.end(), other, CONTRADICTS, "opposite")


def negated(pair: Pair, rng: random.Random) -> Pair | None:
    """A "not" put in or taken out at the claim's first auxiliary: contradicted."""
    taken = _NEGATION.search(pair.claim)
    if taken:
        return _with(pair, taken.start(), taken.end(), taken[1] + " ", CONTRADICTS, "negation")
    put = _AUXILIARY.search(pair.claim)
    if put is None or re.search(r"\b(?:not|never|no|only)\b|n't", pair.claim):
        return None
    word = rng.choice(["not", "not", "never"])
    return _with(pair, put.end(), put.end(), f" {word}", CONTRADICTS, "negation")


def contraposed(pair: Pair, rng: random.Random) -> Pair | None:
    """Claim and passage in each other's place, both negated: if E shows C, then not C shows not E.

    Half of the time the new claim is left without its "not", and is contradicted.
    """
    claim, passage = _AUXILIARY.search(pair.passage), _AUXILIARY.search(pair.claim)
    if not claim or not passage or len(pair.passage.split()) > 25 or re.search(r"[.!?] ", pair.passage):
        return None
    if any(re.search(r"\b(?:not|no|never|only|all|some)\b|n't", text) for text in (pair.claim, pair.passage)):
        return None
    against = rng.random() < 0.5
    new_claim = pair.passage if against else f"{pair.passage[: claim.end()]} not{pair.passage[claim.end() :]}"
    new_passage = f"{pair.claim[: passage.end()]} not{pair.claim[passage.end() :]}"
    label = CONTRADICTS if against else SUPPORTS
    return replace(pair, claim=new_claim, passage=new_passage, label=label, made="contraposed")


def exchanged(pair: Pair, rng: random.Random) -> Pair | None:
    """Two names of the claim in each other's place, agent and patient: unsupported."""
    found = [match for match in NAME.finditer(pair.claim) if match.group() in shared_names(pair)]
    if len(found) < 2 or _MUTUAL.search(pair.claim):
        return None
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    if first.group() == second.group() or second.start() - first.end() < 5:
        return None
    text = pair.claim
    claim = (
        text[: first.start()] + second.group() + text[first.end() : second.start()]
        + first.group() + text[second.end() :]
    )  # fmt: skip
    return replace(pair, claim=claim, label=NOT_SUPPORTED, made="exchanged")


def other_name(pair: Pair, rng: random.Random, names: Sequence[str]) -> Pair | None:
    """A name of the claim changed to one that the passage has not: unsupported."""
    found = [match for match in NAME.finditer(pair.claim) if match.group() in shared_names(pair)]
    if not found or not names:
        return None
    match, other = rng.choice(found), rng.choice(names)
    if other in pair.passage or other in pair.claim:
        return None
    return _with(pair, match.start(), match.end(), other, NOT_SUPPORTED, "name")


def hedged(pair: Pair, rng: random.Random) -> Pair | None:
    """The passage says "may" where it said "will": it no longer decides."""
    if len(_SURE.findall(pair.passage)) != 1 or not _SURE.search(pair.claim):
        return None
    word = rng.choice(["may", "might", "could"])
    return replace(pair, passage=_SURE.sub(word, pair.passage), label=NEITHER, made="hedged")


def shared_names(pair: Pair) -> list[str]:
    """Capitalised words within a sentence of the passage that the claim has too, sorted."""
    inside = {
        match.group()
        for match in NAME.finditer(pair.passage)
        if match.start() and pair.passage[match.start() - 2 : match.start() - 1].isalnum()
    }
    return sorted((inside & set(NAME.findall(pair.claim))) - NOT_NAMES)


def renamed(pair: Pair, names: Sequence[str], rng: random.Random) -> Pair:
    """`pair` with each name that claim and passage share exchanged for another in both.

    In a fifth of the cases the names change places among themselves instead, so that nothing hangs
    on who is who.
    """
    shared = shared_names(pair)
    if not shared:
        return pair
    if len(shared) > 1 and rng.random() < 0.2:
        swaps = dict(zip(shared, [*shared[1:], shared[0]], strict=True))
    else:
        swaps = dict(zip(shared, rng.sample(list(names), len(shared)), strict=True)) if (
            len(names) >= len(shared)
        ) else {}  # fmt: skip

    def swap(match: re.Match[str]) -> str:
        return swaps.get(match.group(), match.group())

    return replace(pair, claim=NAME.sub(swap, pair.claim), passage=NAME.sub(swap, pair.passage))


def _with(pair: Pair, start: int, end: int, word: str, label: int, made: str) -> Pair:
    assert pair.label == SUPPORTS
    return replace(pair, claim=pair.claim[:start] + word + pair.claim[end:], label=label, made=made)


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
