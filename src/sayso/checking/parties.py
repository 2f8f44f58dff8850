"""Whether a passage speaks of whom a claim speaks of: the doer of its deed.

"The board did not warn the crews" is not contradicted by "the police warned the crews". A model that
reads words rather than parties may think so, and it alone decides where no rule does.
"""

from __future__ import annotations

from functools import lru_cache

from sayso import language
from sayso.library.terms import stem, terms
from sayso.records import Document, Passage


@lru_cache(maxsize=1024)
def subjects(text: str) -> frozenset[str]:
    """Stems of the nouns and names that are subject of the main verb of ``text``; pronouns are none."""
    return frozenset(
        stem(token.text.lower())
        for token in language.parser()(text)
        if token.dep_ in ("nsubj", "nsubjpass")
        and token.head.dep_ == "ROOT"
        and token.pos_ in ("NOUN", "PROPN")
    )


def speaks_of(passage: Passage, document: Document, doers: frozenset[str]) -> bool:
    """Whether all ``doers`` are named in the passage, as its speaker or in its paper's title."""
    head = f"{document.title or ''} {document.author or ''} {passage.speaker or ''}"
    return doers <= {t.stem for t in terms(f"{head} {passage.reading}")}
