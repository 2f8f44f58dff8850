"""Times that lean on another time: "the following day", "three weeks before the first strike"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.statements.dates import When

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.2425}
_SHIFT = re.compile(
    rf"\b(?:the\s+(?P<next>following|next|previous|preceding)\s+(?P<nextunit>day|week|month|year)"
    rf"|(?:the\s+)?(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})?\s*\b(?P<unit>{'|'.join(_UNITS)})s?\s+"
    r"(?P<way>later|earlier|before|after|afterwards|previously)\b"
    r"(?P<event>(?<=before|.after)\s+(?:the|his|her|its|their)?\s*[^.,;:()\n]{3,60})?)",
    re.IGNORECASE,
)
#: How loosely people count, in days for each unit.
_SLACK = {"day": 0, "week": 3, "fortnight": 4, "month": 16, "year": 190}


@dataclass(frozen=True, slots=True)
class Shift:
    """A time so many days from another: ``days`` is negative for "before", ``slack`` how loosely counted.

    ``event`` are the words of what it is counted from; "" where it is the time named before.
    """

    start: int
    end: int
    days: int
    slack: int
    event: str = ""

    def from_day(self, day: date) -> When | None:
        """The interval this is, counted from ``day``; None where the calendar ends first."""
        try:
            middle = day + timedelta(days=self.days)
            first, last = middle - timedelta(days=self.slack), middle + timedelta(days=self.slack)
        except OverflowError:
            return None
        return When(self.start, self.end, first, last, relative=True)


def find_shifts(text: str) -> list[Shift]:
    """The shifts of ``text`` in order."""
    found = []
    for match in _SHIFT.finditer(text):
        unit = (match["nextunit"] or match["unit"]).lower()
        if match["next"]:
            sign, count = (-1 if match["next"].lower() in ("previous", "preceding") else 1), 1
        else:
            sign = -1 if match["way"].lower() in ("earlier", "before", "previously") else 1
            words = (match["count"] or "").lower()
            if not words and unit != "day":
                continue  # "years later": how many is not said
            count = int(words) if words.isdigit() else _NUMBERS.get(words, 1)
        event = (match["event"] or "").strip()
        found.append(Shift(*match.span(), round(sign * count * _UNITS[unit]), _SLACK[unit], event))
    return found


def resolved(shifts: Sequence[Shift], dates: Sequence[When]) -> list[When]:
    """The shifts without an event, each counted from the last day named before it in the same text."""
    found = []
    for shift in shifts:
        before = [w for w in dates if w.end <= shift.start and w.is_day]
        if not shift.event and before and (when := before[-1] and shift.from_day(before[-1].first)):
            found.append(when)
    return found
