"""Dates of a claim against the dates of a passage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sayso.checking.alignment import Unit
from sayso.checking.figures import Outcome
from sayso.records import Document, SegmentKind
from sayso.statements.dates import When, find_dates

_OWN_DATE = (SegmentKind.ROW, SegmentKind.SPEECH, SegmentKind.QUOTED)


def dates_of(unit: Unit, document: Document) -> list[When]:
    """The dates a unit speaks of, offsets in ``unit.text``; failing any, the date it happened on.

    A row, a log entry or a mail happened on its own date. A paragraph of a longer paper did not
    happen on the day the paper was written, so it has only the dates it names.
    """
    named = find_dates(unit.text, unit.passage.date or document.date)
    if named:
        return named
    own = unit.passage.date
    is_event = unit.passage.kind in _OWN_DATE or own != document.date
    return [When(0, 0, own, own)] if own is not None and is_event else []


def compare(claimed: When, found: Sequence[When]) -> Outcome:
    """Whether one of ``found`` overlaps the claimed interval, or all lie elsewhere."""
    if not found:
        return Outcome.NOT_COMPARED
    if any(claimed.overlaps(when) for when in found):
        return Outcome.AGREES
    return Outcome.DIFFERS


def spoken(day: date) -> str:
    """A date as a reader says it: "7 March 2024"."""
    return f"{day.day} {day:%B %Y}"


def in_words(found: Sequence[When]) -> str:
    """Up to three intervals as a reader says them."""
    return " and ".join(dict.fromkeys(words_of(when) for when in found[:3]))


def words_of(when: When) -> str:
    """An interval as a reader says it."""
    return spoken(when.first) if when.is_day else f"{spoken(when.first)} to {spoken(when.last)}"
