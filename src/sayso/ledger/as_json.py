"""A ledger as JSON, in the shape that ``schema.json`` beside this file publishes.

Offsets count Unicode code points of the article's text or of the named document's text. The order
of keys and lists is that of the records, so the same ledger gives the same bytes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sayso.records import (
    Article,
    ArticleField,
    Claim,
    Evidence,
    Finding,
    HeadlinePart,
    Ledger,
    Remark,
    Source,
    SourceKind,
    SourcingNote,
    Span,
    Statement,
)

#: Raised when the fixed part of the shape changes.
FORMAT = 1

#: What a terminal or an editor obeys or hides rather than shows: DEL and the C1 controls, marks that
#: turn the direction of letters or have no shape, other line ends; and half pairs, which are no UTF-8.
_UNSHOWN = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def to_json(ledger: Ledger) -> str:
    """The ledger as JSON text, ending in a line feed, safe to encode as UTF-8."""
    return written(as_data(ledger))


def written(data: Any) -> str:
    r"""``data`` as JSON text that any terminal may show: what it would obey is escaped, and the same.

    >>> written("plan\u202etxt.exe")
    '"plan\\u202etxt.exe"\n'
    """
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return _UNSHOWN.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def as_data(ledger: Ledger) -> dict[str, Any]:
    """The ledger as dictionaries and lists that JSON can hold."""
    text = ledger.article.text
    return {
        "format": FORMAT,
        "article": _article(ledger.article),
        "statements": [_statement(statement, text) for statement in ledger.statements],
        "claims": [_claim(claim) for claim in ledger.claims],
        "omissions": [
            {
                "evidence": evidence_as_data(omission.evidence),
                "bears_on": list(omission.bears_on),
                "reason": omission.reason,
            }
            for omission in ledger.omissions
        ],
        "audit": {
            "sources": {kind.value: dict(ledger.audit.sources).get(kind, 0) for kind in SourceKind},
            "documents_unidentified": [
                _remark(remark, text) for remark in ledger.audit.documents_unidentified
            ],
            "headline": [_part(part, text) for part in ledger.audit.headline],
            "sourcing": [_note(note, text) for note in ledger.audit.sourcing],
            "standings": [
                {
                    "claim": standing.claim,
                    "source_kind": standing.kind.value,
                    "identified": standing.identified,
                    "others": list(standing.others),
                }
                for standing in ledger.audit.standings
            ],
            "papers_unused": list(ledger.audit.papers_unused),
        },
        "coverage": {
            "documents": [
                {
                    "id": paper.id,
                    "name": paper.name,
                    "sha256": paper.sha256,
                    "status": paper.status.value,
                    "reason": paper.reason,
                    "pages": paper.pages,
                    "media_type": paper.media_type,
                    "language": paper.language,
                    "near_copy_of": paper.near_copy_of,
                    "thread": list(paper.thread),
                    "notes": list(paper.notes),
                    "same_as": paper.same_as,
                }
                for paper in ledger.coverage
            ]
        },
        "provenance": dict(ledger.provenance),
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "text": article.text,
        **{name: _value(article.field(name)) for name in ("section", "headline", "dateline")},
        "published": article.published.isoformat() if article.published else None,
        "authors": list(article.authors),
        "views": article.views,
        "image_credit": _value(article.field("image_credit")),
        "fields": {
            name: {"start": field.start, "end": field.end, "origin": field.origin, "value": field.value}
            for name, field in article.fields
        },
        "blocks": [{**_span(Span(b.start, b.end)), "zone": b.zone.value} for b in article.blocks],
        "furniture": [_span(span) for span in article.furniture],
        "document": {
            "id": article.document.id,
            "name": article.document.name,
            "sha256": article.document.sha256,
            "media_type": article.document.media_type,
        },
    }


def _value(field: ArticleField | None) -> str | None:
    return field.value if field else None


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _statement(statement: Statement, text: str) -> dict[str, Any]:
    cue = statement.cue
    return {
        "id": statement.id,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "zone": statement.zone.value,
        "quotation": statement.quotation.value,
        "source": _source(statement.source) if statement.source else None,
        "cue": {"text": cue.of(text), **_span(cue)} if cue else None,
        "hedges": [_span(hedge) for hedge in statement.hedges],
        "contents": [_span(content) for content in statement.contents],
        "quotes": [_span(quote) for quote in statement.quotes],
        "negated": statement.negated,
        "claims": list(statement.claims),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "text": source.text,
        "start": source.start,
        "end": source.end,
        "kind": source.kind.value,
        "resolved": source.resolved,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "statement": claim.statement,
        "kind": claim.kind.value,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "content": claim.content,
        "unresolved": [_span(span) for span in claim.unresolved],
        "say": finding_as_data(claim.say) if claim.say else None,
        "so": finding_as_data(claim.so) if claim.so else None,
    }


def finding_as_data(finding: Finding) -> dict[str, Any]:
    """A finding as ledger.json has it."""
    return {
        "verdict": finding.verdict.value,
        "confidence": round(float(finding.confidence), 4),
        "reason": finding.reason,
        "check": finding.check,
        "evidence": [evidence_as_data(evidence) for evidence in finding.evidence],
    }


def evidence_as_data(evidence: Evidence) -> dict[str, Any]:
    """One piece of evidence as dictionaries and lists that JSON can hold."""
    return {
        "document": evidence.document,
        "page": evidence.page,
        "line": evidence.line,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "stance": evidence.stance.value,
        "score": round(float(evidence.score), 4),
        "speaker": evidence.speaker,
        "marks": [_span(mark) for mark in evidence.marks],
        "before": evidence.before,
        "after": evidence.after,
        "also": list(evidence.also),
    }


def _part(part: HeadlinePart, text: str) -> dict[str, Any]:
    return {
        "text": part.text,
        "start": part.start,
        "end": part.end,
        "words": text[part.start : part.end],
        "against_body": part.against.value,
        "statement": part.statement,
        "claims": list(part.claims),
        "body": {"text": part.body.of(text), **_span(part.body)} if part.body else None,
    }


def _note(note: SourcingNote, text: str) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "text": note.text,
        "start": note.start,
        "end": note.end,
        "words": text[note.start : note.end],
        "statements": list(note.statements),
        "instead": note.instead,
    }


def _remark(remark: Remark, text: str) -> dict[str, Any]:
    return {
        "text": remark.text,
        "start": remark.start,
        "end": remark.end,
        "words": text[remark.start : remark.end],
    }
