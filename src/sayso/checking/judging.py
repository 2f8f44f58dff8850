"""A claim's content and its passages become a Finding.

Figures and dates are compared by rules, prose is judged by the model, and a passage counts only
where it speaks of the same names. What the rules find overrules the model; what neither can show is
not found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.checking import dates as date_rules
from sayso.checking import figures as figure_rules
from sayso.checking.alignment import Question, Unit, Units
from sayso.checking.evidence import evidence
from sayso.checking.figures import Outcome
from sayso.library import Hit, Library
from sayso.library.terms import terms
from sayso.records import Document, Evidence, Finding, Passage, Span, Stance, Verdict
from sayso.statements.dates import When, find_dates
from sayso.statements.figures import Figure, find_figures

#: Passages read for one question, and how many of them the model judges.
SEARCHED = 24
JUDGED = 5
#: The least share of a claim's weight a unit must have for a rule on figures or dates to accuse.
_SAME_MATTER = 0.6
#: The same, for such a rule to support.
_NEAR_MATTER = 0.4
#: How near to the accusing unit another must come for its agreeing figure or date to save a claim.
_RIVAL = 0.8


class StanceModel(Protocol):
    """Anything that judges pairs of claim and passage."""

    @property
    def threshold_supports(self) -> float:
        """The least probability at which "supports" is shown."""
        ...

    @property
    def threshold_contradicts(self) -> float:
        """The least probability at which "contradicts" is shown."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Probabilities (n, 3): supports, contradicts, neither."""
        ...


@dataclass(slots=True)
class Candidate:
    """A unit of a passage with the model's judgement of it and of the whole passage."""

    unit: Unit
    document: Document
    rank: int
    figures: list[Figure]
    pairs: list[int] = field(default_factory=list)
    supports: float = 0.0
    contradicts: float = 0.0


@dataclass(slots=True)
class Inquiry:
    """One content to be judged against one pool of passages. ``anchor`` is the article's date."""

    content: str
    anchor: date | None
    question: Question
    bare: Question
    dates: list[When]
    figures: list[Figure]
    candidates: list[Candidate]


class Bench:
    """All inquiries of a job, so that the model judges their pairs in one go."""

    def __init__(self, library: Library, model: StanceModel) -> None:
        self._library = library
        self._model = model
        self._units = Units(library)
        self._pairs: list[tuple[str, str]] = []
        self._places: dict[tuple[str, str], int] = {}

    def open(
        self,
        content: str,
        anchor: date | None,
        hits: Sequence[Hit],
        admits: Callable[[Passage, Document], bool] | None = None,
    ) -> Inquiry:
        """Prepare an inquiry over ``hits`` that ``admits`` lets in."""
        rarity = self._library.rarity([t.stem for t in terms(content)])
        times = find_dates(content, anchor)
        figures = find_figures(content)
        question = Question(content, rarity)
        ignore = [Span(w.start, w.end) for w in times] + [Span(f.start, f.end) for f in figures]
        bare = Question(content, rarity, ignore) if ignore else question
        candidates = []
        for rank, hit in enumerate(hits):
            document = self._library.documents[hit.passage.document]
            if admits is not None and not admits(hit.passage, document):
                continue
            (unit,) = self._units.best(bare, hit.passage)
            found = (
                figure_rules.figures_of(unit.text, unit.passage.cells, unit.start)
                if figures
                else []
            )
            candidates.append(Candidate(unit, document, rank, found))
        inquiry = Inquiry(content, anchor, question, bare, times, figures, candidates)
        chosen = sorted(candidates, key=lambda c: (c.rank * 0.05 - c.unit.coverage, c.rank))[
            :JUDGED
        ]
        for candidate in chosen:
            for reading in dict.fromkeys((candidate.unit.reading, candidate.unit.passage.reading)):
                candidate.pairs.append(self._pair(content, reading))
        return inquiry

    def _pair(self, content: str, reading: str) -> int:
        key = (content, reading)
        if key not in self._places:
            self._places[key] = len(self._pairs)
            self._pairs.append(key)
        return self._places[key]

    def judge(self, inquiries: Sequence[Inquiry]) -> None:
        """Have the model judge every pair that the inquiries need, once each."""
        if not self._pairs:
            return
        scores = self._model.judge(self._pairs)
        for inquiry in inquiries:
            for candidate in inquiry.candidates:
                if candidate.pairs:
                    rows = scores[candidate.pairs]
                    candidate.supports = float(rows[:, 0].max())
                    # To accuse, sentence and passage must agree that it contradicts.
                    candidate.contradicts = float(rows[:, 1].min())

    def find(self, inquiry: Inquiry, searched: str) -> Finding:
        """The verdict on the whole content. ``searched`` says what was searched, in words."""
        accused = self.find_date(inquiry) or self.find_figure(inquiry)
        if accused is not None and accused.verdict is Verdict.CONTRADICTED:
            return accused
        agreeing = accused.evidence if accused is not None else ()
        supporting = [c for c in inquiry.candidates if self._supports(inquiry, c)]
        against = [c for c in inquiry.candidates if self._contradicts(inquiry, c)]
        supporting.sort(key=lambda c: (-_strength(c), c.rank))
        against.sort(key=lambda c: (-c.contradicts, c.rank))
        if supporting and against:
            return Finding(
                Verdict.MIXED, round(min(_strength(supporting[0]), against[0].contradicts), 4),
                "The papers speak on both sides.", "stance",
                _show(supporting[:2], Stance.SUPPORTS) + _show(against[:2], Stance.CONTRADICTS),
            )  # fmt: skip
        if supporting:
            best = supporting[0]
            rest = [c for c in _nearest(inquiry) if c not in supporting]
            return Finding(
                Verdict.SUPPORTED, round(_strength(best), 4),
                f"A passage says the same ({_percent(best.supports)} by the stance model, "
                f"{_percent(best.unit.coverage)} of the claim’s words by weight).",
                "stance",
                _show(supporting[:4], Stance.SUPPORTS) + _show(rest[:1], Stance.NEITHER),
            )  # fmt: skip
        if accused is not None and not against and agreeing[0].score >= _SAME_MATTER:
            return accused
        if against:
            best = against[0]
            return Finding(
                Verdict.CONTRADICTED, round(best.contradicts, 4),
                f"Opposite statement: a passage says otherwise ({_percent(best.contradicts)} by the "
                "stance model).", "stance",
                _show(against[:3], Stance.CONTRADICTS) + _show(_nearest(inquiry)[:1], Stance.NEITHER),
            )  # fmt: skip
        return not_found(searched, _nearest(inquiry)[:3])

    def find_date(self, inquiry: Inquiry, only: When | None = None) -> Finding | None:
        """What the papers' dates say of the content's days; None where they cannot be compared."""
        claimed = [w for w in inquiry.dates if not w.relative and (only is None or _same(w, only))]
        for when in claimed:
            outcomes = [
                (c, date_rules.compare(when, found), found)
                for c in inquiry.candidates
                if (found := date_rules.dates_of(c.unit, c.document))
            ]
            agreeing = [c for c, o, _ in outcomes if o is Outcome.AGREES and c.unit.names >= 0.5]
            differing = [(c, f) for c, o, f in outcomes if o is Outcome.DIFFERS]
            finding = self._weigh(
                agreeing, [c for c, _ in differing], "date",
                lambda c, when=when, differing=differing: (  # type: ignore[misc]
                    f"Other date: the article has {date_rules.words_of(when)}, the paper "
                    f"{_dates_in_words(next(f for d, f in differing if d is c))}."
                ),
                f"A passage on the same matter has the same date, {date_rules.words_of(when)}.",
                f"nothing on the same matter carries the date {date_rules.words_of(when)}",
            )  # fmt: skip
            if finding is not None:
                return finding
        return None

    def find_figure(self, inquiry: Inquiry, only: Figure | None = None) -> Finding | None:
        """What the papers' figures say of the content's; None where they cannot be compared."""
        claimed = [
            f for f in inquiry.figures
            if only is None or (f.value == only.value and f.unit is only.unit)
        ]  # fmt: skip
        for figure in claimed:
            outcomes = []
            for candidate in inquiry.candidates:
                compared = figure_rules.compare(figure, candidate.figures)
                if compared.outcome is not Outcome.NOT_COMPARED:
                    outcomes.append((candidate, compared))
            for candidate, compared in outcomes:
                # A rate that comes out right after reckoning is no chance hit.
                if compared.reckoning and compared.outcome is Outcome.AGREES:
                    return Finding(
                        Verdict.SUPPORTED, 0.75,
                        f"The figure fits: {compared.reckoning}.", "figure",
                        _show([candidate], Stance.SUPPORTS),
                    )  # fmt: skip
            agreeing = [c for c, o in outcomes if o.outcome is Outcome.AGREES]
            differing = [c for c, o in outcomes if o.outcome is Outcome.DIFFERS]
            said = inquiry.content[figure.start : figure.end]
            finding = self._weigh(
                agreeing, differing, "figure",
                lambda c, said=said, outcomes=outcomes: (  # type: ignore[misc]
                    f"Other figure: the article has “{said}”, the paper "
                    f"“{_figure_in_words(c, next(o for d, o in outcomes if d is c))}”."
                ),
                f"A passage on the same matter has the same figure, “{said}”.",
                f"no passage on the same matter has the figure “{said}”",
            )  # fmt: skip
            if finding is not None:
                return finding
        return None

    def _weigh(
        self,
        agreeing: list[Candidate],
        differing: list[Candidate],
        check: str,
        accuse: Callable[[Candidate], str],
        support: str,
        nothing: str,
    ) -> Finding | None:
        """A rule's verdict from the units that agree and those that differ."""
        agreeing = sorted(agreeing, key=lambda c: (-c.unit.coverage, c.rank))
        differing = sorted(differing, key=lambda c: (-c.unit.coverage, c.rank))
        best = differing[0] if differing else None
        saved = agreeing[0].unit.coverage if agreeing else 0.0
        if best and _same_matter(best) and saved < _RIVAL * best.unit.coverage:
            shown = [c for c in differing if c.unit.coverage >= _RIVAL * best.unit.coverage]
            return Finding(
                Verdict.CONTRADICTED, round(best.unit.coverage, 4), accuse(best), check,
                _show(shown[:3], Stance.CONTRADICTS),
            )  # fmt: skip
        if agreeing and saved >= _NEAR_MATTER:
            shown = [c for c in agreeing if c.unit.coverage >= _NEAR_MATTER]
            return Finding(
                Verdict.SUPPORTED, round(saved, 4), support, check,
                _show(shown[:3], Stance.SUPPORTS),
            )  # fmt: skip
        return None

    def _supports(self, inquiry: Inquiry, candidate: Candidate) -> bool:
        if candidate.unit.names < 0.5 or self._rules_forbid(inquiry, candidate):
            return False
        if candidate.supports >= self._model.threshold_supports:
            return candidate.unit.coverage >= 0.25
        return (
            candidate.unit.coverage >= 0.8
            and candidate.unit.shared >= 4
            and candidate.supports > candidate.contradicts
        )

    def _contradicts(self, inquiry: Inquiry, candidate: Candidate) -> bool:
        return (
            candidate.contradicts >= self._model.threshold_contradicts
            and candidate.unit.coverage >= 0.5
            and candidate.unit.names >= 0.99
        )

    def _rules_forbid(self, inquiry: Inquiry, candidate: Candidate) -> bool:
        """Whether a figure or date of the claim differs in this unit, so that it cannot support."""
        for figure in inquiry.figures:
            compared = figure_rules.compare(figure, candidate.figures)
            if compared.outcome is Outcome.DIFFERS:
                return True
        found = date_rules.dates_of(candidate.unit, candidate.document)
        return any(
            date_rules.compare(when, found) is Outcome.DIFFERS
            for when in inquiry.dates
            if when.is_day
        )


def not_found(searched: str, nearest: Sequence[Candidate] = ()) -> Finding:
    """The finding where nothing shown decides; never worded as false."""
    return Finding(
        Verdict.NOT_FOUND, 0.0, f"Nothing that decides it was found in {searched}.", "search",
        _show(nearest, Stance.NEITHER),
    )  # fmt: skip


def _same_matter(candidate: Candidate) -> bool:
    unit = candidate.unit
    return unit.coverage >= _SAME_MATTER and unit.shared >= 3 and unit.names >= 0.5


def _nearest(inquiry: Inquiry) -> list[Candidate]:
    near = [c for c in inquiry.candidates if c.unit.coverage >= 0.15]
    return sorted(near, key=lambda c: (-c.unit.coverage, c.rank))


def _strength(candidate: Candidate) -> float:
    return max(candidate.supports, 0.6 * candidate.unit.coverage)


def _show(candidates: Sequence[Candidate], stance: Stance) -> tuple[Evidence, ...]:
    shown = []
    for candidate in candidates:
        score = {
            Stance.SUPPORTS: _strength(candidate),
            Stance.CONTRADICTS: max(candidate.contradicts, candidate.unit.coverage),
            Stance.NEITHER: candidate.unit.coverage,
        }[stance]
        unit = candidate.unit
        shown.append(
            evidence(
                candidate.document, unit.start, unit.end, stance, score, unit.marks, unit.passage
            )
        )
    return tuple(shown)


def _same(one: When, other: When) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _dates_in_words(found: Sequence[When]) -> str:
    return " and ".join(dict.fromkeys(date_rules.words_of(w) for w in found[:3]))


def _figure_in_words(candidate: Candidate, compared: figure_rules.Comparison) -> str:
    figure = compared.figure
    return candidate.unit.text[figure.start : figure.end].strip() if figure else ""


def _percent(share: float) -> str:
    return f"{share:.0%}"
