"""What stands around the body of an article: headline, captions, and fields such as its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sayso.reading import furniture
from sayso.reading.metadata import Facts
from sayso.reading.page_rows import NOT_BODY, SENTENCE_END, Row, bare
from sayso.reading.voices import byline, is_desk, is_person, people_in
from sayso.reading.web import WebPage
from sayso.records import Article, ArticleField, Block, Span, Zone

_SECTIONS = frozenset(
    "politics world business sport sports opinion editorial india national nation local city "
    "metro technology tech science health culture arts entertainment lifestyle education economy "
    "markets finance environment climate travel asia europe africa americas uk us usa "
    "international global law crime society features analysis comment defence defense security "
    "energy media religion weather cities states regional news investigations elections".split()
)
_TITLE_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")
_CRUMB = re.compile(r"\s*[›»>/]\s*(?=\S)")
_STANDFIRST = re.compile(
    r"standfirst|sub-?(?:title|head|headline)|dek|summary|excerpt|lede|intro|synopsis|strap"
)


class Fields:
    """Finds what stands around the body of an article, whose rows are marked."""

    def __init__(
        self, rows: list[Row], facts: Facts, page: WebPage | None, subject: str | None
    ) -> None:
        self.rows, self.facts, self.page = rows, facts, page
        self.fields: dict[str, ArticleField] = {}
        self.published: date | None = None
        self.authors: tuple[str, ...] = ()
        self.views: int | None = None
        self._subject = subject
        self._first = next((n for n, row in enumerate(rows) if row.zone is Zone.BODY), len(rows))
        self._bodiless = self._first == len(rows)
        self._headline_at = self._find_headline()
        self._stop = self._end_of_head()
        self._find_captions()
        self._find_fields()
        self._find_section()
        self._find_standfirst()
        self._find_dateline()
        if self._bodiless:
            self._take_what_is_left()
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
            wanted = {bare(told), bare(_TITLE_SITE.sub("", told))}
            same = [n for n in before if bare(self.rows[n].text) in wanted]
            if same:
                return next((n for n in same if self.rows[n].tag == "h1"), same[0])
        tops = [n for n in before if self.rows[n].tag == "h1" and self.rows[n].words >= 3]
        if tops:
            return max(tops, key=lambda n: (_overlap(self.rows[n].text, told or ""), -n))
        # A page laid out without headings: the line that could be one and is no link.
        tagged = any(re.fullmatch(r"h[2-4]", self.rows[n].tag) for n in before)
        likely = [n for n in before if self._could_be_headline(self.rows[n], tagged)]
        if self._bodiless and not self.page:
            likely = self._above_sentences(likely)[:1]
        return max(likely, key=lambda n: (min(self.rows[n].words, 7), -n), default=None)

    def _above_sentences(self, likely: list[int]) -> list[int]:
        """Those of ``likely`` that stand above all that ends like a sentence.

        A question or an outcry may be a headline too, where more follows.
        """
        ended = [n for n, row in enumerate(self.rows) if _is_sentence(row)]
        asked = [n for n in ended if self.rows[n].text[-1] in "?!" and n + 1 < len(self.rows)]
        stop = next((n for n in ended if n not in asked[:1]), len(self.rows))
        return [n for n in likely if n < stop]

    def _take_what_is_left(self) -> None:
        """Make the body of a page without running text from the lines that are nothing else."""
        for row in self.rows:
            if row.zone is None and not row.taken and _may_be_body(row):
                row.zone = Zone.BODY
        section = self.fields.get("section")
        if section is not None and not any(row.zone for row in self.rows):
            # A few words that are all there is are no section of anything.
            row = next(row for row in self.rows if row.start <= (section.start or 0) < row.end)
            if _may_be_body(row):
                row.zone, row.taken = Zone.BODY, []
                del self.fields["section"]

    def _could_be_headline(self, row: Row, tagged: bool) -> bool:
        if (self.page and tagged and not re.fullmatch(r"h[2-4]", row.tag)) or not 4 <= row.words <= 40:
            return False
        if row.text.endswith((".", ":", ";", ",")) or row.text[0].islower():
            return False
        if row.linked > (0.9 if tagged else 0.3):
            return False
        line = row.text
        if line.count("|") > 1:
            return False
        pieces = [line[a - row.start : b - row.start] for a, b in row.pieces()]
        return not (
            furniture.is_furniture(line) or furniture.credit(line) or byline(line)
            or any(furniture.dated(piece) for piece in pieces)
        )  # fmt: skip

    def _end_of_head(self) -> int:
        """The first row of the story proper: a standfirst stands above author and date."""
        body = [n for n, row in enumerate(self.rows) if row.zone is Zone.BODY][:2]
        if len(body) == 2 and body[1] > body[0] + 1 and self.rows[body[0]].words < 40:
            return body[1]
        return self._first

    def _find_captions(self) -> None:
        for row in self.rows:
            if row.zone is not None or (
                furniture.is_furniture(row.text) and not furniture.credit(row.text)
            ):
                continue
            where = furniture.credit(row.text)
            if where is None and not (row.is_caption and row.words >= 3):
                continue
            if (
                where
                and len(row.text) > 60
                and row.is_paragraph
                and not row.is_caption
                and not where[0]
            ):
                where = (0, len(row.text))
            row.zone = Zone.CAPTION
            if where and "image_credit" not in self.fields:
                start, end = row.start + where[0], row.start + where[1]
                value = row.text[where[0] : where[1]]
                self.fields["image_credit"] = ArticleField(value, "page", start, end)

    def _find_fields(self) -> None:
        stop = self._stop
        near = [n for n in range(len(self.rows)) if self.rows[n].zone is None]
        # Fields stand between headline and body; failing that, just above, then just below it.
        near.sort(key=lambda n: (not self._top < n < stop, n > stop, n))
        dates: list[tuple[bool, bool, int, furniture.Dated]] = []
        authors: list[tuple[int, int, int]] = []
        for order, number in enumerate(near):
            row = self.rows[number]
            if len(row.text) > 200 or any(hint in ("nav", "footer", "aside") for hint in row.hints):
                continue
            for start, end in row.pieces():
                piece = row.text[start - row.start : end - row.start]
                if found := furniture.dated(piece):
                    late = number > stop and not found.labelled
                    dates.append((found.updated, late, order, found.moved(start)))
                elif (count := furniture.views(piece)) is not None:
                    self._take_views(row, start, piece, count)
                elif (rank := self._author_rank(piece, number)) is not None:
                    authors.append((rank, order, start))
        if dates:
            _, _, order, chosen = min(dates, key=lambda d: d[:3])
            self._take_date(self.rows[near[order]], chosen)
        if authors:
            _, order, start = min(authors)
            self._take_author(self.rows[near[order]], start)

    @property
    def _top(self) -> int:
        return -1 if self._headline_at is None else self._headline_at

    def _author_rank(self, piece: str, number: int) -> int | None:
        """How surely ``piece`` names the author, 0 being surest, or None."""
        names = {bare(name) for name in self.facts.authors}
        span = byline(piece)
        if bare(piece) in names or (span and bare(piece[span[0] : span[1]]) in names):
            return 0
        if span:
            return 1
        alone = (is_person(piece) and len(piece.split()) >= 2) or is_desk(piece)
        placed = self._top < number < self._stop
        return 2 if alone and placed and not furniture.is_furniture(piece) else None

    def _take_views(self, row: Row, start: int, piece: str, count: int) -> None:
        if self.views is None:
            self.views = count
            self.fields["views"] = ArticleField(piece, "page", start, start + len(piece))
            row.taken.append((start, start + len(piece)))

    def _take_date(self, row: Row, found: furniture.Dated) -> None:
        self.published = found.when
        value = row.text[found.start - row.start : found.end - row.start]
        self.fields["published"] = ArticleField(value, "page", found.start, found.end)
        row.taken += [(a, b) for a, b in row.pieces() if a <= found.start < b]

    def _take_author(self, row: Row, start: int) -> None:
        piece = next(row.text[a - row.start : b - row.start] for a, b in row.pieces() if a == start)
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
                (n for n in reversed(above) if bare(self.rows[n].text) == bare(told)), None
            )
        if number is None:
            number = next(
                (n for n in reversed(above[-4:]) if self._could_be_section(n, above)), None
            )
        if number is not None:
            row = self.rows[number]
            row.taken.append((row.start, row.end))
            # Of a trail of crumbs ("Home › Health") the last one is the section.
            start = row.start + (crumbs[-1].end() if (crumbs := list(_CRUMB.finditer(row.text))) else 0)
            value = row.text[start - row.start :]
            self.fields["section"] = ArticleField(value, "page", start, row.end)

    def _could_be_section(self, number: int, above: list[int]) -> bool:
        row = self.rows[number]
        words = re.findall(r"[^\W\d_]+", row.text.lower())
        if not words or len(words) > 4 or len(row.text) > 40 or any(c.isdigit() for c in row.text):
            return False
        if any(hint in ("nav", "button") for hint in row.hints):
            return False
        if self._bodiless and _is_sentence(row):
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
        return hinted or (
            not self.page and len(words) <= 2 and number == above[-1] and len(above) <= 2
        )

    def _find_standfirst(self) -> None:
        for number in range(self._top + 1, self._first):
            row = self.rows[number]
            if (
                row.zone is not None
                or row.taken
                or furniture.is_furniture(row.text)
                or row.linked > 0.5
            ):
                continue
            if any(hint in NOT_BODY for hint in row.hints):
                continue
            ends = bool(SENTENCE_END.search(row.text))
            told = row.has_hint(_STANDFIRST) and row.words >= 3
            if told or (
                self._headline_at is not None and (row.words >= 8 or (ends and row.words >= 5))
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


def _overlap(one: str, other: str) -> float:
    first, second = set(bare(one).split()), set(bare(other).split())
    return len(first & second) / (len(first | second) or 1)


def _is_sentence(row: Row) -> bool:
    """Whether ``row`` ends like a sentence and is no furniture."""
    return bool(SENTENCE_END.search(row.text)) and _may_be_body(row)


def _may_be_body(row: Row) -> bool:
    return not row.is_apart and not furniture.is_furniture(row.text) and bool(bare(row.text))


def _left_over(row: Row) -> Iterator[Span]:
    for start, end in row.pieces():
        if not any(a < end and start < b for a, b in row.taken):
            yield Span(start, end)
