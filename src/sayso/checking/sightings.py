"""Where the papers show an event and its day: a dated sentence, a row, a mail, or the paper itself.

An event is a few words of an article. A sighting is a stretch of a paper that has those words, or
words for the same deed and parties, with the day that belongs to it: the one named beside the words,
the row's own, the mail's, or the date line of the letter or minutes that they stand in.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sayso.checking.deeds import AT_A_MEETING, OFTEN, deeds_of, deeds_of_paper, families, phrase_stems
from sayso.checking.polarity import opposed
from sayso.checking.words import Words
from sayso.language import parser
from sayso.library import Hit, Library
from sayso.library.terms import stem, terms
from sayso.records import Document, Segment, SegmentKind, Span
from sayso.statements.dates import When, find_dates
from sayso.statements.sentences import split_sentences

#: Characters at the head of a paper that say what it is and whose, and where its date stands.
_HEAD, _DATED = 700, 1500
#: What a word counts that only the head, speaker or heading has; that only names the same deed.
_AROUND, _ALIKE = 0.6, 0.85
#: What the paper as a whole counts against a sentence that says it.
_WHOLE = 0.9
#: The least share of an event's words, by weight, to be it at all, and to be surely it.
FAIR, SURE = 0.5, 0.8
#: Deeds that a paper of their own is made for: an alert is the warning.
_DATED_DEEDS = {"warn"}
#: How near to the best a sighting must come to be another reading of the same words.
RIVAL = 0.88
_REACH = 9
_PLANNED = re.compile(
    r"\b(?:will|shall|would|should|could|may|might|if|unless|plan\w*|propos\w*|intend\w*|expect\w*|due|"
    r"schedul\w*|draft|deadline|no later than|not later than)\b", re.IGNORECASE,
)  # fmt: skip
_NARROWED = re.compile(
    r"\b(?:first|second|third|fourth|last|final|previous(?:ly)?|earlier|next|another|again|half|part|old|new|"
    r"further|re-?open\w*|also|every|each|most|some)\b", re.IGNORECASE,
)  # fmt: skip
_FORMER = {"previous", "previously", "earlier", "old"}
_UNTIL = re.compile(r"\b(?:until|till|up to|to)\s+(?:the\s+)?(?:\w+\s+){0,3}$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|as of|with effect from)\s+(?:the\s+)?$", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:,|\b(?:is|was)\b)\s+((?:an?|the)\s+[^,]*?\b(?:that|which|who|whom)\b.*)$", re.IGNORECASE)
#: A word that no paper has; what such a word weighs against one that papers have.
_UNHEARD, _UNKNOWN = "\x00", 0.4
#: Characters before a claim that may say what "it" is; what a sighting without any of it still counts.
_BEFORE, _ELSEWHERE = 400, 0.7
#: Letters that two names must begin with to be of one root: "Sarvelle", "Sarvellian".
_ROOT = 5
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|their|its|him|them|this|these|those)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as an article words it: its stems with their weights, its names and its deeds.

    ``main`` are the stems of its verb, or of its noun where it has none. ``about`` is what was spoken of
    before, where a pronoun leans on it.
    """

    words: str
    weights: dict[str, float]
    names: frozenset[str]
    deeds: frozenset[str]
    main: frozenset[str]
    phrases: dict[str, str]
    about: frozenset[str] = frozenset()

    @property
    def narrowed(self) -> set[str]:
        """Words that make it one of several: "first", "again"."""
        return {w.lower() for w in _NARROWED.findall(self.words)}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A day and the stretch of a paper that gives it to an event.

    ``span`` are the words, ``day`` where the date stands, which may be elsewhere in the paper. ``score``
    is the share of the event's words found, 0..1; ``sure`` where it can be held against a claim.
    """

    when: When
    document: Document
    span: Span
    day: Span
    score: float = 0.0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Dated:
    """A stretch of a paper with its day, and what it has to say."""

    sighting: Sighting
    text: str
    stems: frozenset[str]
    around: frozenset[str]
    deeds: frozenset[str]
    share: float = 1.0
    narrowed: frozenset[str] = frozenset()


def event_of(words: str, library: Library, context: str = "", before: str = "") -> Event | None:
    """The event that ``words`` name; None where they have no word of their own.

    ``context`` is what the same sentence said before: where a pronoun leans on it, its names count, and
    all of it where the event has but one word. ``before`` is what the text said before that.
    """
    words = _closest(words)
    dates = find_dates(words, date(2000, 1, 1))
    found = [
        t for t in terms(words)
        if not t.number and not any(w.start <= t.start < w.end for w in dates)
    ]  # fmt: skip
    if not found:
        return None
    vague = bool(_PRONOUN.search(words))
    named = any(t.name for t in found)
    lent = [t for t in terms(context) if vague and not named and not t.number and (t.name or len(found) == 1)]
    rarity = library.rarity([t.stem for t in (*found, *lent)])
    rarest = max(library.rarity([_UNHEARD]).values(), default=1.0)
    weights = {}
    for term, share in [*((t, 0.5) for t in lent), *((t, 1.0) for t in found)]:
        weight = rarity.get(term.stem, 1.0)
        # What no paper says is only another way to say it.
        known = weight < rarest or bool(families(term.stem))
        weights[term.stem] = share * max(0.3, weight * (1.0 if known else _UNKNOWN) * (1.3 if term.name else 1.0))
    names = frozenset(t.stem for t in found if t.name and (t.start or _opens_with_name(words)))
    return Event(
        words, weights, names, deeds_of(words, {t.stem for t in found}), _main(words), phrase_stems(words),
        frozenset(t.stem for t in terms(f"{before[-_BEFORE:]} {context}") if not t.number) if vague else frozenset(),
    )  # fmt: skip


def _closest(words: str) -> str:
    """"At the centre is Orr, a firm that the city hired" speaks of "a firm that the city hired"."""
    match = _RELATIVE.search(words)
    return match[1] if match else words


def _opens_with_name(words: str) -> bool:
    """Whether the first word's capital is a name's and not only the sentence's: the next has one too."""
    return bool(re.match(r"[A-Z][\w’'-]+\s+[A-Z]", words))


@lru_cache(maxsize=1024)
def _main(words: str) -> frozenset[str]:
    """The stems of the verb of an event's words, or of the noun where there is no verb."""
    found = parser()(words)
    root = next((t for t in found if t.dep_ == "ROOT"), None)
    if root is None:
        return frozenset()
    if root.pos_ not in ("VERB", "AUX"):
        root = next((t for t in root.children if t.dep_ in ("relcl", "acl") and t.pos_ == "VERB"), root)
    elif root.pos_ == "AUX":
        root = next((t for t in root.children if t.dep_ in ("attr", "acomp")), root)
    return frozenset({stem(root.text), stem(root.lemma_)})


class Sightings:
    """The dated stretches of a library's papers, each read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._starts: dict[str, list[int]] = {}
        self._lines: dict[str, list[tuple[int, When]]] = {}
        self._heads: dict[str, tuple[frozenset[str], str]] = {}
        self._read: dict[tuple[str, int], list[_Dated]] = {}
        self._papers: dict[str, list[_Dated]] = {}

    def of(self, event: Event, hits: Iterable[Hit]) -> list[Sighting]:
        """Where the passages of ``hits`` show the event, best first; only those that show it fairly."""
        found: dict[tuple[str, int, int, int], Sighting] = {}
        documents: dict[str, None] = {}
        for hit in hits:
            document = self._library.documents[hit.passage.document]
            documents[document.id] = None
            for segment in self._segments(document, hit.passage.start, hit.passage.end):
                for dated in self._dated(document, segment):
                    self._weigh(event, dated, found)
        for name in documents:
            for dated in self._whole(self._library.documents[name]):
                self._weigh(event, dated, found)
        return sorted(
            found.values(),
            key=lambda s: (-s.score, not s.sure, s.document.name, s.document.id, s.span.start, s.day.start),
        )

    def _weigh(
        self, event: Event, dated: _Dated, found: dict[tuple[str, int, int, int], Sighting]
    ) -> None:
        sighting = _scored(event, dated)
        if sighting is None:
            return
        key = (sighting.document.id, sighting.span.start, sighting.span.end, sighting.day.start)
        if key not in found or found[key].score < sighting.score:
            found[key] = sighting

    def _segments(self, document: Document, start: int, end: int) -> list[Segment]:
        if document.id not in self._starts:
            self._starts[document.id] = [s.start for s in document.segments]
        starts = self._starts[document.id]
        first = max(0, bisect_right(starts, start) - 1)
        return [s for s in document.segments[first : bisect_left(starts, end)] if s.end > start]

    def _dated(self, document: Document, segment: Segment) -> list[_Dated]:
        key = (document.id, segment.start)
        if key not in self._read:
            row = segment.kind is SegmentKind.ROW
            cuts = (
                [Span(segment.start, segment.end)] if row
                else split_sentences(document.text, segment.start, segment.end)
            )  # fmt: skip
            around = self._around(document, segment)
            self._read[key] = (
                self._row(document, segment, around) if row
                else [d for cut in cuts for d in self._sentence(document, segment, cut, around)]
            )  # fmt: skip
        return self._read[key]

    def _around(self, document: Document, segment: Segment) -> frozenset[str]:
        """What stands around: the paper's head, the speaker, the heading, and the question answered."""
        head, _ = self._head(document)
        near = segment.speaker or ""
        place = bisect_left(self._starts[document.id], segment.start)
        before = document.segments[max(0, place - 1) : place]
        if segment.kind is SegmentKind.SPEECH and before:
            near += " " + document.text[before[0].start : before[0].end]
        near += " " + self._heading(document, segment)
        return head | {t.stem for t in terms(near)}

    def _heading(self, document: Document, segment: Segment) -> str:
        place = bisect_left(self._starts[document.id], segment.start)
        for other in reversed(document.segments[:place]):
            if other.kind is SegmentKind.HEADING:
                return document.text[other.start : other.end]
        return ""

    def _narrowed(self, document: Document, segment: Segment) -> frozenset[str]:
        """What a heading narrows its rows to: "Earlier alerts"."""
        return frozenset(w.lower() for w in _NARROWED.findall(self._heading(document, segment)))

    def _head(self, document: Document) -> tuple[frozenset[str], str]:
        if document.id not in self._heads:
            words = f"{document.title or ''} {document.author or ''} {document.text[:_HEAD]}"
            self._heads[document.id] = (frozenset(t.stem for t in terms(words)), words)
        return self._heads[document.id]

    def _row(self, document: Document, segment: Segment, around: frozenset[str]) -> list[_Dated]:
        """A row's dates: the column of one says what happened on it ("paid on"), the row to what."""
        text = document.text[segment.start : segment.end]
        columns = " ".join(c.column for c in segment.cells)
        found = []
        for cell in segment.cells:
            dates = find_dates(document.text, document.date, cell.start, cell.end)
            if len(dates) != 1 or dates[0].relative or not dates[0].is_day:
                continue
            span = Span(dates[0].start, dates[0].end)
            column = cell.column.replace("_", " ")
            stems = {t.stem for t in terms(f"{text} {columns.replace('_', ' ')}")}
            own = {t.stem for t in terms(column)}
            deeds = deeds_of(column, own) or deeds_of(text, stems)
            found.append(_Dated(
                Sighting(dates[0], document, Span(segment.start, segment.end), span), text,
                frozenset(stems), around, deeds, narrowed=self._narrowed(document, segment),
            ))  # fmt: skip
        if not segment.cells and segment.date is not None:
            found += self._sentence(document, segment, Span(segment.start, segment.end), around)
        return found

    def _sentence(
        self, document: Document, segment: Segment, cut: Span, around: frozenset[str]
    ) -> list[_Dated]:
        text = cut.of(document.text)
        written = self._written(document, segment)
        dates = [w for w in find_dates(text, written) if (w.last - w.first).days <= 366]
        stems = frozenset(t.stem for t in terms(text) if not t.number)
        words = Words.of(text)
        found = []
        for when in dates:
            near = stems if len(dates) == 1 else frozenset(words.near(when.start, when.end, _REACH))
            deeds = deeds_of(text if len(dates) == 1 else "", set(near)) | _by_lead(text, when)
            day = Span(cut.start + when.start, cut.start + when.end)
            found.append(_Dated(Sighting(when, document, cut, day), text, near, around, deeds))
        if dates or written is None:
            return found
        head = self._head(document)[1]
        own = deeds_of(text, set(stems)) & AT_A_MEETING
        if own and segment.kind is not SegmentKind.SPEECH and "meet" in deeds_of_paper(head):
            day_span = self._date_span(document, written, cut.start)
            if day_span is not None:
                when = When(day_span.start, day_span.end, written, written)
                found.append(_Dated(Sighting(when, document, cut, day_span), text, stems, around, own))
        return found

    def _whole(self, document: Document) -> list[_Dated]:
        """The paper or each message as an event of its own: a letter was written on its day."""
        if document.id in self._papers:
            return self._papers[document.id]
        self._papers[document.id] = found = []
        _, head = self._head(document)
        messages: dict[tuple[date | None, str | None], list[Segment]] = {}
        for segment in document.segments:
            if segment.date is not None and segment.kind is not SegmentKind.ROW:
                messages.setdefault((segment.date, segment.speaker), []).append(segment)
        mail = document.media_type == "message/rfc822" or "wrote:" in document.text
        for (day, speaker), segments in messages.items():
            if mail and day is not None and speaker:
                text = " ".join(document.text[s.start : s.end] for s in segments)
                found += self._paper(document, segments[0].start, day, f"{speaker} {text}",
                                     frozenset({"write", "warn", "ask", "tell"}))  # fmt: skip
        deeds = deeds_of_paper(f"{head} {document.name}")
        if document.date is not None and deeds and not found:
            found += self._paper(document, 0, document.date, f"{head} {document.text[:6000]}", deeds)
        return found

    def _paper(
        self, document: Document, start: int, day: date, text: str, deeds: frozenset[str]
    ) -> list[_Dated]:
        span = self._date_span(document, day, start or _DATED)
        if span is None:
            return []
        line = document.segment_at(span.start)
        shown = Span(line.start, line.end) if line is not None and line.end - line.start <= 400 else span
        stems = frozenset(t.stem for t in terms(text) if not t.number)
        around, _ = self._head(document)
        when = When(span.start, span.end, day, day)
        return [_Dated(Sighting(when, document, shown, span), "", stems, around, deeds, _WHOLE)]

    def _written(self, document: Document, segment: Segment) -> date | None:
        """The day a segment was written: its own, that of the last date line before it, the paper's."""
        if segment.date is not None:
            return segment.date
        lines = [w for start, w in self._date_lines(document) if start <= segment.start]
        return lines[-1].first if lines else document.date

    def _date_lines(self, document: Document) -> list[tuple[int, When]]:
        """The lines of a paper that are nothing but a day: the letters in a file of letters."""
        if document.id not in self._lines:
            found = []
            for segment in document.segments:
                text = document.text[segment.start : segment.end]
                if segment.kind in (SegmentKind.ROW, SegmentKind.HEADER) or len(text) > 50:
                    continue
                dates = find_dates(text, None)
                bare = len(dates) == 1 and len(re.findall(r"\w+", text)) <= 5
                if bare and dates[0].is_day and dates[0].end >= len(text.rstrip(" .")) - 1:
                    at = segment.start
                    when = replace(dates[0], start=at + dates[0].start, end=at + dates[0].end)
                    found.append((segment.start, when))
            self._lines[document.id] = found
        return self._lines[document.id]

    def _date_span(self, document: Document, day: date, before: int) -> Span | None:
        """Where the paper itself writes ``day``: the last place before ``before``, else in its head."""
        text = document.text
        for start, end in ((max(0, before - _DATED), before + 200), (0, _DATED)):
            for when in reversed(find_dates(text, None, start, min(end, len(text)))):
                if when.is_day and when.first == day:
                    return Span(when.start, when.end)
        return None


def _by_lead(text: str, when: When) -> frozenset[str]:
    """The deed that a small word before a date tells: "until" an end, "since" a beginning."""
    lead = text[max(0, when.start - 30) : when.start]
    own = text[when.start : when.end].lower()
    if _UNTIL.search(lead) or own.startswith(("until", "by")) or "last day of" in own:
        return frozenset({"leave", "end"})
    if _SINCE.search(lead) or own.startswith(("since", "from")):
        return frozenset({"join", "begin"})
    return frozenset()


def _scored(event: Event, dated: _Dated) -> Sighting | None:
    """The sighting with its score, or None where it shows too little of the event."""
    whole = not dated.text
    have, own, said = 0.0, 0, False
    asked = frozenset(name for word in dated.around for name in families(word))
    for word, weight in event.weights.items():
        name = word in event.names
        if word in dated.stems:
            have += weight
            own += not name
        elif families(word) & dated.deeds or event.phrases.get(word) in dated.deeds:
            have += _ALIKE * weight
            own += 1
        elif name and _rooted(word, dated.stems | dated.around):
            have += _ALIKE * weight
        elif word in dated.around:
            have += (1.0 if name else _AROUND) * weight
        elif families(word) & asked and not whole:
            have += 0.5 * _AROUND * weight
    score = dated.share * have / sum(event.weights.values())
    main = {name for word in event.main for name in families(word)} | set(event.phrases.values())
    said = bool(main & dated.deeds) or (not whole and bool(event.main & dated.stems))
    if event.about and len((dated.stems - event.weights.keys()) & event.about) < (2 if whole else 1):
        score *= _ELSEWHERE
    narrowed = dated.narrowed | {w.lower() for w in _NARROWED.findall(dated.text)}
    if narrowed & _FORMER - event.narrowed:
        score *= _ELSEWHERE
    if score < FAIR or not (said or (not whole and own >= 2)):
        return None
    if not whole and opposed(event.words, dated.text):
        return None
    there = dated.stems | dated.around
    named = sum(n in there or _rooted(n, there) for n in event.names) / len(event.names) if event.names else 1.0
    if named < 0.5:
        return None
    sure = (
        score >= SURE * dated.share and named == 1.0 and said and own >= 1
        and len(event.weights) >= 2 and own + len(event.names) >= 2
        and dated.sighting.when.is_day and not dated.sighting.when.relative
        and not _PLANNED.search(dated.text) and narrowed <= event.narrowed
        and not (main & OFTEN - (dated.deeds & _DATED_DEEDS if whole else set()))
    )  # fmt: skip
    return replace(dated.sighting, score=round(score, 4), sure=sure)


def _rooted(name: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` is of the name's root, as "Sarvellian" is of "Sarvelle"."""
    return len(name) > _ROOT and any(
        len(w) > _ROOT and w[: _ROOT + 1] == name[: _ROOT + 1] for w in words
    )
