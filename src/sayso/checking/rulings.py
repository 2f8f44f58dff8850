"""What figures and dates decide by rule: the same matter with the same value, or with another.

A unit of a passage accuses only where it speaks of the claim's own matter, that is, holds most of
the claim's other words, and no unit nearly as close agrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.checking import dates as date_rules
from sayso.checking import figures as figure_rules
from sayso.checking.alignment import Unit
from sayso.checking.evidence import evidence
from sayso.checking.figures import Outcome
from sayso.records import Document, Evidence, Finding, Stance, Verdict
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


def rule_on_date(when: When, readings: Sequence[Reading]) -> Finding | None:
    """The finding on one day or interval; None where the units' dates do not decide."""
    compared = [
        _Compared(r, date_rules.compare(when, r.dates), date_rules.in_words(r.dates))
        for r in readings
        if r.unit.names >= 0.5
    ]
    said = date_rules.words_of(when)
    return _weigh(
        compared, "date",
        f"Other date: the article has {said}, the paper {{}}.",
        f"A passage on the same matter has the same date, {said}.",
    )  # fmt: skip


def rule_on_figure(figure: Figure, said: str, readings: Sequence[Reading]) -> Finding | None:
    """The finding on one figure, ``said`` in the article's words; None where nothing decides."""
    compared = []
    for reading in readings:
        found = figure_rules.compare(figure, reading.figures)
        at = found.figure
        words = reading.unit.text[at.start : at.end].strip() if at else ""
        compared.append(_Compared(reading, found.outcome, f"“{words}”", found.reckoning))
    for one in compared:
        if one.outcome is Outcome.DIFFERS and figure_rules.is_exchanged(figure, one.reading.figures):
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


def forbids(figures: Sequence[Figure], dates: Sequence[When], reading: Reading) -> bool:
    """Whether a unit has another figure or day than the claim, so that it cannot support it."""
    return any(
        figure_rules.compare(figure, reading.figures).outcome is Outcome.DIFFERS
        for figure in figures
    ) or any(
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
        # Three words in common can be chance; it takes four, or nearly all the claim has.
        same = best.matter >= (_SAME_MATTER if unit.shared >= 4 else _NEARLY_ALL)
        same = same and unit.shared >= 3 and unit.names >= 0.5
        if same and saved < _RIVAL * best.matter:
            shown = [c for c in differing if c.matter >= _RIVAL * best.matter]
            return Finding(
                Verdict.CONTRADICTED, round(best.matter, 4), accuse.format(best.words), check,
                _show(shown[:3], Stance.CONTRADICTS),
            )  # fmt: skip
    if saved >= _NEAR_MATTER and agreeing[0].reading.unit.names >= 0.5:
        shown = [c for c in agreeing if c.matter >= _NEAR_MATTER]
        return Finding(
            Verdict.SUPPORTED, round(saved, 4), support, check, _show(shown[:3], Stance.SUPPORTS)
        )
    return None


def _show(compared: Sequence[_Compared], stance: Stance) -> tuple[Evidence, ...]:
    return tuple(
        evidence(
            c.reading.document, c.reading.unit.start, c.reading.unit.end, stance, c.matter,
            c.reading.unit.marks, c.reading.unit.passage,
        )
        for c in compared
    )  # fmt: skip
