"""An attribution in the making, and the helpers that turn parsed words into spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.records import Span
from sayso.statements.parsing import Paragraph, Token

_EDGE = " \t\n\u00a0,;:—–-"


@dataclass
class Draft:
    """What was found: where, by which words, laid to whom, and what.

    ``asserted`` is false for a wish, plan or liking, which nobody says is so.
    """

    paragraph: Paragraph
    anchor: int
    cue: Span | None
    contents: list[Span]
    source: Span | None = None
    head: Token | None = None
    negated: bool = False
    asserted: bool = True
    carried: list[Span] = field(default_factory=list)


def trim(text: str, span: Span, edge: str = _EDGE) -> Span:
    """``span`` without white space, commas, semicolons, colons and dashes at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in edge:
        start += 1
    while end > start and (text[end - 1] in edge):
        end -= 1
    return Span(start, end)


def trim_content(text: str, span: Span) -> Span:
    """As ``trim``, and without the full stop that ends the sentence rather than a quotation."""
    start, end = span.start, span.end
    while True:
        span = trim(text, Span(start, end))
        start, end = span.start, span.end
        if end > start and text[end - 1] in ".!?…" and text[end - 2 : end - 1] not in "”\"’'»":
            words = text[start:end]
            if any(mark in words for mark in '“"«') or words[-1] in "?!…" or _is_abbreviation(words):
                return span
            end -= 1
            continue
        if end > start and text[end - 1] == "." and text[end - 2] in "”\"’'»":
            end -= 1
            continue
        return span


def _is_abbreviation(words: str) -> bool:
    last = words.split()[-1]
    return last.count(".") > 1 or last.rstrip(".") in {"Jr", "Sr", "Inc", "Co", "Corp", "Ltd"}


def runs(paragraph: Paragraph, tokens: Iterable[Token], without: Iterable[Token] = ()) -> list[Span]:
    """The unbroken stretches of ``tokens`` less those of ``without``, in order."""
    left = {token.i for token in without}
    kept = sorted((token for token in tokens if token.i not in left), key=lambda token: token.i)
    found: list[Span] = []
    group: list[Token] = []
    for token in kept:
        if group and token.i != group[-1].i + 1:
            found.append(paragraph.span(group))
            group = []
        group.append(token)
    if group:
        found.append(paragraph.span(group))
    tidy = (trim_content(paragraph.text, span) for span in found)
    return [span for span in tidy if any(char.isalnum() for char in span.of(paragraph.text))]


def noun_phrase(paragraph: Paragraph, head: Token) -> list[Token]:
    """The phrase of ``head`` with its apposition, without a clause that only adds something.

    "the ambassador, Oriane Tesquier" whole; of "a senior official, who asked not to be named", the
    first three words. It never runs over a mark of quotation.
    """
    dropped: set[int] = set()
    for token in head.subtree:
        if token.i in dropped or token.i == head.i:
            continue
        comma_before = token.left_edge.i > 0 and head.doc[token.left_edge.i - 1].text in {
            ",",
            "-",
            "--",
            "(",
        }
        apart = token.dep_ in {"relcl", "advcl", "acl", "parataxis", "ccomp"} and comma_before
        if (
            apart
            or token.dep_ in {"parataxis", "ccomp", "dep"}
            or (token.head.i == head.i and token.dep_ in {"prep"} and comma_before and token.i > head.i)
        ):
            dropped.update(child.i for child in token.subtree)
    kept = [token for token in head.subtree if token.i not in dropped]
    quote = paragraph.quote_at(paragraph.start_of(head))
    kept = [token for token in kept if paragraph.quote_at(paragraph.start_of(token)) is quote] or [head]
    index = next(i for i, token in enumerate(kept) if token.i == head.i)
    first = last = index
    while first > 0 and kept[first - 1].i == kept[first].i - 1:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1].i == kept[last].i + 1:
        last += 1
    phrase = kept[first : last + 1]
    while len(phrase) > 1 and phrase[-1].is_punct and phrase[-1].text not in ")" and phrase[-1].i != head.i:
        phrase.pop()
    while len(phrase) > 1 and (
        phrase[0].is_punct
        or phrase[0].is_space
        or (
            phrase[0].dep_ in {"cc", "preconj"}
            and phrase[0].i < head.i
            and phrase[0].head.i == head.i
            and phrase[0].lower_ not in {"both", "either", "neither"}
        )
    ):
        phrase.pop(0)
    return phrase


def rest_of_clause(paragraph: Paragraph, token: Token, without: list[Token]) -> list[Span]:
    """The clause an adverbial report stands in, less the report."""
    text = paragraph.text
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(token))]
    report = paragraph.span(without)
    first = min(without, key=lambda one: one.i)
    lead = text[sentence.start : report.start]
    quote = paragraph.quote_at(report.start)
    limit = sentence if quote is None else quote.inner
    if not any(char.isalnum() for char in lead):
        end = sentence.end
        start = report.end
        following = [one for one in paragraph.quotes if start <= one.outer.start < sentence.end]
        if following and not any(c.isalnum() for c in text[start : following[0].outer.start]):
            end = max(end, following[0].outer.end) if following[0].outer.end > sentence.end else end
        return _tidy(text, [Span(start, end)])
    if report.end >= trim_content(text, sentence).end and quote is None:
        for one in paragraph.quotes:  # a quotation of several sentences before the report
            if one.outer.start < sentence.start < one.outer.end:
                return [one.outer]
        return _tidy(text, [Span(sentence.start, report.start)])
    head = token.head
    while head.pos_ not in {"VERB", "AUX"} and head.dep_ != "ROOT" and head.head.i != head.i:
        head = head.head
    tokens = list(head.subtree)
    kept = {one.i for one in tokens} - {one.i for one in without}
    kept -= {
        one.i
        for child in head.children
        if child.dep_ == "conj"
        and child.i > first.i
        and any(grand.dep_ in {"nsubj", "nsubjpass"} for grand in child.children)
        for one in child.subtree
    }
    region = [one for one in tokens if one.i in kept and limit.start <= paragraph.start_of(one) < limit.end]
    if len(region) < 3:
        return _tidy(text, [Span(limit.start, report.start)])
    return [span for span in runs(paragraph, region) if span.of(text).lower() not in _CONJUNCTIONS]


_CONJUNCTIONS = frozenset({"and", "but", "or", "so", "yet", "nor"})


def _tidy(text: str, spans: list[Span]) -> list[Span]:
    tidy = [trim_content(text, span) for span in spans]
    return [span for span in tidy if len(span.of(text).split()) > 1]


def tokens_between(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    """The tokens that lie whole between two article offsets."""
    found = paragraph.doc.char_span(
        start - paragraph.offset, end - paragraph.offset, alignment_mode="contract"
    )
    return list(found) if found is not None else []
