"""From an article to its statements, in order, with every sentence covered.

A sentence gives one statement for each attribution in it, and one in the article's own voice for
each clause of its own that no attribution covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.records import (
    Article,
    Quotation,
    Source,
    SourceKind,
    Span,
    Statement,
    Zone,
)
from sayso.statements.attribution import Attribution, Attributor, RuleAttributor, quotation_kind
from sayso.statements.drafts import trim, trim_content
from sayso.statements.headlines import headline_parts
from sayso.statements.hedges import find_hedges, is_denial
from sayso.statements.parsing import Paragraph, Token, parse_blocks
from sayso.statements.quotations import find_quotations

_CREDIT = re.compile(
    r"\s*(?:this (?:image|photo|picture|photograph) (?:is|was) taken|(?:image|photo|picture|"
    r"photograph|file photo|"
    r"credit|source|getty|©|copyright)\b\s*(?:credit)?s?\s*[:/|©-]|©)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40}(?:\([A-Za-z]+\))?\s*(?::|—|–|--?)\s+")
#: What may stand between the place of a dateline and the first sentence: ", 29 June –".
_DATELINE_DAY = re.compile(
    r"(?:,?\s*(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s\d{4})?(?=\s*[:—–(-]))?"
    r"[ :—–\u00a0-]*"
)
#: How a clause begins that says how much, why or whether a thing is so.
_ASKED = re.compile(r"(?:how|why|whether)\s\w", re.IGNORECASE)
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_SMALL_CLAUSE = re.compile(
    r"\b(?:call|label|brand|declar|deem|dub|describ|dismiss|portray|depict|character|cast|paint|present|"
    r"accus|blam|view|regard|fram|attribut|ascrib|credit|(?:down|up)\sto\b)\w*(?:\s\w+sel(?:f|ves)\sas)?\Z",
    re.IGNORECASE,
)


def statements_of(article: Article, attributor: Attributor | None = None) -> tuple[Statement, ...]:
    """The statements of ``article``'s headline, body and captions, with ids "s1", "s2", ….

    Each statement's ``contents`` are the said words without the marks round them and without
    "that"; an attribution that runs over several sentences gives one statement a sentence, with the
    cue only in the sentence where it stands. A statement in the article's own voice has no source.
    """
    text = article.text
    story = story_of(article)
    spans = [span for span, _ in story]
    found: list[Statement] = []
    attributions = (attributor or RuleAttributor()).attribute(text, spans)
    for paragraph, (_, zone) in zip(parse_blocks(text, spans), story, strict=True):
        mine = [one for one in attributions if _touches(one, paragraph)]
        for sentence in paragraph.sentences:
            found += _of_sentence(article, paragraph, sentence, zone, mine)
    return tuple(replace(one, id=f"s{number}") for number, one in enumerate(found, 1))


def story_of(article: Article) -> list[tuple[Span, Zone]]:
    """The stretches of the article that make statements: its blocks without datelines and credits."""
    found = []
    for block in article.blocks:
        span = trim(
            article.text, _after_dateline(article, Span(block.start, block.end)), " \t\n\u00a0"
        )
        if span.end > span.start and not _is_credit(article, span, block.zone):
            found.append((span, block.zone))
    return found


def _after_dateline(article: Article, block: Span) -> Span:
    dateline = article.field("dateline")
    start = block.start
    if dateline is not None and dateline.start is not None and dateline.end is not None:
        if (
            block.start <= dateline.start < block.end
            and not article.text[block.start : dateline.start].strip()
        ):
            start = dateline.end
            rest = _DATELINE_DAY.match(article.text, start, block.end)
            start = rest.end() if rest else start
        return Span(start, block.end)
    match = _DATELINE.match(article.text, block.start, block.end)
    return Span(match.end(), block.end) if match and block.end - match.end() > 60 else block


def _is_credit(article: Article, span: Span, zone: Zone) -> bool:
    credit = article.field("image_credit")
    if (
        credit is not None
        and credit.start is not None
        and credit.end is not None
        and credit.start <= span.start
        and span.end <= credit.end + 1
    ):
        return True
    return zone is Zone.CAPTION and _CREDIT.match(article.text, span.start) is not None


def _touches(attribution: Attribution, paragraph: Paragraph) -> bool:
    return any(span.start < paragraph.end and paragraph.offset < span.end for span in attribution.contents)


def _of_sentence(
    article: Article,
    paragraph: Paragraph,
    sentence: Span,
    zone: Zone,
    attributions: Sequence[Attribution],
) -> list[Statement]:
    text = article.text
    reported = [
        one
        for one in attributions
        if any(span.overlaps(sentence) for span in one.contents) and _is_proposition(paragraph, one)
    ]
    if zone is Zone.HEADLINE:
        parts = _headline(text, sentence, reported)
        if len(parts) > 1:
            return [one for part in parts for one in _of_part(text, paragraph, part, zone, reported)]
    return _of_part(text, paragraph, sentence, zone, reported)


def _headline(text: str, sentence: Span, reported: Sequence[Attribution]) -> list[Span]:
    """The coordinate parts of a headline, or the whole where a report runs over the joint."""
    parts = headline_parts(text, sentence)
    for one in reported:
        spans = [*one.contents, *(span for span in (one.source, one.cue) if span is not None)]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        if not any(part.start <= start and end <= part.end for part in parts):
            return [sentence]
    return parts


def _of_part(
    text: str,
    paragraph: Paragraph,
    sentence: Span,
    zone: Zone,
    attributions: Sequence[Attribution],
) -> list[Statement]:
    """The statements of a sentence, or of a headline's part: one at least."""
    reported = [one for one in attributions if any(span.overlaps(sentence) for span in one.contents)]
    found = [_reported(text, zone, sentence, one) for one in reported]
    if reported or zone is not Zone.HEADLINE:
        own = _own_clauses(paragraph, sentence, reported)
        found += [_own(text, zone, clause) for clause in own]
    if not found:
        found.append(_own(text, zone, trim_content(text, sentence)))
    if len(found) == 1:
        whole = trim_content(text, sentence)
        only = found[0]
        if whole.start <= only.start and only.end <= whole.end:
            found = [replace(only, start=whole.start, end=whole.end, text=whole.of(text))]
    return sorted(found, key=lambda one: (one.contents[0].start, one.start, -one.end))


def _is_proposition(paragraph: Paragraph, one: Attribution) -> bool:
    """Whether what is said could be so or not: it has a verb, or the source denies it."""
    text = paragraph.text
    words = "" if one.cue is None else one.cue.of(text)
    if not one.asserted:
        return False
    if one.negated or is_denial(words) or _SMALL_CLAUSE.search(words):
        return True
    if one.quotation is Quotation.DIRECT:
        return True
    for span in one.contents:
        said = span.of(text)
        if any(mark in said for mark in '“"«') and len(said.split()) > 2:
            return True
        if _ASKED.match(said):
            return True
        tokens = _tokens(paragraph, span)
        inside = {token.i for token in tokens}
        for token in tokens:
            root = token.head.i == token.i or token.head.i not in inside
            if root and (token.tag_ in _FINITE or token.tag_[:2] == "VB"):
                return True
    if one.kind is SourceKind.DOCUMENTS and not words.lower().startswith("according"):
        return True
    return not any(_tokens(paragraph, span) for span in one.contents)


def _tokens(paragraph: Paragraph, span: Span) -> list[Token]:
    start, end = max(span.start, paragraph.offset), min(span.end, paragraph.end)
    if end <= start:
        return []
    found = paragraph.doc.char_span(start - paragraph.offset, end - paragraph.offset, alignment_mode="expand")
    return list(found) if found is not None else []


def _reported(text: str, zone: Zone, sentence: Span, one: Attribution) -> Statement:
    pieces = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for span in one.contents
        if span.overlaps(sentence)
    ]
    contents = tuple(said_words(text, piece) for piece in pieces)
    cue = one.cue if one.cue is not None and one.cue.overlaps(sentence) else None
    inside = [*pieces]
    if cue is not None:
        inside.append(cue)
    if one.source is not None and one.source.overlaps(sentence):
        inside.append(one.source)
    start, end = min(span.start for span in inside), max(span.end for span in inside)
    source = None
    if one.source is not None:
        source = Source(one.source.of(text), one.source.start, one.source.end, one.kind, one.resolved)
    quotation = quotation_kind(text, pieces)
    if quotation is Quotation.INDIRECT and one.quotation is Quotation.DIRECT:
        quotation = Quotation.DIRECT
    return Statement(
        id="",
        start=start,
        end=end,
        text=text[start:end],
        zone=zone,
        quotation=quotation,
        contents=contents,
        source=source,
        cue=cue,
        hedges=tuple(find_hedges(text, start, end)),
        quotes=tuple(find_quotations(text, start, end)),
        negated=one.negated,
    )


def said_words(text: str, span: Span) -> Span:
    """``span`` without marks of quotation round it all, without "that", without edge commas."""
    start, end = span.start, span.end
    while True:
        before = (start, end)
        inner = trim(text, Span(start, end))
        start, end = inner.start, inner.end
        lead = text[start : start + 5].lower()
        if lead[:4] == "that" and lead[4:].isspace() and end - start > 6:
            start += 5
        words = text[start:end]
        if words[:1] in set("“\"«‘'") and not any(mark in words[1:-1] for mark in '”"»'):
            start += 1
        elif words[-1:] in set('”"»') and not any(mark in words[:-1] for mark in '“"«'):
            end -= 1
        if (start, end) == before:
            return Span(start, max(start, end))


def _own(text: str, zone: Zone, span: Span) -> Statement:
    quotes = tuple(find_quotations(text, span.start, span.end))
    return Statement(
        id="",
        start=span.start,
        end=span.end,
        text=span.of(text),
        zone=zone,
        quotation=Quotation.NONE,
        contents=(span,),
        hedges=tuple(find_hedges(text, span.start, span.end)),
        quotes=quotes,
    )


def _own_clauses(paragraph: Paragraph, sentence: Span, reported: Sequence[Attribution]) -> Iterator[Span]:
    """The independent clauses of a sentence that nobody is named for."""
    text = paragraph.text
    tokens = _tokens(paragraph, sentence)
    if not tokens:
        return
    found = []
    heads = _independent(tokens)
    for head in heads:
        if any(_covers(one, paragraph.start_of(head)) or _frames(paragraph, head, one) for one in reported):
            continue
        span = paragraph.span(_clause(head, heads))
        if not span.overlaps(sentence):
            continue
        cut = Span(max(span.start, sentence.start), min(span.end, sentence.end))
        found.append(trim_content(text, _without_conjunction(text, cut)))
    found += _added_by_the_writer(paragraph, tokens, reported)
    if not found and len(reported) == 1:
        found += _left_over(paragraph, sentence, reported[0])
    yield from (span for span in found if len(span.of(text).split()) > 1)


def _added_by_the_writer(
    paragraph: Paragraph, tokens: Sequence[Token], reported: Sequence[Attribution]
) -> list[Span]:
    """Clauses with "which" that hang on what is laid to somebody and are themselves laid to nobody."""
    found = []
    for token in tokens:
        if token.dep_ != "relcl" or any(_covers(one, paragraph.start_of(token)) for one in reported):
            continue
        which = any(child.lower_ == "which" and child.dep_ == "nsubj" for child in token.children)
        if which and any(_covers(one, paragraph.start_of(token.head)) for one in reported):
            words = [one for one in token.subtree if one.i >= token.left_edge.i]
            found.append(trim_content(paragraph.text, paragraph.span(words)))
    return found


def _left_over(paragraph: Paragraph, sentence: Span, one: Attribution) -> list[Span]:
    """A clause coordinated with a report that the parser took for a part of its subject."""
    text = paragraph.text
    if one.source is None or one.source.start < sentence.start:
        return []
    first = min(one.source.start, *(span.start for span in one.contents))
    before = Span(sentence.start, max(first, sentence.start))
    if not re.search(r"(?:[,;]\s(?:and|but|yet|so)|;)\s*\Z", before.of(text)):
        return []
    verbs = [
        token
        for token in _tokens(paragraph, before)
        if token.tag_ in _FINITE | {"VBN"} and token.dep_ != "relcl"
    ]
    return [trim_content(text, _without_conjunction(text, before))] if verbs else []


def _covers(one: Attribution, place: int) -> bool:
    if one.cue is not None and one.cue.start <= place < one.cue.end:
        return True
    return any(span.start <= place < span.end for span in one.contents)


def _frames(paragraph: Paragraph, head: Token, one: Attribution) -> bool:
    """Whether the clause of ``head`` only brings the report: "He was at pains to say that …"."""
    if one.cue is None or one.source is None:
        return False
    asked = next((child for child in head.children if child.dep_ == "csubj"), None)
    if asked is not None and any(c.start == paragraph.start_of(asked.left_edge) for c in one.contents):
        return True  # "Who held the camera is a question that she leaves open"
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    if subject is None or not one.source.start <= paragraph.start_of(subject) < one.source.end:
        return False
    tokens = _tokens(paragraph, one.cue) if one.cue.start >= paragraph.offset else []
    for token in tokens:
        while token.dep_ in _BRINGS and token.i != head.i:
            token = token.head
        if token.i == head.i and head.tag_ in _FINITE:
            return True
    return False


_BRINGS = {"prt", "acl", "xcomp", "acomp", "pobj", "prep", "ccomp", "aux", "auxpass", "dobj"}


def _independent(tokens: Sequence[Token]) -> list[Token]:
    """The verbs that head a clause of their own: the root and those coordinated with it."""
    heads = [token for token in tokens if token.dep_ == "ROOT"]
    for head in list(heads):
        stack = [head]
        while stack:
            verb = stack.pop()
            for child in verb.children:
                own_subject = any(grand.dep_ in {"nsubj", "nsubjpass", "expl"} for grand in child.children)
                if child.dep_ == "conj" and own_subject and child.pos_ in {"VERB", "AUX"}:
                    heads.append(child)
                    stack.append(child)
                elif child.dep_ in {"ccomp", "parataxis"}:
                    stack.append(child)
                    if own_subject and child.i < verb.i and child.tag_ in _FINITE | {"VBN", "VB"}:
                        heads.append(child)  # "The clerk left, and the auditors say …"
    return sorted(heads, key=lambda token: token.i)


def _clause(head: Token, heads: Sequence[Token]) -> list[Token]:
    """The unbroken stretch of words round ``head`` that belongs to no other of ``heads``."""
    taken = {
        token.i for other in heads if other.i != head.i and head.is_ancestor(other) for token in other.subtree
    }
    mine = {token.i for token in head.subtree} - taken | {head.i}
    first = last = head.i
    while first - 1 in mine:
        first -= 1
    while last + 1 in mine:
        last += 1
    return list(head.doc[first : last + 1])


def _without_conjunction(text: str, span: Span) -> Span:
    words = span.of(text)
    match = re.match(r"(?:and|but|yet|or|so)\s", words)
    if match:
        span = Span(span.start + match.end(), span.end)
    tail = re.search(r"[,;]?\s(?:and|but|yet|or|so)\s*\Z", span.of(text))
    return Span(span.start, span.start + tail.start()) if tail else span
