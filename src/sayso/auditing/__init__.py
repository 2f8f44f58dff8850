"""What a whole article shows: its sourcing, the documents it never identifies, its headline."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.auditing.documents import unidentified_documents
from sayso.auditing.headline import headline_remarks
from sayso.records import Article, Audit, Coverage, Document, SourceKind, Statement

__all__ = ["audit", "coverage"]


def audit(article: Article, statements: Sequence[Statement]) -> Audit:
    """Count the statements by kind of source and note what a reader should know of the sourcing."""
    counts = dict.fromkeys(SourceKind, 0)
    for statement in statements:
        counts[statement.source.kind if statement.source else SourceKind.OWN_VOICE] += 1
    return Audit(
        tuple(counts.items()),
        unidentified_documents(article),
        headline_remarks(article),
    )


def coverage(documents: Sequence[Document]) -> tuple[Coverage, ...]:
    """Every document with how much of it was searched, in the order given."""
    return tuple(
        Coverage(d.id, d.name, d.sha256, d.status, d.reason, len(d.pages) or None, d.media_type)
        for d in documents
    )
