"""What runs on after a report in the same breath, and what does not.

"The cellar was dry, he assured them, and no water had come in": the second clause is his too.
"The brakes were new, he swore, but the garage has no bill": it is not, as its tense shows.
"A list runs to 44 names, and half of them …": the second clause is the list's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.records import Span
from sayso.statements.drafts import Draft, trim_content
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import is_paper, lemma_of

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_COUNTS = frozenset("run list name count show record give".split())


def run_on(drafts: Sequence[Draft]) -> None:
    """Add to each of ``drafts`` what goes on with it in its sentence, and take off what does not."""
    for draft in drafts:
        if draft.cue is None or draft.source is None or not draft.asserted:
            continue
        paragraph = draft.paragraph
        if not paragraph.offset <= draft.cue.start < paragraph.end:
            continue
        tokens = paragraph.tokens_of(paragraph.sentence_at(draft.cue.start))
        verb = next((t for t in tokens if _in(paragraph, t, draft.cue) and t.tag_[:2] == "VB"), None)
        if verb is None:
            continue
        if _stands_behind(draft, paragraph, tokens):
            _add(draft, _joined(paragraph, tokens, verb, draft), drafts)
            _take_off(draft, paragraph, tokens, verb)
        elif is_paper(draft.head) and lemma_of(verb) in _COUNTS:
            _add(draft, _shares(paragraph, verb), drafts)


def _in(paragraph: Paragraph, token: Token, span: Span) -> bool:
    return span.start <= paragraph.start_of(token) < span.end


def _stands_behind(draft: Draft, paragraph: Paragraph, tokens: Sequence[Token]) -> bool:
    """Whether the report comes as an afterthought to an unquoted clause: "The floor was dry, he said"."""
    assert draft.cue is not None
    before = [span for span in draft.contents if span.end <= draft.cue.start]
    if not before or paragraph.quote_at(before[-1].end - 1) is not None:
        return False
    start = min(draft.cue.start, draft.source.start if draft.source is not None else draft.cue.start)
    if paragraph.text[:start].rstrip()[-1:] != ",":
        return False
    return any(_in(paragraph, t, before[-1]) and t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in tokens)


def _joined(paragraph: Paragraph, tokens: Sequence[Token], verb: Token, draft: Draft) -> list[Span]:
    """The clause behind ", and" or a semicolon after the report, with a subject of its own."""
    found = []
    for token in tokens:
        if (
            token.i <= verb.i
            or not _is_clause(token)
            or _is_finite(token, "present") != _is_finite(verb, "present")
        ):
            continue
        first = min(token.left_edge.i, *(c.i for c in token.children if c.dep_ in _SUBJECTS))
        if first <= verb.i:
            first = min(c.left_edge.i for c in token.children if c.dep_ in _SUBJECTS)
        if first <= verb.i + 1:
            continue
        lead = token.doc[first - 1]
        comma = token.doc[first - 2]
        if lead.lower_ == "and":
            if comma.text != ",":
                continue
        elif lead.text != ";":
            continue
        last = max(t.i for t in token.subtree if not t.is_punct)
        span = paragraph.span(token.doc[first : last + 1])
        if paragraph.quote_at(span.start) is None:
            found.append(trim_content(paragraph.text, span))
    return found[:1]


def _is_clause(token: Token) -> bool:
    own = any(child.dep_ in _SUBJECTS and child.i < token.i for child in token.children)
    return (
        own
        and token.dep_ in {"conj", "ROOT", "ccomp", "parataxis"}
        and (_is_finite(token, "present") or _is_finite(token, "past"))
    )


def _is_finite(verb: Token, tense: str) -> bool:
    tags = {"VBZ", "VBP"} if tense == "present" else {"VBD"}
    auxiliary = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return verb.tag_ in tags or any(child.tag_ in tags for child in auxiliary[:1])


def _take_off(draft: Draft, paragraph: Paragraph, tokens: Sequence[Token], verb: Token) -> None:
    """Leave to nobody a clause in the present behind ", but", where the rest is told in the past."""
    if not _is_finite(verb, "past"):
        return
    for token in tokens:
        if token.i <= verb.i or not _is_clause(token) or not _is_finite(token, "present"):
            continue
        but = next((t for t in tokens if t.lower_ == "but" and verb.i < t.i < token.i), None)
        if but is None or token.doc[but.i - 1].text != ",":
            continue
        cut = paragraph.start_of(but)
        draft.contents = [
            trim_content(paragraph.text, Span(span.start, min(span.end, cut)))
            for span in draft.contents
            if span.start < cut
        ]
        return


def _shares(paragraph: Paragraph, verb: Token) -> list[Span]:
    """The clause, and the sentence after, about a part of what a paper counts: "Nine are agents"."""
    found = []
    for token in verb.children:
        if token.dep_ == "conj" and token.i > verb.i and _is_share(token):
            found.append(trim_content(paragraph.text, paragraph.span(token.subtree)))
    number = paragraph.sentence_at(paragraph.start_of(verb)) + 1
    if number < len(paragraph.sentences):
        after = [token for token in paragraph.tokens_of(number) if token.dep_ == "ROOT"]
        subject = [c for c in after[0].children if c.dep_ in _SUBJECTS] if after else []
        if subject and subject[0].tag_ == "CD" and subject[0].i == after[0].left_edge.i:
            found.append(trim_content(paragraph.text, paragraph.sentences[number]))
    return found


def _is_share(verb: Token) -> bool:
    return any(
        inner.lower_ in {"them", "these", "those", "it", "that"}
        for subject in verb.children
        if subject.dep_ in _SUBJECTS
        for of in subject.children
        if of.lower_ == "of"
        for inner in of.children
    )


def _add(draft: Draft, spans: Sequence[Span], drafts: Sequence[Draft]) -> None:
    taken = [span for one in drafts if one.asserted for span in [*one.contents, *one.carried]]
    draft.carried += [span for span in spans if not any(span.overlaps(one) for one in taken)]
