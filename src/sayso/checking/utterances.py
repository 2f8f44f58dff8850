"""Whether a source said the quoted words: the place found, who speaks there, and the finding.

Every outcome is a finding with its reason; only words of the source's own that were changed in
sense, and words that are surely another person's, contradict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.checking.differences import Weight
from sayso.checking.evidence import evidence
from sayso.checking.limits import is_given
from sayso.checking.minuted import is_party
from sayso.checking.quotations import Found, Outcome, find_quotation
from sayso.checking.speakers import Speaker, Speakers, Way, in_marks, is_own
from sayso.checking.voices import Voice, voice_of
from sayso.checking.wording import forms
from sayso.library.passages import passages_of
from sayso.library.terms import terms
from sayso.records import (
    Document,
    Evidence,
    Finding,
    Passage,
    SegmentKind,
    Source,
    SourceKind,
    Span,
    Stance,
    Verdict,
)
from sayso.statements.dates import When, find_dates

CHECK = "quotation"
#: Fewer words, or fewer content words, than these may be anybody's.
_TELLING_WORDS = 4
_TELLING_TERMS = 2
#: Words that must agree before a difference accuses.
_AGREEING = 5
_ACCUSES_FROM = 0.75
#: A sentence said on one day is printed some days later.
_PRINTED_WITHIN = timedelta(days=4)
_SHOWN = 3
_CHANGES_SHOWN = 4
_TURNS = frozenset("but unless except if not only never no".split())
#: Words of a passage's edges that are searched with it, besides the quotation's own length.
_EDGE = 300


@dataclass(frozen=True, slots=True)
class Quote:
    """What an article quotes: the parts, who is said to have said it, when, and what stands around.

    ``whole`` is true where it is given as all that was said, not as a few words inside a sentence;
    ``complete`` where it stands as a sentence that has ended, with a capital and a closing mark.
    """

    parts: tuple[str, ...]
    name: str = ""
    voice: Voice | None = None
    when: When | None = None
    around: str = ""
    whole: bool = True
    complete: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether the words are so many that they show who spoke."""
        words = " ".join(self.parts)
        return len(forms(words)) >= _TELLING_WORDS and len(terms(words)) >= _TELLING_TERMS


@dataclass(frozen=True, slots=True)
class Heard:
    """How a quotation stands in the papers, with the places: the deciding one first."""

    outcome: Outcome
    verdict: Verdict
    confidence: float
    reason: str
    stance: Stance = Stance.NEITHER
    places: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    found: Found
    document: Document
    passage: Passage | None
    speaker: Speaker | None
    own: bool | None


class Utterances:
    """Hears quotations in documents. ``passage_at`` gives the passage of a document at an offset."""

    def __init__(
        self, documents: Mapping[str, Document], passage_at: Callable[[str, int], Passage | None]
    ) -> None:
        self._documents = documents
        self._passage_at = passage_at
        self.speakers = Speakers()

    def hear(self, quote: Quote, passages: Sequence[Passage], searched: str) -> Heard:
        """Look for ``quote`` around ``passages``; ``searched`` says in words what was searched."""
        found = find_quotation(quote.parts, self._stretches(quote, passages))
        if not found:
            return _nowhere(f"These words were not found in {searched}.")
        places = [self._place(quote, one) for one in found[:6]]
        holding = [p for p in places if p.found.holds]
        if holding:
            return _held(quote, holding, searched)
        spliced = [p for p in places if p.found.outcome is Outcome.SPLICED and p.own is not False]
        if spliced and not any(p.own and p.found.likeness >= 0.9 for p in places if p not in spliced):
            return _spliced(quote, spliced)
        return _altered(quote, places, searched)

    def evidence(self, heard: Heard) -> tuple[Evidence, ...]:
        """The places heard, as evidence with one stance; the same words are shown once."""
        shown = {}
        for one in heard.places[:_SHOWN]:
            for span, marks in _spans(one):
                document, passage = self._documents[one.document], self._passage_at(one.document, span.start)
                shown[(one.document, span.start)] = evidence(
                    document, span.start, span.end, heard.stance, one.likeness, marks, passage
                )
        return tuple(shown.values())

    def finding(self, heard: Heard) -> Finding:
        """What was heard, as the finding on the say."""
        return Finding(heard.verdict, heard.confidence, heard.reason, CHECK, self.evidence(heard))

    def _stretches(self, quote: Quote, passages: Sequence[Passage]) -> list[tuple[Document, int, int]]:
        """A passage's words and as many around as the quotation may need; overlapping ones as one."""
        edge = _EDGE + 2 * sum(map(len, quote.parts))
        merged: dict[str, list[list[int]]] = {}
        for p in passages:
            merged.setdefault(p.document, []).append([max(0, p.start - edge), p.end + edge])
        stretches = []
        for name, spans in merged.items():
            document = self._documents[name]
            joined: list[list[int]] = []
            for start, end in sorted(spans):
                if joined and start <= joined[-1][1] and end - joined[-1][0] <= 3 * edge + 1500:
                    joined[-1][1] = max(joined[-1][1], end)
                else:
                    joined.append([start, end])
            stretches += [(document, a, min(b, len(document.text))) for a, b in joined]
        return stretches

    def _place(self, quote: Quote, found: Found) -> _Place:
        document = self._documents[found.document]
        passage = self._passage_at(found.document, found.start)
        speaker = self.speakers.at(document, passage, found.start, found.end)
        own = None if quote.voice is None else is_own(quote.voice, speaker, passage, document)
        if own is False and quote.voice is not None and speaker is not None:
            if speaker.way in (Way.REPORT, Way.VIEW):
                writer = self.speakers.writer(document, passage, found.start, found.end)
                may_be = writer is not None and quote.voice.is_called(writer.name)
                if speaker.way is Way.VIEW:
                    may_be |= is_party(quote.voice.surname, document.text, found.start, found.end)
            else:
                may_be = _may_quote(quote.voice, document, passage, found)
            own = None if may_be else own
        return _Place(found, document, passage, speaker, own)


def _spans(found: Found) -> list[tuple[Span, tuple[Span, ...]]]:
    """What is shown of a place: its words, with a condition that was cut away beside them."""
    start = min([found.start, *(m.start for m in found.marks)])
    end = max([found.end, *(m.end for m in found.marks)])
    spans = [(Span(start, end), found.marks)]
    return spans + ([(found.second, (found.second,))] if found.second else [])


def _may_quote(voice: Voice, document: Document, passage: Passage | None, found: Found) -> bool:
    """Whether whoever speaks here may be giving the source's words: in marks, or its name just before."""
    start = passage.start if passage else max(0, found.start - 300)
    before = document.text[max(start, found.start - 200) : found.start]
    named = bool(voice.surname) and re.search(rf"\b{re.escape(voice.surname)}\b", before) is not None
    return named or in_marks(document.text, found.start, found.end, (start, found.end))


def _nowhere(reason: str, places: Sequence[Found] = (), outcome: Outcome = Outcome.NOT_FOUND) -> Heard:
    return Heard(outcome, Verdict.NOT_FOUND, 0.0, reason, Stance.NEITHER, tuple(places))


def _held(quote: Quote, places: list[_Place], searched: str) -> Heard:
    """The words stand in the papers: by whom, when, and with what beside them?"""
    own = [p for p in places if p.own]
    unknown = [p for p in places if p.own is None]
    pool = own or unknown or places
    # A place where nothing was cut away speaks for the article before one where something was.
    pool.sort(key=lambda p: (
        p.found.outcome not in (Outcome.VERBATIM, Outcome.ALTERED, Outcome.CUT), p.found.limit is not None,
    ))  # fmt: skip
    best = pool[0]
    shown = tuple(p.found for p in pool)
    by = f" by {best.speaker.name}" if best.speaker else ""
    if not own and not unknown and best.speaker is not None:
        if not quote.is_telling:
            return _nowhere(
                f"The paper has these few words from {best.speaker.name}; from {quote.name} they were "
                f"not found in {searched}.", shown,
            )  # fmt: skip
        return Heard(
            Outcome.OTHER_SPEAKER, Verdict.CONTRADICTED, 0.9,
            f"Other speaker: the paper has these words from {best.speaker.name}, not from {quote.name}.",
            Stance.CONTRADICTS, shown,
        )  # fmt: skip
    if not own and best.speaker is not None and best.speaker.person and quote.voice and quote.voice.surname:
        return _nowhere(
            f"The paper has these words in a passage of {best.speaker.name}’s; it does not tell that they "
            f"are {quote.name}’s.", shown,
        )  # fmt: skip
    if best.found.left_out and not _is_told(quote, best.found.left_out) and _is_whole(quote):
        mark = "an ellipsis hides" if best.found.outcome is Outcome.HIDDEN_CONDITION else "cut away was"
        return Heard(
            best.found.outcome, Verdict.MIXED, 0.85,
            f"The words stand in the paper{by}, but {mark} “{_short(best.found.left_out)}”.",
            Stance.SUPPORTS, shown,
        )  # fmt: skip
    limit = best.found.limit.of(best.document.text) if best.found.limit else ""
    if best.found.limit and quote.complete and not is_given(limit, quote.around):
        cut = replace(best.found, marks=(best.found.limit,))
        return Heard(
            Outcome.CUT, Verdict.MIXED, 0.8,
            f"The words stand in the paper{by}, but its sentence goes on “{_short(limit)}”.",
            Stance.SUPPORTS, (cut, *shown[1:]),
        )  # fmt: skip
    other = _other_date(quote, pool)
    if other is not None:
        return Heard(
            Outcome.OTHER_DATE, Verdict.MIXED, 0.7,
            f"The words stand in the paper as quoted{by}, but in a paper of "
            f"{other.day} {other:%B %Y}, not of the day that the article gives.",
            Stance.SUPPORTS, shown,
        )  # fmt: skip
    sure = 0.95 if own or quote.voice is None else 0.8
    if best.found.changes:
        return Heard(
            best.found.outcome, Verdict.SUPPORTED, sure - 0.05,
            f"The words stand in the paper{by} with a difference that changes nothing: "
            f"{_listed(best.found)}.", Stance.SUPPORTS, shown,
        )  # fmt: skip
    return Heard(
        Outcome.VERBATIM, Verdict.SUPPORTED, sure, f"The words stand in the paper as quoted{by}.",
        Stance.SUPPORTS, shown,
    )  # fmt: skip


def _spliced(quote: Quote, places: list[_Place]) -> Heard:
    best = places[0]
    by = f" by {best.speaker.name}" if best.speaker else ""
    return Heard(
        Outcome.SPLICED, Verdict.MIXED, 0.8,
        f"Joined from two places: the paper{by} has these words, but not together.",
        Stance.SUPPORTS, tuple(p.found for p in places),
    )  # fmt: skip


def _altered(quote: Quote, places: list[_Place], searched: str) -> Heard:
    """Like words stand in the papers: were they the source's, and what differs?"""
    own = [p for p in places if p.own]
    named = quote.voice is not None and bool(quote.voice.surname)
    if named and not own:
        # Like words of somebody else, or of nobody, are no proof that these were altered.
        return _nowhere(
            f"These words were not found in {searched}; like words stand there, but not from "
            f"{quote.name}.", [p.found for p in places],
        )  # fmt: skip
    best = (own or places)[0]
    shown = tuple(p.found for p in (own or places))
    changes = _listed(best.found)
    likeness = best.found.likeness
    agreeing = likeness * len(forms(" ".join(quote.parts)))
    cut = best.found.outcome is Outcome.CUT
    alike = likeness >= _ACCUSES_FROM and agreeing >= _AGREEING
    if best.own and best.found.weight == Weight.SENSE and alike and _is_sure(best):
        return Heard(
            best.found.outcome, Verdict.CONTRADICTED, round(min(likeness, 0.9), 4),
            f"{'Cut' if cut else 'Altered'} words that change the sense: {changes}.",
            Stance.CONTRADICTS, shown,
        )  # fmt: skip
    lead = "Words left out without a mark" if cut else "Altered words"
    return Heard(
        best.found.outcome, Verdict.MIXED, round(min(likeness, 0.95), 4), f"{lead}: {changes}.",
        Stance.SUPPORTS, shown,
    )  # fmt: skip


def _is_sure(place: _Place) -> bool:
    """Whether the paper itself says that the place is the source's, or is all the source's."""
    if place.speaker is not None:
        return True
    return not any(s.speaker for s in place.document.segments)


def _listed(found: Found) -> str:
    gravest = sorted(found.changes, key=lambda c: -c.weight)[:_CHANGES_SHOWN]
    return "; ".join(str(c) for c in found.changes if c in gravest)


def _short(words: str) -> str:
    kept = words.split()
    return " ".join(kept[:18]) + (" …" if len(kept) > 18 else "")


def is_complete(words: str) -> bool:
    """Whether quoted ``words`` are given as a sentence that has ended: a capital, and a closing mark."""
    bare = words.strip(" “”\"‘’'\n")
    return bare[:1].isupper() and bare[-1:] in {".", ",", "!", "?"} and not bare.endswith("..")


def _is_whole(quote: Quote) -> bool:
    return quote.whole or len(forms(" ".join(quote.parts))) >= 6


def _is_told(quote: Quote, left_out: str) -> bool:
    """Whether the article itself gives the condition near the quotation, in these or like words."""
    wanted = {t.stem for t in terms(left_out)}
    have = {t.stem for t in terms(quote.around)}
    if not wanted:
        return bool(_TURNS & set(forms(left_out)) & set(forms(quote.around)))
    return 2 * len(wanted & have) >= len(wanted)


def _other_date(quote: Quote, places: list[_Place]) -> date | None:
    """The day on which the source said it, where all papers have another than the article."""
    when = quote.when
    if when is None:
        return None
    days = []
    for place in places:
        passage, day = place.passage, place.passage.date if place.passage else None
        dated = place.own and place.speaker is not None and place.speaker.way in (Way.LABEL, Way.SIGNATURE)
        if passage is None or day is None or not dated:
            return None
        fits = when.first - _PRINTED_WITHIN <= day <= when.last + _PRINTED_WITHIN
        # The year is often filled in by guess, and a paper may tell of more days than its own.
        same_day = (day.month, day.day) == (when.first.month, when.first.day)
        if fits or same_day or _speaks_of(place, when):
            return None
        days.append(day)
    return days[0] if days else None


def _speaks_of(place: _Place, when: When) -> bool:
    text = place.document.text
    near = text[: 1500] + "\n" + text[max(0, place.found.start - 600) : place.found.end + 600]
    return any(when.overlaps(d) for d in find_dates(near, place.document.date or when.last))


def paraphrased(finding: Finding, own: Finding) -> Finding:
    """A quotation not found word for word, where a passage of the source's own says the same."""
    if finding.verdict is not Verdict.NOT_FOUND or own.verdict is not Verdict.SUPPORTED:
        return finding
    shown = tuple(replace(e, stance=Stance.NEITHER) for e in own.evidence if e.stance is Stance.SUPPORTS)
    reason = f"{finding.reason.removesuffix('.')}; only a paraphrase was found, in other words of the source."
    return replace(finding, reason=reason, evidence=shown or finding.evidence)


def outcome_in(quotation: str | Sequence[str], speaker: str | None, document: Document) -> Heard:
    """How ``quotation``, laid to the person called ``speaker`` or to nobody, stands in one document.

    For trials and for tests: the same path as a whole check, without a library.
    """
    passages = passages_of(document)
    if not document.segments:
        passages = [Passage(document.id, 0, len(document.text), document.text, document.text)]

    def passage_at(_: str, offset: int) -> Passage | None:
        return next((p for p in passages if p.start <= offset < p.end), None)

    voice = None
    if speaker:
        voice = voice_of(Source(speaker, 0, len(speaker), SourceKind.NAMED_PERSON))
    parts = (quotation,) if isinstance(quotation, str) else tuple(quotation)
    prose = [p for p in passages if p.kind is not SegmentKind.HEADING]
    quote = Quote(parts, speaker or "", voice, complete=is_complete(" ".join(parts)))
    return Utterances({document.id: document}, passage_at).hear(quote, prose, "the document read")
