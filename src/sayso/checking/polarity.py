"""Whether two sentences on one matter pull in opposite directions: a "not", or on against off."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Span

#: Words that deny what follows them.
_CUE = re.compile(
    r"\b(?:not(?!\s+(?:only|until|just|merely|least|to mention)\b)|never"
    r"|no(?!\.|\s+(?:doubt|matter|less|fewer|sooner)\b)"
    r"|none|nobody|nothing|neither|nor|(?-i:without)|cannot|hardly|scarcely|unable to|fail(?:s|ed)? to"
    r"|refus(?:e|es|ed) to|declin(?:e|es|ed) to|den(?:y|ies|ied))\b|n['’]t\b",
    re.IGNORECASE,
)
#: Where what a cue denies ends.
_STOP = re.compile(r"[.;:!?,](?:\s|$)|\b(?:but|although|though|(?<!not\s)because|while|whereas|and)\b")
_QUESTION = re.compile(r"[^.!?]*\?")
_END = re.compile(r"[.!?](?:\s|$)|\n")
#: A cue that denies only in part: "not all", "not always", "not yet".
_PARTLY = re.compile(
    r"\s+(?:be(?:en)?\s+)?(?:all|every|always|necessarily|entirely|fully|only|just|more|yet|enough|too|"
    r"exactly|quite|simply|merely|solely|alone|the\s+(?:only|same))\b",
    re.IGNORECASE,
)
#: Cues that deny, and do not only leave open or report a denial.
_PLAIN = re.compile(
    r"not|n['’]t|never|no|none|nobody|neither|nor|cannot|unable to|fail\w* to|refus\w+ to", re.I
)
_REACH = 3
#: How many letters two stems must begin with to be of one word.
_ROOT = 6
#: How many characters on each side of a word can turn it about.
_CLOSE, _WHOLE = 25, 400
_LEAST_REST, _MOST_REST, _LEAST_SHARED = 2, 0.8, 2
#: Words that turn a sentence about without a cue: what holds one is left to the model.
_CONTRARY = re.compile(
    r"\b(?:if|un(?!i|der|til|to\b|cle)\w{4,}|im(?:possib|moral|proper|perfect)\w+|in(?:correct|adequate|sufficien|complete|capab)\w*"
    r"|illegal\w*|mis(?!s\b|sion|ter|sile)\w{4,}|rarely|seldom|few|fewer|little|instead|"
    r"rather than|other than|"
    r"except\w*|exclud\w+|against|oppos\w+|los[et]s?|lack\w*|absen\w+|miss(?:ed|ing)|prevent\w*|avoid\w*|"
    r"reject\w*|stop\w*|ceas\w+|abandon\w*|cancel\w*|false|wrong|myth|doubt\w*|debunk\w*|too|nowhere|"
    r"non-?\w+|zero|fail\w*|refus\w+|declin\w+|den(?:y|ies|ied)|barely|whether|would have|should have|"
    r"yet to|dis(?:agree|approv|continu|miss|prov|allow|count|advantag)\w*|free of|"
    r"free from|quit|difficult\w*|"
    r"limit\w*|apart|secret\w*|bad|worse|worst|poor\w*|neglect\w*|prohibit\w*|ban(?:s|ned)?|forb\w+|"
    r"resent\w*|brief\w*|less|dwindl\w*|hid(?:e|den)|keep\w*|remain\w*)\b",
)

_NEGATORS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|denied|denies|deny|"
    r"refused|refuses|failed|fails|declined|stopped|ceased)\b|n['’]t\b",
    re.IGNORECASE,
)
_OPPOSITES = (
    ("on", "off"), ("open", "closed"), ("opened", "closed"), ("safe", "unsafe"), ("rose", "fell"),
    ("won", "lost"), ("true", "false"), ("up", "down"), ("before", "after"), ("for", "against"),
    ("increased", "decreased"), ("accepted", "rejected"), ("hired", "dismissed"),
    ("approved", "rejected"), ("passed", "failed"), ("lawful", "unlawful"), ("legal", "illegal"),
    ("guilty", "innocent"), ("bought", "sold"), ("sent", "received"), ("alive", "dead"),
    ("present", "absent"), ("more", "fewer"), ("higher", "lower"), ("most", "least"),
    ("first", "last"), ("to", "from"), ("in", "out"),
)  # fmt: skip
#: Small words are opposites only where they stand beside the same word ("switched on").
_SMALL = {"on", "off", "up", "down", "to", "from", "in", "out", "for", "against", "before", "after"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def opposed(claim: str, passage: str) -> bool:
    """Whether one of two sentences is negated and the other is not, or they hold opposite words."""
    if bool(len(_NEGATORS.findall(claim)) % 2) != bool(len(_NEGATORS.findall(passage)) % 2):
        return True
    mine, theirs = _beside(claim), _beside(passage)
    for one, other in _OPPOSITES:
        for a, b in ((one, other), (other, one)):
            here = a in mine and b in theirs and a not in theirs and b not in mine
            if here and (a not in _SMALL or mine[a] & theirs[b]):
                return True
    return False


def _beside(text: str) -> dict[str, set[str]]:
    """Each word with the words that stand before it."""
    words = [w.lower() for w in _WORD.findall(text)]
    found: dict[str, set[str]] = {}
    for before, word in zip(["", *words], words, strict=False):
        found.setdefault(word, set()).add(before)
    return found



@dataclass(frozen=True, slots=True)
class Negation:
    """A cue that denies ("did not", "never", "no") and the stems of what it denies, nearest first."""

    start: int
    end: int
    denied: tuple[str, ...]
    reach: int


def find_negations(words: Words) -> list[Negation]:
    """The negations of a text in order, each with up to three content words it denies."""
    found = []
    for match in _CUE.finditer(words.text):
        stop = _STOP.search(words.text, match.end())
        end = stop.start() if stop else len(words.text)
        first = bisect_left(words.starts, match.end())
        denied = [t for t in words.terms[first : first + _REACH] if t.start < end and not t.number]
        if denied:
            found.append(
                Negation(match.start(), match.end(), tuple(t.stem for t in denied), denied[0].end)
            )
    return found


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Where one of the two denies what the other says."""
    mine, theirs = find_negations(claim), find_negations(passage)
    if not mine and not theirs:
        return
    for cue in mine:
        said = _said(cue, claim, passage, theirs)
        if said is not None:
            yield Odds(
                f"The claim denies (“{claim.text[cue.start : cue.reach]}”) what the paper says "
                f"(“{passage.text[said.start : said.end]}”).",
                Span(cue.start, cue.reach), said,
                _alike(stem(passage.text[said.start : said.end]), cue.denied[0])
                and bool(_PLAIN.fullmatch(claim.text[cue.start : cue.end])),
            )  # fmt: skip
    for cue in theirs:
        said = _unsaid(cue, claim, passage, mine, theirs)
        if said is not None:
            yield Odds(
                f"The paper denies (“{passage.text[cue.start : cue.reach]}”) what the claim says "
                f"(“{claim.text[said.start : said.end]}”).",
                said, Span(cue.start, cue.reach),
            )  # fmt: skip


def _said(cue: Negation, claim: Words, passage: Words, theirs: Sequence[Negation]) -> Span | None:
    """Where the passage says, undenied, what the claim's cue denies."""
    if _PARTLY.match(claim.text, cue.end):
        return None
    known = claim.stems
    for target in cue.denied[:2]:
        if any(_alike(target, stem_) for other in theirs for stem_ in other.denied):
            return None
        places = [t for t in passage.terms if _alike(t.stem, target)]
        # The nearest word decides by what stands close to it, a later one by its whole sentence.
        close = _CLOSE if target == cue.denied[0] else _WHOLE
        clean = next((t for t in places if not _is_turned(passage, t.start, theirs, known, close)), None)
        if clean is not None:
            return Span(clean.start, clean.end)
        if places:
            return None
    # The words themselves are not there, but much else is, and nothing that denies.
    rest = claim.stems - set(cue.denied[:1])
    if len(rest) < _LEAST_REST or len(rest & passage.stems) < _MOST_REST * len(rest):
        return None
    place = max(
        (t for t in passage.terms if t.stem in rest),
        key=lambda t: (len(rest & passage.near(t.start, t.end, 12)), -t.start),
    )
    if _is_turned(passage, place.start, theirs, known, _WHOLE):
        return None
    return Span(place.start, place.end)


def _alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: "revolution" and "revolutionis", "threat" and "threaten"."""
    return one == other or (min(len(one), len(other)) >= _ROOT and one[:_ROOT] == other[:_ROOT])


def _is_turned(
    words: Words, offset: int, negations: Sequence[Negation], known: set[str], reach: int = _CLOSE
) -> bool:
    """Whether words close by, but for those that the other text has too, turn what stands there about."""
    start, end = _sentence(words.text, offset)
    if _QUESTION.match(words.text, start):
        return True
    close = max(start, offset - reach), min(end, offset + reach)
    turning = (stem(match.group()) for match in _CONTRARY.finditer(words.text, *close))
    return any(word not in known for word in turning) or any(
        close[0] <= n.start < close[1] for n in negations
    )


def _unsaid(
    cue: Negation, claim: Words, passage: Words, mine: Sequence[Negation], theirs: Sequence[Negation]
) -> Span | None:
    """Where the claim says, undenied, what the passage's cue denies and says nowhere else."""
    target = cue.denied[0]
    place = next((t for t in claim.terms if t.stem == target), None)
    if place is None or mine or _PARTLY.match(passage.text, cue.end):
        return None
    if not _PLAIN.fullmatch(passage.text[cue.start : cue.end]):
        return None  # "without …", "denied …" leave more open than a plain "not"
    if _is_turned(claim, place.start, mine, passage.stems):
        return None
    denied = [n for n in theirs if target in n.denied]
    if len(denied) < sum(t.stem == target for t in passage.terms):
        return None
    start, end = _sentence(passage.text, cue.start)
    if _QUESTION.match(passage.text, start):
        return None
    there = {t.stem for t in passage.terms if start <= t.start < end}
    if len((claim.stems & there) - {target}) < _LEAST_SHARED:
        return None
    return Span(place.start, place.end)


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """The stretch between full stops around ``offset``."""
    start = max((m.end() for m in _END.finditer(text, 0, offset)), default=0)
    stop = _END.search(text, offset)
    return start, stop.start() if stop else len(text)
