"""An approach that a claim says the papers do not have, and a sentence of a paper that has it.

"Nothing in the files shows Orr writing to the bank" falls with "Orr wrote to the bank on Monday". Both
parties must stand in the one sentence, in their places, and the deed must be of the kind spoken of.
Whatever leaves it open (a "not", a "would", a question, a report by hearsay, a limit of time) keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.checking.evidence import evidence
from sayso.records import Document, Finding, Passage, SegmentKind, Span, Stance, Verdict
from sayso.statements.sentences import split_sentences

#: Such a sentence is as sure as a rule on words can be.
_SURE = 0.85
_NAME = r"[A-Z][\w-]+(?:\s+(?:(?:of|for|and)\s+(?:the\s+)?)?[A-Z][\w-]+)*"
_BY, _TO = rf"(?:[Tt]he\s+)?(?P<by>{_NAME})", rf"(?:the\s+)?(?P<to>{_NAME})"
_FROM_TO = rf"from\s+(?:the\s+)?(?P<by2>{_NAME})\s+to\s+(?:the\s+)?(?P<to2>{_NAME})"
_WRITING, _CALLING, _MEETING = "writing", "calling", "meeting"
_EVERY = frozenset({_WRITING, _CALLING, _MEETING})
#: How a claim words the deed, and how a paper does, by its kind.
_DENIED = {
    _EVERY: rf"{_BY}\s+(?:ever\s+)?(?:(?:making|made)\s+(?:an|any)\s+approach"
    rf"(?:\s+of\s+(?:its|his|her|their)\s+own)?\s+to|approach(?:ing|ed)|contact(?:ing|ed)|getting\s+in\s+touch\s+with)\s+{_TO}",
    frozenset({_WRITING}): rf"{_BY}\s+(?:ever\s+)?(?:writing|wrote)\s+to\s+{_TO}"
    rf"|(?:a|any)\s+(?:letter|mail|e-mail|note)\s+{_FROM_TO}",
    frozenset({_CALLING}): rf"{_BY}\s+(?:ever\s+)?(?:telephon(?:ing|ed)|ringing|rang|"
    rf"phon(?:ing|ed))\s+{_TO}"
    rf"|(?:a|any)\s+(?:telephone\s+)?call\s+{_FROM_TO}",
    frozenset({_MEETING}): rf"{_BY}\s+(?:ever\s+)?(?:meeting|met|visiting|visited)\s+(?:with\s+)?{_TO}",
}
_DONE = {
    _WRITING: r"(?:wrote|sent\s+(?:a|an|the|two|three)\s+[\w\s-]{2,30}?|"
    r"(?:left|handed|delivered)\s+(?:a|an|the|two)\s+[\w\s-]{2,30}?)\s+(?:to|at|with)",
    _CALLING: r"(?:telephoned|rang|phoned|(?:put|made)\s+(?:a|two|three)\s+(?:telephone\s+)?calls?\s+to)",
    _MEETING: r"(?:met(?:\s+with)?|visited|called\s+on|went\s+to\s+see)",
}
#: Words by which a claim names the ways it has in mind; without any it has all of the deed's in mind.
_WAYS = {
    _WRITING: re.compile(r"\b(?:in writing|by (?:letter|mail|e-mail|post|note)|on paper)\b", re.IGNORECASE),
    _CALLING: re.compile(r"\bby (?:tele)?phone\b", re.IGNORECASE),
    _MEETING: re.compile(r"\b(?:in person|face to face)\b", re.IGNORECASE),
}
#: A limit that a sentence would have to keep within, and cannot be seen to.
_LIMITED = re.compile(
    r"\b(?:before|after|until|during|since|while|about|over|again|official(?:ly)?|formal(?:ly)?|direct(?:ly)?|"
    r"public(?:ly)?|private(?:ly)?|secret(?:ly)?|asking|to ask|for)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:not|never|no|nobody|neither|nor|would|could|should|might|may|must|will|shall|if|whether|unless|"
    r"plan\w*|intend\w*|hop(?:ed|es|ing)|want\w*|meant|alleg\w+|reported(?:ly)?|apparently|claim\w*|rumou?r\w*|"
    r"den(?:y|ies|ied)|drafts?|unsent|suppos\w+|nearly|almost|as though|as if|before|instead|rather|told|"
    r"says?|said|asked|think\w*|thought|believe\w*|\w+n['’]t)\b|[?\"“”]",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_DAY = re.compile(rf"\b\d{{1,2}}\s+{_MONTH.pattern}|{_MONTH.pattern}\s+\d{{1,2}}\b|(?<=\bin )May\b")
_BETWEEN = r"(?:\s+(?:had|has|have|himself|herself|itself|then|also|twice|again|first)){0,2}\s+"
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "professor", "the"}
_PART_OF_IT = r"(?!['’-]|\s+[A-Z]|\s+(?:and|or)\b)"


@dataclass(frozen=True, slots=True)
class Approach:
    """Who is said never to have turned to whom, and by what kinds of deed."""

    by: str
    to: str
    kinds: frozenset[str]


def approach_in(missing: str) -> Approach | None:
    """The approach that ``missing`` words speak of; None where there is none, or one with a limit."""
    for kinds, pattern in _DENIED.items():
        found = re.search(pattern, missing)
        if found is None:
            continue
        names = found.groupdict()
        by, to = names["by"] or names.get("by2"), names["to"] or names.get("to2")
        rest = missing[: found.start()] + missing[found.end() :]
        if by is None or to is None or _LIMITED.search(rest) or _MONTH.search(missing):
            return None
        ways = frozenset(kind for kind, words in _WAYS.items() if words.search(rest))
        return Approach(by, to, kinds & ways if ways else kinds)
    return None


def shown(missing: str, passages: Iterable[tuple[Passage, Document]]) -> Finding | None:
    """A *contradicted* finding where a sentence of ``passages`` has the approach; else None."""
    approach = approach_in(missing)
    if approach is None:
        return None
    for passage, document in passages:
        if passage.kind is SegmentKind.ROW:
            continue
        for sentence in split_sentences(document.text, passage.start, passage.end):
            for deed in _deeds(approach, sentence.of(document.text)):
                mark = Span(sentence.start + deed.start, sentence.start + deed.end)
                return Finding(
                    Verdict.CONTRADICTED, _SURE,
                    "Opposite statement: the claim says that no paper shows it, and a paper has "
                    f"“{' '.join(mark.of(document.text).split())}”.",
                    "silence",
                    (evidence(document, sentence.start, sentence.end, Stance.CONTRADICTS, _SURE, (mark,)),),
                )  # fmt: skip
    return None


def _deeds(approach: Approach, sentence: str) -> Iterator[Span]:
    """Where ``sentence`` says, and leaves nothing open, that the one turned to the other."""
    # A month is no name, and May leaves nothing open.
    sentence = _DAY.sub(lambda day: "0" * len(day.group()), sentence)
    if _OPEN.search(sentence):
        return
    by, to = (r"\s+".join(map(re.escape, _told_by(name))) for name in (approach.by, approach.to))
    last = len(_told_by(approach.to))
    for kind in sorted(approach.kinds):
        pattern = rf"\b{by}{_BETWEEN}{_DONE[kind]}\s+(?:the\s+)?(?:[A-Z][\w-]+\s+)*{to}\b{_PART_OF_IT}"
        for match in re.finditer(pattern, sentence):
            before = sentence[: match.start()].split()
            if _is_named(before, approach.by) and _is_named(match.group().split()[:-last], approach.to):
                yield Span(*match.span())


def _told_by(name: str) -> list[str]:
    """The words by which a paper may call a name: its last, or all of "Brask and Sons"."""
    words = name.split()
    return words if any(word.islower() for word in words) else words[-1:]


def _is_named(before: list[str], name: str) -> bool:
    """Whether the words before a name's last are its own, a title, or no name's."""
    if not before or not before[-1][:1].isupper():
        return not before or before[-1].lower() not in {"and", "or", "of"}
    last = before[-1].strip(".,")
    return last in name.split() or last.lower() in _TITLES or before[-1].endswith((".", ","))
