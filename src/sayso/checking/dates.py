"""Dates of a claim against the dates of a passage."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sayso.checking import order
from sayso.checking.alignment import Unit
from sayso.checking.figures import Outcome
from sayso.checking.words import Odds, Words
from sayso.library.terms import terms
from sayso.records import Document, SegmentKind, Span
from sayso.statements.dates import When, find_dates, misnamed_days, no_such_days
from sayso.statements.shifts import find_shifts, resolved

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


_UP_TO = re.compile(r"\b(?:before|by|prior to|pre-?|no later than)\s*(?:the\s+)?$", re.I)
_ONWARDS = re.compile(r"\b(?:after|following|post-?|as early as)\s*(?:the\s+)?$", re.I)
_YEAR = re.compile(r"(?<![\d$£€₹,.#/-])(?:1[5-9]\d\d|20[0-4]\d)(?=\s[A-Z])")
_RANGE = re.compile(
    r"(?<![\d/-])\b((?:1[5-9]|20)\d\d)\s?(?P<joint>--?|–|—|/|to|until|through|and)\s?((?:1[5-9]|20)?\d\d)\b(?![-/]\d)"
)
_BORN = re.compile(r"\bborn\s+(?:on\s+|in\s+)?(?:the\s+)?$", re.IGNORECASE)
_LIFE = re.compile(r"\b(?:born|births?|died?|dies|deaths?|dead|lived?|aged?|old)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|and|to|or|-|–|—)\s*(?:on\s+)?")
#: How many years a span can have whose end is written in two digits and lies in the next century.
_SHORT_SPAN = 30
_TWO_MONTHS = 62
#: How many of the claim's own words must stand beside a day for it to be the claim's.
_OWN_WORDS = 2
#: How many words beside a date tell which of two it is, and past how many days a span is no date.
_BESIDE, _LONG_SPAN = 4, 60 * 366
_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
#: The anchor given to both sides where none is known: days without a year are then compared by day.
_NO_ANCHOR = date(2000, 12, 31)


def at_odds(claim: Words, passage: Words, day: date | None, written: date | None) -> Iterator[Odds]:
    """Dates of the claim that the passage has otherwise."""
    yield from _impossible(claim, passage)
    yield from _turned(claim, passage)
    yield from _counted(claim, passage, written)
    mine = _dates(claim.text, day)
    theirs = _dates(passage.text, written)
    if not theirs:
        return
    yield from order.at_odds(claim, passage, [w for w in theirs if w.is_day])
    widened = [opened(w, passage.text) for w in theirs]
    for when in mine:
        wide = opened(when, claim.text)
        near = claim.near(when.start, when.end, 8)
        there = _is_there(wide, widened, passage.text, claim.text[when.start : when.end])
        if there and not _elsewhere(wide, theirs, widened, near, passage):
            continue
        free = [w for w in theirs if _is_free(w, when, mine, claim, passage)]
        if not free:
            continue
        best = max(free, key=lambda w: (len(near & passage.near(w.start, w.end)), -w.start))
        shared = near & passage.near(best.start, best.end, 14)
        if not shared:
            continue
        said, stands = claim.text[when.start : when.end], passage.text[best.start : best.end]
        yield Odds(
            f"Other date: the article has “{said.strip()}”, the paper “{stands.strip()}”.",
            Span(when.start, when.end), Span(best.start, best.end), len(shared) > 1,
        )  # fmt: skip


def _is_free(found: When, when: When, mine: Sequence[When], claim: Words, passage: Words) -> bool:
    """Whether a date of the passage can be what it has for ``when``: none other of the claim's names it.

    One that two of the claim's dates could be is the one's whose words it stands among.
    """
    if (found.last - found.first).days > _LONG_SPAN and not found.overlaps(when):
        return False  # a century is no other date for a year
    if _BORN.search(passage.text[max(0, found.start - 24) : found.start]) and not _LIFE.search(claim.text):
        return False  # when someone was born says nothing of what else they did
    there = passage.near(found.start, found.end, _BESIDE)
    own = len(there & claim.near(when.start, when.end, _BESIDE))
    return not any(
        other is not when and other.first <= found.first and found.last <= other.last
        and len(there & claim.near(other.start, other.end, _BESIDE)) >= own
        for other in mine
    )  # fmt: skip


def _counted(claim: Words, passage: Words, written: date | None) -> Iterator[Odds]:
    """Times counted from an event ("three weeks before the strike") that the passage's days do not bear out.

    The event's day is the one beside its words in the passage, the claim's the one beside its others.
    """
    shifts = [s for s in find_shifts(claim.text) if s.event]
    days = [w for w in _dates(passage.text, written) if w.is_day] if shifts else []
    for shift in shifts:
        event = {t.stem for t in terms(shift.event)}
        own = claim.stems - event
        beside = [(w, passage.near(w.start, w.end, 8)) for w in days]
        of_event = [w for w, near in beside if event and event <= near and len(own & near) < _OWN_WORDS]
        of_claim = [w for w, near in beside if len(own & near) >= _OWN_WORDS and not event <= near]
        if len(of_event) != 1 or len(of_claim) != 1:
            continue
        due = shift.from_day(of_event[0].first)
        if due is not None and not due.overlaps(of_claim[0]):
            said = claim.text[shift.start : shift.end]
            yield Odds(
                f"Other date: “{said}” would be {words_of(due)}; the paper has {words_of(of_claim[0])}.",
                Span(shift.start, shift.end), Span(of_claim[0].start, of_claim[0].end), False,
            )  # fmt: skip


def _impossible(claim: Words, passage: Words) -> Iterator[Odds]:
    """Days that no calendar has: "31 November"; where the passage has them too, that is its affair."""
    for match in no_such_days(claim.text):
        if match.group() not in passage.text:
            span = Span(*match.span())
            yield Odds(f"There is no {match.group()}.", span, Span(0, len(passage.text)), False)
    for match, day in misnamed_days(claim.text):
        if match.group() not in passage.text:
            span = Span(*match.span())
            reason = f"{spoken(day)} was a {day:%A}, not a {match['weekday']}."
            yield Odds(reason, span, Span(0, len(passage.text)), False)


def _turned(claim: Words, passage: Words) -> Iterator[Odds]:
    """Spans that end before they begin: "from 1952 to 1948"; the passage's own are its affair."""
    for match in _RANGE.finditer(claim.text):
        first, last = int(match[1]), match[3]
        end = int(last) if len(last) == 4 else first - first % 100 + int(last)
        if match["joint"] == "and" and not _BETWEEN.search(claim.text[: match.start()]):
            continue
        crossing = len(last) == 2 and end + 100 - first <= _SHORT_SPAN
        if end < first and not crossing and match.group() not in passage.text:
            span = Span(*match.span())
            yield Odds(f"{match.group()} ends before it begins.", span, Span(0, len(passage.text)), False)


@lru_cache(maxsize=1024)
def _dates(text: str, anchor: date | None) -> tuple[When, ...]:
    """The dates of a text and the years in its names ("the 2012 Olympics"), in order."""
    found = [w for w in find_dates(text, anchor or _NO_ANCHOR) if not w.relative or anchor]
    for match in _YEAR.finditer(text):
        year = int(match.group())
        if not any(w.start <= match.start() < w.end for w in found):
            found.append(When(*match.span(), date(year, 1, 1), date(year, 12, 31)))
    found.sort(key=lambda w: w.start)
    dated = _with_years(text, [*found, *resolved(find_shifts(text), found)])
    return tuple(sorted(dated, key=lambda w: w.start))


def _with_years(text: str, found: Sequence[When]) -> list[When]:
    """Days without a year given that of the day they are joined to: "June 22 and June 25, 2007"."""
    years = {w.start: w.first.year for w in found if not w.guessed and w.is_day}
    settled = []
    for when in found:
        joint = _JOINT.match(text, when.end) if when.guessed and when.is_day else None
        if joint is not None and joint.end() in years:
            try:
                day = when.first.replace(year=years[joint.end()])
            except ValueError:  # 29 February of a common year
                day = when.first
            when = replace(when, first=day, last=day, guessed=False)
        settled.append(when)
    return settled


def opened(when: When, text: str) -> When:
    """The interval with what stands before it: "after 1990" has no end, "by May" no beginning."""
    own = re.split(r"\d", text[when.start : when.end])[0]
    lead = text[max(0, when.start - 16) : when.start] + own
    if _UP_TO.search(lead):
        return replace(when, first=_FIRST_DAY)
    if _ONWARDS.search(lead):
        return replace(when, last=_LAST_DAY)
    return when


def _is_there(when: When, theirs: Sequence[When], text: str, words: str) -> bool:
    """Whether the passage has the date, as fine as it has any that could be the same."""
    years = _years(text)
    if _RANGE.search(words) and when.first > _FIRST_DAY and when.last < _LAST_DAY:
        ends = {when.first.year, when.last.year}
        if ends & years:
            # "The 1904-1905 season" began in 1904.
            season = max(ends) - min(ends) == 1
            return ends <= years or (
                season and not any(_one_end(when, w) for w in theirs if w.first.year < w.last.year)
            )
    elif (when.first.month, when.first.day, when.last.month) == (1, 1, 12) and any(
        when.first.year <= year <= when.last.year for year in years
    ):
        return True
    alike = [w for w in theirs if _overlap(when, w)]
    if not alike:
        return False
    if _is_stretch(when):
        # "From 7 to 26 February" against "from 7 to 23 February".
        return not all(_is_stretch(w) and _one_end(when, w) for w in alike)
    if not when.is_day or any(w.is_day and not (w.guessed and _misses(when, w)) for w in alike):
        return True
    # "On 3 May 1985" against "born 5 May 1985, … in 1985": the day speaks, not the year.
    return not any(
        w.is_day and (_misses(when, w) if w.guessed else _near_miss(when.first, w.first)) for w in theirs
    )


def _is_stretch(when: When) -> bool:
    """Whether it is some days of a month or two, and neither a day, a month nor more."""
    if when.is_day or (when.last - when.first).days >= _TWO_MONTHS:
        return False
    return when.first.day != 1 or when.last.day != monthrange(when.last.year, when.last.month)[1]


def _one_end(one: When, other: When) -> bool:
    """Whether two spans begin or end on one day, and not both."""
    return not other.is_day and (one.first == other.first) is not (one.last == other.last)


def _misses(when: When, other: When) -> bool:
    """Whether a day has only its month or only its number from another that names no year."""
    return (when.first.month == other.first.month) is not (when.first.day == other.first.day)


def _elsewhere(
    when: When, theirs: Sequence[When], widened: Sequence[When], near: set[str], passage: Words
) -> bool:
    """Whether the passage has a year only inside a long or open span, and another for the matter."""
    if when.last.year - when.first.year > 1:
        return False
    spans = [w for w in widened if _overlap(when, w)]
    if any(w.last.year - w.first.year <= 1 for w in spans) or not spans:
        return False
    if any(when.first.year == year for w in spans for year in (w.first.year, w.last.year)):
        return False

    def shared(other: When) -> int:
        return len(near & passage.near(other.start, other.end, 8))

    apart = [shared(w) for w in theirs if not _overlap(when, w)]
    return max(apart, default=0) > max(1, *(shared(w) for w in spans))


def _near_miss(one: date, other: date) -> bool:
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return same == 2


def _overlap(one: When, other: When) -> bool:
    if one.guessed == other.guessed:
        return one.overlaps(other)
    # One names no year: only day and month can be compared.
    if max((one.last - one.first).days, (other.last - other.first).days) > 31:
        return False
    if one.is_day and other.is_day:
        return (one.first.month, one.first.day) == (other.first.month, other.first.day)
    months = {w.month for w in (one.first, one.last)} & {w.month for w in (other.first, other.last)}
    return bool(months) or one.overlaps(other)


def _years(text: str) -> set[int]:
    """All years that stand in a text, the second of "1995–96" too."""
    years = {int(y) for y in re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text)}
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), match[3]
        years.add(int(last) if len(last) == 4 else first - first % 100 + int(last))
    return years
