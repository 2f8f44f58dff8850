"""A headline of two coordinate parts: "Sarvelle Begged for Rescue, Secret Files Demolish Tale"."""

from __future__ import annotations

import re

from sayso.language import parser
from sayso.records import Span
from sayso.statements.drafts import trim
from sayso.statements.parsing import Token, for_parser

_JOINT = re.compile(r"\s*[,;]\s+|\s+[—–]\s+")
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def headline_parts(text: str, sentence: Span) -> list[Span]:
    """The clauses of a headline that stand side by side; the whole where there is only one."""
    for joint in _JOINT.finditer(sentence.of(text)):
        left = trim(text, Span(sentence.start, sentence.start + joint.start()))
        right = trim(text, Span(sentence.start + joint.end(), sentence.end))
        if _is_clause(text, left) and _is_clause(text, right):
            return [left, *headline_parts(text, right)]
    return [trim(text, sentence)]


def _is_clause(text: str, span: Span) -> bool:
    words = for_parser(text, span)
    if len(words.split()) < 3:
        return False
    doc = parser()(words[:1].upper() + words[1:] + ".")
    return any(_is_its_verb(token, doc[token.i - 1]) for token in doc[1:-1])


def _is_its_verb(token: Token, before: Token) -> bool:
    """A verb with a subject, or, as headlines drop their articles, one behind a noun."""
    if token.tag_ not in _FINITE | {"VBN", "VB"} or token.dep_ in {"relcl", "acl", "amod"}:
        return False
    if any(child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i for child in token.children):
        return True
    return token.tag_ in _FINITE and before.tag_ in {"NN", "NNS", "NNP", "NNPS", "PRP"}
