"""What papers say under verbs that are no verbs of saying: "The rolls name four pupils …".

A paper is the subject, or a pronoun that stands for one named just before. What it presents is laid
to it; what merely befalls or belongs to it ("the file has a red ribbon", "the minutes run to nine
pages") is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.records import Span
from sayso.statements import cues
from sayso.statements.drafts import Draft, noun_phrase, runs
from sayso.statements.kinds import is_document
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import cue_group, inside_quotation, is_negated, is_paper, lemma_of

#: Verbs by which a paper presents its object.
_PRESENTS = frozenset(
    "show reveal name identify place date trace chart tabulate itemise itemize attribute ascribe list "
    "record count describe detail give put log tally cite".split()
)
#: Verbs that do so with a particle.
_PRESENTS_WITH = {
    "single": {"out"}, "pick": {"out", "up"}, "turn": {"up"}, "throw": {"up"}, "bring": {"out", "up"},
    "leave": {"open"}, "lay": {"bare"}, "mark": {"out"}, "rule": {"out"}, "bear": {"out"},
}  # fmt: skip
#: What a paper is made of or measured by, which it "has" or "runs to" without saying anything.
_PARTS = frozenset(
    "page line word sheet volume column paragraph chapter cover title name appendix margin hole tear "
    "stain seal stamp signature letter copy side leaf part gap error misprint mistake".split()
)
_HOUSES = frozenset({"ccomp", "dobj", "attr", "oprd"})
_THEY, _IT = frozenset({"they"}), frozenset({"it"})
_LEFT_OUT = frozenset({"advcl", "conj", "cc", "parataxis", "mark"})


def paper_reports(paragraph: Paragraph) -> Iterator[Draft]:
    """Every report in ``paragraph`` of a paper that presents something, in order of the verb."""
    for verb in paragraph.doc:
        if verb.tag_ not in {"VBZ", "VBD", "VBP"} or inside_quotation(paragraph, verb):
            continue
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None or subject.i > verb.i or is_negated(verb):
            continue
        paper = subject if is_paper(subject) else _named_before(paragraph, subject)
        if paper is None:
            continue
        group = _group(verb)
        contents = [] if group is None else _presented(paragraph, verb, subject, group, paper)
        if group is not None and contents:
            source = paragraph.span(noun_phrase(paragraph, subject))
            yield Draft(paragraph, paragraph.start_of(verb), paragraph.span(group), contents, source, paper)


def _group(verb: Token) -> list[Token] | None:
    """The words of the cue; None for a verb by which papers present nothing."""
    lemma = lemma_of(verb)
    if lemma in _PRESENTS_WITH:
        particle = next(
            (child for child in verb.children if child.i > verb.i and child.lower_ in _PRESENTS_WITH[lemma]),
            None,
        )
        return None if particle is None else [verb, *([particle] if particle.i == verb.i + 1 else [])]
    return cue_group(verb) if lemma in _PRESENTS | {"have", "run"} else None


def _presented(
    paragraph: Paragraph, verb: Token, subject: Token, group: list[Token], paper: Token
) -> list[Span]:
    lemma = lemma_of(verb)
    objects = [child for child in verb.children if child.dep_ in _HOUSES and child.i > verb.i]
    if lemma == "have" and not (_has_as_entry(verb, objects)):
        return []
    if lemma == "run":
        return _items(paragraph, verb)
    if not objects or (subject.i == paper.i and lemma in cues.SHOWING and lemma != "leave"):
        return []  # the verbs of showing have rules of their own where the paper itself stands there
    own = {token.i for token in group} | {token.i for token in subject.subtree}
    for child in verb.children:
        if child.dep_ in _LEFT_OUT:
            own.update(token.i for token in child.subtree)
    return runs(paragraph, [token for token in verb.subtree if token.i > verb.i and token.i not in own])


def _has_as_entry(verb: Token, objects: list[Token]) -> bool:
    """Whether it is "has the pilot aboard at four", and not "has a torn cover" or "has been read"."""
    if any(child.dep_ == "ccomp" for child in objects):
        return True
    thing = next((child for child in objects if child.dep_ == "dobj"), None)
    if thing is None or thing.lemma_.lower() in _PARTS or is_document(thing.lemma_):
        return False
    indefinite = any(child.lower_ in {"a", "an", "no", "any"} for child in thing.children)
    counted = any(child.dep_ == "nummod" for child in thing.children)
    behind = [
        token
        for child in (*verb.children, *thing.children)
        if child.i > thing.i and child.dep_ in {"prep", "advmod", "acl", "npadvmod", "oprd", "acomp"}
        for token in child.subtree
    ]
    refers_back = any(token.lower_ in {"it", "its", "itself", "them"} for token in behind)
    return bool(behind) and not refers_back and (counted or not indefinite)


def _items(paragraph: Paragraph, verb: Token) -> list[Span]:
    """The things a list "runs to", where they are things and not pages."""
    for prep in verb.children:
        if prep.lower_ != "to" or prep.i < verb.i:
            continue
        for thing in prep.children:
            numbered = any(child.dep_ == "nummod" for child in thing.children)
            counted = thing.lemma_.lower() not in _PARTS - {"name"} and thing.ent_type_ != "QUANTITY"
            if thing.dep_ == "pobj" and numbered and counted:
                return runs(paragraph, noun_phrase(paragraph, thing))
    return []


def _named_before(paragraph: Paragraph, pronoun: Token) -> Token | None:
    """The paper that "they" or "it" stands for: the subject of the sentence before, or its object.

    The object only for "they show", as of nothing else but papers, and where nobody else is told of
    in the plural.
    """
    word = pronoun.lower_
    number = paragraph.sentence_at(paragraph.start_of(pronoun))
    if word not in _THEY | _IT or number == 0:
        return None
    tokens = paragraph.tokens_of(number - 1)
    heads = [token for token in tokens if token.dep_ in {"nsubj", "nsubjpass"}]
    main = next((token for token in heads if token.head.dep_ == "ROOT"), None)
    main = main or next((token for token in heads if token.head.dep_ == "ccomp"), None)
    if main is not None and is_paper(main):
        several = main.tag_ in {"NNS", "NNPS"} or any(child.dep_ == "conj" for child in main.children)
        return main if several == (word in _THEY) else None
    if word in _IT or lemma_of(pronoun.head) not in {"show", "reveal"}:
        return None
    if any(token.tag_ in {"NNS", "NNPS"} and not is_paper(token) for token in heads):
        return None
    papers = [token for token in tokens if token.dep_ in {"dobj", "pobj"} and is_paper(token)]
    papers = [t for t in papers if t.tag_ == "NNS" or any(child.dep_ == "conj" for child in t.children)]
    return papers[-1] if papers else None
