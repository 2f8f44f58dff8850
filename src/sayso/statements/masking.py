"""Names hidden from the parser, so that who is spoken of changes nothing in how it is parsed.

A statistical parser reads "Officials in Orlund asked …" and "Officials in Tarven asked …" apart,
because it knows one spelling better than the other. What it says of a sentence must not hang on
whose name stands in it, so it is shown every name as the same few stand-ins, and what it finds is
copied back to the real words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
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
    words = [[token.text for token in doc] for doc in docs]
    known = _names(docs, words)
    hidden_words = [[_stand_in(word) if word in known else word for word in of] for of in words]
    masked = [_masked(nlp, doc, of) for doc, of in zip(docs, hidden_words, strict=True)]
    attributes = ["TAG", "POS", "LEMMA", "HEAD", "DEP"]
    with nlp.select_pipes(disable=["ner"]):
        parsed = list(nlp.pipe(masked, batch_size=16))
    for doc, hidden, real, shown in zip(docs, parsed, words, hidden_words, strict=True):
        if len(doc):
            doc.from_array(attributes, hidden.to_array(attributes))
        for place, (word, stand_in) in enumerate(zip(real, shown, strict=True)):
            if word != stand_in:
                doc[place].lemma_ = word
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


def _names(docs: Sequence[Any], words: Sequence[Sequence[str]]) -> frozenset[str]:
    """The words that stand with a capital in mid-sentence."""
    return frozenset(
        word
        for doc, of in zip(docs, words, strict=True)
        for place, (before, word) in enumerate(pairwise(of), start=1)
        if word[:1].isupper()
        and before not in {'"', "'", ":", "-", "("}
        and not doc[place].is_sent_start
        and _is_name(word)
    )


def _masked(nlp: Any, doc: Any, words: list[str]) -> Any:
    from spacy.tokens import Doc

    spaces = doc.to_array("SPACY").astype(bool).tolist()
    starts = (doc.to_array("SENT_START") == 1).tolist()
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def _stand_in(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return _SHORT
    if _PEOPLE.search(word):
        return _PLURAL
    return _ADJECTIVE if _OF_A_PEOPLE.search(word) else _LAST
