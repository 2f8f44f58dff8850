"""The evidence map: claims down, documents across, and what each does to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.ledger.digest import Digest, sides
from sayso.ledger.galley import Galley
from sayso.ledger.wording import (
    CLAIM_WORDS,
    STANCE_SYMBOLS,
    STANCE_WORDS,
    Sign,
    one_line,
    shorten,
    sign,
)
from sayso.records import Claim, ClaimKind, Finding, Stance

_WHOLE = {ClaimKind.ASSERTION, ClaimKind.SAYING, ClaimKind.QUOTATION}


@dataclass(frozen=True)
class Cell:
    """What a document does to a claim: signs (those on the *say* quoted) and the same in words."""

    signs: str
    words: str


@dataclass(frozen=True)
class Row:
    """A claim: the number of its statement, what its *say* and *so* come to, a cell a document.

    ``kind`` is there for the claims that rest on a part of the statement's words.
    """

    statement: int
    kind: str
    text: str
    say: Sign
    so: Sign
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Group:
    """The claims of one paragraph."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class EvidenceMap:
    """``columns`` are names of documents; those that gave no evidence are only counted."""

    columns: tuple[str, ...]
    silent: int
    groups: tuple[Group, ...]


def evidence_map(digest: Digest, galley: Galley) -> EvidenceMap:
    """The map of a ledger, its claims in the article's order."""
    numbers = {s.id: place for place, s in enumerate(digest.ledger.statements, start=1)}
    cited = {e.document for point in digest.points for e in point.finding.evidence}
    known = [paper.id for paper in digest.ledger.coverage]
    columns = [paper for paper in known if paper in cited] + sorted(cited.difference(known))
    placed = [(paragraph.label, paragraph.statements) for paragraph in galley.paragraphs]
    placed.append(("Elsewhere on the page", galley.elsewhere))
    groups = []
    for label, statements in placed:
        rows = tuple(
            _row(claim, numbers[statement.id], columns)
            for statement in statements
            for claim in digest.claims_of[statement.id]
        )
        groups += [Group(label, rows)] if rows else []
    return EvidenceMap(
        tuple(one_line(digest.document_name(paper)) for paper in columns),
        len(set(known).difference(cited)),
        tuple(groups),
    )


def _row(claim: Claim, number: int, columns: Iterable[str]) -> Row:
    return Row(
        number,
        "" if claim.kind in _WHOLE else CLAIM_WORDS[claim.kind],
        shorten(claim.text, 110),
        sign([claim.say]),
        sign([claim.so]),
        tuple(_cell(claim, paper) for paper in columns),
    )


def _cell(claim: Claim, paper: str) -> Cell | None:
    signs, words = [], []
    for side, finding in sides(claim):
        for stance in _stances(finding, paper):
            symbol = STANCE_SYMBOLS[stance]
            signs.append(f"“{symbol}”" if side == "say" else symbol)
            verb = "bears on" if stance is Stance.NEITHER else STANCE_WORDS[stance]
            words.append(f"{verb} the {'saying' if side == 'say' else 'content'}")
    return Cell(" ".join(signs), ", ".join(words)) if signs else None


def _stances(finding: Finding | None, paper: str) -> list[Stance]:
    """The stances of a document's passages; *neither* only where there is no other."""
    if finding is None:
        return []
    found = {evidence.stance for evidence in finding.evidence if evidence.document == paper}
    telling: list[Stance] = [
        stance for stance in (Stance.SUPPORTS, Stance.CONTRADICTS) if stance in found
    ]
    return telling or ([Stance.NEITHER] if found else [])
