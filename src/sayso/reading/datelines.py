"""Dates as English papers write them.

Day-month-year, month-day-year and ISO forms, with or without a weekday. A date of figures only,
"08/10/2024", counts only where it cannot be read two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)\b\.?,?\s+(?:the\s+)?)?"
)
_DAY = r"(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<{}>1[5-9]\d\d|2[01]\d\d)(?!\d)"
_DAY_MONTH = _WEEKDAY + _DAY.format("d1") + r"(?:\s+of)?[\s-]+(?P<m1>" + _MONTH + ")"
_MONTH_DAY = _WEEKDAY + "(?P<m2>" + _MONTH + r")[\s-]+" + _DAY.format("d2") + r"(?!\d)"
_FIGURES = (
    _YEAR.format("y3") + r"(?P<s3>[-/.])(?P<m3>[01]?\d)(?P=s3)(?P<d3>[0-3]?\d)(?!\d)",
    r"(?P<a4>[0-3]?\d)(?P<s4>[/.-])(?P<b4>[0-3]?\d)(?P=s4)" + _YEAR.format("y4"),
)
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    + "|".join(
        (
            _DAY_MONTH + r"(?:,?\s|-|,)" + _YEAR.format("y1"),
            _MONTH_DAY + r"(?:,\s*|\s+)" + _YEAR.format("y2"),
            *_FIGURES,
        )
    )
    + ")",
    re.I,
)
_NO_YEAR = re.compile(
    rf"(?<![\w/.-])(?:{_DAY_MONTH}(?!(?:,?\s|-|,)\d{{4}})|{_MONTH_DAY}(?!,?\s+\d{{4}}))",
    re.I,
)
_LABEL = re.compile(
    r"(?:first\s+)?(?:dated?|published|posted|issued|lodged|filed|signed|released|adopted|"
    r"updated|last\s+updated|created|received|sent|as\s+of|minutes\s+of)\b(?:\s+(?:on|at|this|of))?"
    r"[\s:*_]*",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?(?:hrs|hours|GMT|UTC|[A-Z]{2,4}T))?"
    r"|\b\d{1,2}\s?[ap]\.?m\.?\b|[+-]\d{4}\b",
    re.I,
)


#: "Minutes of the 214th meeting of the Board, held in …, on Wednesday": what such a line begins with.
_HELD = re.compile(
    r"\b(?:held|given|done|made|signed|dated|issued|meeting|hearing|sitting|session|evidence|minutes)"
    r"\b(?:[^.;]|\.(?=\S))*$",
    re.I,
)
#: After a date, an optional time and then the end of a phrase: "Thursday 3 October 2024, 11:05."
_STOP = re.compile(r"\W*(?:\d[\d:.]*)?[^\w*_.|–—]*[*_.|–—]")


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Every full date in ``text`` as start, end and value, in order.

    >>> find_dates("Vashtel, 8 October 2024")
    [(9, 23, datetime.date(2024, 10, 8))]
    """
    return _find(text, None)


def numeric_order(values: Iterable[str]) -> str | None:
    """``"dmy"`` or ``"mdy"`` where the figures-only dates among ``values`` settle it, else None."""
    seen = set()
    for value in values:
        for match in _DATE.finditer(value):
            if match["y4"]:
                first, second = int(match["a4"]), int(match["b4"])
                if first > 12 >= second:
                    seen.add("dmy")
                elif second > 12 >= first:
                    seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def sole_date(text: str, order: str | None = None) -> date | None:
    """The date, where ``text`` holds one and says little else."""
    found = _find(text, order)
    if len(found) != 1:
        return None
    start, end, when = found[0]
    rest = _TIME.sub(" ", text[:start] + " " + text[end:].replace("T", " ", 1))
    return when if len(re.findall(r"[^\W\d_]{2,}", rest)) <= 2 else None


class Calendar:
    """Gives dates without a year the year of the dates around them, for logs and diaries.

    Entries run forward: after 6 December 2023, "17 January" is in 2024.
    """

    def __init__(self, known: date | None = None) -> None:
        self.last = known
        self._year = known.year if known else None
        self._running = False

    def read(self, stamp: str, order: str | None = None) -> date | None:
        """The date that ``stamp`` gives, or None where no year is known."""
        full = _find(stamp, order)
        if full:
            self.last = full[0][2]
            self._running = True
            return self.last
        match = _NO_YEAR.search(stamp)
        if not match or self.last is None:
            return None
        day, month = int(match["d1"] or match["d2"]), _month(match["m1"] or match["m2"])
        year = self.last.year
        if self._running and (month, day) < (self.last.month, self.last.day):
            year += 1
        when = _date(year, month, day)
        if when:
            self.last = when
            self._running = True
        return when


def has_day(text: str) -> bool:
    """Whether ``text`` holds a date, with or without its year."""
    return bool(_DATE.search(text) or _NO_YEAR.search(text))


def page_date(lines: Iterable[str]) -> date | None:
    """The date a paper bears in its first ``lines``.

    A labelled date ("Lodged 27 September 2024") counts first, then a line that is a date with at
    most a place and a time ("Castrel, 5 March 2024"), then the only date of a line near the top
    that says what was held, given or signed on it. Other dates inside sentences do not count.
    """
    head = [line.strip(" \t*_#>|") for line in lines if line.strip()][:15]
    stamped = [bool((m := _DATE.match(line)) and m.start() == 0) for line in head]
    # Many lines that begin with dates are entries of a log, and none of them is the log's own.
    entries = sum(stamped) >= 3
    for line in head:
        for start, _, when in find_dates(line):
            label = list(_LABEL.finditer(line[:start]))
            if label and label[-1].end() == start and _opens(line, label[-1].start()):
                return when
    for number, line in enumerate(head):
        found = find_dates(line)
        if len(found) != 1 or (entries and stamped[number]):
            continue
        start, end, when = found[0]
        before = re.findall(r"[^\W\d_]+", line[:start])
        after = re.findall(r"[^\W\d_]+", _TIME.sub(" ", line[end:]))
        place = len(before) <= 4 and all(word[0].isupper() for word in before)
        if place and (len(after) <= 3 or (number < 5 and _STOP.match(line[end:]))):
            return when
    for line in head[:6]:
        found = find_dates(line)
        if len(found) == 1 and _HELD.search(line[: found[0][0]]):
            return found[0][2]
    return None


def name_date(name: str) -> date | None:
    """The date in a file's name: ``briefing-2024-10-03.md`` or ``20241003_minutes.pdf``."""
    stem = PurePosixPath(name).stem
    match = re.search(r"(?<!\d)((?:19|20)\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)", stem)
    if match:
        return _date(int(match[1]), int(match[3]), int(match[4]))
    found = find_dates(re.sub(r"[_.]+|(?<=\D)-|-(?=\D)", " ", stem))
    return found[0][2] if len(found) == 1 else None


def _opens(line: str, at: int) -> bool:
    """Whether a phrase begins at ``at``: a label in the middle of a sentence is no label."""
    return not (before := line[:at].rstrip()) or before[-1] in ".;:|([—–*_"


def _find(text: str, order: str | None) -> list[tuple[int, int, date]]:
    found = []
    for match in _DATE.finditer(text):
        when = _value(match, order)
        if when:
            found.append((match.start(), match.end(), when))
    return found


def _value(match: re.Match[str], order: str | None) -> date | None:
    if match["y1"]:
        return _date(int(match["y1"]), _month(match["m1"]), int(match["d1"]))
    if match["y2"]:
        return _date(int(match["y2"]), _month(match["m2"]), int(match["d2"]))
    if match["y3"]:
        return _date(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    first, second, year = int(match["a4"]), int(match["b4"]), int(match["y4"])
    if first > 12 or first == second or order == "dmy":
        return _date(year, second, first)
    if second > 12 or order == "mdy":
        return _date(year, first, second)
    return None


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
