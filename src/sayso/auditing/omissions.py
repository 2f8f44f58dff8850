"""What the papers say on the article's own matter that the article leaves out.

The article's claims are the questions; only what the library finds for them is weighed, so the work
does not grow with the pile. A passage ranks by how closely it bears on a claim, how strong that
claim is, how much of it is new, and whether it has words that pull the other way. The rules look at
words and never at whose side they are on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sayso.auditing.body import prefixes
from sayso.auditing.signals import pulls
from sayso.auditing.strength import forces, scales_of
from sayso.checking import StanceModel
from sayso.checking.alignment import CALENDAR
from sayso.checking.evidence import evidence
from sayso.library import Library
from sayso.library.terms import Term, terms
from sayso.records import (
    Article,
    Claim,
    ClaimKind,
    Document,
    Omission,
    Passage,
    SegmentKind,
    SourceKind,
    Span,
    Stance,
    Statement,
    Verdict,
    Zone,
)
from sayso.statements.sentences import split_sentences

#: So many at most, and so many of one document and of one claim.
MOST = 5
_OF_ONE_DOCUMENT = 2
_OF_ONE_CLAIM = 2
#: What a second passage of one document counts for: papers should vary.
_SECOND = 0.6
#: Passages looked at for one claim.
_SEARCHED = 24
_LOOKED_AT = 12
#: A passage is shown in a window of so many words; a shorter paragraph whole.
_WINDOW = 45
_WHOLE = 62
_FEWEST = 6
#: The share of a sentence's words that an article's sentence must have for it to be no news.
_ECHO = 0.6
#: With so many words besides names, the names are not counted: they are of whom, not of what.
_TELLING = 4
#: A name says of whom, not of what: two passages on one person need not be on one matter.
_NAME = 0.7
#: Words that a claim and a passage must have in common, one of them in the window itself; one is
#: enough where they are near in meaning.
_SHARED = 2
_NEAR = 0.30
#: What a passage is worth before its signals are counted, and the least it must reach to be shown.
_PLAIN, _LEAST = 0.1, 0.07
#: A table's row tells little by itself; a paper that no finding rests on was left out whole; words
#: right beside those that the article uses were read and passed over.
_ROW, _UNUSED, _BESIDE = 0.6, 1.2, 1.2
#: How many of the best the model reads, to drop what the article says in other words.
_READ = 6
_UNNAMED = {
    SourceKind.OFFICIALS_UNNAMED, SourceKind.EXPERTS_UNNAMED, SourceKind.INSIDERS_UNNAMED,
    SourceKind.OBSERVERS_UNNAMED,
}  # fmt: skip
_KINDS = {ClaimKind.ASSERTION, ClaimKind.SAYING, ClaimKind.QUOTATION}
_SKIPPED = {SegmentKind.HEADING, SegmentKind.HEADER, SegmentKind.SIGNATURE}


#: Words by which a claim takes in everything, and so can be put in another light by one passage.
_ABSOLUTE = re.compile(
    r"\b(?:only|nothing|nobody|none|no|never|every|all|always|any|first|entire|whole)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of the article with its words; ``wider`` are the next sentence's stems too."""

    text: str
    words: tuple[Term, ...]
    stems: frozenset[str]
    wider: frozenset[str]


@dataclass(slots=True)
class _Window:
    """Words of a paper that the article does not use, with what they bear on."""

    document: Document
    passage: Passage
    start: int
    end: int
    words: list[Term]
    beside_used: bool
    question: Span | None = None
    cosines: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def reading(self) -> str:
        whole = (self.start, self.end) == (self.passage.start, self.passage.end)
        return self.passage.reading if whole else " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class _Question:
    """A claim with its words' weights, their sum, the scales its deeds stand on, and its strength."""

    claim: Claim
    weights: Mapping[str, float]
    whole: float
    scales: set[str]
    strength: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    window: _Window
    score: float
    bears_on: tuple[Claim, ...]
    reason: str
    marks: tuple[Span, ...]


def find_omissions(
    article: Article,
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    library: Library,
    model: StanceModel,
) -> tuple[Omission, ...]:
    """The passages left out that bear most on the article's claims, the weightiest first."""
    return _Search(article, statements, claims, library, model).omissions()


def unused_papers(claims: Iterable[Claim], library: Library) -> tuple[str, ...]:
    """The documents that no finding rests on, neither for a claim nor against it, in library order."""
    used = {
        e.document
        for claim in claims
        for finding in (claim.say, claim.so)
        if finding is not None and finding.verdict is not Verdict.NOT_FOUND
        for e in finding.evidence
        if e.stance is not Stance.NEITHER
    }
    return tuple(d for d in library.documents if d not in used)


class _Search:
    def __init__(
        self,
        article: Article,
        statements: Sequence[Statement],
        claims: Sequence[Claim],
        library: Library,
        model: StanceModel,
    ) -> None:
        self._library = library
        self._model = model
        self._statements = {s.id: s for s in statements}
        self._claims = [c for c in claims if c.kind in _KINDS and (c.content or c.text).strip()]
        self._sentences = _sentences(article)
        # A Headline In Capitals Names Nobody by them: a name is never written small.
        small = {t.stem for s in self._sentences for t in s.words if not t.name}
        self._names = {t.stem for s in self._sentences for t in s.words if t.name} - small
        self._rarity: Mapping[str, float] = {}
        self._near: dict[tuple[str, int], set[str]] = {}
        self._used = _used(claims)
        self._unused = set(unused_papers(claims, library))

    def omissions(self) -> tuple[Omission, ...]:
        windows = self._windows()
        self._rarity = self._library.rarity(
            [t.stem for w in windows for t in w.words]
            + [t.stem for c in self._claims for t in terms(c.content)]
        )
        questions = [self._question(c) for c in self._claims]
        weighed = [w for w in (self._weigh(one, questions) for one in windows) if w is not None]
        weighed.sort(key=lambda w: (-w.score, w.window.document.id, w.window.start))
        best = self._news(_spread(weighed, MOST + 3))
        return tuple(self._omission(w) for w in best[:MOST])

    def _windows(self) -> list[_Window]:
        """The unused words of the passages that the claims find, each once."""
        queries = list(dict.fromkeys(_query(c) for c in self._claims))
        hits = dict(zip(queries, self._library.search(queries, _SEARCHED), strict=True))
        made: dict[tuple[str, int, int], list[_Window]] = {}
        seen: dict[tuple[str, int, int], _Window] = {}
        for claim in self._claims:
            for hit in hits[_query(claim)][:_LOOKED_AT]:
                p = hit.passage
                if p.kind in _SKIPPED:
                    continue
                key = (p.document, p.start, p.end)
                if key not in made:
                    made[key] = [
                        seen.setdefault((p.document, w.start, w.end), w) for w in self._cut(p)
                    ]
                for window in made[key]:
                    before = window.cosines.get(claim.id, 0.0)
                    window.cosines[claim.id] = max(before, hit.cosine)
        return list(seen.values())

    def _cut(self, passage: Passage) -> Iterable[_Window]:
        """The runs of sentences of each paragraph that the article does not use."""
        document = self._library.documents[passage.document]
        if passage.kind is SegmentKind.ROW:
            found = terms(document.text, passage.start, passage.end)
            if not self._is_used(document, passage.start, passage.end, found):
                yield _Window(document, passage, passage.start, passage.end, found, False)
            return
        for start, end in _paragraphs(document, passage):
            sentences = split_sentences(document.text, start, end)
            words = [terms(document.text, s.start, s.end) for s in sentences]
            used = [
                self._is_used(document, s.start, s.end, w)
                for s, w in zip(sentences, words, strict=True)
            ]
            for first, last in _runs(used):
                for a, b in _fitted(document.text, sentences[first:last]):
                    inside = [
                        t for s, w in zip(sentences, words, strict=True)
                        if a <= s.start and s.end <= b for t in w
                    ]  # fmt: skip
                    beside = (first > 0 and a == sentences[first].start) or (
                        last < len(sentences) and b == sentences[last - 1].end
                    )
                    asked = _question_before(document, start) if a == sentences[0].start else None
                    yield _Window(document, passage, a, b, inside, beside, asked)

    def _is_used(self, document: Document, start: int, end: int, found: Sequence[Term]) -> bool:
        """Whether a finding rests on most of these words, or a sentence of the article has them."""
        for span in self._used.get(document.id, ()):
            shared = min(end, span.end) - max(start, span.start)
            if shared >= 0.5 * (end - start):
                return True
        mine = {t.stem for t in found if not t.name and t.stem not in CALENDAR}
        if len(mine) < _TELLING:
            mine = {t.stem for t in found}
        return len(mine) >= 3 and any(
            len(mine & said.wider) >= _ECHO * len(mine) for said in self._sentences
        )

    def _question(self, claim: Claim) -> _Question:
        """The claim’s words with their weights: rarer weighs more, a name less than the matter."""
        weights = {
            t.stem: self._rarity.get(t.stem, 1.0) * (_NAME if t.name else 1.0)
            for t in terms(claim.content or claim.text)
            if t.stem not in CALENDAR
        }
        return _Question(
            claim, weights, sum(weights.values()), scales_of(weights), self._strength(claim)
        )

    def _weigh(self, window: _Window, questions: Sequence[_Question]) -> _Weighed | None:
        text = window.text
        if len(text.split()) < _FEWEST:
            return None
        found = pulls(text, window.beside_used)
        if found is None:
            return None
        own = [t for t in window.words if t.stem not in CALENDAR and not t.number]
        mine = {t.stem: self._rarity.get(t.stem, 1.0) for t in own}
        total = sum(mine.values())
        if not mine or not total:
            return None
        echo = max(
            (sum(w for s, w in mine.items() if s in said.wider) for said in self._sentences),
            default=0.0,
        ) / total
        novelty = 1 - echo
        # An answer is on what its question is on.
        asked = window.question and terms(window.document.text, window.question.start, window.question.end)
        mine |= {t.stem: self._rarity.get(t.stem, 1.0) for t in asked or () if not t.number}
        around = self._around(window.passage)
        forms, scales = prefixes(mine), scales_of(mine)
        bearing = []
        for question in questions:
            cosine = window.cosines.get(question.claim.id)
            if cosine is None or not question.whole:
                continue
            here = near = 0.0
            shared, matter = 0, False
            for one, weight in question.weights.items():
                inside = one in mine or one[:5] in forms
                here += weight * inside
                near += weight * (one in around)
                shared += inside or one in around
                matter |= one not in self._names and (inside or one in around)
            if not here or not matter or (shared < _SHARED and cosine < _NEAR):
                continue
            deed = 0.1 if scales & question.scales else 0.0
            value = 0.35 * here / question.whole + 0.3 * near / question.whole
            value += 0.3 * max(0.0, cosine) + deed
            bearing.append((value * question.strength, question.claim))
        if not bearing:
            return None
        bearing.sort(key=lambda one: (-one[0], one[1].start))
        top, second = bearing[0][0], bearing[1][0] if len(bearing) > 1 else 0.0
        people = len(self._names & (mine.keys() | {t.stem for t in terms(window.passage.speaker or "")}))
        score = (top + 0.3 * second + 0.08 * min(people, 3)) * novelty * (_PLAIN + found.weight)
        if window.beside_used:
            score *= _BESIDE
        if window.passage.kind is SegmentKind.ROW:
            score *= _ROW
        if window.document.id in self._unused:
            score *= _UNUSED
        if score < _LEAST:
            return None
        borne = [claim for value, claim in bearing[:2] if value >= 0.85 * top]
        marks = tuple(Span(window.start + m.start, window.start + m.end) for m in found.marks)
        reason = found.reason
        if window.question is not None:
            reason += f" It answers “{' '.join(window.question.of(window.document.text).split())}”"
        return _Weighed(window, score, tuple(borne), reason, marks)

    def _around(self, passage: Passage) -> set[str]:
        """The stems of a whole passage and of who speaks in it."""
        key = (passage.document, passage.start)
        if key not in self._near:
            words = f"{passage.reading} {passage.speaker or ''}"
            self._near[key] = {t.stem for t in terms(words)}
        return self._near[key]

    def _strength(self, claim: Claim) -> float:
        """How strongly a claim is put: in the headline, by nobody, of everything, in strong words."""
        statement = self._statements[claim.statement]
        own = statement.source is None or statement.source.kind is SourceKind.OWN_VOICE
        strength = 1.0
        if statement.zone is Zone.HEADLINE:
            strength += 0.25
        elif own or (statement.source is not None and statement.source.kind in _UNNAMED):
            strength += 0.05
        if _ABSOLUTE.search(claim.content):
            strength += 0.15
        if any(f.is_strong for f in forces(claim.content)):
            strength += 0.1
        return strength

    def _news(self, weighed: list[_Weighed]) -> list[_Weighed]:
        """Those that the article does not say in other words, by the stance model."""
        asked = weighed[:_READ]
        pairs = []
        for one in asked:
            mine = {t.stem for t in one.window.words}
            nearest = max(self._sentences, key=lambda s: len(mine & s.stems) / (len(s.stems) + 3))
            pairs.append((one.window.reading, nearest.text))
        if not pairs:
            return []
        scores = self._model.judge(pairs)
        told = {
            id(one) for one, row in zip(asked, scores, strict=True)
            if row[0] >= self._model.threshold_supports
        }  # fmt: skip
        return [one for one in weighed if id(one) not in told]

    def _omission(self, one: _Weighed) -> Omission:
        window = one.window
        whole = (window.start, window.end) == (window.passage.start, window.passage.end)
        shown = evidence(
            window.document, window.start, window.end, Stance.NEITHER, one.score, one.marks,
            window.passage if whole else None,
        )  # fmt: skip
        shown = replace(shown, speaker=window.passage.speaker)
        return Omission(shown, tuple(c.id for c in one.bears_on), one.reason)


def _question_before(document: Document, start: int) -> Span | None:
    """The question that the words from ``start`` on answer: the one that ends what stands before."""
    before = document.text[:start].rstrip()
    if not before.endswith("?"):
        return None
    place = bisect_right(document.segments, len(before) - 1, key=lambda s: s.start) - 1
    if place < 0:
        return None
    segment = document.segments[place]
    sentences = split_sentences(document.text, segment.start, min(segment.end, start))
    return sentences[-1] if sentences and sentences[-1].of(document.text).rstrip().endswith("?") else None


def _query(claim: Claim) -> str:
    if claim.kind is ClaimKind.QUOTATION:
        return claim.content.strip("“”") or claim.text
    return claim.content


def _sentences(article: Article) -> list[_Said]:
    """The sentences of headline, body and captions."""
    found = []
    for block in article.blocks:
        spans = split_sentences(article.text, block.start, block.end)
        cut = [tuple(terms(article.text, s.start, s.end)) for s in spans]
        stems = [frozenset(t.stem for t in words) for words in cut]
        for place, (span, words) in enumerate(zip(spans, cut, strict=True)):
            text = " ".join(span.of(article.text).split())
            found.append(_Said(text, words, stems[place], stems[place].union(*stems[place + 1 : place + 2])))
    return found


def _used(claims: Iterable[Claim]) -> dict[str, list[Span]]:
    """The words of each document that a finding already holds up, for a claim or against it."""
    found: dict[str, list[Span]] = {}
    for claim in claims:
        for finding in (claim.say, claim.so):
            # A paper that gives somebody the same title does not tell the same story.
            if finding is None or finding.check == "role":
                continue
            for one in finding.evidence:
                if one.stance is not Stance.NEITHER:
                    found.setdefault(one.document, []).append(Span(one.start, one.end))
    return found


def _paragraphs(document: Document, passage: Passage) -> list[tuple[int, int]]:
    """The document's segments that begin or go on in the passage, whole; or the passage itself."""
    segments = document.segments
    first = max(0, bisect_right(segments, passage.start, key=lambda s: s.start) - 1)
    last = bisect_left(segments, passage.end, key=lambda s: s.start)
    inside = [(s.start, s.end) for s in segments[first:last] if s.end > passage.start]
    return inside or [(passage.start, passage.end)]


def _runs(used: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """The stretches of what is not used, as first and behind the last."""
    first = None
    for place, one in enumerate([*used, True]):
        if one and first is not None:
            yield first, place
            first = None
        elif not one and first is None:
            first = place


def _fitted(text: str, sentences: Sequence[Span]) -> Iterable[tuple[int, int]]:
    """Sentences that stand together as one window, or, where they are long, one from each on."""
    start, end = sentences[0].start, sentences[-1].end
    if _count(text, start, end) <= _WHOLE:
        yield start, end
        return
    for place, sentence in enumerate(sentences):
        end = sentence.end
        for following in sentences[place + 1 :]:
            if _count(text, sentence.start, following.end) > _WINDOW:
                break
            end = following.end
        yield sentence.start, end


def _count(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def _spread(weighed: Sequence[_Weighed], most: int) -> list[_Weighed]:
    """The best ``most``, no two of one paragraph, and of one document or on one claim only so many."""
    kept: list[_Weighed] = []
    left = list(weighed)
    while left and len(kept) < most:
        documents = [k.window.document.id for k in kept]
        best = max(left, key=lambda w: w.score * _SECOND ** documents.count(w.window.document.id))
        left.remove(best)
        mine = best.window
        same = [k.window for k in kept if k.window.document.id == mine.document.id]
        near = any(k.start < mine.end + 1 and mine.start < k.end + 1 for k in same)
        on_claim = sum(k.bears_on[0].statement == best.bears_on[0].statement for k in kept)
        if not near and len(same) < _OF_ONE_DOCUMENT and on_claim < _OF_ONE_CLAIM:
            kept.append(best)
    return kept
