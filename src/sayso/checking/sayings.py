"""Whether a source said what it is said to have said: the passage is read for whose words it holds.

A passage that says the same says it for the source only where the source speaks in it or is reported
by it; that the source said otherwise on another day denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sayso.checking.answers import conceded, denial, turns_of
from sayso.checking.speakers import Speakers
from sayso.checking.voices import Voice, is_personal
from sayso.library.terms import terms
from sayso.records import Document, Evidence, Finding, Passage, SourceKind, Span, Stance, Verdict
from sayso.statements.dates import When

CHECK = "saying"
_CONDITION = re.compile(
    r"\b(?:unless|provided(?: that)?|providing(?: that)?|only if|but only|on (?:the )?condition(?: that)?|"
    r"(?:so|as) long as|except(?: that| if| when)?)\b[^.;!?]*|^\W*if\b[^.;!?,]*",
    re.IGNORECASE,
)
_GENERAL_DENIAL = re.compile(r"\b(?:never|at no (?:time|point|stage)|not once|nothing|nobody|none)\b", re.I)
_SAME_DAY = timedelta(days=4)
#: The share of a saying's content words that stand in marks, from which these carry it.
_CARRIES = 0.5
#: Or the share that stand in them or right around them in the paper.
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the article says of when and where: the day, and the words around what was said."""

    when: When | None
    words: frozenset[str]


class Sayings:
    """Reads findings on sayings again for whose words the passages are."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        passage_at: Callable[[str, int], Passage | None],
        speakers: Speakers,
        speaking_of: Callable[[Sequence[str]], Iterable[Document]] | None = None,
    ) -> None:
        """``speaking_of`` finds the documents in which one of some names may stand; without it, all do."""
        self._documents = documents
        self._speaking_of = speaking_of or (lambda _: documents.values())
        self._passage_at = passage_at
        self._speakers = speakers

    def speaks(self, voice: Voice) -> Callable[[Passage, Document], bool]:
        """Whether a passage is the source's own, by its label, its head, its signature or a report."""

        def admits(passage: Passage, document: Document) -> bool:
            if voice.speaks(passage, document):
                return True
            if voice.kind is not SourceKind.NAMED_PERSON:
                return False
            writer = self._speakers.writer(document, passage, passage.start, passage.end)
            return writer is not None and voice.is_called(writer.name)

        return admits

    def settled(self, say: Finding, claim: str, name: str, voice: Voice, occasion: Occasion) -> Finding:
        """``say`` as it stands once each passage was read for who speaks, on what condition and when."""
        if voice.kind is not SourceKind.NAMED_PERSON or say.verdict is Verdict.NOT_FOUND:
            return say
        kept, others = [], []
        for shown in say.evidence:
            who = self._other(shown, voice)
            if shown.stance is Stance.NEITHER or who is None:
                kept.append(shown)
            else:
                others.append(who)
        say = replace(say, evidence=tuple(kept))
        deciding = [e for e in kept if e.stance is not Stance.NEITHER]
        if not deciding:
            reason = f"The papers have this from {others[0]}; they do not show that {name} said it."
            return Finding(Verdict.NOT_FOUND, 0.0, reason, CHECK, say.evidence)
        if say.verdict is Verdict.SUPPORTED:
            return self._conditional(say, claim, deciding[0])
        denied = say.verdict is Verdict.CONTRADICTED and say.check == "stance"
        if denied and not self._is_then(deciding, occasion):
            reason = (
                f"{name} says otherwise in a paper, but nothing shows that it is of the same occasion: "
                "this denies nothing."
            )
            neither = tuple(replace(e, stance=Stance.NEITHER) for e in say.evidence)
            return Finding(Verdict.NOT_FOUND, 0.0, reason, CHECK, neither)
        return say

    def answered(
        self, say: Finding, claim: str, name: str, voice: Voice, occasion: Occasion, denied: bool
    ) -> Finding:
        """A saying that nothing decided, by the source's own answers: a denial, or what it concedes."""
        if voice.kind is not SourceKind.NAMED_PERSON or say.verdict is not Verdict.NOT_FOUND:
            return say
        turns = list(turns_of(self._speaking_of([name, voice.surname]), voice.is_called))
        found = denial(claim, name, turns) if denied else conceded(claim, name, turns)
        if found is None or (not denied and not self._is_then(found.evidence, occasion)):
            return say
        return found

    def _other(self, shown: Evidence, voice: Voice) -> str | None:
        """The person who surely speaks in the evidence and is not the source, or None."""
        document = self._documents[shown.document]
        passage = self._passage_at(shown.document, shown.start)
        writer = self._speakers.writer(document, passage, shown.start, shown.end)
        if writer is not None and voice.is_called(writer.name):
            return None
        other: str | None = None
        for report in self._speakers.reports(document, shown.start, shown.end):
            named = report.resolved or (report.source.of(document.text) if report.source else "")
            if voice.is_called(named):
                return None
            held = sum(min(c.end, shown.end) - max(c.start, shown.start) for c in report.contents)
            person = report.kind is SourceKind.NAMED_PERSON and is_personal(named)
            if person and held * 2 >= shown.end - shown.start:
                other = named
        return other

    def _conditional(self, say: Finding, claim: str, best: Evidence) -> Finding:
        """Mixed where the passage sets a condition of which the claim says nothing."""
        found = _CONDITION.search(best.text)
        if found is None or _CONDITION.search(claim):
            return say
        condition = {t.stem for t in terms(found.group())}
        if not condition or 2 * len(condition & {t.stem for t in terms(claim)}) >= len(condition):
            return say
        words = " ".join(found.group().split())
        marks = (Span(best.start + found.start(), best.start + found.end()),)
        shown = (replace(best, marks=marks), *(e for e in say.evidence if e is not best))
        reason = f"It was said on a condition that the article leaves out: “{words}”."
        return Finding(Verdict.MIXED, say.confidence, reason, CHECK, shown)

    def _is_then(self, deciding: Sequence[Evidence], occasion: Occasion) -> bool:
        """Whether what the source said otherwise is of the article's occasion, or denies it for all."""
        for shown in deciding:
            document, passage = self._documents[shown.document], self._passage_at(shown.document, shown.start)
            if _GENERAL_DENIAL.search(shown.text):
                return True
            day = passage.date if passage is not None else document.date
            when = occasion.when
            if when is not None and day is not None:
                if when.first - _SAME_DAY <= day <= when.last + _SAME_DAY:
                    return True
                continue
            head = re.sub(r"[-_.]", " ", f"{document.name} {document.title or ''} {document.text[:300]}")
            if occasion.words & {t.stem for t in terms(head)}:
                return True
        return False


def in_the_first_person(content: str, voice: Voice) -> str:
    """``content`` as the source would say it: their own name stands in nobody's own words."""
    if voice.kind is not SourceKind.NAMED_PERSON or not voice.surname:
        return content
    names = sorted({voice.name, voice.surname}, key=lambda name: -len(name))
    name = "|".join(rf"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?{re.escape(one)}" for one in names if one)
    mine = re.sub(rf"\b(?:{name})[’']s?\b", "my", content)
    return re.sub(rf"\b(?:{name})\b", "I", mine)


def by_quotation(say: Finding, content: str, quoted: Sequence[tuple[str, Finding]]) -> Finding:
    """A saying that nothing decided, by the quotations in it: (words, finding on the say) each."""
    if say.verdict is not Verdict.NOT_FOUND or not quoted:
        return say
    other = next((f for _, f in quoted if f.verdict is Verdict.CONTRADICTED), None)
    if other is not None:
        return other
    whole = {t.stem for t in terms(content)}
    inside = {t.stem for words, _ in quoted for t in terms(words)}
    shown = [e for _, f in quoted for e in f.evidence[:1]]
    near = inside.union(*({t.stem for t in terms(f"{e.before} {e.text} {e.after}")} for e in shown))
    if len(whole & inside) < _CARRIES * len(whole) and len(whole & near) < _NEARLY_ALL * len(whole):
        return say
    for verdict in (Verdict.MIXED, Verdict.SUPPORTED):
        found = next((f for _, f in quoted if f.verdict is verdict and f.confidence >= 0.8), None)
        if found is not None and all(f.verdict in (verdict, Verdict.SUPPORTED) for _, f in quoted):
            return replace(found, reason=f"By its quoted words: {found.reason}")
    return say
