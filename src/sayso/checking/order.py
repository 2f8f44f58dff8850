"""The order of events: "X before Y" against the days that a passage gives to X and to Y."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.checking.words import Odds, Words
from sayso.library.terms import terms
from sayso.records import Span
from sayso.statements.dates import When

_ORDER = re.compile(
    r"\b(?P<way>before|after|by the time(?: that)?)\s+(?!that\b|then\b)(?=[^\d\s])", re.IGNORECASE
)
#: How much of an event's words must stand beside a day for it to be the event's, and how many.
_SHARE, _LEAST = 0.6, 2


def at_odds(claim: Words, passage: Words, days: Sequence[When]) -> Iterator[Odds]:
    """Events of the claim that ``days`` of the passage put in the other order; never firm."""
    found = list(_ORDER.finditer(claim.text))
    if len(found) != 1 or len(days) < 2:
        return
    [word] = found
    first = _day_of({t.stem for t in terms(claim.text, 0, word.start())}, passage, days)
    other = _day_of({t.stem for t in terms(claim.text, word.end())}, passage, days)
    if first is None or other is None or first.overlaps(other):
        return
    is_after = word["way"].lower() == "after"
    if (first.first > other.first) != is_after:
        came = "before" if is_after else "after"
        one, two = (passage.text[w.start : w.end].strip() for w in (first, other))
        yield Odds(
            f"Other order: by the paper’s days the one came {came} the other ({one}, {two}).",
            Span(word.start(), len(claim.text)),
            Span(min(first.start, other.start), max(first.end, other.end)), False,
        )  # fmt: skip


def _day_of(event: set[str], passage: Words, days: Sequence[When]) -> When | None:
    """The one day that stands beside an event's words; None where none or several do."""
    beside = [
        w for w in days
        if len(event & passage.near(w.start, w.end, 8)) >= max(_LEAST, _SHARE * len(event))
    ]  # fmt: skip
    return beside[0] if len(beside) == 1 else None
