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
from itertools import pairwise

from sayso.checking.deeds import AT_A_MEETING, OFTEN, deeds_of, deeds_of_paper, families, phrase_stems
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
_PLANNED = re.compile(
    r"\b(?:will|shall|would|should|could|(?-i:may)|might|if|unless|plan\w*|propos\w*|intend\w*|expect\w*|due|"
    r"schedul\w*|draft|deadline|no later than|not later than)\b", re.IGNORECASE,
)  # fmt: skip
_NARROWED = re.compile(
    r"\b(?:first|second|third|fourth|last|final|previous(?:ly)?|earlier|next|another|again|half|part|old|new|"
    r"further|re-?open\w*|also|every|each|most|some)\b", re.IGNORECASE,
)  # fmt: skip
_FORMER = {"previous", "previously", "earlier", "old"}
_WRITING = re.compile(r"\b(?:I|we)(?:\s+am|\s+are)?\s+(?:writ(?:e|ing)|inform|warn|must)\b", re.IGNORECASE)
_OF_LETTERS = frozenset({"write", "tell", "warn", "ask"})
_UNTIL = re.compile(r"\b(?:(?:until|till)\s+(?:\w+\s+){0,4}|(?:up\s+)?to\s+)$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|never|no|nobody|nothing|neither|nor|without|den(?:y|ies|ied)|refused to|failed to)\b|n['’]t\b",
    re.IGNORECASE,
)
#: A date within so many characters opens its sentence: what it dates follows it.
_OPENING = 12
#: Where in a sentence with several dates one event's words end and another's begin.
_PARTS = re.compile(r"[,;:(]\s|\s(?:and|but|after|before|when|while|then|until)\s")
_SINCE = re.compile(r"\b(?:since|from|as of|with effect from)\s+(?:the\s+)?$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:,|\b(?:is|was)\b)\s+((?:an?|the)\s+[^,]*?\b(?:that|which|who|whom)\b.*)$", re.IGNORECASE
)
_GERUND = re.compile(r"(?:having\s+)?\w+(?:ing|ed)\s", re.IGNORECASE)
_NUMBERED = re.compile(r"\b([^\W\d_]{3,})[\s-](?:no\.?\s+)?(\d[\d,]*)\b(?![./-]\d)", re.IGNORECASE)
#: What a word lent by the rest of the sentence weighs.
_LENT = 0.35
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
    before, where a pronoun leans on it. ``lent`` are stems that the
    rest of the sentence lends it. ``numbers`` tell one of a kind from another: "crane 7".
    """

    words: str
    weights: dict[str, float]
    names: frozenset[str]
    deeds: frozenset[str]
    main: frozenset[str]
    phrases: dict[str, str]
    about: frozenset[str] = frozenset()
    lent: frozenset[str] = frozenset()
    numbers: frozenset[tuple[str, str]] = frozenset()

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
    titled: frozenset[str] = frozenset()


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
    leans = (vague or _GERUND.match(words)) and not any(t.name for t in found)
    lent = [t for t in terms(context) if leans and not t.number and (t.name or len(found) == 1)]
    rarity = library.rarity([t.stem for t in (*found, *lent)])
    rarest = max(library.rarity([_UNHEARD]).values(), default=1.0)
    weights = {}
    for term, share in [*((t, _LENT) for t in lent), *((t, 1.0) for t in found)]:
        weight = rarity.get(term.stem, 1.0)
        # What no paper says is only another way to say it.
        known = weight < rarest or bool(families(term.stem))
        weight *= (1.0 if known else _UNKNOWN) * (1.3 if term.name else 1.0)
        weights[term.stem] = share * max(0.3, weight)
    names = frozenset(t.stem for t in found if t.name and (t.start or _opens_with_name(words)))
    own = {t.stem for t in found}
    about = {t.stem for t in terms(f"{before[-_BEFORE:]} {context}") if not t.number} - own
    dated = [Span(w.start, w.end) for w in dates]
    return Event(
        words, weights, names, deeds_of(words, own), _main(words), phrase_stems(words),
        frozenset(about if vague else ()),
        frozenset(t.stem for t in lent) - own,
        frozenset(n for at, n in _numbered(words) if not any(d.start <= at < d.end for d in dated)),
    )  # fmt: skip


def _numbered(text: str) -> list[tuple[int, tuple[str, str]]]:
    """The numbers of a text with the word before each, and their places."""
    return [(m.start(2), (stem(m[1]), m[2].replace(",", ""))) for m in _NUMBERED.finditer(text)]


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

    def _titled(self, document: Document, segment: Segment) -> frozenset[str]:
        """The names that the title, the heading and the speaker lend to what stands under them."""
        words = f"{document.title or ''} {segment.speaker or ''} {self._heading(document, segment)}"
        return frozenset(t.stem for t in terms(words))

    def _narrowed(self, document: Document, segment: Segment) -> frozenset[str]:
        """What a heading narrows its rows to: "Earlier alerts"."""
        return frozenset(w.lower() for w in _NARROWED.findall(self._heading(document, segment)))

    def _head(self, document: Document) -> tuple[frozenset[str], str]:
        if document.id not in self._heads:
            row = next((s.start for s in document.segments if s.kind is SegmentKind.ROW), _HEAD)
            words = f"{document.title or ''} {document.author or ''} {document.text[: min(row, _HEAD)]}"
            self._heads[document.id] = (frozenset(t.stem for t in terms(words)), words)
        return self._heads[document.id]

    def _row(self, document: Document, segment: Segment, around: frozenset[str]) -> list[_Dated]:
        """A row's dates: the column of one says what happened on it ("paid on"), the row to what."""
        text = document.text[segment.start : segment.end]
        days = {
            cell.start: dates[0] for cell in segment.cells
            if len(dates := find_dates(document.text, document.date, cell.start, cell.end)) == 1
            and dates[0].is_day and not dates[0].relative
        }  # fmt: skip
        columns = " ".join(c.column for c in segment.cells if c.start not in days)
        found = []
        for cell in segment.cells:
            if cell.start not in days:
                continue
            when = days[cell.start]
            span = Span(when.start, when.end)
            column = cell.column.replace("_", " ")
            own = {t.stem for t in terms(column)}
            stems = own | {t.stem for t in terms(f"{text} {columns.replace('_', ' ')}")}
            deeds = deeds_of(column, own) or deeds_of(text, stems)
            found.append(_Dated(
                Sighting(when, document, Span(segment.start, segment.end), span), text,
                frozenset(stems), around, deeds,
                narrowed=self._narrowed(document, segment), titled=self._titled(document, segment),
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
        titled = self._titled(document, segment)
        found = []
        for when, part in _parted(text, dates):
            own = part.of(text)
            near = frozenset(t.stem for t in terms(own) if not t.number)
            deeds = deeds_of(own, set(near)) | _by_lead(text, when)
            if _WRITING.search(own):  # the day of writing is the letter's, not one that it writes of
                deeds -= _OF_LETTERS
                near = frozenset(word for word in near if not families(word) & _OF_LETTERS)
            day = Span(cut.start + when.start, cut.start + when.end)
            found.append(_Dated(Sighting(when, document, cut, day), own, near, around, deeds, titled=titled))
        if dates or written is None:
            return found
        head = self._head(document)[1]
        done = deeds_of(text, set(stems)) & AT_A_MEETING
        if done and segment.kind is not SegmentKind.SPEECH and "meet" in deeds_of_paper(head):
            day_span = self._date_span(document, written, cut.start)
            if day_span is not None:
                when = When(day_span.start, day_span.end, written, written)
                at = Sighting(when, document, cut, day_span)
                found.append(_Dated(at, text, stems, around, done, titled=titled))
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


def _parted(text: str, dates: Sequence[When]) -> list[tuple[When, Span]]:
    """Each date of a sentence with the part of the sentence that it dates: up to it, or from it on."""
    if len(dates) < 2:
        return [(when, Span(0, len(text))) for when in dates]
    opens = dates[0].start <= _OPENING
    cuts = [0]
    for one, other in pairwise(dates):
        breaks = [m.start() for m in _PARTS.finditer(text, one.end + 2, max(one.end + 2, other.start))]
        cuts.append((breaks[-1] if opens else breaks[0]) if breaks else (other.start if opens else one.end))
    cuts.append(len(text))
    return [(when, Span(cuts[i], max(cuts[i], cuts[i + 1]))) for i, when in enumerate(dates)]


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
    have, own, missing = 0.0, 0, 0
    asked = frozenset(name for word in dated.around for name in families(word))
    main = {name for word in event.main for name in families(word)} | set(event.phrases.values())
    for word, weight in event.weights.items():
        name = word in event.names
        # One deed answers for the verb; "the lease" of "signed the lease" must be there itself.
        alike = families(word) if word in event.main else families(word) - main
        if word in dated.stems:
            have += weight
            own += not name and word not in event.lent
        elif alike & dated.deeds or event.phrases.get(word) in dated.deeds:
            have += _ALIKE * weight
            own += 1
        elif name and _rooted(word, dated.stems | dated.around):
            have += _ALIKE * weight
        elif word in event.lent:
            have += _AROUND * weight if word in dated.around else 0.0
        elif word in dated.around:
            have += (1.0 if name else _AROUND) * weight
            missing += word not in dated.titled
        else:
            have += 0.5 * _AROUND * weight if families(word) & asked and not whole else 0.0
            missing += 1
    score = dated.share * have / sum(event.weights.values())
    said = bool(main & dated.deeds) or (not whole and bool(event.main & dated.stems))
    if event.about and len(dated.stems & event.about) < (2 if whole else 1):
        score *= _ELSEWHERE
    if event.numbers and not whole:
        theirs = dict(number for _, number in _numbered(dated.text))
        if any(theirs.get(thing, number) != number for thing, number in event.numbers):
            return None  # crane 4 is not crane 7
    narrowed = dated.narrowed | {w.lower() for w in _NARROWED.findall(dated.text)}
    if narrowed & _FORMER - event.narrowed:
        score *= _ELSEWHERE
    if score < FAIR or not (said or (not whole and own >= 2)):
        return None
    if not whole and bool(_NOT.search(event.words)) != bool(_NOT.search(dated.text)):
        return None
    there = dated.stems | dated.around
    named = sum(n in there or _rooted(n, there) for n in event.names)
    if named < 0.5 * len(event.names):
        return None
    sure = (
        score >= SURE * dated.share and event.names <= dated.stems | dated.titled and said and own >= 1
        and not missing
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
