"""Sentences with exact offsets.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis that is followed by a
space and something that can begin a sentence; marks that close after the stop belong to it. Blank
lines and list marks end a sentence too, so a headline needs no full stop. A quotation of several
sentences is split like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.records import Span

#: Abbreviations after which a sentence goes on, whatever follows.
BEFORE_A_NAME = frozenset(
    "mr mrs ms mx messrs dr prof sen sens rep reps gov govs gen col lt sgt cpl capt cmdr maj adm "
    "brig pvt rev revd fr hon pres supt det insp amb atty sec min mt ft vs v cf viz eg ie al st "
    "ste pp vol art para fig ch ref op bldg dept univ assn bros approx est".split()
)
#: Abbreviations after which a sentence goes on where a figure follows.
BEFORE_A_FIGURE = frozenset("no nos p pp ca c art sec s para vol ch fig cap r reg".split())
#: Abbreviations that may also be the last word: the sentence ends there only before a word that
#: usually begins one.
MAY_END = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "inc corp co ltd llc plc bros jr sr esq etc ave blvd rd apt a.m p.m am pm ph.d m.d b.a m.a "
    "d.c u.s u.k u.n e.u u.s.a e.g i.e n.y l.a n.j n.c s.c n.h calif fla ga ill ind mass mich "
    "minn miss mo neb nev okla ore pa tenn tex va vt wash wis ala ariz ark colo conn del kan ky "
    "la md ont que".split()
)
#: Words that begin a sentence far more often than they follow an abbreviation inside one.
OPENERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my your in on "
    "at by for from to with as if when while after before since although though because but and "
    "or so yet still also there here what who why how where which no not some many most all both "
    "each another one two three several more only even now then later once last next earlier "
    "meanwhile however moreover nor never".split()
)
#: Verbs by which a clause after “…?” still belongs to the sentence: “Why?” Ms Ek asked.
_TAG_VERB = (
    r"(?:said|says|asked|asks|wrote|writes|added|adds|replied|told|tells|shouted|yelled|cried|"
    r"exclaimed|wondered|joked|tweeted|demanded|continued|declared|quipped|recalled)"
)
_TAG = re.compile(
    rf"(?!(?:He|She|They|It|We|I|The|But|And)\s)"
    rf"(?:(?:[A-Z][\w.'’-]{{0,30}}|of|de|van|von|al)\s){{1,5}}{_TAG_VERB}\b"
)
_HARD = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*(?:[-*•–◦▪]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s))")
_STOP = re.compile(r"(?:\.(?:[ \u00a0]?\.){2,}|[.!?…]+)[\"”’'»)\]]*")
_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘«–—/-]*\Z")
_OPENING = "\"'“‘«([„–—- \u00a0"


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of ``text[start:end]`` in order, trimmed; together they hold every word."""
    found = []
    for chunk in _chunks(text, start, end):
        begin = chunk.start
        for stop in _STOP.finditer(text, chunk.start, chunk.end):
            if stop.end() > begin and _ends_here(text, begin, stop, chunk.end):
                found.append(Span(begin, stop.end()))
                begin = stop.end()
        found.append(Span(begin, chunk.end))
    return [span for span in (trimmed(text, one) for one in found) if span.end > span.start]


def trimmed(text: str, span: Span) -> Span:
    """``span`` without the white space at its edges."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _chunks(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for gap in _HARD.finditer(text, start, end):
        yield Span(begin, gap.start())
        begin = gap.end()
    yield Span(begin, end)


def _ends_here(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at ``begin`` ends at the match ``stop``."""
    after = stop.end()
    if after >= end:
        return True
    if not text[after].isspace() and text[after] not in "“‘«":
        return False
    place = after
    while place < end and (text[place].isspace() or text[place] in _OPENING):
        place += 1
    if place >= end:
        return True
    following = text[place : place + 40]
    if following[0].islower():
        return False
    marks = stop.group().rstrip("\"”’'»)]")
    closed = len(marks) < len(stop.group())
    if closed and marks[-1] in "?!" and _TAG.match(text, place):
        return False
    if marks != ".":
        return True
    return not _is_abbreviation(text, begin, stop.start(), closed, following)


def _is_abbreviation(text: str, begin: int, dot: int, closed: bool, following: str) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, dot - 30), dot)
    word = before.group() if before else ""
    bare = word.strip("\"'“‘«(").lower()
    if not bare:
        return False
    next_word = re.split(r"[^\w'’]", following, maxsplit=1)[0].lower()
    if bare.isdigit():  # a list number at the very beginning: "1. Orlund"
        return text[begin:dot].strip() == bare
    if bare in BEFORE_A_FIGURE and following[0].isdigit():
        return True
    if closed:
        return False
    if bare in BEFORE_A_NAME:
        return True
    initials = len(bare) == 1 and word[-1].isupper()
    if initials or bare in MAY_END or re.fullmatch(r"(?:[a-z]\.)+[a-z]", bare):
        if bare == "i" and not text[:dot].endswith((" I", "\nI")):
            return False
        return next_word not in OPENERS and not (
            bare in MAY_END
            and text[dot + 1 : dot + 4].strip()[:1] in '“"‘«'
            and bool(text[dot + 1 : dot + 4].strip())
        )
    return False
