"""Hedges, the words that keep a statement from being a flat assertion, and cues of denial."""

from __future__ import annotations

import re

from sayso.records import Span

_HEDGES = (
    r"appear(?:s|ed|ing)?\sto",
    r"it\s(?:appears|appeared|seems|seemed)(?:\sthat)?",
    r"seem(?:s|ed|ing)?(?:\s(?:to|as\sif|like|that))?",
    r"look(?:s|ed)?\s(?:like|as\sif|set\sto)",
    r"suggest(?:s|ed|ing)?",
    r"hint(?:s|ed|ing)?",
    r"impl(?:y|ies|ied|ying)",
    r"indicat(?:e|es|ed|ing)",
    r"reportedly",
    r"allegedly",
    r"supposedly",
    r"purportedly",
    r"apparently",
    r"seemingly",
    r"presumably",
    r"ostensibly",
    r"evidently",
    r"arguably",
    r"possibly",
    r"probably",
    r"perhaps",
    r"maybe",
    r"conceivably",
    r"potentially",
    r"likely",
    r"unlikely",
    r"alleged",
    r"purported",
    r"supposed",
    r"so-called",
    r"suspected",
    r"rumou?red(?:\sto)?",
    r"tend(?:s|ed)?\sto",
    r"(?:may|might|could)(?:\swell)?(?:\snot)?(?:\shave)?",
    r"can\shardly",
    r"(?:is|are|was|were|be|been)\s(?:widely\s|generally\s|now\s)?(?:understood|thought|believed|said|"
    r"reported|alleged|expected|rumou?red|presumed|assumed|considered|deemed|claimed)\s(?:to|that)",
    r"it\s(?:is|was)\s(?:widely\s)?(?:understood|thought|believed|said|reported|alleged|claimed)\sthat",
    r"(?:some|many|several|others)(?:\s\w+)?\s(?:say|said|believe|think|argue|claim|suggest|fear)",
    r"in\s(?:part|effect|theory|principle)",
    r"to\s(?:some|a\scertain)\sextent",
    r"sort\sof",
    r"kind\sof",
    r"more\sor\sless",
    r"not\snecessarily",
    r"not\sclear",
    r"unclear",
    r"unconfirmed",
    r"unverified",
)
_HEDGE = re.compile(r"\b(?:" + "|".join(_HEDGES) + r")\b", re.IGNORECASE)
_MAY_MONTH = re.compile(r"\s*(?:\d|,)|\s(?:and|to|or)\s(?:January|February|March|April|June|July|Aug)")
_MAY_BEFORE = re.compile(
    r"(?:\d|\b(?:in|of|on|since|until|by|from|early|late|mid|last|next|this|during|before|after|every))"
    r"[\s-]$",
    re.IGNORECASE,
)
_NOT_HEDGE_BEFORE = {
    "kind of": re.compile(r"\b(?:a|the|this|that|any|some|what|one|every|another|other|no|of)\s$", re.I),
    "sort of": re.compile(r"\b(?:a|the|this|that|any|some|what|one|every|another|other|no|of)\s$", re.I),
    "in part": re.compile(r"(?!)"),
}

#: Lemmas of cues by which a source says that something is not so.
DENIALS = frozenset(
    "deny reject dispute refute dismiss rebut contradict repudiate disavow disclaim discount "
    "debunk gainsay disagree contest challenge rubbish negate disprove".split()
)
_DENIAL_PHRASES = re.compile(
    r"\b(?:deny|denies|denied|denying|denial|denials|reject|rejects|rejected|rejecting|rejection|"
    r"disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|dismiss(?:es|ed|ing)?|rebut(?:s|ted|ting)?|"
    r"rul(?:e|es|ed|ing)\sout|repudiat(?:e|es|ed|ing)|contradict(?:s|ed|ing)?|debunk(?:s|ed|ing)?|"
    r"disavow(?:s|ed|ing)?|cast(?:s|ing)?\s(?:\w+\s)?doubt|pour(?:s|ed)?\scold\swater|"
    r"push(?:es|ed)?\sback|shot\sdown|shoots?\sdown|disagree(?:s|d)?|rubbish(?:es|ed)?)\b",
    re.IGNORECASE,
)


def find_hedges(text: str, start: int, end: int) -> list[Span]:
    """The hedging words in ``text[start:end]``, in order."""
    found = []
    for match in _HEDGE.finditer(text, start, end):
        words = " ".join(match.group().lower().split())
        before, after = (
            text[max(start, match.start() - 12) : match.start()],
            text[match.end() : end],
        )
        if words == "may" and (_MAY_MONTH.match(after) or _MAY_BEFORE.search(before)):
            continue
        if match.group()[:1] == "M" and words == "may" and before:
            continue
        refuse = _NOT_HEDGE_BEFORE.get(words)
        if refuse and refuse.search(before):
            continue
        if words == "supposed" and after.lower().startswith(" to"):
            continue
        found.append(Span(match.start(), match.end()))
    return found


def is_denial(cue: str) -> bool:
    """Whether ``cue`` (a lemma, or the words of a cue) says that something is not so."""
    return cue.lower() in DENIALS or bool(_DENIAL_PHRASES.search(cue))
