"""Dates in running text, resolved against the date of the text they stand in.

A date is read as an interval of days, because people write "in March" and "from 4 to 9 March". A
day or month without a year is the nearest one not later than the anchor, which is the date of the
article or the paper.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included, and the words it was read from.

    ``relative`` is true where the words lean on another date ("last month", "the next day").
    """

    start: int
    end: int
    first: date
    last: date
    relative: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it names a single day."""
        return self.first == self.last

    def overlaps(self, other: When) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"], 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PATTERN = re.compile(
    rf"""
    (?P<iso>\b(?P<iy>(?:1[89]|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)\b)
   |\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?P<m0>{_MONTH})\.?)?\s*(?:to|until|and|through|-|–|—)\s*
     (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\b\.?(?:,?\s+(?P<y1>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m3>{_MONTH})\b\.?(?:,?\s+(?P<y3>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|per\b|\d|people))(?:,?\s+(?P<y4>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<m5>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y5>(?:1[89]|20)\d\d)\b
   |(?<=\b[Ii]n\s)(?:early\s+|late\s+|mid-)?(?P<m6>{_MONTH})\b
   |\b(?:[Tt]he\s+|[Ll]ast\s+|[Tt]his\s+|[Ss]ince\s+|[Bb]y\s+|[Uu]ntil\s+|[Oo]f\s+)(?P<m7>{_MONTH})\b(?!\s+\d)
   |\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring)\s+(?P<y8>(?:1[89]|20)\d\d)\b
   |\b(?P<rel>yesterday|this\s+(?:week|month|year)|last\s+(?:week|month|year))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words that are months only with a capital: "may", "march", "mar" and the like.
_NEEDS_CAPITAL = {"may", "march", "mar", "sat", "dec", "jan", "jun"}


def find_dates(
    text: str, anchor: date | None, start: int = 0, end: int | None = None
) -> list[When]:
    """The dates of ``text[start:end]`` in order; those that need an anchor and have none are left."""
    end = len(text) if end is None else end
    found = []
    for match in _PATTERN.finditer(text, start, end):
        interval = _interval(match, anchor)
        if interval is not None:
            found.append(When(match.start(), match.end(), *interval))
    return found


def _interval(match: re.Match[str], anchor: date | None) -> tuple[date, date, bool] | None:
    group = match.groupdict()
    for name in ("m0", "m1", "m3", "m4", "m5", "m6", "m7"):
        word = group[name]
        if word and word.lower() in _NEEDS_CAPITAL and not word[0].isupper():
            return None
    try:
        if group["iso"]:
            day = date(int(group["iy"]), int(group["im"]), int(group["id"]))
            return day, day, False
        if group["d1"]:
            last = _day(group["d2"], group["m1"], group["y1"], anchor)
            if last is None:
                return None
            month = _MONTHS[(group["m0"] or group["m1"]).lower()]
            return date(last.year - (month > last.month), month, int(group["d1"])), last, False
        for d, m, y in (("d3", "m3", "y3"), ("d4", "m4", "y4")):
            if group[d]:
                one = _day(group[d], group[m], group[y], anchor)
                return (one, one, False) if one else None
        if group["m5"]:
            return *_month(int(group["y5"]), _MONTHS[group["m5"].lower()]), False
        if word := group["m6"] or group["m7"]:
            if anchor is None:
                return None
            month = _MONTHS[word.lower()]
            return *_month(anchor.year - (month > anchor.month), month), False
        if group["y8"]:
            year = int(group["y8"])
            return date(year, 1, 1), date(year, 12, 31), False
    except ValueError:
        return None
    return _relative(group["rel"].lower(), anchor) if anchor else None


def _day(day: str, month: str, year: str | None, anchor: date | None) -> date | None:
    number = _MONTHS[month.lower()]
    if year:
        return date(int(year), number, int(day))
    if anchor is None:
        return None
    found = date(anchor.year, number, int(day))
    # A month ahead is still "the coming 22 October"; further ahead it was last year's.
    return (
        found if found <= anchor + timedelta(days=45) else date(anchor.year - 1, number, int(day))
    )


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _relative(words: str, anchor: date) -> tuple[date, date, bool]:
    if words == "yesterday":
        day = anchor - timedelta(days=1)
        return day, day, True
    which, unit = words.split()
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday() + (7 if which == "last" else 0))
        return monday, monday + timedelta(days=6), True
    if unit == "month":
        if which == "this":
            return *_month(anchor.year, anchor.month), True
        before = anchor.replace(day=1) - timedelta(days=1)
        return *_month(before.year, before.month), True
    year = anchor.year - (which == "last")
    return date(year, 1, 1), date(year, 12, 31), True
