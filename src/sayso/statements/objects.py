"""What is said where it is no clause: an object, an infinitive, a preposition's phrase."""

from __future__ import annotations

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import noun_phrase, runs, tokens_between, trim_content
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import lemma_of

_SHOWN = frozenset(
    "show reveal suggest indicate record list count detail describe disclose document put state "
    "give "
    "set mention note confirm name identify".split()
)


def object_contents(
    paragraph: Paragraph, verb: Token, lemma: str, group: list[Token], cue: Span
) -> tuple[list[Span], Span]:
    """What ``verb`` lays to its subject as an object and the like, and the words of the cue.

    The frames are tried from the fullest to the barest: an object with *as*, with a complement,
    with a preposition or an infinitive; an infinitive or a gerund; an object; what a preposition
    brings.
    """
    children = [child for child in verb.children if child.i > verb.i]
    objects = [child for child in children if child.dep_ == "dobj"]
    infinitives = [
        child
        for child in children
        if child.dep_ in {"xcomp", "ccomp"} and any(aux.tag_ == "TO" for aux in child.children)
    ]
    if objects:
        said = _with_object(paragraph, verb, lemma, objects, infinitives, cue)
        if said is not None:
            return said
    asked_for = [
        child
        for child in children
        if child.dep_ in {"advcl", "ccomp", "xcomp"}
        and {"for", "to"} <= {token.lower_ for token in child.children if token.dep_ in {"mark", "aux"}}
    ]
    if asked_for and "for" in cues.PREPOSITION.get(lemma, ()):
        wanted = [one for one in asked_for[0].subtree if one.lower_ != "for" or one.head != asked_for[0]]
        return runs(paragraph, wanted), cue  # "asked for the lot to be taken away"
    if infinitives and (
        lemma in cues.INFINITIVE or (lemma in cues.OBJECT_INFINITIVE and infinitives[0].dep_ == "ccomp")
    ):
        return _words(paragraph, infinitives[:1]), cue
    gerunds = [
        child
        for child in children
        if child.dep_ in {"xcomp", "ccomp"}
        and (child.tag_ == "VBG" or any(aux.lower_ == "having" for aux in child.children))
    ]
    if gerunds and lemma in cues.GERUND:
        return _words(paragraph, gerunds[:1]), cue
    if objects and lemma in cues.OBJECT:
        if objects[0].lower_.endswith(("self", "selves")):
            return [], cue
        said_object = runs(paragraph, noun_phrase(paragraph, objects[0]))
        return [
            *(_to_end_of_list(paragraph, verb, span) for span in said_object[:1]),
            *said_object[1:],
        ], cue
    return _after_preposition(paragraph, lemma, children, infinitives, group, cue)


def _with_object(
    paragraph: Paragraph,
    verb: Token,
    lemma: str,
    objects: list[Token],
    infinitives: list[Token],
    cue: Span,
) -> tuple[list[Span], Span] | None:
    """An object and what is said of it; None where the verb has no such frame here."""
    if lemma == "cast" and objects[0].lower_ in {"doubt", "doubts"}:
        on = _prepositions(verb, objects[0], ("on", "upon"))
        if not on:
            return [], cue
        return _words(paragraph, list(on[0].children)), _up_to(paragraph, cue, on[0])
    as_ = _prepositions(verb, objects[0], ("as",)) if lemma in cues.OBJECT_AS else []
    if as_:
        inner = [token for part in as_ for token in part.subtree if token.i != part.i]
        if objects[0].lower_.endswith(("self", "selves")):
            return (
                _to_comma(paragraph, verb, runs(paragraph, inner)[:1]),
                _up_to(paragraph, cue, as_[0]),
            )
        return runs(paragraph, [*_without(objects[0].subtree, as_), *as_, *inner]), cue
    if lemma in cues.OBJECT_COMPLEMENT:
        said_of = [child for child in verb.children if child.dep_ in {"oprd", "xcomp", "ccomp"}]
        said_of = [child for child in said_of if child.i > verb.i]
        quoted = _quoted_complement(paragraph, verb, objects[0])
        if quoted is not None:
            return [quoted], cue
        if said_of or len(objects) > 1:
            return _words(paragraph, [*objects, *said_of]), cue
    if lemma in cues.OBJECT_PREPOSITION:
        brings = _prepositions(verb, objects[0], (cues.OBJECT_PREPOSITION[lemma],))
        if brings:
            return _words(paragraph, [objects[0], brings[0]]), cue
    if lemma in cues.OBJECT_INFINITIVE and infinitives:
        return _words(paragraph, [*objects, *infinitives]), cue
    return None


def _quoted_complement(paragraph: Paragraph, verb: Token, noun: Token) -> Span | None:
    """The object and the quoted words that follow it: "called the claim “a lie”"."""
    end = paragraph.span(noun_phrase(paragraph, noun)).end
    start = paragraph.start_of(noun.left_edge)
    for quote in paragraph.quotes:
        gap = paragraph.text[end : quote.outer.start] if quote.outer.start >= end else None
        if gap is not None and not gap.strip():
            return Span(start, quote.outer.end)
    return None


def _after_preposition(
    paragraph: Paragraph,
    lemma: str,
    children: list[Token],
    infinitives: list[Token],
    group: list[Token],
    cue: Span,
) -> tuple[list[Span], Span]:
    if lemma == "call" and infinitives:  # "called on the board to resign"
        on = [child for child in children if child.dep_ == "prep" and child.lower_ == "on"]
        if on:
            said = [*on[0].children, *infinitives[:1]]
            return _words(paragraph, said), _up_to(paragraph, cue, on[0])
    for name in cues.PREPOSITION.get(lemma, ()):
        for prep in children:
            if prep.dep_ in {"prep", "prt"} and prep.lower_ == name and list(prep.children):
                touching = prep.i == group[-1].i + 1
                return (
                    _words(paragraph, list(prep.children)),
                    _up_to(paragraph, cue, prep) if touching else cue,
                )
    return [], cue


def _words(paragraph: Paragraph, parts: list[Token]) -> list[Span]:
    return runs(paragraph, [token for part in parts for token in part.subtree])


def _up_to(paragraph: Paragraph, cue: Span, token: Token) -> Span:
    return Span(cue.start, paragraph.span([token]).end)


def _prepositions(verb: Token, noun: Token, names: tuple[str, ...]) -> list[Token]:
    """The prepositions of ``names`` that hang on the verb or on its object."""
    return [
        child
        for child in [*verb.children, *noun.children]
        if child.dep_ in {"prep", "mark", "dative"} and child.lower_ in names and child.i > verb.i
    ]


def _without(tokens: list[Token], parts: list[Token]) -> list[Token]:
    left = {token.i for part in parts for token in part.subtree}
    return [token for token in tokens if token.i not in left]


def shown_by_paper(
    paragraph: Paragraph, verb: Token, subject: Token | None, group: list[Token]
) -> list[Span]:
    """What a paper shows where that is no clause: "Over six days the log counts sixty calls …"."""
    if lemma_of(verb) not in _SHOWN or not any(
        child.dep_ == "dobj" and child.i > verb.i for child in verb.children
    ):
        return []
    own = {token.i for token in group} | {token.i for token in (subject.subtree if subject else ())}
    for child in verb.children:
        if child.dep_ in {"advcl", "conj", "cc", "parataxis", "relcl", "mark"}:
            own.update(token.i for token in child.subtree)
    return runs(paragraph, [token for token in verb.subtree if token.i not in own])


def _to_end_of_list(paragraph: Paragraph, verb: Token, span: Span) -> Span:
    """An object with what a colon adds to it: "they describe something else: a government …"."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    colon = paragraph.text.find(":", span.end, sentence.end)
    if colon < 0 or any(
        token.tag_ in {"VBD", "VBZ", "VBP"} for token in tokens_between(paragraph, span.end, colon)
    ):
        return span
    return trim_content(paragraph.text, Span(span.start, sentence.end))


def _to_comma(paragraph: Paragraph, verb: Token, spans: list[Span]) -> list[Span]:
    """The spans, the last run on to the next mark, which the parser may have cut short of."""
    sentence = paragraph.sentences[paragraph.sentence_at(paragraph.start_of(verb))]
    if spans:
        end = spans[-1].end
        while end < sentence.end and paragraph.text[end] not in ",;:.—–?!":
            end += 1
        spans = [*spans[:-1], trim_content(paragraph.text, Span(spans[-1].start, end))]
    return spans
