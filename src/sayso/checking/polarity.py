"""Whether two sentences on one matter pull in opposite directions: a "not", or on against off."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.checking.opposites import hold_opposites
from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Span

#: Words that deny what follows them.
_CUE = re.compile(
    r"\b(?:not(?!\s+(?:only|until|just|merely|least|to mention)\b)|never(?!\s+mind\b)"
    r"|no(?=\s+\w)(?!\s+(?:doubt|matter|less|fewer|sooner|mistake|wonder|arguing|question|denying|secret|harm"
    r"|surprise|i|we|you|he|she|it|they|see|well|but|one else|other)\b)"
    r"|none|nobody|nothing|neither|nor|(?-i:without)|cannot|hardly|scarcely|unable to|fail(?:s|ed)?,? to"
    r"|refus(?:e|es|ed) to|declin(?:e|es|ed) to|den(?:y|ies|ied))\b|n['’]t\b",
    re.IGNORECASE,
)
#: Words of a paper that deny what follows them without a "not"; they leave too much open to accuse.
_HARDLY = re.compile(
    r"\b(?:seldom|rarely|barely|hardly|scarcely|(?:ha(?:s|ve|d)|is|are|was|were)\s+yet\s+to|far\s+from"
    r"|unsuccessfully|unwilling\s+to|neglect(?:s|ed)?\s+to)\b"
)
#: Where what a cue denies ends.
_STOP = re.compile(r"[.;:!?,](?:\s|$)|\b(?:but|although|though|(?<!not\s)because|while|whereas|and)\b")
#: Words that carry a denial on to the next one: "no move was made to evacuate", "not able to come".
_LIGHT = {stem(w) for w in "move effort attempt plan need intention decision step sign able manage".split()}
_CLAUSE = re.compile(r"[,;:]\s")
_QUESTION = re.compile(r"[^.!?]*\?")
_END = re.compile(r"[.!?](?:\s|$)|\n")
_OR = re.compile(r"\b(?:or|nor)\s+(?:even\s+|to\s+)?")
#: How many terms behind a cue are looked at for an "or".
_FAR = 9
#: A cue that denies only in part: "not all", "not always", "not yet".
_PARTLY = re.compile(
    r"\s+(?:be(?:en)?\s+)?(?:all|every|always|necessarily|entirely|fully|only|just|more|yet|enough|too|"
    r"exactly|quite|simply|merely|solely|alone|the\s+(?:only|same)|as|so\s+much|nearly)\b",
    re.IGNORECASE,
)
#: The same, further on in what is denied.
_LIMITED = re.compile(
    r"\b(?:all|every|always|necessarily|just any|as much|as many|only|unless|until|any more|more than)\b",
    re.I,
)
_ADVERB = re.compile(r"[^\W\d_]{2,}ly", re.IGNORECASE)
_MANNER = re.compile(
    r"\s+(?:be(?:en)?\s+)?(?!(?:really|actually|currently|previously|finally|reportedly|apparently|possibly|"
    r"formerly|originally|initially|personally|recently|family|only)\b)([^\W\d_]+ly)\b"
)
#: Cues that deny, and do not only leave open or report a denial.
_PLAIN = re.compile(
    r"not|n['’]t|never|no|none|nobody|neither|nor|cannot|unable to|fail\w* to|refus\w+ to", re.I
)
#: A cue that leaves the matter open: "may not", "might not".
_OPEN_CUE = re.compile(r"\b(?:may|might)\s+$", re.IGNORECASE)
_REACH = 5
#: How many letters two stems must begin with to be of one word.
_ROOT = 6
#: How many characters on each side of a word can turn it about.
_CLOSE, _WIDE, _WHOLE = 20, 25, 80
_LEAST_REST, _MOST_REST, _LEAST_SHARED = 2, 0.8, 2
#: Words that turn a sentence about without a cue: what holds one is left to the model.
_CONTRARY = re.compile(
    r"\b(?:un(?!i|der|til|to\b|cle|dat)\w{4,}|im(?:possib|moral|proper|perfect)\w+"
    r"|in(?:correct|adequate|sufficien|complete|capab)\w*"
    r"|illegal\w*|mis(?!s\b|sion|ter|sile)\w{4,}|rarely|seldom|(?<!\ba )few|fewer|(?<!\ba )little|instead|"
    r"rather than|other than|"
    r"except\w*|exclud\w+|oppos\w+|los[et]s?|lack(?:s|ed|ing)?|absen\w+|miss(?:ed|ing)|prevent\w*|avoid\w*|"
    r"reject\w*|stop\w*|ceas\w+|abandon\w*|cancel\w*|false|wrong|myth|doubt\w*|debunk\w*|nowhere|"
    r"non-?\w+|zero|fail\w*|refus\w+|declin\w+|den(?:y|ies|ied)|barely|"
    r"yet to|far from|dis(?:agree|approv|continu|miss|prov|allow|count|advantag)\w*|free of|"
    r"free from|quit|difficult\w*|bad|worse|worst|poor\w*|neglect\w*|prohibit\w*|ban(?:s|ned)?|forb\w+|"
    r"resent\w*|brief\w*|dwindl\w*|hid(?:e|den)|whether|"
    r"(?:would|should|could) have|if\b[^.;?!]{0,40}\bhad)\b",
)
#: Of the words in "un-", those that turn about what stands by them. Any other turns about only the word
#: that it holds: "unconfirmed rumours" are rumours.
_UN = re.compile(
    r"un(?:able|likely|willing|certain|clear|known|true|founded|success|aware|necess|eas|real|reas|do)"
)
#: Words by which a sentence leaves a matter open.
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)

#: What turns a whole sentence about, for those who only ask whether there is such a word.
_NEGATORS = re.compile(rf"{_CUE.pattern}|\b(?:stopped|ceased)\b", re.IGNORECASE)

#: Words by which a sentence does not say that a thing is so or was done, but wonders or supposes.
_SUPPOSED = re.compile(
    r"\b(?:whether|(?:should|would|could|may|might|ought to)(?: not|n['’]t)? have"
    r"|if\b[^.;?!]{0,60}\bhad)\b|\?",
    re.IGNORECASE,
)

_DENYING = re.compile(r"\b(?:never|cannot|[^\W\d_]+n['’]t)\b", re.IGNORECASE)


def denying_words(text: str) -> list[Span]:
    """Where ``text`` has words that only deny: what a sentence is about is told by its other words."""
    return [Span(*match.span()) for match in _DENYING.finditer(text)]


def only_supposes(passage: str, claim: str) -> bool:
    """Whether ``passage`` asks or supposes where ``claim`` does neither, so that it cannot accuse."""
    return bool(_SUPPOSED.search(passage)) and not _SUPPOSED.search(claim)


def opposed(claim: str, passage: str) -> bool:
    """Whether one of two sentences is negated and the other is not, or they hold opposite words.

    A coarse question, asked before a passage may support; ``at_odds`` finds the very words.
    """
    turned = [len(_NEGATORS.findall(text)) % 2 for text in (claim, passage)]
    return turned[0] != turned[1] or hold_opposites(claim, passage)


@dataclass(frozen=True, slots=True)
class Negation:
    """A cue that denies ("did not", "never", "no") and the stems of what it denies, nearest first.

    ``reach`` is where the nearest of them ends, ``limit`` where the farthest does.
    """

    start: int
    end: int
    denied: tuple[str, ...]
    reach: int
    limit: int


def find_negations(words: Words, cues: re.Pattern[str] = _CUE) -> list[Negation]:
    """The negations of a text in order, each with the content words it denies.

    These are the three next to it, and behind an "or" of the same clause the first one.
    """
    found = []
    for match in cues.finditer(words.text):
        stop = _STOP.search(words.text, match.end())
        end = stop.start() if stop else len(words.text)
        first = bisect_left(words.starts, match.end())
        clause = [t for t in words.terms[first : first + _FAR] if t.start < end]
        near = [t for t in clause if t in words.terms[first : first + _REACH]]
        # A figure is denied only where nothing else is: "was not in 2006".
        words_ = [t for t in near if not t.number]
        denied = [t for t in words_ if not _ADVERB.fullmatch(words.text, t.start, t.end)] or words_ or near
        ors = [m.end() for m in _OR.finditer(words.text, match.end(), end)]
        denied += [t for t in clause[len(near) :] if any(0 <= t.start - at <= 2 for at in ors)]
        if denied:
            found.append(
                Negation(
                    match.start(),
                    match.end(),
                    tuple(t.stem for t in denied),
                    denied[0].end,
                    max(t.end for t in denied),
                )
            )
    return found


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """Where one of the two denies what the other says."""
    mine, theirs = find_negations(claim), find_negations(passage)
    weaker = find_negations(passage, _HARDLY)
    if not mine and not theirs and not weaker:
        return
    for cue in mine:
        said = _said(cue, claim, passage, theirs)
        if said is not None:
            there = passage.text[said.start : said.end]
            yield Odds(
                f"Opposite statement: the claim denies (“{claim.text[cue.start : cue.reach]}”) what the "
                f"paper says (“{there}”).",
                Span(cue.start, cue.reach), said,
                _alike(stem(there), cue.denied[0])
                and bool(_PLAIN.fullmatch(claim.text[cue.start : cue.end])),
            )  # fmt: skip
    for cue in (*theirs, *weaker):
        unsaid = _unsaid(cue, claim, passage, mine, (*theirs, *weaker))
        if unsaid is not None:
            place, firm = unsaid
            yield Odds(
                f"Opposite statement: the paper denies (“{passage.text[cue.start : cue.reach]}”) what "
                f"the claim says (“{claim.text[place.start : place.end]}”).",
                place, Span(cue.start, cue.reach), firm,
            )  # fmt: skip


def _said(cue: Negation, claim: Words, passage: Words, theirs: Sequence[Negation]) -> Span | None:
    """Where the passage says, undenied, what the claim's cue denies; or None."""
    if _is_partial(claim, cue, passage):
        return None
    known = claim.stems
    for target in cue.denied[:2]:
        # Of two places, one denied, the one that shares more with the claim counts.
        denied = max((_shared(claim, passage, n.start) for n in theirs if _denies(n, target)), default=-1)
        close = _CLOSE if target == cue.denied[0] else _WIDE
        places = [
            t for t in passage.terms
            if _alike(t.stem, target) and _shared(claim, passage, t.start) > denied
        ]  # fmt: skip
        clean = next((t for t in places if not _is_turned(passage, t.start, theirs, known, close)), None)
        if clean is not None:
            return Span(clean.start, clean.end)
        if places:
            return None
        if denied >= 0:
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


def _is_partial(words: Words, cue: Negation, other: Words) -> bool:
    """Whether a cue denies only in part: "not all", or "not easily" where the other has no "easily".

    So it is where what it denies is itself denied: "no reason that they couldn't".
    """
    if _PARTLY.match(words.text, cue.end):
        return True
    stop = _STOP.search(words.text, cue.end)
    clause = words.text[cue.end : stop.start() if stop else len(words.text)]
    if _CUE.search(clause):
        return True
    limit = _LIMITED.search(clause)
    if limit is not None and limit.group().lower() not in other.text.lower():
        return True
    manner = _MANNER.match(words.text, cue.end)
    return manner is not None and stem(manner[1]) not in other.stems


def _denies(cue: Negation, target: str) -> bool:
    return any(_alike(target, one) for one in cue.denied)


def _shared(claim: Words, passage: Words, offset: int) -> int:
    """How many of the claim's stems the passage's sentence at ``offset`` has."""
    start, end = _sentence(passage.text, offset)
    return len(claim.stems & {t.stem for t in passage.terms if start <= t.start < end})


def _in_clause(claim: Words, passage: Words, offset: int) -> int:
    """How many of the claim's stems the passage's clause at ``offset`` has."""
    start, end = _sentence(passage.text, offset)
    start = max((m.end() for m in _CLAUSE.finditer(passage.text, start, offset)), default=start)
    stop = _CLAUSE.search(passage.text, offset, end)
    end = stop.start() if stop else end
    return len(claim.stems & {t.stem for t in passage.terms if start <= t.start < end})


def _alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: "revolution" and "revolutionis", "threat" and "threaten"."""
    return one == other or (min(len(one), len(other)) >= _ROOT and one[:_ROOT] == other[:_ROOT])


def _is_turned(
    words: Words, offset: int, negations: Sequence[Negation], known: set[str], reach: int = _CLOSE
) -> bool:
    """Whether what is close by, but for words that the other text has too, turns about or leaves open."""
    start, end = _sentence(words.text, offset)
    before = [m.end() for m in _CLAUSE.finditer(words.text, max(start, offset - reach), offset)]
    after = _CLAUSE.search(words.text, offset, min(end, offset + reach))
    close = (
        max([start, offset - reach, *before]),
        after.start() if after else min(end, offset + reach),
    )
    if any(_turns(match.group(), known) for match in _CONTRARY.finditer(words.text, *close)):
        return True
    if any(close[0] <= n.start < close[1] for n in negations):
        return True
    return bool(_QUESTION.match(words.text, start) or _IF.search(words.text, *close))


def _turns(word: str, known: set[str]) -> bool:
    """Whether a contrary word turns about what is close to it, for a reader who knows those stems."""
    if word.startswith("un") and not _UN.match(word):
        return stem(word[2:]) in known
    return stem(word) not in known


def _unsaid(
    cue: Negation, claim: Words, passage: Words, mine: Sequence[Negation], theirs: Sequence[Negation]
) -> tuple[Span, bool] | None:
    """Where the claim says, undenied, what the passage's cue denies and says nowhere else.

    With it whether the cue and the word are of the kind that may accuse.
    """
    said = passage.text[cue.start : cue.end]
    if _is_partial(passage, cue, claim) or _is_open(passage, cue):
        return None
    if not all(any(_denies(there, own.denied[0]) for there in theirs if there != cue) for own in mine):
        return None  # the claim denies something of its own
    if not (_PLAIN.fullmatch(said) or _HARDLY.fullmatch(said)) or (not mine and said in claim.text):
        return None  # "without …", "denied …" leave more open than a plain "not"
    start, end = _sentence(passage.text, cue.start)
    if _QUESTION.match(passage.text, start):
        return None
    if _IF.match(claim.text) or (_IF.search(claim.text) and not _IF.search(passage.text, start, end)):
        return None
    there = {t.stem for t in passage.terms if start <= t.start < end}
    target = cue.denied[0]
    if target in _LIGHT and target not in claim.stems and len(cue.denied) > 1:
        target = cue.denied[1]
    place = next((t for t in claim.terms if _alike(t.stem, target)), None)
    if place is None:
        return None
    if _is_turned(claim, place.start, mine, passage.stems):
        return None
    here = _in_clause(claim, passage, cue.end)
    for term in passage.terms:
        said_there = term.stem == target and not any(n.end <= term.start < n.limit for n in theirs)
        if said_there and _in_clause(claim, passage, term.start) >= here:
            return None
    others = claim.stems - {place.stem}
    if len(others & there) < min(_LEAST_SHARED, len(others)):
        return None
    plain = bool(_PLAIN.fullmatch(said))
    return Span(place.start, place.end), plain and target == place.stem


def _is_open(words: Words, cue: Negation) -> bool:
    """Whether what stands before a cue leaves it open: "may not", "if it does not"."""
    before = words.text[max(0, cue.start - 30) : cue.start]
    return bool(_OPEN_CUE.search(before) or _IF.search(before))


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """The stretch between full stops around ``offset``."""
    start = max((m.end() for m in _END.finditer(text, 0, offset)), default=0)
    stop = _END.search(text, offset)
    return start, stop.start() if stop else len(text)
