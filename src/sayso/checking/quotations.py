"""A quotation looked for in the papers by its words.

Tolerant of typography, line breaks, hyphens and, in a scan, of letters that look alike; never of
letters, digits or order. What differs is shown word by word; what was cut away is read for a
condition. Nothing here knows who speaks: ``utterances`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sayso.checking.differences import Change, Weight, change
from sayso.checking.limits import limit_behind
from sayso.checking.wording import Word, is_scan, same_word, words_of
from sayso.records import Document, Span

#: The least share of a quotation's words, in order, for the place to count as the same saying.
ALTERED_FROM = 0.7
#: A likeness from which an alteration explains more than a splice would.
_NEARLY = 0.9
#: Words under which a quotation is too short to be called altered: it is there or it is not.
_LEAST = 5
#: Words of the paper that an ellipsis may stand for, and that square brackets may.
_ELLIPSIS_REACH = 80
_BRACKET_REACH = 12
#: A run of at least this many words left out without a mark joins two places, not one.
_SPLICE_FROM = 40
#: The fewest words of each half of a splice.
_HALF = 4

_JOINT = re.compile(r"\s*(?:…|\.(?:\s?\.){2,}|\[[^\]]*\]|\(\s*(?:…|\.\.\.)\s*\)|\x1f)\s*")
_ONE_LETTER = re.compile(r"\[(\w)\](?=\w)")
_CONDITION = re.compile(
    r"[\s\"”’',;:–—-]*\b(?P<word>but|unless|except|if|provided|providing|only if|so long as|as long as|"
    r"on condition|although|though|(?<=[\w’']\s)not)\b[^.!?\n]*", re.IGNORECASE
)  # fmt: skip
_HIDDEN = re.compile(r"\b(?:but|unless|except|if|provided|only|not|never|no)\b|n['’]t\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:(?:\b(?:not|never|cannot|nobody|no one|hardly)\b|n['’]t\b)(?:\s+\w+){0,3}?\s+(?:say|said|saying|"
    r"claim|claiming|believe|think|mean|suggest|pretend|argue|agree)(?:\s+that)?"
    r"|\b(?:if|unless|whether|not|never)"
    r"|\b(?:wrong|false|untrue|absurd|not true|nonsense)\s+(?:to\s+\w+\s+)?that)\s*$",
    re.IGNORECASE,
)
_OPENING_CONDITION = re.compile(
    r"(?:^|[.!?:;\"“]\s+|\n\s*\n)\s*(?P<words>(?:if|unless|provided|except)\b[^.!?;:\n]{3,140},)\s*$",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?:\s|$)")


class Outcome(StrEnum):
    """How a quotation stands in the papers."""

    VERBATIM = "verbatim"
    OTHER_SPEAKER = "verbatim, by someone else"
    OTHER_DATE = "verbatim, from another date"
    ALTERED = "altered"
    CUT = "cut"
    CUT_AT_CONDITION = "cut at a condition"
    HIDDEN_CONDITION = "ellipsis hides a condition"
    SPLICED = "spliced"
    PARAPHRASED = "only a paraphrase"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands in a document, how, and what differs. ``likeness`` is 0..1.

    ``left_out`` are the words of a condition that was cut away. ``second`` is the other place of a
    splice, ``limit`` a phrase behind the words by which the same sentence of the paper limits them.
    """

    outcome: Outcome
    document: str
    start: int
    end: int
    likeness: float
    changes: tuple[Change, ...] = ()
    marks: tuple[Span, ...] = ()
    left_out: str = ""
    second: Span | None = None
    limit: Span | None = None

    @property
    def weight(self) -> int:
        """The weight of the gravest change, 0 where there is none."""
        return max((c.weight for c in self.changes), default=0)

    @property
    def holds(self) -> bool:
        """Whether all the words stand there in order, or all but slight ones."""
        if self.outcome in (Outcome.ALTERED, Outcome.CUT):
            return self.weight <= Weight.SLIGHT
        return self.outcome is not Outcome.SPLICED


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The words of a quotation, and how many words of the paper may stand between two of them."""

    text: str
    words: list[Word]
    joints: dict[int, int]

    def sides(self) -> list[list[Word]]:
        """The runs of words between the joints."""
        cuts = [0, *sorted(self.joints), len(self.words)]
        return [self.words[a:b] for a, b in pairwise(cuts)]


def find_quotation(
    quotation: str | Sequence[str], places: Iterable[tuple[Document, int, int]]
) -> list[Found]:
    """Look for ``quotation`` in stretches of documents; what was found, the most alike first.

    A quotation that the article closes and opens again ("…," he said, "…") is given as its parts:
    between them anything may stand in the paper.
    """
    stretches = [place for place in places if place[1] < place[2]]
    read: dict[bool, _Quoted] = {}
    found: list[Found] = []
    had: list[tuple[Document, list[Word]]] = []
    for document, start, end in stretches:
        scan = is_scan(document)
        quoted = read.setdefault(scan, _read(quotation, scan))
        if not quoted.words:
            return []
        words = words_of(document.text, start, end, scan=scan)
        hit = _in_order(quoted, document, words) or _aligned(quoted, document, words)
        if hit is not None:
            found.append(hit)
        if hit is not None and hit.limit is not None:
            # The sentence may stand again, and end there.
            again = _in_order(quoted, document, [w for w in words if w.start >= hit.end])
            found += [again] if again is not None else []
        had.append((document, words))
    if not any(f.likeness >= _NEARLY for f in found) and False in read:
        found = _spliced(read[False], had) or found
    return sorted(_once(found), key=lambda f: (not f.holds, -f.likeness, f.weight, f.document, f.start))


def _once(found: Iterable[Found]) -> list[Found]:
    """Each place once, though the stretches looked at overlap."""
    return list({(f.document, f.start, f.end, f.outcome): f for f in found}.values())


def _read(quotation: str | Sequence[str], scan: bool) -> _Quoted:
    parts = [quotation] if isinstance(quotation, str) else quotation
    text = _ONE_LETTER.sub(r"\1", "\x1f".join(parts))
    words: list[Word] = []
    joints: dict[int, int] = {}
    begin = 0
    for joint in [*_JOINT.finditer(text), None]:
        words += words_of(text, begin, joint.start() if joint else len(text), scan=scan)
        if joint:
            mark = joint.group()
            reach = len(text) * 100 if "\x1f" in mark else _BRACKET_REACH if "[" in mark else _ELLIPSIS_REACH
            joints[len(words)] = reach
            begin = joint.end()
    joints.pop(0, None)
    joints.pop(len(words), None)
    return _Quoted(text, words, joints)


def _in_order(quoted: _Quoted, document: Document, have: list[Word]) -> Found | None:
    """Where every run of the quotation stands whole and in order; None where it does not."""
    forms = [w.form for w in have]
    spots: list[tuple[int, int]] = []
    for side in quoted.sides():
        wanted = [w.form for w in side]
        at = _index(forms, wanted, spots[-1][1] if spots else 0)
        if at is None:
            return None
        spots.append((at, at + len(wanted)))
    first, last = have[spots[0][0]], have[spots[-1][1] - 1]
    reaches = [quoted.joints[place] for place in sorted(quoted.joints)]
    gaps = [(a[1], b[0], reach) for (a, b), reach in zip(pairwise(spots), reaches, strict=True)]
    for left, right, reach in gaps:
        if right - left > reach:
            second = Span(have[right].start, last.end)
            return Found(Outcome.SPLICED, document.id, first.start, have[left - 1].end, 1.0, (),
                         (Span(first.start, have[left - 1].end),), second=second)  # fmt: skip
    whole = (Span(first.start, last.end),)
    for left, right, reach in gaps:
        hidden = _hidden(document.text, have, left, right) if reach == _ELLIPSIS_REACH else ""
        if hidden:
            marks = (Span(have[left].start, have[right - 1].end),)
            return Found(Outcome.HIDDEN_CONDITION, document.id, first.start, last.end, 1.0, (), marks, hidden)
    cut = condition_beside(document.text, first.start, last.end)
    if cut is not None:
        return Found(Outcome.CUT_AT_CONDITION, document.id, first.start, last.end, 1.0, (), (cut,),
                     " ".join(cut.of(document.text).split()))  # fmt: skip
    limit = limit_behind(document.text, first.start, last.end)
    return Found(Outcome.VERBATIM, document.id, first.start, last.end, 1.0, (), whole, limit=limit)


def _index(words: list[str], piece: list[str], place: int) -> int | None:
    for at in range(place, len(words) - len(piece) + 1):
        if words[at] == piece[0] and words[at : at + len(piece)] == piece:
            return at
    return None


def _hidden(text: str, have: list[Word], left: int, right: int) -> str:
    """The words that an ellipsis stands for, where they hold a condition or a negation.

    Of a long stretch only the rest of the first sentence and the head of the last are read.
    """
    if left >= right:
        return ""
    start, end = have[left].start, have[right - 1].end
    gap = text[start:end]
    ends = list(_SENTENCE_END.finditer(gap))
    near = gap if not ends else f"{gap[: ends[0].start()]} … {gap[ends[-1].end() :]}"
    return " ".join(near.split()) if _HIDDEN.search(near) else ""


def condition_beside(text: str, start: int, end: int) -> Span | None:
    """The condition of the same sentence that stands right before or behind ``text[start:end]``."""
    behind = _CONDITION.match(text, end)
    if behind is not None and not (text[end : end + 1] in ".!?" and _SENTENCE_END.match(text, end)):
        return Span(behind.start("word"), behind.start() + len(behind.group().rstrip()))
    head = text[max(0, start - 160) : start]
    before = _BEHIND.search(head)
    if before is not None:
        return Span(start - len(head) + before.start(), start - len(head) + len(head.rstrip()))
    opening = _OPENING_CONDITION.search(head)
    if opening is not None:
        return Span(start - len(head) + opening.start("words"), start - len(head) + opening.end("words"))
    return None


def _aligned(quoted: _Quoted, document: Document, have: list[Word]) -> Found | None:
    """The stretch most like the quotation, where enough of its words stand there in order."""
    wanted = quoted.words
    around = _around(wanted, have)
    if around is None:
        return None
    steps = _align(wanted, have[slice(*around)], quoted.joints)
    steps = [(a, None if b is None else b + around[0]) for a, b in steps]
    used = [b for _, b in steps if b is not None]
    changes, marks, longest, unlike = _changes(steps, quoted, document, have)
    likeness = 1 - unlike / len(wanted)
    if not used or likeness < ALTERED_FROM:
        return None
    first, last = used[0], used[-1]
    place = Found(Outcome.ALTERED, document.id, have[first].start, have[last].end, likeness, tuple(changes),
                  tuple(marks) or (Span(have[first].start, have[last].end),))  # fmt: skip
    if not changes:
        cut = condition_beside(document.text, place.start, place.end)
        outcome = Outcome.VERBATIM if cut is None else Outcome.CUT_AT_CONDITION
        left_out = "" if cut is None else " ".join(cut.of(document.text).split())
        return Found(outcome, document.id, place.start, place.end, 1.0, (),
                     place.marks if cut is None else (cut,), left_out)  # fmt: skip
    if len(wanted) < _LEAST and place.weight > Weight.SLIGHT:
        return None
    if all(not c.article for c in changes):
        outcome = Outcome.SPLICED if longest >= _SPLICE_FROM else Outcome.CUT
        return Found(outcome, place.document, place.start, place.end, likeness, place.changes, place.marks)
    return place


def _same(one: Word, other: Word) -> bool:
    return same_word(one.form, other.form)


def _around(wanted: Sequence[Word], have: Sequence[Word]) -> tuple[int, int] | None:
    """The stretch of ``have`` worth aligning: where most of the quotation's words lie together."""
    vocabulary = {w.form for w in wanted}
    size = len(wanted) + max(6, len(wanted) // 2)
    hits = [w.form in vocabulary for w in have]
    if sum(hits) < ALTERED_FROM * len(wanted) - 1:
        return None
    total = best = sum(hits[:size])
    place = 0
    for at in range(1, max(1, len(have) - size + 1)):
        total += hits[at + size - 1] - hits[at - 1]
        if total > best:
            best, place = total, at
    return max(0, place - size // 2 - 4), min(len(have), place + size + size // 2 + 4)


def _align(
    wanted: Sequence[Word], have: Sequence[Word], joints: dict[int, int]
) -> list[tuple[int | None, int | None]]:
    """Pairs (word of the quotation, word of the paper), either None, of the cheapest alignment.

    The quotation is used whole and the paper from wherever to wherever (Sellers, "The theory and
    computation of evolutionary distances", 1980), with an affine price on words left out (Gotoh,
    1982), so that a long cut does not cost the words behind it.
    """
    n, m = len(wanted), len(have)
    far = float("inf")
    cost = [0.0] * (m + 1)
    trace: list[list[int]] = []  # 0 pair, 1 word put in, 2 word left out
    gap_trace: list[list[bool]] = []  # whether the gap opens here
    for i in range(1, n + 1):
        free = i in joints
        opening, going_on = (0.05, 0.0) if free else (0.9, 0.25)
        form = wanted[i - 1].form
        row, row_gap = [cost[0] + 1.45], [far]
        steps, opens = [1], [True]
        for j in range(1, m + 1):
            other = have[j - 1].form
            pair = cost[j - 1] + (0.0 if form == other or same_word(form, other) else 1.4)
            put = cost[j] + 1.45
            best, step = (pair, 0) if pair <= put else (put, 1)
            if i < n:
                opened, kept = row[j - 1] + opening, row_gap[j - 1] + going_on
                row_gap.append(min(opened, kept))
                opens.append(opened <= kept)
                if row_gap[j] < best:
                    best, step = row_gap[j], 2
            row.append(best)
            steps.append(step)
        trace.append(steps)
        gap_trace.append(opens)
        cost = row
    return _traced(trace, gap_trace, n, min(range(m + 1), key=lambda j: cost[j]))


def _traced(
    trace: list[list[int]], gap_trace: list[list[bool]], i: int, j: int
) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    while i > 0:
        step = trace[i - 1][j]
        if step == 0:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif step == 1:
            i -= 1
            pairs.append((i, None))
        else:
            opens = False
            while not opens:
                opens = gap_trace[i - 1][j]
                j -= 1
                pairs.append((None, j))
    return pairs[::-1]


def _changes(
    steps: list[tuple[int | None, int | None]], quoted: _Quoted, document: Document, have: Sequence[Word]
) -> tuple[list[Change], list[Span], int, int]:
    """The changes, the paper's words they touch, the most words left out in one, the words put in."""
    found: list[Change] = []
    marks: list[Span] = []
    longest = unlike = at = 0
    run: list[tuple[int | None, int | None]] = []
    for a, b in [*steps, (0, -1)]:
        if b == -1 or (a is not None and b is not None and _same(quoted.words[a], have[b])):
            here = [quoted.words[x] for x, _ in run if x is not None]
            there = [have[y] for _, y in run if y is not None]
            allowed = not here and quoted.joints.get(at, 0) >= len(there)
            made = None if allowed or not run else change(
                _slice(document.text, there), _slice(quoted.text, here), there, here
            )
            if made is not None:
                found.append(made)
                unlike += len(here)
                longest = max(longest, len(there) if not here else 0)
                marks += [Span(there[0].start, there[-1].end)] if there else []
            run = []
            at = at if a is None else a + 1
            continue
        run.append((a, b))
    return found, marks, longest, unlike


def _slice(text: str, words: Sequence[Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def _spliced(quoted: _Quoted, had: Sequence[tuple[Document, list[Word]]]) -> list[Found]:
    """A quotation whose head stands in one place and whose tail in another, each word for word."""
    wanted = [w.form for w in quoted.words]
    if len(wanted) < 2 * _HALF:
        return []
    head: tuple[int, tuple[Document, int, int] | None] = (0, None)
    tail: tuple[int, tuple[Document, int, int] | None] = (0, None)
    for document, have in had:
        forms = [w.form for w in have]
        size, at = _longest(wanted, forms)
        if size > head[0]:
            head = size, (document, have[at].start, have[at + size - 1].end)
        size, at = _longest(wanted[::-1], forms[::-1])
        if size > tail[0]:
            place = len(forms) - at - size
            tail = size, (document, have[place].start, have[place + size - 1].end)
    if head[1] is None or tail[1] is None or min(head[0], tail[0]) < _HALF:
        return []
    if head[0] + tail[0] < len(wanted) or max(head[0], tail[0]) >= len(wanted):
        return []
    document, start, end = head[1]
    other, second_start, second_end = tail[1]
    if document.id != other.id:
        return []
    return [Found(Outcome.SPLICED, document.id, start, end, 1.0, (), (Span(start, end),),
                  second=Span(second_start, second_end))]  # fmt: skip


def _longest(wanted: list[str], forms: list[str]) -> tuple[int, int]:
    """The most words from the head of ``wanted`` that stand together in ``forms``, and where."""
    best, place = 0, 0
    for at, form in enumerate(forms):
        if form != wanted[0]:
            continue
        size = 0
        while size < len(wanted) and at + size < len(forms) and forms[at + size] == wanted[size]:
            size += 1
        if size > best:
            best, place = size, at
    return best, place
