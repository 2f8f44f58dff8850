"""An article becomes tellings: each claim that it makes or passes on, with whom it is laid to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.library.terms import terms
from sayso.records import Article, Claim, ClaimKind, Quotation, SegmentKind, SourceKind, Statement, Zone
from sayso.statements import Attributor, statements_of
from sayso.statements.claims import claims_of
from sayso.statements.dates import find_dates
from sayso.statements.kinds import is_title

#: Content words that a claim must have to be known again elsewhere.
_LEAST = 3
#: Words of a transcript's label, at most.
_LONGEST_LABEL = 5
_WHOLE = {ClaimKind.ASSERTION, ClaimKind.SAYING, ClaimKind.QUOTATION}
#: What a speaker calls themselves, in their own words and in an indirect report; the possessives last.
_MYSELF = re.compile(r"\b(?:(I|me|myself)|(my|mine))\b")
_HIMSELF = re.compile(r"\b(?:(he|she|him|himself|herself)|(his))\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-ZÀ-Þ][^\W\d_]+(?:\s[A-ZÀ-Þ][^\W\d_]+)+")
#: Cues of asking: "both governments asked him to mediate" is itself an act that is told.
_ASKING = re.compile(
    r"\b(?:ask|beg|urg|request|demand|invit|order|instruct|press|implor|plead|call(?:ed|s|ing)?\son|told|tells?)\w*",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\bto\s[a-z]")


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as one article tells it.

    ``start``/``end`` are the statement in the article's text, ``text`` its words. ``content`` is what is
    claimed, as a sentence of its own; "" where it says too little to be known again. ``speaker`` is who
    it is laid to, None in the outlet's own voice. ``denied`` is true where the speaker says that it is
    not so. A clause of a longer statement has ``whole`` false.
    """

    start: int
    end: int
    text: str
    content: str
    speaker: str | None
    kind: SourceKind
    denied: bool
    zone: Zone
    quotation: Quotation
    whole: bool = True


def tellings_of(article: Article, attributor: Attributor | None = None) -> tuple[Telling, ...]:
    """The tellings of ``article`` in order; one whole one a statement, at least."""
    statements, claims = claims_of(statements_of(article, attributor), article)
    by_statement: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind in _WHOLE:
            by_statement.setdefault(claim.statement, []).append(claim)
    found: list[Telling] = []
    for statement in statements:
        found += _of(statement, by_statement.get(statement.id, []), article)
        found += _asking(statement, statements, article)
    return tuple(sorted(found, key=lambda told: (told.start, not told.whole)))


def _of(statement: Statement, claims: list[Claim], article: Article) -> Iterator[Telling]:
    source = statement.source
    speaker, kind = None, SourceKind.OWN_VOICE
    if source is not None and source.kind is not SourceKind.OWN_VOICE:
        speaker, kind = source.resolved or source.text, source.kind
    elif (labelled := _labelled(statement, article)) is not None:
        speaker, kind = labelled, SourceKind.NAMED_PERSON
    asked = _is_asking(statement, article)
    for number, claim in enumerate(claims):
        content = claim.content if not asked else ""
        if speaker is not None and kind is SourceKind.NAMED_PERSON:
            content = _with_speaker(content, speaker, statement.quotation)
        yield Telling(
            statement.start, statement.end, article.text[statement.start : statement.end],
            content if content != claim.content or _says_enough(claim) else "",
            speaker, kind, statement.negated, statement.zone, statement.quotation, number == 0,
        )  # fmt: skip


def _with_speaker(content: str, speaker: str, quotation: Quotation) -> str:
    """The claim with the speaker's name where they speak of themselves, if nobody else may be meant."""
    words = (speaker.rpartition(", ")[2] if len(speaker.split()) > 6 else speaker).split()
    while len(words) > 1 and (is_title(words[0].rstrip(".")) or words[0].lower() == "former"):
        words = words[1:]
    name = " ".join(words)

    def named(match: re.Match[str]) -> str:
        return name if match[1] else f"{name}’s"

    if quotation is Quotation.DIRECT:
        return _MYSELF.sub(named, content)
    # A pronoun behind another name may mean that one.
    other = _NAME.search(content)
    place = other.start() if other else len(content)
    return _HIMSELF.sub(named, content[:place]) + content[place:]


def _asking(statement: Statement, others: Sequence[Statement], article: Article) -> Iterator[Telling]:
    """That somebody was asked to do something, where the article tells it in its own voice."""
    if statement.negated or not _is_asking(statement, article):
        return
    words = article.text[statement.start : statement.end]
    told = any(
        other is not statement and c.start <= statement.start and statement.end <= c.end
        for other in others for c in other.contents
    )  # fmt: skip
    if not told and len(terms(words)) >= _LEAST:
        yield Telling(
            statement.start, statement.end, words, " ".join(words.split()).rstrip(".,;"), None,
            SourceKind.OWN_VOICE, False, statement.zone, Quotation.NONE, False,
        )  # fmt: skip


def _is_asking(statement: Statement, article: Article) -> bool:
    """Whether what is laid to the source is no claim but what it asks of somebody: "him to mediate"."""
    if statement.cue is None or statement.quotation is not Quotation.INDIRECT:
        return False
    content = statement.contents[0].of(article.text)
    return bool(_ASKING.search(statement.cue.of(article.text)) and _INFINITIVE.search(content[:60]))


def _labelled(statement: Statement, article: Article) -> str | None:
    """Who speaks there by a transcript's label, where that is a name."""
    segment = article.document.segment_at(statement.start)
    if segment is None or segment.speaker is None or segment.kind is not SegmentKind.SPEECH:
        return None
    words = segment.speaker.split()
    return segment.speaker if len(words) <= _LONGEST_LABEL and all(w[:1].isupper() for w in words) else None


def _says_enough(claim: Claim) -> bool:
    """Whether the claim can be known again without the sentences around it."""
    opens_with_a_pronoun = any(s.start - claim.start < 2 for s in claim.unresolved)
    return not opens_with_a_pronoun and len(terms(claim.content)) >= _LEAST


def day_that_matters(content: str, day: date | None) -> date | None:
    """``day`` where ``content`` has a date that means another day in another article; else None."""
    if day is None or not any(w.relative or not _has_year(content) for w in find_dates(content, day)):
        return None
    return day


def _has_year(content: str) -> bool:
    return any(len(t) == 4 and t.isdigit() for t in content.replace(",", " ").split())
