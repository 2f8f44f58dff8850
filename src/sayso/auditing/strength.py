"""How strongly a thing is put: words for one deed in order, from the mild to the strong.

The scales are sayso's own. A scale holds words for the same kind of deed, so that "begged" may be
held against "asked" but never against "walked". A word may stand on two scales.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sayso.library.terms import stem

#: Each scale's levels from mild to strong. Words are held by stem; an underscore joins a phrase.
_SCALES = {
    "asking": (
        "ask request seek inquire invite approach propose suggest",
        "appeal urge petition press call_on call_for calls_for called_for calling_for",
        "plead beg implore beseech entreat grovel",
    ),
    "ordering": ("ask request propose suggest invite", "urge press call_on", "demand insist",
                 "order command force compel coerce dictate"),
    "conceding": ("acknowledge concede", "admit", "confess"),
    "threatening": ("caution advise", "warn", "threaten menace", "ultimatum blackmail"),
    "criticising": (
        "question comment disagree doubt differ",
        "criticise criticize fault object complain",
        "condemn denounce attack assail rebuke deplore",
        "slam blast savage lambast lambaste destroy shred humiliate crucify",
    ),
    "disproving": (
        "question doubt query challenge differ cloud sit_awkwardly sits_awkwardly sat_awkwardly "
        "at_odds in_tension raise_questions raises_questions raised_questions",
        "dispute contradict undermine undercut weaken conflict_with at_variance",
        "disprove refute debunk demolish shatter discredit dismantle explode destroy torpedo bury "
        "smash rubbish wreck",
    ),
    "showing": (
        "suggest hint indicate imply appear seem point_to points_to consistent_with",
        "show find describe reveal record",
        "prove confirm establish expose nail clinch",
    ),
    "agreeing": ("discuss consider weigh talk mull study", "propose offer plan intend",
                 "agree accept approve promise back", "sign seal commit guarantee"),
    "refusing": ("decline hesitate delay postpone defer", "refuse reject oppose resist",
                 "spurn snub veto ban outlaw"),
    "knowing": ("suspect fear suppose", "know aware realise realize"),
    "acquiring": ("give donate contribute gift grant support sponsor", "pay fund spend",
                  "buy bribe purchase bought"),
    "taking": ("take receive borrow accept keep", "pocket grab seize", "steal loot plunder rob embezzle"),
    "misleading": ("mistake err misstate misspeak wrong incorrect inaccurate",
                   "mislead misrepresent spin embroider omit", "lie deceive fabricate dupe hoax"),
    "harming": ("affect touch inconvenience", "hurt harm injure damage hit", "ruin devastate cripple maim",
                "kill slaughter massacre murder"),
    "endangering": ("leak wear crack seep age", "fail falter weaken deteriorate",
                    "collapse doom crumble burst"),
    "rising": ("rise grow increase gain climb", "jump surge leap", "soar rocket skyrocket explode"),
    "falling": ("dip slip ease fall drop decline", "tumble slide sink", "plunge plummet crash collapse"),
    "stopping": ("pause suspend delay", "stop halt end cease", "scrap axe abolish"),
    "winning": ("lead edge", "win beat defeat", "crush rout thrash trounce annihilate"),
    "leaving": ("leave depart resign retire", "quit walk_out", "flee abandon desert"),
    "helping": ("help aid support assistance weight influence", "back defend protect",
                "rescue bailout save salvation"),
    "causing": ("link associate tie correlate connect", "contribute influence affect",
                "cause trigger drive spark"),
    "hiding": ("private internal confidential unpublished restricted", "secret hush-hush clandestine"),
    "novelty": ("new fresh unpublished", "striking unexpected", "bombshell explosive sensational"),
    "judging": ("investigate question probe examine", "accuse allege charge", "convict guilty condemn"),
    "arguing": ("discuss debate talk", "disagree differ argue dispute", "quarrel clash row feud war"),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

#: Words that take in everything, and words that take in some.
_ALL = re.compile(
    r"\b(?:all|every|each|everyone|everybody|always|entire|whole|nobody|none|no one|never|nothing|only|"
    r"completely|totally|any)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:some|several|many|most|few|one of|part of|partly|in part|often|sometimes|occasionally|"
    r"nearly|almost|hardly|barely|mostly|largely|at least)\b",
    re.IGNORECASE,
)
_SHORT_OF = re.compile(
    r"\b(?:nearly|almost|close to|just under|up to|fewer than|less than|about|around|roughly)\s+"
    r"(?:a\s+|the\s+)?([\w-]+)",
    re.IGNORECASE,
)


class Reach(StrEnum):
    """Whether words speak of all of a thing, of some of it, or leave it open."""

    ALL = "all"
    SOME = "some"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Force:
    """A word on a scale: its level from 0, of how many, and where it stands."""

    scale: str
    level: int
    levels: int
    word: str
    start: int
    end: int

    @property
    def is_strong(self) -> bool:
        """Whether the word stands on the scale's last step."""
        return self.level == self.levels - 1


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, tuple[tuple[str, int], ...]], re.Pattern[str], dict[str, str]]:
    """Stems with their scales and levels, a pattern of all phrases, and each phrase's key."""
    words: dict[str, dict[tuple[str, int], None]] = {}
    phrases: dict[str, str] = {}
    for scale, levels in _SCALES.items():
        for level, names in enumerate(levels):
            for name in names.split():
                key = name if "_" in name else stem(name)
                if "_" in name:
                    phrases[name.replace("_", " ")] = name
                words.setdefault(key, {})[(scale, level)] = None
    pattern = re.compile(r"\b(?:" + "|".join(sorted(phrases, key=len, reverse=True)) + r")\b", re.IGNORECASE)
    return {key: tuple(found) for key, found in words.items()}, pattern, phrases


def forces(text: str, start: int = 0, end: int | None = None) -> list[Force]:
    """The words of ``text[start:end]`` that stand on a scale, in order; offsets are those of ``text``."""
    words, pattern, phrases = _places()
    end = len(text) if end is None else end
    found = []
    for match in pattern.finditer(text, start, end):
        found.append((phrases[" ".join(match.group().lower().split())], match))
    taken = [match.span() for _, match in found]
    for match in _WORD.finditer(text, start, end):
        if not any(a <= match.start() < b for a, b in taken):
            found.append((stem(match.group()), match))
    found.sort(key=lambda pair: pair[1].start())
    return [
        Force(scale, level, len(_SCALES[scale]), match.group(), match.start(), match.end())
        for key, match in found
        for scale, level in words.get(key, ())
    ]


def scales_of(stems: Iterable[str]) -> set[str]:
    """The scales that any of ``stems`` stands on."""
    words = _places()[0]
    return {scale for key in stems for scale, _ in words.get(key, ())}


def reach(text: str) -> Reach:
    """Whether ``text`` speaks of all, of some, or leaves it open."""
    if _SOME.search(text):
        return Reach.SOME
    return Reach.ALL if _ALL.search(text) else Reach.OPEN


def short_of(text: str) -> dict[str, str]:
    """Amounts that ``text`` comes near to but does not reach, as a stem, with the words that say so.

    "nearly half of them" gives ``{"half": "nearly half"}``.
    """
    return {stem(match.group(1)): match.group() for match in _SHORT_OF.finditer(text)}
