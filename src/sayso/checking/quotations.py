"""A quotation looked for in the papers by its words.

Tolerant of typography, line breaks, hyphens at line ends and case; never of letters, digits or
order. What differs is shown word by word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sayso.records import Document, Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’`´][^\W_]+)*")
#: Short forms and what they are short for; "cannot" is two words.
_LONG = {
    "cannot": "can not", "can't": "can not", "won't": "will not", "shan't": "shall not",
    "let's": "let us", "i'm": "i am",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))
_HYPHEN_BREAK = re.compile(r"(\w)[-\u00ad\u2010]\s*\n\s*[>|\s]*(\w)")
#: Words whose change changes what was said.
_SENSE = frozenset(
    """not no never none nobody nothing neither nor without cannot can't won't don't didn't doesn't
    isn't aren't wasn't weren't shouldn't wouldn't couldn't hasn't haven't hadn't may might must
    on off up down before after more less true false yes open closed won lost rose fell
    should could would will shall can only if unless except until all every any some half""".split()
)
#: The least share of a quotation's words, in order, for the place to count as the same saying.
ALTERED_FROM = 0.7
#: Words under which a quotation is too short to be called altered: it is there or it is not.
_LEAST = 5


class Match(StrEnum):
    """How a quotation stands in a document."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the paper and what the article has in their place; either may be empty."""

    paper: str
    article: str

    @property
    def changes_sense(self) -> bool:
        """Whether a negation, modal, condition or figure was put in, left out or changed."""
        before, after = ({w.lower() for w in _words(s)} for s in (self.paper, self.article))
        moved = before ^ after
        return any(w in _SENSE or any(c.isdigit() for c in w) for w in moved)

    def __str__(self) -> str:
        if self.paper and self.article:
            return f"“{self.paper}” became “{self.article}”"
        return f"“{self.paper}” was left out" if self.paper else f"“{self.article}” was put in"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands in a document, how, and what differs. ``likeness`` is 0..1."""

    match: Match
    document: str
    start: int
    end: int
    likeness: float
    changes: tuple[Change, ...] = ()
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def _words(text: str) -> list[str]:
    return [t.word for t in _tokens(text, 0, len(text))]


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    """The words of ``text[start:end]``, folded; a word broken by a hyphen at a line end is one."""
    found: list[_Token] = []
    for match in _WORD.finditer(text, start, end):
        word = unicodedata.normalize("NFKC", match.group()).casefold()
        word = re.sub("[’`´]", "'", word)
        last = found[-1] if found else None
        if last and _HYPHEN_BREAK.fullmatch(text[last.end - 1 : match.start() + 1]):
            found[-1] = _Token(last.word + word, last.start, match.end())
        else:
            found += [_Token(w, match.start(), match.end()) for w in _in_full(word)]
    return found


def _in_full(word: str) -> list[str]:
    """"can't" as "can not": a short form says what the long one says."""
    for ending, full in _ENDINGS:
        if word.endswith(ending) and word not in _LONG:
            return (word[: -len(ending)] + full).split()
    return _LONG.get(word, word).split()


def find_quotation(quotation: str, places: Iterable[tuple[Document, int, int]]) -> list[Found]:
    """Look for ``quotation`` in stretches of documents; what was found, the most alike first."""
    pieces = [p for p in re.split(r"\s*(?:…|\.\s?\.\s?\.|\[[^\]]*\])\s*", quotation) if _words(p)]
    wanted = [_words(piece) for piece in pieces]
    if not wanted:
        return []
    found = [hit for document, start, end in places if (hit := _find(wanted, document, start, end))]
    return sorted(
        found, key=lambda f: (f.match is not Match.VERBATIM, -f.likeness, f.document, f.start)
    )


def _find(wanted: list[list[str]], document: Document, start: int, end: int) -> Found | None:
    have = _tokens(document.text, start, end)
    verbatim = _verbatim(wanted, have)
    if verbatim:
        first, last = have[verbatim[0]], have[verbatim[1] - 1]
        return Found(Match.VERBATIM, document.id, first.start, last.end, 1.0, (),
                     (Span(first.start, last.end),))  # fmt: skip
    flat = [word for piece in wanted for word in piece]
    return _altered(flat, have, document) if len(flat) >= _LEAST else None


def _verbatim(wanted: list[list[str]], have: list[_Token]) -> tuple[int, int] | None:
    """The range of tokens that holds all pieces in order, each whole; None where there is none."""
    words = [t.word for t in have]
    first: int | None = None
    place = 0
    for piece in wanted:
        at = _index(words, piece, place)
        if at is None:
            return None
        first = at if first is None else first
        place = at + len(piece)
    return (first, place) if first is not None else None


def _index(words: list[str], piece: list[str], place: int) -> int | None:
    for at in range(place, len(words) - len(piece) + 1):
        if words[at] == piece[0] and words[at : at + len(piece)] == piece:
            return at
    return None


def _altered(wanted: list[str], have: list[_Token], document: Document) -> Found | None:
    """The stretch most like the quotation, where enough of its words stand there in order."""
    words = [t.word for t in have]
    blocks = _blocks(wanted, words)
    likeness = sum(size for _, _, size in blocks) / len(wanted)
    if not blocks or likeness < ALTERED_FROM:
        return None
    (a, b, _), (last_a, last_b, _last_size) = blocks[0], blocks[-1]
    # Words the quotation has at its edges stand beside the matched stretch, if anywhere.
    first = max(0, b - a)
    last = min(len(words), last_b + len(wanted) - last_a)
    changes = _changes(wanted, words[first:last])
    if not changes:
        return None
    # What decides is what differs; where words were only put in, the whole is shown.
    same = {place for _, b, size in blocks for place in range(b, b + size)}
    marks = tuple(
        Span(have[place].start, have[place].end)
        for place in range(first, last) if place not in same
    ) or (Span(have[first].start, have[last - 1].end),)
    return Found(Match.ALTERED, document.id, have[first].start, have[last - 1].end,
                 likeness, changes, marks)  # fmt: skip


def _blocks(wanted: list[str], words: list[str]) -> list[tuple[int, int, int]]:
    """Matching runs (place in the quotation, place in the words, length) around the longest one.

    On both sides of it only as many words are looked at as the quotation has there and a few
    more, nearest first, so that a common word far away is not taken for a part of the saying.
    """
    middle = SequenceMatcher(None, wanted, words, autojunk=False).find_longest_match()
    if not middle.size:
        return []
    a, b, end_a, end_b = middle.a, middle.b, middle.a + middle.size, middle.b + middle.size
    reach = max(4, len(wanted) // 3)
    left = words[max(0, b - a - reach) : b][::-1]
    before = SequenceMatcher(None, wanted[:a][::-1], left, autojunk=False).get_matching_blocks()
    right = words[end_b : end_b + len(wanted) - end_a + reach]
    after = SequenceMatcher(None, wanted[end_a:], right, autojunk=False).get_matching_blocks()
    return [
        *((a - m.a - m.size, b - m.b - m.size, m.size) for m in reversed(before) if m.size),
        (a, b, middle.size),
        *((end_a + m.a, end_b + m.b, m.size) for m in after if m.size),
    ]


def _changes(article: list[str], paper: list[str]) -> tuple[Change, ...]:
    return tuple(
        Change(" ".join(paper[b1:b2]), " ".join(article[a1:a2]))
        for tag, a1, a2, b1, b2 in SequenceMatcher(
            None, article, paper, autojunk=False
        ).get_opcodes()
        if tag != "equal"
    )
