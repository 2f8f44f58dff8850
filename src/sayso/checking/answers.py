"""Denials in questions and answers: "Nothing. Not a lunch, not a pen." denies what was asked.

In a hearing what is denied stands half in the question. An answer that opens with a plain "no" denies
a matter where it names it, or where question and answer together do. And who is said to have told a
hearing that nobody was hurt, but told it "People were hurt", is reported wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sayso.checking.evidence import evidence
from sayso.checking.polarity import find_negations
from sayso.checking.words import Words
from sayso.library.terms import terms
from sayso.records import Document, Evidence, Finding, Segment, Span, Stance, Verdict
from sayso.statements.sentences import split_sentences

CHECK = "saying"
_NO = re.compile(
    r"\W*(?:no\b(?!\s+(?:doubt|problem|question|comment)\b)|nothing\b|never\b|none\b|nobody\b|no one\b|not "
    r"(?:a|an|one|once|ever|at all|so|true)\b|certainly not\b|absolutely not\b|of course not\b|neither\b|"
    r"i (?:did|have|had|was|am) (?:not|never)\b|i (?:didn|haven|hadn|wasn)['’]t\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?:[\w.]+\s+)?[^\n:]{1,40}:\s+")
_UNIVERSAL = re.compile(
    r"\W*(?:that\s+)?(?P<none>nobody|no one|none of (?:his|her|its|their|the) \w+|no (?P<who>[a-z]+))\s+"
    r"(?:had|has|have|was|were|is|are|got|would|will|could)\b(?:\s(?:been|be|ever|yet|since|in fact))*\s"
    r"(?P<deed>[a-z]+)",
    re.IGNORECASE,
)
_SOMEBODY = (
    r"(?:some|several|many|two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens|\d+)"
    r"(?:\s(?:of (?:them|us|our|the|my|these|those)|other|more))?"
)
_PEOPLE = r"people|persons|men|women|children|patients|workers|villagers|residents|passengers|staff"
_LEFT_OPEN = re.compile(
    r"\b(?:if|unless|might|may|could|would|should|whether|alleged\w*|claim\w*|reported\w*|suppos\w+|said|"
    r"says|say|told|hear|heard|think|thought|believe\w*|rumou?r\w*|ago|then|before|earlier|once)\b|\?"
    r"|\b(?:last|that|this|next)\s(?:year|month|week|night|summer|winter|spring|autumn)|\d{4}",
    re.IGNORECASE,
)
#: Words that bind a claim to a time, of which the source's flat words may not be.
_TIMED = re.compile(
    r"\b(?:since|until|before|after|during|year|month|week|day|night|today|yesterday|yet|now)\b|\d",
    re.IGNORECASE,
)
#: A number shared in the answer alone, or in question and answer, from which the matter is the same.
_IN_ANSWER, _IN_BOTH = 1, 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in a transcript, with the turn of another before it."""

    document: Document
    segment: Segment
    before: Segment | None

    @property
    def words(self) -> Span:
        """The turn without its label."""
        text = self.document.text
        label = _LABEL.match(text, self.segment.start, self.segment.end)
        return Span(label.end() if label else self.segment.start, self.segment.end)


def turns_of(documents: Iterable[Document], is_called: Callable[[str], bool]) -> Iterator[Turn]:
    """The turns of the one who ``is_called`` so, in order."""
    for document in documents:
        before: Segment | None = None
        for segment in document.segments:
            if segment.speaker and is_called(segment.speaker):
                yield Turn(document, segment, before)
            elif segment.speaker:
                before = segment


def denial(content: str, name: str, turns: Iterable[Turn]) -> Finding | None:
    """Where the source, asked, denies ``content``; None where no answer of theirs does."""
    wanted = {t.stem for t in terms(content) if not t.number and not t.name}
    best: tuple[int, Turn] | None = None
    for turn in turns:
        text = turn.document.text
        if turn.before is None or not _NO.match(text, turn.words.start, turn.words.end):
            continue
        asked = text[turn.before.start : turn.before.end]
        if "?" not in asked:
            continue
        own = wanted & {t.stem for t in terms(_opening(turn).of(text))}
        both = own | (wanted & {t.stem for t in terms(asked)})
        if len(own) < _IN_ANSWER and len(both) < _IN_BOTH:
            continue
        if best is None or len(both) > best[0]:
            best = (len(both), turn)
    if best is None:
        return None
    span = _opening(best[1])
    words = " ".join(span.of(best[1].document.text).split())
    reason = f"Asked about it, {name} denied it: “{words}”"
    return Finding(Verdict.SUPPORTED, 0.75, reason, CHECK, (_shown(best[1], span, Stance.SUPPORTS),))


def _opening(turn: Turn) -> Span:
    """The first two sentences of the turn."""
    words = turn.words
    sentences = split_sentences(turn.document.text, words.start, words.end)
    return Span(sentences[0].start, sentences[min(1, len(sentences) - 1)].end) if sentences else words


def conceded(content: str, name: str, turns: Iterable[Turn]) -> Finding | None:
    """Where the source says of somebody what ``content`` has them say of nobody; else None.

    Only a flat sentence accuses ("People were hurt"), where it answers a question on the very thing
    or has more of the claim's matter about it, and where the source denies the same nowhere.
    """
    claim = _UNIVERSAL.match(content)
    if claim is None or _TIMED.search(content) or not (deed := {t.stem for t in terms(claim["deed"])}):
        return None
    rest = {t.stem for t in terms(content[claim.end() :]) if not t.number} - deed
    who = claim["who"]
    of_whom = _PEOPLE if who is None else f"{re.escape(who.lower())}(?:s|es)?"
    flat = re.compile(
        rf"\W*(?:yes,\s+)?(?:(?:{_SOMEBODY}\s)?(?:{of_whom})|{_SOMEBODY})\s"
        r"(?:were|was|have been|had been|got)\s(?:\w+ly\s)?(?P<deed>[a-z]+)(?=[.,;!]|\s(?:by|and)\b|$)",
        re.IGNORECASE,
    )
    found: tuple[Turn, Span] | None = None
    for turn in turns:
        text = turn.document.text
        asked = "" if turn.before is None else text[turn.before.start : turn.before.end]
        of_the_matter = "?" in asked and bool(deed & {t.stem for t in terms(asked)})
        of_the_matter = of_the_matter or bool(rest & {t.stem for t in terms(turn.words.of(text))})
        for sentence in split_sentences(text, turn.words.start, turn.words.end):
            words = " ".join(sentence.of(text).split())
            if any(deed & set(negation.denied) for negation in find_negations(Words.of(words))):
                return None
            match = flat.match(words) if of_the_matter and not _LEFT_OPEN.search(words) else None
            if match and {t.stem for t in terms(match["deed"])} & deed:
                found = found or (turn, sentence)
    if found is None:
        return None
    said = " ".join(found[1].of(found[0].document.text).split())
    reason = f"Opposite statement: {name} said there “{said}”, which the article has {name} deny."
    return Finding(
        Verdict.CONTRADICTED, 0.85, reason, CHECK, (_shown(found[0], found[1], Stance.CONTRADICTS),)
    )


def _shown(turn: Turn, span: Span, stance: Stance) -> Evidence:
    return evidence(turn.document, span.start, span.end, stance, 0.8, (span,), None)
