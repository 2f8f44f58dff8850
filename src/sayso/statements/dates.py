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

    ``relative`` is true where the words lean on another date ("last month", "the next day");
    ``guessed`` where they name no year and the anchor gave it.
    """

    start: int
    end: int
    first: date
    last: date
    relative: bool = False
    guessed: bool = False

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
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: How many years a span can have whose end is written in two digits and lies in the next century.
_SHORT_SPAN = 30
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PATTERN = re.compile(
    rf"""
    (?P<iso>\b(?P<iy>(?:1[5-9]|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)\b)
   |\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?P<m0>{_MONTH})\.?)?\s*(?:to|until|and|through|-|–|—)\s*
     (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\b\.?(?:\s*,?\s+(?:of\s+)?(?P<y1>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m3>{_MONTH})\b\.?(?:\s*,?\s+(?:of\s+)?(?P<y3>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|per\b|(?!(?:1[5-9]|20)\d\d\b)\d|people))(?:\s*,?\s+(?:of\s+)?(?P<y4>(?:1[5-9]|20)\d\d)\b)?
   |\b(?P<m5>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y5>(?:1[5-9]|20)\d\d)\b
   |(?<=\b[Ii]n\s)(?:early\s+|late\s+|mid-)?(?P<m6>{_MONTH})\b
   |\b(?:[Tt]he\s+|[Ll]ast\s+|[Tt]his\s+|[Ss]ince\s+|[Bb]y\s+|[Uu]ntil\s+|[Oo]f\s+)(?P<m7>{_MONTH})\b(?!\s+\d)
   |\b(?:(?:between|from|in|during)\s+)?(?P<y9>(?:1[5-9]|20)\d\d)\s?(?P<joint>--?|/|–|—|to|until|through|(?<=between\s\d\d\d\d\s)and)\s?(?P<y10>(?:(?:1[5-9]|20)\d\d|\d\d))\b(?![-/.,]?\d)
   |\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring)\s+(?P<y8>(?:1[5-9]|20)\d\d)\b
   |\b(?:[Tt]he\s+)?(?:(?P<part>early|mid|late)[-\s]+)?(?P<decade>(?:1[5-9]|20)\d0)(?:s|['’]s)(?!\w)
   |\b(?P<century>\d\d)(?:st|nd|rd|th)[\s-]+century\b
   |(?<![\d$£€₹,.#/-])(?P<y11>1[5-9]\d\d|20[0-4]\d)(?![\d%/]|[.,]\d|\s*(?:%|per\s?cent|kms?\b|met|miles|feet|ft\b|votes|seats|men\b|copies|(?-i:[A-Z])))
   |\b(?P<rel>yesterday|last\s+night|today|tomorrow|this\s+(?:week|month|year)|(?:last|next)\s+(?:week|month|year))\b
   |\b(?P<ago>{_COUNT})\s+(?P<agounit>day|week|month|year)s?\s+(?:ago|earlier\s+this)\b
   |\b(?P<lastday>(?:last|on|this|next)\s+(?:{"|".join(_WEEKDAYS)}))\b(?!\s*,?\s+(?:the\s+)?\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words that are months only with a capital: "may", "march", "mar" and the like.
_NEEDS_CAPITAL = {"may", "march", "mar", "sat", "dec", "jan", "jun"}


def find_dates(text: str, anchor: date | None, start: int = 0, end: int | None = None) -> list[When]:
    """The dates of ``text[start:end]`` in order; those that need an anchor and have none are left."""
    end = len(text) if end is None else end
    found: list[When] = []
    for match in _PATTERN.finditer(text, start, end):
        if found and match.start() < found[-1].end:
            continue  # "last year" of "May of last year"
        when = _when(match, anchor)
        if when is not None:
            found.append(_narrowed(_in_its_year(when, text, end, anchor), text, start))
        elif match["y9"] and len(match["y10"]) == 4:  # "from 1952 to 1948": two years, no span
            for name in ("y9", "y10"):
                year = int(match[name])
                found.append(When(*match.span(name), date(year, 1, 1), date(year, 12, 31)))
    return found


_ITS_YEAR = re.compile(r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b", re.IGNORECASE)
_END_OF_MONTH = re.compile(r"\b(?P<which>first|last)\s+day\s+(?:of|in)\s+$", re.IGNORECASE)


def _in_its_year(when: When, text: str, end: int, anchor: date | None) -> When:
    """"In May of last year" is not the May next to the anchor: the words behind it name the year."""
    match = _ITS_YEAR.match(text, when.end, end) if when.guessed and anchor else None
    if match is None or anchor is None:
        return when
    year = anchor.year + {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    first = _moved(when.first, year - when.last.year)
    last = date(year, when.last.month, monthrange(year, when.last.month)[1]) if _is_month(when) else _moved(
        when.last, year - when.last.year
    )  # fmt: skip
    return When(when.start, match.end(), first, last)


def _narrowed(when: When, text: str, start: int) -> When:
    """"The last day of January" is one day of it."""
    lead = text[max(start, when.start - 20) : when.start]
    inner = re.match(r"(?:of|in|the)\s+", text[when.start : when.end], re.IGNORECASE)
    match = _END_OF_MONTH.search(lead + (inner.group() if inner else ""))
    if match is None or not _is_month(when):
        return when
    day = when.last if match["which"].lower() == "last" else when.first
    begin = when.start - len(lead) + match.start()
    return When(begin, when.end, day, day, when.relative, when.guessed)


def _is_month(when: When) -> bool:
    return when.first.day == 1 and (when.last + timedelta(days=1)).day == 1 and (
        (when.first.year, when.first.month) == (when.last.year, when.last.month)
    )  # fmt: skip


def _moved(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


_DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_OF_MONTH = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})\s+(?P<m>{_MONTH})|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}}))\b(?![:,.]?\d)",
    re.IGNORECASE,
)


def no_such_days(text: str) -> list[re.Match[str]]:
    """Where a text names a day that its month never has: "31 November"."""
    return [
        match for match in _DAY_OF_MONTH.finditer(text)
        if 28 < int(match["d"] or match["d2"]) <= 31
        and int(match["d"] or match["d2"]) > _DAYS_OF[_MONTHS[(match["m"] or match["m2"]).lower()] - 1]
    ]  # fmt: skip


_NAMED_DAY = re.compile(rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s+(?:the\s+)?(?=\d|[A-Z])", re.IGNORECASE)


def misnamed_days(text: str) -> list[tuple[re.Match[str], date]]:
    """Weekdays that do not fit the full date after them ("Monday, 3 May 2024"), with the date."""
    found = []
    for match in _NAMED_DAY.finditer(text):
        day = next((w for w in find_dates(text, None, match.end()) if w.start == match.end()), None)
        if day is not None and day.is_day and f"{day.first:%A}".lower() != match["weekday"].lower():
            found.append((match, day.first))
    return found


def _when(match: re.Match[str], anchor: date | None) -> When | None:
    """The interval that a match names; None where it names no real one."""
    group = match.groupdict()
    for name in ("m0", "m1", "m3", "m4", "m5", "m6", "m7"):
        word = group[name]
        if word and word.lower() in _NEEDS_CAPITAL and not word[0].isupper():
            return None
    at = match.span()
    try:
        found = _by_day(group, anchor) or _by_month(group, anchor)
        if found is not None:
            first, last, relative, guessed = found
            return When(*at, first, last, relative, guessed)
        years = _by_year(group)
        if years is not None:
            return When(*at, date(years[0], 1, 1), date(years[1], 12, 31))
        leaning = _relative(group, anchor) if anchor else None
        return When(*at, leaning[0], leaning[1], relative=True) if leaning else None
    except (ValueError, OverflowError):
        return None


_Named = tuple[date, date, bool, bool]


def _by_day(group: dict[str, str | None], anchor: date | None) -> _Named | None:
    """Days: "7 March 2023", "from 4 to 9 March", "2024-03-05"; the last flag is "year guessed"."""
    if group["iso"]:
        day = date(int(group["iy"] or 0), int(group["im"] or 0), int(group["id"] or 0))
        return day, day, False, False
    if group["d1"]:
        last = _day(group["d2"], group["m1"], group["y1"], anchor)
        if last is None:
            return None
        month = _MONTHS[(group["m0"] or group["m1"] or "").lower()]
        first = date(last.year - (month > last.month), month, int(group["d1"]))
        return first, last, False, not group["y1"]
    for d, m, y in (("d3", "m3", "y3"), ("d4", "m4", "y4")):
        if group[d]:
            one = _day(group[d], group[m], group[y], anchor)
            return (one, one, False, not group[y]) if one else None
    return None


def _by_month(group: dict[str, str | None], anchor: date | None) -> _Named | None:
    if group["m5"]:
        return *_month(int(group["y5"] or 0), _MONTHS[group["m5"].lower()]), False, False
    word = group["m6"] or group["m7"]
    if word is None or anchor is None:
        return None
    month = _MONTHS[word.lower()]
    return *_month(anchor.year - (month > anchor.month), month), False, True


def _by_year(group: dict[str, str | None]) -> tuple[int, int] | None:
    """Years, spans of years, decades and centuries, first and last year included."""
    if year := group["y8"] or group["y11"]:
        return int(year), int(year)
    if group["y9"]:
        first, words = int(group["y9"]), group["y10"] or ""
        last = int(words) if len(words) == 4 else _year_after(first, int(words))
        return (first, last) if first < last else None
    if group["decade"]:
        first = int(group["decade"])
        parts = {"early": (0, 4), "mid": (3, 7), "late": (6, 9)}
        low, high = parts.get((group["part"] or "").lower(), (0, 9))
        if first % 100 == 0 and not group["part"]:
            high = 99  # "the 1900s" are a century to some and a decade to others
        return first + low, first + high
    if group["century"]:
        first = (int(group["century"]) - 1) * 100
        # The nineteenth century's last year is 1900 for some; both ends are let in.
        return (max(first, 1), first + 100) if 1 <= int(group["century"]) <= 21 else None
    return None


def _year_after(first: int, short: int) -> int:
    """The year that "02" is in "1999-02": of the same century, or of the next where that is near."""
    last = first - first % 100 + short
    return last + 100 if last < first and last + 100 - first <= _SHORT_SPAN else last


def _day(day: str | None, month: str | None, year: str | None, anchor: date | None) -> date | None:
    number = _MONTHS[(month or "").lower()]
    if year:
        return date(int(year), number, int(day or 0))
    if anchor is None:
        return None
    found = date(anchor.year, number, int(day or 0))
    # A month ahead is still "the coming 22 October"; further ahead it was last year's.
    return found if found <= anchor + timedelta(days=45) else date(anchor.year - 1, number, int(day or 0))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _relative(group: dict[str, str | None], anchor: date) -> tuple[date, date] | None:
    if words := group["ago"]:
        return _back(_NUMBERS.get(words.lower()) or int(words), (group["agounit"] or "").lower(), anchor)
    if words := group["lastday"]:
        which, name = words.lower().split()
        ahead = (_WEEKDAYS.index(name) - anchor.weekday()) % 7
        day = anchor + timedelta(days=(ahead or 7) if which == "next" else ahead - 7 if ahead else 0)
        if which == "last" and day == anchor:
            day -= timedelta(days=7)
        return day, day
    words = " ".join((group["rel"] or "").lower().split())
    if words in _NEAR_DAYS:
        day = anchor + timedelta(days=_NEAR_DAYS[words])
        return day, day
    which, unit = words.split()
    steps = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday() - 7 * steps)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + steps
        return _month(months // 12, months % 12 + 1)
    return date(anchor.year + steps, 1, 1), date(anchor.year + steps, 12, 31)


def _back(count: int, unit: str, anchor: date) -> tuple[date, date]:
    """So many units before ``anchor``, as loosely as people count: "three weeks ago" is a week wide."""
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.2425}[unit]
    slack = {"day": 0, "week": 3, "month": 16, "year": 190}[unit]
    middle = anchor - timedelta(days=round(count * days))
    return middle - timedelta(days=slack), middle + timedelta(days=slack)


_NEAR_DAYS = {"yesterday": -1, "last night": -1, "today": 0, "tomorrow": 1}
