"""Reports by turns of phrase: "puts it down to", "is to be believed", "makes no bones about it".

Each is a shape of the parse: what somebody explains a thing by, wants others to do, would do if it
were theirs to decide, owns up to, or has to be believed in for a thing to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sayso.records import Span
from sayso.statements import kinds
from sayso.statements.beside import after_colon
from sayso.statements.drafts import Draft, noun_phrase, rest_of_clause, runs
from sayso.statements.parsing import Paragraph, Token
from sayso.statements.verbs import inside_quotation, is_negated, is_paper, lemma_of, looks_alive, subject_of

#: Verbs of explaining, with the particle and the preposition before what a thing is explained by.
_EXPLAINS = {
    "put": ("down", "to"), "chalk": ("up", "to"), "attribute": ("", "to"), "ascribe": ("", "to"),
    "blame": ("", "on"), "pin": ("", "on"), "credit": ("", "to"),
}  # fmt: skip
#: What those who decide do, by which a sentence with "would" tells of what they propose.
_MEASURES = frozenset(
    "abolish allow ban bar cancel cap close compel create cut drop end exempt extend fine force forbid "
    "freeze halve hand impose introduce keep legalise legalize let license limit lower make merge move "
    "nationalise nationalize open outlaw phase postpone privatise privatize prohibit pull raise reduce "
    "remove rename repeal replace require restore restrict scrap set shift shut split strike suspend tax "
    "tighten transfer trim void widen withdraw".split()
)
#: Words that make of "would" what came later, or what was usual.
_NARRATES = frozenset(
    "later soon then eventually often always sometimes never usually afterwards subsequently once every "
    "each still again".split()
)
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET"})
_FIRST_AND_SECOND = frozenset({"i", "we", "you"})
_NO_ONE = frozenset(
    "nobody none nothing no-one noone one anyone anybody everyone everybody it this that".split()
)


def turns_of_phrase(paragraph: Paragraph) -> Iterator[Draft]:
    """Every report in ``paragraph`` by a turn of phrase, in order of its verb."""
    for token in paragraph.doc:
        if token.tag_[:2] != "VB" or inside_quotation(paragraph, token):
            continue
        for shape in _SHAPES.get(lemma_of(token), ()):
            found = shape(paragraph, token)
            if found is not None and found.contents:
                yield found
                break
        else:
            found = _explained(paragraph, token) or _proposed(paragraph, token)
            if found is not None and found.contents:
                yield found


def _somebody(subject: Token | None) -> bool:
    """Whether ``subject`` may be somebody: no thing, nobody, and neither writer nor reader."""
    if subject is None or subject.dep_ == "expl" or subject.lower_ in _FIRST_AND_SECOND | _NO_ONE:
        return False
    if any(child.lower_ in {"no", "neither"} and child.dep_ == "det" for child in subject.children):
        return False
    return looks_alive(subject) or (subject.tag_ == "NNS" and not is_paper(subject))


def _draft(
    paragraph: Paragraph, verb: Token, cue: list[Token], contents: list[Span], subject: Token
) -> Draft:
    source = paragraph.span(noun_phrase(paragraph, subject))
    return Draft(paragraph, paragraph.start_of(verb), paragraph.span(cue), contents, source, subject)


def _explained(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "puts the delay down to fog"; "a rise the bakers put down to flour"."""
    if lemma_of(verb) not in _EXPLAINS or is_negated(verb):
        return None
    particle, name = _EXPLAINS[lemma_of(verb)]
    down = next((c for c in verb.children if c.lower_ == particle and c.i > verb.i), None)
    if particle and down is None:
        return None
    hosts = [verb, *([down] if down is not None else [])]
    hosts += [child for child in verb.children if child.dep_ == "dobj"]
    by = next(
        (c for h in hosts for c in h.children if c.lower_ == name and c.dep_ in {"prep", "dative"}),
        None,
    )
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if by is None or subject is None or not _somebody(subject) or by.i < verb.i:
        return None
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    cause = [token for child in by.children for token in child.subtree]
    if thing is not None and thing.i > verb.i:
        inner = {token.i for token in by.subtree}
        told = [token for token in thing.subtree if token.i not in inner]
        cue = [verb] if down is None else [down, by]
        return _draft(paragraph, verb, cue, runs(paragraph, [*told, *cause]), subject)
    if verb.dep_ not in {"relcl", "ccomp", "acl"} or verb.head.i > subject.i:
        return None
    told = [token for token in verb.head.subtree if verb.head.left_edge.i <= token.i < subject.left_edge.i]
    told = [token for token in told if token.i >= verb.head.i - 3 and token.dep_ in {"det", "amod"}]
    cue = [verb, by, *([down] if down is not None else [])]
    return _draft(paragraph, verb, cue, runs(paragraph, [*told, verb.head, *cause]), subject)


def _wanted(paragraph: Paragraph, verb: Token) -> Draft | None:
    """What somebody would have others do, or be so: "wants the toll scrapped"."""
    if verb.tag_ not in {"VBZ", "VBP", "VBD"} or verb.dep_ in {"relcl", "advcl"} or is_negated(verb):
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    subject = subject_of(verb)
    if clause is None or subject is None or not _somebody(subject):
        return None
    words = [token for token in clause.subtree if token.i > verb.i]
    of_others = any(c.dep_ in {"nsubj", "nsubjpass"} and c.i > verb.i for c in clause.children)
    to_do = next((token for token in words if token.tag_ == "TO"), None)
    if not of_others and (to_do is None or not any(t.pos_ in _NOMINAL for t in words if t.i < to_do.i)):
        return None
    return _draft(paragraph, verb, [verb], runs(paragraph, words), subject)


def _proposed(paragraph: Paragraph, verb: Token) -> Draft | None:
    """A measure that somebody who decides proposes: "The judge would strike both questions"."""
    if verb.tag_ != "VB" or verb.dep_ != "ROOT" or lemma_of(verb) not in _MEASURES:
        return None
    would = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "would"), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if would is None or subject is None or subject.i > would.i or not _decides(paragraph, subject):
        return None
    if len([c for c in verb.children if c.dep_ == "aux"]) > 1 or is_negated(verb):
        return None
    clause = [token for token in verb.subtree if not token.is_punct]
    if any(token.lower_ in _NARRATES for token in clause) or not any(c.dep_ == "dobj" for c in verb.children):
        return None
    clauses = [c.left_edge.lower_ for c in verb.children if c.dep_ == "advcl"]
    if any(word in {"if", "when", "until", "unless"} for word in clauses):
        return None
    source = paragraph.span(noun_phrase(paragraph, subject))
    said = runs(paragraph, [t for t in verb.subtree if t.i >= subject.left_edge.i and not _added(t, verb)])
    return Draft(paragraph, paragraph.start_of(verb), None, said[:1], source, subject)


def _added(token: Token, verb: Token) -> bool:
    """Whether ``token`` stands in a clause that only adds something after a comma: ", which …"."""
    for one in [token, *token.ancestors]:
        if one.i == verb.i:
            return False
        if one.dep_ in {"relcl", "advcl", "parataxis"} and one.left_edge.i > verb.i:
            return bool(one.doc[one.left_edge.i - 1].text == ",")
    return False


def _decides(paragraph: Paragraph, subject: Token) -> bool:
    """Whether ``subject`` names a person, or someone by an office that decides."""
    if subject.pos_ == "PROPN":
        words = paragraph.span(noun_phrase(paragraph, subject)).of(paragraph.text)
        return not kinds.names_a_body(words) and subject.ent_type_ in {"PERSON", "", "ORG", "NORP", "GPE"}
    definite = any(child.dep_ in {"det", "poss"} for child in subject.children)
    return definite and subject.lemma_.lower() in kinds.OFFICIALS and subject.tag_ == "NN"


def _no_secret(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "makes no bones about it: …", "makes no secret that …"."""
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ in {"bones", "secret"}), None)
    subject = subject_of(verb)
    if thing is None or subject is None or not any(c.lower_ == "no" for c in thing.children):
        return None
    if not _somebody(subject):
        return None
    cue = [verb, thing]
    clauses = [
        c for host in (thing, verb) for c in host.children
        if c.dep_ in {"acl", "ccomp"} and c.i > thing.i and any(m.lower_ == "that" for m in c.children)
    ]  # fmt: skip
    if clauses:
        return _draft(paragraph, verb, cue, runs(paragraph, clauses[0].subtree), subject)
    rest = after_colon(paragraph, verb)
    return None if rest is None else _draft(paragraph, verb, cue, [rest], subject)


def _lets_know(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "let it be known that …"."""
    known = next((c for c in verb.children if c.dep_ == "ccomp" and c.lower_ in {"known", "slip"}), None)
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if known is None or subject is None or not _somebody(subject) or is_negated(verb):
        return None
    clause = next((c for c in known.children if c.dep_ == "ccomp"), None)
    if clause is None:
        return None
    return _draft(paragraph, verb, [verb, known], runs(paragraph, clause.subtree), subject)


def _owns_up(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "owns up to having lost the key"."""
    up = next((c for c in verb.children if c.lower_ == "up" and c.i == verb.i + 1), None)
    to = next((c for host in (up, verb) if host is not None for c in host.children if c.lower_ == "to"), None)
    subject = subject_of(verb)
    if up is None or to is None or subject is None or not _somebody(subject):
        return None
    said = [token for child in to.children for token in child.subtree]
    return _draft(paragraph, verb, [verb, up, to], runs(paragraph, said), subject) if said else None


def _left_open(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "leaves open whether …"; "Who held it is a question that the judge leaves open"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    open_ = next((c for c in verb.children if c.lower_ == "open" and c.i > verb.i), None)
    if open_ is None or subject is None or not _somebody(subject) or is_negated(verb):
        return None
    cue = [verb, open_] if open_.i == verb.i + 1 else [verb]
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > open_.i), None)
    if clause is None and verb.dep_ == "relcl" and verb.head.lemma_.lower() in _QUESTIONS:
        asked = [c for c in verb.head.head.children if c.dep_ in {"csubj", "ccomp"} and c.i < verb.head.i]
        clause = asked[0] if asked and verb.head.dep_ in {"attr", "nsubj"} else None
    return None if clause is None else _draft(paragraph, verb, cue, runs(paragraph, clause.subtree), subject)


_QUESTIONS = frozenset("question matter point issue thing".split())


def _to_hear(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "To hear the landlord tell it, …"."""
    tell = next((c for c in verb.children if c.dep_ == "ccomp" and lemma_of(c) == "tell"), None)
    if tell is None or verb.tag_ != "VB" or not any(c.lower_ == "it" for c in tell.children):
        return None
    subject = next((c for c in tell.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return None
    contents = rest_of_clause(paragraph, verb, list(verb.subtree))
    return _draft(paragraph, verb, [tell], contents, subject)


def _as_they_have_it(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "As Verrier has it, …"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    it = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ == "it"), None)
    as_ = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "as"), None)
    if subject is None or it is None or as_ is None or len(list(verb.subtree)) > 9:
        return None
    if not (_somebody(subject) or is_paper(subject)):
        return None
    return _draft(paragraph, verb, [verb, it], rest_of_clause(paragraph, verb, list(verb.subtree)), subject)


def _if_believed(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Reports such as "If Norrel is to be believed, …", "If the ledger is right, …"."""
    if verb.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "if" for c in verb.children):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    told = next((c for c in verb.children if c.i > verb.i and c.dep_ in {"xcomp", "acomp", "ccomp"}), None)
    if subject is None or told is None or not (_somebody(subject) or is_paper(subject)):
        return None
    believed = told.lower_ in {"believed", "trusted"}
    right = told.lower_ in {"right", "correct", "accurate"} and is_paper(subject)
    modal = any(c.tag_ == "MD" for c in verb.head.children)
    if not (believed or (right and not modal)):
        return None
    cue = [verb, *told.subtree]
    return _draft(paragraph, verb, cue, rest_of_clause(paragraph, verb, list(verb.subtree)), subject)


_Shape = Callable[[Paragraph, Token], Draft | None]
_SHAPES: dict[str, tuple[_Shape, ...]] = {
    "want": (_wanted,), "make": (_no_secret,), "let": (_lets_know,), "own": (_owns_up,),
    "hear": (_to_hear,), "leave": (_left_open,), "have": (_as_they_have_it,), "be": (_if_believed,),
}  # fmt: skip
