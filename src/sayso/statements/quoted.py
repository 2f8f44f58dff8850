"""Quotations that run on after their report: the next sentences in marks belong to the same speaker."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.records import Span
from sayso.statements.drafts import Draft
from sayso.statements.parsing import Paragraph
from sayso.statements.quotations import Quoted


def carry_on(paragraphs: Sequence[Paragraph], drafts: Sequence[Draft]) -> None:
    """Add to each draft with a quotation the quotations that go on from it without a cue.

    Within a paragraph a quotation goes on where it stands alone as one or more sentences; over
    paragraphs, where the mark was left open.
    """
    taken = [span for draft in drafts for span in draft.contents]
    for number, paragraph in enumerate(paragraphs):
        for quote in paragraph.quotes:
            if not _stands_alone(paragraph, quote) or any(quote.outer.overlaps(one) for one in taken):
                continue
            speaker = _speaker(paragraphs, drafts, number, quote)
            if speaker is not None:
                speaker.carried.append(quote.outer)
                taken.append(quote.outer)


def _stands_alone(paragraph: Paragraph, quote: Quoted) -> bool:
    """Whether nothing of its sentences stands outside the marks."""
    first = paragraph.sentences[paragraph.sentence_at(quote.outer.start)]
    last = paragraph.sentences[paragraph.sentence_at(quote.outer.end - 1)]
    text = paragraph.text
    outside = text[first.start : quote.outer.start] + text[quote.outer.end : last.end]
    return not any(char.isalnum() for char in outside)


def _speaker(
    paragraphs: Sequence[Paragraph], drafts: Sequence[Draft], number: int, quote: Quoted
) -> Draft | None:
    paragraph = paragraphs[number]
    index = paragraph.sentence_at(quote.outer.start)
    if index > 0:
        before = paragraph.sentences[index - 1]
        return _in_force(drafts, before)
    if number == 0:
        return None
    previous = paragraphs[number - 1]
    if not previous.quotes or not previous.sentences:
        return None
    if previous.quotes[-1].closed or previous.quotes[-1].outer.end < previous.sentences[-1].end:
        return None
    return _in_force(drafts, previous.quotes[-1].outer)


def _in_force(drafts: Sequence[Draft], before: Span) -> Draft | None:
    """The draft whose quotation or report stands in ``before``: the innermost that has a cue there."""
    near = [
        draft
        for draft in drafts
        if draft.source is not None
        and any(span.overlaps(before) for span in [*draft.contents, *draft.carried])
        and draft.paragraph.quote_at(draft.anchor) is None
    ]
    quoting = [
        draft
        for draft in near
        if any(mark in span.of(draft.paragraph.text) for span in [*draft.contents, *draft.carried] for mark in "“\"«")
    ]
    pool = quoting or near
    return pool[-1] if pool else None
