"""The words of sayso as frozen records.

Nothing here imports anything of sayso. Offsets are Unicode code points of the text of the
document (or article) that the record belongs to, so ``document.text[start:end]`` is always the
quoted text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How much of a document could be read."""

    READ = "read"
    PARTLY_READ = "partly read"
    UNREAD = "unread"


class SegmentKind(StrEnum):
    """What a stretch of a document is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"
    HEADER = "header"
    SPEECH = "speech"
    QUOTED = "quoted"
    SIGNATURE = "signature"


class Zone(StrEnum):
    """Where in an article a statement stands."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"


class Quotation(StrEnum):
    """How much of a statement stands in quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    NONE = "none"


class SourceKind(StrEnum):
    """Who a statement is laid to."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANISATION = "named_organisation"
    OFFICIALS_UNNAMED = "officials_unnamed"
    EXPERTS_UNNAMED = "experts_unnamed"
    INSIDERS_UNNAMED = "insiders_unnamed"
    OBSERVERS_UNNAMED = "observers_unnamed"
    DOCUMENTS = "documents"
    OWN_VOICE = "own_voice"


class ClaimKind(StrEnum):
    """What a claim asserts, which decides the checks that apply."""

    ASSERTION = "assertion"
    SAYING = "saying"
    QUOTATION = "quotation"
    FIGURE = "figure"
    DATE = "date"
    ROLE = "role"
    COUNT = "count"


class Stance(StrEnum):
    """What a span does to a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    NEITHER = "neither"


class Verdict(StrEnum):
    """What the papers show of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: ``text_of_document[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must run forward from 0, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words the span holds in ``text``."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class WordBox(NamedTuple):
    """One word of a page: offsets in ``document.text``; edges in percent of the page."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """The words of one page with their boxes, packed (24 bytes a word) to keep long files small."""

    packed: bytes = b""

    _FORMAT = struct.Struct("<IIffff")

    @classmethod
    def pack(cls, boxes: list[WordBox]) -> WordBoxes:
        """Pack ``boxes``, which should be in order of ``start``."""
        return cls(b"".join(cls._FORMAT.pack(*box) for box in boxes))

    def __iter__(self) -> Iterator[WordBox]:
        for values in self._FORMAT.iter_unpack(self.packed):
            yield WordBox(*values)

    def __len__(self) -> int:
        return len(self.packed) // self._FORMAT.size


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, its stretch of ``document.text``, its size in points, its words."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    words: WordBoxes = WordBoxes()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row: the column's name and the span of the value."""

    column: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph, heading, table row or speech of a document.

    ``line`` is the line of the source file, from 1, where the format has lines. ``speaker`` and
    ``date`` hold where the document says who speaks and when.
    """

    start: int
    end: int
    kind: SegmentKind = SegmentKind.PARAGRAPH
    page: int | None = None
    line: int | None = None
    speaker: str | None = None
    date: date | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source file read into text.

    ``id`` is the first 12 hexadecimal digits of ``sha256``; ``name`` is what the file was called,
    for showing only. ``part_of`` is the id of the mail or archive it was taken from.
    """

    id: str
    name: str
    sha256: str
    media_type: str
    text: str = ""
    status: Status = Status.READ
    reason: str | None = None
    title: str | None = None
    author: str | None = None
    date: date | None = None
    pages: tuple[Page, ...] = ()
    segments: tuple[Segment, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    part_of: str | None = None

    def segment_at(self, offset: int) -> Segment | None:
        """The segment that holds ``offset``, or None."""
        return next((s for s in self.segments if s.start <= offset < s.end), None)

    def page_at(self, offset: int) -> int | None:
        """The number of the page that holds ``offset``, or None where there are no pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return None


@dataclass(frozen=True, slots=True)
class ArticleField:
    """A field of a news page. ``start`` is None where only the page's metadata has it.

    ``origin`` is ``"page"``, ``"json-ld"``, ``"open graph"`` or ``"meta"``.
    """

    value: str
    origin: str = "page"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an article with its zone."""

    start: int
    end: int
    zone: Zone = Zone.BODY


@dataclass(frozen=True, slots=True)
class Article:
    """A document with the parts of a news page.

    ``fields`` may hold ``section``, ``headline``, ``dateline``, ``published``, ``author``,
    ``views`` and ``image_credit``. ``blocks`` are the headline, the body paragraphs and captions
    in reading order; ``furniture`` is all the rest of the page that is not news.
    """

    document: Document
    fields: tuple[tuple[str, ArticleField], ...] = ()
    blocks: tuple[Block, ...] = ()
    furniture: tuple[Span, ...] = ()
    published: date | None = None
    authors: tuple[str, ...] = ()
    views: int | None = None

    @property
    def text(self) -> str:
        """The whole text of the page, furniture and all."""
        return self.document.text

    def field(self, name: str) -> ArticleField | None:
        """The field called ``name``, or None."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class Source:
    """Who a statement is laid to: the words that name them and what kind of source they are.

    ``resolved`` is the fuller name where the words are a pronoun or a short form ("he").
    """

    text: str
    start: int
    end: int
    kind: SourceKind
    resolved: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One proposition of an article with one attribution.

    ``contents`` are the spans of what is said; ``start``/``end`` enclose statement, source and cue.
    ``negated`` is true where the source denies the content.
    """

    id: str
    start: int
    end: int
    text: str
    zone: Zone
    quotation: Quotation
    contents: tuple[Span, ...]
    source: Source | None = None
    cue: Span | None = None
    hedges: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    negated: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A searchable window of a document.

    ``text`` is ``document.text[start:end]``; ``reading`` is what search and models read, which for
    a table row names the columns. ``date`` is that of the passage or, failing that, the document.
    """

    document: str
    start: int
    end: int
    text: str
    reading: str
    kind: SegmentKind = SegmentKind.PARAGRAPH
    page: int | None = None
    line: int | None = None
    speaker: str | None = None
    date: date | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span with its stance to a claim.

    ``score`` is 0..1. ``marks`` are the deciding words. ``before`` and ``after`` are the words
    around the span, up to 200 characters each, for a reader and for re-anchoring. ``also`` are the
    ids of near-copies and mails of the same thread that have the same words: no further witnesses.
    """

    document: str
    start: int
    end: int
    text: str
    stance: Stance
    score: float
    page: int | None = None
    line: int | None = None
    speaker: str | None = None
    marks: tuple[Span, ...] = ()
    before: str = ""
    after: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on a claim with its reason, the check that decided, and evidence, best first."""

    verdict: Verdict
    confidence: float
    reason: str
    check: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One self-contained, checkable proposition drawn from a statement.

    ``start``/``end`` are the words of the article it rests on. ``content`` is what is claimed
    without who claims it, which is what passages are held against. ``unresolved`` are the words
    whose reference was not safe to fill in. ``say`` answers whether the source said it, ``so`` whether
    it is so; each is None where the question does not arise.
    """

    id: str
    statement: str
    kind: ClaimKind
    text: str
    start: int
    end: int
    content: str = ""
    unresolved: tuple[Span, ...] = ()
    say: Finding | None = None
    so: Finding | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """Something the papers say about the article's own matter that the article leaves out."""

    evidence: Evidence
    bears_on: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an audit noticed: words for a reader and the span of the article it is about."""

    text: str
    start: int
    end: int


class Against(StrEnum):
    """What a part of a headline does with the article's own body."""

    SAME = "says the same"
    MORE = "says more"
    OTHER = "says other"
    NOT_IN_BODY = "not in the body"


@dataclass(frozen=True, slots=True)
class HeadlinePart:
    """A part of the headline held against the body.

    ``text`` says in words what was found, ``statement`` is the part's id, ``body`` the sentence of
    the body that it was held against, ``claims`` the part's claims, which the papers were asked.
    """

    text: str
    start: int
    end: int
    against: Against
    statement: str
    claims: tuple[str, ...] = ()
    body: Span | None = None


class NoteKind(StrEnum):
    """What the sourcing audit noticed. Each is a hint for a reader and no verdict."""

    ONE_UNNAMED_SOURCE = "one_unnamed_source"
    EXPERTS_WITHOUT_A_NAME = "experts_without_a_name"
    SEVERAL_DESCRIPTIONS = "several_descriptions"
    LOADED_WORD = "loaded_word"
    HEDGES_PILED = "hedges_piled"
    LAID_TO_NOBODY = "laid_to_nobody"


@dataclass(frozen=True, slots=True)
class SourcingNote:
    """One thing about the sourcing: words for a reader and the span of the article it is about.

    ``instead`` is a plainer word where the note is on a loaded one.
    """

    kind: NoteKind
    text: str
    start: int
    end: int
    statements: tuple[str, ...] = ()
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a claim stands on: the kind of its source, and who else in the article says the same.

    ``identified`` is whether a document is given with a number, a date or a title; None where the
    source is no document. ``others`` are ids of statements laid to another source.
    """

    claim: str
    kind: SourceKind
    identified: bool | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """What the whole article shows: sourcing, unidentified documents, headline against body.

    ``papers_unused`` are the ids of documents that could be read and that no finding rests on.
    """

    sources: tuple[tuple[SourceKind, int], ...]
    documents_unidentified: tuple[Remark, ...] = ()
    headline: tuple[HeadlinePart, ...] = ()
    sourcing: tuple[SourcingNote, ...] = ()
    standings: tuple[Standing, ...] = ()
    papers_unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """One document as a reader should know it was searched, or why it was not.

    ``language`` is an ISO 639-1 code or None where too little tells. ``near_copy_of`` is the id of the
    first document of the same text; ``thread`` are the ids of its mail thread, the first sent first.
    ``notes`` say all that in words. ``same_as`` is the id of the document of the very same bytes, which
    was read, or not, in its stead.
    """

    id: str
    name: str
    sha256: str
    status: Status
    reason: str | None = None
    pages: int | None = None
    media_type: str = ""
    language: str | None = None
    near_copy_of: str | None = None
    thread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """An article, its statements and findings, the audit, what was searched, and provenance."""

    article: Article
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    audit: Audit
    coverage: tuple[Coverage, ...]
    omissions: tuple[Omission, ...] = ()
    provenance: tuple[tuple[str, str], ...] = field(default=())
