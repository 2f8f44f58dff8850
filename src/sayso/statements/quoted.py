"""Quotations whose report is elsewhere: those that run on after it, and those after a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import Draft, noun_phrase, trim_content
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.quotations import Quoted
from sayso.statements.verbs import cue_group, looks_alive, subject_of


def carry_on(paragraphs: Sequence[Paragraph], drafts: list[Draft]) -> None:
    """Lay every quotation that has no report of its own to the one that is in force.

    A quotation that stands alone as one or more sentences goes on from the report before it in the
    same paragraph; over paragraphs it goes on where the mark was left open. One after a colon
    belongs to whoever the words before the colon are about: these drafts are added to ``drafts``.
    """
    taken = [span for draft in drafts for span in draft.contents]
    for number, paragraph in enumerate(paragraphs):
        for quote in paragraph.quotes:
            if any(quote.outer.overlaps(one) for one in taken):
                continue
            speaker: Draft | None = None
            if _stands_alone(paragraph, quote):
                speaker = _speaker(paragraphs, drafts, number, quote)
                if speaker is not None:
                    speaker.carried.append(quote.outer)
            if speaker is None:
                speaker = _introduced(paragraphs, number, quote)
                if speaker is not None:
                    drafts.append(speaker)
            if speaker is not None:
                taken.append(quote.outer)


def carry_over(paragraphs: Sequence[Paragraph], drafts: Sequence[Draft]) -> None:
    """Lay to the source before it a sentence that goes on with what was said: "They also …".

    Only where the pronoun stands for what the reported clause is about, and not for the source: in
    "Observers argue that the revelations weaken it. They also …", where both could be meant, the
    sentence has no cue of its own and repeats the clause's number.
    """
    for draft in drafts:
        paragraph = draft.paragraph
        if draft.source is None or draft.cue is None or not draft.contents:
            continue
        index = paragraph.sentence_at(draft.contents[-1].end - 1)
        if index + 1 >= len(paragraph.sentences):
            continue
        sentence, following = paragraph.sentences[index], paragraph.sentences[index + 1]
        match = _ALSO.match(paragraph.text, following.start)
        if match is None or trim_content(paragraph.text, sentence).end > draft.contents[-1].end:
            continue
        if any(following.start <= other.anchor < following.end for other in drafts):
            continue
        plural = match.group(1).lower() in {"they", "these", "those"}
        about = [
            token
            for token in paragraph.tokens_of(index)
            if token.dep_ in {"nsubj", "nsubjpass"}
            and draft.contents[0].start <= paragraph.start_of(token) < draft.contents[-1].end
        ]
        if about and about[0].pos_ == "NOUN" and (about[0].tag_ == "NNS") == plural:
            draft.carried.append(trim_content(paragraph.text, following))


_ALSO = re.compile(r"(They|It|These|This|Those) also\b")


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
        return _in_force(drafts, paragraph.sentences[index - 1])
    if number == 0:
        return None
    previous = paragraphs[number - 1]
    if not previous.quotes or not previous.sentences:
        return None
    last = previous.quotes[-1]
    if last.closed or last.outer.end < previous.sentences[-1].end:
        return None
    return _in_force(drafts, last.outer)


def _in_force(drafts: Sequence[Draft], before: Span) -> Draft | None:
    """The draft that speaks in ``before``: the last with a quotation there, else the last there."""
    near = [
        draft
        for draft in drafts
        if draft.source is not None and any(span.overlaps(before) for span in _all(draft))
    ]
    quoting = [
        draft
        for draft in near
        if any(mark in span.of(draft.paragraph.text) for span in _all(draft) for mark in '“"«')
    ]
    pool = quoting or near
    return max(pool, key=lambda draft: draft.anchor) if pool else None


def _all(draft: Draft) -> list[Span]:
    return [*draft.contents, *draft.carried]


def _introduced(paragraphs: Sequence[Paragraph], number: int, quote: Quoted) -> Draft | None:
    """The report of a quotation after a colon, which may end the paragraph before."""
    paragraph = paragraphs[number]
    text = paragraph.text
    index = paragraph.sentence_at(quote.outer.start)
    sentence = paragraph.sentences[index]
    lead = text[sentence.start : quote.outer.start].rstrip()
    if not lead and index > 0:
        sentence = paragraph.sentences[index - 1]
        lead = sentence.of(text)
    elif not lead and number > 0 and paragraphs[number - 1].sentences:
        paragraph = paragraphs[number - 1]
        sentence = paragraph.sentences[-1]
        lead = sentence.of(text)
    if lead[-1:] != ":":
        return None
    colon = text.rfind(":", sentence.start, quote.outer.start)
    tokens = [
        token
        for token in paragraph.tokens_of(paragraph.sentence_at(sentence.start))
        if paragraph.start_of(token) < colon and paragraph.quote_at(paragraph.start_of(token)) is None
    ]
    verbs = [token for token in tokens if token.tag_[:2] == "VB" and token.pos_ == "VERB"]
    said = [v for v in verbs if v.lemma_.lower() in cues.SAYING and subject_of(v) is not None]
    verb = said[-1] if said else next((v for v in verbs if v.dep_ == "ROOT"), None)
    if verb is None:
        return _labelled(paragraph, tokens, colon, quote)
    subject = subject_of(verb)
    if subject is None or not looks_alive(subject):
        return None
    cue = paragraph.span(cue_group(verb)) if said else Span(colon, colon + 1)
    source = paragraph.span(noun_phrase(paragraph, subject))
    return Draft(paragraph, paragraph.start_of(verb), cue, [quote.outer], source, subject)


def _labelled(paragraph: Paragraph, tokens: Sequence[Token], colon: int, quote: Quoted) -> Draft | None:
    """“Name: “…”” with no verb before the colon."""
    heads = [token for token in tokens if token.pos_ == "PROPN"]
    if not heads or len(tokens) > 8:
        return None
    source = paragraph.span(noun_phrase(paragraph, heads[-1]))
    return Draft(paragraph, colon, Span(colon, colon + 1), [quote.outer], source, heads[-1])
