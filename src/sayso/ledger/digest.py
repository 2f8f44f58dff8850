"""What a reader should see first in a ledger: the findings in order of weight.

Everything here is counted from the ledger's records; nothing is judged anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sayso.ledger.wording import KIND_ORDER, NOTE_TITLES, UNNAMED, Sign, number, sign
from sayso.records import (
    Claim,
    Coverage,
    Finding,
    HeadlinePart,
    Ledger,
    NoteKind,
    SourceKind,
    SourcingNote,
    Statement,
    Status,
    Verdict,
)

Side = Literal["say", "so"]

#: Of what nobody stands behind, the gravest first; what the papers support needs no one.
_GRAVITY = (Sign.CONTRADICTED, Sign.MIXED, Sign.NOT_FOUND, Sign.PARTLY)


@dataclass(frozen=True)
class Point:
    """A finding on one claim, on the *say* or on the *so*."""

    statement: Statement | None
    claim: Claim
    side: Side
    finding: Finding


@dataclass(frozen=True)
class Charge:
    """A claim with those of its findings that have one verdict, the *say* before the *so*."""

    statement: Statement | None
    claim: Claim
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Digest:
    """A ledger's findings, ordered for a reader."""

    ledger: Ledger

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Statements by id."""
        return {statement.id: statement for statement in self.ledger.statements}

    @cached_property
    def claims_of(self) -> dict[str, tuple[Claim, ...]]:
        """The claims of each statement, in the ledger's order."""
        found: dict[str, list[Claim]] = {statement.id: [] for statement in self.ledger.statements}
        for claim in self.ledger.claims:
            found.setdefault(claim.statement, []).append(claim)
        return {key: tuple(claims) for key, claims in found.items()}

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every finding, in the ledger's order, the *say* of a claim before its *so*."""
        return tuple(
            Point(self.statements.get(claim.statement), claim, side, finding)
            for claim in self.ledger.claims
            for side, finding in sides(claim)
            if finding is not None
        )

    def with_verdict(self, verdict: Verdict) -> list[Charge]:
        """The claims with a finding of ``verdict``, the surest first, then as the article runs.

        A statement may give the same words twice, as an assertion and as a date: they are listed
        once, and a second finding only where its reason differs.
        """
        found: dict[tuple[str, str], list[Point]] = {}
        for point in self.points:
            if point.finding.verdict is verdict:
                same = found.setdefault((point.claim.statement, point.claim.text), [])
                said = [(other.side, other.finding.reason) for other in same]
                if (point.side, point.finding.reason) not in said:
                    same.append(point)
        charges = [Charge(ps[0].statement, ps[0].claim, tuple(ps)) for ps in found.values()]
        return sorted(
            charges,
            key=lambda c: (-max(p.finding.confidence for p in c.points), c.claim.start),
        )

    def tally(self, side: Side) -> list[tuple[Verdict, int]]:
        """How many findings on ``side`` have each verdict, the gravest first."""
        counts = Counter(point.finding.verdict for point in self.points if point.side == side)
        order = (Verdict.CONTRADICTED, Verdict.MIXED, Verdict.SUPPORTED, Verdict.NOT_FOUND)
        return [(verdict, counts[verdict]) for verdict in order]

    def say(self, statement: Statement) -> Sign:
        """What the findings on whether it was said come to."""
        return sign(claim.say for claim in self.claims_of[statement.id])

    def so(self, statement: Statement) -> Sign:
        """What the findings on whether it is so come to."""
        return sign(claim.so for claim in self.claims_of[statement.id])

    def gravest_first(self, statement: Statement) -> list[Claim]:
        """The statement's claims, those the papers speak against first, else in the ledger's order."""
        against = (Verdict.CONTRADICTED, Verdict.MIXED)
        return sorted(
            self.claims_of[statement.id],
            key=lambda claim: min(
                [against.index(f.verdict) for _, f in sides(claim) if f and f.verdict in against],
                default=len(against),
            ),
        )

    def accused_parts(self, statement: Statement) -> tuple[Claim, ...]:
        """Claims on a part of the statement that papers speak against, where none is on all of it."""
        against = [
            claim for claim in self.claims_of[statement.id]
            if claim.so is not None and claim.so.verdict in (Verdict.CONTRADICTED, Verdict.MIXED)
        ]  # fmt: skip
        length = sum(span.end - span.start for span in statement.contents)
        if any(claim.end - claim.start >= 0.8 * length for claim in against):
            return ()
        return tuple(against)

    def so_besides(self, statement: Statement, accused: tuple[Claim, ...]) -> Sign:
        """What the findings on whether it is so come to without the ``accused`` claims."""
        return sign(claim.so for claim in self.claims_of[statement.id] if claim not in accused)

    @cached_property
    def sources(self) -> tuple[tuple[SourceKind, int], ...]:
        """Statements by kind of source, every kind present, in the order of the sourcing bar."""
        counts = dict(self.ledger.audit.sources)
        return tuple((kind, counts.get(kind, 0)) for kind in KIND_ORDER)

    @cached_property
    def own_voice(self) -> tuple[Statement, ...]:
        """The statements that the article makes in its own voice."""
        return tuple(s for s in self.ledger.statements if kind_of(s) is SourceKind.OWN_VOICE)

    @cached_property
    def unnamed(self) -> tuple[Statement, ...]:
        """The statements laid to sources without a name."""
        return tuple(s for s in self.ledger.statements if kind_of(s) in UNNAMED)

    def unbacked(self, statements: tuple[Statement, ...]) -> list[Statement]:
        """Those of ``statements`` that the papers do not support in full, the gravest first."""
        graded = [(self.so(statement), statement) for statement in statements]
        return [statement for grave in _GRAVITY for found, statement in graded if found is grave]

    def papers_on(self, part: HeadlinePart) -> Sign:
        """What the findings on whether a part of the headline is so come to."""
        return sign(claim.so for claim in self.ledger.claims if claim.id in part.claims)

    @cached_property
    def against_body(self) -> dict[str, str]:
        """What a headline's claims do with the body, by claim."""
        return {c: part.against.value for part in self.ledger.audit.headline for c in part.claims}

    @cached_property
    def other_sources(self) -> dict[str, int]:
        """How many other statements of the article, laid to another source, say what a claim says."""
        return {s.claim: len(s.others) for s in self.ledger.audit.standings}

    @cached_property
    def notes(self) -> tuple[tuple[NoteKind, tuple[SourcingNote, ...]], ...]:
        """The hints on sourcing by kind, kinds without any left out."""
        notes = self.ledger.audit.sourcing
        every = [(kind, tuple(n for n in notes if n.kind is kind)) for kind in NOTE_TITLES]
        return tuple((kind, found) for kind, found in every if found)

    @cached_property
    def standing_words(self) -> str:
        """One line on what the claims stand on: "54 claims: 20 on a named source, …"."""
        standings = self.ledger.audit.standings
        if not standings:
            return ""
        kinds = Counter(standing.kind for standing in standings)
        papers = [s.identified for s in standings if s.kind is SourceKind.DOCUMENTS]
        named = kinds[SourceKind.NAMED_PERSON] + kinds[SourceKind.NAMED_ORGANISATION]
        parts = [f"{named} on a named source"]
        if papers:
            parts.append(
                f"{len(papers)} on documents ({papers.count(True)} given with a number, a date or a title)"
            )
        parts.append(f"{sum(kinds[kind] for kind in UNNAMED)} on unnamed sources")
        parts.append(f"{kinds[SourceKind.OWN_VOICE]} on the article’s own voice")
        return f"{number(len(standings), 'claim')}: {', '.join(parts)}."

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """The names of the papers that no finding rests on."""
        return tuple(self.document_name(paper) for paper in self.ledger.audit.papers_unused)

    def papers(self, status: Status) -> list[Coverage]:
        """The documents that could be read as far as ``status`` says."""
        return [paper for paper in self.ledger.coverage if paper.status is status]

    @cached_property
    def document_names(self) -> dict[str, str]:
        """What to call each document: its name, or its id where it has none."""
        return {paper.id: paper.name or paper.id for paper in self.ledger.coverage}

    def document_name(self, document: str) -> str:
        """What to call the document with this id."""
        return self.document_names.get(document, document)

    def headline(self) -> str:
        """The article's headline, or the name of its file."""
        field = self.ledger.article.field("headline")
        value = field.value.strip() if field else ""
        return value or self.ledger.article.document.name or "An article without a headline"

    def coverage_words(self) -> str:
        """One line on how much could be read."""
        if not self.ledger.coverage:
            return "No documents were given to check against."
        own = [paper.status for paper in self.ledger.coverage if paper.same_as is None]
        copies = len(self.ledger.coverage) - len(own)
        parts = [f"{number(own.count(Status.READ), 'document')} read"]
        for count, words in (
            (own.count(Status.PARTLY_READ), "partly read"), (own.count(Status.UNREAD), "not read"),
            (copies, "the same bytes as others"),
        ):  # fmt: skip
            parts += [f"{count} {words}"] if count else []
        return ", ".join(parts) + "."


def sides(claim: Claim) -> tuple[tuple[Side, Finding | None], tuple[Side, Finding | None]]:
    """A claim's two questions, kept apart, the *say* first."""
    return ("say", claim.say), ("so", claim.so)


def kind_of(statement: Statement) -> SourceKind:
    """The kind of source that a statement is laid to; without one it is the article's own voice."""
    return statement.source.kind if statement.source else SourceKind.OWN_VOICE
