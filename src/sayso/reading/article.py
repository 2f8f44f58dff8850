"""A news page becomes an Article: its fields, its paragraphs, and what is only furniture."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sayso.errors import ArticleError
from sayso.reading import furniture
from sayso.reading.draft import Draft, Scribe
from sayso.reading.files import draft_of_bytes, file_problem
from sayso.reading.kinds import Kind, tell
from sayso.reading.limits import DEFAULT, Limits
from sayso.reading.metadata import Facts, facts_of
from sayso.reading.voices import byline, is_desk, is_person, people_in
from sayso.reading.web import Line, WebPage, read_page
from sayso.records import Article, ArticleField, Block, SegmentKind, Span, Zone

_SECTIONS = frozenset(
    "politics world business sport sports opinion editorial india national nation local city "
    "metro technology tech science health culture arts entertainment lifestyle education economy "
    "markets finance environment climate travel asia europe africa americas uk us usa "
    "international global law crime society features analysis comment defence defense security "
    "energy media religion weather cities states regional news investigations elections".split()
)
_APART = re.compile(r"\s+[|•·]\s+|\s{3,}|\t+")
_TITLE_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")
_NOT_BODY = frozenset(
    "nav footer aside button form menu breadcrumb breadcrumbs navigation complementary contentinfo "
    "newsletter related comments comment-list sidebar share social cookie-banner promo advert "
    "advertisement ad taboola outbrain".split()
)
_STANDFIRST = re.compile(
    r"standfirst|sub-?(?:title|head|headline)|dek|summary|excerpt|lede|intro|synopsis|strap"
)
_CAPTION = re.compile(r"figcaption|(?:^|[-_])caption|credit")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s*$")


@dataclass(slots=True)
class _Row:
    """A line of the page and what it was found to be."""

    start: int
    text: str
    tag: str = ""
    hints: tuple[str, ...] = ()
    linked: float = 0.0
    zone: Zone | None = None
    taken: list[tuple[int, int]] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_paragraph(self) -> bool:
        """Whether it reads like running text."""
        if self.linked > 0.6:
            return False
        count = self.words
        return count >= 25 or (count >= 10 and bool(_SENTENCE_END.search(self.text)))

    def has_hint(self, pattern: re.Pattern[str]) -> bool:
        """Whether a tag or class of the line's own block matches ``pattern``."""
        return any(pattern.search(hint) for hint in self.hints[:6])


def parse_article(data: bytes, name: str, limits: Limits = DEFAULT) -> Article:
    """The Article in ``data``. Raises ArticleError where it holds no text."""
    if problem := limits.size_problem(len(data)):
        raise ArticleError(f"{name} {problem}")
    kind, _, problem = (
        tell(data, name) if data else (Kind.OTHER, "", "is empty: save the page again")
    )
    if problem:
        raise ArticleError(f"{name} {problem}")
    facts, page = Facts(), None
    if kind is Kind.HTML:
        page = read_page(data)
        facts = facts_of(page)
        rows, draft = _rows_of_page(page)
    else:
        draft = draft_of_bytes(data, name, limits)
        rows = list(_rows_of_draft(draft, kind))
    document = draft.finish(name, hashlib.sha256(data).hexdigest(), limits)
    if not document.text.strip():
        raise ArticleError(f"{name} {document.reason or 'holds no text'}")
    if len(draft.text) != len(document.text):
        rows = [row for row in rows if row.end <= len(document.text)]
    parts = _Parts(rows, facts, page, document.title if kind is Kind.MAIL else None)
    article = parts.article(Article(document))
    return replace(
        article,
        document=replace(
            document,
            title=value.value if (value := article.field("headline")) else document.title,
            author=", ".join(article.authors) or document.author,
            date=article.published or document.date,
        ),
    )


def article_file(path: Path, limits: Limits = DEFAULT) -> Article:
    """The Article in ``path``, parsed in this process. Raises ArticleError."""
    name = path.name
    if problem := file_problem(path, limits):
        raise ArticleError(f"{name} {problem}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{name} may not be read: check its permissions") from error
    return parse_article(data, name, limits)


def _rows_of_page(page: WebPage) -> tuple[list[_Row], Draft]:
    draft = Draft(str(Kind.HTML))
    if page.problem:
        draft.problems.append(page.problem)
    scribe = Scribe()
    rows = []
    for line in page.lines:
        kind = SegmentKind.HEADING if re.fullmatch(r"h[1-6]", line.tag) else SegmentKind.PARAGRAPH
        scribe.line(line.text, _row_kind(line, kind), cells=line.cells)
        rows.append(_Row(scribe.segments[-1].start, line.text, line.tag, line.hints, line.linked))
    draft.text, draft.segments = scribe.text, scribe.segments
    return rows, draft


def _row_kind(line: Line, kind: SegmentKind) -> SegmentKind:
    if line.row:
        return SegmentKind.HEADER if line.is_header else SegmentKind.ROW
    return kind


def _rows_of_draft(draft: Draft, kind: Kind) -> Iterator[_Row]:
    if kind in (Kind.TEXT, Kind.MARKDOWN, Kind.CSV, Kind.TSV):
        yield from _rows_of_text(draft.text)
        return
    for segment in draft.segments:
        if segment.kind is not SegmentKind.HEADER:
            tag = "h1" if segment.kind is SegmentKind.HEADING else "p"
            yield _Row(segment.start, draft.text[segment.start : segment.end], tag)


def _rows_of_text(text: str) -> Iterator[_Row]:
    """The lines of a text; lines that only a narrow margin parted are one row."""
    for block in re.finditer(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*", text):
        lines = block.group().split("\n")
        wrapped = (
            len(lines) > 1
            and all(45 <= len(line) <= 100 for line in lines[:-1])
            and (not any(_SENTENCE_END.search(line) and len(line) < 60 for line in lines[:-1]))
        )
        at = block.start()
        for line in [block.group()] if wrapped else lines:
            words = line.strip(" \t")
            if words:
                tag = "h1" if re.match(r"#\s", words) else ""
                yield _Row(at + len(line) - len(line.lstrip(" \t")), words, tag)
            at += len(line) + 1


class _Parts:
    """Finds which row of a page is what: the body first, then what stands around it."""

    def __init__(
        self, rows: list[_Row], facts: Facts, page: WebPage | None, subject: str | None
    ) -> None:
        self.rows, self.facts, self.page = rows, facts, page
        self.fields: dict[str, ArticleField] = {}
        self.published: date | None = None
        self.authors: tuple[str, ...] = ()
        self.views: int | None = None
        self._subject = subject
        self._find_body()
        self._first = next((n for n, row in enumerate(rows) if row.zone is Zone.BODY), len(rows))
        self._headline_at = self._find_headline()
        self._find_captions()
        self._find_fields()
        self._find_section()
        self._find_standfirst()
        self._find_dateline()
        self._fill_from_metadata()

    def article(self, blank: Article) -> Article:
        """The Article with all that was found."""
        blocks, spare = [], []
        for row in self.rows:
            if row.zone is not None:
                blocks.append(Block(row.start, row.end, row.zone))
            elif not row.taken:
                spare.append(Span(row.start, row.end))
            else:
                spare.extend(_left_over(row))
        order = ("section", "headline", "dateline", "published", "author", "views", "image_credit")
        return replace(
            blank,
            fields=tuple((name, self.fields[name]) for name in order if name in self.fields),
            blocks=tuple(blocks),
            furniture=tuple(spare),
            published=self.published,
            authors=self.authors,
            views=self.views,
        )

    # The body

    def _find_body(self) -> None:
        marked = self._from_extractor() if self.page else set()
        runs = self._from_shape()
        size = sum(len(self.rows[n].text) for n in marked)
        if size < 0.3 * sum(len(self.rows[n].text) for n in runs):
            marked = runs
        elif marked:
            first, last = min(marked), max(marked)
            marked |= {n for n in runs if first <= n <= last}
        for number in marked:
            self.rows[number].zone = Zone.BODY

    def _from_extractor(self) -> set[int]:
        """The rows that trafilatura takes for the article."""
        assert self.page is not None
        body = _extract(self.page.html)
        if not body:
            return set()
        lines = {_plain(line) for line in body.split("\n")}
        whole = _plain(body)
        found = set()
        for number, row in enumerate(self.rows):
            words = _plain(row.text)
            inside = words in lines or (len(words) > 40 and words in whole)
            if inside and words and not self._is_apart(row) and row.tag != "h1":
                found.add(number)
        return self._pruned(found)

    def _pruned(self, found: set[int]) -> set[int]:
        """``found`` without furniture, and cut to the stretch from first to last real paragraph."""
        long = [
            n
            for n in found
            if self.rows[n].is_paragraph and not furniture.is_furniture(self.rows[n].text)
        ]
        if not long:
            return set()
        kept, skipping = set(), False
        for number in sorted(found):
            row = self.rows[number]
            if furniture.ends_article(row.text) and number > min(long):
                break
            if furniture.opens_list(row.text):
                skipping = True
                continue
            if row.is_paragraph:
                skipping = False
            if (
                skipping
                or furniture.is_furniture(row.text)
                or furniture.credit(row.text) == (0, len(row.text))
            ):
                continue
            if number < min(long) or (number > max(long) and not _SENTENCE_END.search(row.text)):
                continue
            kept.add(number)
        return kept

    def _from_shape(self) -> set[int]:
        """The rows from the first to the last that reads like running text."""
        rows = self.rows
        long = [
            n for n, row in enumerate(rows)
            if row.is_paragraph and not furniture.is_furniture(row.text)
            and furniture.credit(row.text) is None and not self._is_apart(row)
        ]  # fmt: skip
        if not long:
            long = [n for n, row in enumerate(rows) if _SENTENCE_END.search(row.text) and row.words >= 5
                    and not furniture.is_furniture(row.text)]  # fmt: skip
        if not long:
            return set()
        end = next(
            (n for n in range(long[0], len(rows)) if furniture.ends_article(rows[n].text)),
            len(rows),
        )
        last = max((n for n in long if n < end), default=long[0])
        while (
            last + 1 < end
            and _SENTENCE_END.search(rows[last + 1].text)
            and rows[last + 1].words >= 3
            and (
                not furniture.is_furniture(rows[last + 1].text)
                and not furniture.credit(rows[last + 1].text)
            )
        ):
            last += 1
        inside = {n for n in range(long[0], last + 1) if not self._is_apart(rows[n])}
        return self._pruned(inside)

    def _is_apart(self, row: _Row) -> bool:
        if row.has_hint(_CAPTION) or any(hint in _NOT_BODY for hint in row.hints):
            return True
        return row.linked > 0.8 and row.words < 25

    # What stands around it

    def _find_headline(self) -> int | None:
        number = self._headline_row()
        if number is None:
            return None
        row = self.rows[number]
        lead = len(row.text) - len(row.text.lstrip("# "))
        row.zone, row.taken = Zone.HEADLINE, [(row.start, row.end)]
        row.start, row.text = row.start + lead, row.text[lead:]
        self.fields["headline"] = ArticleField(row.text, "page", row.start, row.end)
        return number

    def _headline_row(self) -> int | None:
        told = (
            self.facts.get("headline") or (self.page.title if self.page else None) or self._subject
        )
        before = [
            n for n in range(min(self._first + 1, len(self.rows))) if self.rows[n].zone is None
        ]
        if told:
            wanted = {_plain(told), _plain(_TITLE_SITE.sub("", told))}
            same = [n for n in before if _plain(self.rows[n].text) in wanted]
            if same:
                return next((n for n in same if self.rows[n].tag == "h1"), same[0])
        tops = [n for n in before if self.rows[n].tag == "h1" and self.rows[n].words >= 3]
        if tops:
            return max(tops, key=lambda n: (_overlap(self.rows[n].text, told or ""), -n))
        # On a web page a line of words without a heading's tag is no headline.
        if self.page and not any(re.fullmatch(r"h[2-4]", self.rows[n].tag) for n in before):
            return None
        likely = [n for n in before if self._could_be_headline(self.rows[n])]
        return max(likely, key=lambda n: (min(self.rows[n].words, 7), -n), default=None)

    def _could_be_headline(self, row: _Row) -> bool:
        if (self.page and not re.fullmatch(r"h[2-4]", row.tag)) or not 4 <= row.words <= 40:
            return False
        if row.text.endswith((".", ":", ";", ",")) or row.linked > 0.9 or row.text[0].islower():
            return False
        line = row.text
        pieces = [line[a - row.start : b - row.start] for a, b in _pieces(row)]
        return not (
            furniture.is_furniture(line) or furniture.credit(line) or byline(line)
            or any(furniture.dated(piece) for piece in pieces)
        )  # fmt: skip

    def _find_captions(self) -> None:
        for row in self.rows:
            if (
                row.zone is not None
                or (furniture.is_furniture(row.text)
                and not furniture.credit(row.text))
            ):
                continue
            where = furniture.credit(row.text)
            if where is None and not (row.has_hint(_CAPTION) and row.words >= 3):
                continue
            if (
                where
                and len(row.text) > 60
                and row.is_paragraph
                and not row.has_hint(_CAPTION)
                and not where[0]
            ):
                where = (0, len(row.text))
            row.zone = Zone.CAPTION
            if where and "image_credit" not in self.fields:
                start, end = row.start + where[0], row.start + where[1]
                value = row.text[where[0] : where[1]]
                self.fields["image_credit"] = ArticleField(value, "page", start, end)

    def _find_fields(self) -> None:
        stop = self._first
        near = [n for n in range(len(self.rows)) if self.rows[n].zone is None]
        # Fields stand between headline and body; failing that, just above, then just below it.
        top = self._headline_at if self._headline_at is not None else -1
        near.sort(key=lambda n: (not top < n < stop, n > stop, n))
        dates: list[tuple[bool, bool, int, int, date, _Row]] = []
        for number in near:
            row = self.rows[number]
            if len(row.text) > 200 or any(hint in ("nav", "footer", "aside") for hint in row.hints):
                continue
            for start, end in _pieces(row):
                piece = row.text[start - row.start : end - row.start]
                if found := furniture.dated(piece):
                    dates.append((found.updated, not found.labelled and number > stop,
                                  start + found.start, start + found.end, found.when, row))  # fmt: skip
                    row.taken.append((start, end))
                elif (count := furniture.views(piece)) is not None:
                    if self.views is None:
                        self.views = count
                        self.fields["views"] = ArticleField(piece, "page", start, end)
                        row.taken.append((start, end))
                elif not self.authors and self._is_author(piece, number):
                    self._take_author(row, start, piece)
        if dates:
            _, _, start, end, when, row = min(dates, key=lambda d: d[:2])
            self.published = when
            value = row.text[start - row.start : end - row.start]
            self.fields["published"] = ArticleField(value, "page", start, end)

    def _is_author(self, piece: str, number: int) -> bool:
        if byline(piece):
            return True
        if self.facts.authors and _plain(piece) in {_plain(a) for a in self.facts.authors}:
            return True
        bare = (is_person(piece) and len(piece.split()) >= 2) or is_desk(piece)
        top = self._headline_at if self._headline_at is not None else -1
        return bare and top < number < self._first and not furniture.is_furniture(piece)

    def _take_author(self, row: _Row, start: int, piece: str) -> None:
        span = byline(piece) or (0, len(piece))
        value = piece[span[0] : span[1]]
        self.authors = tuple(name for name in people_in(value)) or (value,)
        self.fields["author"] = ArticleField(value, "page", start + span[0], start + span[1])
        row.taken.append((start, start + len(piece)))

    def _find_section(self) -> None:
        told = self.facts.get("section")
        top = self._headline_at if self._headline_at is not None else self._first
        above = [n for n in range(top) if self.rows[n].zone is None and not self.rows[n].taken]
        number = None
        if told:
            number = next(
                (n for n in reversed(above) if _plain(self.rows[n].text) == _plain(told)), None
            )
        if number is None:
            number = next(
                (n for n in reversed(above[-4:]) if self._could_be_section(n, above)), None
            )
        if number is not None:
            row = self.rows[number]
            row.taken.append((row.start, row.end))
            self.fields["section"] = ArticleField(row.text, "page", row.start, row.end)

    def _could_be_section(self, number: int, above: list[int]) -> bool:
        row = self.rows[number]
        words = re.findall(r"[^\W\d_]+", row.text.lower())
        if not words or len(words) > 4 or len(row.text) > 40 or any(c.isdigit() for c in row.text):
            return False
        if any(hint in ("nav", "button") for hint in row.hints):
            return False
        if any(word in _SECTIONS for word in words):
            return True
        if furniture.is_furniture(row.text):
            return False
        hinted = any(
            re.match(r"(?:sec|section|category|cat|kicker|eyebrow|breadcrumb|tag|rubric)\b", h)
            for h in row.hints
        )
        # On a scraped page a lone short line right above the headline is the section.
        return (
            hinted or (not self.page and len(words) <= 2 and number == above[-1] and len(above) <= 2)
        )

    def _find_standfirst(self) -> None:
        if self._headline_at is None:
            start = 0
        else:
            start = self._headline_at + 1
        for number in range(start, self._first):
            row = self.rows[number]
            if (
                row.zone is not None
                or row.taken
                or furniture.is_furniture(row.text)
                or row.linked > 0.5
            ):
                continue
            if any(hint in _NOT_BODY for hint in row.hints):
                continue
            ends = bool(_SENTENCE_END.search(row.text))
            told = row.has_hint(_STANDFIRST) and row.words >= 3
            if (
                told
                or (self._headline_at is not None
                and (row.words >= 8 or (ends and row.words >= 5)))
            ):
                row.zone = Zone.BODY

    def _find_dateline(self) -> None:
        for row in self.rows[self._first : self._first + 2]:
            if row.zone is Zone.BODY and (where := furniture.dateline(row.text)):
                start, end = row.start + where[0], row.start + where[1]
                self.fields["dateline"] = ArticleField(
                    row.text[where[0] : where[1]], "page", start, end
                )
                return

    def _fill_from_metadata(self) -> None:
        for name in ("section", "headline", "published", "author", "views", "image_credit"):
            value = self.facts.get(name)
            if name not in self.fields and value:
                self.fields[name] = ArticleField(value, self.facts.origin(name))
        self.published = self.published or self.facts.published
        if not self.authors:
            self.authors = self.facts.authors
        if self.views is None and (count := self.facts.get("views")):
            self.views = int(count)


def _extract(html: str) -> str:
    import trafilatura

    try:
        return trafilatura.extract(
            html, fast=True, favor_recall=True, include_comments=False, include_tables=True
        ) or ""  # fmt: skip
    # What it and its own parsers raise on pages that are no pages.
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError):
        return ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _overlap(one: str, other: str) -> float:
    first, second = set(_plain(one).split()), set(_plain(other).split())
    return len(first & second) / (len(first | second) or 1)


def _pieces(row: _Row) -> Iterator[tuple[int, int]]:
    """The parts of a line like "By Jane Doe | 3 March 2025 | 5 min read"."""
    at = 0
    for match in _APART.finditer(row.text):
        if match.start() > at:
            yield row.start + at, row.start + match.start()
        at = match.end()
    if at < len(row.text):
        yield row.start + at, row.end


def _left_over(row: _Row) -> Iterator[Span]:
    for start, end in _pieces(row):
        if not any(a < end and start < b for a, b in row.taken):
            yield Span(start, end)
