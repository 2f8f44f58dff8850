"""Who speaks at a place in a paper: by a report in its own sentences, a label, a signature, a head.

The paper's own report comes first ("the ambassador told them that …", "Mr X stated …"): a passage in
one person's voice may carry another's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sayso.checking.alignment import CALENDAR
from sayso.checking.minuted import holder_of
from sayso.checking.voices import REPORTS, Voice, is_personal
from sayso.library.terms import terms
from sayso.reading.voices import is_person
from sayso.records import Document, Passage, Segment, SegmentKind, SourceKind, Span
from sayso.statements.attribution import Attribution, RuleAttributor

_FIRST_PERSON = frozenset({"i", "we", "me", "us"})
#: Characters of a paper before a place that are read for who is meant there.
_LEAD = 700
_LONGEST_SEGMENT = 4000
_HEAD = 1500
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Hon)\.?\s+)?[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3}"
)
_ROLL = re.compile(
    rf"(?P<name>{_NAME})\s*\((?P<role>[^()\n]{{3,70}})\)|(?P<name2>{_NAME}),\s+(?:the\s+)?"
    r"(?P<role2>[A-Z][^;.()]{2,70}?)(?=[;.]|\s+and\s)"
)
_FROM = re.compile(r"^\W*From:\W*(?P<name>[^\n,<*(]{3,60})", re.MULTILINE)
_VALEDICTION = re.compile(
    r"^\W*(?:yours(?: \w+)?|(?:very )?(?:sincerely|truly|faithfully)(?: yours)?|(?:with )?(?:\w+ )?regards|"
    r"(?:with )?(?:\w+ )?wishes|respectfully|cordially|signed:?)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_SALUTATION = re.compile(r"^\W*Dear\s", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s")
_QUOTE_MARKS = re.compile(r"[“”\"«»]")


class Way(StrEnum):
    """How a paper tells who speaks."""

    REPORT = "a report in the paper"
    VIEW = "a view that the paper minutes"
    LABEL = "the paper's own mark"
    SIGNATURE = "the signature"
    HEAD = "the head of the paper"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, in the paper's words; ``person`` is true where that is surely somebody by name."""

    name: str
    way: Way
    person: bool


class Speakers:
    """The speakers of papers, asked place by place; a paragraph is parsed once."""

    def __init__(self) -> None:
        self._attributor = RuleAttributor()
        self._reports: dict[tuple[str, int], list[Attribution]] = {}
        self._rolls: dict[str, list[tuple[str, set[str]]]] = {}

    def at(self, document: Document, passage: Passage | None, start: int, end: int) -> Speaker | None:
        """Who says ``document.text[start:end]``; None where the paper does not tell."""
        reported = self._reported(document, start, end)
        if reported is None and (holder := holder_of(document.text, start)) is not None:
            return Speaker(holder, Way.VIEW, is_personal(holder))
        return reported or self.writer(document, passage, start, end)

    def writer(self, document: Document, passage: Passage | None, start: int, end: int) -> Speaker | None:
        """Whose speech, mail, letter or paper the place stands in, whatever others it reports."""
        if passage is not None and passage.speaker:
            name = self._by_office(document, passage.speaker)
            return Speaker(name, Way.LABEL, is_personal(name))
        introduced = self._introduced(document, start)
        if introduced is not None:
            return introduced
        signed = signer_after(document, end)
        if signed is not None:
            return Speaker(signed, Way.SIGNATURE, True)
        if document.author and is_person(document.author):
            return Speaker(document.author, Way.HEAD, True)
        sender = _FROM.search(document.text[:_HEAD])
        if sender is not None:
            return Speaker(sender["name"].strip(), Way.HEAD, is_person(sender["name"]))
        return None

    def reports(self, document: Document, start: int, end: int) -> list[Attribution]:
        """The reports of the paragraph that holds ``start``, whose contents touch the stretch."""
        segment = document.segment_at(start)
        if segment is None or segment.end - segment.start > _LONGEST_SEGMENT:
            return []
        words = document.text[segment.start : max(segment.end, end)]
        if not REPORTS.search(words) and not _QUOTE_MARKS.search(words):
            return []
        found = self._of_segment(document, segment)
        return [a for a in found if any(c.start < end and start < c.end for c in a.contents)]

    def _of_segment(self, document: Document, segment: Segment) -> list[Attribution]:
        key = (document.id, segment.start)
        if key not in self._reports:
            before = [
                s for s in document.segments
                if segment.start - _LEAD <= s.start < segment.start
                and s.kind is not SegmentKind.ROW and s.speaker == segment.speaker
            ]  # fmt: skip
            blocks = [Span(s.start, s.end) for s in [*before, segment] if s.start < s.end]
            self._reports[key] = self._attributor.attribute(document.text, blocks)
        return self._reports[key]

    def _reported(self, document: Document, start: int, end: int) -> Speaker | None:
        inner: Attribution | None = None
        size = 0
        for one in self.reports(document, start, end):
            shared = sum(max(0, min(c.end, end) - max(c.start, start)) for c in one.contents)
            whole = sum(c.end - c.start for c in one.contents)
            near = _is_beside(document.text, one, start, end)
            if shared * 10 >= (end - start) * 6 and near and (inner is None or whole < size):
                inner, size = one, whole
        if inner is None or inner.source is None:
            return None
        words = inner.source.of(document.text)
        if words.lower() in _FIRST_PERSON:
            return None
        name = inner.resolved or words
        dated = any(t.stem in CALENDAR for t in terms(name))
        person = inner.kind is SourceKind.NAMED_PERSON and is_personal(name) and not dated
        return Speaker(name, Way.REPORT, person)

    def _introduced(self, document: Document, start: int) -> Speaker | None:
        """Who the paragraph before is about, where it ends in a colon and this is set off."""
        place = next((n for n, s in enumerate(document.segments) if s.start <= start < s.end), 0)
        if not place:
            return None
        segment, before = document.segments[place], document.segments[place - 1]
        lead = document.text[before.start : before.end].rstrip(" *_")
        set_off = document.text[segment.start : segment.end].lstrip()[:1] in ">“\"«"
        if not lead.endswith(":") or not set_off:
            return None
        named = [
            a for a in self._of_segment(document, before)
            if a.source is not None and a.kind is SourceKind.NAMED_PERSON
            and before.start <= a.source.start < before.end
        ]  # fmt: skip
        if not named or named[-1].source is None:
            return None
        name = named[-1].resolved or named[-1].source.of(document.text)
        return Speaker(name, Way.REPORT, is_personal(name))

    def _by_office(self, document: Document, label: str) -> str:
        """The one person whom the paper's head gives the office that the label names, else the label."""
        if is_personal(label):
            return label
        if document.id not in self._rolls:
            head = document.text[:_HEAD]
            self._rolls[document.id] = [
                (" ".join((m["name"] or m["name2"]).split()), _lower(m["role"] or m["role2"]))
                for m in _ROLL.finditer(head)
            ]
        office = _lower(label) - {"the"}
        people = {name for name, role in self._rolls[document.id] if office and office <= role}
        return people.pop() if len(people) == 1 else label


def signer_after(document: Document, place: int) -> str | None:
    """Who signed the letter that ``place`` stands in: the name below the next valediction."""
    rest = document.text[place : place + 12_000]
    close = _VALEDICTION.search(rest)
    opened = _SALUTATION.search(rest)
    if close is None or (opened is not None and opened.start() < close.start()):
        return None
    lines = [line.strip(" *_,.") for line in rest[close.end() : close.end() + 200].split("\n")]
    name = next((line for line in lines if line), "")
    return name.split(",")[0] if is_person(name.split(",")[0]) else None


def is_own(voice: Voice, speaker: Speaker | None, passage: Passage | None, document: Document) -> bool | None:
    """Whether a place is in ``voice``; None where the paper does not tell."""
    if speaker is None:
        return True if passage is not None and voice.speaks(passage, document) else None
    if voice.is_called(speaker.name):
        return True
    if speaker.person and voice.kind is SourceKind.NAMED_PERSON:
        return False
    if speaker.way in (Way.REPORT, Way.VIEW) or voice.kind is SourceKind.NAMED_PERSON:
        return None
    return True if passage is not None and voice.speaks(passage, document) else None


def _is_beside(text: str, report: Attribution, start: int, end: int) -> bool:
    """Whether the report is of these words for sure: in the same sentence, or they stand in marks.

    A report inside the words themselves is the speaker's own telling of what another said.
    """
    cue = report.cue
    if cue is None or start <= cue.start < end:
        return False
    between = text[cue.end : start] if cue.end <= start else text[end : cue.start]
    first = min(c.start for c in report.contents)
    return _SENTENCE_END.search(between) is None or in_marks(text, start, end, (min(first, start), end))


def _lower(words: str) -> set[str]:
    return {w.lower() for w in re.findall(r"[^\W\d_]+", words)}


def in_marks(text: str, start: int, end: int, within: Sequence[int]) -> bool:
    """Whether ``text[start:end]`` stands in marks of quotation inside ``within`` (start, end)."""
    before = text[within[0] : start]
    return max(before.rfind("“"), before.rfind("«")) > max(before.rfind("”"), before.rfind("»")) or (
        before.count('"') % 2 == 1
    )
