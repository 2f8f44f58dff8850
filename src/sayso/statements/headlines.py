"""A headline of two coordinate parts: "Sarvelle Begged for Rescue, Secret Files Demolish Tale"."""

from __future__ import annotations

import re

from sayso.language import parser
from sayso.records import Article, Span
from sayso.statements.drafts import trim

_JOINT = re.compile(r"\s*[,;—–]\s+|\s+[—–-]\s+|\s*[;:]\s+|\s+(?:and|as|while|but)\s+", re.IGNORECASE)
_VERB = {"VBD", "VBZ", "VBP", "MD"}


def headline_parts(article: Article, sentence: Span) -> list[Span]:
    """The clauses of a headline that stand side by side; the whole where there is only one."""
    text = article.text
    for joint in re.finditer(r"\s*[,;]\s+|\s+[—–]\s+", sentence.of(text)):
        left = trim(text, Span(sentence.start, sentence.start + joint.start()))
        right = trim(text, Span(sentence.start + joint.end(), sentence.end))
        if _is_clause(article, left) and _is_clause(article, right):
            return [left, *headline_parts(article, right)]
    return [trim(text, sentence)]


def _is_clause(article: Article, span: Span) -> bool:
    if len(span.of(article.text).split()) < 3:
        return False
    words = sentence_case(article, span)
    doc = parser()(words + ".")
    for token in doc:
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.tag_ in _VERB | {"VBN", "VB"}:
            if token.head.dep_ in {"ROOT", "conj", "ccomp"} and token.i < token.head.i:
                return True
    return False


def sentence_case(article: Article, span: Span) -> str:
    """The words of a headline as the body would write them: capitals only where the body has them."""
    body = article.text[span.end :]
    seen = set(re.findall(r"(?<=[a-z,;’'] )[A-ZÀ-Þ][\w’'-]*", body))
    words = []
    for word in span.of(article.text).split(" "):
        bare = re.sub(r"[’']s$|\W+$", "", word)
        words.append(word if bare in seen or bare.isupper() and len(bare) > 1 else word.lower())
    joined = " ".join(words).replace("’", "'").replace("‘", "'")
    return joined[:1].upper() + joined[1:]
