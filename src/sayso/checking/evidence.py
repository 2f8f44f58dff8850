"""Evidence made from spans of documents, with the words around it."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.records import Document, Evidence, Passage, Span, Stance
from sayso.statements.sentences import split_sentences

_AROUND = 200
_LONGEST = 400


def evidence(
    document: Document,
    start: int,
    end: int,
    stance: Stance,
    score: float,
    marks: Iterable[Span] = (),
    passage: Passage | None = None,
) -> Evidence:
    """An Evidence for ``document.text[start:end]``; ``marks`` outside it are left out."""
    text = document.text
    inside = tuple(m for m in marks if start <= m.start and m.end <= end)
    return Evidence(
        document.id, start, end, text[start:end], stance, round(min(max(score, 0.0), 1.0), 4),
        document.page_at(start), passage.line if passage else line_of(document, start),
        passage.speaker if passage else None, inside, text[max(0, start - _AROUND) : start],
        text[end : end + _AROUND],
    )  # fmt: skip


def sentence_at(document: Document, span: Span) -> Span:
    """The sentence of ``document`` that holds ``span``; ``span`` itself where none or a long one does."""
    segment = document.segment_at(span.start)
    if segment is not None:
        for sentence in split_sentences(document.text, segment.start, segment.end):
            if sentence.start <= span.start and span.end <= sentence.end:
                return sentence if sentence.end - sentence.start <= _LONGEST else span
    return span


def line_of(document: Document, offset: int) -> int | None:
    """The line of the source file, where the document's segments know it."""
    segment = document.segment_at(offset)
    if segment is None or segment.line is None:
        return None
    return segment.line + document.text.count("\n", segment.start, offset)
