"""What a whole article shows: its headline, its sourcing, and what it leaves out of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.auditing.body import Body
from sayso.auditing.covering import Covering
from sayso.auditing.documents import unidentified_documents
from sayso.auditing.headline import headline_parts, with_findings
from sayso.auditing.omissions import find_omissions, unused_papers
from sayso.auditing.sourcing import kind_of, sourcing_notes, standings
from sayso.checking import StanceModel
from sayso.library import Library, inside, told
from sayso.records import Article, Audit, Claim, Coverage, Document, Omission, SourceKind, Statement

__all__ = ["Audited", "audit", "coverage"]


@dataclass(frozen=True, slots=True)
class Audited:
    """The audit, what the article leaves out, and the claims with what the audit found of them."""

    audit: Audit
    omissions: tuple[Omission, ...]
    claims: tuple[Claim, ...]


def audit(
    article: Article,
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    library: Library,
    model: StanceModel,
) -> Audited:
    """Audit a checked article: its sources, its headline, and the passages it never uses."""
    counts = dict.fromkeys(SourceKind, 0)
    for statement in statements:
        counts[kind_of(statement)] += 1
    body = Body(article, statements)
    parts, findings = headline_parts(article, statements, claims, body, library, model)
    found = standings(article, statements, claims)
    return Audited(
        Audit(
            tuple(counts.items()),
            unidentified_documents(article),
            parts,
            sourcing_notes(article, statements, claims, found),
            found,
            unused_papers(claims, library),
        ),
        find_omissions(article, statements, claims, library, model),
        with_findings(claims, findings),
    )


def coverage(documents: Sequence[Document], library: Library) -> tuple[Coverage, ...]:
    """Every document with how much of it was searched, in the order given."""
    first: dict[str, str] = {}
    for d in documents:
        if d.sha256:
            first.setdefault(d.sha256, d.id)
    lines = (
        Coverage(
            d.id, d.name, d.sha256, d.status, told(d), len(d.pages) or None, d.media_type,
            dict(d.metadata).get("language"),
            same_as=one if (one := first.get(d.sha256, d.id)) != d.id else None,
        )
        for d in documents
    )  # fmt: skip
    every, covering = {d.id: d for d in documents}, Covering(library)
    return tuple(
        covering.covered(line, inside(d, every)) for line, d in zip(lines, documents, strict=True)
    )
