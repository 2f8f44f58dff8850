"""A headline of two coordinate parts: "Sarvelle Begged for Rescue, Secret Files Demolish Tale"."""

from __future__ import annotations

import re

from sayso.language import parser
from sayso.records import Span
from sayso.statements.drafts import trim
from sayso.statements.parsing import for_parser

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
    return any(
        token.dep_ in {"nsubj", "nsubjpass"}
        and token.i < token.head.i
        and token.head.tag_ in _FINITE | {"VBN", "VB"}
        and token.head.dep_ in {"ROOT", "conj", "ccomp"}
        for token in parser()(words[:1].upper() + words[1:] + ".")
    )
