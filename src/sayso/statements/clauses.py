"""The clauses of a long statement that can be checked each for itself.

"A firm that the embassy took on in May" and "they agreed, by five votes to two, to wait" say each a
thing of their own, and a paper that shows the one need not speak of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.records import Span
from sayso.statements.parsing import Paragraph, Token

#: Statements of fewer words are checked whole.
_LONG = 12
#: A clause of fewer words says too little to be looked for.
_LEAST = 5
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_RELATIVE = {"that", "which", "who", "whom", "whose"}
#: Clauses that these words open are conditions, comparisons or points in time, not assertions.
_NOT_ASSERTED = {"if", "unless", "whether", "than", "lest", "as", "until", "till"}
#: Subjects that make "before anyone came" say nothing of anyone's coming.
_NOBODY = {"anyone", "anybody", "anything", "any", "it", "there"}
_TIES = {"before", "once", "when", "while", "where", "whereas", "since", "after"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its span in the article and its words as a sentence of their own."""

    start: int
    end: int
    text: str


def clauses_of(paragraph: Paragraph, content: Span) -> list[Clause]:
    """The clauses inside ``content`` that assert something of their own, in order.

    Empty where the content is short or one clause.
    """
    if len(content.of(paragraph.text).split()) < _LONG:
        return []
    tokens = [
        t for t in paragraph.doc
        if content.start <= paragraph.start_of(t) < content.end
    ]  # fmt: skip
    inside = {t.i for t in tokens}
    found = {c.start: c for token in tokens for c in _clause(paragraph, token, inside, content)}
    return [found[start] for start in sorted(found)]


def _clause(
    paragraph: Paragraph, token: Token, inside: set[int], content: Span
) -> Iterator[Clause]:
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    if not any(t.tag_ in _FINITE for t in (token, *auxiliaries)):
        return
    if token.dep_ == "relcl" and token.head.i in inside:
        yield from _relative(paragraph, token, inside, content)
    elif token.dep_ in ("conj", "advcl", "ccomp", "ROOT") and _has_subject(token, inside):
        opener = next((c.lower_ for c in token.children if c.dep_ in ("mark", "advmod")), "")
        subject = next(c.lower_ for c in token.children if c.dep_ in _SUBJECTS)
        if opener not in _NOT_ASSERTED and not (opener == "before" and subject in _NOBODY):
            words = _without_inner(token, inside)
            words = [t for t in words if t.head.i != token.i or not _opens(t)]
            yield from _made(paragraph, words, content)


def _opens(token: Token) -> bool:
    """Whether the word only ties its clause to another ("that", "once", "when")."""
    return token.dep_ == "mark" or (token.dep_ == "advmod" and token.lower_ in _TIES)


def _relative(
    paragraph: Paragraph, token: Token, inside: set[int], content: Span
) -> Iterator[Clause]:
    """The noun phrase with its relative clause; "X, who did Y" reads "X did Y"."""
    head = token.head
    own = {t.i for t in token.subtree}
    phrase = [
        t for t in head.subtree
        if t.i in inside and t.i not in own and t.i < token.left_edge.i and t.dep_ != "punct"
    ]  # fmt: skip
    clause = _without_inner(token, inside)
    pronoun = next((t for t in clause if t.lower_ in _RELATIVE), None)
    if not phrase or pronoun is None or pronoun.dep_ not in _SUBJECTS | {"dobj"}:
        return  # "the account he gives", "in which he said so": too tangled to stand alone
    subject = pronoun.dep_ in _SUBJECTS
    words = [t for t in clause if not (subject and t.i == pronoun.i)]
    span = paragraph.span([*phrase, *clause])
    text = " ".join(_joined(part) for part in (phrase, words))
    yield from _kept(span, text, content)


def _has_subject(token: Token, inside: set[int]) -> bool:
    return any(c.dep_ in _SUBJECTS and c.i in inside for c in token.children)


def _without_inner(token: Token, inside: set[int]) -> list[Token]:
    """The subtree without the clauses coordinated with it and its edge punctuation."""
    left_out: set[int] = set()
    for child in token.children:
        if child.dep_ in ("conj", "cc", "parataxis") and child.i > token.i:
            left_out |= {t.i for t in child.subtree}
    words = [t for t in token.subtree if t.i in inside and t.i not in left_out]
    while words and (words[-1].is_punct or words[-1].is_space):
        words.pop()
    while words and (words[0].is_punct or words[0].is_space or words[0].dep_ == "cc"):
        words.pop(0)
    return words


def _made(paragraph: Paragraph, words: list[Token], content: Span) -> Iterator[Clause]:
    if words:
        yield from _kept(paragraph.span(words), _joined(words), content)


def _kept(span: Span, text: str, content: Span) -> Iterator[Clause]:
    whole = span.end - span.start >= 0.9 * (content.end - content.start)
    if len(text.split()) >= _LEAST and not whole:
        yield Clause(span.start, span.end, text[:1].upper() + text[1:])


def _joined(words: list[Token]) -> str:
    return "".join(t.text_with_ws for t in words).strip()
