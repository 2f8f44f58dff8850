"""What figures and dates decide by rule: the same matter with the same value, or with another.

A unit of a passage accuses only where it speaks of the claim's own matter, that is, holds most of
the claim's other words, and no unit nearly as close agrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sayso.checking import dates as date_rules
from sayso.checking import figures as figure_rules
from sayso.checking.alignment import CALENDAR, Unit
from sayso.checking.evidence import evidence
from sayso.checking.figures import Outcome
from sayso.checking.pairs import Conflict, conflicts
from sayso.checking.polarity import opposed
from sayso.library.terms import stem
from sayso.records import Document, Evidence, Finding, SegmentKind, Span, Stance, Verdict
from sayso.statements.dates import When
from sayso.statements.figures import Figure

#: The least share of a claim's other words by weight that a unit must have to accuse.
_SAME_MATTER = 0.6
_NEARLY_ALL = 0.8
#: The same, to support; a passage around the unit counts for three quarters of a unit.
_NEAR_MATTER = 0.4
_AROUND = 0.75
#: The same, where the paper has the article's very number beside it, for something else.
_EXCHANGED = 0.3
#: The most of a sentence's own words that the claim may lack for the sentence to accuse it: "in the
#: north", "of the old loan", "the first draft" make it speak of something else. Rows have columns of
#: other things, and are held to one date or figure for the matter instead.
_FOREIGN = 0.34
_RESTRICTS = re.compile(
    r"\b(?:half|part|parts|first|second|third|fourth|draft|another|again|also|old|new|further|additional|"
    r"previous|previously|earlier|later|next|last|remaining|rest|calendar|fiscal|night|north|south|"
    r"east|west|only|each|every|some|recommend\w*|propos\w*|plan\w*|would|should|could|may|might|if|"
    r"until|estimat\w*|expect\w*|target\w*)\b",
    re.IGNORECASE,
)
_NARROWED = re.compile(r"\b(?:in|at|of|from|near|by|with|and)\s+([A-Z][\w’'-]+)")
#: Rules are sure of their reckoning, not that two sentences speak of one thing: no more than this.
_SUREST = 0.9
_LESS_SURE = 0.8
_OF_SENSE = {"negation", "agent"}
#: What a sentence must have of a claim's names and words to turn the whole of it about.
_ALL_NAMES = 0.99
_FULLY_SHARED = 4
#: How near to the accusing unit an agreeing one must come to save the claim.
_RIVAL = 0.8


@dataclass(frozen=True, slots=True)
class Reading:
    """A unit with the figures and the dates it speaks of; ``rank`` is its passage's, from 0."""

    unit: Unit
    document: Document
    rank: int
    figures: tuple[Figure, ...]
    dates: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    reading: Reading
    outcome: Outcome
    words: str
    reckoning: str = ""
    marks: tuple[Span, ...] = ()
    exchanged: bool = False

    @property
    def matter(self) -> float:
        unit = self.reading.unit
        if self.outcome is Outcome.DIFFERS:
            return unit.coverage
        return max(unit.coverage, _AROUND * unit.around)


def read(unit: Unit, document: Document, rank: int) -> Reading:
    """Read the figures and dates of a unit once for all claims' values."""
    return Reading(
        unit, document, rank,
        tuple(figure_rules.figures_of(unit.text, unit.passage.cells, unit.start)),
        tuple(date_rules.dates_of(unit, document)),
    )  # fmt: skip


def rule_on_date(
    when: When, claim: str, figures: Sequence[Figure], readings: Sequence[Reading]
) -> Finding | None:
    """The finding on one day or interval of ``claim``; None where the units' dates do not decide."""
    compared = []
    for reading in readings:
        outcome = date_rules.compare(date_rules.opened(when, claim), reading.dates)
        if opposed(claim, reading.unit.text):
            outcome = Outcome.NOT_COMPARED
        if outcome is Outcome.DIFFERS and (
            len({(d.first, d.last) for d in reading.dates}) > 1
            or _differs(figures, reading)
            or not _comparable(claim, reading)
        ):
            outcome = Outcome.NOT_COMPARED
        words = date_rules.in_words(reading.dates)
        marks = tuple(_at(reading, d.start, d.end) for d in reading.dates if d.end > d.start)
        if reading.unit.names >= 0.5:
            compared.append(_Compared(reading, outcome, words, "", marks))
    said = date_rules.words_of(when)
    return _weigh(
        compared, "date",
        f"Other date: the article has {said}, the paper {{}}.",
        f"A passage on the same matter has the same date, {said}.",
    )  # fmt: skip


def rule_on_figure(
    figure: Figure, claim: str, dates: Sequence[When], readings: Sequence[Reading]
) -> Finding | None:
    """The finding on one figure of ``claim``; None where nothing decides."""
    said = claim[figure.start : figure.end]
    compared = []
    for reading in readings:
        found = figure_rules.compare(figure, reading.figures)
        at, outcome = found.figure, found.outcome
        if opposed(claim, reading.unit.text):
            outcome = Outcome.NOT_COMPARED
        exchanged = figure_rules.is_exchanged(figure, reading.figures)
        if outcome is Outcome.DIFFERS and not exchanged and (
            sum(figure_rules.same_thing(figure, f) for f in reading.figures) > 1
            or not _same_time(dates, reading)
            or not _comparable(claim, reading)
        ):
            outcome = Outcome.NOT_COMPARED
        words = reading.unit.text[at.start : at.end].strip() if at else ""
        marks = (_at(reading, at.start, at.end),) if at else ()
        compared.append(
            _Compared(reading, outcome, f"“{words}”", found.reckoning, marks, exchanged)
        )
    for one in compared:
        if one.outcome is Outcome.DIFFERS and one.exchanged:
            unit = one.reading.unit
            if max(unit.coverage, unit.around) >= _EXCHANGED and unit.names >= 0.5:
                return Finding(
                    Verdict.CONTRADICTED, 0.85,
                    f"Other figure: the paper has {figure.value:,.10g} of something else, and "
                    f"{one.words} where the article has “{said}”.", "figure",
                    _show([one], Stance.CONTRADICTS),
                )  # fmt: skip
        # A rate that comes out right after reckoning is no chance hit.
        if one.reckoning and one.outcome is Outcome.AGREES:
            return Finding(
                Verdict.SUPPORTED, 0.75, f"The figure fits: {one.reckoning}.", "figure",
                _show([one], Stance.SUPPORTS),
            )  # fmt: skip
    return _weigh(
        compared, "figure",
        f"Other figure: the article has “{said}”, the paper {{}}.",
        f"A passage on the same matter has the same figure, “{said}”.",
    )  # fmt: skip


def rule_on_sense(
    claim: str, day: date | None, near: Sequence[tuple[Unit, Document, int]]
) -> Finding | None:
    """The finding where a sentence says nearly all that ``claim`` says, but denies it or turns it about.

    ``near`` are the best units of the passages with their documents and ranks. None where nothing
    decides, or where a sentence nearly as close says the same.
    """
    against: list[tuple[_Compared, Conflict]] = []
    saved = 0.0
    for unit, document, rank in near:
        reading = read(unit, document, rank)
        found = conflicts(claim, unit.text, day, unit.passage.date or document.date)
        if not found:
            saved = max(saved, unit.coverage)
        firm = [c for c in found if c.firm and c.check in _OF_SENSE]
        if (
            not firm or len(found) > len(firm) or unit.coverage < _NEARLY_ALL or unit.names < _ALL_NAMES
            or unit.shared < _FULLY_SHARED or not _comparable(claim, reading)
        ):  # fmt: skip
            continue
        marks = (_at(reading, firm[0].passage.start, firm[0].passage.end),)
        against.append((_Compared(reading, Outcome.DIFFERS, "", "", marks), firm[0]))
    if not against:
        return None
    best, conflict = max(against, key=lambda a: (a[0].matter, -a[0].reading.rank))
    if saved >= _RIVAL * best.matter:
        return None
    return Finding(
        Verdict.CONTRADICTED, round(min(best.matter, _LESS_SURE), 4), conflict.reason, conflict.check,
        _show([best], Stance.CONTRADICTS),
    )  # fmt: skip


def _comparable(claim: str, reading: Reading) -> bool:
    """Whether a unit speaks of just what the claim does, so that another value accuses it."""
    unit = reading.unit
    if unit.passage.kind is SegmentKind.ROW:
        return True
    if _places(unit.text) - _places(claim):
        return False
    restricted = {w.lower() for w in _RESTRICTS.findall(unit.text)}
    if restricted - {w.lower() for w in _RESTRICTS.findall(claim)}:
        return False
    return unit.foreign <= _FOREIGN


def _places(text: str) -> set[str]:
    """What a sentence narrows itself to by name: "in Kell", "of Berg"."""
    return {
        match.group(1) for match in _NARROWED.finditer(text) if stem(match.group(1)) not in CALENDAR
    }


def _differs(figures: Sequence[Figure], reading: Reading) -> bool:
    return any(
        figure_rules.compare(f, reading.figures).outcome is Outcome.DIFFERS for f in figures
    )


def _same_time(dates: Sequence[When], reading: Reading) -> bool:
    """Whether the unit names no time, or one that the claim names too."""
    named = [d for d in reading.dates if d.end > d.start]
    return not named or any(one.overlaps(other) for one in dates for other in named)


def _at(reading: Reading, start: int, end: int) -> Span:
    return Span(reading.unit.start + start, reading.unit.start + end)


def forbids(figures: Sequence[Figure], dates: Sequence[When], reading: Reading) -> bool:
    """Whether a unit has another figure or day than the claim, so that it cannot support it."""
    return _differs(figures, reading) or any(
        date_rules.compare(when, reading.dates) is Outcome.DIFFERS for when in dates if when.is_day
    )


def _weigh(compared: Sequence[_Compared], check: str, accuse: str, support: str) -> Finding | None:
    ranked = sorted(compared, key=lambda c: (-c.matter, c.reading.rank, c.reading.unit.start))
    # One shared word is no matter of its own, unless it is all the claim has.
    agreeing = [
        c for c in ranked
        if c.outcome is Outcome.AGREES
        and (c.reading.unit.shared >= 2 or c.reading.unit.coverage >= 0.9)
    ]  # fmt: skip
    differing = [c for c in ranked if c.outcome is Outcome.DIFFERS]
    saved = agreeing[0].matter if agreeing else 0.0
    if differing:
        best = differing[0]
        unit = best.reading.unit
        # Three words in common can be chance; it takes four, or nearly all of both sentences.
        alike = unit.coverage >= 0.95 and unit.foreign <= 0.05
        least = _SAME_MATTER if unit.shared >= 4 else _NEARLY_ALL
        same = alike or (best.matter >= least and unit.shared >= 3)
        near = [c for c in differing if c.matter >= _RIVAL * best.matter]
        # Two values for the same matter: something that happens more than once.
        once = len({c.words for c in near}) == 1 or check == "figure"
        if same and once and unit.names >= 0.5 and saved < _RIVAL * best.matter:
            return Finding(
                Verdict.CONTRADICTED, round(min(best.matter, _SUREST), 4),
                accuse.format(best.words), check, _show(near[:3], Stance.CONTRADICTS),
            )  # fmt: skip
    if saved >= _NEAR_MATTER and agreeing[0].reading.unit.names >= 0.5:
        shown = [c for c in agreeing if c.matter >= _NEAR_MATTER]
        return Finding(
            Verdict.SUPPORTED, round(min(saved, _SUREST), 4), support, check,
            _show(shown[:3], Stance.SUPPORTS),
        )  # fmt: skip
    return None


def _show(compared: Sequence[_Compared], stance: Stance) -> tuple[Evidence, ...]:
    return tuple(
        evidence(
            c.reading.document, c.reading.unit.start, c.reading.unit.end, stance, c.matter,
            c.marks or c.reading.unit.marks, c.reading.unit.passage,
        )
        for c in compared
    )  # fmt: skip
