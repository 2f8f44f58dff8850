"""The card of a statement: who says it, in which words, the *say*, the *so*, and the passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sayso.ledger.digest import Digest, Side, kind_of, sides
from sayso.ledger.pictures import EvidenceKey, Sight, key_of
from sayso.ledger.wording import (
    CLAIM_WORDS,
    KIND_WORDS,
    QUOTATION_WORDS,
    STANCE_SYMBOLS,
    STANCE_WORDS,
    UNNAMED,
    VERDICT_SYMBOLS,
    Sign,
    confidence,
    harmless,
    one_line,
    place,
    shorten,
    verdict_words,
)
from sayso.records import (
    Claim,
    Evidence,
    Finding,
    SourceKind,
    Span,
    Stance,
    Statement,
    Verdict,
)

#: Characters of the neighbours that a card shows; the JSON has them in full.
_NEIGHBOURS = 110
#: Passages of a finding that a card shows at once, and at most, folded ones among them; of a
#: finding that found nothing, the nearest few. The JSON has them all.
_SHOWN, _MOST, _NEAREST = 2, 5, 3
_FOLDED = 240


@dataclass(frozen=True)
class PassageView:
    """One piece of evidence: its words cut at the deciding ones, its neighbours, its place."""

    stance: str
    stance_words: str
    symbol: str
    before: str
    parts: tuple[tuple[str, bool], ...]
    after: str
    document: str
    place: str
    speaker: str
    also: tuple[str, ...] = ()
    lined: bool = False
    sight: Sight | None = None
    repeated: bool = False


@dataclass(frozen=True)
class RowView:
    """The *say* or the *so* of a claim."""

    side: Side
    verdict: str
    symbol: str
    words: str
    confidence: str
    reason: str
    check: str
    shown: tuple[PassageView, ...]
    folded: tuple[PassageView, ...]
    left_out: int


@dataclass(frozen=True)
class ClaimView:
    """A claim with its rows; ``unresolved`` are words whose reference was left open."""

    kind: str
    text: str
    unresolved: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class CardView:
    """A statement for its reader."""

    number: int
    zone: str
    say: Sign
    so: Sign
    nobody: bool
    unnamed: bool
    source: str
    resolved: str
    kind: str
    cue: str
    quotation: str
    hedges: tuple[str, ...]
    negated: bool
    claims: tuple[ClaimView, ...]

    @property
    def filters(self) -> str:
        """The names of the filters that keep this statement."""
        signs = {self.so} | ({Sign.SUPPORTED} if self.so is Sign.PARTLY else set())
        signs |= {self.say} & {Sign.CONTRADICTED, Sign.MIXED}
        names = sorted(sign.value for sign in signs)
        names += ["own"] if self.nobody else []
        return " ".join(names + (["unnamed"] if self.unnamed else []))


class Cards:
    """Makes the cards of one ledger."""

    def __init__(self, digest: Digest, sights: Mapping[EvidenceKey, Sight]) -> None:
        self._digest = digest
        self._sights = sights
        self._text = digest.ledger.article.text

    def card(self, number: int, statement: Statement) -> CardView:
        """The card of ``statement``, which is the ``number``-th of the article."""
        source, kind = statement.source, kind_of(statement)
        seen: set[EvidenceKey] = set()
        return CardView(
            number=number,
            zone=statement.zone.value,
            say=self._digest.say(statement),
            so=self._digest.so(statement),
            nobody=kind is SourceKind.OWN_VOICE,
            unnamed=kind in UNNAMED,
            source=one_line(source.text) if source else "",
            resolved=one_line(source.resolved or "") if source else "",
            kind=KIND_WORDS[kind],
            cue=self._words(statement.cue),
            quotation=QUOTATION_WORDS[statement.quotation],
            hedges=tuple(self._words(hedge) for hedge in statement.hedges),
            negated=statement.negated,
            claims=tuple(
                self._claim(claim, seen) for claim in self._digest.gravest_first(statement)
            ),
        )

    def passage(
        self, evidence: Evidence, *, repeated: bool = False, folded: bool = False
    ) -> PassageView:
        """One piece of evidence; one that the card has shown before is only pointed at.

        A folded one comes without its neighbours, and short where it decides nothing.
        """
        bare = repeated or folded
        parts = marked(evidence)
        if repeated or (folded and not evidence.marks):
            parts = ((shorten(evidence.text, 60 if repeated else _FOLDED), False),)
        return PassageView(
            stance=evidence.stance.value,
            stance_words=STANCE_WORDS[evidence.stance],
            symbol=STANCE_SYMBOLS[evidence.stance],
            before="" if bare else _before(evidence),
            parts=parts,
            after="" if bare else _after(evidence),
            document=one_line(self._digest.document_name(evidence.document)),
            place=place(evidence),
            speaker=one_line(evidence.speaker or ""),
            also=tuple(one_line(self._digest.document_name(other)) for other in evidence.also),
            lined=evidence.line is not None,
            sight=None if repeated else self._sights.get(key_of(evidence)),
            repeated=repeated,
        )

    def _words(self, span: Span | None) -> str:
        return one_line(span.of(self._text)) if span else ""

    def _claim(self, claim: Claim, seen: set[EvidenceKey]) -> ClaimView:
        return ClaimView(
            kind=CLAIM_WORDS[claim.kind],
            text=one_line(claim.text),
            unresolved=tuple(self._words(span) for span in claim.unresolved),
            rows=tuple(
                self._row(side, finding, seen)
                for side, finding in sides(claim)
                if finding is not None
            ),
        )

    def _row(self, side: Side, finding: Finding, seen: set[EvidenceKey]) -> RowView:
        missing = finding.verdict is Verdict.NOT_FOUND
        most = _NEAREST if missing else _MOST
        shown: list[PassageView] = []
        folded: list[PassageView] = []
        for rank, evidence in enumerate(finding.evidence[:most]):
            key = key_of(evidence)
            telling = rank == 0 or evidence.stance is not Stance.NEITHER
            up = telling and not missing and len(shown) < _SHOWN
            view = self.passage(evidence, repeated=key in seen, folded=not up)
            (shown if up else folded).append(view)
            seen.add(key)
        return RowView(
            side=side,
            verdict=finding.verdict.value,
            symbol=VERDICT_SYMBOLS[finding.verdict],
            words=verdict_words(finding, self._digest.ledger.coverage),
            confidence="" if missing else confidence(finding),
            reason=one_line(finding.reason),
            check=one_line(finding.check),
            shown=tuple(shown),
            folded=tuple(folded),
            left_out=max(0, len(finding.evidence) - most),
        )


def marked(evidence: Evidence) -> tuple[tuple[str, bool], ...]:
    """The words of ``evidence`` cut into parts, each with whether it is one of the deciding ones.

    White space is kept as a single space, so parts can be set one after another.
    """
    cuts = {0, len(evidence.text)}
    spans = [
        (
            max(mark.start, evidence.start) - evidence.start,
            min(mark.end, evidence.end) - evidence.start,
        )
        for mark in evidence.marks
        if mark.start < evidence.end and mark.end > evidence.start
    ]
    for span in spans:
        cuts.update(span)
    edges = sorted(cuts)
    return tuple(
        (harmless(evidence.text[left:right]), any(a <= left < b for a, b in spans))
        for left, right in pairwise(edges)
    )


def _neighbours(text: str, lined: bool) -> str:
    """Words around evidence, their line ends kept where the document goes by lines."""
    lines = harmless(text).split("\n") if lined else [harmless(text)]
    words = "\n".join(" ".join(line.split()) for line in lines)
    first, last = lines[0][:1], lines[-1][-1:]
    return " " * first.isspace() + words + " " * last.isspace()


def _before(evidence: Evidence) -> str:
    """The last words before the evidence, begun at a word."""
    text = _neighbours(evidence.before, evidence.line is not None)
    if len(text) <= _NEIGHBOURS:
        return text
    return "…" + text[-_NEIGHBOURS:].split(" ", 1)[-1]


def _after(evidence: Evidence) -> str:
    """The first words after the evidence, ended at a word."""
    text = _neighbours(evidence.after, evidence.line is not None)
    if len(text) <= _NEIGHBOURS:
        return text
    cut = text[:_NEIGHBOURS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[1:] else cut) + "…"
