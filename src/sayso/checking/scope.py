"""How much of a thing a claim speaks of: all of it where the passage has some, one where it has more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.checking.words import Odds, Words
from sayso.library.terms import stem
from sayso.records import Span
from sayso.statements.figures import Unit

_OF = r"\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|her\s+)?(?:\d+\s+)?"
_ALL = re.compile(rf"(?<!not\s)(?<!Not\s)\b(?:all|every|each){_OF}(?P<noun>[^\W\d_]{{3,}})", re.I)
_PART = re.compile(
    rf"\b(?:some|most|many|several|few|half|part|not all|not every|hardly any){_OF}"
    r"(?P<noun>[^\W\d_]{3,})",
    re.I,
)
_ONLY = re.compile(r"\b(?:only one|a single|just one)\s+(?P<noun>[^\W\d_]{3,})", re.I)
_NO_NOUN = {"time", "times", "day", "way", "year", "week", "month", "other", "this", "that", "these", "those"}


def at_odds(claim: Words, passage: Words) -> Iterator[Odds]:
    """"All members" against "some members", "only one capital" against "two capitals"; never firm."""
    for match in _ALL.finditer(claim.text):
        other = _same_noun(match, _PART, passage.text)
        if other is not None and not _same_noun(match, _ALL, passage.text):
            yield _odds(match, Span(*other.span()), claim, passage)
    for match in _ONLY.finditer(claim.text):
        noun = stem(match["noun"])
        more = next(
            (f for f in passage.figures
             if f.unit is Unit.COUNT and f.low >= 2 and f.thing and stem(f.thing) == noun), None,
        )  # fmt: skip
        if more is not None and not _same_noun(match, _ONLY, passage.text):
            yield _odds(match, Span(more.start, more.end), claim, passage)


def _same_noun(match: re.Match[str], pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    noun = match["noun"].lower()
    if noun in _NO_NOUN:
        return None
    return next((m for m in pattern.finditer(text) if stem(m["noun"]) == stem(noun)), None)


def _odds(match: re.Match[str], theirs: Span, claim: Words, passage: Words) -> Odds:
    stands = passage.text[theirs.start : theirs.end].strip()
    reason = f"Other scope: the article has “{match.group()}”, the paper “{stands}”."
    return Odds(reason, Span(*match.span()), theirs, False)
