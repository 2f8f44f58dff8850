"""Attribution: who is said to have said what, as spans.

``Attributor`` is the interface; ``RuleAttributor`` answers by rules over the parser's dependencies,
``TaggingAttributor`` by those rules and a trained tagger.
Spans follow the convention of PolNeAR (Newell et al., 2018): the source is the whole noun phrase
with its apposition; the cue the words that make it a report; the contents what is laid to the
source, with its marks of quotation and with "that".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.models.tagging import Tagger
from sayso.records import Quotation, SourceKind, Span
from sayso.statements.antecedents import Antecedents
from sayso.statements.asides import complete
from sayso.statements.drafts import Draft
from sayso.statements.nominal import nominal_reports
from sayso.statements.papers import paper_reports
from sayso.statements.parsing import Paragraph, parse_blocks
from sayso.statements.quotations import quotations
from sayso.statements.quoted import carry_on, carry_over
from sayso.statements.reports import reports
from sayso.statements.running_on import run_on
from sayso.statements.tagged import with_tagger
from sayso.statements.turns import turns_of_phrase


@dataclass(frozen=True, slots=True)
class Attribution:
    """One report: source, cue and contents as spans of the article.

    ``source`` and ``cue`` are None where the text has no words for them. ``negated`` is true where
    the source denies the contents. ``resolved`` is the fuller name of a pronoun or a short form.
    ``asserted`` is false for a wish, plan or liking: somebody's, but nothing that is said to be so.
    """

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    quotation: Quotation
    kind: SourceKind
    negated: bool = False
    resolved: str | None = None
    asserted: bool = True


class Attributor(Protocol):
    """Anything that finds the attributions of a text."""

    def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
        """The attributions in ``blocks`` (paragraphs) of ``text``, in order."""
        ...


class RuleAttributor:
    """Finds attributions by rules over spaCy's parse."""

    def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
        """The attributions in ``blocks`` (paragraphs) of ``text``, in order of their cues."""
        paragraphs = parse_blocks(text, blocks)
        return settled(text, paragraphs, rule_drafts(paragraphs))


class TaggingAttributor:
    """Finds attributions by the same rules and by a trained tagger, weighed against each other."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def attribute(self, text: str, blocks: Sequence[Span]) -> list[Attribution]:
        """The attributions in ``blocks`` (paragraphs) of ``text``, in order of their cues."""
        paragraphs = parse_blocks(text, blocks)
        drafts = with_tagger(text, paragraphs, rule_drafts(paragraphs), self._tagger)
        return settled(text, paragraphs, drafts)


def rule_drafts(paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """What the rules find in each paragraph."""
    return [draft for paragraph in paragraphs for draft in _drafts(paragraph)]


def settled(text: str, paragraphs: Sequence[Paragraph], drafts: list[Draft]) -> list[Attribution]:
    """``drafts`` with the quotations that run on after them, their sources' kinds and fuller names."""
    complete(paragraphs, drafts)
    run_on(drafts)
    carry_on(paragraphs, drafts)
    carry_over(paragraphs, drafts)
    antecedents = Antecedents(paragraphs)
    found = []
    for draft in sorted(drafts, key=lambda one: one.anchor):
        kind, resolved = antecedents.settle(draft)
        contents = tuple(sorted([*draft.contents, *draft.carried], key=lambda span: span.start))
        found.append(
            Attribution(
                draft.source,
                draft.cue,
                contents,
                quotation_kind(text, contents),
                kind,
                draft.negated,
                resolved,
                draft.asserted,
            )
        )
    return found


def _drafts(paragraph: Paragraph) -> list[Draft]:
    kept: list[Draft] = []
    seen: set[tuple[int, int]] = set()
    for draft in [*reports(paragraph), *nominal_reports(paragraph)]:
        key = (draft.cue.start, draft.cue.end) if draft.cue is not None else (draft.anchor, -1)
        if key not in seen:
            seen.add(key)
            kept.append(draft)
    for draft in [*paper_reports(paragraph), *turns_of_phrase(paragraph)]:
        same = [one for one in kept if _same_report(draft, one)]
        if all(one.source is None for one in same):
            kept = [one for one in kept if not any(one is other for other in same)] + [draft]
    return kept


def _same_report(draft: Draft, other: Draft) -> bool:
    """Whether both rest on the same words, or on the same verb."""
    if draft.cue is None or other.cue is None:
        return draft.anchor == other.anchor
    return draft.cue.overlaps(other.cue)


def quotation_kind(text: str, contents: Sequence[Span]) -> Quotation:
    """Whether ``contents`` stand in marks of quotation whole, in part, or not at all."""
    inside = outside = 0
    for span in contents:
        marked = [False] * (span.end - span.start)
        for quote in quotations(text, span.start, span.end):
            for place in range(quote.outer.start, quote.outer.end):
                marked[place - span.start] = True
        for char, quoted in zip(span.of(text), marked, strict=True):
            if char.isalnum():
                inside += quoted
                outside += not quoted
    if not inside:
        return Quotation.INDIRECT
    return Quotation.MIXED if outside else Quotation.DIRECT
