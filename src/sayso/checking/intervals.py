"""Dates reckoned from events: "three weeks before the first strike", "last month", "the day after".

The papers are asked for the day of each event, apart and without regard to what the claim says lies
between; then the days are held against the claim. It is borne out where the likeliest days fit, and
accused only where both events are surely found on one day each and no reading of the papers fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.checking.dates import spoken, words_of
from sayso.checking.evidence import evidence, sentence_at
from sayso.checking.sightings import RIVAL, SURE, Event, Sighting, Sightings, event_of
from sayso.library import Hit, Library
from sayso.records import Evidence, Finding, Stance, Verdict
from sayso.statements.dates import When, find_dates
from sayso.statements.spacings import Spacing, find_spacings

CHECK = "interval"
#: Passages in which an event is looked for: rows are short, and the right one may be far down.
_SEARCHED = 120
#: How near to the best a sighting must come for its day to save a claim from being accused.
_SAVES = 0.6
_SUREST, _LEAST_SURE = 0.85, 0.7
#: Days of slack of a time counted closely, and how many readings may stand beside the best.
_TIGHT, _FEW = 8, 3
#: Days by which "last week" and "on Tuesday" must be missed to be plainly wrong.
_MISSED = 7


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a claim says of an event and a time: a spacing between two, or a day of the calendar."""

    event: str
    by: str = ""
    spacing: Spacing | None = None
    due: When | None = None


class Intervals:
    """The intervals of a job's claims, their events searched in one go."""

    def __init__(self, library: Library, published: date | None) -> None:
        self._library = library
        self._published = published
        self._sightings = Sightings(library)
        self._hits: dict[str, list[Hit]] = {}
        self._found: dict[tuple[str, str], Finding | None] = {}

    def prepare(self, contents: Iterable[str]) -> None:
        """Search the events of all ``contents`` together; done once, it makes ``finding`` quick."""
        queries: dict[str, None] = {}
        for content in contents:
            for asked in self._asked(content):
                queries[asked.event] = None
                if asked.by:
                    queries[asked.by] = None
        new = [q for q in queries if q not in self._hits]
        self._hits |= zip(new, self._library.search(new, _SEARCHED), strict=True)

    def finding(self, content: str, before: str = "") -> Finding | None:
        """What the papers' days say of the content's intervals; None where they do not decide.

        ``before`` is the article's text up to the claim, for "a week later". One that is plainly off
        accuses the content; else the first that fits bears it out.
        """
        key = (content, before)
        if key not in self._found:
            self.prepare([content])
            found = [f for a in self._asked(content) if (f := self._ask(a, content, before)) is not None]
            self._found[key] = min(
                found, key=lambda f: (f.verdict is not Verdict.CONTRADICTED, -f.confidence), default=None
            )
        return self._found[key]

    def _asked(self, content: str) -> list[_Asked]:
        spacings = find_spacings(content)
        asked = [_Asked(s.event, s.by, s) for s in spacings]
        if spacings:
            return asked
        for when in find_dates(content, self._published):
            if when.relative and (when.last - when.first).days <= 45:
                event = f"{content[: when.start]} {content[when.end :]}".strip(" ,")
                asked.append(_Asked(event, due=when))
        return asked

    def _ask(self, asked: _Asked, content: str, before: str) -> Finding | None:
        events = self._seen(asked.event, content[: asked.spacing.start] if asked.spacing else "", before)
        if not events:
            return None
        if asked.due is not None:
            return _on_a_day(asked.due, events, content)
        assert asked.spacing is not None
        if asked.by:
            others = self._seen(asked.by, content[: asked.spacing.start] or asked.event, before)
            return _apart(asked.spacing, events, others, content)
        return self._later(asked.spacing, events, content, before)

    def _seen(self, words: str, context: str, before: str) -> list[Sighting]:
        """The sightings of an event, those of the day that its own words name alone."""
        event: Event | None = event_of(words, self._library, context, before)
        if event is None:
            return []
        found = self._sightings.of(event, self._hits.get(words, ()))
        named = [w for w in find_dates(words, self._published) if w.is_day and not w.relative]
        if len(named) == 1:
            return [s for s in found if _on(named[0], s.when)]
        return found

    def _later(
        self, spacing: Spacing, events: Sequence[Sighting], content: str, before: str
    ) -> Finding | None:
        """A time counted from the day last named, in the claim itself or in the sentences before it."""
        here = _last_day(content[: spacing.start], self._published)
        day = here or _last_day(before, self._published)
        if day is None:
            return None
        best = _likeliest(events)
        due = (day.first, day.first)
        if best and all(spacing.fits(due, _days(s)) for s in best):
            reason = f"{_reckoned(day.first, best[0].when.first)}, as “{_said(spacing, content)}” has it."
            return _supported(reason, best[:1])
        if here is None or not best or not best[0].sure or spacing.event[:4].lower() == "who ":
            return None
        if any(not spacing.is_off(due, _days(s)) for s in _possible(events)):
            return None
        reckoned = _reckoned(day.first, best[0].when.first)
        reason = f"Other interval: {reckoned}; the article has “{_said(spacing, content)}”."
        return _contradicted(reason, best[:1])


def _apart(
    spacing: Spacing, events: Sequence[Sighting], others: Sequence[Sighting], content: str
) -> Finding | None:
    """Two events against the days between them."""
    one, other = _likeliest(events), _likeliest(others)
    if not one or not other or _same_place(one[0], other[0]):
        return None
    pairs = [(a, b) for a in one for b in other]
    said = _said(spacing, content)
    sure = one[0].sure and other[0].sure
    fitting = [spacing.fits(_days(b), _days(a)) for a, b in pairs]
    # That one of few days fits a counted time to the week is hardly chance; that it fits an order is.
    clear = one[0].score >= SURE and other[0].score >= SURE
    if (all(fitting) and (spacing.counted or clear)) or (
        fitting[0] and spacing.counted and spacing.slack < _TIGHT and len(pairs) <= _FEW
    ):
        first, last = sorted((one[0].when, other[0].when), key=lambda w: w.first)
        return _supported(f"{_between(first, last)}, as “{said}” has it.", (one[0], other[0]))
    if not sure:
        return None
    if any(
        not spacing.is_off(_days(b), _days(a)) for a in _possible(events) for b in _possible(others)
    ):
        return None
    a, b = words_of(one[0].when), words_of(other[0].when)
    if not spacing.counted:
        reason = f"Other order: the papers have the one on {a}, the other on {b}; the article has “{said}”."
    else:
        first, last = sorted((one[0].when, other[0].when), key=lambda w: w.first)
        reason = f"Other interval: {_between(first, last)}; the article has “{said}” ({a}, against {b})."
    return _contradicted(reason, (one[0], other[0]))


def _on_a_day(due: When, events: Sequence[Sighting], content: str) -> Finding | None:
    """An event against a time that leans on the article's own date."""
    best = _likeliest(events)
    if not best:
        return None
    said = content[due.start : due.end].strip()
    if all(s.when.overlaps(due) and (s.when.last - s.when.first).days <= 31 for s in best):
        return _supported(
            f"“{said}” is {words_of(due)}; the paper has {words_of(best[0].when)}.", best[:1]
        )
    wide = (due.first - timedelta(_MISSED), due.last + timedelta(_MISSED))
    if not best[0].sure or any(
        s.when.first <= wide[1] and wide[0] <= s.when.last for s in _possible(events)
    ):
        return None
    return _contradicted(
        f"Other date: “{said}” is {words_of(due)}; the paper has {words_of(best[0].when)}.", best[:1]
    )


def _on(named: When, when: When) -> bool:
    """Whether a sighting is of the day named; of its day and month where the year was only guessed."""
    if not named.guessed:
        return when.overlaps(named)
    first, day, last = ((d.month, d.day) for d in (when.first, named.first, when.last))
    return first <= day <= last


def _likeliest(found: Sequence[Sighting]) -> list[Sighting]:
    """The sightings as good as the best, a day among them before the month around it."""
    if not found:
        return []
    near = [s for s in found if s.score >= RIVAL * found[0].score]
    sharp = [
        s for s in near
        if not any(
            o.when.overlaps(s.when) and (o.when.last - o.when.first) < (s.when.last - s.when.first)
            for o in near
        )
    ]  # fmt: skip
    return sharp or near


def _possible(found: Sequence[Sighting]) -> list[Sighting]:
    return [s for s in found if s.score >= _SAVES * found[0].score]


def _same_place(one: Sighting, other: Sighting) -> bool:
    """Whether one date of one paper stands for both events, which then shows nothing between them."""
    return (one.document.id, one.day) == (other.document.id, other.day)


def _days(sighting: Sighting) -> tuple[date, date]:
    return sighting.when.first, sighting.when.last


def _last_day(text: str, published: date | None) -> When | None:
    days = [w for w in find_dates(text, published) if w.is_day and not w.relative]
    return days[-1] if days else None


def _said(spacing: Spacing, content: str) -> str:
    return content[spacing.start : spacing.end].strip()


def _between(first: When, last: When) -> str:
    if first.is_day and last.is_day:
        return _reckoned(first.first, last.first)
    least, most = max(0, (last.first - first.last).days), (last.last - first.first).days
    return f"{words_of(first)} to {words_of(last)}: {least} to {most} days"


def _reckoned(first: date, last: date) -> str:
    days = (last - first).days
    if not days:
        return f"both on {spoken(first)}"
    return f"{spoken(first)} to {spoken(last)}: {days} day" + ("" if abs(days) == 1 else "s")


def _supported(reason: str, shown: Sequence[Sighting]) -> Finding:
    sure = min(s.score for s in shown)
    return Finding(
        Verdict.SUPPORTED, round(min(sure, _SUREST), 4), reason[0].upper() + reason[1:], CHECK,
        _evidence(shown, Stance.SUPPORTS),
    )  # fmt: skip


def _contradicted(reason: str, shown: Sequence[Sighting]) -> Finding:
    sure = min(s.score for s in shown)
    return Finding(
        Verdict.CONTRADICTED, round(max(_LEAST_SURE, min(sure, _SUREST)), 4), reason, CHECK,
        _evidence(shown, Stance.CONTRADICTS),
    )  # fmt: skip


def _evidence(shown: Sequence[Sighting], stance: Stance) -> tuple[Evidence, ...]:
    """The words of each sighting with its date marked, and the date's own line where it stands apart."""
    found: dict[tuple[str, int, int], Evidence] = {}
    for sighting in shown:
        spans = [sighting.span]
        if not (sighting.span.start <= sighting.day.start and sighting.day.end <= sighting.span.end):
            spans.append(sentence_at(sighting.document, sighting.day))
        for span in spans:
            found.setdefault(
                (sighting.document.id, span.start, span.end),
                evidence(sighting.document, span.start, span.end, stance, sighting.score, (sighting.day,)),
            )
    return tuple(found.values())
