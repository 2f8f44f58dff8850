"""Names hidden from the parser, so that who is spoken of changes nothing in how it is parsed.

A statistical parser reads "Officials in Orlund asked …" and "Officials in Tarven asked …" apart,
because it knows one spelling better than the other. What it says of a sentence must not hang on
whose name stands in it, so it is shown every name as the same few stand-ins, and what it finds is
copied back to the real words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sayso.statements import cues, kinds
from sayso.statements.sentences import OPENERS

_SHORT, _LAST, _PLURAL, _ADJECTIVE = "NATO", "Paris", "Americans", "American"
_KEPT = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday i mr mrs ms miss dr prof sir dame sen rep gov "
    "gen col capt lt maj sgt adm rev hon st jr sr jan feb mar apr jun jul aug sep sept oct nov dec "
    "no nos am pm inc corp co ltd llc plc god internet tv former north south east west new".split()
)
_NOUNS = (
    kinds.OFFICIALS
    | kinds.EXPERTS
    | kinds.INSIDERS
    | kinds.ORGANISATIONS
    | kinds.PERSON_ROLES
    | kinds.DOCUMENTS
    | cues.BEHOLDERS
    | cues.NOUNS
)
_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*\Z")
_PEOPLE = re.compile(r"(?:ians|eans|ese|ans|ists|crats|icans)\Z")
_OF_A_PEOPLE = re.compile(r"(?:ian|ean|ese|ish|ican)\Z")


def parse_masked(nlp: Any, docs: Sequence[Any]) -> list[Any]:
    """``docs`` (tokens only, sentence starts set) parsed with their names hidden, then put back.

    Entity labels alone are read from the real words.
    """
    known = _names(docs)
    masked = [_masked(nlp, doc, known) for doc in docs]
    attributes = ["TAG", "POS", "LEMMA", "HEAD", "DEP"]
    with nlp.select_pipes(disable=["ner"]):
        parsed = list(nlp.pipe(masked, batch_size=16))
    for doc, hidden in zip(docs, parsed, strict=True):
        if len(doc):
            doc.from_array(attributes, hidden.to_array(attributes))
        for token, stand_in in zip(doc, hidden, strict=True):
            if token.text != stand_in.text:
                token.lemma_ = token.text
    return list(nlp.get_pipe("ner").pipe(docs, batch_size=16))


def _is_name(word: str) -> bool:
    if len(word) < 2 or not _NAME.match(word):
        return False
    lower = word.lower()
    return not (
        lower in _KEPT
        or lower in OPENERS
        or lower in _NOUNS
        or lower.removesuffix("s") in _NOUNS
        or kinds.names_a_body(word)
        or kinds.is_title(word)
    )


def _names(docs: Sequence[Any]) -> frozenset[str]:
    """The words that stand with a capital in mid-sentence."""
    return frozenset(
        token.text
        for doc in docs
        for token in doc
        if not token.is_sent_start
        and token.i
        and doc[token.i - 1].text not in {'"', "'", ":", "-", "("}
        and _is_name(token.text)
    )


def _masked(nlp: Any, doc: Any, known: frozenset[str]) -> Any:
    from spacy.tokens import Doc

    words = [_stand_in(token.text) if token.text in known else token.text for token in doc]
    hidden = Doc(nlp.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    for token, real in zip(hidden, doc, strict=True):
        token.is_sent_start = bool(real.is_sent_start)
    return hidden


def _stand_in(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return _SHORT
    if _PEOPLE.search(word):
        return _PLURAL
    return _ADJECTIVE if _OF_A_PEOPLE.search(word) else _LAST
