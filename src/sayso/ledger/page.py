"""A ledger as one HTML page that needs nothing but itself.

No network, no file beside it, and nothing of a document that a browser would obey: words are
escaped, and the page's own policy allows only the style and the script whose hashes it names.
Without script every card still opens.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from importlib import resources
from itertools import takewhile

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sayso.ledger.cards import Cards, CardView, PassageView
from sayso.ledger.digest import Digest
from sayso.ledger.evidence_map import evidence_map
from sayso.ledger.galley import Galley
from sayso.ledger.pictures import Cited, PagePicture, lay_out
from sayso.ledger.wording import (
    AGAINST_SIGNS,
    AGAINST_WORDS,
    KIND_LABELS,
    KIND_WORDS,
    NOTE_TITLES,
    SIGN_WORDS,
    SYMBOLS,
    VERDICT_SYMBOLS,
    VERDICT_WORDS,
    Sign,
    confidence,
    day,
    harmless,
    number,
    one_line,
    searched,
    shorten,
)
from sayso.records import (
    Coverage,
    Evidence,
    HeadlinePart,
    Ledger,
    Remark,
    SourceKind,
    SourcingNote,
    Span,
    Statement,
    Status,
    Verdict,
    Zone,
)

__all__ = ["PagePicture", "to_html"]


def to_html(ledger: Ledger, pictures: Mapping[tuple[str, int], PagePicture]) -> str:
    """The ledger as a single self-contained HTML page.

    ``pictures`` holds page pictures by document id and page number; those that no evidence cites
    are left out.
    """
    page = LedgerView(ledger, pictures)
    style, script = part("ledger.css") + page.grid, part("ledger.js")
    template = environment().get_template("ledger.html.j2")
    return template.render(
        page=page,
        ledger=ledger,
        style=Markup(style),
        script=Markup(script),
        policy=(
            f"default-src 'none'; img-src data:; style-src {hashed(style)}; "
            f"script-src {hashed(script)}; base-uri 'none'; form-action 'none'"
        ),
    )


class LedgerView:
    """What the templates show: a ledger's records in the order and the words of the page."""

    def __init__(self, ledger: Ledger, pictures: Mapping[tuple[str, int], PagePicture]) -> None:
        self.ledger = ledger
        self.digest = Digest(ledger)
        self.galley = Galley(self.digest)
        self.map = evidence_map(self.digest, self.galley)
        self.numbers = {s.id: place for place, s in enumerate(ledger.statements, start=1)}
        order = {paper.id: place for place, paper in enumerate(ledger.coverage)}
        self.sheets, sights = lay_out(self._cited(), order, pictures)
        self._cards = Cards(self.digest, sights)
        self._made: dict[str, CardView] = {}

    def _cited(self) -> Iterator[Cited]:
        for point in self.digest.points:
            owner = self.numbers.get(point.claim.statement, 0)
            yield from ((owner, evidence) for evidence in point.finding.evidence)
        yield from ((0, omission.evidence) for omission in self.ledger.omissions)

    def at(self, statement: int) -> str:
        """The link to the card of a statement, by its number."""
        return f"#s{statement}"

    @property
    def headline(self) -> str:
        """What the page is called."""
        return one_line(self.digest.headline())

    @property
    def read_in(self) -> str | None:
        """What held the processes that read the files, in words."""
        return dict(self.ledger.provenance).get("files were read in")

    @property
    def searched(self) -> str:
        """What was searched, in words."""
        return searched(self.ledger.coverage)

    @cached_property
    def byline(self) -> list[str]:
        """Authors, date and views as a reader finds them beneath the headline."""
        article = self.ledger.article
        parts = [one_line(", ".join(article.authors))] if article.authors else []
        parts += [day(article.published)] if article.published else []
        return parts + ([number(article.views, "view")] if article.views is not None else [])

    @cached_property
    def unbacked(self) -> list[Statement]:
        """Statements of unnamed sources and of nobody that the papers do not support in full."""
        return self.digest.unbacked(self.digest.unnamed + self.digest.own_voice)

    @cached_property
    def not_read(self) -> list[Coverage]:
        """Documents read in part or not at all, the worse first."""
        return self.digest.papers(Status.UNREAD) + self.digest.papers(Status.PARTLY_READ)

    @cached_property
    def bar(self) -> list[tuple[SourceKind, int, float, float]]:
        """The sourcing bar: kind, count, where it starts and how long it is, in percent."""
        total = sum(count for _, count in self.digest.sources)
        bar, left = [], 0.0
        for kind, count in self.digest.sources:
            width = 100 * count / total if total else 0.0
            bar.append((kind, count, round(left, 3), round(width, 3)))
            left += width
        return bar

    @cached_property
    def lead(self) -> int:
        """How many paragraphs of headline the article opens with."""
        opening = takewhile(lambda p: p.zone is Zone.HEADLINE, self.galley.paragraphs)
        return sum(1 for _ in opening)

    @staticmethod
    def row(place: int) -> int:
        """The row of the reading grid for the paragraph at ``place``; bylines go in between."""
        return 2 * place + 3

    @property
    def rows(self) -> int:
        """The last row of the reading grid, beneath the article."""
        return self.row(len(self.galley.paragraphs))

    @property
    def grid(self) -> str:
        """Style rules that put each card beside its paragraph, free to run on to the end."""
        rules = [
            f".r{row}{{grid-row:{row}}}.card.r{row}{{grid-row:{row}/-1}}"
            for row in range(1, self.rows + 1)
        ]
        height = f".reading{{grid-template-rows:repeat({self.rows},auto) 1fr}}"
        return f"@media screen and (min-width:68rem){{{height}{''.join(rules)}}}\n"

    def field(self, name: str) -> str:
        """A field of the article on one line, or nothing."""
        field = self.ledger.article.field(name)
        return one_line(field.value) if field else ""

    def card(self, statement: Statement) -> CardView:
        """The card of a statement, made once."""
        if statement.id not in self._made:
            self._made[statement.id] = self._cards.card(self.numbers[statement.id], statement)
        return self._made[statement.id]

    def passage(self, evidence: Evidence) -> PassageView:
        """A piece of evidence outside the cards."""
        return self._cards.passage(evidence)

    def about(self, remark: Remark | SourcingNote | HeadlinePart) -> int:
        """The number of the first statement that a remark is about; 0 where there is none."""
        for statement in self.ledger.statements:
            if statement.start < remark.end and remark.start < statement.end:
                return self.numbers[statement.id]
        return 0

    def words_of(self, remark: Remark | SourcingNote | HeadlinePart | Span, limit: int = 160) -> str:
        """The words of the article that a remark is about."""
        return shorten(self.ledger.article.text[remark.start : remark.end], limit)

    def bears_on(self, claims: Iterable[str]) -> list[tuple[int, str]]:
        """The statements that ``claims`` are drawn from, each once: number, and the claim's words."""
        known = {claim.id: claim for claim in self.ledger.claims}
        found: dict[int, str] = {}
        for claim in claims:
            if claim in known and (n := self.numbers.get(known[claim].statement, 0)):
                found.setdefault(n, shorten(known[claim].text, 140))
        return list(found.items())

    def linked(self, note: SourcingNote) -> list[int]:
        """The numbers of the statements that a note is about."""
        return [self.numbers[s] for s in note.statements if s in self.numbers]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where the templates of this package are made into pages."""
    environment = Environment(
        loader=FunctionLoader(part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    furnish(environment)
    return environment


def furnish(environment: Environment) -> None:
    """Give an environment the words and filters that the templates of a ledger speak with."""
    environment.filters |= {"harmless": harmless, "line": one_line, "shorten": shorten, "day": day}
    environment.globals |= {
        "Sign": Sign,
        "against_signs": AGAINST_SIGNS,
        "against_words": AGAINST_WORDS,
        "note_titles": NOTE_TITLES,
        "Verdict": Verdict,
        "confidence": confidence,
        "kind_labels": KIND_LABELS,
        "kind_words": KIND_WORDS,
        "number": number,
        "sign_words": SIGN_WORDS,
        "symbols": SYMBOLS,
        "verdict_symbols": VERDICT_SYMBOLS,
        "verdict_words": VERDICT_WORDS,
    }


def part(name: str) -> str:
    """The text of a file of the page."""
    return (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")


def hashed(text: str) -> str:
    """A source expression of Content Security Policy Level 3 that allows exactly ``text``."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
